"""Plain text, and the charsets of HTML: bytes to code points so that what is wrong with them can still be seen.

Bytes that are no valid Unicode become windows-1252 code points one by one (the five holes stay C1), never U+FFFD: a
legacy Vietnamese encoding is recognised by exactly these code points.
"""

import codecs
import re
from functools import lru_cache
from unicodedata import normalize

from gateway.extract.budget import Budget
from gateway.mime.charsets import codec, wide
from gateway.mime.content import plain
from policies.core.facts import Text
from policies.text.legacy import reads_well
from policies.text.views import UTF8_LETTER

WINDOWS_1252 = "".join(bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(256))
ESCAPED = {0xDC00 + code: WINDOWS_1252[code] for code in range(0x80, 0x100)}
WESTERN = frozenset({"", "cp1252", "iso8859-1", "ascii", "utf-8", "utf-7"})  # undeclared, or declared and not kept to
WIDE = ("utf-7", "utf-16", "utf-32", "gb", "hz", "big5", "shift", "cp932", "euc", "cp949", "cp950", "johab", "iso2022")
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
)
_LOADED = (
    "utf-7 utf-8 utf-16 utf-16-le utf-16-be utf-32 cp437 cp850 cp866 cp874 cp932 cp949 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 "
    "cp1256 cp1257 cp1258 iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 "
    "iso8859-11 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman tis-620 gb2312 gbk gb18030 hz big5 big5hkscs "
    "shift_jis euc-jp euc-kr johab iso2022-jp iso2022-kr"
)
CROWD = re.compile("[\u0300-\u036f]{9}")  # no letter; marks are put in order in quadratic time
for _name in _LOADED.split():
    codecs.lookup(_name)  # a confined worker can open no file, not even a module of a codec


@lru_cache(maxsize=64)
def _table(name: str) -> dict[int, str]:
    """A single-byte codec, the bytes that it leaves out as C1 controls."""
    return {code: bytes([code]).decode(name, "ignore") or chr(code) for code in range(256)}


def read(body: bytes, budget: Budget) -> Text:
    """Plain text without a declared charset."""
    del budget
    return plain(body)


def windows_1252(body: bytes) -> str:
    """Every byte as its windows-1252 code point, the holes as C1 controls."""
    return codecs.charmap_decode(body, "strict", WINDOWS_1252)[0]


def code_page(body: bytes, name: str) -> str:
    """Every byte as its code point in a single-byte codec, the holes as C1 controls."""
    return codecs.charmap_decode(body, "strict", _table(name))[0]


def decode(body: bytes, declared: str | None) -> str:
    """How a lenient reader shows these bytes: by their mark, as declared, as UTF-8 where they are valid, as windows-1252."""
    name = codec(declared.lower()) if declared else ""
    for mark, marked in MARKS:
        if body.startswith(mark):
            body, name = body[len(mark) :], marked
            break
    else:
        if name.startswith(("utf-16", "utf-32")) or (b"\0" in body[:512] and not name.startswith(WIDE)):
            name = wide(body)  # markup is ASCII: it shows which; a declared one that it does not show is ignored (HTML 13.2.3.2)
    if name.startswith(("utf-16", "utf-32")):
        return body.decode(name, "replace")
    if name.startswith(WIDE):
        try:
            return body.decode(name)
        except UnicodeError:
            name = ""
    try:
        return body.decode("utf-8")  # nobody writes valid UTF-8 by accident, whatever was declared
    except UnicodeError:
        if UTF8_LETTER.search(body):  # Vietnamese UTF-8 with other bytes in it, or cut off in the middle of a letter
            return body.decode("utf-8", "surrogateescape").translate(ESCAPED)
        return windows_1252(body) if name in WESTERN else _composed(code_page(body, name), name)


def _composed(text: str, name: str) -> str:
    """Vietnamese out of windows-1258 in whole letters: that its tones stand apart is the charset's doing, not the writer's."""
    return normalize("NFC", text) if name == "cp1258" and reads_well(text) and not CROWD.search(text) else text
