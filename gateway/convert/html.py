"""HTML to be converted: its text and the words of its attributes, its fonts, its charset; all other markup stays as written.

The reader (`gateway.extract.html`) says which font each text has: it is shown the document with a numbered mark in place of every
text, and what it makes of the marks tells fonts and paragraphs.  So both always see the same.
"""

import re
from functools import partial
from html import escape, unescape
from unicodedata import normalize

from gateway.convert.css import families, restyled
from gateway.convert.htmlcuts import Cut, cuts
from gateway.convert.newfonts import NewFonts
from gateway.convert.plain import encoding_of, is_utf8
from gateway.convert.story import Story, Tally
from gateway.extract import html
from gateway.extract.budget import Budget
from gateway.extract.text import decode
from policies.text.fonts import legacy_font
from policies.text.octets import judge

MARK = re.compile("\ue000([0-9]+)\ue001")
META = re.compile(r"(<meta\b[^>]{0,300}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5})([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
HEAD = re.compile(r"<head\b[^>]{0,2000}>", re.IGNORECASE)
BEFORE = re.compile(r"\s*(?:<!doctype[^>]{0,2000}>\s*)?(?:<html\b[^>]{0,2000}>)?", re.IGNORECASE)
DECLARATION = '<meta charset="utf-8">'
UNICODE = frozenset({"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be"})


def convert(body: bytes, budget: Budget, tally: Tally, charset: str | None = None) -> bytes:
    """The document in Unicode.  `charset`: as declared outside of it."""
    meta = html.META.search(body[:2048])
    declared = charset or (meta[1].decode("ascii") if meta else None)
    text = decode(body, declared)
    changed = False
    if declared and not body.isascii() and declared.lower() not in UNICODE and (kind := judge(body, declared).declared):
        text, changed = normalize("NFC", text), True
        tally.reencoded(kind, text)
    new = _converted(text, "" if changed or is_utf8(body) else encoding_of(text), budget, tally)
    return _declared(new).encode("utf-8", "replace") if changed or new != text else body


def _converted(text: str, encoding: str, budget: Budget, tally: Tally) -> str:
    found = list(cuts(text))
    marked = "".join(
        f"\ue000{index}\ue001" if cut.readable else cut.raw.replace("\ue000", " ") for index, cut in enumerate(found)
    )
    shown = html.read(marked.encode("utf-8", "replace"), budget, "utf-8")
    pieces = [cut.raw for cut in found]
    story = Story()
    for run in shown.runs:
        at = 0
        for mark in MARK.finditer(run.text):
            if "\n" in run.text[at : mark.start()]:
                story.end()
            at = mark.end()
            index = int(mark[1])
            if index < len(found) and found[index].readable:
                own = "" if run.font and legacy_font(run.font) else encoding
                story.add(_plain(found[index]), run.font, partial(_put, pieces, found, index), own)
        if run.text.endswith("\n"):
            story.end()
    story.convert(tally)
    for index, cut in enumerate(found):
        if cut.kind in STYLED:
            pieces[index] = _with_new_fonts(cut, tally.fonts)
    return "".join(pieces)


STYLED = frozenset({"sheet", "style", "face"})


def _plain(cut: Cut) -> str:
    return unescape(cut.raw) if "&" in cut.raw else cut.raw


def _put(pieces: list[str], found: list[Cut], index: int, text: str) -> None:
    pieces[index] = escape(text, quote=found[index].kind == "words").replace("\xa0", "&nbsp;")


def _with_new_fonts(cut: Cut, fonts: NewFonts) -> str:
    if cut.kind == "sheet":
        return restyled(cut.raw, fonts)
    plain = _plain(cut)
    new = restyled(plain, fonts) if cut.kind == "style" else families(plain, fonts)
    if new == plain:
        return cut.raw
    return new.replace("&", "&amp;").replace('"', "&quot;") if cut.quote == '"' else escape(new) if cut.quote else _unquoted(new)


def _unquoted(value: str) -> str:
    """An attribute's value that had no quotes."""
    return f'"{escape(value)}"'


def _declared(text: str) -> str:
    """The document saying that it is UTF-8."""
    if META.search(text):
        return META.sub(lambda meta: meta[0] if meta[2].lower() in ("utf-8", "utf8") else meta[1] + "utf-8", text)
    head = HEAD.search(text[:10_000]) or BEFORE.match(text)
    at = head.end() if head else 0
    return text[:at] + DECLARATION + text[at:]
