"""From what is known of a document to the findings, above all of seals and signatures that pictures will tell."""

from datetime import date

import pytest

from policies.core.facts import Document, Octets, Unread
from policies.core.message import Envelope, Filename, Message, Part
from policies.core.official import OfficialDocument
from policies.core.policy import Context
from policies.core.units import Directory, Exemption, Term
from policies.original import Settings, check

BLANK = Message((), Part("1", "text/plain"))
PICTURE = Part("2", "image/jpeg", filename=Filename("a.pdf", Octets(b"a.pdf")), content=Document("jpeg"))


def document(kind: str, *, official: bool = True, **known) -> OfficialDocument:
    return OfficialDocument("2", "a.pdf", kind, official=official, **known)


def codes(*documents: OfficialDocument, settings: Settings | None = None, directory: Directory | None = None) -> list[str]:
    context = Context(Envelope("a@b.vn", ("c@d.vn",)), directory or Directory(), date(2026, 1, 2), documents)
    message = Message((), PICTURE) if any(one.kind == "photo" for one in documents) else BLANK
    return [finding.code.removeprefix("original.") for finding in check(message, context, settings or Settings())]


SEALED = {"seal": "red", "signature": "handwritten"}


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        pytest.param([document("scan", **SEALED)], [], id="a sealed and signed scan"),
        pytest.param([document("scan")], [], id="a scan of which nothing is known"),
        pytest.param([document("scan", seal="none", signature="handwritten")], ["no-seal"], id="no seal"),
        pytest.param([document("scan", seal="red", signature="none")], ["no-signature"], id="no signature"),
        pytest.param([document("scan", seal="none", signature="none")], ["no-seal", "no-signature"], id="neither"),
        pytest.param([document("scan", official=False, seal="none", signature="none")], [], id="no official document"),
        pytest.param([document("scan", seal="colourless", signature="handwritten")], [], id="a seal without colour"),
        pytest.param([document("scan", seal="none", digital_signature="valid")], [], id="a scan signed by the office"),
        pytest.param([document("raster", **SEALED)], [], id="the clean picture of a page that shows seal and signature"),
        pytest.param(
            [document("raster", seal="none", signature="none")], ["no-seal", "no-signature"], id="the clean picture of a page"
        ),
        pytest.param([document("born-digital")], ["not-scanned"], id="born digital"),
        pytest.param([document("mixed", seal="red")], ["not-scanned"], id="a seal pasted in"),
        pytest.param([document("born-digital", paper_declared=True)], ["not-scanned"], id="paper does not excuse a PDF"),
        pytest.param([document("born-digital", digital_signature="valid")], [], id="signed"),
        pytest.param(
            [document("born-digital", digital_signature="unverified")], ["not-scanned"], id="a signature nobody can read"
        ),
        pytest.param([document("editable", digital_signature="unverified")], ["paper-required"], id="an editable file, signed"),
        pytest.param(
            [document("born-digital", digital_signature="expired")], ["signature-invalid", "not-scanned"], id="signed too late"
        ),
        pytest.param([document("born-digital", digital_signature="invalid")], ["signature-invalid", "not-scanned"], id="broken"),
        pytest.param(
            [document("scan", digital_signature="untrusted", **SEALED)], ["signature-invalid"], id="signed by a stranger"
        ),
        pytest.param([document("editable")], ["paper-required"], id="editable only"),
        pytest.param([document("editable", paper_declared=True)], [], id="paper is declared"),
        pytest.param([document("editable"), document("scan", official=False)], [], id="an unread scan beside it"),
        pytest.param([document("editable", number="1/QĐ-A"), document("scan", number="1/QĐ-A")], [], id="its scan beside it"),
        pytest.param(
            [document("editable", number="706/BC-BVĐK"), document("scan", number="0706/8C-BVDK")], [], id="its scan misread"
        ),
        pytest.param(
            [document("editable", number="706/BC-BVĐK"), document("born-digital", number="706/8C-BVDK")],
            ["paper-required", "not-scanned"],
            id="a file that bears another number",
        ),
        pytest.param(
            [document("editable", number="1/QĐ-A"), document("scan", number="2/QĐ-A")], ["paper-required"], id="another's scan"
        ),
        pytest.param([document("editable"), document("born-digital")], ["not-scanned"], id="its unscanned PDF beside it"),
        pytest.param(
            [document("editable"), document("born-digital", official=False)], ["paper-required"], id="a leaflet beside it"
        ),
        pytest.param(
            [document("photo", seal="none", signature="none"), document("photo", official=False, **SEALED)],
            [],
            id="two photographs are one document, sealed on the second page",
        ),
        pytest.param(
            [document("photo", seal="none", signature="none"), document("photo", official=False, seal="none", signature="none")],
            ["no-seal", "no-signature"],
            id="two photographs are one document, sealed nowhere",
        ),
    ],
)
def test_what_is_known_leads_to(documents, expected):
    assert codes(*documents) == expected


@pytest.mark.parametrize(
    ("given", "settings", "expected"),
    [
        (document("born-digital", digital_signature="valid"), Settings(accept_signed_pdf=False), ["not-scanned"]),
        (document("scan", seal="colourless"), Settings(accept_colourless_seal=False), ["no-seal"]),
        (document("born-digital", paper_declared=True), Settings(accept_declared_paper=True), []),
    ],
    ids=["signed PDFs are not accepted", "seals must be red", "paper excuses a PDF"],
)
def test_a_setting_changes_it(given, settings, expected):
    assert codes(given, settings=settings) == expected


@pytest.mark.parametrize(
    ("code", "subject", "until", "expected"),
    [
        ("original.not-scanned", "number:1/QĐ-A", None, []),
        ("original.*", "number:1/QĐ-A", date(2026, 1, 2), []),
        ("original.*", "number:1/QĐ-A", date(2026, 1, 1), ["not-scanned"]),
        ("original.no-seal", "number:1/QĐ-A", None, ["not-scanned"]),
        ("original.not-scanned", "number:2/QĐ-A", None, ["not-scanned"]),
        ("original.not-scanned", "a@b.vn", None, []),
        ("original.not-scanned", "@b.vn", None, []),
        ("original.not-scanned", "@d.vn", None, ["not-scanned"]),
    ],
)
def test_an_exception_covers_a_document_or_a_sender(code, subject, until, expected):
    exemption = Exemption(code, subject, Term(None, until), "được duyệt", "Chánh Văn phòng")
    directory = Directory(exemptions=(exemption,), exemptions_of={subject: (exemption,)})
    assert codes(document("born-digital", number="1/QĐ-A"), directory=directory) == expected


def test_a_format_that_only_we_cannot_read_goes_on_unless_it_is_none_of_everyday():
    def found(settings: Settings, *details: str) -> list[str]:
        parts = tuple(Part(str(n), "application/x", content=Unread("unsupported", kind)) for n, kind in enumerate(details))
        context = Context(Envelope("a@b.vn", ()), Directory(), date(2026, 1, 2))
        return [one.part or "" for one in check(Message((), Part("", "multipart/mixed", children=parts)), context, settings)]

    assert found(Settings(), "msg", "xps", "rar", "djvu") == ["1", "2", "3"]
    assert found(Settings(unread_formats=()), "msg", "xps") == ["0", "1"]


def test_what_is_over_a_limit_is_told_by_another_code():
    letter = Message((), Part("1", "application/zip", content=Unread("over-limit", "entries")))
    assert not list(check(letter, Context(Envelope("a@b.vn", ()), Directory(), date(2026, 1, 2)), Settings()))
