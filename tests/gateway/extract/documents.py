"""Builds the documents of these tests: zip packages, office files, PDFs, and the parts that carry them."""

import io
import zipfile
import zlib
from collections.abc import Mapping

from gateway.extract.contents import look_into
from gateway.limits import Limits
from policies.core.facts import Document, Octets
from policies.core.message import Filename, Message, Part

RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
LIMITS = Limits()
SLIDE_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def look(
    body: bytes,
    name: str = "",
    media_type: str = "application/octet-stream",
    limits: Limits = LIMITS,
    charset: str | None = None,
) -> Part:
    """The part after it was looked into, as the only part of a message."""
    filename = Filename(name, Octets(name.encode())) if name else None
    return look_into(Message((), Part("1", media_type, charset=charset, filename=filename, body=body)), limits).root


def read(body: bytes, name: str = "", media_type: str = "application/octet-stream", charset: str | None = None) -> Document:
    """The document in it."""
    content = look(body, name, media_type, charset=charset).content
    assert isinstance(content, Document), content
    return content


def runs(
    body: bytes, name: str = "", media_type: str = "application/octet-stream", charset: str | None = None
) -> list[tuple[str, str | None, str | None]]:
    """Text, font and place of each run."""
    return [(run.text, run.font, run.place) for run in read(body, name, media_type, charset).runs]


def text(found: Document) -> str:
    return "".join(run.text for run in found.runs)


def zipped(members: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def relations(*items: tuple[str, str, str]) -> str:
    lines = "".join(f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>' for name, kind, target in items)
    return f'<Relationships xmlns="{RELS}">{lines}</Relationships>'


def package(main: str, declared: str, parts: Mapping[str, bytes | str]) -> bytes:
    types = f'<Types xmlns="{TYPES}"><Override PartName="/{main}" ContentType="{declared}"/></Types>'
    return zipped({"[Content_Types].xml": types, "_rels/.rels": relations(("r", "officeDocument", main)), **parts})


def docx(body: str, styles: str = "", theme: str = "", **others: str) -> bytes:
    """A Word document.  `others`: header, footer, footnotes, … and their paragraphs."""
    parts: dict[str, bytes | str] = {
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:a="{A}"><w:body>{body}</w:body></w:document>'
    }
    known = []
    if styles:
        parts["word/styles.xml"] = f'<w:styles xmlns:w="{W}">{styles}</w:styles>'
        known.append(("s", "styles", "styles.xml"))
    if theme:
        parts["word/theme/theme1.xml"] = (
            f'<a:theme xmlns:a="{A}"><a:themeElements><a:fontScheme>{theme}</a:fontScheme></a:themeElements></a:theme>'
        )
        known.append(("t", "theme", "theme/theme1.xml"))
    for kind, story in others.items():
        parts[f"word/{kind}1.xml"] = f'<w:story xmlns:w="{W}">{story}</w:story>'
        known.append((kind, kind, f"{kind}1.xml"))
    parts["word/_rels/document.xml.rels"] = relations(*known)
    return package("word/document.xml", WORD_TYPE, parts)


def pdf(objects: Mapping[int, str | bytes], root: int = 1, trailer: str = "") -> bytes:
    """A PDF of these objects, with a right cross-reference table."""
    out = bytearray(b"%PDF-1.4\n")
    places = {}
    for number, value in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + (value.encode("latin-1") if isinstance(value, str) else value) + b"\nendobj\n"
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
    out += f"trailer\n<</Size {size}/Root {root} 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def stream(data: bytes, entries: str = "", *, packed: bool = False) -> bytes:
    if packed:
        data, entries = zlib.compress(data), entries + "/Filter/FlateDecode"
    return f"<<{entries}/Length {len(data)}>>\nstream\n".encode("latin-1") + data + b"\nendstream"


def page(content: bytes, resources: str = "", others: Mapping[int, str | bytes] | None = None, extra: str = "") -> bytes:
    """A PDF of one A4 page.  Objects from 10 on are free for `others`."""
    fonts = "/Font<</F1 5 0 R>>"
    return pdf(
        {
            1: "<</Type/Catalog/Pages 2 0 R>>",
            2: "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>",
            3: f"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<{resources or fonts}>>{extra}>>",
            4: stream(content, packed=True),
            5: "<</Type/Font/Subtype/TrueType/BaseFont/ABCDEF+.VnTime/Encoding/WinAnsiEncoding>>",
            **(others or {}),
        }
    )
