"""Builds workbooks, presentations and OpenDocument files for these tests."""

from tests.gateway.extract.documents import OFFICE, SHEET_TYPE, SLIDE_TYPE, A, P, S, package, relations, zipped

FONTS = (
    "<fonts><font><name val='Calibri'/></font><font><name val='.VnArial'/></font></fonts>"
    "<cellXfs><xf fontId='0'/><xf fontId='1'/></cellXfs>"
)


def xlsx(cells: str, strings: str = "", tail: str = "", styles: str = FONTS, theme: str = "", **others: str) -> bytes:
    """A workbook of one sheet.  `tail`: what follows its cells; `others`: what the sheet refers to, by relationship."""
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{OFFICE}"><sheet name="Biểu 1" r:id="a"/></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}"><sheetData><row>{cells}</row></sheetData>{tail}</worksheet>',
        "xl/styles.xml": f'<styleSheet xmlns="{S}">{styles}</styleSheet>',
    }
    known = [("a", "worksheet", "worksheets/sheet1.xml"), ("b", "styles", "styles.xml")]
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{S}">{strings}</sst>'
        known.append(("c", "sharedStrings", "sharedStrings.xml"))
    if theme:
        parts["xl/theme.xml"] = f'<a:theme xmlns:a="{A}">{theme}</a:theme>'
        known.append(("t", "theme", "theme.xml"))
    if others:
        parts["xl/worksheets/_rels/sheet1.xml.rels"] = relations(*((kind, kind, f"../{kind}.xml") for kind in others))
    parts |= {f"xl/{kind}.xml": inner for kind, inner in others.items()}
    return package("xl/workbook.xml", SHEET_TYPE, {**parts, "xl/_rels/workbook.xml.rels": relations(*known)})


THEME = "<a:majorFont><a:latin typeface='Major'/></a:majorFont><a:minorFont><a:latin typeface='Minor'/></a:minorFont>"


def pptx(slide: str, master: str = "", notes: str = "", layout: str = "", defaults: str = "", **others: str) -> bytes:
    """A presentation of one slide.  `defaults`: text styles of the presentation; `others`: what the slide refers to."""
    known = [(kind, kind, f"../{kind}.xml") for kind in others]
    parts = {
        "ppt/presentation.xml": (
            f'<p:presentation xmlns:p="{P}" xmlns:a="{A}" xmlns:r="{OFFICE}"><p:sldId r:id="s"/>{defaults}</p:presentation>'
        ),
        "ppt/_rels/presentation.xml.rels": relations(("s", "slide", "slides/s.xml")),
        "ppt/slides/s.xml": f'<p:sld xmlns:p="{P}" xmlns:a="{A}">{slide}</p:sld>',
        "ppt/slides/_rels/s.xml.rels": relations(("l", "slideLayout", "../l.xml"), ("n", "notesSlide", "../n.xml"), *known),
        "ppt/l.xml": f'<p:sldLayout xmlns:p="{P}" xmlns:a="{A}">{layout}</p:sldLayout>',
        "ppt/_rels/l.xml.rels": relations(("m", "slideMaster", "m.xml")),
        "ppt/m.xml": f'<p:sldMaster xmlns:p="{P}" xmlns:a="{A}">{master}</p:sldMaster>',
        "ppt/_rels/m.xml.rels": relations(("t", "theme", "t.xml")),
        "ppt/t.xml": f'<a:theme xmlns:a="{A}">{THEME}</a:theme>',
        "ppt/n.xml": f'<p:notes xmlns:p="{P}" xmlns:a="{A}">{notes}</p:notes>',
        **{f"ppt/{kind}.xml": inner for kind, inner in others.items()},
    }
    return package("ppt/presentation.xml", SLIDE_TYPE, parts)


def shape(words: str, properties: str = "", placeholder: str = "", lists: str = "", index: str = "", style: str = "") -> str:
    """A shape with text.  `placeholder`: its type, `index`: its index; it is none where both are missing."""
    marks = (f" {name}='{value}'" for name, value in (("type", placeholder), ("idx", index)) if value)
    mark = f"<p:ph{''.join(marks)}/>" if placeholder or index else ""
    return (
        f"<p:sp><p:nvSpPr><p:nvPr>{mark}</p:nvPr></p:nvSpPr>{style}<p:txBody><a:lstStyle>{lists}</a:lstStyle>"
        f"<a:p><a:r>{properties}<a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


ODF = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = " ".join(
    f'xmlns:{short}="{ODF}{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("presentation", "presentation"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
        ("chart", "chart"),
        ("form", "form"),
    )
)


def odf(kind: str, body: str, styles: str = "", common: str = "", **more: str) -> bytes:
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:content {NAMES}>{styles}<office:body>{body}</office:body></office:content>",
            "styles.xml": f"<office:document-styles {NAMES}>{common}</office:document-styles>",
            **more,
        }
    )


def odf_style(family: str, name: str, font: str = "", parent: str = "") -> str:
    properties = f"<style:text-properties style:font-name='{font}'/>" if font else ""
    return (
        f"<style:style style:family='{family}' style:name='{name}' style:parent-style-name='{parent}'>{properties}</style:style>"
    )
