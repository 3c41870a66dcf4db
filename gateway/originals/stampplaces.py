"""Where framed words may be stamped on a sheet: frames with something in them, and red words that stand alone.

What must stay true: a page without red costs a few milliseconds, and no page gives more than `MOST` places; a round seal, a
table and a line of text across the page are none.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from gateway.originals.ink import PLAIN, redness
from gateway.originals.raster import Pixels
from gateway.originals.sheet import Sheet

MOST = 12
_DPI = 100.0  # at which places are looked for
_LONG, _SHORT = (7.0, 80.0), (3.2, 24.0)  # millimetres: sides of a place
_FLAT = 0.8  # how long for its height: three narrow letters with their accents
_FULL = 0.8  # share of its rectangle that the inside of a frame fills
_REACH = (2.2, 1.1)  # millimetres: half of a gap between words, and between rows
_STEEPEST = 26.0  # degrees
_INKED = (0.04, 0.75)  # share of a place that is ink
_PAPER = 205  # print is darker, and so is the ink of stamps where colour was not kept
_HEAD = (0.62, 0.45)  # shares of the page from the left and from the top: where a mark printed in black stands
_POINTS = 3_000
_LEAST = 40  # pixels: smaller is no page


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on the sheet, in pixels: centre, sides, and how far it is turned, degrees clockwise.  `framed`: all around."""

    x: float
    y: float
    width: float
    height: float
    degrees: float
    framed: bool
    red: bool


def places_of(sheet: Sheet) -> tuple[Place, ...]:
    """The places at which a stamp may be, framed ones first, red before black."""
    share = min(1.0, _DPI / sheet.dpi)
    if min(sheet.dark.shape) < _LEAST:
        return ()
    found: list[Place] = []
    if sheet.colour == "colour":
        red = cv2.threshold(redness(_smaller(sheet.rgb, share)), PLAIN, 255, cv2.THRESH_BINARY)[1]
        if cv2.countNonZero(red) > 60:
            found += _framed(red, sheet.dpi * share, red=True)
            found += _alone(red, sheet.dpi * share)
    width, height = (int(size * part) for size, part in zip(sheet.dark.shape[::-1], _HEAD, strict=True))
    black = cv2.threshold(_smaller(sheet.dark[:height, :width], share), _PAPER, 255, cv2.THRESH_BINARY_INV)[1]
    found += _framed(black, sheet.dpi * share, red=False)
    return tuple(_scaled(place, 1 / share) for place in found[:MOST])


def _smaller(pixels: Pixels, share: float) -> Pixels:
    return pixels if share > 0.9 else cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)


def _scaled(place: Place, by: float) -> Place:
    return Place(place.x * by, place.y * by, place.width * by, place.height * by, place.degrees, place.framed, place.red)


def _framed(ink: Pixels, dpi: float, *, red: bool) -> list[Place]:
    """The insides of frames, the tightest first: of a double frame both are there."""
    mm = dpi / 25.4
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    contours, order = cv2.findContours(closed, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for contour, (_, _, _, parent) in zip(contours, order[0] if order is not None else (), strict=True):
        if parent < 0 or len(contour) < 4:
            continue
        left, top, width, height = cv2.boundingRect(contour)
        if max(width, height) < _LONG[0] * mm or max(width, height) > _LONG[1] * mm:
            continue
        place = _rectangle(contour, mm, framed=True, red=red)
        if place and cv2.contourArea(contour) > _FULL * place.width * place.height:
            inside = ink[top : top + height, left : left + width]
            if _INKED[0] < cv2.countNonZero(inside) / (width * height) < _INKED[1]:
                found.append(place)
    return sorted(found, key=lambda place: place.width * place.height)


def _alone(ink: Pixels, dpi: float) -> Iterator[Place]:
    """Red words that nothing red is near to, with their frames if they have any, the longest first."""
    mm = dpi / 25.4
    wide, high = (2 * round(reach * mm) + 1 for reach in _REACH)
    grown = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (wide, high)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(grown)
    for label in sorted(range(1, count), key=lambda label: -int(stats[label, cv2.CC_STAT_AREA]))[: 2 * MOST]:
        left, top, width, height, _ = stats[label].tolist()
        window = slice(top, top + height), slice(left, left + width)
        if max(width, height) < _LONG[0] * mm or min(width, height) > 2 * _SHORT[1] * mm:
            continue
        points = np.argwhere((labels[window] == label) & (ink[window] > 0))[:, ::-1] + (left, top)
        if len(points) > 30 and (place := _level(points, mm)):
            yield place


def _level(points: NDArray[np.int64], mm: float) -> Place | None:
    """The rectangle around some ink, turned so that its rows are as level as can be."""
    some = points[:: max(1, len(points) // _POINTS)].astype(np.float64)
    degrees = _tilt(some, np.arange(-_STEEPEST, _STEEPEST + 1, 2.0))
    degrees = _tilt(some, np.arange(degrees - 1.5, degrees + 1.6, 0.5))
    turn = np.radians(degrees)
    along, across = (
        np.cos(turn) * points[:, 0] + np.sin(turn) * points[:, 1],
        np.cos(turn) * points[:, 1] - np.sin(turn) * points[:, 0],
    )
    width, height = np.ptp(along) + 1, np.ptp(across) + 1
    if not (_fits(width, height, mm) and _INKED[0] < len(points) / (width * height) < _INKED[1]):
        return None
    middle, row = (along.min() + along.max()) / 2, (across.min() + across.max()) / 2
    x, y = np.cos(turn) * middle - np.sin(turn) * row, np.sin(turn) * middle + np.cos(turn) * row
    return Place(float(x), float(y), float(width), float(height), float(degrees), framed=False, red=True)


def _tilt(points: NDArray[np.float64], angles: NDArray[np.float64]) -> float:
    """The angle at which the rows of some points stand out most."""
    turns = np.radians(angles)
    best, sharpest = 0.0, 0.0
    for angle, turn in zip(angles, turns, strict=True):
        rows = np.cos(turn) * points[:, 1] - np.sin(turn) * points[:, 0]
        counts = np.bincount((rows - rows.min()).astype(np.intp))
        sharp = float(np.square(counts).sum()) * (1 - 0.0005 * abs(angle))
        if sharp > sharpest:
            best, sharpest = float(angle), sharp
    return best


def _rectangle(contour: NDArray[np.int32], mm: float, *, framed: bool, red: bool) -> Place | None:
    (x, y), (width, height), degrees = cv2.minAreaRect(contour)
    quarters = round(degrees / 90)  # a quarter more or less is the same rectangle with its sides exchanged
    degrees -= 90 * quarters
    if quarters % 2:
        width, height = height, width
    if abs(degrees) > _STEEPEST or not _fits(width, height, mm):
        return None
    return Place(x, y, width, height, degrees, framed, red)


def _fits(width: float, height: float, mm: float) -> bool:
    return _LONG[0] * mm <= width <= _LONG[1] * mm and _SHORT[0] * mm <= height <= _SHORT[1] * mm and width >= _FLAT * height
