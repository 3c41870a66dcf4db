"""How well and how fast pages are laid straight: `python -m tests.benchmarks.originals.laid_sheets FOLDER`.

Every page of the PDFs and pictures in the folder (the first three of each) is opened and made a sheet of; then it is turned by a
random angle and by all quarters, and laid again.  Prints CPU times by colour, the share of pages put upright, the error of the
angle, and which pages passed for unwritten or for clean.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from gateway.extract import sniff
from gateway.extract.budget import Refused, budget
from gateway.limits import Limits
from gateway.originals.flatten import reduced
from gateway.originals.raster import Pixels, Raster
from gateway.originals.sheet import Sheet, sheet_of
from gateway.originals.sources import opened
from gateway.originals.straighten import DPI, Lie, lie_of

FIRST = 3
STEEPEST = 8.0  # degrees


def rasters(folder: Path) -> Iterator[tuple[str, Raster, float]]:
    """Each page with its name, and the CPU milliseconds that opening it took."""
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        body = path.read_bytes()
        try:
            began = time.process_time()
            source = opened(sniff.kind(body), body, budget(Limits(), len(body)))
            for number in range(1, min(FIRST, source.count) + 1):
                raster = source.page(number, 100)
                yield f"{path.name} {number}", raster, (time.process_time() - began) * 1_000
                began = time.process_time()
        except Refused as refusal:
            print(path.name, refusal)


def lies(sheet: Sheet, random: np.random.Generator) -> Iterator[tuple[int, float, Lie]]:
    """Quarters and angle by which the sheet was turned, and what was made of it."""
    for quarters in range(4):
        angle = float(random.uniform(-STEEPEST, STEEPEST))
        lying: Pixels = np.ascontiguousarray(np.rot90(sheet.dark, quarters))
        size = lying.shape[::-1]
        turn = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), -angle, 1)
        lying = cv2.warpAffine(lying, turn, size, borderValue=255)
        yield quarters, angle, lie_of(reduced(lying, max(1, round(sheet.dpi / DPI))))


def main() -> None:
    random = np.random.default_rng(5)
    opening, laying, errors, sideways, upright = defaultdict(list), defaultdict(list), [], [], []
    for name, raster, milliseconds in rasters(Path(sys.argv[1])):
        began = time.process_time()
        sheet = sheet_of(raster)
        laying[raster.colour].append((time.process_time() - began) * 1_000)
        opening[raster.colour].append(milliseconds)
        if sheet.clean or not sheet.written:
            print(name, "clean" if sheet.clean else "not written")
        for quarters, angle, lie in lies(sheet, random):
            sideways.append(lie.quarters % 2 == quarters % 2)
            upright.append(lie.quarters == quarters)
            if upright[-1]:
                errors.append(abs(lie.degrees - angle))
    for colour, values in laying.items():
        print(f"{colour}: {len(values)} pages, open {np.median(opening[colour]):.1f} ms, sheet {np.median(values):.1f} ms")
    error = np.percentile(errors, 95)
    print(f"on its right side {np.mean(sideways):.3f}, upright {np.mean(upright):.3f}, angle off by {error:.2f} (95 %)")


if __name__ == "__main__":
    main()
