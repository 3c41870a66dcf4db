"""Makes the numbers that tell signatures from other writing by hand, and measures them.

    python tests/benchmarks/originals/handwriting.py train [PAGES]    draw, fit; writes gateway/originals/handwriting_table.py
    python tests/benchmarks/originals/handwriting.py drawn [PAGES]    recall, specificity and time on pages of another series
    python tests/benchmarks/originals/handwriting.py pages FOLDER     the same on pictures of pages: FOLDER/labels.tsv has
                                                                      file, dpi, signatures (how many; 0: none)

Needs the fonts named in drawn_handwriting.py.  What must stay true: the numbers are made from drawn pages alone; real scans and
the pages of other makers only measure them.
"""

import csv
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from drawn_letters import CONDITIONS, page
from numpy.typing import NDArray

from gateway.originals.handwriting import candidates, circle_on, find_signatures
from gateway.originals.raster import Pixels, Raster
from gateway.originals.seals import find_seals
from gateway.originals.sheet import Sheet, page_box, sheet_of

TABLE = Path(__file__).parents[3] / "gateway" / "originals" / "handwriting_table.py"
TRAIN, HELD = "tune3", "held4"  # series of seeds
PAGES = 480
DPI = 100.0
SURE = 0.4
HIDDEN, RATE, DECAY, STEPS = 8, 0.02, 3e-4, 2500
HEAD = '''"""What tells a signature from other writing by hand: a network of {features} features and {hidden} hidden units.

Made by tests/benchmarks/originals/handwriting.py from {pages} pages that it draws itself; under the licence of this product.
"""

SURE = {sure}  # from here on it is called a signature: to miss one is worse than to see one too many
'''
Values = NDArray[np.float64]
Box = tuple[float, float, float, float]


def sheet_from(pixels: Pixels, dpi: float, colour: str) -> Sheet:
    """The sheet at the resolution that the gateway looks at."""
    if dpi > DPI * 1.15:
        pixels = np.asarray(cv2.resize(pixels, None, fx=DPI / dpi, fy=DPI / dpi, interpolation=cv2.INTER_AREA), np.uint8)
        dpi = DPI
    return sheet_of(Raster(pixels, dpi, colour))


def drawn(series: str, count: int) -> Iterator[tuple[str, Sheet, list[Box]]]:
    """Condition, sheet, and the signatures' boxes in shares of the page."""
    for number in range(count):
        condition = CONDITIONS[number % len(CONDITIONS)]
        rng = random.Random(f"{series}/{number}/x")
        dpi = rng.choice([100, 100, 130])
        made = page(f"{series}/{number}", condition, dpi, rng.random() < 0.5, rng.random() < 0.65)
        sheet = sheet_from(made.pixels, dpi, condition if condition in ("grey", "two-level") else "colour")
        yield condition, sheet, [(x0 / 210, y0 / 297, x1 / 210, y1 / 297) for x0, y0, x1, y1 in made.signed]


def examples(series: str, count: int) -> tuple[Values, Values]:
    """The features of all writing by hand, and 1.0 for each that is a signature; pieces of one are left out."""
    features, labels = [], []
    for _, sheet, signed in drawn(series, count):
        scale = sheet.dpi / 25.4
        circles = [circle_on(sheet, mark) for mark in find_seals(sheet, 1)]
        for scrawl, values in candidates(sheet, circles):
            box = page_box(sheet, *(side * scale for side in scrawl.box))
            shares = [_shared(box, true) for true in signed]
            share = max(shares, default=0.0)
            if share == 0.0 or share > 0.4:
                features.append(values)
                labels.append(float(share > 0.4))
    return np.array(features), np.array(labels)


def _shared(one: Box, other: Box) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    if across <= 0 or down <= 0:
        return 0.0
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return across * down / max(1e-9, min(areas))


def fitted(features: Values, labels: Values) -> list[Values]:
    """The network's numbers: hidden, its bias, output, its bias (Adam on the cross entropy)."""
    rng = np.random.default_rng(0)
    numbers = [rng.normal(0, 0.4, (features.shape[1], HIDDEN)), np.zeros(HIDDEN), rng.normal(0, 0.4, HIDDEN), np.zeros(1)]
    first, second = [0 * part for part in numbers], [0 * part for part in numbers]
    for step in range(1, STEPS + 1):
        hidden = np.tanh(features @ numbers[0] + numbers[1])
        error = (1 / (1 + np.exp(-(hidden @ numbers[2] + numbers[3]))) - labels) / len(labels)
        back = np.outer(error, numbers[2]) * (1 - hidden**2)
        slopes = [
            features.T @ back + DECAY * numbers[0],
            back.sum(0),
            hidden.T @ error + DECAY * numbers[2],
            error.sum(keepdims=True),
        ]
        for i, slope in enumerate(slopes):
            first[i] = 0.9 * first[i] + 0.1 * slope
            second[i] = 0.999 * second[i] + 0.001 * slope**2
            numbers[i] -= RATE * (first[i] / (1 - 0.9**step)) / (np.sqrt(second[i] / (1 - 0.999**step)) + 1e-8)
    return numbers


def train(count: int) -> None:
    features, labels = examples(TRAIN, count)
    hidden, hidden_bias, output, output_bias = fitted(features, labels)
    row = lambda values: "(" + ", ".join(f"{value:.3f}" for value in values) + ")"  # noqa: E731
    text = HEAD.format(features=features.shape[1], hidden=HIDDEN, pages=count, sure=SURE)
    text += (
        "HIDDEN = (  # one row a feature, in the order of `features`\n"
        + "".join(f"    {row(values)},\n" for values in hidden)
        + ")\n"
    )
    text += f"HIDDEN_BIAS = {row(hidden_bias)}\nOUTPUT = {row(output)}\nOUTPUT_BIAS = {output_bias[0]:.3f}\n"
    TABLE.write_text(text, encoding="utf-8")
    print(f"{len(labels)} pieces of writing, {labels.sum():.0f} of them signatures")


def pictures(folder: Path) -> Iterator[tuple[str, Sheet, list[Box]]]:
    """The labelled pictures of a folder, in colour and in grey."""
    with (folder / "labels.tsv").open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines, delimiter="\t"):
            image = cv2.cvtColor(cv2.imread(str(folder / line["file"])), cv2.COLOR_BGR2RGB).astype(np.uint8)
            grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.uint8)
            for colour, pixels in (("colour", image), ("grey", grey)):
                yield colour, sheet_from(pixels, float(line["dpi"]), colour), [(0, 0, 1, 1)] * int(line["signatures"])


def measure(pages: Iterator[tuple[str, Sheet, list[Box]]]) -> None:
    """Print by condition on how many signed pages a signature is found, on how many others none, and the time."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    spent = seen = 0.0
    for condition, sheet, signed in pages:
        seals = find_seals(sheet, 1)
        began = time.process_time()
        found = find_signatures(sheet, 1, seals)
        spent, seen = spent + time.process_time() - began, seen + 1
        for name in (condition, "all"):
            right = bool(found) == bool(signed)
            counts[name][0 if signed else 2] += right
            counts[name][1 if signed else 3] += 1
    for name, (hits, signatures, silent, others) in sorted(counts.items()):
        shares = hits / max(1, signatures), silent / max(1, others)
        print(f"{name:10} recall {hits}/{signatures} ({shares[0]:.3f})  silent without {silent}/{others} ({shares[1]:.3f})")
    print(f"{spent / max(1, seen) * 1000:.1f} ms of CPU a page")


def main() -> None:
    task, rest = sys.argv[1], sys.argv[2:]
    if task == "train":
        train(int(rest[0]) if rest else PAGES)
    elif task == "drawn":
        measure(drawn(HELD, int(rest[0]) if rest else 240))
    else:
        measure(pictures(Path(rest[0])))


if __name__ == "__main__":
    main()
