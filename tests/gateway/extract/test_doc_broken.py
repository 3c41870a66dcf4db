"""Of a broken Word document either its text is read, or it is unread: never a part of it in silence."""

import struct

import pytest

from policies.core.facts import Unread
from tests.gateway.extract.compoundfiles import compound
from tests.gateway.extract.documents import look, read, text
from tests.gateway.extract.worddocs import word

HEAD = struct.pack("<HH", 0xA5EC, 0xC1)


@pytest.mark.parametrize("lost", ["styles", "fonts", "characters", "paragraphs"])
@pytest.mark.parametrize("rest", [b"", b"\xff" * 30])
def test_a_broken_table_costs_fonts_and_no_text(lost, rest):
    assert text(read(word([("chữ", struct.pack("<HH", 0x4A51, 0))], parts={lost: rest}), "a.doc")) == "chữ"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(word([("a", b"")], flags=0x100), Unread("encrypted", "doc"), id="an encrypted one"),
        pytest.param(word([(b"a", b"")], old=True, flags=0x100), Unread("encrypted", "doc"), id="an encrypted one of Word 6"),
        pytest.param(word([(b"a", b"")], old=True, flags=0x1000), Unread("unsupported", "doc"), id="East Asian Word 95"),
        pytest.param(compound({"WordDocument": b""}), Unread("damaged", "no Word document"), id="one of another kind"),
        pytest.param(compound({"WordDocument": HEAD}), Unread("damaged", "no stream 0Table"), id="one without its tables"),
        pytest.param(compound({"WordDocument": HEAD, "0Table": b""}), Unread("damaged", "no piece table"), id="no piece table"),
        pytest.param(word([("a", b"")], lengths=(9,)), Unread("damaged", "text cut off"), id="one that says it is longer"),
        pytest.param(
            word([("a", b"")], parts={"pieces": struct.pack("<BL2LHLH", 2, 16, 0, 1, 0, 1 << 20, 0)}),
            Unread("damaged", "text out of the file"),
            id="text that is not there",
        ),
        pytest.param(
            word(
                [("a" * 200, b"")],
                parts={
                    "pieces": struct.pack("<BL", 2, 4 + 12 * 90)
                    + struct.pack("<91L", *range(0, 9100, 100))
                    + struct.pack("<HLH", 0, 0x400, 0) * 90
                },
            ),
            Unread("damaged", "text out of the file"),
            id="one text many times over",
        ),
        pytest.param(
            word([("a", b"")], parts={"pieces": struct.pack("<BL2LHLH", 2, 16, 5, 1, 0, 0, 0)}),
            Unread("damaged", "piece table out of order"),
            id="pieces that run backwards",
        ),
    ],
)
def test_what_cannot_be_read_is_unread(body, expected):
    assert look(body, "a.doc").content == expected
