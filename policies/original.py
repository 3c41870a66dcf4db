"""Điều 4.4a and 4.4b: what cannot be edited was scanned from the signed and sealed original; what can be is followed by paper.

Editable documents are never `not-scanned`.  What is "unknown" of a document raises nothing; it stands in the record.  A
signature field that is filled in but not validated ("unverified") counts as a signature where `accept_signed_pdf` says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from policies.core.facts import Unread
from policies.core.finding import Code, Finding
from policies.core.message import Message, Part
from policies.core.official import OfficialDocument
from policies.core.policy import Context
from policies.text.correspondents import Letter
from policies.text.mailboxes import mailbox

CODES = (
    Code(
        "original.not-scanned",
        "4.4a",
        "Văn bản {document} được xuất thẳng từ phần mềm soạn thảo, không phải bản quét (scan) từ văn bản gốc "
        "có chữ ký của Thủ trưởng và dấu đỏ của đơn vị.",
        "The document {document} was made by a word processor; it is no scan of the original with the head's signature "
        "and the unit's red seal.",
        "In văn bản ra giấy, trình ký, đóng dấu đỏ, quét (scan) màu toàn bộ bản gốc rồi gửi lại; "
        "hoặc gửi bản PDF đã được ký số hợp lệ.",
        "Print it, have it signed and sealed, scan the whole original in colour and send it again; or send the PDF with a "
        "valid digital signature.",
    ),
    Code(
        "original.no-seal",
        "4.4a",
        "Không tìm thấy dấu của đơn vị trên bản quét của văn bản {document}.",
        "No seal was found on the scan of the document {document}.",
        "Kiểm tra bản gốc đã được đóng dấu chưa; quét màu lại đủ các trang, kể cả trang có dấu, rồi gửi lại.",
        "Make sure that the original is sealed, scan every page in colour, the sealed one too, and send it again.",
    ),
    Code(
        "original.no-signature",
        "4.4a",
        "Không tìm thấy chữ ký tay của người có thẩm quyền trên bản quét của văn bản {document}.",
        "No handwritten signature was found on the scan of the document {document}.",
        "Quét lại từ bản gốc đã có chữ ký của Thủ trưởng đơn vị hoặc người được ký thay, rồi gửi lại.",
        "Scan the original that the head or their deputy has signed, and send it again.",
    ),
    Code(
        "original.signature-invalid",
        "4.4a",
        "Chữ ký số trên văn bản {document} không hợp lệ: {reason_vi}.",
        "The digital signature on the document {document} is not valid: {reason}.",
        "Ký số lại bản cuối cùng của văn bản bằng chứng thư số còn hiệu lực, không sửa tệp sau khi ký, rồi gửi lại.",
        "Sign the final version again with a valid certificate, leave the file as it is after that, and send it again.",
    ),
    Code(
        "original.paper-required",
        "4.4b",
        "Văn bản {document} chỉ được gửi ở dạng chỉnh sửa được, không kèm bản quét và không báo là có bản giấy gửi theo.",
        "The document {document} was sent in an editable format only, without a scan and without saying that paper follows.",
        "Gửi kèm bản quét từ văn bản gốc; hoặc phát hành văn bản giấy và ghi [kèm bản giấy] vào tiêu đề thư.",
        'Attach a scan of the original; or issue it on paper and write "[kèm bản giấy]" into the subject.',
    ),
    Code(
        "original.unreadable",
        "4.4a",
        "Không kiểm tra được tệp {document}: {reason_vi}.",
        "The file {document} could not be looked into: {reason}.",
        "Gửi lại tệp không đặt mật khẩu, mở được bình thường, ở định dạng thông dụng (PDF, DOCX, XLSX, ODT, ZIP).",
        "Send the file again without a password, undamaged, in a common format (PDF, DOCX, XLSX, ODT, ZIP).",
    ),
)

UNREAD = {"encrypted": "tệp đặt mật khẩu", "damaged": "tệp bị hỏng", "unsupported": "định dạng chưa được hỗ trợ"}
BAD_SIGNATURES = {
    "invalid": ("it is broken or does not cover the whole document", "chữ ký bị hỏng hoặc không bao trùm toàn bộ văn bản"),
    "untrusted": ("its certificate is not trusted", "chứng thư số không thuộc tổ chức được tin cậy"),
}
# Everyday formats that only we lack a reader for: their letters go on, the record says that nobody looked into them.
# Archives are not among them: anything may be packed in there.
EVERYDAY = ("xlsb", "msg", "pub", "vsd", "ole", "mht", "xml")
COPIES = frozenset({"scan", "photo", "raster"})
SEALS = ("red", "colourless", "unknown", "none")  # best first: what one picture shows, the others need not
SIGNATURES = ("handwritten", "unknown", "none")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the rules may change.

    `accept_signed_pdf`: a signed PDF stands for a scan.  `accept_colourless_seal`: the seal on a grey or black-and-white
    scan is a seal.  `accept_declared_paper`: a PDF that is no scan goes on when paper is declared to follow (Điều 4.4b).
    `unread_formats`: formats without a reader that are let through; any other is `original.unreadable`.
    """

    accept_signed_pdf: bool = True
    accept_colourless_seal: bool = True
    accept_declared_paper: bool = False
    unread_formats: tuple[str, ...] = EVERYDAY


def check(message: Message, context: Context, settings: Settings) -> Iterator[Finding]:
    """Yield what no exception covers: first of files that nobody can look into, then of official documents."""
    for finding in chain(_all_unreadable(message, settings), _of_documents(context.documents, settings)):
        if not _is_excepted(finding, message, context):
            yield finding


def _all_unreadable(message: Message, settings: Settings) -> Iterator[Finding]:
    seen = set()
    for part in message.parts():
        key = (part.number, part.filename)
        if isinstance(part.content, Unread) and key not in seen:
            seen.add(key)  # a part that can be read in two ways is there twice
            yield from _unreadable(part, part.content, settings)


def _of_documents(documents: tuple[OfficialDocument, ...], settings: Settings) -> Iterator[Finding]:
    for document in _one_of_pictures(documents):
        if document.official:
            yield from _findings(document, documents, settings)


def _is_excepted(finding: Finding, message: Message, context: Context) -> bool:
    """Whether exceptions.csv covers the document by its number, or the sender by address, domain or unit."""
    known = context.directory.exemptions_of
    if not known:
        return False
    numbered = known.get(f"number:{finding.detail['document']}", ())
    if any(one.code in (finding.code, "original.*") and one.term.covers(context.today) for one in numbered):
        return True
    authors = tuple(mailbox(address.mailbox) for address in message.mailboxes("from"))
    letter = Letter(message, context, (), mailbox(context.envelope.mail_from), authors)
    return letter.excepted(finding.code, letter.sender, *authors)


def _findings(document: OfficialDocument, all_of_them: tuple[OfficialDocument, ...], settings: Settings) -> Iterator[Finding]:
    signed = _is_signed(document, settings)
    declared = bool(document.paper_declared)
    if document.digital_signature in BAD_SIGNATURES:
        reason, reason_vi = BAD_SIGNATURES[document.digital_signature]
        yield _finding("original.signature-invalid", document, reason=reason, reason_vi=reason_vi)
    if document.kind in ("born-digital", "mixed") and not signed and not (declared and settings.accept_declared_paper):
        yield _finding("original.not-scanned", document, kind=document.kind)
    if document.kind == "editable" and not (signed or declared or _has_copy(document, all_of_them)):
        yield _finding("original.paper-required", document)
    if document.kind in ("scan", "photo") and not signed:
        if document.seal == "none" or (document.seal == "colourless" and not settings.accept_colourless_seal):
            yield _finding("original.no-seal", document, seal=document.seal)
        if document.signature == "none":
            yield _finding("original.no-signature", document)


def _is_signed(document: OfficialDocument, settings: Settings) -> bool:
    return settings.accept_signed_pdf and document.digital_signature in ("valid", "unverified")


def _has_copy(document: OfficialDocument, all_of_them: tuple[OfficialDocument, ...]) -> bool:
    """Whether the same document stands beside it in a format that can't be edited; a copy nobody has read may be one.

    A PDF that is no scan counts too: `not-scanned` says what is wrong with it.
    """
    for other in all_of_them:
        copy = other.kind in COPIES or (other.kind in ("born-digital", "mixed") and other.official)
        if copy and (other.number is None or document.number in (None, other.number)):
            return True
    return False


def _one_of_pictures(documents: tuple[OfficialDocument, ...]) -> Iterator[OfficialDocument]:
    """The documents, several pictures in one letter as one: the pages of a photographed document."""
    pictures = [document for document in documents if document.kind == "photo"]
    for document in documents:
        if document.kind != "photo":
            yield document
    if pictures:
        first = next((picture for picture in pictures if picture.official), pictures[0])
        seal = min((picture.seal for picture in pictures), key=SEALS.index)
        signature = min((picture.signature for picture in pictures), key=SIGNATURES.index)
        yield replace(first, seal=seal, signature=signature)


def _unreadable(part: Part, unread: Unread, settings: Settings) -> Iterator[Finding]:
    # What is over a limit is `message.over-limit`.
    if unread.reason not in UNREAD or (unread.reason == "unsupported" and unread.detail in settings.unread_formats):
        return
    filename = part.filename.text if part.filename else None
    detail = {"document": filename or part.number, "reason": unread.reason, "reason_vi": UNREAD[unread.reason]}
    yield Finding("original.unreadable", part=part.number, filename=filename, detail=detail)


def _finding(code: str, document: OfficialDocument, **detail: str) -> Finding:
    name = document.number or document.filename or document.part or ""
    return Finding(code, part=document.part, filename=document.filename, detail={"document": name, **detail})
