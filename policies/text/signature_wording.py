"""What is wrong with a digital signature, for people: which of several to name, and what its reason means in Vietnamese.

The English reasons are those of whoever validates; one that is not listed here is told by its state alone.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from policies.core.facts import DigitalSignature
from policies.core.official import OfficialDocument

LOCAL = timezone(timedelta(hours=7))
UNNAMED = ("The digital signature", "Chữ ký số")
BAD = ("invalid", "untrusted", "expired")  # worst first
STATES = {
    "invalid": ("it is broken or does not cover the whole document", "chữ ký bị hỏng hoặc không bao trùm toàn bộ văn bản"),
    "untrusted": ("its certificate is not trusted", "chứng thư số không thuộc tổ chức được tin cậy"),
    "expired": ("its certificate was not valid when it signed", "chứng thư số hết hạn hoặc chưa có hiệu lực vào lúc ký"),
}
REASONS = {
    "the structure of the file cannot be followed": "cấu trúc tệp bị hỏng, không đọc được chữ ký",
    "its contents are no signature": "nội dung của chữ ký bị hỏng",
    "the document was altered: the signature does not fit its contents": "nội dung văn bản đã bị sửa, không còn khớp với chữ ký",
    "it does not cover the whole document": "chữ ký không bao trùm toàn bộ văn bản",
    "the document was changed after it": "văn bản bị sửa hoặc bị chèn thêm sau khi ký",
    "it is made by a method that is too weak": "thuật toán hoặc khóa ký quá yếu, không còn an toàn",
    "no chain leads from the certificate to a trusted root": "chứng thư số không do tổ chức được tin cậy cấp",
    "the chain from the certificate to a trusted root is broken": "chuỗi chứng thực của chứng thư số không hợp lệ",
    "a certificate in its chain is signed by a method that is too weak": "chuỗi chứng thực dùng thuật toán quá yếu",
    "the certificate was revoked": "chứng thư số đã bị thu hồi",
    "the certificate is not for signing": "chứng thư số không được cấp để ký",
    "the certificate was not valid at the time of signing": "chứng thư số hết hạn hoặc chưa có hiệu lực vào lúc ký",
}


def flaw(document: OfficialDocument) -> Mapping[str, str]:
    """The worst of a document's bad signatures as a finding's detail; empty when none of them is bad."""
    if document.digital_signature not in BAD:
        return {}
    reason, reason_vi = STATES[document.digital_signature]
    worst = next((one for one in document.signed if one.state == document.digital_signature), DigitalSignature("invalid"))
    if worst.reason in REASONS:
        reason, reason_vi = worst.reason, REASONS[worst.reason]
    told = {"state": document.digital_signature, "reason": reason, "reason_vi": reason_vi, **_named(worst)}
    return told | {name: value for name, value in (("signer", worst.signer), ("time", worst.time)) if value}


def _named(signature: DigitalSignature) -> dict[str, str]:
    """A signature as the subject of a sentence: who has signed, and when in Đồng Nai."""
    if not signature.signer:
        return {"signature": UNNAMED[0], "signature_vi": UNNAMED[1]}
    named, named_vi = f"{UNNAMED[0]} of {signature.signer}", f"{UNNAMED[1]} của {signature.signer}"
    if signature.time:
        time = datetime.fromisoformat(signature.time).astimezone(LOCAL)
        named += f" ({time:%Y-%m-%d %H:%M})"
        named_vi += f" (ký lúc {time:%H:%M} ngày {time:%d/%m/%Y})"
    return {"signature": named, "signature_vi": named_vi}
