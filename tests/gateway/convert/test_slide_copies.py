"""Presentations: slides, notes, masters and comments, each text by the font that it inherits."""

from tests.gateway.convert.images import ADDRESSED, SENTENCE, TITLE, found, image, members, new
from tests.gateway.extract.documents import P, runs
from tests.gateway.extract.office import pptx, shape


def font(name: str) -> str:
    return f"<a:rPr><a:latin typeface='{name}' panose='020B' charset='0'/></a:rPr>"


def test_slides_notes_and_masters_are_converted() -> None:
    body = pptx(
        shape(image(TITLE.lower()), font(".VnArialH"), "title") + shape(image(SENTENCE), font(".VnTime")),
        master=shape(image("Văn phòng tỉnh"), font(".VnTime")),
        notes=shape(image(ADDRESSED, "vni"), font("VNI-Helve")),
    )
    copy = new(body)
    shown = [(text.rstrip("\n"), font) for text, font, _ in runs(copy)]
    assert (TITLE, "Arial") in shown
    assert (SENTENCE, "Times New Roman") in shown
    assert ("Văn phòng tỉnh", "Times New Roman") in shown
    assert (ADDRESSED, "Arial") in shown
    assert found(copy) == set()
    assert b"panose" not in members(copy)["ppt/slides/s.xml"]


def test_a_font_that_is_inherited_from_the_master_reads_the_text_and_is_replaced_there() -> None:
    level = "<a:lvl1pPr><a:defRPr><a:latin typeface='VNI-Times'/></a:defRPr></a:lvl1pPr>"
    styles = f"<p:txStyles><p:titleStyle>{level}</p:titleStyle></p:txStyles>"
    copy = new(pptx(shape(image("Kết luận", "vni"), placeholder="title"), master=styles))
    assert [(text, font) for text, font, _ in runs(copy)] == [("Kết luận\n", "Times New Roman")]


def test_comments_are_converted() -> None:
    comments = f"<p:cmLst xmlns:p='{P}'><p:cm><p:text>{image(SENTENCE)}</p:text></p:cm></p:cmLst>"
    copy = members(new(pptx(shape("x"), comments=comments)))
    assert SENTENCE in copy["ppt/comments.xml"].decode()


def test_names_in_charts_and_lines_of_a_paragraph_are_converted() -> None:
    chart = (
        "<c:chartSpace xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart'"
        f" xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'><c:v>{image(SENTENCE)}</c:v><c:v>12</c:v></c:chartSpace>"
    )
    first, second = (f"<a:r>{font('.VnTime')}<a:t>{text}</a:t></a:r>" for text in (image("Điều một"), "a"))
    lines = f"<a:p>{first}<a:br/>{second}</a:p>"
    copy = members(new(pptx(f"<p:sp><p:txBody>{lines}</p:txBody></p:sp>", chart=chart)))
    assert f"<c:v>{SENTENCE}</c:v><c:v>12</c:v>" in copy["ppt/chart.xml"].decode()
    assert "Điều một" in copy["ppt/slides/s.xml"].decode()
