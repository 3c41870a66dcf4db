"""Which units the entries under "Kính gửi" and "Nơi nhận" stand for, as registries write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.core.units import Term, Unit
from policies.text.addressees import resolved
from policies.text.unitnames import key, names

UNITS = (
    Unit("TINH", "UBND tỉnh Đồng Nai", level="tỉnh"),
    Unit("SNV", "Sở Nội vụ", level="sở", parent="TINH"),
    Unit("STTTT", "Sở Thông tin và Truyền thông", ("Sở TTTT",), "sở", "TINH"),
    Unit("TP", "UBND thành phố Biên Hòa", (), "thành phố", "TINH"),
    Unit("VP", "Văn phòng HĐND và UBND thành phố", ("Văn phòng UBND",), "phòng", "TP"),
    Unit("NV", "Phòng Nội vụ", (), "phòng", "TP"),
    Unit("VHTT", "Phòng Văn hóa và Thông tin", (), "phòng", "TP"),
    Unit("TCKH", "Phòng Tài chính - Kế hoạch", (), "phòng", "TP"),
    Unit("QLDA", "Ban Quản lý dự án", (), "ban", "TP"),
    Unit("DOAN", "Thành đoàn Biên Hòa", (), "đoàn thể", "TP"),
    Unit("PTP", "UBND phường Tân Phong", (), "phường", "TP"),
    Unit("PTD", "UBND phường Trảng Dài", (), "phường", "TP"),
    Unit("XHH", "UBND xã Hiệp Hòa", (), "xã", "TP"),
    Unit("OLD", "UBND phường Cũ", (), "phường", "TP", term=Term(until=date(2025, 6, 30))),
    Unit("LK", "UBND huyện Long Khánh", (), "huyện", "TINH"),
    Unit("NVLK", "Phòng Nội vụ", ("-",), "phòng", "LK"),
)
KNOWN = names(UNITS, date(2026, 1, 1))
WARDS, ROOMS = ["PTP", "PTD", "XHH"], ["VP", "NV", "VHTT", "TCKH"]


def units(*entries: str, near: str = "TP") -> list[str]:
    return [unit.code for unit in resolved(entries, KNOWN, KNOWN.by_code.get(near))]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("UBND phường Tân Phong", ["PTP"]),
        ("Ủy ban nhân dân phường Tân Phong", ["PTP"]),
        ("UỶ BAN NHÂN DÂN P. TÂN PHONG", ["PTP"]),
        ("UBND P.Tân Phong (t/h)", ["PTP"]),
        ("Phường Tân Phong", ["PTP"]),
        ("UBND xã Hiệp Hoà", ["XHH"]),
        ("Phòng Văn hoá - Thông tin", ["VHTT"]),
        ("Phòng VHTT", ["VHTT"]),
        ("Trưởng phòng VH&TT", ["VHTT"]),
        ("Sở TT&TT tỉnh Đồng Nai", ["STTTT"]),
        ("Sở Nội vụ tỉnh Đồng Nai (để b/c)", ["SNV"]),
        ("Sở Nội vụ để báo cáo", ["SNV"]),
        ("UBND tỉnh", ["TINH"]),
        ("CT, các PCT UBND thành phố", ["TP"]),
        ("TT. HĐND, UBND thành phố", ["TP"]),
        ("Chủ tịch, các Phó Chủ tịch UBND TP. Biên Hòa", ["TP"]),
        ("Chánh Văn phòng UBND; Phòng Nội vụ", ["VP", "NV"]),
        ("Phòng Nội vụ, Phòng VHTT và UBND phường Tân Phong", ["NV", "VHTT", "PTP"]),
        ("Các phòng: Nội vụ, Văn hóa và Thông tin", ["NV", "VHTT"]),
        ("Các phòng Nội vụ, Tài chính - Kế hoạch và VHTT", ["NV", "TCKH", "VHTT"]),
        ("UBND các phường: Tân Phong, Trảng Dài", ["PTP", "PTD"]),
        ("UBND các phường Tân Phong, Trảng Dài", ["PTP", "PTD"]),
        ("Phòng N\ufffdi v\ufffd", ["NV"]),
        ("UBND ph\ufffd\ufffdng Tr\ufffdng Dài", ["PTD"]),
        ("UBND t\ufffdnh", ["TINH"]),
        ("UBND các ph\ufffd\ufffdng, xã", WARDS),
        ("\ufffdy ban nhân dân xã Hi\ufffdp Hòa", ["XHH"]),
        ("UBND 30 phường, xã", WARDS),
        ("UBND các xã, phường", WARDS),
        ("Chủ tịch UBND các phường, xã", WARDS),
        ("UBND các phường, xã thuộc thành phố Biên Hòa", WARDS),
        ("UBND các phường", ["PTP", "PTD"]),
        ("Các phòng, ban", [*ROOMS, "QLDA"]),
        ("Thủ trưởng các phòng, ban chuyên môn thuộc UBND thành phố", [*ROOMS, "QLDA"]),
        ("Các đơn vị trực thuộc", [*ROOMS, "QLDA", "DOAN"]),
        ("Các phòng, ban, đoàn thể thành phố", [*ROOMS, "QLDA", "DOAN"]),
        ("Các sở, ban, ngành tỉnh", ["SNV", "STTTT"]),
        ("UBND các huyện, thành phố", ["TP", "LK"]),
    ],
)
def test_an_entry_stands_for(entry: str, expected: list[str]):
    assert units(entry) == expected


@pytest.mark.parametrize(
    "entry",
    [
        *("Ph\ufffdng \ufffd\ufffd\ufffd\ufffd\ufffd", "UBND ph\ufffd\ufffdng \ufffd", "B\ufffd N\ufffdi v\ufffd", "Tr\ufffdn"),
        *(
            "Như trên",
            "Như Điều 3",
            "Lưu: VT, VX",
            "Các đơn vị liên quan",
            "Các phòng, ban có liên quan",
            "Các đơn vị có tên tại Điều 2",
        ),
        *("Bộ Nội vụ", "Sở Nội vụ tỉnh Bình Dương", "Công an phường Tân Phong", "Trường THCS Tân Phong", "UBND phường Cũ"),
        *(
            "Đảng ủy phường Tân Phong",
            "Phòng Nội vụ phường Tân Phong",
            "Ông Nguyễn Văn A",
            "CT, các PCT",
            "",
            "-",
            "các",
            "30",
            ":",
            "P.",
        ),
    ],
)
def test_nothing_is_guessed_of(entry: str):
    assert units(entry) == []


def test_of_two_units_with_one_name_the_nearer_one_is_meant():
    assert units("Phòng Nội vụ", near="VHTT") == ["NV"]
    assert units("Phòng Nội vụ", near="LK") == ["NVLK"]
    assert units("Phòng Nội vụ", near="") == []


def test_a_department_writes_to_the_wards_of_its_city():
    assert units("UBND các phường, xã", near="VHTT") == WARDS


def test_each_unit_is_named_once_in_the_order_of_the_document():
    assert units("Phòng VHTT", "Các phòng, ban", "Phòng Nội vụ") == ["VHTT", "VP", "NV", "TCKH", "QLDA"]


def test_units_whose_parents_lead_in_a_circle_end():
    circle = names((Unit("A", "Phòng A", parent="B"), Unit("B", "Phòng B", parent="A")), date(2026, 1, 1))
    assert resolved(["các xã"], circle, circle.by_code["A"]) == ()


@given(st.text(alphabet="Các phòng, ban:; UBND30xãP.()-và", max_size=300))
def test_whatever_is_written_names_units_of_the_directory(entry: str):
    assert set(units(entry)) <= {unit.code for unit in UNITS}


@given(st.text(max_size=100))
def test_a_key_is_the_same_however_the_text_is_set(text: str):
    assert key(f"  {text} ") == key(text)


@pytest.mark.parametrize(
    ("charged", "expected"),
    [
        ("Chánh Văn phòng, Trưởng phòng Nội vụ, Trưởng phòng Văn hóa và Thông tin", ["NV", "VHTT"]),
        ("Chánh Văn phòng HĐND và UBND thành phố, Trưởng phòng Nội vụ và Chủ tịch UBND phường Tân Phong", ["VP", "NV", "PTP"]),
        (
            "Chánh Văn phòng UBND, Thủ trưởng các phòng, ban, Chủ tịch UBND các phường, xã",
            ["VP", "NV", "VHTT", "TCKH", "QLDA", *WARDS],
        ),
        ("Các ông (bà) Chánh Văn phòng UBND, Trưởng phòng Nội vụ và các cá nhân có liên quan", ["VP", "NV"]),
        ("Chủ tịch UBND các phường, xã và thủ trưởng các đơn vị liên quan", WARDS),
        ("Phòng Tài chính - Kế hoạch; UBND xã Hiệp Hòa", ["TCKH", "XHH"]),
        ("các tổ chức, cá nhân có liên quan", []),
        ("t/h", []),
    ],
)
@pytest.mark.parametrize("opening", ["Như Điều 3", "Như điều 3 (t/h)"])
def test_an_article_stands_for_those_whom_it_charges(opening: str, charged: str, expected: list[str]):
    assert units(f"{opening} ({charged})") == expected
