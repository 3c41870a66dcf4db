"""Finds the signatures on a sheet: what a pen drew in a signer's block, between the position and the printed name.

What must stay true: a signature is told by its place as much as by its strokes, so that remarks at the head, initials after
the text, numbers and days written by hand, ticks and circles are none.
"""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from gateway.originals.handwriting_table import HIDDEN, HIDDEN_BIAS, OUTPUT, OUTPUT_BIAS, SURE
from gateway.originals.lettering import Boxes
from gateway.originals.outlines import Circle
from gateway.originals.sheet import Sheet, page_box
from gateway.originals.strokes import Scrawl, written_by_hand
from policies.core.facts import Mark

MOST = 4  # signatures of a page
NARROW = 95.0  # millimetres: a position or a name is no wider, a line of the text mostly is
GAP = (9.0, 48.0)  # millimetres between position and name
ASIDE = 14.0  # millimetres that the middle of a name may be off that of the position
BESIDE = 16.0  # millimetres between a seal and the signature that it belongs to
SMALL = 6.0  # millimetres: nothing smaller in both directions is asked about
FLAT = 3.0  # millimetres: nor is what is flatter, a tail or what is left of a letter

TOGETHER = 6.0  # millimetres: strokes no further apart are one signature

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom in millimetres."""
Block = tuple[float, float, float]
"""Of a signer, millimetres: the middle, the foot of the position, the top of the name."""


def find_signatures(sheet: Sheet, page: int, seals: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The signatures by hand on page `page`, best first, at most four.  `seals`: those found on it."""
    circles = [circle_on(sheet, mark) for mark in seals if mark.kind == "seal"]
    scale = sheet.dpi / 25.4
    likely = sorted(((likeness(values), scrawl.box) for scrawl, values in candidates(sheet, circles)), reverse=True)
    found: list[tuple[float, Rectangle]] = []
    for confidence, box in likely:
        if confidence < SURE or min(box[2] - box[0], box[3] - box[1]) < FLAT:
            continue
        own = next((place for place, (_, other) in enumerate(found) if _apart(box, other) <= TOGETHER), None)
        if own is None:
            found.append((confidence, box))
        else:
            found[own] = found[own][0], _around(found[own][1], box)
    marks = ((confidence, page_box(sheet, *(side * scale for side in box))) for confidence, box in found[:MOST])
    return tuple(Mark("signature", page, box, round(confidence, 3)) for confidence, box in marks)


def candidates(sheet: Sheet, seals: Sequence[Circle]) -> Iterator[tuple[Scrawl, NDArray[np.float64]]]:
    """What is written by hand on a sheet, with what speaks for and against each being a signature (see `features`)."""
    found = written_by_hand(sheet, seals)
    blocks = tuple(blocks_of(found.rows))
    height = sheet.rgb.shape[0] * 25.4 / sheet.dpi
    for scrawl in _joined(found.scrawls, blocks):
        yield scrawl, features(scrawl, found.rows, blocks, seals, height)


def likeness(values: NDArray[np.float64]) -> float:
    """How surely it is a signature, 0.0 to 1.0.  `values`: see `features`."""
    hidden = np.tanh(values @ np.array(HIDDEN) + np.array(HIDDEN_BIAS))
    return 1 / (1 + math.exp(-float(hidden @ np.array(OUTPUT) + OUTPUT_BIAS)))


def features(scrawl: Scrawl, rows: Boxes, blocks: Sequence[Block], seals: Sequence[Circle], height: float) -> NDArray[np.float64]:
    """What speaks for and against a scrawl, each about 0 to 1.  `height`: of the sheet, millimetres."""
    left, top, right, bottom = scrawl.box
    wide, high = right - left, bottom - top
    middle = (left + right) / 2
    narrow = rows[:, 2] - rows[:, 0] <= NARROW
    aligned = narrow & (rows[:, 0] - 8 <= middle) & (rows[:, 2] + 14 >= middle)
    above = aligned & (rows[:, 3] >= top - 14) & (rows[:, 3] <= top + 0.4 * high + 3)
    below = aligned & (rows[:, 1] <= bottom + 14) & (rows[:, 1] >= bottom - 0.4 * high - 3)
    across = np.maximum(0, np.minimum(rows[:, 2], right) - np.maximum(rows[:, 0], left))
    along = np.maximum(0, np.minimum(rows[:, 3], bottom) - np.maximum(rows[:, 1], top))
    body = ~narrow & (rows[:, 1] <= bottom + 9) & (rows[:, 3] >= top - 2)
    return np.array(
        [
            min(1.5, math.log1p(scrawl.length) / 5),
            min(1.0, scrawl.longest[0] / 30),
            min(1.0, scrawl.longest[1] / 15),
            min(1.0, scrawl.thick / 2),
            min(1.0, scrawl.straight * 2),
            min(1.0, max(0.0, scrawl.frame * 2 - 0.6)),
            min(1.0, max(0.0, scrawl.blue * 4)),
            min(1.0, max(0.0, -scrawl.blue * 4)),
            min(1.0, scrawl.length / max(1.0, wide * high)),
            float(any(_inside(scrawl, block) for block in blocks)),
            float(any(_over(scrawl, block) for block in blocks)),
            float(above.any()),
            float(below.any()),
            max((_beside(scrawl, seal) for seal in seals), default=0.0),
            float(min(1.0, (across * along).sum() / max(1.0, wide * high))),
            float(body.any()),
            max(0.0, 0.3 - (top + bottom) / 2 / height) / 0.3,
            min(1.0, high / 6),
            float(middle < 75.0),
            float((~narrow & (rows[:, 1] > bottom)).any()),
            float((~narrow & (rows[:, 3] <= top + 0.3 * high) & (rows[:, 3] >= top - 7)).any()),
            min(1.0, wide / 60),
            min(1.0, high / 25),
        ]
    )


def blocks_of(rows: Boxes) -> Iterator[Block]:
    """The signers' blocks: a short line, a gap, a short line in the middle under it."""
    narrow = rows[rows[:, 2] - rows[:, 0] <= NARROW]
    middles = (narrow[:, 0] + narrow[:, 2]) / 2
    for index, (_, _, _, foot) in enumerate(narrow):
        under = np.flatnonzero((narrow[:, 1] > foot) & (np.abs(middles - middles[index]) <= ASIDE * 2))
        if under.size:
            name = under[np.argmin(narrow[under, 1])]
            gap = narrow[name, 1] - foot
            if abs(middles[name] - middles[index]) <= ASIDE and GAP[0] <= gap <= GAP[1]:
                yield float(middles[index]), float(foot), float(narrow[name, 1])


def _joined(scrawls: Sequence[Scrawl], blocks: Sequence[Block]) -> Iterator[Scrawl]:
    """The scrawls, those in one block as one; small ones count only there."""
    inside: dict[Block, list[Scrawl]] = {}
    for scrawl in scrawls:
        block = next((block for block in blocks if _inside(scrawl, block)), None)
        if block is not None:
            inside.setdefault(block, []).append(scrawl)
        elif max(scrawl.box[2] - scrawl.box[0], scrawl.box[3] - scrawl.box[1]) >= SMALL:
            yield scrawl
    for parts in inside.values():
        length = sum(part.length for part in parts)
        left, top, right, bottom = zip(*(part.box for part in parts), strict=True)
        yield Scrawl(
            (min(left), min(top), max(right), max(bottom)),
            length,
            max((part.longest for part in parts), key=sum),
            sum(part.thick * part.length for part in parts) / length,
            sum(part.straight * part.length for part in parts) / length,
            sum(part.frame * part.length for part in parts) / length,
            sum(part.blue * part.length for part in parts) / length,
        )


def _inside(scrawl: Scrawl, block: Block) -> bool:
    left, top, right, bottom = scrawl.box
    middle, foot, name = block
    shared = min(bottom, name + 4) - max(top, foot - 4)
    return shared >= 0.6 * (bottom - top) and left - 25 <= middle <= right + 30


def _over(scrawl: Scrawl, block: Block) -> bool:
    """Whether it stands above the position of a signer: the initials of whoever drafted the text."""
    left, top, right, bottom = scrawl.box
    middle, foot, _ = block
    return foot - 25 <= (top + bottom) / 2 <= foot - 3 and left - 60 <= middle <= right + 60


def _beside(scrawl: Scrawl, seal: Circle) -> float:
    """1.0 for strokes at the height of a seal that touch it or begin soon after it."""
    left, top, right, bottom = scrawl.box
    x, y, radius = seal
    away = max(left - (x + radius), (x - radius) - right, 0.0)
    off = abs((top + bottom) / 2 - y)
    return float(away <= BESIDE) * max(0.0, min(1.0, 2 - off / radius))


def _apart(one: Rectangle, other: Rectangle) -> float:
    """The wider of the gaps between two rectangles, across or down; below 0 when they overlap."""
    return max(one[0] - other[2], other[0] - one[2], one[1] - other[3], other[1] - one[3])


def _around(one: Rectangle, other: Rectangle) -> Rectangle:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def circle_on(sheet: Sheet, mark: Mark) -> Circle:
    """A seal that was found on the page, on its sheet."""
    back = np.linalg.inv(np.array(sheet.matrix))
    left, top, right, bottom = mark.box
    corners = np.array([[left, top, 1], [right, top, 1], [right, bottom, 1], [left, bottom, 1]]) @ back.T
    points = corners[:, :2] / corners[:, 2:] * 25.4 / sheet.dpi
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    return float(x0 + x1) / 2, float(y0 + y1) / 2, float(x1 - x0 + y1 - y0) / 4
