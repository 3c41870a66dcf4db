"""Bytes of a letter under a declared charset, as text that can be converted."""

from dataclasses import dataclass
from unicodedata import normalize

from gateway.convert.plain import readable
from policies.text.octets import judge
from policies.text.views import view_of_bytes


@dataclass(frozen=True, slots=True)
class Told:
    """`text`: as a mail program shows it, or as its charset means it.  `declared`: a charset that is right, but not Unicode."""

    text: str
    declared: str | None = None


def text_of_octets(raw: bytes, charset: str | None) -> Told:
    """How bytes read before they are converted."""
    judged = judge(raw, charset)
    if judged.declared not in (None, "viqr"):
        return Told(normalize("NFC", judged.text), judged.declared)
    return Told(readable(raw) if judged.text == view_of_bytes(raw) else judged.text, judged.declared)
