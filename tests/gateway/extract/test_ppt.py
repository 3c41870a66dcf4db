"""Old presentations come out slide by slide, each text once, in the font that it names or inherits."""

import struct
from pathlib import Path

import pytest

from policies.core.facts import Unread
from tests.gateway.extract.compoundfiles import compound
from tests.gateway.extract.documents import look, read, runs, text

FILES = Path(__file__).parent / "binary"  # written by LibreOffice 7.4
TITLE, BODY, OTHER = 0, 1, 4
FONTS = ("Arial", ".VnTime", "VNI-Times")


def atom(kind: int, data: bytes = b"", instance: int = 0) -> bytes:
    return struct.pack("<HHL", instance << 4, kind, len(data)) + data


def box(kind: int, *inner: bytes, instance: int = 0) -> bytes:
    """A container."""
    data = b"".join(inner)
    return struct.pack("<HHL", instance << 4 | 0xF, kind, len(data)) + data


def said(words: str | bytes, kind: int = OTHER, style: bytes = b"") -> bytes:
    """A text: bytes where it is stored in 8 bits."""
    letters = atom(0x0FA8, words) if isinstance(words, bytes) else atom(0x0FA0, words.encode("utf-16-le"))
    return atom(0x0F9F, struct.pack("<L", kind)) + letters + (atom(0x0FA1, style) if style else b"")


def styled(*fonts: tuple[int, int | None], level: int = 0) -> bytes:
    """Lengths with font indexes."""
    count = sum(length for length, _ in fonts)
    runs = struct.pack("<LHL", count, level, 0)
    for length, font in fonts:
        runs += struct.pack("<LL", length, 0) if font is None else struct.pack("<LLH", length, 0x10000, font)
    return runs


def master_style(kind: int, *fonts: int) -> bytes:
    levels = b"".join(struct.pack("<LLH", 0, 0x10000, font) for font in fonts)
    return atom(0x0FA3, struct.pack("<H", len(fonts)) + levels, kind)


def shape(*inner: bytes, placeholder: bool = False) -> bytes:
    marks = (box(0xF011, atom(0x0BC3, bytes(8))),) if placeholder else ()
    return box(0xF004, *marks, box(0xF00D, *inner))


def page(kind: int, *shapes: bytes, master: int = 0, notes: int = 0, others: bytes = b"") -> bytes:
    """A slide, a master or a notes page."""
    return box(kind, atom(0x03EF, struct.pack("<12xLL4x", master, notes)), box(0x040C, box(0xF002, box(0xF003, *shapes))), others)


def listed(instance: int, *pages: tuple[int, int, bytes]) -> bytes:
    """A list of pages: object, number and texts of each."""
    return box(0x0FF0, *(atom(0x03F3, struct.pack("<L8xL4x", *one[:2])) + one[2] for one in pages), instance=instance)


def presentation(*lists: bytes, objects: tuple[bytes, ...] = (), before: tuple[bytes, ...] = (), margins: bytes = b"") -> bytes:
    """The document is object 1, those given follow.  `before`: what an older edit had in their place."""
    faces = (atom(0x0FB7, name.encode("utf-16-le").ljust(64, b"\0") + bytes(4), index) for index, name in enumerate(FONTS))
    document = box(0x03E8, box(0x03F2, box(0x07D5, *faces), master_style(OTHER, 0)), margins, *lists)
    stream, edit = b"", 0
    for found in filter(None, (before, (document, *objects))):
        places = []
        for one in found:
            places.append(len(stream))
            stream += one
        directory = len(stream)
        stream += atom(0x1772, struct.pack(f"<L{len(places)}L", 1 | len(places) << 20, *places))
        newer = len(stream)
        stream += atom(0x0FF5, struct.pack("<LLLLLL4x", 0, 0, edit, directory, 1, 0))
        edit = newer
    current = atom(0x0FF6, struct.pack("<LLL12x", 20, 0xE391C05F, edit))
    return compound({"PowerPoint Document": stream, "Current User": current})


def slides(*shapes: bytes, texts: bytes = b"", **others: bytes) -> bytes:
    """One slide with these shapes, and texts in the list of slides."""
    return presentation(listed(0, (2, 256, texts)), objects=(page(0x03EE, *shapes, **others),))


def test_every_text_of_a_presentation_is_read_in_its_font_at_its_place():
    assert runs((FILES / "legacy.ppt").read_bytes(), "a.ppt") == [
        ("Së T\xad ph¸p\n", ".VnTime", "trang chiếu cái"),
        ("b¸o c¸o\n", ".VnTimeH", "trang chiếu 1"),
        ("Số: ", "DejaVu Sans", "trang chiếu 1"),
        ("QuyÕt ®Þnh tr\xadëng", ".VnTime", "trang chiếu 1"),
        (" và ", "DejaVu Sans", "trang chiếu 1"),
        ("nhaân daân\nkhung chöõ 1\n", "VNI-Times", "trang chiếu 1"),
        ("ghi chó diÔn gi¶\n", ".VnTime", "ghi chú trang chiếu 1"),
        ("kÕt luËn\n", ".VnTimeH", "trang chiếu 2"),
        ("Unicode tiếng Việt 𝒳\n", "DejaVu Sans", "trang chiếu 2"),
        ("khung chöõ 2\n", "VNI-Times", "trang chiếu 2"),
    ]


def test_unicode_text_stays_as_it_is():
    assert text(read((FILES / "unicode.ppt").read_bytes(), "a.ppt")) == "Sở Tư pháp\nỦy ban nhân dân tỉnh Đồng Nai\n"


def test_an_empty_presentation_is_empty_and_not_unread():
    assert text(read((FILES / "empty.ppt").read_bytes(), "a.ppt")).strip() == ""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(slides(shape(said("Số\rhai"))), [("Số\nhai\n", "Arial")], id="what the document says of other text"),
        pytest.param(slides(shape(said(b"tr\xad\xebng"))), [("tr\xadëng\n", "Arial")], id="8-bit text"),
        pytest.param(
            slides(shape(said("ab¸c", OTHER, styled((2, None), (3, 1))))), [("ab", "Arial"), ("¸c\n", ".VnTime")], id="its own"
        ),
        pytest.param(slides(texts=said("chöõ", TITLE, styled((5, 2)))), [("chöõ\n", "VNI-Times")], id="that of a placeholder"),
        pytest.param(
            slides(shape(atom(0x0F9E, bytes(4))), texts=said("một", TITLE)), [("một\n", "Arial")], id="a placeholder's once"
        ),
        pytest.param(slides(shape(said("a\x0bb\x01c"))), [("a\nbc\n", "Arial")], id="its line breaks"),
        pytest.param(
            slides(shape(said("𝒳¸c", OTHER, styled((2, None), (3, 1))))), [("𝒳", "Arial"), ("¸c\n", ".VnTime")], id="surrogates"
        ),
        pytest.param(
            slides(box(0xF004, atom(0xF00B, struct.pack("<HL", 0x80C0, 4) + "MË".encode("utf-16-le"), 1))),
            [("MË\n", None)],
            id="of WordArt",
        ),
        pytest.param(
            slides(others=box(0x0FD9, atom(0x0FBA, "chân".encode("utf-16-le"), 2))), [("chân\n", None)], id="a slide's footer"
        ),
    ],
)
def test_a_slides_text_has_the_font_that_powerpoint_shows_it_in(body, expected):
    assert [(run, font) for run, font, _ in runs(body, "a.ppt")] == expected


def test_a_text_without_a_font_has_that_of_its_master_by_type_and_level():
    texts = said("a", TITLE) + said("b", 6) + said("c", BODY) + said("d", BODY, styled((2, None), level=1)) + said("e", OTHER)
    body = presentation(
        listed(0, (2, 256, texts)),
        listed(1, (3, 7, b"")),
        objects=(page(0x03EE, master=7), page(0x03F8, others=master_style(TITLE, 1) + master_style(BODY, 0, 2))),
    )
    assert [(run, font) for run, font, _ in runs(body, "a.ppt")] == [
        ("a\nb\n", ".VnTime"),
        ("c\n", "Arial"),
        ("d\n", "VNI-Times"),
        ("e\n", "Arial"),
    ]


def test_of_a_master_is_read_what_every_slide_shows_and_no_prompt():
    body = presentation(
        listed(0, (2, 256, b""), (2, 257, b"")),
        listed(1, (3, 7, b"")),
        objects=(page(0x03EE, master=7), page(0x03F8, shape(said("Sở")), shape(said("Nhấn để sửa"), placeholder=True))),
    )
    assert runs(body, "a.ppt") == [("Sở\n", "Arial", "trang chiếu cái")]


def test_a_title_master_has_the_fonts_of_its_master():
    body = presentation(
        listed(0, (2, 256, said("a", TITLE))),
        listed(1, (3, 7, b""), (4, 8, b"")),
        objects=(page(0x03EE, master=7), page(0x03EE, master=8), page(0x03F8, others=master_style(TITLE, 1))),
    )
    assert runs(body, "a.ppt") == [("a\n", ".VnTime", "trang chiếu 1")]


def test_masters_in_a_circle_end():
    body = presentation(
        listed(0, (2, 256, said("a", TITLE))), listed(1, (3, 7, b"")), objects=(page(0x03EE, master=7), page(0x03EE, master=7))
    )
    assert runs(body, "a.ppt") == [("a\n", "Arial", "trang chiếu 1")]


def test_notes_comments_and_footers_are_read_at_their_places():
    comment = box(0x2EE0, atom(0x0FBA, "góp ý".encode("utf-16-le"), 1))
    tag = box(0x1388, box(0x138A, atom(0x0FBA, "___PPT10".encode("utf-16-le")), atom(0x138B, comment)))
    body = presentation(
        listed(0, (2, 256, b"")),
        listed(2, (3, 9, said("một"))),
        objects=(page(0x03EE, notes=9, others=tag), page(0x03F0, shape(said("hai")))),
        margins=box(0x0FD9, atom(0x0FBA, "cuối".encode("utf-16-le"), 2)),
    )
    assert [(run, place) for run, _, place in runs(body, "a.ppt")] == [
        ("cuối\n", "chân trang"),
        ("góp ý\n", "nhận xét ở trang chiếu 1"),
        ("một\nhai\n", "ghi chú trang chiếu 1"),
    ]


def test_what_a_newer_edit_replaced_is_not_read():
    old, new = page(0x03EE, shape(said("cũ"))), page(0x03EE, shape(said("mới")))
    assert text(read(presentation(listed(0, (2, 256, b"")), objects=(new,), before=(b"", old)), "a.ppt")) == "mới\n"


def test_without_its_current_user_the_last_edit_counts():
    body = slides(shape(said("chữ"))).replace("Current User".encode("utf-16-le"), "Xurrent User".encode("utf-16-le"))
    assert text(read(body, "a.ppt")) == "chữ\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(compound({"PowerPoint Document": b""}), Unread("damaged", "presentation without an edit"), id="no edit"),
        pytest.param(
            compound({"PowerPoint Document": b"", "Current User": struct.pack("<12xL", 0xF3D1C4DF)}),
            Unread("encrypted", "ppt"),
            id="an encrypted one",
        ),
        pytest.param(presentation(listed(0, (9, 256, b""))), Unread("damaged", "slide missing"), id="a slide that is not there"),
        pytest.param(
            presentation(listed(0, *((2, number, b"") for number in range(256, 700))), objects=(page(0x03EE, *[shape()] * 500),)),
            Unread("damaged", "records overlap"),
            id="one slide many times over",
        ),
        pytest.param(
            slides(shape(said("abc", OTHER, styled((2, 1))))), Unread("damaged", "text style cut off"), id="a style cut off"
        ),
        pytest.param(
            slides(shape(said("abc", OTHER, styled((0, 1))))), Unread("damaged", "text style without length"), id="without length"
        ),
    ],
)
def test_what_cannot_be_read_is_unread(body, expected):
    assert look(body, "a.ppt").content == expected
