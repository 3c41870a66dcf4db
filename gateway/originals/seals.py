"""Round seals on a page: red ones where the scanner kept colours, else their shape alone.

A few circles are found coarsely (ring), fitted and measured (rim), and weighed by a model of few numbers (sealmodel_table), made
by tests/benchmarks/originals/seals.py.  What must stay true: on a colour page only red ink counts; a ring without letters
along its rim is no seal, nor is one where a letterhead has its logo when it is small or no print runs under it.
"""

import math
from collections.abc import Iterator

import cv2
import numpy as np

from gateway.originals import sealmodel_table as table
from gateway.originals.ink import redness
from gateway.originals.raster import Pixels
from gateway.originals.rim import lettered, measured
from gateway.originals.ring import Map, doubled_edges, edge_circles, ink_circles
from gateway.originals.ringfit import PITCH, Ring, Values, fits
from gateway.originals.sealmodel import score
from gateway.originals.sheet import Sheet, page_box
from policies.core.facts import Mark

MOST = 6  # seals named of one page
CIRCLES = 5  # looked into on one page
A4 = 297.0  # millimetres
LONGEST, SHORTEST = 460.0, 100.0  # sides of paper that is believed: a file may say anything
APART = 12.0  # millimetres between the middles of two seals
FAINT = 12  # redness beyond the grain of white paper
FEW = 15.0  # square millimetres of red: fewer make no seal
RED_STEP = 150.0  # redness of full ink
EDGE = 0.06  # share of black: the step that counts by a half as an edge
LETTERHEAD = 0.16  # share of the sheet's height from its top: where a letterhead has its logo
LOGO = 13.5  # millimetres: a ring in the letterhead with a smaller radius is a logo
LOGO_SIDE = 0.55  # share of the sheet's width from its left: beyond it a signer's block may stand at the top of a page
PRINT = 130  # darkness of black print; red ink is far brighter
UNDER = 18.0  # square millimetres of print that a seal put over a letterhead covers; a logo stands beside it


def find_seals(sheet: Sheet, page: int) -> tuple[Mark, ...]:
    """The seals on a sheet, best first, at most six; `page` is the number that the marks bear."""
    model = table.RED if sheet.colour == "colour" else table.COLOURLESS
    scored = (
        (score(model, features), ring) for ring, features in rings(sheet) if lettered(features) and not _is_logo(sheet, ring)
    )
    seals: list[tuple[float, Ring]] = []
    for sure, ring in sorted(scored, key=lambda one: -one[0]):
        if sure > 0 and all(math.hypot(ring.x - other.x, ring.y - other.y) > APART for _, other in seals):
            seals.append((sure, ring))
    return tuple(_mark(sheet, page, sure, ring) for sure, ring in seals[:MOST])


def rings(sheet: Sheet) -> Iterator[tuple[Ring, Values]]:
    """The rings on a sheet that may be seals, with what was measured of them (`rim.FEATURES`)."""
    red = sheet.colour == "colour"
    ink = _red_ink(sheet) if red else _black_ink(sheet)
    if ink is None:
        return
    field = np.minimum(ink, 0.25) if red else doubled_edges(ink, EDGE)
    half = np.asarray(cv2.resize(field, (ink.shape[1] // 2, ink.shape[0] // 2), interpolation=cv2.INTER_AREA), np.float32)
    for circle in (ink_circles if red else edge_circles)(half, CIRCLES):
        for ring in fits(ink, circle):
            yield ring, measured(ink, ring)


def _dpi(sheet: Sheet) -> float:
    """Pixels an inch, of paper whose size can be believed; else as if it were A4."""
    side = max(sheet.dark.shape)
    millimetres = side * 25.4 / max(sheet.dpi, 1.0)
    return sheet.dpi if SHORTEST <= millimetres <= LONGEST else side * 25.4 / A4


def _red_ink(sheet: Sheet) -> Map | None:
    """How much red ink there is, 0.0 to 1.0, a pixel for each `PITCH`; None when it could not make a seal."""
    red = redness(sheet.rgb)
    if np.count_nonzero(red > FAINT) * (25.4 / _dpi(sheet)) ** 2 < FEW:
        return None
    return np.asarray(np.clip((_resized(red, _dpi(sheet)) - 4.0) / RED_STEP, 0, 1), np.float32)


def _black_ink(sheet: Sheet) -> Map:
    """How dark it is, 0.0 to 1.0."""
    grey = np.ascontiguousarray(sheet.rgb[..., 1])
    return np.asarray(np.clip((0.985 - _resized(grey, _dpi(sheet)) / 255.0) / 0.6, 0, 1), np.float32)


def _resized(picture: Pixels, dpi: float) -> Map:
    scale = 25.4 / dpi / PITCH
    size = (max(8, round(picture.shape[1] * scale)), max(8, round(picture.shape[0] * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, size, interpolation=way), np.float32)


def _is_logo(sheet: Sheet, ring: Ring) -> bool:
    pixels = _dpi(sheet) / 25.4
    height, width = sheet.dark.shape
    if ring.y * pixels >= LETTERHEAD * height:
        return False
    if ring.radius < LOGO:
        return True
    return sheet.colour == "colour" and ring.x * pixels < LOGO_SIDE * width and _print_under(sheet, ring) < UNDER


def _print_under(sheet: Sheet, ring: Ring) -> float:
    """Square millimetres of black print within a ring."""
    pixels = _dpi(sheet) / 25.4
    x, y, radius = (side * pixels for side in (ring.x, ring.y, ring.radius))
    left, top = max(0, round(x - radius)), max(0, round(y - radius))
    part = sheet.dark[top : round(y + radius), left : round(x + radius)]
    down, across = np.ogrid[: part.shape[0], : part.shape[1]]
    inside = (across + left - x) ** 2 + (down + top - y) ** 2 < radius**2
    return float(np.count_nonzero(inside & (part < PRINT))) / pixels**2


def _mark(sheet: Sheet, page: int, sure: float, ring: Ring) -> Mark:
    pixels = _dpi(sheet) / 25.4
    x0, y0 = (ring.x - ring.radius) * pixels, (ring.y - ring.radius) * pixels
    x1, y1 = (ring.x + ring.radius) * pixels, (ring.y + ring.radius) * pixels
    confidence = round(1.0 / (1.0 + math.exp(-min(sure, 30.0))), 3)
    return Mark("seal", page, page_box(sheet, x0, y0, x1, y1), confidence, "red" if sheet.colour == "colour" else "colourless")
