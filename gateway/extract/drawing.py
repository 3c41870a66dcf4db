"""DrawingML text: paragraphs of slides, text boxes and charts, in the fonts that their runs name or inherit."""

from collections.abc import Callable
from typing import Any

from gateway.extract.ooxml import DRAWING
from gateway.extract.runs import Runs, letters
from gateway.extract.xmlstream import elements

RUN, FIELD, BREAK = f"{DRAWING}r", f"{DRAWING}fld", f"{DRAWING}br"


Inherited = Callable[[Any, int], str | None]


def paragraphs(
    data: bytes,
    runs: Runs,
    place: str | None,
    inherited: Inherited,
    theme: dict[str, str],
    *,
    seen: Callable[[Any], bool] | None = None,
) -> None:
    """Every paragraph (that is `seen`).  `inherited`: the font for a paragraph at a list level where its runs name none."""
    for paragraph in elements(data, f"{DRAWING}p"):
        if seen is not None and not seen(paragraph):
            continue
        properties = paragraph.find(f"{DRAWING}pPr")
        level = 0 if properties is None else min(8, max(0, number(properties.get("lvl"))))
        base: str | None = None
        known = False
        for item in paragraph:
            if item.tag in (RUN, FIELD):
                font = latin(item.find(f"{DRAWING}rPr"), theme)
                if font is None:
                    if not known:
                        base, known = inherited(paragraph, level), True
                    font = base
                text = item.find(f"{DRAWING}t")
                runs.add(letters("" if text is None else text.text or "", font), font, place)
            elif item.tag == BREAK:
                runs.end()
        runs.end()


def latin(properties: Any, theme: dict[str, str]) -> str | None:
    """The font that run properties (`a:rPr`, `a:defRPr`) name, through the theme ("+mn-lt")."""
    slot = None if properties is None else properties.find(f"{DRAWING}latin")
    return None if slot is None else typeface(slot.get("typeface"), theme)


def typeface(name: str | None, theme: dict[str, str]) -> str | None:
    """A typeface name with theme references resolved."""
    if name and name.startswith("+"):
        return theme.get(f"{'major' if name.startswith('+mj') else 'minor'}.latin")
    return name or None


def number(text: str | None) -> int:
    """An attribute's number, 0 for none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
