"""Pages of Vietnamese print for these tests, set in the font that comes with the gateway, and a worker that reads them."""

import json
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

import gateway.originals
from gateway.extract.worker import Handler
from gateway.originals.ocr import Ocr, load
from gateway.originals.raster import Pixels
from gateway.originals.sheet import Sheet

FONT = Path(gateway.originals.__file__).parent / "label.ttf"
STRAIGHT = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
HEAD = (
    (150, 60, "UBND TỈNH NAM SƠN"),
    (780, 62, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (180, 110, "SỞ TÀI CHÍNH"),
    (880, 114, "Độc lập - Tự do - Hạnh phúc"),
    (190, 180, "Số: 42/QĐ-STC"),
    (850, 186, "Nam Sơn, ngày 25 tháng 11 năm 2026"),
    (700, 270, "QUYẾT ĐỊNH"),
    (560, 320, "Về việc phân bổ kinh phí"),
)


def printed(pieces: tuple[tuple[int, int, str], ...] = HEAD, size: int = 28, width: int = 1654, height: int = 480) -> Pixels:
    """Pieces of text (left, top, text) in black on white paper, grey; at 200 dpi where the size is left as it is."""
    picture = Image.new("L", (width, height), 255)
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, size)
    for left, top, text in pieces:
        draw.text((left, top), text, 0, font)
    return np.asarray(picture)


def sheet(dark: Pixels, dpi: float = 200.0) -> Sheet:
    return Sheet(cv2.merge((dark, dark, dark)), dark, dpi, "grey", STRAIGHT)


def make_reader() -> Handler:
    """Reads the picture that it is asked about, within the seconds that the job says."""
    ocr = load()
    assert isinstance(ocr, Ocr)

    def handle(job: bytes, content: memoryview) -> bytes:
        dark = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_GRAYSCALE)
        return json.dumps(ocr.lines(sheet(dark.astype(np.uint8)), None, float(job))).encode()

    return handle
