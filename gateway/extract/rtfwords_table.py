"""The control words of RTF that matter to its text, and the code pages behind its numbers (Rich Text Format Specification 1.9.1)."""

_HIDDEN = (
    b"colortbl info pict objdata nonshppict filetbl listtable listoverridetable rsidtbl generator revtbl shprslt xe tc rxe "
    b"themedata colorschememapping datastore latentstyles xmlnstbl mmathPr fldinst bkmkstart bkmkend template pgdsctbl "
    b"background objname objclass"
)
HIDDEN = frozenset(_HIDDEN.split())  # groups of which nothing is seen
SHOWN = frozenset(b"shpinst shppict shptxt annotation do dptxbxtext fldrslt fldtype".split())  # behind `\*`, and seen
PLACES = {b"header": "đầu trang", b"footer": "chân trang", b"footnote": "cước chú", b"annotation": "nhận xét"}
PLACES |= {word + side: place for word, place in PLACES.items() if word in (b"header", b"footer") for side in (b"l", b"r", b"f")}
BREAKS = frozenset(b"par line cell row nestcell nestrow sect page column".split())
STYLES = frozenset({b"s", b"cs", b"ds", b"ts"})
MARKS = {b"tab": "\t", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”"}
MARKS |= {b"bullet": "•", b"emspace": " ", b"enspace": " ", b"qmspace": " "}
SYMBOLS = {b"~": "\xa0", b"-": "\xad", b"_": "-", b"\n": "\n", b"\r": "\n", b"\\": "\\", b"{": "{", b"}": "}"}

ANSI = "cp1252"
SYMBOL = "symbol"  # a font whose codes are pictures of its own
# Python codec by code page
PAGES = {page: f"cp{page}" for page in (437, 850, 852, 866, 874, 932, 949, 950, *range(1250, 1259))}
PAGES |= {936: "gb18030", 1361: "johab", 10000: "mac_roman", 65001: "utf-8"}
WORDART = b"gtextUNICODE"  # the property of a drawing that is seen as text
WIDE = frozenset({"cp932", "cp949", "cp950", "gb18030", "johab", "utf-8"})  # more than one byte a character
# Code page by the charset number of a font; those left out are ANSI
CHARSETS = {77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256}
CHARSETS |= {186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 437}
DOCUMENTS = {b"ansi": ANSI, b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}

_OTHERS = b"ud upr sn sv fonttbl stylesheet f sbasedon uc plain v u ansicpg deff fcharset cpg"
KNOWN = HIDDEN | PLACES.keys() | BREAKS | STYLES | MARKS.keys() | DOCUMENTS.keys() | frozenset(_OTHERS.split())  # all that count
