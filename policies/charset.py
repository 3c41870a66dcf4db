"""Điều 4.5: Vietnamese text must be in TCVN 6909:2001, that is Unicode: headers, bodies, file names, the text of attachments.

Points to keep: whether a text is legacy is asked of its letters, not of its declaration; a font's name alone convicts the font
only; decomposed letters are Unicode and are merely recorded.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil
from unicodedata import is_normalized, normalize

from policies.core.facts import Document, Octets, Run, Text
from policies.core.finding import Finding
from policies.core.message import Header, Message, Part
from policies.core.policy import Context
from policies.text.capitals import upper
from policies.text.charset_wording import CHARSET_CODES
from policies.text.encodings import BYTE_ENCODINGS
from policies.text.encodings_table import LETTERS
from policies.text.fonts import LegacyFont, legacy_font
from policies.text.legacy import NO_HINTS, find, suspicious
from policies.text.octets import Judged, judge
from policies.text.runs import SAMPLE, THRESHOLD, Reading
from policies.text.tokens import TOKEN
from policies.text.unicode import letters_of

CODES = CHARSET_CODES

_FONT_HINT = 4.5  # points of evidence that a font's name is worth
_SIBLING_HINT = 4.0  # and another part of the letter already found legacy
_NOTHING_BESIDE = 0.01  # so little of another encoding in one part is not worth a finding of its own
_A_LINE = 30.0  # points that a line of text has
_TIE = 2.0  # what the encoding of the rest of the letter is worth between two
_MOST_CHARSETS = 40  # of one header that are judged apart
_ANY_HINT = dict.fromkeys(BYTE_ENCODINGS, _SIBLING_HINT)
_TOGETHER = THRESHOLD + 1.5  # of evidence in several pieces, none of which has enough

_SEEN_HEADERS = frozenset(
    {"subject", "from", "to", "cc", "bcc", "reply-to", "sender", "comments", "keywords", "organization", "thread-topic"}
    | {"resent-from", "resent-to", "content-description"}
)
_MACHINE_HEADERS = re.compile(
    r"received|return-path|dkim-|arc-|authentication-|message-id|in-reply-to|references|date|mime-version|content-(?!desc)|list-|thread-index"
    r"|x-received|x-spam|x-virus|x-ms-|x-google|x-gm-|x-originating|delivered-to|dmarc|autocrypt|openpgp"
)
_WORD = re.compile(r"[^\W\d_]+")
_DECOMPOSED = re.compile("[A-Za-zÂÊÔâêôĂăƠơƯư][\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323]{1,3}")
_TYPOGRAPHY = re.compile("[\u00a0\u00ad\u2000-\u206f\ufeff\ufffd\ufffc\ue000-\uefff]+")
_MARKUP = re.compile(rb"<(?:style|script)\b[^<]*(?:<(?!/)[^<]*)*|<[^<>]*>", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^<>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([\w:-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Settings:
    """`allowed_fonts`: fonts that are Unicode though their names say otherwise, lower case."""

    allowed_fonts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of the letter, with its bytes where they are known, and where it stands."""

    text: str
    octets: Octets | None = None
    part: str | None = None
    filename: str | None = None
    where: tuple[tuple[str, str], ...] = ()  # into the finding's detail: header, place
    runs: tuple[Run, ...] = ()
    hints: Mapping[str, float] = field(default_factory=dict)

    def judged(self, siblings: Mapping[str, float] = NO_HINTS) -> Judged:
        """What the text is."""
        hints = {**siblings, **self.hints}
        if self.octets is not None:
            return judge(self.octets.raw, self.octets.charset, hints)
        return Judged(self.text, find(self.text, hints))

    def finding(self, code: str, **detail: str | float) -> Finding:
        """A finding in this piece."""
        return Finding(code, self.part, self.filename, detail=detail | dict(self.where))


def check(message: Message, context: Context, settings: Settings) -> Iterator[Finding]:
    """Yield one `legacy-text` for each encoding in a part or header, one `legacy-font` for each font in a part, and the rest."""
    del context
    judged = _weighed([(piece, piece.judged()) for piece in _pieces(message)])
    yield from _legacy(judged)
    yield from _fonts(message, settings)
    others = [(piece.where, finding) for piece, verdict in judged for finding in _others(piece, verdict)]
    once = {(finding.code, finding.part, where, finding.detail.get("declared")): finding for where, finding in reversed(others)}
    yield from reversed(once.values())  # the first of each: the pieces of a document overlap


def _weighed(judged: list[tuple[Piece, Judged]]) -> list[tuple[Piece, Judged]]:
    """Judged again where one piece speaks for another: beside a legacy one, or where little evidence adds up.

    Where two encodings read a piece about equally well, that of the rest of the letter is meant.
    """
    scores: Counter[str] = Counter()
    for _, verdict in judged:
        if verdict.legacy:
            scores[verdict.legacy.encoding] += ceil(verdict.legacy.score)
    main = scores.most_common(1)[0][0] if scores else ""
    hints = {main: _SIBLING_HINT} if main else _adding_up(judged)
    again: list[tuple[Piece, Judged]] = []
    for piece, verdict in judged:
        if hints and verdict.declared is None and (verdict.legacy is None or verdict.legacy.encoding != main):
            other = piece.judged(hints if verdict.legacy is None else {main: _TIE})
            again.append(
                (piece, other if verdict.legacy is None or (other.legacy and other.legacy.encoding == main) else verdict)
            )
        else:
            again.append((piece, verdict))
    return again


def _adding_up(judged: list[tuple[Piece, Judged]]) -> Mapping[str, float]:
    """The hint that pieces of too little evidence give one another when it suffices together."""
    doubtful = [piece for piece, verdict in judged if not verdict.declared and suspicious(verdict.text)]
    if len(doubtful) < 2:
        return NO_HINTS
    points: dict[str, dict[frozenset[str], float]] = {}
    for piece in doubtful:
        reading = piece.judged(_ANY_HINT).legacy
        if reading is not None:
            told = frozenset(word for word in _WORD.findall(reading.unicode.lower()) if not word.isascii())  # twice is once
            points.setdefault(reading.encoding, {})[told] = reading.score - _SIBLING_HINT
    sums = {name: sum(of.values()) for name, of in points.items() if len(of) > 1}
    best = max(sums, key=sums.__getitem__, default="")
    return {best: _SIBLING_HINT} if sums.get(best, 0.0) >= _TOGETHER else NO_HINTS


def _legacy(judged: list[tuple[Piece, Judged]]) -> Iterator[Finding]:
    """The strongest run for each part (or header) and encoding."""
    declared = {(piece.part, verdict.declared) for piece, verdict in judged if verdict.declared}
    best: dict[tuple[str | None, str | None, str], tuple[Piece, Judged, Reading]] = {}
    for piece, verdict in judged:
        if verdict.legacy is None or (piece.octets is None and (piece.part, verdict.legacy.encoding) in declared):
            continue  # nothing, or HTML that says truly what it is in
        key = (piece.part, dict(piece.where).get("header"), verdict.legacy.encoding)
        if key not in best or best[key][2].score < verdict.legacy.score:
            best[key] = (piece, verdict, verdict.legacy)
    strongest: dict[tuple[str | None, str | None], float] = {}
    for (part, header, _), (_, _, reading) in best.items():
        strongest[part, header] = max(strongest.get((part, header), 0.0), reading.score)
    for (part, header, _), (piece, verdict, reading) in best.items():
        if reading.score < min(_A_LINE, _NOTHING_BESIDE * strongest[part, header]):
            continue  # a word in another font within a whole document
        sample = verdict.text[reading.start : reading.end]
        unicode = _with_capitals(verdict.text, reading, piece.runs) if piece.runs else reading.unicode
        run = _run_at(piece.runs, reading.start)
        place = {"place": run.place} if run is not None and run.place else {}
        score = round(reading.score, 1)  # of evidence, in nats
        yield piece.finding(
            "charset.legacy-text", encoding=reading.encoding, sample=sample, unicode=unicode, score=score, **place
        )


def _others(piece: Piece, verdict: Judged) -> Iterator[Finding]:
    charset = (piece.octets.charset if piece.octets else None) or "-"
    if verdict.declared is not None:
        yield piece.finding("charset.declared", encoding=verdict.declared, declared=charset, sample=verdict.text[:SAMPLE])
    if verdict.undecodable:
        yield piece.finding("charset.undecodable", declared=charset)
    if verdict.legacy is None and verdict.declared is None and not is_normalized("NFC", verdict.text):
        for letters in _DECOMPOSED.finditer(verdict.text):
            if normalize("NFC", letters[0]) in LETTERS:
                start = max(letters.start() - 20, 0)
                sample = verdict.text[start : start + 60]
                yield piece.finding("charset.decomposed", sample=sample, unicode=normalize("NFC", sample))
                break


def _pieces(message: Message) -> Iterator[Piece]:
    for letter in message.messages():
        for header in letter.headers:
            yield from _header(header, letter.number)
    for part in message.parts():
        for header in part.headers:
            if header.name.lower() == "content-description":
                yield from _header(header, part.number)
        filename = part.filename.text if part.filename else None
        if part.filename is not None:
            yield Piece(part.filename.text, part.filename.octets, part.number, filename, (("place", "tên tệp"),))
        if isinstance(part.content, Text):
            yield Piece(part.content.text, part.content.octets, part.number, filename)
        elif isinstance(part.content, Document):
            yield from _document(part, part.content, filename)


def _header(header: Header, number: str | None) -> Iterator[Piece]:
    name = header.name.lower()
    told = not header.raw.isascii() or b"=?" in header.raw
    if name not in _SEEN_HEADERS and (not told or _MACHINE_HEADERS.match(name)):
        return
    where = (("header", header.name),)
    charsets = {octets.charset for octets in header.octets if not octets.raw.isascii()}
    if len(charsets) <= 1:
        raw = b"".join(octets.raw for octets in header.octets)
        charset = charsets.pop() if charsets else next((octets.charset for octets in header.octets if octets.charset), None)
        yield Piece(header.text, Octets(raw, charset), number, None, where)
        return
    pieces: dict[str | None, list[bytes]] = {}
    for octets in header.octets:
        known = octets.charset in pieces or len(pieces) < _MOST_CHARSETS
        pieces.setdefault(octets.charset if known else None, []).append(octets.raw)
    for charset, raws in pieces.items():
        yield Piece(header.text, Octets(b" ".join(raws), charset), number, None, where)


def _document(part: Part, document: Document, filename: str | None) -> Iterator[Piece]:
    fonts = {name: font.encoding for name in {run.font for run in document.runs if run.font} if (font := legacy_font(name))}
    for encoding in ("", *sorted(set(fonts.values()))):  # what is set in one encoding's fonts is judged apart from the rest
        runs = tuple(_apart(document.runs, fonts, encoding))
        hints = {encoding: _FONT_HINT} if encoding else NO_HINTS
        yield Piece("".join(run.text for run in runs), None, part.number, filename, (), runs, hints)
    if fonts and _cuts_words(document.runs, fonts):
        yield Piece("".join(run.text for run in document.runs), None, part.number, filename, (), document.runs)
    if document.kind == "html" and not part.body.isascii() and b"\0" not in part.body[:200]:  # that is UTF-16
        meta = _META_CHARSET.search(part.body[:4096])
        charset = part.charset or (meta[1].decode("ascii", "replace").lower() if meta else None)
        if charset not in ("utf-8", "utf8") or any("\ufffd" in run.text for run in document.runs):
            text = "".join(run.text for run in document.runs)
            yield Piece(text, Octets(_MARKUP.sub(b"", part.body), charset), part.number, filename)


def _apart(runs: tuple[Run, ...], fonts: Mapping[str, str], encoding: str) -> Iterator[Run]:
    """The runs in the fonts of an encoding ("": in all others), a line break where other runs stood between them."""
    apart = False
    for run in runs:
        belongs = fonts.get(run.font or "", "") == encoding
        if belongs:
            if apart:
                yield Run("\n")
            yield run
        apart = not belongs


def _cuts_words(runs: tuple[Run, ...], fonts: Mapping[str, str]) -> bool:
    """Whether letters of one word are set in fonts of different encodings."""
    return any(
        fonts.get(one.font or "") != fonts.get(other.font or "")
        and TOKEN.match(one.text[-1:]) is not None
        and TOKEN.match(other.text[:1]) is not None
        for one, other in pairwise(runs)
    )


def _fonts(message: Message, settings: Settings) -> Iterator[Finding]:
    for part in message.parts():
        if not isinstance(part.content, Document):
            continue
        seen: set[str] = set()
        for run in part.content.runs:
            if run.font is None or run.font in seen or run.text.isascii() or not _TYPOGRAPHY.sub("", run.text).strip():
                continue
            font = _certain(run.font, settings)
            if font is None or _TYPOGRAPHY.sub("", run.text).isascii():
                continue
            seen.add(run.font)
            detail = {"font": run.font, "encoding": font.encoding, "sample": run.text[:SAMPLE]} | (
                {"place": run.place} if run.place else {}
            )
            yield Finding("charset.legacy-font", part.number, part.filename.text if part.filename else None, detail=detail)


def _certain(name: str, settings: Settings) -> LegacyFont | None:
    font = legacy_font(name)
    return font if font is not None and font.certain and name.lower() not in settings.allowed_fonts else None


def _run_at(runs: tuple[Run, ...], offset: int) -> Run | None:
    for run in runs:
        if offset < len(run.text):
            return run
        offset -= len(run.text)
    return None


def _with_capitals(text: str, reading: Reading, runs: tuple[Run, ...]) -> str:
    """The reading, in capitals where its font draws small letters as such."""
    letters = letters_of(text[reading.start : reading.end], reading.encoding, reading.way)
    pieces, at = [], -reading.start
    for run in runs:
        start, end = max(at, 0), max(at + len(run.text), 0)
        at += len(run.text)
        font = legacy_font(run.font) if run.font else None
        piece = "".join(letters[start:end])
        pieces.append(upper(piece) if font is not None and font.capitals else piece)
        if at >= len(letters):
            break
    return "".join(pieces)
