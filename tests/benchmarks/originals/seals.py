"""Makes the models that tell seals from other rings, and measures them.

    python tests/benchmarks/originals/seals.py train [PIECES]   draw, measure, fit; writes gateway/originals/sealmodel_table.py
    python tests/benchmarks/originals/seals.py drawn [PIECES]   recall and specificity on pieces of another series
    python tests/benchmarks/originals/seals.py pages FOLDER     the same on whole pages, in colour, grey and two-level

FOLDER/labels.tsv has file, dpi, x, y, diameter (pixels; 0: no seal).  Needs the fonts named in drawn_seals.py.  What must stay
true: models are made from drawn pieces alone; real scans and the pages of other makers only measure them.
"""

import csv
import sys
import time
from pathlib import Path

import cv2
import numpy as np
from drawn_pieces import piece
from drawn_seals import Piece

from gateway.originals.raster import Raster
from gateway.originals.rim import FEATURES
from gateway.originals.ringfit import Values
from gateway.originals.sealmodel import Model, terms
from gateway.originals.seals import find_seals, rings
from gateway.originals.sheet import Sheet, sheet_of

DPI = 100.0
TABLE = Path(__file__).parents[3] / "gateway" / "originals" / "sealmodel_table.py"
HEAD = '''"""What tells seals from other rings, made from drawn pictures by tests/benchmarks/originals/seals.py."""

from gateway.originals.sealmodel import Model
'''
PENALTY = 3.0  # on the square of each weight
HARDEST = 2  # other rings of each piece that the model is made with
STRICT = {"RED": 0.7, "COLOURLESS": 0.0}  # taken off the score


def sheet(drawn: Piece) -> Sheet:
    """The piece as the gateway looks at pages."""
    scale = min(1.0, DPI / drawn.dpi)
    pixels = cv2.resize(drawn.pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    rgb = pixels if pixels.ndim == 3 else cv2.merge((pixels, pixels, pixels))
    height, width = rgb.shape[:2]
    return Sheet(rgb, rgb.max(axis=2), drawn.dpi * scale, drawn.colour, ((1 / width, 0, 0), (0, 1 / height, 0), (0, 0, 1)))


def gathered(pieces: int) -> dict[str, list[tuple[Values, bool, int]]]:
    """Measures of rings, whether of a seal, and of which piece, by model.  Rings within a seal are left out."""
    rows: dict[str, list[tuple[Values, bool, int]]] = {"RED": [], "COLOURLESS": []}
    for number in range(pieces):
        drawn = piece(number)
        for ring, features in rings(sheet(drawn)):
            off = radius_off = 99.0
            if drawn.seal:
                x, y, diameter = (value * 25.4 / drawn.dpi for value in drawn.seal)
                off, radius_off = float(np.hypot(ring.x - x, ring.y - y)), abs(ring.radius - diameter / 2)
            right = off < 2.0 and radius_off < 1.6
            if right or off > 6.0:
                rows["RED" if drawn.colour == "colour" else "COLOURLESS"].append((features, right, number))
    return rows


def fitted(measures: Values, seals: Values) -> Model:
    """A logistic model; seals and others weigh the same in sum."""
    low, high = np.percentile(measures, 1, axis=0), np.percentile(measures, 99, axis=0)
    clipped = np.clip(measures, low, high)
    frame = [tuple(part.tolist()) for part in (clipped[seals == 1].mean(axis=0), clipped.std(axis=0) + 1e-9, low, high)]
    model = Model(*frame, (0.0,) * (3 * len(FEATURES)), 0.0)
    columns = np.column_stack([terms(model, measures), np.ones(len(seals))])
    weigh = np.where(seals == 1, 0.5 / seals.sum(), 0.5 / (1 - seals).sum()) * len(seals)
    penalty = np.diag([PENALTY] * (columns.shape[1] - 1) + [1e-6])
    weights = np.zeros(columns.shape[1])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(columns @ weights, -50, 50)))
        slope = columns.T @ (weigh * (chance - seals)) + penalty @ weights
        curve = (columns * (weigh * chance * (1 - chance))[:, None]).T @ columns + penalty
        step = np.linalg.solve(curve, slope)
        weights -= step * min(1.0, 4 / np.abs(step).max())
    return Model(*frame, tuple(weights[:-1].tolist()), float(weights[-1]))


def trained(rows: list[tuple[Values, bool, int]]) -> Model:
    """A model made with those other rings of each piece that are taken for seals most easily."""
    measures, seals, numbers = (np.array(column, float) for column in zip(*rows, strict=True))
    model = fitted(measures, seals)
    for _ in range(3):
        scores = terms(model, measures) @ np.asarray(model.weights)
        chosen = seals == 1
        for number in np.unique(numbers):
            others = np.flatnonzero((numbers == number) & (seals == 0))
            chosen[others[np.argsort(-scores[others])[:HARDEST]]] = True
        model = fitted(measures[chosen], seals[chosen])
    return model


def source(name: str, model: Model) -> str:
    def row(values: tuple[float, ...]) -> str:
        return "(" + ", ".join(f"{value:.4g}" for value in values) + ")"

    fields = "".join(f"    {field}={row(getattr(model, field))},\n" for field in ("middle", "spread", "low", "high", "weights"))
    return f"\n{name} = Model(\n{fields}    start={model.start - STRICT[name]:.4g},\n)\n"


def report(name: str, found: list[bool], alarms: list[bool], milliseconds: list[float]) -> None:
    print(
        f"{name:12} seals {sum(found)}/{len(found)}  others left alone {len(alarms) - sum(alarms)}/{len(alarms)}"
        f"  CPU ms median {np.median(milliseconds):.0f}, 95 % {np.percentile(milliseconds, 95):.0f}"
    )


def judged(
    page: Sheet, seal: tuple[float, float] | None, found: list[bool], alarms: list[bool], milliseconds: list[float]
) -> None:
    """Look for seals and compare with the truth: the middle of the seal in shares of the page."""
    start = time.process_time()
    marks = find_seals(page, 1)
    milliseconds.append((time.process_time() - start) * 1000)
    middles = [((mark.box[0] + mark.box[2]) / 2, (mark.box[1] + mark.box[3]) / 2) for mark in marks]
    near = [bool(seal) and abs(x - seal[0]) < 0.04 and abs(y - seal[1]) < 0.04 for x, y in middles if seal]
    if seal:
        found.append(any(near))
    else:
        alarms.append(bool(marks))


def on_drawn(pieces: int) -> None:
    for colour in ("colour", "grey", "two-level"):
        found, alarms, milliseconds = [], [], []
        for number in range(pieces):
            drawn = piece(number, "test", colour)
            height, width = drawn.pixels.shape[:2]
            judged(
                sheet(drawn), (drawn.seal[0] / width, drawn.seal[1] / height) if drawn.seal else None, found, alarms, milliseconds
            )
        report(colour, found, alarms, milliseconds)


def on_pages(folder: Path) -> None:
    rows = list(csv.DictReader((folder / "labels.tsv").open(), delimiter="\t"))
    for colour in ("colour", "grey", "two-level"):
        found, alarms, milliseconds = [], [], []
        for row in rows:
            pixels = cv2.cvtColor(cv2.imread(str(folder / row["file"])), cv2.COLOR_BGR2RGB)
            height, width = pixels.shape[:2]
            if colour != "colour":
                pixels = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
            if colour == "two-level":
                pixels = np.where(pixels > 175, 255, 0).astype(np.uint8)
            scale = min(1.0, DPI / float(row["dpi"]))
            pixels = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            page = sheet_of(Raster(pixels, float(row["dpi"]) * scale, colour))
            seal = (float(row["x"]) / width, float(row["y"]) / height) if float(row["diameter"]) else None
            judged(page, seal, found, alarms, milliseconds)
        report(colour, found, alarms, milliseconds)


def main() -> None:
    what, *rest = sys.argv[1:]
    if what == "train":
        pieces = int(rest[0]) if rest else 1_200
        models = "".join(source(name, trained(rows)) for name, rows in gathered(pieces).items())
        TABLE.write_text(HEAD + models, encoding="utf-8")
    elif what == "drawn":
        on_drawn(int(rest[0]) if rest else 200)
    else:
        on_pages(Path(rest[0]))


if __name__ == "__main__":
    main()
