"""Vietnamese text in a legacy encoding, and what becomes of its bytes on their way into a text.

A byte view is a string of U+0000..U+00FF, one code point a byte.  `form` says how what an encoding leaves open is written:
TCVN3's capitals (FONT: the small letter's code, as .Vn fonts have it; HEADING: everything in small letters, for .VnTimeH;
ASCII: plain capitals and small toned letters; CODES: the codes of TCVN 5712 VN1; PAIRS: capital and small letter; HORNLESS: as
FONT, without the ư, a soft hyphen that many a program drops), the two forms of windows-1258 and the two horns of VIQR (CODES: the
table's first column, PAIRS: its second).
"""

import re
from unicodedata import normalize

from policies.text import encodings_table as tables
from policies.text.encodings import SOURCES, codes_of

FONT, HEADING, ASCII, CODES, PAIRS, HORNLESS = "font", "heading", "ascii", "codes", "pairs", "hornless"
TABLES = {**SOURCES, "viqr": tables.VIQR}
FORMS = {"tcvn3": (FONT, HEADING, ASCII, CODES, PAIRS, HORNLESS), "cp1258": (CODES, PAIRS), "viqr": (CODES, PAIRS)}
WAYS = ("1252", "c1", "symbols", "1258", "1254")
ROUTES = ("1252", "twice", "latin1", "1258", "mac", "cp437", "cp850")
_CODES = {name: dict(codes_of(table)) for name, table in TABLES.items()}
_BASE_CAPITALS = frozenset("ĂÂĐÊÔƠƯ")  # .Vn fonts have codes for these
_LETTERS = re.compile(f"[{tables.LETTERS}]")
_SIGNS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "\xa0": " ", "•": "-"})


def plain_signs(text: str) -> str:
    """The text with ASCII punctuation, as the legacy encodings have it."""
    return normalize("NFC", text).translate(_SIGNS)


def encodable(text: str) -> bool:
    """Whether the text holds nothing but ASCII and Vietnamese letters."""
    return _LETTERS.sub("", text).isascii()


def byte_view(text: str, encoding: str, form: str = "") -> str:
    """The text's bytes under an encoding; what it has no code for stays."""
    form = form or FORMS.get(encoding, (CODES,))[0]
    if form == HEADING:
        text = text.lower()
    if form == HORNLESS:
        return byte_view(text, encoding, FONT).replace("\xad", "")
    codes = _CODES[encoding]
    return _LETTERS.sub(lambda letter: _code(letter[0], codes, form), text)


def _code(letter: str, codes: dict[str, tuple[str, ...]], form: str) -> str:
    small = form in (FONT, ASCII) and letter.isupper() and (form == ASCII or letter not in _BASE_CAPITALS)
    own = codes[letter.lower() if small else letter]
    if not own:  # Vietware F
        return codes[letter.lower()][0]
    return own[-1 if form == PAIRS else 0]


def carried(view: str, way: str) -> str:
    """The text that a program makes of these bytes."""
    if way == "c1":
        return view
    if way == "symbols":
        return "".join(char if char < "\x80" else chr(0xF000 + ord(char)) for char in view)
    return "".join(_as_page(char, f"cp{way}") for char in view)


def _as_page(char: str, page: str) -> str:
    try:
        return char.encode("latin-1").decode(page)
    except UnicodeError:
        return char  # a hole stays a C1 control, a character that is no byte stays as it is


def octets(view: str) -> bytes:
    """The bytes themselves, for text of which all letters have a code."""
    return view.encode("latin-1")


def garbled(text: str, route: str) -> str:
    """UTF-8 taken for another charset."""
    utf8 = text.encode().decode("latin-1")
    if route == "latin1":
        return utf8
    if route == "twice":
        return carried(carried(utf8, "1252").encode().decode("latin-1"), "1252")
    if route in ("1252", "1258"):
        return carried(utf8, route)
    return text.encode().decode({"mac": "mac_roman"}.get(route, route))
