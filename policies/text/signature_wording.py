"""What is wrong with a digital signature, for people: which of several to name, and what its reason means in Vietnamese.

The English reasons are those of whoever validates; one that is not listed here is told by its state alone.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from policies.core.facts import DigitalSignature
from policies.core.official import OfficialDocument

LOCAL = timezone(timedelta(hours=7))
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
    told = {"state": document.digital_signature, "signer": worst.signer or "", "time": worst.time or ""}
    if worst.reason in REASONS:
        reason, reason_vi = worst.reason, REASONS[worst.reason]
    by, by_vi = _by(worst)
    return told | {"reason": reason, "reason_vi": reason_vi, "by": by, "by_vi": by_vi}


def _by(signature: DigitalSignature) -> tuple[str, str]:
    """Who has signed, and when in Đồng Nai."""
    if not signature.signer:
        return "", ""
    if not signature.time:
        return f" of {signature.signer}", f" của {signature.signer}"
    time = datetime.fromisoformat(signature.time).astimezone(LOCAL)
    return (
        f" of {signature.signer} ({time:%Y-%m-%d %H:%M})",
        f" của {signature.signer} (ký lúc {time:%H:%M} ngày {time:%d/%m/%Y})",
    )
