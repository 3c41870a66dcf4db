"""What inspection may cost at most; going over one is `message.over-limit`, never a pass."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one message's inspection.  Sizes in bytes, times in seconds; `page_seconds`: of computing, to open one page."""

    nesting: int = 30
    parts: int = 1_000
    headers: int = 1_000
    header_bytes: int = 1 << 20
    unpacked: int = 200 << 20
    ratio: int = 200
    archive_depth: int = 5
    entries: int = 10_000
    pages: int = 500
    pixels: int = 100_000_000
    xml_depth: int = 1_000
    rtf_depth: int = 500
    cpu_seconds: int = 10
    page_seconds: int = 4
    seconds: int = 15
    memory: int = 1 << 30
