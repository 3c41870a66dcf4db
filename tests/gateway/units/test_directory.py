"""The directory: units, people and exceptions as they are read, found again, and refused with file, line and column."""

from datetime import date

import pytest

from gateway.units.directory import Domains, read_directory
from policies.core.units import Term

UNITS = "code,name,aliases,level,parent,mailboxes,public_service_mailboxes,head,valid_from,valid_until"
PEOPLE = "mailbox,name,unit,private_addresses,valid_from,valid_until"
EXCEPTIONS = "code,subject,from,until,reason,approved_by"
CODES = frozenset({"domain.recipient", "domain.sender", "original.not-scanned"})
TODAY = date(2026, 3, 2)


def read(tmp_path, units="", people="", exceptions="", today=TODAY):
    for name, header, rows in (("units", UNITS, units), ("people", PEOPLE, people), ("exceptions", EXCEPTIONS, exceptions)):
        text = rows if rows.startswith(("code", "mailbox", "\ufeff")) else f"{header}\n{rows}"
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return read_directory((tmp_path,), Domains(internal=frozenset({"x.vn"})), CODES, today)


def test_a_unit_with_everything(tmp_path):
    directory, mistakes = read(
        tmp_path,
        f"{UNITS},delegates\nUB,Ủy ban,,tỉnh,,,,,,\n"
        'P1,"Phòng Một, Hai",Phòng 1; Phòng cũ,phòng,UB,P1@X.vn.;hai@x.vn,motcua@x.vn,truong@x.vn,2020-01-01,,'
        "a@x.vn(2026-01-01..2026-06-30); b@x.vn; c@x.vn(2026-01-01..)\n",
    )
    assert mistakes == []
    unit = directory.units[1]
    assert (unit.code, unit.name, unit.aliases, unit.level, unit.parent) == (
        "P1",
        "Phòng Một, Hai",
        ("Phòng 1", "Phòng cũ"),
        "phòng",
        "UB",
    )
    assert (unit.mailboxes, unit.public_service_mailboxes, unit.head) == (
        ("p1@x.vn", "hai@x.vn"),
        ("motcua@x.vn",),
        "truong@x.vn",
    )
    assert unit.term == Term(date(2020, 1, 1))
    assert unit.delegates == (
        ("a@x.vn", Term(date(2026, 1, 1), date(2026, 6, 30))),
        ("b@x.vn", Term()),
        ("c@x.vn", Term(date(2026, 1, 1))),
    )
    assert directory.unit_of["hai@x.vn"] is directory.unit_of["motcua@x.vn"] is unit


def test_a_person_is_found_by_every_spelling_of_a_private_address(tmp_path):
    directory, mistakes = read(tmp_path, people="an@x.vn,Nguyễn Văn An,,An.Nguyen+a@Gmail.com;an@thư.vn,,\n")
    assert mistakes == []
    person = directory.person_of["an@x.vn"]
    assert person.private_addresses == ("an.nguyen+a@gmail.com", "an@xn--th-e0a.vn")
    assert set(directory.owner_of_private) == {"an.nguyen+a@gmail.com", "annguyen@gmail.com", "an@xn--th-e0a.vn"}


def test_the_row_in_force_today_counts_where_a_mailbox_was_handed_over(tmp_path):
    rows = "p1@x.vn,Cũ,,,,2025-12-31\np1@x.vn,Nay,,,2026-01-01,2026-12-31\np1@x.vn,Mới,,,2027-01-01,\n"
    assert read(tmp_path, people=rows)[0].person_of["p1@x.vn"].name == "Nay"
    assert read(tmp_path, people=rows, today=date(2027, 5, 1))[0].person_of["p1@x.vn"].name == "Mới"
    units = "A,Cũ,,,,p@x.vn,,,,2025-06-30\nB,Mới,,,,p@x.vn,,,2025-07-01,\n"
    directory, mistakes = read(tmp_path, units=units)
    assert (directory.unit_of["p@x.vn"].code, mistakes) == ("B", [])


def test_exceptions_are_found_by_their_subject(tmp_path):
    directory, mistakes = read(
        tmp_path,
        units="P1,Một,,,,,,,,\n",
        exceptions="domain.recipient,B.ao+tin@gmail.com,2026-01-01,,Báo chí,Hoa\ndomain.*,@Truong.VN,,,Chung,Hoa\n"
        "domain.*,unit:P1,,2026-12-31,Thử,Hoa\noriginal.not-scanned,number:04/2011/QĐ-UBND,,,Cũ,Hoa\n"
        "domain.sender,unit: P1,,,x,y\n",
    )
    assert mistakes == []
    assert set(directory.exemptions_of) == {"bao@gmail.com", "@truong.vn", "unit:P1", "number:04/2011/QĐ-UBND"}
    assert [one.code for one in directory.exemptions_of["unit:P1"]] == ["domain.*", "domain.sender"]
    assert directory.exemptions[2].term == Term(None, date(2026, 12, 31))


def test_excel_habits_are_read(tmp_path):
    directory, mistakes = read(tmp_path, people=f"\ufeff{PEOPLE}\r\nan@x.vn,An,,,,\r\n,,,,,\r\n\r\n", units="P1,Một,,,,,,,,\r\n")
    assert (len(directory.people), len(directory.units), mistakes) == (1, 1, [])


def test_special_internal_domains_are_addresses_too(tmp_path):
    directory, mistakes = read(tmp_path, people="an@sotttt.local,An,,,,\nb'c@x.test,Bình,,,,\n")
    assert (sorted(directory.person_of), mistakes) == (["an@sotttt.local", "b'c@x.test"], [])


def test_a_list_comes_from_the_first_folder_that_has_it(tmp_path):
    own, shipped = tmp_path / "own", tmp_path / "shipped"
    own.mkdir()
    shipped.mkdir()
    (shipped / "units.csv").write_text(f"{UNITS}\nS,Gốc,,,,,,,,\n", encoding="utf-8")
    directory, mistakes = read_directory((own, shipped), Domains(), CODES, TODAY)
    assert ([unit.code for unit in directory.units], directory.people, mistakes) == (["S"], (), [])


@pytest.mark.parametrize(
    ("name", "rows", "place", "expected"),
    [
        pytest.param("units", "codes,name\n", "units.csv:1", "code?", id="a misspelt column"),
        pytest.param("units", "code,name\n", "units.csv:1", "dòng tiêu đề", id="columns left out"),
        pytest.param("people", f"{PEOPLE},delegates\n", "people.csv:1", "delegates", id="a column that the list does not have"),
        pytest.param("units", "P1,Một\n", "units.csv:2", "có 2 cột, phải là 10", id="cells left out"),
        pytest.param("units", "P1,Một,,,,,,,,,,\n", "units.csv:2", "có 12 cột", id="cells too many"),
        pytest.param("units", ",Một,,,,,,,,\n", "units.csv:2: cột 1 (code)", "để trống", id="a unit without code"),
        pytest.param("units", "P1,,,,,,,,,\n", "units.csv:2: cột 2 (name)", "để trống", id="a unit without name"),
        pytest.param("units", "P1,a,,,,,,,,\nP1,b,,,,,,,,\n", "units.csv:3: cột 1 (code)", "dòng 2", id="a code twice"),
        pytest.param("units", "P10,a,,,P11,,,,,\n", "units.csv:2: cột 5 (parent)", "P10?", id="a parent that is not there"),
        pytest.param("units", "P1,a,,,P1,,,,,\n", "units.csv:2: cột 5 (parent)", "chính nó", id="its own parent"),
        pytest.param("units", "P1,a,,,,p1,,,,\n", "units.csv:2: cột 6 (mailboxes)", "địa chỉ thư", id="a mailbox without domain"),
        pytest.param(
            "units", "P1,a,,,,,a b@x.vn,,,\n", "cột 7 (public_service_mailboxes)", "địa chỉ thư", id="a mailbox with a blank"
        ),
        pytest.param("units", "P1,a,,,,,,a@-x.vn,,\n", "cột 8 (head)", "địa chỉ thư", id="a domain that can't be one"),
        pytest.param("units", "P1,a,,,,,,,1/1/2026,\n", "cột 9 (valid_from)", "yyyy-mm-dd", id="a date in another form"),
        pytest.param("units", "P1,a,,,,,,,,2026-02-30\n", "cột 10 (valid_until)", "yyyy-mm-dd", id="a day that does not exist"),
        pytest.param(
            "units", "P1,a,,,,,,,2026-02-01,2026-01-01\n", "cột 10 (valid_until)", "sớm hơn", id="an end before the start"
        ),
        pytest.param(
            "units", "P1,a,,,,m@x.vn,,,,\nP2,b,,,,,m@x.vn,,,\n", "units.csv:3: cột 7", "dòng 2", id="one mailbox, two units"
        ),
        pytest.param(
            "units", f"{UNITS},delegates\nP1,a,,,,,,,,,a@x.vn(2026)\n", "cột 11 (delegates)", "a@x", id="a delegate's dates"
        ),
        pytest.param(
            "units", f"{UNITS},delegates\nP1,a,,,,,,,,,b\n", "cột 11 (delegates)", "địa chỉ", id="a delegate without domain"
        ),
        pytest.param("units", 'P1,"a\nb",,,,,,,,\nP1,"x', "units.csv:4", "sai dạng CSV", id="a quote that never ends"),
        pytest.param("people", ",An,,,,\n", "people.csv:2: cột 1 (mailbox)", "để trống", id="a person without mailbox"),
        pytest.param("people", "a@x.vn,An,P9,,,\n", "people.csv:2: cột 3 (unit)", "đơn vị", id="a unit that is not there"),
        pytest.param(
            "people",
            "a@x.vn,A,,p@y.vn,,\nb@x.vn,B,,p@y.vn,,\n",
            "people.csv:3: cột 4",
            "dòng 2",
            id="one private address, two owners",
        ),
        pytest.param(
            "exceptions", "domain.recipent,a@y.vn,,,x,y\n", "exceptions.csv:2: cột 1", "domain.recipient?", id="an unknown code"
        ),
        pytest.param("exceptions", "domian.*,a@y.vn,,,x,y\n", "exceptions.csv:2: cột 1", "không có mã", id="an unknown policy"),
        pytest.param(
            "exceptions", "domain.*,unit:P9,,,x,y\n", "exceptions.csv:2: cột 2", "đơn vị", id="an exception for no unit"
        ),
        pytest.param(
            "exceptions", "domain.*,gmail.com,,,x,y\n", "exceptions.csv:2: cột 2", "địa chỉ thư", id="a subject of no kind"
        ),
        pytest.param(
            "exceptions", "domain.*,@-,,,x,y\n", "exceptions.csv:2: cột 2", "@tên-miền", id="a subject's domain that is none"
        ),
        pytest.param("exceptions", "domain.*,a@y.vn,,,,y\n", "exceptions.csv:2: cột 5 (reason)", "để trống", id="no reason"),
        pytest.param(
            "exceptions", "domain.*,a@y.vn,,,x,\n", "exceptions.csv:2: cột 6 (approved_by)", "để trống", id="nobody approved"
        ),
    ],
)
def test_a_mistake_names_file_line_and_column(tmp_path, name, rows, place, expected):
    mistakes = read(tmp_path, **{name: rows})[1]
    assert any(place in told and expected in told for told in mistakes), mistakes
    assert all(len(told.splitlines()) == 1 for told in mistakes)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(
            f"{UNITS}\nP1,M\xe9t,,,,,,,,\n".encode("latin-1"), "units.csv:2: tệp phải viết bằng UTF-8", id="another encoding"
        ),
        pytest.param(b"\x00\xff" * 10, "UTF-8", id="no text at all"),
        pytest.param(b"a" * 200_000, "sai dạng CSV", id="one endless cell"),
    ],
)
def test_a_file_that_is_no_list(tmp_path, raw, expected):
    (tmp_path / "units.csv").write_bytes(raw)
    mistakes = read_directory((tmp_path,), Domains(), CODES, TODAY)[1]
    assert expected in mistakes[0]


def test_a_folder_in_place_of_a_list_is_told(tmp_path):
    (tmp_path / "units.csv").mkdir()
    assert "không đọc được" in read_directory((tmp_path,), Domains(), CODES, TODAY)[1][0]
