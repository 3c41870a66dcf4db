"""A sheet of paper on a table, as a telephone sees it: its corners, and the picture without the table.

What must stay true: where no sheet stands out clearly against something darker around it, the picture is left as it is.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from gateway.originals.flatten import reduced
from gateway.originals.raster import Pixels

SMALL = 256  # pixels of the longer side in which a sheet is looked for
LEAST, MOST = 0.25, 0.97  # share of the picture that a sheet covers
FILLED = 0.92  # share of its four-cornered shape that is paper
DARKER = 0.80  # of the paper's brightness: what is around it
CROOKED = 6.0  # pixels by which a side may leave its line, at most
BAND, STEP = 6.0, 0.88  # pixels to each side of the edge, and how much darker it must be beyond
A4 = 297 / 210
LONG_SIDE = 297 / 25.4  # inches

Corners = NDArray[np.float32]
Matrix = NDArray[np.float64]


def corners_of(pixels: Pixels) -> Corners | None:
    """The four corners of the sheet, clockwise from the top left, in pixels; None where there is nothing around it."""
    height, width = pixels.shape[:2]
    half = reduced(pixels, round(max(height, width) / SMALL / 2))
    scale = SMALL / max(height, width)
    small = cv2.resize(half, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    # Paper is bright in every channel; a table of bright wood is not bright in blue.
    light = small if small.ndim == 2 else small.min(axis=2)
    light = cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8), borderType=cv2.BORDER_REPLICATE)
    if _border(light) > DARKER * float(np.percentile(light, 80)):
        return None
    _, paper = cv2.threshold(cv2.GaussianBlur(light, (5, 5), 0), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    outline = _largest(paper)
    if outline is None:
        return None
    inside = np.zeros_like(paper)
    corners = _four(cv2.convexHull(outline))
    cv2.fillConvexPoly(inside, np.round(corners).astype(np.int32), 255)
    covered = int(np.count_nonzero(inside))
    if not LEAST * paper.size < covered < MOST * paper.size or np.count_nonzero(inside & paper) < FILLED * covered:
        return None
    around = light[inside == 0]
    if float(np.median(around)) > DARKER * float(np.median(light[inside > 0])):
        return None
    corners = _clockwise(_sharpened(corners, outline))
    if not all(_ends(light, corners, side) for side in range(4)):
        return None
    # An outline runs through the middles of the outermost pixels, half a pixel inside the edge.
    edge = corners + np.float32(0.5) + np.sign(corners - corners.mean(axis=0)) / 2
    return np.asarray(edge / scale, np.float32)


def laid_flat(corners: Corners) -> tuple[Matrix, tuple[int, int], float]:
    """What takes the picture to the sheet alone, the sheet's width and height in pixels, and its dpi (a sheet is A4)."""
    top, right, bottom, left = (float(np.hypot(*(corners[(i + 1) % 4] - corners[i]))) for i in range(4))
    across, down = (top + bottom) / 2, (left + right) / 2
    # Seen from the side a sheet is shorter than it is: take it for A4 where that is near.
    if 0.8 < down / across / A4 < 1.25:
        down = across * A4
    elif 0.8 < across / down / A4 < 1.25:
        across = down * A4
    size = (max(1, round(across)), max(1, round(down)))
    there = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    return cv2.getPerspectiveTransform(corners, there), size, max(size) / LONG_SIDE


def _border(light: Pixels) -> float:
    """How bright the darkest side of the picture's rim is."""
    return float(min(np.mean(side) for side in (light[:3], light[-3:], light[:, :3], light[:, -3:])))


def _largest(paper: Pixels) -> NDArray[np.int32] | None:
    outlines, _ = cv2.findContours(paper, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return max(outlines, key=cv2.contourArea, default=None)


def _four(hull: NDArray[np.int32]) -> Corners:
    """The hull's shape with four corners."""
    length = cv2.arcLength(hull, True)
    for share in (0.01, 0.02, 0.03, 0.05, 0.08):
        shape = cv2.approxPolyDP(hull, share * length, True)
        if len(shape) == 4:
            return np.asarray(shape[:, 0], np.float32)
    return np.asarray(cv2.boxPoints(cv2.minAreaRect(hull)), np.float32)


def _sharpened(corners: Corners, outline: NDArray[np.int32]) -> Corners:
    """The corners where lines laid along the sides cross; as they were where a side is not straight."""
    points = outline[:, 0].astype(np.float32)
    lines = []
    for side in range(4):
        start, along = corners[side], corners[(side + 1) % 4] - corners[side]
        length = float(np.hypot(*along)) + 1e-6
        along = along / length
        place, off = (points - start) @ along, np.abs((points - start) @ np.array([-along[1], along[0]]))
        near = points[(place > 0.08 * length) & (place < 0.92 * length) & (off < CROOKED)]
        if len(near) < 8:
            return corners
        lines.append(cv2.fitLine(near, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel())
    crossings = [_crossing(lines[side - 1], lines[side]) for side in range(4)]
    moved = np.array(crossings, np.float32)
    return moved if float(np.abs(moved - corners).max()) < 2 * CROOKED else corners


def _crossing(one: NDArray[np.float32], other: NDArray[np.float32]) -> tuple[float, float]:
    """Where two lines, each a direction and a point, meet; far away where they don't."""
    (ax, ay, px, py), (bx, by, qx, qy) = one.tolist(), other.tolist()
    across = ax * by - ay * bx
    if abs(across) < 1e-3:
        return float("inf"), float("inf")
    step = ((qx - px) * by - (qy - py) * bx) / across
    return px + step * ax, py + step * ay


def _ends(light: Pixels, corners: Corners, side: int) -> bool:
    """Whether the paper ends at this side: it is darker beyond, and not only because the light falls off."""
    height, width = light.shape
    start, end = corners[side], corners[(side + 1) % 4]
    out = np.array([end[1] - start[1], start[0] - end[0]]) / (float(np.hypot(*(end - start))) + 1e-6) * BAND
    places = start + np.linspace(0.1, 0.9, 17)[:, None] * (end - start)
    beyond, within = np.round(places + out).astype(int), np.round(places - out).astype(int)
    seen = ((beyond >= 0) & (beyond < (width, height)) & (within >= 0) & (within < (width, height))).all(axis=1)
    if np.count_nonzero(seen) < 6:  # the sheet reaches beyond the picture
        return True
    dark, bright = (light[at[seen, 1], at[seen, 0]].astype(np.float32) for at in (beyond, within))
    return float(np.median(dark / np.maximum(bright, 1))) < STEP


def _clockwise(corners: Corners) -> Corners:
    """From the top left on."""
    middle = corners.mean(axis=0)
    order = np.argsort(np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0]))
    turned = corners[order]
    first = int(np.argmin(turned.sum(axis=1)))
    clockwise: Corners = np.roll(turned, -first, axis=0)
    return clockwise
