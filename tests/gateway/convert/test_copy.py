"""What kind of file it is, what is refused and why, and how a zip file is rewritten."""

import zipfile
from io import BytesIO
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.convert.copy import unicode_copy
from gateway.convert.css import restyled
from gateway.convert.newfonts import NewFonts, successor
from gateway.convert.rezip import rezipped
from gateway.extract.budget import Refused, budget
from gateway.extract.zipped import Zip
from gateway.limits import Limits
from tests.gateway.convert.images import LIMITS, SENTENCE, copied, image, octets
from tests.gateway.extract.documents import docx, zipped
from tests.gateway.extract.office import odf

LEGACY = docx(f"<w:p><w:r><w:rPr><w:rFonts w:ascii='.VnTime' w:hAnsi='.VnTime'/></w:rPr><w:t>{image(SENTENCE)}</w:t></w:r></w:p>")


def bomb() -> bytes:
    return docx("<w:p><w:r><w:t>" + "a" * 30_000_000 + "</w:t></w:r></w:p>")


@pytest.mark.parametrize(
    ("body", "name", "reason", "detail"),
    [
        (b"%PDF-1.4", "a.pdf", "unsupported", "pdf"),
        (zipped({"a.txt": "x"}), "a.zip", "unsupported", "zip"),
        (b"\x89PNG\r\n\x1a\n", "a.png", "unsupported", "png"),
        (b"not a document", "a.docx", "damaged", "text"),
        (LEGACY[:-9], "a.docx", "damaged", "zip"),
        (b"{\\rtf1 x", "a.rtf", "damaged", "cut off"),
        (docx("<w:p>"), "a.docx", "damaged", "XML"),
        (docx("<w:p>" * 300 + "</w:p>" * 300), "a.docx", "over-limit", "xml-depth"),
        (b"{\\rtf1" + b"{" * 600, "a.rtf", "over-limit", "rtf-depth"),
        (bomb(), "a.docx", "over-limit", "ratio"),
        (odf("formula", ""), "a.odf", "unsupported", ""),
    ],
    ids=["PDF", "zip", "picture", "a name that lies", "cut off", "RTF cut off", "XML", "deep XML", "deep RTF", "bomb", "formula"],
)
def test_what_cannot_be_converted_is_refused_with_the_reason(body: bytes, name: str, reason: str, detail: str) -> None:
    with pytest.raises(Refused) as refusal:
        copied(body, name)
    assert refusal.value.unread.reason == reason
    assert refusal.value.unread.detail.startswith(detail)


def test_a_converter_that_trips_has_not_converted(monkeypatch: pytest.MonkeyPatch) -> None:
    for error, reason in ((ValueError("x"), "damaged"), (MemoryError(), "over-limit"), (RecursionError(), "over-limit")):

        def trip(*_: object, error: BaseException = error) -> bytes:
            raise error

        monkeypatch.setattr("gateway.convert.plain.convert", trip)
        with pytest.raises(Refused, match=reason):
            copied(b"text", "a.txt")


def test_text_in_half_a_utf16_is_damaged() -> None:
    with pytest.raises(Refused, match="damaged"):
        copied(b"\xff\xfea\0b", "a.txt")


def test_a_document_with_entities_is_refused() -> None:
    parts = _members(LEGACY)
    parts["word/document.xml"] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts["word/document.xml"]
    with pytest.raises(Refused, match="DOCTYPE"):
        copied(zipped(parts))


def _members(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(body)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def test_letters_in_letters_are_followed_to_a_depth() -> None:
    body = b"Subject: x\r\n\r\n" + octets(SENTENCE, "tcvn3")
    for _ in range(40):
        body = b"Content-Type: message/rfc822\r\n\r\n" + body
    with pytest.raises(Refused, match="nesting"):
        copied(body, "a.eml")


def test_the_limits_given_are_kept() -> None:
    with pytest.raises(Refused, match="entries"):
        unicode_copy(LEGACY, "a.docx", Limits(entries=2))


NAMES = st.text("abcé/.-", min_size=1, max_size=8)


@given(st.dictionaries(NAMES, st.binary(max_size=60), min_size=1, max_size=6), st.data())
def test_a_zip_with_members_replaced_is_the_same_zip_but_for_them(members: dict[str, bytes], data: st.DataObject) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for count, (name, content) in enumerate(members.items()):
            info = zipfile.ZipInfo(name, (2004 + count, 2, 3, 4, 6, 8))
            info.compress_type = data.draw(st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
            info.comment, info.external_attr, info.extra = b"c" * count, 0o600 << 16, b"\x55\x58\x02\x00ab"
            archive.writestr(info, content)
        archive.comment = b"around"
    changed = {name: data.draw(st.binary(max_size=60)) for name in members if data.draw(st.booleans())}
    body = out.getvalue()
    raw = {name.encode("utf-8"): content for name, content in changed.items()}
    new = rezipped(body, Zip(body, budget(LIMITS, len(body))), raw)
    with zipfile.ZipFile(BytesIO(body)) as before, zipfile.ZipFile(BytesIO(new)) as after:
        assert after.testzip() is None
        assert after.comment == b"around"
        for one, other in zip(before.infolist(), after.infolist(), strict=True):
            same = ("filename", "date_time", "compress_type", "comment", "extra", "external_attr", "create_version")
            assert [getattr(one, name) for name in same] == [getattr(other, name) for name in same]
            assert after.read(other) == changed.get(one.filename, members[one.filename])
    if not changed:
        assert new == body


def test_a_member_written_as_a_stream_is_replaced_too() -> None:
    class Pipe(BytesIO):
        """Cannot go back: sizes follow the data."""

        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"1" * 50)
        archive.writestr("b", b"2" * 50)
    body = out.getvalue()
    assert _members(rezipped(body, Zip(body, budget(LIMITS, len(body))), {b"a": b"new"})) == {"a": b"new", "b": b"2" * 50}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (".VnTime", "Times New Roman"),
        (".VnTimeH", "Times New Roman"),
        (".VnArial", "Arial"),
        (".VnAvantH", "Arial"),
        (".VnArial Narrow", "Arial Narrow"),
        (".VnCourier New", "Courier New"),
        (".VnAristote", "Times New Roman"),
        (".VnMonotype corsiva", "Times New Roman"),
        ("VNI-Helve-Condense", "Arial"),
        ("VNI-Times", "Times New Roman"),
        ("VPS Helv", "Arial"),
    ],
)
def test_the_new_font_is_of_the_same_kind(name: str, expected: str) -> None:
    assert successor(name) == expected


@pytest.mark.parametrize("name", ["Times New Roman", "UTM Times", "UVN Van", "SVN-Arial", None, ""])
def test_fonts_that_hold_unicode_are_never_replaced(name: str | None) -> None:
    assert NewFonts().instead(name) is None


def test_a_font_whose_name_proves_nothing_is_replaced_where_it_was_used() -> None:
    fonts = NewFonts()
    assert fonts.instead("VNtimes new roman") is None
    fonts.used("VNtimes new roman")
    assert fonts.instead("VNtimes new roman") == "Times New Roman"


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("font-family:.VnTime", "font-family:Times New Roman"),
        ("color:red; FONT-FAMILY : 'VNI-Times' , serif", "color:red; FONT-FAMILY : 'Times New Roman' , serif"),
        ("font: italic 12pt/1.5 VNI-Helve, Arial !important", "font: italic 12pt/1.5 Arial, Arial !important"),
        ("mso-fareast-font-family:.VnArial;x:.VnTime", "mso-fareast-font-family:Arial;x:.VnTime"),
        ("p{font-family:'.VnTime'}q{font-family:Arial}", "p{font-family:'Times New Roman'}q{font-family:Arial}"),
        (
            "@font-face{font-family:.VnTime;src:url(a)}@font-face {font-family:.VnTime}",
            "@font-face{font-family:.VnTime;src:url(a)}@font-face {font-family:Times New Roman}",
        ),
        ("font-family:Arial, .VnTime", "font-family:Arial, Times New Roman"),
    ],
)
def test_css_names_the_new_fonts(css: str, expected: str) -> None:
    assert restyled(css, NewFonts()) == expected


@pytest.mark.parametrize("css", ["font-" * 100_000, "font:x," * 50_000, "@font-face{" * 50_000, "font:" + "1" * 100_000])
def test_hostile_css_costs_little(css: str) -> None:
    began = perf_counter()
    assert restyled(css, NewFonts()) == css
    assert perf_counter() - began < 5  # 0.1 s on an idle machine
