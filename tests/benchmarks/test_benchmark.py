"""The harness itself, and the gateway under a little load: nothing is lost, altered or doubled.  Nothing here is about time."""

import hashlib
from contextlib import ExitStack

import pytest

from tests.benchmarks import corpora, report, systems
from tests.benchmarks.measure import Cell, Run, Upstream, measure

SMOKE = [Cell("small", 5, 2, 40), Cell("html", 5, 1, 20), Cell("office", 4, 1, 8)]


@pytest.fixture(scope="module")
def upstream():
    """A sink for all tests."""
    sink = Upstream()
    yield sink
    sink.close()


@pytest.mark.parametrize("name", ["direct", "aiosmtpd", "vanthu"])
def test_every_letter_arrives_once_and_unaltered_through(name, upstream):
    with ExitStack() as stack:
        system = systems.start(name, upstream.port, {"VANTHU_WORKERS": "1"})
        stack.callback(system.stop)
        for cell in SMOKE:
            run = measure(system, upstream, cell, 0, 30.0)
            assert (run.accepted, run.wrong, run.errors) == (cell.messages, {}, {})


@pytest.mark.parametrize(("corpus", "size"), [("small", 2_400), ("html", 18_000), ("office", 140_000)])
def test_a_corpus_is_of_its_size_and_of_different_letters(corpus, size):
    letters = corpora.load(corpus)
    assert len({digest for _, digest in letters}) == corpora.VARIANTS[corpus]
    for wire, digest in letters:
        assert abs(len(wire) - size) < size / 4
        assert b"\r\n.\r\n" not in wire
        assert hashlib.sha256(wire).hexdigest() == digest


@pytest.mark.parametrize("text", ["", "small", "small:1", "large:1:1", "small:a:1", "small:1:1:1:1"])
def test_a_cell_that_is_none_is_refused(text):
    with pytest.raises(ValueError):
        Cell.parse(text)


def test_factors_compare_runs_of_the_same_round_only():
    def run(system: str, number: int, rate: float) -> Run:
        return Run(system, SMOKE[0], number, 100, rate, 1.0, 2.0, 0.5, 10**7, 0.0, {}, {})

    text = report.markdown([run("aiosmtpd", 0, 100), run("vanthu", 0, 300), run("aiosmtpd", 1, 10), run("vanthu", 1, 50)])
    assert "| aiosmtpd | 55.0 | 4.00 x |" in text  # the middle of 3 and 5
    assert "| vanthu | 175 |  |" in text
