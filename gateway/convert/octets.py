"""Bytes of a letter under a declared charset, as text that can be converted."""

from dataclasses import dataclass
from unicodedata import normalize

from gateway.convert.plain import encoding_of, is_utf8, readable
from policies.text.octets import judge
from policies.text.views import view_of_bytes


@dataclass(frozen=True, slots=True)
class Told:
    """`text`: as a mail program shows it, or as its charset means it.  `declared`: a charset that is right, but not Unicode.

    `encoding`: the legacy one that the bytes are in, "" for none.
    """

    text: str
    declared: str | None = None
    encoding: str = ""


def text_of_octets(raw: bytes, charset: str | None) -> Told:
    """How bytes read before they are converted."""
    judged = judge(raw, charset)
    if judged.declared not in (None, "viqr"):
        return Told(normalize("NFC", judged.text), judged.declared)
    if judged.text == view_of_bytes(raw) and not is_utf8(raw):
        text = readable(raw)
        return Told(text, None, encoding_of(text))
    return Told(judged.text, judged.declared, "" if is_utf8(raw) else encoding_of(judged.text))
