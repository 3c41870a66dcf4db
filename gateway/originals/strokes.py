"""A pen's strokes on a sheet: the ink that is neither print nor seal nor rule, gathered into what one hand drew in one place.

What must stay true: what lies inside a seal counts only where a colour tells the pen from the seal's ink.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from gateway.originals.flatten import darkened
from gateway.originals.lettering import COARSE, Boxes, Pieces, pieces_of, rows_of
from gateway.originals.outlines import Circle, framed, outline_of
from gateway.originals.raster import Pixels
from gateway.originals.sheet import Sheet

PRINT = 178  # of 255: printed letters, still apart at 100 dpi
PEN = 208  # of 255: a thin pen at 100 dpi
BLACK = 70  # of 255: a seal as dark as print, in which no pen can be told
RED = 28  # of 255 that red exceeds green in the ink of a seal
DARKEST = 15  # per cent of the red ink is darker than its full tone
THROUGH, THROUGH_RED = 0.72, 0.85  # of the full tone of grey or red ink: a pen that crosses it
RULE = 15.0  # millimetres: a straight run of such length is a rule or a frame
RUN = 5.0  # millimetres that a pen hardly ever goes exactly across or down
SPECK = 1.3  # millimetres: less is dust, a dot, an accent
NEAR = 2.4  # millimetres between strokes of one signature
SMALLEST = 2.5  # millimetres: of a group of strokes that is worth a look
MARGIN = 0.35  # millimetres around a row of print
RIM = 2.0  # millimetres around a seal that its ink may have run
ROUND = 24.0  # millimetres: strokes of this size in both directions may hold a seal that nobody has found
EDGE = 3.0  # millimetres at the sheet's edge: shadows
MOST = 200  # groups looked at, from the largest: a page of dust has thousands


@dataclass(frozen=True, slots=True)
class Scrawl:
    """What a pen drew in one place, in millimetres.

    `box`: left, top, right, bottom; `length`: of all strokes; `longest`: width and height of the largest connected stroke;
    `thick`: of the line; `straight`: share of its ink that runs exactly across or down, as tables do; `frame`: see
    `framed`; `blue`: by how much its ink is more blue than red, -1.0 to 1.0.
    """

    box: tuple[float, float, float, float]
    length: float
    longest: tuple[float, float]
    thick: float
    straight: float
    frame: float
    blue: float


@dataclass(frozen=True, slots=True)
class Written:
    """The rows of print on a sheet (see `rows_of`) and its pen strokes."""

    rows: Boxes
    scrawls: tuple[Scrawl, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Strokes close to each other.  `own`: their mask in the window whose corner is `left`, `top`, in pixels."""

    left: int
    top: int
    own: Pixels


def written_by_hand(sheet: Sheet, seals: Sequence[Circle]) -> Written:
    """The rows of print and what is written by hand around them.  `seals`: those found on the sheet."""
    scale = sheet.dpi / 25.4
    light, red = inks(sheet)
    for circle in seals:
        _clear(light, red, circle, scale)
    if red is not None:
        light[red > 0] = 255
    rows = rows_of(pieces_of(cv2.threshold(light, PRINT, 255, cv2.THRESH_BINARY_INV)[1]), scale)
    pen = cv2.threshold(light, PEN, 255, cv2.THRESH_BINARY_INV)[1]
    if red is not None:
        rows = np.vstack((rows, _red_rows(red, scale)))
        pen = cv2.bitwise_or(pen, red)
    strokes = _without_print(pen, rows, scale)
    groups = _groups(strokes, scale)
    missed = [seal for group in groups if (seal := _seal_in(group, scale)) is not None]
    for x, y, radius in missed:
        cv2.circle(strokes, (round(x * scale), round(y * scale)), round((radius + RIM) * scale), 0, -1)
    if missed:
        groups = _groups(strokes, scale)
    return Written(rows, tuple(_scrawl(group, sheet, scale) for group in groups))


def inks(sheet: Sheet) -> tuple[Pixels, Pixels | None]:
    """All ink dark on white, red ink as light as it can be (a copy); and the mask of red ink, None when there is none."""
    if sheet.colour != "colour":
        return sheet.dark.copy(), None
    red, green, _ = cv2.split(sheet.rgb)
    reddish = cv2.threshold(cv2.subtract(red, green), RED, 255, cv2.THRESH_BINARY)[1]
    red = darkened(red)
    if not cv2.countNonZero(reddish):
        return red, None
    level = float(np.percentile(red[reddish > 0], DARKEST))
    reddish = cv2.dilate(reddish, np.ones((3, 3), np.uint8))  # JPEG keeps colour at half the sharpness
    return red, cv2.bitwise_and(reddish, cv2.threshold(red, THROUGH_RED * level, 255, cv2.THRESH_BINARY)[1])


def _red_rows(red: Pixels, scale: float) -> Boxes:
    """The rows of letters stamped or printed in red."""
    left, top, width, height = cv2.boundingRect(red)
    if not width:
        return np.empty((0, 4))
    rows = rows_of(pieces_of(red[top : top + height, left : left + width]), scale)
    return rows + np.array([left, top, left, top]) / scale


def _clear(light: Pixels, red: Pixels | None, seal: Circle, scale: float) -> None:
    """Take away the ink of a seal: what is as light as its rim; a pen that crosses it is darker, if there is more than black."""
    x, y, radius = (side * scale for side in seal)
    reach = int(radius + RIM * scale) + 1
    left, top = max(0, int(x) - reach), max(0, int(y) - reach)
    window = slice(top, int(y) + reach + 1), slice(left, int(x) + reach + 1)
    part = light[window]
    if not part.size:
        return
    away = np.hypot(*np.ogrid[top - y : top - y + part.shape[0], left - x : left - x + part.shape[1]])
    rim = part[(np.abs(away - radius + 0.5 * scale) <= scale) & (part < PEN)]
    tone = float(np.percentile(rim, DARKEST)) if rim.size else 0.0
    disc = away <= radius + RIM * scale
    through = THROUGH if red is None else THROUGH_RED
    part[disc & (part >= (through * tone if tone > BLACK else 0.0))] = 255
    if red is not None:
        red[window][disc] = 0


def _without_print(ink: Pixels, rows: Boxes, scale: float) -> Pixels:
    """The ink without the rows of print, without rules and frames, and without the shadows at the edge."""
    strokes = ink.copy()
    for left, top, right, bottom in np.rint((rows + np.array([-MARGIN, -MARGIN, MARGIN, MARGIN])) * scale).astype(int):
        strokes[max(0, top) : bottom + 1, max(0, left) : right + 1] = 0
    run = max(3, round(RULE * scale))
    for kernel in (np.ones((1, run), np.uint8), np.ones((run, 1), np.uint8)):
        rules = cv2.morphologyEx(strokes, cv2.MORPH_OPEN, kernel)
        if cv2.countNonZero(rules):
            strokes[cv2.dilate(rules, np.ones((3, 3), np.uint8)) > 0] = 0
    edge = max(1, round(EDGE * scale))
    strokes[:edge] = strokes[-edge:] = 0
    strokes[:, :edge] = strokes[:, -edge:] = 0
    return strokes


def _groups(strokes: Pixels, scale: float) -> list[Group]:
    reach = max(3, round(NEAR * scale / COARSE)) | 1
    coarse = cv2.dilate(strokes, np.ones((COARSE, COARSE), np.uint8))[::COARSE, ::COARSE]
    near = pieces_of(cv2.dilate(coarse, np.ones((reach, reach), np.uint8)))
    sizes = np.maximum(near.width, near.height)
    largest = np.argsort(-sizes[1:], kind="stable")[:MOST] + 1
    groups = []
    for number in largest[(sizes[largest] - reach) * COARSE >= SMALLEST * scale]:
        group = _group(strokes, near, int(number), scale)
        if group is not None:
            groups.append(group)
    return groups


def _group(strokes: Pixels, near: Pieces, number: int, scale: float) -> Group | None:
    """The strokes of one place without the dust between them; None when they are nothing else."""
    left, top = int(near.left[number]), int(near.top[number])
    place = cv2.compare(near.labels[top : top + near.height[number], left : left + near.width[number]], number, cv2.CMP_EQ)
    left, top = left * COARSE, top * COARSE
    own = strokes[top : top + place.shape[0] * COARSE, left : left + place.shape[1] * COARSE]
    own = cv2.bitwise_and(own, cv2.resize(place, own.shape[::-1], interpolation=cv2.INTER_NEAREST))
    pieces = pieces_of(own)
    keep = np.maximum(pieces.width, pieces.height) >= SPECK * scale
    keep[0] = False
    own = np.where(keep, np.uint8(255), np.uint8(0))[pieces.labels]
    x, y, width, height = cv2.boundingRect(own)
    if max(width, height) < SMALLEST * scale:
        return None
    return Group(left + x, top + y, np.ascontiguousarray(own[y : y + height, x : x + width]))


def _seal_in(group: Group, scale: float) -> Circle | None:
    """A seal among the strokes that nobody has found."""
    if min(group.own.shape) < ROUND * scale or cv2.countNonZero(group.own) > group.own.size / 2:
        return None
    circle = outline_of(group.own, scale)
    return circle and (circle[0] + group.left / scale, circle[1] + group.top / scale, circle[2])


def _scrawl(group: Group, sheet: Sheet, scale: float) -> Scrawl:
    height, width = group.own.shape
    left, top = group.left, group.top
    area = cv2.countNonZero(group.own)
    padded = cv2.copyMakeBorder(group.own, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    outline = max(1, area - cv2.countNonZero(cv2.erode(padded, np.ones((3, 3), np.uint8))))
    pieces = pieces_of(group.own)
    largest = 1 + int(np.argmax(pieces.width[1:] + pieces.height[1:]))
    red, _, blue, _ = cv2.mean(sheet.rgb[top : top + height, left : left + width], mask=group.own)
    return Scrawl(
        (left / scale, top / scale, (left + width) / scale, (top + height) / scale),
        outline / 2 / scale,
        (float(pieces.width[largest] / scale), float(pieces.height[largest] / scale)),
        2 * area / outline / scale,
        _straight(group.own, scale) / area,
        framed(group.own, scale),
        (blue - red) / 255,
    )


def _straight(own: Pixels, scale: float) -> int:
    """How many pixels belong to runs exactly across or down."""
    run = max(3, round(RUN * scale))
    across = cv2.morphologyEx(own, cv2.MORPH_OPEN, np.ones((1, run), np.uint8))
    down = cv2.morphologyEx(own, cv2.MORPH_OPEN, np.ones((run, 1), np.uint8))
    return int(cv2.countNonZero(cv2.bitwise_or(across, down)))
