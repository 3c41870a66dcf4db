"""Word documents to be converted: body, headers, footers, notes, comments, text boxes, list numbers and WordArt.

A run's font is the one that the reader finds (`gateway.extract.docx`); a text set in two fonts goes in as two pieces.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import partial
from typing import Any

from lxml import etree

from gateway.convert.parts import Parts, XmlPart
from gateway.convert.story import Piece, Story, Tally
from gateway.extract.css import declared
from gateway.extract.ooxml import Package
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
    Fonts,
    Styles,
    W,
    on,
    value,
)
from policies.text.fonts import legacy_font

PARAGRAPH, RUN = f"{W}p", f"{W}r"
TEXTS = (f"{W}t", f"{W}delText")
SYMBOL, SOFT_HYPHEN = f"{W}sym", f"{W}softHyphen"
PARTING = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n"}
LEAVES = (*TEXTS, SYMBOL, SOFT_HYPHEN, *PARTING)
NUMBER = f"{W}lvlText"
WORDART = "{urn:schemas-microsoft-com:vml}textpath"
HOLDING = re.compile(rb"<(?:\w+:)?(?:p|lvlText|textpath)[ >]|\A..?\x00", re.DOTALL)  # a part without them holds no text
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def gather(package: Package, main: str, parts: Parts, story: Story, tally: Tally) -> None:
    """Gather all text: the body first, then whatever else holds paragraphs."""
    del tally
    styles = Styles(package, main)
    names = [name for name in parts.names() if name.endswith(".xml") and HOLDING.search(parts.raw(name))]
    for name in sorted(names, key=lambda name: name != main.lower()):
        _story(parts.open(name), styles, story)


def _story(part: XmlPart, styles: Styles, story: Story) -> None:
    """The paragraphs of one part.  Those inside text boxes are paragraphs of their own."""
    leaves: dict[Any, list[Any]] = {}
    for leaf in part.root.iter(*LEAVES):
        paragraph = next(leaf.iterancestors(PARAGRAPH), None)
        if paragraph is not None:
            leaves.setdefault(paragraph, []).append(leaf)
    for paragraph, own in leaves.items():
        style = value(paragraph.find(f"{W}pPr/{W}pStyle"))
        for leaf in own:
            _leaf(part, leaf, style, styles, story)
        story.end()
    for number in part.root.iter(NUMBER):
        _number(part, number, styles, story)
    for drawn in part.root.iter(WORDART):
        story.add(drawn.get("string", ""), declared(drawn.get("style", ""))[0], part.attribute(drawn, "string"))
        story.end()


def _leaf(part: XmlPart, leaf: Any, style: str, styles: Styles, story: Story) -> None:
    if leaf.tag in TEXTS:
        if leaf.text:
            story.add_pieces(tuple(_pieces(leaf.text, *_fonts(leaf.getparent(), style, styles))), partial(_put, part, leaf))
    elif leaf.tag == SYMBOL:
        font, char = leaf.get(f"{W}font"), _character(leaf.get(f"{W}char", ""))
        if font and legacy_font(font):
            story.add(char, font, partial(_spelt, part, font, leaf))
        else:
            story.mark(" ")
    elif leaf.tag == SOFT_HYPHEN:
        font = _fonts(leaf.getparent(), style, styles)[0][HANSI]
        if font and font.lower().startswith(".vn"):  # LibreOffice writes TCVN3's ư so; otherwise it is no letter
            story.add("\u00ad", font, partial(_spelt, part, None, leaf))
    elif leaf.getparent().tag == RUN:  # not a tab stop of the paragraph's properties
        story.mark(PARTING[leaf.tag])


def _fonts(run: Any, style: str, styles: Styles) -> tuple[Fonts, int]:
    """A run's fonts, and the slot of its letters that are not ASCII."""
    table = _table_style(run, styles) if styles.sheet.tables else ""
    properties = run.find(PROPERTIES)
    if properties is None:
        return styles.fonts(style, table=table), HANSI
    named = properties.find(RFONTS)
    slot = EAST if named is not None and named.get(f"{W}hint") == "eastAsia" else HANSI
    if any(on(properties.find(f"{W}{mark}")) for mark in ("rtl", "cs")):
        slot = COMPLEX
    return styles.fonts(style, value(properties.find(f"{W}rStyle")), named, table), slot


def _table_style(run: Any, styles: Styles) -> str:
    """The style of the table that a run stands in."""
    table = next(run.iterancestors(f"{W}tbl"), None)
    return "" if table is None else value(table.find(f"{W}tblPr/{W}tblStyle")) or styles.sheet.table


def _pieces(text: str, fonts: Fonts, slot: int) -> Iterator[Piece]:
    """The text with the font of each of its characters: ASCII, other, or East Asian (a wider range by a hint: `slot`)."""
    eastern, pieces = (HINTED, HINTED_PIECES) if slot == EAST else (EASTERN, PIECES)
    if slot == COMPLEX or text.isascii():
        yield text, fonts[slot if slot == COMPLEX else ASCII]
    elif fonts[ASCII] == fonts[HANSI] and (fonts[HANSI] == fonts[EAST] or not eastern.search(text)):
        yield text, fonts[HANSI]
    else:
        drawn = [(piece, fonts[_slot(piece, eastern)]) for piece in pieces.findall(text)]
        legacy = next((font for _, font in drawn if font and legacy_font(font)), None)
        yield from [(text, legacy)] if legacy else drawn  # the letters of one word are of one encoding


def _slot(piece: str, eastern: re.Pattern[str]) -> int:
    return ASCII if piece[0] < "\x80" else EAST if eastern.match(piece) else HANSI


def _number(part: XmlPart, number: Any, styles: Styles, story: Story) -> None:
    """What a list puts before its items ("Điều %1.")."""
    named = number.getparent().find(f"{PROPERTIES}/{W}rFonts")
    text = number.get(f"{W}val", "")
    story.add(text, styles.fonts("", named=named)[HANSI], part.attribute(number, f"{W}val"))
    story.end()


def _put(part: XmlPart, leaf: Any, text: str) -> None:
    part.text(leaf)(text)
    if text != text.strip():
        leaf.set(SPACE, "preserve")


def _spelt(part: XmlPart, font: str | None, symbol: Any, text: str) -> None:
    """A symbol that stood for a letter becomes that letter, in a run of its own; what stood before it gets another one."""
    run = symbol.getparent()
    properties = run[0] if run[0].tag == PROPERTIES else None
    before, letter = _like(properties), _like(properties)
    before.extend(item for item in reversed(list(symbol.itersiblings(preceding=True))) if item is not properties)
    run.remove(symbol)
    leaf = etree.SubElement(letter, TEXTS[0])
    if font:
        _set_in(letter, font)
    run.addprevious(before)
    run.addprevious(letter)
    _put(part, leaf, text)


def _like(properties: Any) -> Any:
    """An empty run with these properties."""
    made = etree.Element(RUN)
    if properties is not None:
        made.append(deepcopy(properties))
    return made


def _set_in(run: Any, font: str) -> None:
    """Set a run in a font."""
    properties = run.find(PROPERTIES)
    if properties is None:
        properties = etree.Element(PROPERTIES)
        run.insert(0, properties)
    named = properties.find(RFONTS)
    if named is not None:
        properties.remove(named)
    named = etree.Element(RFONTS, {f"{W}{slot}": font for slot in ("ascii", "hAnsi", "cs")})
    properties.insert(1 if len(properties) and properties[0].tag == f"{W}rStyle" else 0, named)


def _character(digits: str) -> str:
    """The character of `w:sym`."""
    try:
        code = int(digits, 16)
    except ValueError:
        return ""
    return chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else ""
