"""How well scans are read: python -m tests.benchmarks.originals.ocr FOLDER

FOLDER holds PDFs and pictures and a truth.tsv: file, number and symbol ("" where it is no official document), condition.  Printed
by condition: scans, official or not told right, symbol right, number right, CPU milliseconds of reading the head.
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path

from gateway.clock import cpu
from gateway.extract import sniff
from gateway.extract.budget import budget
from gateway.limits import Limits
from gateway.originals.ocr import DPI, Ocr, load
from gateway.originals.sheet import sheet_of
from gateway.originals.sources import opened
from policies.text.official import read

HEAD = (0.0, 0.0, 1.0, 0.55)
SECONDS = 20.0


def measured(ocr: Ocr, file: Path, truth: str) -> tuple[bool, bool, bool, float]:
    """Whether it was told from other papers, whether its symbol and its number are right, and the CPU seconds of reading."""
    body = file.read_bytes()
    kind = sniff.kind(body)
    sheet = sheet_of(opened(kind, body, budget(Limits(), len(body))).page(1, DPI))
    began = cpu()
    lines = ocr.lines(sheet, HEAD, SECONDS)
    spent = cpu() - began
    reading = read([lines or ()])
    number = reading.number or ""
    return reading.official == bool(truth), number.partition("/")[2] == truth.partition("/")[2], number == truth, spent


def main(folder: Path) -> None:
    """Measure the files of a folder."""
    ocr = load()
    if ocr is None:
        sys.exit("there is no data of Tesseract for Vietnamese")
    found: dict[str, list[tuple[bool, bool, bool, float]]] = defaultdict(list)
    with (folder / "truth.tsv").open(encoding="utf-8", newline="") as table:
        for file, truth, condition in csv.reader(table, delimiter="\t"):
            found[condition].append(measured(ocr, folder / file, truth))
    print(f"{'condition':<16}{'scans':>6}{'official':>9}{'symbol':>7}{'number':>7}{'ms':>6}")
    for condition, results in sorted(found.items()):
        official, symbol, number, seconds = (sum(column) for column in zip(*results, strict=True))
        print(f"{condition:<16}{len(results):>6}{official:>9}{symbol:>7}{number:>7}{1000 * seconds / len(results):>6.0f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
