"""Whatever is done to an old office file, it comes out as a document or as unread, and soon."""

import struct
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.core.facts import Document, Unread
from tests.gateway.extract.compoundfiles import compound
from tests.gateway.extract.documents import look
from tests.gateway.extract.test_ppt import atom, listed, page, presentation, said, shape
from tests.gateway.extract.worddocs import word
from tests.gateway.extract.workbooks import font, formula, label, record, style, workbook

FILES = Path(__file__).parent / "binary"
NAMES = ("legacy.doc", "legacy.xls", "legacy.ppt")
BODIES = [(FILES / name).read_bytes() for name in NAMES] + [
    word([(b"B\xe9 tr\xad\xebng", struct.pack("<BH", 93, 1)), (b"x\r", b"")], ("A", ".VnTime"), [(1, 0, b"")], old=True),
    word([("Số\x13 PAGE \x141\x15\r", b""), (b"ab", b"")], ("A", ".VnTime"), piece_modifiers=struct.pack("<HH", 0x4A51, 1)),
    workbook([font(b".VnTime"), style(0)], [label(0, 0, b"a"), formula(0, 0), record(0x207, b"\1\0b"), record(0x15, b"\1a")]),
]
WHICH = st.integers(0, len(BODIES) - 1)
KNOWN = {"encrypted", "damaged", "unsupported", "over-limit"}
SIGNATURE = 8  # bytes that tell an OLE file: without them it is some text, or a file of another kind
SECONDS = 2.0  # of the processor; a fifth of it on a machine that does not trace


def judged(body: bytes) -> None:
    """It comes out, and soon."""
    start = time.process_time()
    content = look(body, "a.doc").content
    assert time.process_time() - start < SECONDS
    assert isinstance(content, Document) or (isinstance(content, Unread) and content.reason in KNOWN), content


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_bytes_that_were_changed_do_no_harm(data):
    body = bytearray(BODIES[data.draw(WHICH)])
    places = st.integers(SIGNATURE, len(body) - 5)
    for place, value in data.draw(st.lists(st.tuples(places, st.integers(0, 0xFFFFFFFF)), min_size=1, max_size=20)):
        size = data.draw(st.sampled_from((1, 2, 4)))
        body[place : place + size] = value.to_bytes(4, "little")[:size]
    judged(bytes(body))


@settings(max_examples=100, deadline=None)
@given(WHICH, st.floats(0, 1))
def test_a_file_cut_off_does_no_harm(which, share):
    judged(BODIES[which][: max(SIGNATURE, int(len(BODIES[which]) * share))])


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(("WordDocument", "Workbook", "Book", "PowerPoint Document")), st.binary(max_size=2_000))
def test_a_stream_of_noise_does_no_harm(name, noise):
    judged(compound({name: noise, "0Table": noise, "1Table": noise, "Current User": noise}))


def nested_records(count: int) -> bytes:
    """Containers in one another."""
    return b"".join(struct.pack("<HHL", 0xF, 0x03E8, 8 * (count - 1 - depth)) for depth in range(count))


LOOKS = [struct.pack("<HHHH", 0x4A51, 1, 0x4A4F, number) for number in range(20)]  # modifiers of characters, all different
MANY = struct.pack("<HH", 0x4A50, 1)  # a modifier to be piled up
MOTLEY = b"".join(struct.pack("<HH", place, place % 2) for place in range(1_600))  # a font for each letter
ONE_STRING = [record(0xFD, struct.pack("<3HL", row, 0, 0, 0)) for row in range(8_000)]
WORDY = shape(said(b"a" * 200_000))


def edits(count: int, size: int) -> bytes:
    """Edits that all name one large directory without entries."""
    stream = atom(0x1772, bytes(size))
    for number in range(count):
        before = len(stream) - 36 if number else 0
        stream += atom(0x0FF5, struct.pack("<LLLLLL4x", 0, 0, before, 0, 1, 0))
    return compound({"PowerPoint Document": stream})


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(word([("\x13" * 60_000, b"")]), id="fields that all begin"),
        pytest.param(word([("\x13\x14\x15" * 40_000, b"")]), id="empty fields"),
        pytest.param(word([("\x13" * 40_000 + "\x15" * 40_000, b"")]), id="fields in fields"),
        pytest.param(word([("\r" * 90_000, b"")]), id="empty paragraphs"),
        pytest.param(word([("aé" * 40_000, struct.pack("<HH", 0x4A4F, 1))], ("A", "B")), id="two fonts by turns"),
        pytest.param(word([("x", b"")], styles=[(1, number + 1, b"") for number in range(4_000)]), id="styles upon styles"),
        pytest.param(
            workbook([], [record(0x1C, struct.pack("<3H", 0xFFFF, 0, 1) + b"x")] * 20_000), id="comments that only continue"
        ),
        pytest.param(workbook([record(0xFC, struct.pack("<LL", 1 << 31, 1 << 31) + bytes(3_000))], []), id="2 billion strings"),
        pytest.param(
            workbook(
                [font("A"), record(0xFC, struct.pack("<LLHBH", 1, 1, 1_600, 8, 1_600) + b"a" * 1_600 + MOTLEY)], ONE_STRING, "S"
            ),
            id="one string in many fonts in many cells",
        ),
        pytest.param(workbook([], [label(65_535, 255, "x")] * 10_000, "S"), id="one cell many times"),
        pytest.param(workbook([], [record(0x809, bytes(4))] * 10_000, "S"), id="sheets in sheets"),
        pytest.param(compound({"PowerPoint Document": nested_records(40_000)}), id="records in records"),
        pytest.param(
            word(
                [(b"x", struct.pack("<HH", 0x4A30, 12) * 2 + one) for one in LOOKS],
                styles=[(1, 0xFFF, b""), *((2, number or 0xFFF, MANY * 8_000) for number in range(12))],
            ),
            id="thousands of modifiers of styles",
        ),
        pytest.param(
            presentation(listed(0, *((2, 256 + number, b"") for number in range(5_000))), objects=(page(0x03EE, WORDY),)),
            id="slides that are one",
        ),
        pytest.param(
            presentation(
                listed(0, *((2, 256 + number, b"") for number in range(5_000))),
                listed(2, (3, 900, said(b"a" * 200_000))),
                objects=(page(0x03EE, notes=900), page(0x03F0)),
            ),
            id="slides with the same notes",
        ),
        pytest.param(edits(5_000, 400_000), id="edits with one directory"),
    ],
)
def test_what_is_piled_up_takes_no_longer_than_its_size(body):
    judged(body)
