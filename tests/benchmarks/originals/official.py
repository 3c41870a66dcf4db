"""Makes official documents of every type and level, and measures what is read of them as text, as PDF and as office files.

  official.py lines [--seed N] [--count N]         the lines themselves, in five orders of a letterhead's columns
  official.py make DIR [--seed N] [--count N]      PDF (reportlab), DOCX (python-docx: table, tabs); truth.json beside them
  official.py files DIR                            what the gateway reads of the files there (also those made from them)

`make` needs reportlab, python-docx and a folder of fonts with Vietnamese letters (--fonts).  Seeds from 900 on were never
looked at while the reader was written.  Texts, names and numbers are invented.
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

QUOC_HIEU, TIEU_NGU = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
KINDS = {
    "NQ": "NGHỊ QUYẾT",
    "QĐ": "QUYẾT ĐỊNH",
    "CT": "CHỈ THỊ",
    "QC": "QUY CHẾ",
    "QyĐ": "QUY ĐỊNH",
    "TC": "THÔNG CÁO",
    "TB": "THÔNG BÁO",
    "HD": "HƯỚNG DẪN",
    "CTr": "CHƯƠNG TRÌNH",
    "KH": "KẾ HOẠCH",
    "PA": "PHƯƠNG ÁN",
    "ĐA": "ĐỀ ÁN",
    "DA": "DỰ ÁN",
    "BC": "BÁO CÁO",
    "BB": "BIÊN BẢN",
    "TTr": "TỜ TRÌNH",
    "HĐ": "HỢP ĐỒNG",
    "": "",
    "CĐ": "CÔNG ĐIỆN",
    "BGN": "BẢN GHI NHỚ",
    "BTT": "BẢN THỎA THUẬN",
    "GUQ": "GIẤY ỦY QUYỀN",
    "GM": "GIẤY MỜI",
    "GGT": "GIẤY GIỚI THIỆU",
    "GNP": "GIẤY NGHỈ PHÉP",
    "PG": "PHIẾU GỬI",
    "PC": "PHIẾU CHUYỂN",
    "PB": "PHIẾU BÁO",
    "SY": "BẢN SAO Y",
    "TrS": "BẢN TRÍCH SAO",
    "SL": "BẢN SAO LỤC",
}
# Superior, issuer, symbol, place, positions.
STATE = [
    ("", "ỦY BAN NHÂN DÂN\nTỈNH ĐỒNG NAI", "UBND", "Đồng Nai", "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"),
    ("HỘI ĐỒNG NHÂN DÂN\nTỈNH ĐỒNG NAI", "", "HĐND", "Đồng Nai", "CHỦ TỊCH"),
    ("UBND TỈNH ĐỒNG NAI", "SỞ Y TẾ", "SYT", "Đồng Nai", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"),
    ("UBND TỈNH BÀ RỊA - VŨNG TÀU", "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "SGDĐT", "Bà Rịa", "GIÁM ĐỐC"),
    ("SỞ Y TẾ ĐỒNG NAI", "BỆNH VIỆN ĐA KHOA\nTHỐNG NHẤT", "BVTN", "Biên Hòa", "GIÁM ĐỐC"),
    ("UBND THÀNH PHỐ BIÊN HÒA", "PHÒNG VĂN HÓA VÀ THÔNG TIN", "VHTT", "Biên Hòa", "TRƯỞNG PHÒNG"),
    ("UBND THÀNH PHỐ BIÊN HÒA", "TRƯỜNG TIỂU HỌC TÂN PHONG", "THTP", "Biên Hòa", "HIỆU TRƯỞNG"),
    ("", "ỦY BAN NHÂN DÂN\nPHƯỜNG TRẢNG DÀI", "UBND", "Trảng Dài", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"),
    ("BỘ TÀI CHÍNH", "KHO BẠC NHÀ NƯỚC", "KBNN", "Hà Nội", "TỔNG GIÁM ĐỐC"),
    ("", "BỘ NỘI VỤ", "BNV", "Hà Nội", "KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG"),
    ("", "VĂN PHÒNG CHÍNH PHỦ", "VPCP", "Hà Nội", "KT. BỘ TRƯỞNG, CHỦ NHIỆM\nPHÓ CHỦ NHIỆM"),
    ("TỔNG CỤC THUẾ", "CỤC THUẾ TỈNH ĐỒNG NAI", "CTDNA", "Đồng Nai", "TL. CỤC TRƯỞNG\nTRƯỞNG PHÒNG HÀNH CHÍNH"),
    ("BỘ CÔNG AN", "CÔNG AN TỈNH ĐỒNG NAI", "CAT", "Đồng Nai", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"),
    ("TÒA ÁN NHÂN DÂN TỐI CAO", "TÒA ÁN NHÂN DÂN\nTỈNH ĐỒNG NAI", "TA", "Đồng Nai", "CHÁNH ÁN"),
    ("BẢO HIỂM XÃ HỘI VIỆT NAM", "BẢO HIỂM XÃ HỘI\nTỈNH ĐỒNG NAI", "BHXH", "Đồng Nai", "Q. GIÁM ĐỐC"),
    ("UBND TP. HỒ CHÍ MINH", "BAN QUẢN LÝ DỰ ÁN", "BQLDA", "TP. Hồ Chí Minh", "TUQ. TRƯỞNG BAN\nCHÁNH VĂN PHÒNG"),
    ("TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", "LIÊN ĐOÀN LAO ĐỘNG\nTỈNH ĐỒNG NAI", "LĐLĐ", "Đồng Nai", "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH"),
    ("", "HỘI LIÊN HIỆP PHỤ NỮ\nTỈNH ĐỒNG NAI", "BTV", "Đồng Nai", "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH"),
    ("ỦY BAN MTTQ VIỆT NAM\nTỈNH ĐỒNG NAI", "BAN THƯỜNG TRỰC", "MTTQ", "Đồng Nai", "TM. BAN THƯỜNG TRỰC\nPHÓ CHỦ TỊCH"),
    ("", "HỘI CHỮ THẬP ĐỎ\nTỈNH ĐỒNG NAI", "CTĐ", "Đồng Nai", "CHỦ TỊCH"),
]
PARTY = [
    ("TỈNH ỦY ĐỒNG NAI", "BAN TỔ CHỨC", "BTCTU", "Biên Hòa", "TRƯỞNG BAN"),
    ("", "BAN CHẤP HÀNH TRUNG ƯƠNG", "TW", "Hà Nội", "T/M BAN BÍ THƯ\nTHƯỜNG TRỰC BAN BÍ THƯ"),
    ("ĐẢNG BỘ TỈNH ĐỒNG NAI", "THÀNH ỦY BIÊN HÒA", "TU", "Biên Hòa", "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ"),
    ("THÀNH ỦY BIÊN HÒA", "ỦY BAN KIỂM TRA", "UBKTTU", "Biên Hòa", "CHỦ NHIỆM"),
    ("ĐẢNG ỦY KHỐI CÁC CƠ QUAN TỈNH", "CHI BỘ SỞ Y TẾ", "CB", "Biên Hòa", "T/M CHI BỘ\nBÍ THƯ"),
]
YOUTH = [
    ("BCH ĐOÀN TỈNH ĐỒNG NAI", "THÀNH ĐOÀN BIÊN HÒA", "TĐTN", "Biên Hòa", "TM. BAN THƯỜNG VỤ\nPHÓ BÍ THƯ"),
    ("TỈNH ĐOÀN ĐỒNG NAI", "BAN CHẤP HÀNH", "TĐTN", "Đồng Nai", "TM. BAN THƯỜNG VỤ\nBÍ THƯ"),
]
ABOUT = [
    "phân bổ kinh phí năm 2025",
    "tổ chức hội nghị tổng kết công tác văn thư, lưu trữ",
    "góp ý dự thảo Nghị quyết của HĐND tỉnh",
    "kiểm tra an toàn thực phẩm dịp Tết Nguyên đán",
    "khen thưởng thành tích đột xuất",
]
NAMES = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Quang Đạo", "Võ Thị Ánh Tuyết", "Phan Thanh Hà"]
TO = ["Sở Nội vụ", "Văn phòng UBND tỉnh", "UBND các phường, xã", "Phòng Tài chính - Kế hoạch", "Các sở, ban, ngành"]
TEXT = "Thực hiện chỉ đạo của cấp trên, đề nghị các cơ quan, đơn vị nghiêm túc triển khai các nội dung nêu trên."
Truth = dict[str, Any]


def document(rng: random.Random) -> Truth:
    """One document: what it says of itself, and the pieces that it is laid out from."""
    form = rng.choices(("state", "party", "youth"), (10, 2, 1))[0]
    parent, unit, symbol, place, title = rng.choice({"state": STATE, "party": PARTY, "youth": YOUTH}[form])
    short = rng.choice(list(KINDS))
    serial = rng.choice([f"{rng.randint(1, 9):02d}", str(rng.randint(10, 5000))])
    year = rng.choice([2011, 2018, 2023, 2024, 2025])
    if form != "state":
        short = short or "CV"
        number = f"{serial}-{short}/{symbol}"
    elif not short:
        number = f"{serial}/{symbol}-{rng.choice(['VP', 'VX', 'TH', 'NVY'])}"
    else:
        number = (
            f"{serial}/{year}/{short}-{symbol}"
            if short in ("QĐ", "NQ", "CT") and rng.random() < 0.3
            else f"{serial}/{short}-{symbol}"
        )
    day, month = rng.randint(1, 28), rng.randint(1, 12)
    return {
        "form": form,
        "number": number,
        "kind": KINDS.get(short, ""),
        "date": f"{year}-{month:02d}-{day:02d}",
        "issuer": " ".join((unit or parent).split("\n")),
        "left": [*parent.split("\n"), *unit.split("\n")],
        "day": f"{place}, ngày {day:02d} tháng {month:02d} năm {year}",
        "about": rng.choice(ABOUT),
        "title": title.split("\n"),
        "name": rng.choice(NAMES),
        "to": rng.sample(TO, 2),
        "prefix": rng.choice(["Số: ", "Số:", "Số "]),
    }


def head(truth: Truth, order: str) -> list[str]:
    """The lines of the letterhead: the columns side by side (merged, tabs, spaces) or one after the other (left, right)."""
    left = [line for line in truth["left"] if line] + [truth["prefix"] + truth["number"]]
    right = {"state": [QUOC_HIEU, TIEU_NGU], "party": ["ĐẢNG CỘNG SẢN VIỆT NAM"], "youth": ["ĐOÀN TNCS HỒ CHÍ MINH"]}[
        truth["form"]
    ]
    if not truth["kind"]:
        left.append(f"V/v {truth['about']}")
    if order == "left":
        return [*left, *right, truth["day"]]
    if order == "right":
        return [*right, truth["day"], *left]
    gap = {"merged": " ", "tabs": "\t", "spaces": "        "}[order]
    beside = [*right, *[""] * (len(left) - len(right) - 1)]
    where = left.index(truth["prefix"] + truth["number"])
    beside = [*beside[: max(where, len(right))], truth["day"]]
    rows = max(len(left), len(beside))
    left, beside = left + [""] * (rows - len(left)), beside + [""] * (rows - len(beside))
    return [gap.join(filter(None, pair)) for pair in zip(left, beside, strict=True)]


def body(truth: Truth) -> list[str]:
    """The lines below the letterhead, the lists and the signature side by side."""
    opening = [truth["kind"], f"Về việc {truth['about']}"] if truth["kind"] else ["Kính gửi: " + truth["to"][0]]
    entries = ["Nơi nhận:", "- Như trên;", *(f"- {one};" for one in truth["to"]), "- Lưu: VT."]
    signed = [*truth["title"], "", "", truth["name"]]
    rows = max(len(entries), len(signed))
    entries, signed = entries + [""] * (rows - len(entries)), signed + [""] * (rows - len(signed))
    return [*opening, *[TEXT] * 6, *("\t".join(pair) for pair in zip(entries, signed, strict=True))]


def documents(seed: int, count: int) -> Iterator[Truth]:
    """Some documents; the same seed gives the same ones."""
    rng = random.Random(seed)
    return (document(rng) for _ in range(count))


def score(truth: Truth, reading: Any) -> dict[str, bool]:
    """What was read right."""
    kind = truth["kind"].lower()
    return {
        "official": reading.official,
        "number": reading.number == truth["number"],
        "type": (reading.type or "").lower() == kind or not kind or kind == "bản sao y",
        "issuer": reading.issuer == truth["issuer"],
        "date": reading.date == truth["date"],
        "signer": (reading.signer or "").endswith(truth["name"]),
        "addressees": set(truth["to"]) <= set(reading.addressees or ()),
    }


def measure_lines(seed: int, count: int) -> None:
    """Read the lines of documents in every order of their columns."""
    from policies.text.official import read

    for order in ("merged", "tabs", "spaces", "left", "right"):
        totals: Counter[str] = Counter()
        for truth in documents(seed, count):
            lines = head(truth, order) + body(truth)
            found = score(truth, read([lines]))
            totals.update(name for name, right in found.items() if right)
            if not (found["official"] and found["number"]):
                print("   ", order, lines[:6], read([lines]).number)
        print(order, count, dict(totals))


def make_files(folder: Path, seed: int, count: int, fonts: Path) -> None:
    """Lay documents out as PDF and DOCX."""
    import official_files

    folder.mkdir(parents=True, exist_ok=True)
    truths = list(documents(seed, count))
    for place, truth in enumerate(truths):
        official_files.as_pdf(truth, folder / f"{place:03d}-drawn.pdf", fonts)
        official_files.as_docx(truth, folder / f"{place:03d}-{('table', 'tabs', 'box')[place % 3]}.docx")
    (folder / "truth.json").write_text(json.dumps(truths, ensure_ascii=False), encoding="utf-8")


def measure_files(folder: Path) -> None:
    """Read files as a letter's attachments are read."""
    import official_files

    truths = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    totals: dict[str, Counter[str]] = {}
    for path in sorted(folder.glob("*-*.*")):
        truth = truths[int(path.name[:3])]
        found = score(truth, official_files.record_of(path))
        kind = path.name[4:]
        totals.setdefault(kind, Counter()).update(["files", *(name for name, right in found.items() if right)])
        if not all(found.values()):
            print("   ", path.name, [name for name, right in found.items() if not right])
    for kind, counted in totals.items():
        print(kind, dict(counted))


def main() -> None:
    sys.path[:0] = [str(Path(__file__).parents[3]), str(Path(__file__).parent)]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("lines", "make", "files"))
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts/truetype/liberation2"))
    options = parser.parse_args()
    if options.what == "lines":
        measure_lines(options.seed, options.count)
    elif options.what == "make":
        make_files(options.folder, options.seed, options.count, options.fonts)
    else:
        measure_files(options.folder)


if __name__ == "__main__":
    main()
