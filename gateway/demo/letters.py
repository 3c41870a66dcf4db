"""The sample letters, in the order in which they are sent, and what each shall come to.  People, units and figures are invented.

The letters are files beside this one, as a client would send them; the PDFs come from a generator of invented documents.
"""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "letters"
FINANCE, OFFICE, COUNTER = "sotaichinh@dongnai.gov.vn", "vanphong@dongnai.gov.vn", "motcua.bensong@dongnai.gov.vn"
OFFICIAL, COLLEAGUE, PRIVATE = "levanmau@dongnai.gov.vn", "tranthithu@dongnai.gov.vn", "levanmau-rieng@gmail.com"
CITIZEN, COMPANY = "pham-thi-vi-du@gmail.com", "do.van.thi@congty-vidu.vn"


@dataclass(frozen=True, slots=True)
class Sample:
    """A letter, its envelope, and what is expected.

    `outcomes`: one for each recipient; empty: the mail server itself refuses the recipient.
    `codes`: findings that must be there.
    """

    file: str
    title: str
    mail_from: str
    rcpt_tos: tuple[str, ...]
    outcomes: tuple[str, ...]
    codes: frozenset[str] = frozenset()

    @property
    def raw(self) -> bytes:
        """The letter as it is sent."""
        return (FOLDER / f"{self.file}.eml").read_bytes()


def _sample(file: str, title: str, sender: str, recipients: dict[str, str], *codes: str) -> Sample:
    return Sample(file, title, sender, tuple(recipients), tuple(recipients.values()), frozenset(codes))


SAMPLES = (
    _sample("lich-hop", "Lịch họp gửi một đơn vị, chữ Unicode", FINANCE, {OFFICE: "forward"}),
    _sample("cong-dan-hoi", "Người dân hỏi từ Gmail", CITIZEN, {COUNTER: "forward"}, "domain.external"),
    _sample("gui-gmail", "Cán bộ gửi số liệu ra Gmail", OFFICIAL, {CITIZEN: "quarantine"}, "domain.recipient"),
    _sample(
        "hai-nguoi-nhan",
        "Một người nhận công vụ, một Gmail",
        OFFICIAL,
        {COLLEAGUE: "forward", PRIVATE: "quarantine"},
        "domain.recipient",
    ),
    _sample("bang-ma-tcvn3", "Nội dung viết bằng bảng mã TCVN3", COLLEAGUE, {OFFICE: "quarantine"}, "charset.legacy-text"),
    _sample("khai-windows-1258", "Chữ Việt khai báo windows-1258", COMPANY, {COLLEAGUE: "tag"}, "charset.declared"),
    _sample("tep-word-vni", "Tệp Word dùng phông VNI", COLLEAGUE, {OFFICIAL: "quarantine"}, "charset.legacy-text"),
    _sample("pdf-soan-thao", "Văn bản PDF xuất từ Word, không quét", FINANCE, {OFFICE: "quarantine"}, "original.not-scanned"),
    _sample("ban-quet", "Bản quét có chữ ký và dấu đỏ", FINANCE, {OFFICE: "forward"}),
    _sample("ban-quet-khong-dau", "Bản quét thiếu dấu đỏ", FINANCE, {OFFICE: "tag"}, "original.no-seal"),
    _sample("ban-quet-dau-mat", "Bản quét có dấu TỐI MẬT", FINANCE, {OFFICE: "quarantine"}, "secrecy.marked"),
    _sample("zip-mat-khau", "Tệp nén có mật khẩu", OFFICIAL, {COLLEAGUE: "quarantine"}, "original.unreadable"),
    _sample("gia-mao-nhan", "Thư giả mạo dòng X-Vanthu", CITIZEN, {COUNTER: "forward"}, "domain.external"),
    _sample("thu-bao-loi", "Thư báo lỗi, người gửi rỗng", "", {OFFICIAL: "forward"}),
    Sample("khong-co-nguoi-nhan", "Hộp thư không có trên máy chủ", FINANCE, ("khong-ton-tai@dongnai.gov.vn",), ()),
)
