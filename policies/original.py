"""Điều 4.4a and 4.4b: what cannot be edited was scanned from the signed and sealed original; what can be is followed by paper.

Editable documents are never `not-scanned`.  What is "unknown" of a document raises nothing; it stands in the record.  A
signature that nobody has validated ("unverified") counts for nothing; one that is bad is told, whatever else there is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import chain
from typing import Literal

from policies.core.facts import Document, Unread
from policies.core.finding import Code, Evidence, Finding
from policies.core.message import Message, Part
from policies.core.official import OfficialDocument
from policies.core.policy import Context
from policies.text.correspondents import Letter
from policies.text.mailboxes import mailbox
from policies.text.paged import PICTURES
from policies.text.signature_wording import flaw

Documents = tuple[OfficialDocument, ...]

CODES = (
    Code(
        "original.not-scanned",
        "4.4a",
        "Văn bản {document} {made_vi}, không phải bản quét (scan) từ văn bản gốc có chữ ký của Thủ trưởng và dấu đỏ của đơn vị.",
        "The document {document} {made}; it is no scan of the original with the head's signature and the unit's red seal.",
        "In văn bản ra giấy, trình ký, đóng dấu đỏ, quét (scan) màu toàn bộ bản gốc rồi gửi lại; "
        "hoặc gửi bản PDF đã được ký số hợp lệ.",
        "Print it, have it signed and sealed, scan the whole original in colour and send it again; or send the PDF with a "
        "valid digital signature.",
    ),
    Code(
        "original.no-seal",
        "4.4a",
        "Không tìm thấy dấu đỏ của đơn vị trên {scan_vi} {colour_vi} của văn bản {document}.",
        "No red seal of the unit was found on the {colour} {scan} of the document {document}.",
        "Kiểm tra bản gốc đã được đóng dấu chưa; quét màu lại đủ các trang, kể cả trang có dấu, rồi gửi lại.",
        "Make sure that the original is sealed, scan every page in colour, the sealed one too, and send it again.",
    ),
    Code(
        "original.no-signature",
        "4.4a",
        "Không tìm thấy chữ ký tay của người có thẩm quyền trên {scan_vi} của văn bản {document}.",
        "No handwritten signature was found on the {scan} of the document {document}.",
        "Quét lại từ bản gốc đã có chữ ký của Thủ trưởng đơn vị hoặc người được ký thay, rồi gửi lại.",
        "Scan the original that the head or their deputy has signed, and send it again.",
    ),
    Code(
        "original.signature-invalid",
        "4.4a",
        "{signature_vi} trên văn bản {document} không hợp lệ: {reason_vi}.",
        "{signature} on the document {document} is not valid: {reason}.",
        "Ký số lại bản cuối cùng của văn bản bằng chứng thư số còn hiệu lực do tổ chức chứng thực được tin cậy cấp, "
        "không sửa tệp sau khi ký, rồi gửi lại.",
        "Sign the final version again with a valid certificate of a trusted authority, leave the file as it is after that, "
        "and send it again.",
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
        "Gửi lại tệp không đặt mật khẩu, mở được bình thường, ở định dạng thông dụng (PDF, DOCX, XLSX, ODT, ZIP); "
        "bản quét thì quét ở 200 đến 300 dpi.",
        "Send the file again without a password, undamaged, in a common format (PDF, DOCX, XLSX, ODT, ZIP); scans at "
        "200 to 300 dpi.",
    ),
)

UNREAD = {"encrypted": "tệp đặt mật khẩu", "damaged": "tệp bị hỏng", "unsupported": "định dạng chưa được hỗ trợ"}
# Everyday formats that only we lack a reader for: their letters go on, the record says that nobody looked into them.
# Archives are not among them: anything may be packed in there.
EVERYDAY = ("xlsb", "msg", "pub", "vsd", "ole", "mht", "xml")
COPIES = frozenset({"scan", "photo", "raster"})
SCANS = {"scan": ("scan", "bản quét"), "photo": ("photo", "ảnh chụp"), "raster": ("picture", "ảnh")}
COLOURS = {"colour": "màu", "grey": "thang xám (không thấy được màu đỏ)", "two-level": "đen trắng (không thấy được màu đỏ)"}
MADE = {
    "born-digital": ("was made by a word processor", "được xuất thẳng từ phần mềm soạn thảo"),
    "mixed": ("has pages made by a word processor", "có trang được xuất thẳng từ phần mềm soạn thảo"),
}
PASTED = {"seal": ("a picture of a seal", "hình con dấu"), "signature": ("a picture of a signature", "hình chữ ký")}
# Best first: what one picture shows, the others need not; one that nobody looked at excuses none that was looked at.
SEALS = ("red", "colourless", "none", "unknown")
SIGNATURES = ("handwritten", "none", "unknown")
LIKE = 0.6  # share of a symbol's letters that a reader of pictures got right


@dataclass(frozen=True, slots=True)
class Settings:
    """What the rules may change.

    `accept_signed_pdf`: a signed PDF stands for a scan.  `accept_colourless_seal`: the seal on a grey or black-and-white
    scan is a seal.  `accept_declared_paper`: a PDF that is no scan goes on when paper is declared to follow (Điều 4.4b).
    `unread_formats`: formats without a reader that are let through; any other is `original.unreadable`.  `ocr`: when the
    text of scans is read before a letter is answered: where the verdict hangs on it, always, or never.
    """

    accept_signed_pdf: bool = True
    accept_colourless_seal: bool = True
    accept_declared_paper: bool = False
    unread_formats: tuple[str, ...] = EVERYDAY
    ocr: Literal["off", "needed", "always"] = "needed"


def check(message: Message, context: Context, settings: Settings) -> Iterator[Finding]:
    """Yield what no exception covers: first of files that nobody can look into, then of official documents."""
    pictures = _pictures(message)
    for finding in chain(_all_unreadable(message, settings), _of_documents(context.documents, pictures, settings)):
        if not _is_excepted(finding, message, context):
            yield finding


def _all_unreadable(message: Message, settings: Settings) -> Iterator[Finding]:
    seen = set()
    for part in message.parts():
        key = (part.number, part.filename)
        if isinstance(part.content, Unread) and key not in seen:
            seen.add(key)  # a part that can be read in two ways is there twice
            yield from _unreadable(part, part.content, settings)


def _pictures(message: Message) -> frozenset[tuple[str | None, str | None]]:
    """The parts that are pictures of one page each, by number and name."""
    return frozenset(
        (part.number, part.filename.text if part.filename else None)
        for part in message.parts()
        if isinstance(part.content, Document) and part.content.kind in PICTURES
    )


def _of_documents(
    documents: Documents, pictures: frozenset[tuple[str | None, str | None]], settings: Settings
) -> Iterator[Finding]:
    for document in _one_of_pictures(documents, pictures):
        if document.official:
            yield from _findings(document, documents, settings)
        elif document.unread == "budget":
            reason = {"reason": "over-limit", "reason_vi": "bản quét quá nặng, không đọc kịp chữ trong thời gian cho phép"}
            yield _finding("original.unreadable", document, **reason)


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


def _findings(document: OfficialDocument, all_of_them: Documents, settings: Settings) -> Iterator[Finding]:
    signed = _is_signed(document, settings)
    declared = bool(document.paper_declared)
    if broken := flaw(document):
        yield _finding("original.signature-invalid", document, **broken)
    if document.kind in ("born-digital", "mixed") and not signed and not (declared and settings.accept_declared_paper):
        yield _finding("original.not-scanned", document, **_made(document))
    if document.kind == "editable" and not (signed or declared or _has_copy(document, all_of_them)):
        yield _finding("original.paper-required", document)
    if document.kind in COPIES and not signed:
        scan, scan_vi = SCANS[document.kind]
        if document.seal == "none" or (document.seal == "colourless" and not settings.accept_colourless_seal):
            colour = document.colour or "colour"
            seen = {"seal": document.seal, "colour": colour, "colour_vi": COLOURS[colour]}
            yield _finding("original.no-seal", document, scan=scan, scan_vi=scan_vi, **seen)
        if document.signature == "none":
            yield _finding("original.no-signature", document, scan=scan, scan_vi=scan_vi)


def _made(document: OfficialDocument) -> dict[str, Evidence]:
    """How a document that is no scan came to be, and what was pasted into it, for everybody."""
    made, made_vi = MADE[document.kind]
    named = [PASTED[kind] for kind in document.pasted if kind in PASTED]
    if not named:
        return {"kind": document.kind, "made": made, "made_vi": made_vi}
    pasted, pasted_vi = (" and ".join(one[0] for one in named), " và ".join(one[1] for one in named))
    return {
        "kind": document.kind,
        "pasted": document.pasted,
        "made": f"{made} and has {pasted} pasted in",
        "made_vi": f"{made_vi} và chèn thêm {pasted_vi}",
    }


def _is_signed(document: OfficialDocument, settings: Settings) -> bool:
    return settings.accept_signed_pdf and document.digital_signature == "valid"


def _has_copy(document: OfficialDocument, all_of_them: Documents) -> bool:
    """Whether the same document stands beside it in a format that can't be edited; a copy nobody has read may be one.

    A PDF that is no scan counts too: `not-scanned` says what is wrong with it.
    """
    for other in all_of_them:
        copy = other.kind in COPIES or (other.kind in ("born-digital", "mixed") and other.official)
        if copy and _is_of_one_number(document.number, other):
            return True
    return False


def _is_of_one_number(number: str | None, copy: OfficialDocument) -> bool:
    """Whether a copy may bear a number.  Of what was read from a picture the letters of the symbol may be wrong."""
    if number is None or copy.number is None:
        return True
    (serial, _, symbol), (read_serial, _, read_symbol) = number.partition("/"), copy.number.partition("/")
    if copy.kind not in COPIES:
        return number == copy.number
    return serial.lstrip("0") == read_serial.lstrip("0") and SequenceMatcher(None, symbol, read_symbol).ratio() >= LIKE


def _one_of_pictures(documents: Documents, pictures: frozenset[tuple[str | None, str | None]]) -> Iterator[OfficialDocument]:
    """The documents, several pictures in one letter as one: the pages of a photographed document."""
    shown = [document for document in documents if (document.part, document.filename) in pictures and document.kind in COPIES]
    for document in documents:
        if document not in shown:
            yield document
    if shown:
        first = next((picture for picture in shown if picture.official), shown[0])
        seal = min((picture.seal for picture in shown), key=SEALS.index)
        signature = min((picture.signature for picture in shown), key=SIGNATURES.index)
        unread = next((picture.unread for picture in shown if picture.unread == "budget"), first.unread)
        yield replace(first, seal=seal, signature=signature, unread=unread)


def _unreadable(part: Part, unread: Unread, settings: Settings) -> Iterator[Finding]:
    # What is over a limit is `message.over-limit`.
    if unread.reason not in UNREAD or (unread.reason == "unsupported" and unread.detail in settings.unread_formats):
        return
    filename = part.filename.text if part.filename else None
    detail = {"document": filename or part.number, "reason": unread.reason, "reason_vi": UNREAD[unread.reason]}
    yield Finding("original.unreadable", part=part.number, filename=filename, detail=detail)


def _finding(code: str, document: OfficialDocument, **detail: Evidence) -> Finding:
    name = document.number or document.filename or document.part or ""
    return Finding(code, part=document.part, filename=document.filename, detail={"document": name, **detail})
