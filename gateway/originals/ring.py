"""Where circles of a seal's size may stand on a page: a coarse search by ring filters.

Two maps are searched.  Of ink: its mean on the ring less its mean just outside, which no disc and no block of print answers.  Of
edges: their directions, the angle doubled, so that both sides of a line agree and the strokes of print cancel out; on a
circle every edge points to the centre.  What must stay true: the maps have one pixel for half a millimetre, so the work
depends on the paper's size alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Map = NDArray[np.float32]

PITCH = 0.5  # millimetres a pixel of the maps searched
SMALLEST, LARGEST, STEP = 11.5, 23.5, 1.0  # radii in millimetres
SPREAD = 0.5  # millimetres: a ring's line with what its circle may be wrong by
WEAK = 0.35  # of the strongest answer on the page: weaker ones are not looked into
APART = 5.0  # millimetres between the centres of two circles that are looked into


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle on a page, in millimetres from its top left, and how well it answered, 0.0 to 1.0."""

    x: float
    y: float
    radius: float
    answer: float


def _grid(radius: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Distance in millimetres and angle of each pixel of a kernel that holds a circle of `radius` and what is around it."""
    reach = int(np.ceil((radius + 4.0) / PITCH))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1] * PITCH
    return np.hypot(x, y), np.arctan2(y, x)


def _band(distance: NDArray[np.float64], radius: float, spread: float) -> NDArray[np.float64]:
    """Weights of a soft ring that add up to 1."""
    weights: NDArray[np.float64] = np.exp(-0.5 * ((distance - radius) / spread) ** 2)
    weights[weights < 1e-3] = 0.0  # numbers next to nothing are slow to multiply
    weights /= weights.sum()
    return weights


def _ink_kernel(radius: float) -> Map:
    """(n, n): what lies on the ring, less what lies just outside it."""
    distance, _ = _grid(radius)
    return (_band(distance, radius, SPREAD) - _band(distance, radius + 2.5, 0.6)).astype(np.float32)


def _edge_kernel(radius: float) -> Map:
    """(n, n, 2): the doubled direction that an edge of the ring has in each place, as a complex number."""
    distance, angle = _grid(radius)
    band = _band(distance, radius, SPREAD * 1.4)
    return np.dstack([band * np.cos(2 * angle), band * np.sin(2 * angle)]).astype(np.float32)


RADII = tuple(float(radius) for radius in np.arange(SMALLEST, LARGEST + STEP / 2, STEP))
INK_KERNELS = tuple(_ink_kernel(radius) for radius in RADII)
EDGE_KERNELS = tuple(_edge_kernel(radius) for radius in RADII)


def ink_circles(ink: Map, wanted: int) -> Iterator[Circle]:
    """The circles of ink on a map of it, (height, width) 0.0 to 1.0, best first, at most `wanted`."""
    return _best(_answers(ink, INK_KERNELS), wanted)


def edge_circles(edges: Map, wanted: int) -> Iterator[Circle]:
    """The circles whose line is made of `edges`, (height, width, 2): strength and doubled direction as a complex number."""
    return _best(_answers(edges, EDGE_KERNELS), wanted)


def doubled_edges(dark: Map, soft: float) -> Map:
    """The edges of a page, (height, width) 0.0 to 1.0, as (height, width, 2).  `soft`: the step that counts by a half."""
    across, down = cv2.Scharr(dark, cv2.CV_32F, 1, 0, scale=1 / 16), cv2.Scharr(dark, cv2.CV_32F, 0, 1, scale=1 / 16)
    wide, high = cv2.multiply(across, across), cv2.multiply(down, down)
    size = cv2.add(cv2.add(wide, high), soft * soft)
    along = cv2.divide(cv2.subtract(wide, high), size)
    return np.asarray(cv2.merge((along, cv2.divide(cv2.multiply(across, down, scale=2.0), size))), np.float32)


def _answers(field: Map, kernels: tuple[Map, ...]) -> Iterator[Map]:
    """How the map answers each kernel: (height, width) a radius.  The border counts as blank."""
    height, width = field.shape[:2]
    margin = max(kernel.shape[0] for kernel in kernels) // 2 + 1
    rows, columns = (cv2.getOptimalDFTSize(max(side, margin) + margin) for side in (height, width))
    padded = cv2.copyMakeBorder(field, margin, rows - height - margin, margin, columns - width - margin, cv2.BORDER_CONSTANT)
    spectrum = cv2.dft(padded)
    blank = np.zeros_like(padded)
    for kernel in kernels:
        side = kernel.shape[0]
        blank[:side, :side] = kernel
        product = cv2.mulSpectrums(spectrum, cv2.dft(blank), 0, conjB=True)
        blank[:side, :side] = 0
        answer = cv2.dft(product, flags=cv2.DFT_INVERSE | cv2.DFT_SCALE)
        start = margin - side // 2
        part = answer[start : start + height, start : start + width]
        yield np.ascontiguousarray(part if part.ndim == 2 else part[..., 0])


def _best(answers: Iterator[Map], wanted: int) -> Iterator[Circle]:
    """The places that answer best, each with its best radius, apart from each other."""
    layers = list(answers)
    best = layers[0].copy()
    for layer in layers[1:]:
        cv2.max(best, layer, best)
    apart = round(APART / PITCH)
    strongest = 0.0
    for _ in range(wanted):
        _, answer_here, _, (x, y) = cv2.minMaxLoc(best)
        strongest = strongest or answer_here
        if answer_here <= max(0.0, WEAK * strongest):
            return
        yield Circle(
            (x + 0.5) * PITCH, (y + 0.5) * PITCH, RADII[int(np.argmax([layer[y, x] for layer in layers]))], float(answer_here)
        )
        best[max(0, y - apart) : y + apart + 1, max(0, x - apart) : x + apart + 1] = 0
