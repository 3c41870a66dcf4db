"""Calendars and business cards (RFC 5545, RFC 6350, vCard 2.1): lines put together again, quoted-printable and escapes undone.

Must stay true: linear; no byte of the text is lost, so that what is wrong with its encoding can still be seen.
"""

import re
from binascii import a2b_qp

FOLD = re.compile(rb"\r?\n[ \t]")
SOFT = re.compile(rb"=\r?\n[ \t]?")
QUOTED = re.compile(
    rb"^([^\r\n:]{0,300};(?:ENCODING=)?QUOTED-PRINTABLE[^\r\n:]{0,300}:)((?:[^\r\n=]++|=\r?\n|=)*+)",
    re.IGNORECASE | re.MULTILINE,
)
CHARSET = re.compile(rb"^[^\r\n:]{0,300};CHARSET=\"?([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE | re.MULTILINE)
ESCAPE = re.compile(rb"\\([nN,;\\])")


def unfolded(body: bytes) -> tuple[bytes, str | None]:
    """The text as it was before it was made into lines, and the charset that its own lines declare (lower case)."""
    match = CHARSET.search(body)
    charset = match[1].decode("ascii").lower() if match else None
    if b"QUOTED-PRINTABLE" in body.upper():
        body = QUOTED.sub(lambda field: field[1] + a2b_qp(SOFT.sub(b"", field[2])), body)
    return ESCAPE.sub(_unescaped, FOLD.sub(b"", body)), charset


def _unescaped(match: re.Match[bytes]) -> bytes:
    return b"\n" if match[1] in b"nN" else match[1]
