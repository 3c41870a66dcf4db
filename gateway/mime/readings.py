"""The ways in which programs may read one part: more than one where its header fields contradict themselves or each other.

Must stay true: the likeliest reading comes first; there is always one.
"""

import re
from dataclasses import dataclass, replace

from gateway.mime.headers import Block
from gateway.mime.parameters import Structured, structured, without_comments
from gateway.mime.transfer import base64, quoted_printable, uuencoded

IDENTITY = frozenset({"7bit", "8bit", "binary", ""})
DECODERS = {
    "base64": base64,
    "quoted-printable": quoted_printable,
    "x-uuencode": uuencoded,
    "uuencode": uuencoded,
    "x-uue": uuencoded,
    "uue": uuencoded,
}
# How the encodings are recognised in what is not quite their name.
MARKS = {"base64": "base64", "quoted-printable": "quoted", "uuencode": "uu"}
NOISE = re.compile(rb"[^a-z0-9-]")
MULTIPART = "multipart/"
TYPE = re.compile(r"[!#$%&'*+.^_`{|}~0-9a-z-]+/[!#$%&'*+.^_`{|}~0-9a-z-]+")
MAX_READINGS = 8  # more of them are over the limit


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a part.  `encoding`: a key of `DECODERS`, "" for none.  `boundary`: None when there is none."""

    media: Structured
    encoding: str = ""
    boundary: bytes | None = None


def encodings_of(block: Block) -> tuple[list[str], list[tuple[str, str]]]:
    """The transfer encodings that the body may be in, and the defects (kind, detail) of their fields."""
    found: list[str] = []
    defects: list[tuple[str, str]] = []
    for one in block.named.get("content-transfer-encoding", ()):
        value = one.text.lower()
        if value in DECODERS or value in IDENTITY:
            found.append(value if value in DECODERS else "")
            continue
        defects.append(("transfer-encoding", value))
        bare = NOISE.sub(b"", without_comments(one.raw[:1_000]).lower()).decode("ascii")
        found += [*[word for word, mark in MARKS.items() if mark in bare or mark in value[:100]], ""]
    if block.stray >= 0 and found:
        found.append("")  # to those who see the body begin at the stray line, the field may stand in the body
    return list(dict.fromkeys(found)) or [""], defects


def medias_of(block: Block, default: Structured) -> tuple[list[Structured], list[tuple[str, str]]]:
    """The media types that the part may be taken for, and the defects of their fields."""
    if "content-type" not in block.named:
        return [default], []
    found = [structured(one.raw) for one in block.named["content-type"]]
    defects = [defect for media in found for defect in media.defects]
    for media in tuple(found):
        multipart = media.value.startswith(MULTIPART)
        if not TYPE.fullmatch(media.value):
            defects.append(("media-type", media.value))
        if not multipart and media.all(b"boundary"):  # "x-multipart/mixed", "\"multipart/mixed\""
            defects.append(("media-type", media.value))
            found.append(replace(media, value="multipart/mixed"))
    return found, defects


def readings(medias: list[Structured], encodings: list[str]) -> list[Reading]:
    """Every combination of media type, boundary and transfer encoding, each once."""
    if len(medias) == len(encodings) == 1 and not medias[0].value.startswith(MULTIPART):
        return [Reading(medias[0], encodings[0])]
    found: list[Reading] = []
    for media in medias:
        if not media.value.startswith(MULTIPART):
            found += [Reading(media, encoding) for encoding in encodings]
            continue
        boundaries: list[bytes | None] = [octets.raw.rstrip() for octets in media.all(b"boundary")]
        # RFC 2045 s.6.4 forbids an encoding here and nearly everybody ignores it: undecoded comes first.
        ways = sorted({"", *encodings})
        found += [Reading(media, encoding, boundary) for boundary in boundaries or [None] for encoding in ways]
    return list(dict.fromkeys(found))
