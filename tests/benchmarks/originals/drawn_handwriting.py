"""Draws the signing pages of official letters, signed and unsigned, as a scanner or a camera would hand them over.

Needs the fonts of fonts-liberation and fonts-dejavu (Debian).  Names and units are invented.
What must stay true: the same seed draws the same page; what is drawn besides the signature (remarks, arrival stamps, initials,
ticks, name stamps, circles, folds) is drawn on signed and on unsigned pages alike.
"""

import math
import random
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Points = NDArray[np.float64]
FONTS = "/usr/share/fonts/truetype/"
FACES = {
    "serif": (
        "liberation/LiberationSerif-Regular.ttf",
        "liberation/LiberationSerif-Bold.ttf",
        "liberation/LiberationSerif-Italic.ttf",
    ),
    "wide": ("dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSerif-Bold.ttf", "dejavu/DejaVuSerif-Italic.ttf"),
    "sans": (
        "liberation/LiberationSans-Regular.ttf",
        "liberation/LiberationSans-Bold.ttf",
        "liberation/LiberationSans-Italic.ttf",
    ),
}
TITLES = (
    ("GIÁM ĐỐC",),
    ("CHỦ TỊCH",),
    ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
    ("Q. TRƯỞNG PHÒNG",),
    ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG TỔ CHỨC - CÁN BỘ"),
    ("HIỆU TRƯỞNG",),
    ("T/M BAN THƯỜNG VỤ", "BÍ THƯ"),
    ("Giám đốc",),
)
NAMES = (
    "Lê An",
    "Nguyễn Văn An",
    "Trần Thị Bích Ngọc",
    "Phan Thanh Hà",
    "Nguyễn Hoàng Phương Thảo",
    "TS. Đỗ Quang Huy",
    "Tôn Nữ Thị Quỳnh Như",
    "Võ Út",
    "BS.CKII. Lê Hoàng Dũng",
    "Nguyễn Ngọc Yến",
)
TEXT = """đề nghị các cơ quan đơn vị nghiêm túc triển khai thực hiện nội dung nêu trên kết quả gửi về Văn phòng trước ngày 15 để
tổng hợp báo cáo theo quy định tại Nghị định số 30/2020/NĐ-CP của Chính phủ và hướng dẫn Sở Nội vụ"""
WORDS = TEXT.split()
PENS = {"blue": (35, 60, 170), "black": (25, 25, 32), "violet": (80, 50, 160), "red": (200, 25, 40)}
SEALS = {"red": (205, 30, 45), "pink": (222, 90, 120), "orange": (225, 75, 35), "purple": (165, 35, 90), "dark": (150, 20, 35)}


@dataclass
class Sheet:
    """A page while it is drawn.  `scale`: pixels a millimetre; `seals`: centre and radius, millimetres; `signed`: boxes, mm."""

    rng: random.Random
    scale: float
    face: str
    pixels: NDArray[np.uint8]
    seals: list[tuple[float, float, float]] = field(default_factory=list)
    signed: list[tuple[float, float, float, float]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        style: int = 0,
        align: str = "l",
        ink: tuple[int, int, int] = (20, 20, 20),
    ) -> float:
        """Print a line with its baseline at `y`; returns its width in millimetres.  `size` in points."""
        font = ImageFont.truetype(FONTS + FACES[self.face][style], max(6, round(size * 25.4 / 72 * self.scale)))
        image = Image.fromarray(self.pixels)
        ImageDraw.Draw(image).text((x * self.scale, y * self.scale), text, font=font, fill=ink, anchor=align + "s")
        self.pixels = np.asarray(image).copy()
        return float(font.getlength(text)) / self.scale

    def stain(self, mask: NDArray[np.float32], colour: tuple[int, int, int]) -> None:
        """Lay ink over the page."""
        page = self.pixels.astype(np.float32) * (1 - mask[..., None] * (1 - np.array(colour, np.float32) / 255))
        self.pixels = page.clip(0, 255).astype(np.uint8)

    def pen(
        self, strokes: list[Points], width: float, colour: tuple[int, int, int], strength: float
    ) -> tuple[float, float, float, float]:
        """Draw strokes given in millimetres, pressed unevenly; returns their box."""
        fine = 3
        every = np.vstack(strokes)
        left, top = np.floor(every.min(axis=0) - 2)
        size = np.ceil(every.max(axis=0) + 2 - (left, top))
        step = self.scale * fine
        big = np.zeros((int(size[1] * step), int(size[0] * step)), np.float32)
        phase = self.rng.uniform(0, 6)
        for stroke in strokes:
            points = np.rint((stroke - (left, top)) * step).astype(int)
            for i in range(len(points) - 1):
                pressed = width * (0.75 + 0.35 * math.sin(phase + i / 9))
                cv2.line(big, points[i].tolist(), points[i + 1].tolist(), 1.0, max(1, round(pressed * step)), cv2.LINE_AA)
        mask = np.zeros(self.pixels.shape[:2], np.float32)
        small = cv2.resize(big, None, fx=1 / fine, fy=1 / fine, interpolation=cv2.INTER_AREA)
        x, y = int(left * self.scale), int(top * self.scale)
        x0, y0, x1, y1 = max(0, x), max(0, y), min(mask.shape[1], x + small.shape[1]), min(mask.shape[0], y + small.shape[0])
        if x1 > x0 and y1 > y0:
            mask[y0:y1, x0:x1] = small[y0 - y : y1 - y, x0 - x : x1 - x] * strength
        self.stain(mask, colour)
        return float(left + 2), float(top + 2), float(left + size[0] - 2), float(top + size[1] - 2)


def curve(points: list[tuple[float, float]]) -> Points:
    """A smooth line through points (Catmull-Rom)."""
    p = np.array([points[0], *points, points[-1]], np.float64)
    t = np.linspace(0, 1, 14, endpoint=False)[:, None]
    a, b, c, d = (p[i : len(p) - 3 + i][:, None] for i in range(4))
    line = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    return np.vstack((line.reshape(-1, 2), p[-1:]))


def signature(rng: random.Random, family: str) -> list[Points]:
    """The strokes of one signature, millimetres around (0, 0)."""
    u = rng.uniform
    if family == "zigzag":
        n, w, h = rng.randint(5, 10), u(26, 55), u(9, 20)
        return [
            curve(
                [(w * (i / n - 0.5), h * (0.5 if i % 2 else -0.5) * u(0.3, 1)) for i in range(n + 1)]
                + [(-w * 0.4, h * 0.4), (w * 0.5, h * u(0, 0.5))]
            )
        ]
    if family == "loops":
        n, w, h = rng.randint(3, 7), u(20, 45), u(6, 16)
        s = np.linspace(0, 1, 120)
        x = w * (s - 0.5) + u(2, 6) * np.sin(2 * np.pi * n * s + u(0, 3))
        return [np.stack((x, h / 2 * np.cos(2 * np.pi * n * s) * (1 - u(0.2, 0.8) * s)), axis=1)]
    if family == "initial":
        w, h = u(30, 60), u(12, 22)
        head = curve([(-w / 2, h / 3), (-w * 0.42, -h / 2), (-w * 0.33, h / 2), (-w * 0.45, h * 0.1), (-w * 0.25, -h * 0.2)])
        wave = curve([(-w * 0.22 + w * 0.5 * i / 6, (1.8 if i % 2 else -1.8) * u(0.5, 1.4)) for i in range(7)])
        return [head, wave, curve([(w * 0.3, 0), (-w * 0.3, h * 0.35), (w * 0.1, h * 0.3), (w * 0.55, h * u(0, 0.3))])]
    if family == "scribble":
        w, h = u(14, 28), u(9, 18)
        return [curve([(u(-w / 2, w / 2), u(-h / 2, h / 2)) for _ in range(rng.randint(9, 16))])]
    if family == "strokes":
        return [
            curve([(x, u(-7, 7)), (x + u(-4, 4), u(-3, 3)), (x + u(2, 9), u(-8, 8))])
            for x in (-14.0, -7.0, 0.0, 6.0, 12.0)[: rng.randint(3, 5)]
        ]
    if family == "short":
        w, h = u(11, 18), u(7, 11)
        return [curve([(-w / 2, h / 2), (-w / 4, -h / 2), (0, h / 2), (w / 6, -h / 4), (w / 2, u(-2, 2))])]
    w = u(35, 60)  # flat: hardly more than one long stroke
    return [curve([(-w / 2, 3), (-w * 0.4, -3), (-w * 0.33, 2), (-w * 0.2, -1), (0, 1.5), (w / 2, u(-5, 1))])]


FAMILIES = ("zigzag", "loops", "initial", "scribble", "strokes", "short", "flat")


def scribbled(rng: random.Random, width: float) -> list[Points]:
    """A line of handwriting, `width` millimetres long, its baseline at 0."""
    strokes, x = [], 0.0
    while x < width:
        n, h = rng.randint(3, 9), rng.uniform(2.2, 4)
        strokes.append(curve([(x + 1.3 * i, -h * rng.uniform(0.4, 1) * (i % 2) + rng.uniform(-0.4, 0.5)) for i in range(n)]))
        x += 1.3 * n + rng.uniform(1, 2.5)
    return strokes


def moved(strokes: list[Points], x: float, y: float, degrees: float = 0.0) -> list[Points]:
    """The strokes turned and put at a place."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [stroke @ np.array([[c, s], [-s, c]]) + (x, y) for stroke in strokes]


def scanned(sheet: Sheet, condition: str) -> NDArray[np.uint8]:
    """The page as `condition` has it: colour, grey, two-level, photo (uneven light, blur), faint."""
    rng, scale = sheet.rng, sheet.scale
    noise = np.random.default_rng(rng.randrange(1 << 30))
    height, width = sheet.pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-1, 1), 1)
    page = cv2.warpAffine(sheet.pixels, turn, (width, height), borderValue=(255, 255, 255))
    blur = rng.uniform(0.05, 0.12) * (1.6 if condition == "photo" else 1.0)
    light = cv2.GaussianBlur(page, (0, 0), max(0.3, blur * scale)).astype(np.float32)
    if condition == "faint":
        light = 255 - (255 - light) * rng.uniform(0.35, 0.6)
    light *= np.array(rng.choice([(1, 1, 1), (0.98, 0.97, 0.95), (0.96, 0.945, 0.92)]), np.float32)
    if condition == "photo":
        light *= np.linspace(rng.uniform(0.6, 1), rng.uniform(0.6, 1), width, dtype=np.float32)[None, :, None]
    light += noise.standard_normal(light.shape, dtype=np.float32) * rng.uniform(1, 5)
    seen = light.clip(0, 255).astype(np.uint8)
    if condition in ("grey", "two-level"):
        seen = cv2.cvtColor(seen, cv2.COLOR_RGB2GRAY)
    if condition == "two-level":
        return cv2.threshold(seen, rng.choice([140, 160, 175]), 255, cv2.THRESH_BINARY)[1]
    quality = [cv2.IMWRITE_JPEG_QUALITY, rng.choice([35, 50, 70, 85])]
    decoded = cv2.imdecode(cv2.imencode(".jpg", seen[..., ::-1] if seen.ndim == 3 else seen, quality)[1], cv2.IMREAD_UNCHANGED)
    return decoded[..., ::-1].copy() if decoded.ndim == 3 else decoded
