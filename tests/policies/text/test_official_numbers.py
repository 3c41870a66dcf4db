"""The number and symbol of an official document, as word processors and as readers of pictures give it."""

from pathlib import Path

import pytest

from policies.text.official import read

SIDE_BY_SIDE = (Path(__file__).parent / "examples" / "side-by-side.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "number", "kind"),
    [
        ("Số: 24/TTr-VHTT", "24/TTr-VHTT", "Tờ trình"),
        ("Số: 15/QĐ-BNV", "15/QĐ-BNV", "Quyết định"),
        ("Số: 05/BNV-VP", "05/BNV-VP", "Công văn"),
        ("Số: 12 /UBND-VX", "12/UBND-VX", "Công văn"),
        ("Luật số: 29/2018/QH14", "29/2018/QH14", None),
        ("Số: 29/2018/QH14", "29/2018/QH14", None),
        ("Số: 34/2008/CT-TTg", "34/2008/CT-TTg", "Chỉ thị"),
        ("Số: 08/CTr-UBND", "08/CTr-UBND", "Chương trình"),
        ("Số 127-QĐ/TW", "127-QĐ/TW", "Quyết định"),
        ("Số 24-BS/UBKTTU", "24-BS/UBKTTU", None),
        ("Số: /GM-SYT", "/GM-SYT", "Giấy mời"),
        ("Số: 42Ø2/QĐ-SYT", "4202/QĐ-SYT", "Quyết định"),
        ("3639/QĐ-UBND", "3639/QĐ-UBND", "Quyết định"),
        ("số 70/2009/QĐ-UBND ngày 29/9/2009 của UBND tỉnh", None, None),
        ("Số: 0123456", None, None),
        ("Sở 12/QĐ-UBND", None, None),
        ("24/7", None, None),
        ("Số: 12/QĐ-UBND\tBiên Hòa, ngày 05 tháng 3 năm 2024", "12/QĐ-UBND", "Quyết định"),
        ("Số: 12/QĐ-UBND HỎA TỐC", "12/QĐ-UBND", "Quyết định"),
        ("Số: 12/QĐ-UBND (bản điện tử)", "12/QĐ-UBND", "Quyết định"),
        ("Số: 12/QĐ-UBND và các văn bản khác", None, None),
    ],
)
def test_a_number_stands_on_its_own_line(line, number, kind):
    reading = read([["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", line]])
    assert (reading.number, reading.type) == (number, kind)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("SỐ : 42 /QĐ- SYT", "42/QĐ-SYT"),
        ("Sô: 15/TIr-VHTT", "15/TIr-VHTT"),
        ("Số: 0#. /GM-SYT", "/GM-SYT"),
        ("Số: 3/62 /QĐ-SYT", "/QĐ-SYT"),
        ("Số: O4/QÐ-UBND", "04/QĐ-UBND"),
        ("Số: 3176B/QĐ-SYT", "3176B/QĐ-SYT"),
        ("Số: 610GM-CAT", "610/GM-CAT"),
        ("Sốz22005 /SYT-NVY", "22005/SYT-NVY"),
        ("ỗ:⁄9ˆ/SYT-NVY", "/SYT-NVY"),
        ("Số: 35⁄⁄BC-NV", "35/BC-NV"),
        ("Số: 480/T B-BVĐK", "480/TB-BVĐK"),
        ("Số: 744/PGDĐT-VP- Độc lập - Tự do - Hạnh phúc", "744/PGDĐT-VP"),
        ("Số: 442 /SYT-NVY - Kiên Giang, ngày |Ô_ tháng 10 năm 2017", "442/SYT-NVY"),
        ("Số: 828/NV-VP_ Đức lÚp - - úcC -", "828/NV-VP"),
        ("Số: 19/QĐ-NV. Long Khê, ngày 08 tỉ", "19/QĐ-NV"),
    ],
)
def test_a_number_is_read_as_far_as_a_reader_of_pictures_got_it_right(line, number):
    assert read([["SỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", line]]).number == number


@pytest.mark.parametrize(
    ("line", "heading", "number"),
    [
        ("Sốz⁄9Ð-BVĐK", "QUYẾT ĐỊNH", "/QĐ-BVĐK"),
        ("Số18#&Q-NV", "NGHỊ QUYẾT", "/NQ-NV"),
        ("Số4ãØTr-BVĐK", "CHƯƠNG TRÌNH", "/CTr-BVĐK"),
        ("SI: ĐA-BVĐK", "Đũ ÁN", "/ĐA-BVĐK"),
        ("Số: 382/QvĐ-CAT", "QUY ĐINH", "382/QyĐ-CAT"),
        ("Số: 217/CTIr-UBND", "CHƯƠNG TRÌNH", "217/CTr-UBND"),
        ("Sô: 15/TIr-VHTT", "TỜ TRÌNH", "15/TTr-VHTT"),
        ("Số: 12/UBND-VX", "QUYẾT ĐỊNH", "12/UBND-VX"),
        ("Số224XMT-VP", "V/v công tác văn thư", None),
    ],
)
def test_a_symbol_is_put_right_only_as_the_heading_tells(line, heading, number):
    reading = read([["BỆNH VIỆN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", line, "Nam Sơn, ngày 12 tháng 4 năm 2024", heading]])
    assert (reading.official, reading.number) == (True, number)


STAMPS = {
    "over the letterhead": ("CÔNG VĂN ĐẾN\nSố: 1234\nNgày: 06/3/2024\n", ""),
    "beside it": ("", "ĐẾN Số: 1234\nNgày 06/3/2024\nChuyển: VP-TH\n"),
    "its words apart": ("SỞ NỘI VỤ\nĐẾN\nSố: .....1234.....\n", ""),
    "its slash misread": ("Số đến: 1234/VP-TH\n", ""),
}


@pytest.mark.parametrize(("over", "under"), STAMPS.values(), ids=STAMPS)
def test_an_arrival_stamps_number_is_never_the_documents(over, under):
    stamped = over + SIDE_BY_SIDE.replace("Kính gửi", under + "Kính gửi", 1)
    assert (read([stamped.splitlines()]).official, read([stamped.splitlines()]).number) == (True, "12/STC-VP")
    unnumbered = stamped.replace("Số: 12/STC-VP ", "")
    assert read([unnumbered.splitlines()]).number is None
