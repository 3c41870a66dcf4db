"""Word documents: each run of text in its effective font.

Read are the body, headers, footers, notes, comments, text boxes, list labels, charts and diagrams.  What a reader does not
see is left out: deleted and hidden text, the former place of moved text, field codes, the copy of a drawing for old
programs, building blocks.  A font that is only named (styles, font table, paragraph marks) appears nowhere.
"""

import re
from dataclasses import dataclass
from functools import partial
from typing import Any

from gateway.extract import drawing
from gateway.extract.budget import Budget
from gateway.extract.ooxml import Package
from gateway.extract.runs import Runs, letters
from gateway.extract.wordnumbers import Numbers
from gateway.extract.wordstyles import (
    ASCII,
    COMPLEX,
    EAST,
    EASTERN,
    HANSI,
    HINTED,
    HINTED_PIECES,
    PIECES,
    PROPERTIES,
    RFONTS,
    VALUE,
    VANISH,
    Fonts,
    Styles,
    W,
    named_fonts,
    on,
    over,
    value,
)
from gateway.extract.xmlstream import ALTERNATE, FALLBACK, doubled, elements
from policies.core.facts import Run

PLACES = (
    ("header", "đầu trang"),
    ("footer", "chân trang"),
    ("footnotes", "cước chú"),
    ("endnotes", "chú thích cuối văn bản"),
    ("comments", "nhận xét"),
)
MARKS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
TEXT, SYMBOL, RUN, SOFT_HYPHEN, MOVED = f"{W}t", f"{W}sym", f"{W}r", f"{W}softHyphen", f"{W}moveFrom"
STYLED = f"{W}rStyle"
HINT, COMPLEX_SCRIPT = f"{W}hint", frozenset({f"{W}rtl", f"{W}cs"})
TABLE, TABLE_STYLE = f"{W}tbl", f"{W}tblStyle"
PARAGRAPH, LAYOUT, PARAGRAPH_STYLE, NUMBERED = f"{W}p", f"{W}pPr", f"{W}pStyle", f"{W}numPr"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MATH_RUN = f"{MATH}r"
TEXTS = frozenset({TEXT, f"{MATH}t"})
WORDART = "{urn:schemas-microsoft-com:vml}textpath"
FAMILY = re.compile(r"font-family:\s{0,9}[\"']?([^\"';,]{1,80})")
BLOCKS = (PARAGRAPH, drawing.PARAGRAPH, WORDART)


def read(package: Package, main: str, budget: Budget) -> tuple[Run, ...]:
    """All visible text."""
    del budget
    styles = Styles(package, main)
    numbers = Numbers(package, package.related(main, "numbering")[:1], styles.sheet)
    runs = Runs()
    story(package.read(main), Story(styles, numbers, runs))
    drawing.attached(package, main, runs, None, styles.sheet.theme)
    for kind, place in PLACES:
        for part in dict.fromkeys(package.related(main, kind)):
            story(package.read(part), Story(styles, numbers, runs, place))
            drawing.attached(package, part, runs, place, styles.sheet.theme)
    return runs.finish()


@dataclass(frozen=True, slots=True)
class Story:
    """What the paragraphs of one part have in common, and where their text goes."""

    styles: Styles
    numbers: Numbers
    runs: Runs
    place: str | None = None


def story(data: bytes, into: Story) -> None:
    """The paragraphs of one part.  Those inside text boxes come before the one that they are anchored in."""
    guarded = b"Fallback" in data or b"moveFrom" in data or b"\x00" in data[:4]
    theme = into.styles.sheet.theme
    for block in elements(data, *BLOCKS):
        if guarded and _is_unseen(block):
            continue
        if block.tag == WORDART:
            family = FAMILY.search(block.get("style", ""))
            into.runs.add(block.get("string", ""), family[1].strip() if family else None, into.place)
            into.runs.end()
        elif block.tag == drawing.PARAGRAPH:
            drawing.paragraph(block, into.runs, into.place, partial(drawing.minor, theme), theme)
        else:
            _paragraph(block, into, guarded=guarded)
            into.runs.end()


def _is_unseen(element: Any) -> bool:
    """Whether it is the same text once more for old programs, or stands where it was moved away from."""
    return any(outer.tag == MOVED or doubled(outer) for outer in element.iterancestors(FALLBACK, MOVED))


def _paragraph(paragraph: Any, into: Story, *, guarded: bool) -> None:
    styles = into.styles
    name, number, mark = "", None, None
    for item in paragraph[0] if len(paragraph) and paragraph[0].tag == LAYOUT else ():
        if item.tag == PARAGRAPH_STYLE:
            name = item.get(VALUE, "")
        elif item.tag == NUMBERED:
            number = (value(item.find(f"{W}numId")), value(item.find(f"{W}ilvl")))
        elif item.tag == PROPERTIES:
            mark = item
    table = _table_style(paragraph, styles) if styles.sheet.tables else ""
    number = number or styles.number(name or styles.sheet.paragraph)
    if number and (label := into.numbers.label(*number)):
        named = over(named_fonts(mark, styles.sheet.theme), styles.fonts(name, table=table))
        _add(f"{label.text}\t", over(label.fonts, named), HANSI, into)
    for run in paragraph.iter(RUN, MATH_RUN):
        if not (guarded and _is_unseen(run)):
            _run(run, table, name, into)


def _table_style(paragraph: Any, styles: Styles) -> str:
    """The style of the table that a paragraph stands in."""
    for table in paragraph.iterancestors(TABLE):
        named = table[0][0] if len(table) and len(table[0]) else None  # where it is looked for must not grow with the table
        return (value(named) if named is not None and named.tag == TABLE_STYLE else "") or styles.sheet.table
    return ""


def _run(run: Any, table: str, paragraph: str, into: Story) -> None:
    fonts, slot = None, HANSI
    for item in run:
        tag = item.tag
        if tag == PROPERTIES:
            fonts, slot = _properties(item, table, paragraph, into.styles)
            if fonts is None:
                return
            continue
        if fonts is None:
            if into.styles.hides(paragraph):
                return
            fonts = into.styles.fonts(paragraph, table=table)
        if tag in TEXTS:
            _add(item.text or "", fonts, slot, into)
        else:
            _special(item, fonts, slot, into)


def _special(item: Any, fonts: Fonts, slot: int, into: Story) -> None:
    """What stands in a run beside its text."""
    tag = item.tag
    if tag in MARKS:
        into.runs.add(MARKS[tag], fonts[HANSI], into.place)
    elif tag == SYMBOL:
        font = item.get(f"{W}font")
        into.runs.add(letters(_symbol(item.get(f"{W}char", "")), font), font, into.place)
    elif tag == SOFT_HYPHEN and (fonts[HANSI] or "").lower().startswith(".vn"):
        into.runs.add("\u00ad", fonts[HANSI], into.place)  # LibreOffice writes TCVN3's ư so; otherwise it is no letter
    elif tag == ALTERNATE and len(item):
        for inner in item[0]:
            if inner.tag == TEXT:
                _add(inner.text or "", fonts, slot, into)
            else:
                _special(inner, fonts, slot, into)


def _properties(properties: Any, table: str, paragraph: str, styles: Styles) -> tuple[Fonts | None, int]:
    """A run's fonts, None where it is hidden; and the slot of its letters that are not ASCII."""
    named, character, slot, vanish = None, "", HANSI, None
    for item in properties:
        tag = item.tag
        if tag == RFONTS:
            named = item
            if item.get(HINT) == "eastAsia" and slot == HANSI:
                slot = EAST
        elif tag == STYLED:
            character = item.get(VALUE, "")
        elif tag == VANISH:
            vanish = on(item)
        elif tag in COMPLEX_SCRIPT and on(item):
            slot = COMPLEX
    if vanish or (vanish is None and styles.hides(paragraph, character)):
        return None, slot
    return styles.fonts(paragraph, character, named, table), slot


def _add(text: str, fonts: Fonts, slot: int, into: Story) -> None:
    """Text in the font of each of its characters: ASCII, other, or East Asian (a wider range by a hint: `slot`)."""
    if slot == COMPLEX:
        into.runs.add(letters(text, fonts[COMPLEX]), fonts[COMPLEX], into.place)
    elif text.isascii():
        into.runs.add(text, fonts[ASCII], into.place)
    else:
        eastern, pieces = (HINTED, HINTED_PIECES) if slot == EAST else (EASTERN, PIECES)
        if fonts[ASCII] == fonts[HANSI] and (fonts[HANSI] == fonts[EAST] or not eastern.search(text)):
            into.runs.add(letters(text, fonts[HANSI]), fonts[HANSI], into.place)
            return
        for piece in pieces.findall(text):
            font = fonts[ASCII if piece[0] < "\x80" else EAST if eastern.match(piece) else HANSI]
            into.runs.add(letters(piece, font), font, into.place)


def _symbol(digits: str) -> str:
    """The character of `w:sym`."""
    try:
        code = int(digits, 16)
    except ValueError:
        return ""
    return chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else ""
