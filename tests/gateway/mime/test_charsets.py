"""How text reads under the charset that was declared for it."""

import codecs
from encodings.aliases import aliases

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mime.charsets import codec, text_of

EVERY = sorted(set(aliases.values()) | set(aliases))
TEXTS = [
    ("ASCII", b"abc", None, "abc"),
    ("UTF-8", "Thông".encode(), "utf-8", "Thông"),
    ("UTF-8 without a declaration", "Thông".encode(), None, "Thông"),
    ("UTF-8 declared as something else", "Thông".encode(), "iso-8859-1", "Thông"),
    ("a byte order mark", "\ufeffThông".encode(), "utf-8", "Thông"),
    ("broken UTF-8", b"Th\xf4ng", "utf-8", "Th\ufffdng"),
    ("8-bit without a declaration is read as windows-1258", b"Th\xf4ng", None, "Thông"),
    ("a single-byte charset", b"Th\xf4ng", "iso-8859-15", "Thông"),
    ("what a charset has no letter for", b"a\x81", "windows-1252", "a\ufffd"),
    ("an unknown charset", b"Th\xf4ng", "x-nobody", "Thông"),
    ("UTF-16 with a mark", codecs.BOM_UTF16_LE + "Thông".encode("utf-16-le"), None, "Thông"),
    ("UTF-16 declared", "Thông".encode("utf-16-be"), "utf-16be", "Thông"),
    ("UTF-16 with neither", "Thông báo".encode("utf-16-le"), None, "Thông báo"),
    ("UTF-32 with a mark", codecs.BOM_UTF32_LE + "Thông".encode("utf-32-le"), None, "Thông"),
    ("UTF-7: both readings", b"Th+APQ-ng", "utf-7", "Thông\nTh+APQ-ng"),
    ("UTF-7 that reads the same", b"abc", "utf-7", "abc"),
    ("plain text under a false UTF-16: both readings", b"password", "utf-16-le", "慰獳潷摲\npassword"),
    ("ISO-2022-JP", b'\x1b$B$"\x1b(B', "iso-2022-jp", 'あ\n\x1b$B$"\x1b(B'),
    ("Chinese", "中文".encode("gb18030"), "gb2312", "中文"),
    ("empty", b"", "utf-16", ""),
]


@pytest.mark.parametrize(("raw", "charset", "text"), [case[1:] for case in TEXTS], ids=[case[0] for case in TEXTS])
def test_text_reads_as_people_see_it(raw: bytes, charset: str | None, text: str):
    assert text_of(raw, charset) == text


@pytest.mark.parametrize(
    "name", ["rot13", "hex", "zlib", "punycode", "idna", "undefined", "unicode_escape", "../x", "a\0b", "x" * 500, ""]
)
def test_names_that_are_no_charsets_of_text_have_no_codec(name: str):
    assert codec(name) == ""


@given(
    st.binary(max_size=300),
    st.one_of(
        st.none(),
        st.text(max_size=20),
        st.sampled_from(["utf-7", "utf-16", "utf-32", "hz", "cp037", "big5"]),
        st.sampled_from(EVERY),
    ),
)
def test_text_never_raises(raw: bytes, charset: str | None):
    text_of(raw, charset)


@given(st.text(max_size=300))
def test_utf8_always_reads_as_itself(text: str):
    raw = text.encode("utf-8", "surrogatepass")
    if b"\0" not in raw and not text.startswith("\ufeff") and text.isprintable():
        assert text_of(raw, "iso-8859-1") == text


@pytest.mark.parametrize("name", EVERY)
def test_every_charset_that_python_knows_can_be_declared_for_any_bytes(name: str):
    for raw in (b"", b"abc", bytes(range(256)), b"+\x00" * 50, b"\x1b$B\xff"):
        text_of(raw, name)
