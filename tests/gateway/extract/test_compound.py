"""Compound files give their streams whole or not at all, whatever their tables say."""

import struct
from pathlib import Path

import pytest

from gateway.extract.budget import Refused, budget
from gateway.extract.compound import Compound
from gateway.limits import Limits
from tests.gateway.extract.compoundfiles import END, FREE, SECTOR, compound

FILES = Path(__file__).parent / "binary"
DIRECTORY = 2 * SECTOR  # of a small file: head, allocation table, directory


def opened(body: bytes) -> Compound:
    return Compound(body, budget(Limits(), len(body)))


def changed(body: bytes, place: int, *numbers: int) -> bytes:
    """The file with other numbers at a place."""
    raw = bytearray(body)
    struct.pack_into(f"<{len(numbers)}L", raw, place, *numbers)
    return bytes(raw)


WHOLE = compound({"Một": b"text" * 3_000, "Hai": b"x"})
LARGE = compound({"Một": bytes(70_000)})  # its allocation table takes two sectors


def test_streams_are_found_in_any_case_and_read_whole():
    file = opened(WHOLE)
    assert file.names == {"một", "hai"}
    assert file.stream("MỘT").rstrip(b"\0") == b"text" * 3_000
    assert file.stream("Hai").rstrip(b"\0") == b"x"


def test_a_small_stream_lies_in_the_roots_own():
    assert opened((FILES / "legacy.ppt").read_bytes()).names == {"powerpoint document", "current user"}
    assert opened((FILES / "legacy.doc").read_bytes()).stream("\1CompObj")[32:].startswith(b"Microsoft Word")


def test_a_large_file_has_tables_that_its_head_does_not_name():
    """MS-CFB 2.5: from 109 sectors of the allocation table on, further ones are listed in sectors of their own."""
    data = bytes(range(256)) * 30_000  # 7.7 MB
    body = compound({"A": data})
    count = struct.unpack_from("<L", body, 44)[0]
    assert count > 109
    further = (len(body) >> 9) - 1
    body = changed(body, 68, further, 1) + struct.pack(f"<{count - 109}L", *range(109, count)).ljust(508, b"\xff")
    assert opened(body + struct.pack("<L", END)).stream("A") == data


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        pytest.param(WHOLE[:20], "OLE structure", id="half a head"),
        pytest.param(changed(WHOLE, 28, 0x20FFFE), "OLE sector size", id="sectors of another size"),
        pytest.param(
            changed(LARGE, 68, 999, 1, 0, FREE), "OLE chain leads out of the file", id="a table of tables out of the file"
        ),
        pytest.param(changed(WHOLE, 48, END), "OLE directory", id="no directory"),
        pytest.param(changed(WHOLE, 48, 0x7FFFFFF), "OLE chain leads out of the file", id="a directory out of the file"),
        pytest.param(changed(WHOLE, SECTOR + 4, 1), "OLE chain without an end", id="a directory in a circle"),
        pytest.param(changed(WHOLE, DIRECTORY + 128 + 116, 9_999), "OLE chain leads out of the file", id="a stream out of it"),
        pytest.param(changed(WHOLE, DIRECTORY + 128 + 116, END), "OLE stream cut off", id="a stream that does not begin"),
        pytest.param(changed(WHOLE, DIRECTORY + 128 + 120, 1 << 30), "OLE stream larger than its file", id="one too large"),
        pytest.param(
            changed(WHOLE, DIRECTORY + 128 + 120, 99), "OLE chain leads out of the file", id="a small one without sectors"
        ),
        pytest.param(WHOLE[: -SECTOR * 9], "OLE stream cut off", id="a file cut off"),
        pytest.param(compound({"Ba": b""}), "no stream Một", id="a stream that is not there"),
    ],
)
def test_what_is_broken_is_damaged(body, detail):
    with pytest.raises(Refused) as refusal:
        opened(body).stream("Một")
    assert refusal.value.unread.detail == detail


def test_a_stream_in_a_circle_is_no_longer_than_it_says():
    body = changed(WHOLE, SECTOR + 4 * 2, 2)  # its first sector is followed by itself
    assert len(opened(body).stream("Một")) == 12_000


def test_a_directory_in_a_circle_is_gone_through_once():
    body = changed(WHOLE, DIRECTORY + 256 + 68, 1, 2, 0)
    assert opened(body).names == {"một", "hai"}


def test_a_table_that_lists_itself_ends():
    body = changed(WHOLE, 68, 1, 0xFFFFFFFF)
    assert opened(body).names == {"một", "hai"}


def test_what_a_stream_holds_counts_against_the_budget():
    with pytest.raises(Refused, match="over-limit"):
        Compound(WHOLE, budget(Limits(unpacked=9_000), len(WHOLE))).stream("Một")
