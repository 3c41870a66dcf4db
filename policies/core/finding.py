"""A finding: a policy's statement that one code of the regulation applies, where, and on what evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Evidence = str | int | float | bool | None | tuple[str, ...] | tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """What a finding code means to people.  `vi` and `en` are `str.format` templates over the finding's detail and filename.

    `remedy_vi`, `remedy_en`: what the sender does about it, in a sentence; `guide_vi`, `guide_en`: how, program by program.
    """

    code: str
    article: str
    vi: str
    en: str
    remedy_vi: str
    remedy_en: str
    guide_vi: tuple[str, ...] = ()
    guide_en: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """`part`: IMAP-style number, None for headers and envelope.  `recipient`: set where it concerns that one only.

    `detail` never holds a password or a body, only short samples.
    """

    code: str
    part: str | None = None
    filename: str | None = None
    recipient: str | None = None
    detail: Mapping[str, Evidence] = field(default_factory=dict)
