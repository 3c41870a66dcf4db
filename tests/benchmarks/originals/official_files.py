"""Lays out the documents of official.py as files, and reads files as the gateway does."""

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import official

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def as_pdf(truth: official.Truth, path: Path, fonts: Path) -> None:
    """A PDF whose columns are drawn one beside the other."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen import canvas

    if "Body" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Body", str(fonts / "LiberationSerif-Regular.ttf")))
    width, height = A4
    page = canvas.Canvas(str(path), pagesize=A4)
    page.setFont("Body", 12)
    lines = official.head(truth, "tabs")
    for row, line in enumerate(lines):
        left, _, right = line.partition("\t")
        page.drawCentredString(0.28 * width, height - 60 - 18 * row, left)
        page.drawCentredString(0.72 * width, height - 60 - 18 * row, right)
    down = height - 90 - 18 * len(lines)
    for line in official.body(truth):
        left, tab, right = line.partition("\t")
        if tab:
            page.drawString(70, down, left)
            page.drawCentredString(0.72 * width, down, right)
        else:
            page.drawString(70, down, left[:95])
        down -= 18
    page.save()


def as_docx(truth: official.Truth, path: Path) -> None:
    """A DOCX whose letterhead is a table, lines with tabs, or two text boxes."""
    import docx

    made = docx.Document()
    rows = official.head(truth, "tabs")
    if path.stem.endswith("table"):
        _as_table(made, rows)
    elif path.stem.endswith("box"):
        for side in (0, 1):
            _as_box(made, [row.partition("\t")[2 * side] for row in rows])
    else:
        for row in rows:
            made.add_paragraph(row)
    rest = official.body(truth)
    start = rest.index(next(row for row in rest if row.startswith("Nơi nhận")))
    for line in rest[:start]:
        made.add_paragraph(line)
    _as_table(made, rest[start:])
    made.save(str(path))


def _as_table(made: Any, rows: list[str]) -> None:
    """One row of two cells, each with its lines."""
    cells = made.add_table(rows=1, cols=2).rows[0].cells
    for side in (0, 1):
        lines = [row.partition("\t")[2 * side] for row in rows]
        cells[side].text = "\n".join(line for line in lines if line)


def _as_box(made: Any, lines: list[str]) -> None:
    from lxml import etree

    paragraphs = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines if line)
    box = f'<w:r xmlns:w="{W}" xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>{paragraphs}'
    paragraph = made.add_paragraph()
    paragraph._p.append(etree.fromstring(f"{box}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"))


def record_of(path: Path) -> Any:
    """The record of a file that is attached to an empty letter."""
    from gateway.extract.contents import look_into
    from gateway.limits import Limits
    from gateway.mime.parse import parse
    from policies.text.documents import documents

    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["To"], letter["Subject"] = "a@example.vn", "b@example.vn", "x"
    letter.set_content("x")
    letter.add_attachment(path.read_bytes(), "application", "octet-stream", filename=path.name)
    [found] = documents(look_into(parse(letter.as_bytes()), Limits()))
    return found
