"""Plain text, and the charsets of HTML: bytes to code points so that what is wrong with them can still be seen.

Bytes that are no valid Unicode become windows-1252 code points one by one (the five holes stay C1), never U+FFFD: a
legacy Vietnamese encoding is recognised by exactly these code points.
"""

import codecs

from gateway.extract.budget import Budget
from gateway.mime.charsets import codec, text_of
from policies.core.facts import Octets, Text

WINDOWS_1252 = "".join(bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(256))
WESTERN = frozenset({"", "cp1252", "iso8859-1", "ascii", "utf-8"})  # undeclared, or declared and not kept to
WIDE = ("utf-16", "utf-32", "gb", "hz", "big5", "shift", "cp932", "euc", "cp949", "johab", "iso2022")
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def read(body: bytes, budget: Budget) -> Text:
    """Plain text without a declared charset."""
    del budget
    return Text(Octets(body), text_of(body))


def windows_1252(body: bytes) -> str:
    """Every byte as its windows-1252 code point, the holes as C1 controls."""
    return codecs.charmap_decode(body, "strict", WINDOWS_1252)[0]


def decode(body: bytes, declared: str | None) -> str:
    """How a lenient reader shows these bytes: by their mark, as declared, as UTF-8 where they are valid, as windows-1252."""
    for mark, name in MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    name = codec(declared.lower()) if declared else ""
    if name.startswith(WIDE):
        try:
            return body.decode(name)
        except UnicodeError:
            name = ""
    try:
        return body.decode("utf-8")  # nobody writes valid UTF-8 by accident, whatever was declared
    except UnicodeError:
        return windows_1252(body) if name in WESTERN else body.decode(name, "replace")
