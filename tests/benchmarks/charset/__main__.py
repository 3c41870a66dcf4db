"""How well legacy Vietnamese text is found:  python -m tests.benchmarks.charset --corpus FOLDER [--size 1.0] [--parts legacy,...]

FOLDER holds the texts (see texts.py); none are in this repository.  The tables go to the terminal.  About two minutes at size 1.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

from tests.benchmarks.charset import foreign, report, segments
from tests.benchmarks.charset.cases import scored_cases
from tests.benchmarks.charset.score import Scores, scored
from tests.benchmarks.charset.speed import speeds

WORDS = (2, 3, 4, 5, 6, 8, 10)
EACH = 20  # segments of each encoding, form, way and length
WINDOWS = 300
INNOCENT = 200
DOCUMENTS = 60  # of each file
FOREIGN = 400_000
EXAMPLES = 40


def parts(folder: Path, size: float, seed: int) -> dict[str, Callable[[], Iterator[str]]]:
    """The parts of the report by name, each made when asked for."""

    def many(count: int) -> int:
        return max(round(count * size), 1)

    def made(make: Callable[[Random], Iterator[segments.Segment]], examples: int = EXAMPLES) -> Scores:
        return scored(make(Random(seed)), examples)

    return {
        "cases": lambda: report.cases(scored_cases()),
        "legacy": lambda: report.legacy(made(lambda random: segments.legacy(folder, many(EACH), random))),
        "words": lambda: report.words(made(lambda random: segments.by_words(folder, WORDS, many(WINDOWS), random)), WORDS),
        "mixed": lambda: report.legacy(made(lambda random: segments.mixed(folder, many(EACH), random))),
        "innocent": lambda: report.innocent(made(lambda random: segments.innocent(folder, many(INNOCENT), random))),
        "documents": lambda: report.innocent(made(lambda random: segments.documents(folder, many(DOCUMENTS), random))),
        "messages": lambda: report.messages(made(lambda random: segments.messages(folder, many(EACH), random))),
        "foreign": lambda: report.innocent(made(lambda random: foreign.windows(folder, many(FOREIGN), random))),
        "speed": lambda: report.speed(speeds(folder, Random(seed))),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--size", type=float, default=1.0, help="1: full, 0.1: a tenth of the segments")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parts", default="cases,legacy,words,mixed,innocent,documents,messages,foreign,speed")
    options = parser.parse_args(arguments)
    made = parts(options.corpus, options.size, options.seed)
    for name in options.parts.split(","):
        print(f"## {name}\n", flush=True)
        for line in made[name]():
            print(line, flush=True)
        print()


if __name__ == "__main__":
    main()
