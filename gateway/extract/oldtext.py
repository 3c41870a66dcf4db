"""The text of old office formats: UTF-16 unit by unit, and 8-bit text from before Unicode.

8-bit text becomes windows-1252 code points unless its font is for another script.  Windows' Vietnamese charset is left as
windows-1252 too: legacy Vietnamese text is told by exactly these code points, whatever a file declares.
"""

import re
from struct import unpack_from

from gateway.extract.text import WINDOWS_1252

# Python codec by the charset number of a font (MS-WMF 2.1.1.5), for scripts that windows-1252 can't show
SCRIPTS = {128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5", 161: "cp1253", 177: "cp1255", 178: "cp1256"}
SCRIPTS |= {186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250"}
_BYTES = {ord(character): code for code, character in enumerate(WINDOWS_1252)}


def in_charset(text: str, charset: int) -> str:
    """Text read as windows-1252 as it reads in a font of that charset."""
    codec = SCRIPTS.get(charset)
    if codec is None or text.isascii():
        return text
    return text.translate(_BYTES).encode("latin-1", "replace").decode(codec, "replace")


def units(raw: bytes) -> str:
    """UTF-16, each unit a character, so that the file's own counts hold.  An odd byte at the end is none."""
    raw = raw[: len(raw) & ~1]
    text = raw.decode("utf-16-le", "surrogatepass")
    return text if 2 * len(text) == len(raw) else "".join(map(chr, unpack_from(f"<{len(raw) // 2}H", raw)))


def whole(text: str) -> str:
    """Such text with its surrogates in pairs again; one alone is U+FFFD."""
    return text if _SURROGATE.search(text) is None else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


_SURROGATE = re.compile("[\ud800-\udfff]")
