"""Word documents: effective fonts, all stories, and XML that is meant to harm."""

import pytest

from policies.core.facts import Unread
from tests.gateway.extract.documents import WORD_TYPE, W, docx, look, package, read, relations, runs

FONTS = '<w:rPr><w:rFonts w:ascii="{0}" w:hAnsi="{0}"/></w:rPr>'
VNTIME = FONTS.format(".VnTime")
DEFAULTS = f"<w:docDefaults><w:rPrDefault>{FONTS.format('Arial')}</w:rPrDefault></w:docDefaults>"


def p(inner: str, style: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inner}</w:p>' if style else f"<w:p>{inner}</w:p>"


def r(words: str, properties: str = "") -> str:
    return f"<w:r>{properties}<w:t>{words}</w:t></w:r>"


def style(name: str, properties: str = "", based: str = "", kind: str = "paragraph", more: str = "") -> str:
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}" {more}>{base}{properties}</w:style>'


@pytest.mark.parametrize(
    ("body", "styles", "expected"),
    [
        pytest.param(p(r("Céng hßa", VNTIME)), "", [("Céng hßa\n", ".VnTime", None)], id="the run's own font"),
        pytest.param(p(r("C") + r("éng")), "", [("Céng\n", None, None)], id="one run a letter is joined"),
        pytest.param(p(r("x"), "A"), style("A", VNTIME), [("x\n", ".VnTime", None)], id="the paragraph's style"),
        pytest.param(
            p(r("x"), "B"), style("A", VNTIME) + style("B", based="A"), [("x\n", ".VnTime", None)], id="a style based on another"
        ),
        pytest.param(p(r("x"), "A"), style("A", based="B") + style("B", based="A"), [("x\n", None, None)], id="styles that loop"),
        pytest.param(
            p(r("x", '<w:rPr><w:rStyle w:val="C"/></w:rPr>'), "A"),
            style("A", FONTS.format("Arial")) + style("C", VNTIME, kind="character"),
            [("x\n", ".VnTime", None)],
            id="the character style beats the paragraph's",
        ),
        pytest.param(
            p(r("x")), style("N", VNTIME, more='w:default="1"'), [("x\n", ".VnTime", None)], id="the default paragraph style"
        ),
        pytest.param(p(r("x")), DEFAULTS + style("Unused", VNTIME), [("x\n", "Arial", None)], id="a font that is only named"),
        pytest.param(
            p(r("aé", '<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi=".VnTime"/></w:rPr>')),
            "",
            [("a", "Arial", None), ("é\n", ".VnTime", None)],
            id="ASCII and other letters in two fonts",
        ),
        pytest.param(
            p(r("é漢", '<w:rPr><w:rFonts w:hAnsi="Arial" w:ascii="Arial" w:eastAsia="SimSun" w:cs=".VnTime"/></w:rPr>')),
            "",
            [("é", "Arial", None), ("漢\n", "SimSun", None)],
            id="East Asian letters in theirs, the complex font unused",
        ),
        pytest.param(
            p('<w:r><w:sym w:font="VNI-Times" w:char="F0F1"/></w:r>'),
            "",
            [("ñ\n", "VNI-Times", None)],
            id="a symbol is a letter of its font",
        ),
        pytest.param(
            p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'),
            "",
            [("\uf0fc\n", "Wingdings", None)],
            id="a picture symbol",
        ),
        pytest.param(
            p("<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>" + r("giữ")), "", [("giữ\n", None, None)], id="deleted text"
        ),
        pytest.param(
            p("<w:ins>" + r("a") + "</w:ins><w:hyperlink>" + r("b") + "</w:hyperlink>"),
            "",
            [("ab\n", None, None)],
            id="nested runs",
        ),
        pytest.param(
            f"<w:tbl><w:tr><w:tc>{p(r('a'))}</w:tc><w:tc>{p(r('b'))}</w:tc></w:tr></w:tbl>",
            "",
            [("a\nb\n", None, None)],
            id="cells",
        ),
        pytest.param(
            p(r("ngoài") + f"<w:r><w:txbxContent>{p(r('trong'))}</w:txbxContent></w:r>"),
            "",
            [("trong\nngoài\n", None, None)],
            id="a text box",
        ),
        pytest.param(
            p("<w:r><w:t>a</w:t><w:br/><w:tab/><w:t>b</w:t></w:r>"), "", [("a\n\tb\n", None, None)], id="breaks and tabs"
        ),
        pytest.param(p(r("a<!-- -->b<?x y?>c")), "", [("abc\n", None, None)], id="comments and instructions do not split text"),
    ],
)
def test_runs_have_their_effective_font(body, styles, expected):
    assert runs(docx(body, styles)) == expected


def test_theme_fonts_are_resolved():
    theme = '<a:minorFont><a:latin typeface=".VnArial"/></a:minorFont>'
    named = '<w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" w:ascii="Arial"/></w:rPr>'
    assert runs(docx(p(r("x", named)), theme=theme)) == [("x\n", ".VnArial", None)]


def test_headers_footers_notes_and_comments_are_read():
    found = runs(
        docx(p(r("thân")), header=p(r("a")), footer=p(r("b")), footnotes=p(r("c")), endnotes=p(r("d")), comments=p(r("e")))
    )
    assert [(words.strip(), place) for words, _, place in found] == [
        ("thân", None),
        ("a", "đầu trang"),
        ("b", "chân trang"),
        ("c", "cước chú"),
        ("d", "chú thích cuối văn bản"),
        ("e", "nhận xét"),
    ]


def test_two_documents_with_one_template_have_the_same_fonts():
    styles = DEFAULTS + style("A", VNTIME)
    assert runs(docx(p(r("x"), "A"), styles)) == [("x\n", ".VnTime", None)]
    assert runs(docx(p(r("y")), styles)) == [("y\n", "Arial", None)]


def test_digital_signatures_are_counted():
    parts = {
        "word/document.xml": f'<w:document xmlns:w="{W}"/>',
        "_rels/.rels": relations(("a", "officeDocument", "word/document.xml"), ("b", "digital-signature/origin", "s/o.sigs")),
        "s/o.sigs": "",
        "s/_rels/o.sigs.rels": relations(("c", "digital/signature", "sig1.xml"), ("d", "digital/signature", "gone.xml")),
        "s/sig1.xml": "<Signature/>",
    }
    assert read(package("word/document.xml", WORD_TYPE, parts)).signatures == 1


def test_strict_documents_are_read():
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = package(
        "word/document.xml",
        WORD_TYPE,
        {"word/document.xml": f'<w:document xmlns:w="{strict}"><w:body>{p(r("x"))}</w:body></w:document>'},
    )
    assert runs(body) == [("x\n", None, None)]


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        pytest.param('<!DOCTYPE d [<!ENTITY a "x">]><w:document xmlns:w="{w}"><w:p/></w:document>', "damaged", id="a DOCTYPE"),
        pytest.param(
            '<!DOCTYPE d SYSTEM "file:///etc/passwd" [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            '<w:document xmlns:w="{w}">&x;</w:document>',
            "damaged",
            id="an external entity",
        ),
        pytest.param(
            '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
            '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]><w:document xmlns:w="{w}" x="&d;">&d;</w:document>',
            "damaged",
            id="a billion laughs",
        ),
        pytest.param('<w:document xmlns:w="{w}">' + "<w:a>" * 5_000, "over-limit", id="deep nesting"),
        pytest.param('<w:document xmlns:w="{w}"><w:p>', "damaged", id="XML that does not end"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_hostile_xml_is_refused(part, reason, encoding):
    body = package("word/document.xml", WORD_TYPE, {"word/document.xml": part.replace("{w}", W).encode(encoding)})
    content = look(body, "a.docx").content
    assert isinstance(content, Unread)
    assert content.reason == reason


def test_a_missing_part_is_damage():
    assert look(package("word/document.xml", WORD_TYPE, {}), "a.docx").content == Unread("damaged", "a part is missing")
