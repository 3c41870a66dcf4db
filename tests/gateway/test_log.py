"""One event is one line, whatever a letter puts into it."""

import io
import json
import logging

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from gateway.log import LONGEST, clean, configure, logger


def written(as_json: bool, event: str, **values: object) -> str:
    stream = io.StringIO()
    configure(json=as_json, stream=stream)
    logger("smtp").info(event, **values)
    structlog.reset_defaults()
    return stream.getvalue()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Báo cáo quý III", "Báo cáo quý III", id="vietnamese text stays as it is"),
        pytest.param("a\r\nlevel=error", "a\\x0d\\x0alevel=error", id="a line break cannot start a new event"),
        pytest.param("\x1b[31mred", "\\x1b[31mred", id="an escape sequence cannot colour the terminal"),
        pytest.param("fdp.\u202eexe", "fdp.\\u202eexe", id="an override cannot turn the reading direction"),
        pytest.param("a\u2028b\u2029c\x85d", "a\\u2028b\\u2029c\\x85d", id="unicode line separators are breaks too"),
        pytest.param("a\u200bb\ufeffc", "a\\u200bb\\ufeffc", id="invisible letters are shown"),
        pytest.param("a\ud800b", "a\\ud800b", id="a lone surrogate can be written"),
        pytest.param("x" * 5000, "x" * LONGEST + "…", id="a long value is cut"),
    ],
)
def test_clean(text, expected):
    assert clean(text) == expected


@given(st.text(alphabet=st.characters(codec=None)))
def test_an_event_is_one_json_line_for_any_value(text):
    line = written(True, "message", subject=text)
    assert line.count("\n") == 1
    assert len(line.splitlines()) == 1
    assert json.loads(line)["subject"] == clean(text)


@given(st.text(alphabet=st.characters(codec=None)))
def test_an_event_is_one_console_line_for_any_value(text):
    line = written(False, "message", subject=text, id="0ABC")
    assert len(line.splitlines()) == 1
    assert line.rstrip("\n").endswith("id=0ABC")


def test_values_of_every_kind_are_written():
    values = {
        "none": None,
        "yes": True,
        "ms": 1.5,
        "codes": ("a", "b\n"),
        "detail": {"x\n": {"y"}},
        "path": structlog,
        "huge": 1 << 99,
    }
    record = json.loads(written(True, "message", **values))
    assert (record["event"], record["level"], record["part"], record["none"], record["yes"]) == (
        "message",
        "info",
        "smtp",
        None,
        True,
    )
    assert record["codes"] == ["a", "b\\x0a"]
    assert record["detail"] == {"x\\x0a": ["y"]}
    assert record["path"].startswith("<module")


def test_console_quotes_what_would_be_ambiguous():
    assert 'subject="a b=c"' in written(False, "message", subject="a b=c")


def test_debug_is_left_out_and_aiosmtpd_is_quiet():
    stream = io.StringIO()
    configure(json=True, stream=stream)
    logger("smtp").debug("chatter")
    structlog.reset_defaults()
    assert stream.getvalue() == ""
    assert logging.getLogger("mail.log").level == logging.WARNING
