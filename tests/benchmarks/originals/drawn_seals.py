"""Draws pieces of scanned pages with a seal, or with something that is none, in as many looks as can be thought of.

Needs fonts-liberation, fonts-dejavu and fonts-urw-base35.  What must stay true: the same number gives the same picture, and no
look is typical: lines, letters, emblems, inks, wear and scanners are all drawn by lot.
"""

import math
import random
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Mask = NDArray[np.float32]
FOLDER = "/usr/share/fonts/"
FONTS = [
    FOLDER + name
    for name in (
        "truetype/liberation/LiberationSans-Bold.ttf",
        "truetype/liberation/LiberationSans-Regular.ttf",
        "truetype/liberation/LiberationSerif-Bold.ttf",
        "truetype/liberation/LiberationSerif-Regular.ttf",
        "truetype/dejavu/DejaVuSans-Bold.ttf",
        "truetype/dejavu/DejaVuSans.ttf",
        "truetype/dejavu/DejaVuSerif-Bold.ttf",
    )
]
TEXT = (
    "ỦY BAN NHÂN DÂN TỈNH HUYỆN XÃ PHƯỜNG SỞ PHÒNG NỘI VỤ TÀI CHÍNH Y TẾ GIÁO DỤC ĐÀO TẠO CÔNG THƯƠNG BỆNH VIỆN TRƯỜNG "
    "ĐẠI HỌC CHI CỤC TRUNG TÂM VĂN PHÒNG ĐẢNG ỦY BAN CHẤP HÀNH HỘI ĐỒNG CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM KIÊN GIANG "
    "NAM SƠN LONG KHÊ AN PHÚ QUẢNG TRỊ"
)
WORDS = TEXT.split()
SIZE = 110.0  # millimetres of page around the middle


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a page as a scanner gives it.  `seal`: x, y, diameter in pixels, or None; `colour`: colour, grey, two-level."""

    pixels: NDArray[np.uint8]
    dpi: float
    colour: str
    seal: tuple[float, float, float] | None
    what: str


def words(rng: random.Random, letters: int) -> str:
    text = ""
    while len(text) < letters:
        text += rng.choice(WORDS) + " "
    return text.strip()


def font(rng: random.Random, pixels: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(rng.choice(FONTS), max(5, round(pixels)))


def curved(
    image: Image.Image, rng: random.Random, text: str, radius: float, height: float, middle: float, span: float, inward: bool
) -> None:
    """Letters along a circle: `middle` and `span` in degrees, counted from the top; `inward`: their feet point outward."""
    face = font(rng, height)
    squeeze = rng.uniform(0.6, 1.0)
    centre = image.width / 2
    step = span / max(1, len(text) - 1)
    for number, letter in enumerate(text):
        degrees = middle + (number - (len(text) - 1) / 2) * step * (-1 if inward else 1)
        side = round(height * 2.2)
        glyph = Image.new("L", (side, side), 0)
        ImageDraw.Draw(glyph).text((side / 2, side / 2), letter, font=face, fill=255, anchor="mm")
        glyph = glyph.resize((max(2, round(side * squeeze)), side))
        glyph = glyph.rotate(-degrees + (180 if inward else 0), resample=Image.Resampling.BICUBIC, expand=True)
        turn = math.radians(degrees)
        at = (
            round(centre + radius * math.sin(turn) - glyph.width / 2),
            round(centre - radius * math.cos(turn) - glyph.height / 2),
        )
        image.paste(255, at, glyph)


def star(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    points = [radius if number % 2 == 0 else radius * 0.39 for number in range(10)]
    draw.polygon([(x + p * math.sin(math.pi / 5 * i), y - p * math.cos(math.pi / 5 * i)) for i, p in enumerate(points)], fill=255)


def circle(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, line: float) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=255, width=max(1, round(line)))


def middle_of_seal(image: Image.Image, rng: random.Random, inner: float) -> None:
    draw = ImageDraw.Draw(image)
    c = image.width / 2
    kind = rng.choice(["star", "text", "text", "emblem", "emblem", "starred text", "party"])
    if kind in ("star", "party"):
        star(draw, c, c, inner * rng.uniform(0.3, 0.75))
    if kind == "party":
        circle(draw, c, c, inner * rng.uniform(0.4, 0.8), inner * 0.1)
    if kind in ("text", "starred text"):
        lines = [words(rng, rng.randint(3, 9)) for _ in range(rng.randint(1, 4))]
        face = font(rng, inner * rng.uniform(0.2, 0.34))
        for number, line in enumerate(lines):
            draw.text((c, c + (number - (len(lines) - 1) / 2) * face.size * 1.2), line, font=face, fill=255, anchor="mm")
    if kind == "starred text":
        star(draw, c, c - inner * 0.7, inner * 0.2)
    if kind == "emblem":
        star(draw, c, c - inner * 0.35, inner * rng.uniform(0.2, 0.4))
        for side in (-1, 1):
            for leaf in range(rng.randint(5, 11)):
                turn = math.radians(side * (30 + 12 * leaf))
                x, y = c + inner * 0.75 * math.sin(turn), c - inner * 0.75 * math.cos(turn)
                r = inner * rng.uniform(0.06, 0.14)
                draw.ellipse(
                    (x - r, y - r * 1.6, x + r, y + r * 1.6), fill=255 if rng.random() < 0.6 else None, outline=255, width=3
                )
        draw.arc(
            (c - inner * 0.6, c - inner * 0.1, c + inner * 0.6, c + inner * 0.8),
            0,
            180,
            fill=255,
            width=max(2, round(inner * rng.uniform(0.05, 0.2))),
        )
        circle(draw, c, c + inner * 0.35, inner * rng.uniform(0.15, 0.3), inner * rng.uniform(0.05, 0.12))


def seal_mask(rng: random.Random, diameter: float) -> Mask:
    """An impression without wear, (n, n) 0.0 to 1.0, `diameter` pixels wide."""
    n = round(diameter * 2)
    image = Image.new("L", (n, n), 0)
    draw = ImageDraw.Draw(image)
    c, outer = n / 2, n / 2 - 1.0
    line = outer * rng.uniform(0.025, 0.075)
    circle(draw, c, c, outer, line)
    edge = outer - line
    if rng.random() < 0.45:
        edge -= outer * rng.uniform(0.02, 0.06)
        circle(draw, c, c, edge, outer * rng.uniform(0.01, 0.03))
    inner = outer * rng.uniform(0.54, 0.78)
    if rng.random() < 0.8:
        circle(draw, c, c, inner, outer * rng.uniform(0.012, 0.045))
    if rng.random() < 0.2:
        circle(draw, c, c, inner * rng.uniform(0.9, 0.96), outer * 0.015)
    room = edge - inner
    height, radius = room * rng.uniform(0.55, 0.95), (edge + inner) / 2
    spacing = math.degrees(height * rng.uniform(0.55, 1.0) / radius)
    whole = rng.random() < 0.35
    top = words(rng, rng.randint(14, 40))
    span = max(150.0, min(rng.uniform(300, 335) if whole else rng.uniform(170, 240), spacing * len(top)))
    curved(image, rng, top, radius, height, 180 if whole else 0, span, inward=False)
    if not whole and rng.random() < 0.7:
        bottom = words(rng, rng.randint(6, 16))
        curved(image, rng, bottom, radius, height, 180, min(310 - span, spacing * len(bottom), 120), inward=True)
    for side in rng.choice([(), (-1, 1), (0,), (-1, 1)]):
        turn = math.radians(180 - side * (rng.uniform(50, 85)))
        star(draw, c + radius * math.sin(turn), c - radius * math.cos(turn), room * rng.uniform(0.2, 0.45))
    middle_of_seal(image, rng, inner)
    return np.asarray(image.resize((n // 2, n // 2), Image.Resampling.LANCZOS), np.float32) / 255


def oval_mask(rng: random.Random, diameter: float) -> Mask:
    mask = seal_mask(rng, diameter)
    return cv2.resize(mask, None, fx=1.0, fy=rng.uniform(0.55, 0.84), interpolation=cv2.INTER_AREA)


def framed_mask(rng: random.Random, k: float) -> Mask:
    """A stamp in a frame, or a name stamp without one."""
    lines = rng.choice(
        [
            ["ĐẾN", "Số: 214", "Ngày 12/3/2019"],
            ["HỎA TỐC"],
            ["MẬT"],
            ["SAO Y"],
            ["CÔNG VĂN ĐẾN"],
            ["KHẨN"],
            [words(rng, 12)],
            ["ỦY BAN", "NHÂN DÂN"],
        ]
    )
    face = font(rng, rng.uniform(4, 8) * k)
    width = max(face.getlength(text) for text in lines) + face.size
    height = face.size * (1.35 * len(lines) + 0.4)
    if rng.random() < 0.2:
        width = height = max(width, height)
    image = Image.new("L", (round(width), round(height)), 0)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width - 2, height - 2), outline=255, width=max(1, round(rng.uniform(0.3, 1.0) * k)))
    if rng.random() < 0.3:
        draw.rectangle((1.2 * k, 1.2 * k, width - 2 - 1.2 * k, height - 2 - 1.2 * k), outline=255, width=max(1, round(0.3 * k)))
    for number, text in enumerate(lines):
        draw.text(
            (width / 2, height / 2 + (number - (len(lines) - 1) / 2) * face.size * 1.3), text, font=face, fill=255, anchor="mm"
        )
    return np.asarray(image, np.float32) / 255


def pen_mask(rng: random.Random, k: float) -> Mask:
    """A circle drawn by hand around something."""
    radius = rng.uniform(9, 22) * k
    n = round(radius * 2.8)
    mask = np.zeros((n, n), np.float32)
    turns = np.linspace(0, 2 * math.pi * rng.uniform(0.92, 1.2), 90)
    wobble = sum(rng.uniform(-0.06, 0.06) * np.sin(turns * f + rng.uniform(0, 6)) for f in (1, 2, 3))
    flat = rng.uniform(0.7, 1.0)
    x, y = n / 2 + radius * (1 + wobble) * np.cos(turns), n / 2 + radius * flat * (1 + wobble) * np.sin(turns)
    cv2.polylines(
        mask, [np.column_stack([x, y]).astype(np.int32)], False, 1.0, max(1, round(rng.uniform(0.3, 1.2) * k)), cv2.LINE_AA
    )
    return mask


def spokes(draw: ImageDraw.ImageDraw, c: float, count: int, apart: float, ends: tuple[float, float], width: int) -> None:
    for number in range(count):
        turn = number * apart
        draw.line([(c + c * s * math.sin(turn), c - c * s * math.cos(turn)) for s in ends], fill=255, width=width)


def disc_mask(rng: random.Random, n: int) -> Mask:
    """A full disc with some letters left white."""
    image = Image.new("L", (n, n), 0)
    draw = ImageDraw.Draw(image)
    draw.ellipse((0, 0, n - 1, n - 1), fill=255)
    draw.text((n / 2, n / 2), words(rng, 4)[: rng.randint(1, 5)], font=font(rng, n * 0.25), fill=0, anchor="mm")
    if rng.random() < 0.5:
        circle(draw, n / 2, n / 2, n * 0.425, n * 0.025)
    return np.asarray(image, np.float32) / 255


def logo_mask(rng: random.Random, k: float) -> Mask:
    """Round signs that are no seals: rings around a picture or some letters, discs, targets, dials, charts."""
    n = round(rng.uniform(14, 40) * k)
    image = Image.new("L", (n, n), 0)
    draw = ImageDraw.Draw(image)
    c = n / 2
    kind = rng.choice(["ring", "ring", "disc", "target", "ban", "dial", "chart", "letters", "star", "gear"])
    if kind == "disc":
        return disc_mask(rng, n)
    circle(draw, c, c, c - 1, c * rng.choice([rng.uniform(0.02, 0.08), rng.uniform(0.08, 0.3)]))
    if kind in ("ring", "letters") and rng.random() < 0.5:
        circle(draw, c, c, c * rng.uniform(0.55, 0.9), c * rng.uniform(0.02, 0.06))
    if kind == "target":
        for share in (0.75, 0.5, 0.25):
            circle(draw, c, c, c * share, c * rng.uniform(0.03, 0.1))
    if kind == "ban":
        draw.line((c * 0.35, c * 0.35, c * 1.65, c * 1.65), fill=255, width=round(c * 0.15))
    if kind == "dial":
        spokes(draw, c, 12, math.pi / 6, (0.8, 0.95), max(1, round(c * 0.04)))
        draw.line((c, c, c * 1.4, c * 0.7), fill=255, width=max(1, round(c * 0.05)))
    if kind == "chart":
        draw.pieslice((2, 2, n - 3, n - 3), rng.uniform(0, 200), rng.uniform(220, 340), fill=255)
    if kind in ("ring", "letters"):
        draw.text((c, c), words(rng, 4)[: rng.randint(1, 5)], font=font(rng, n * rng.uniform(0.15, 0.45)), fill=255, anchor="mm")
    if kind in ("star", "ring"):
        star(draw, c, c, c * rng.uniform(0.4, 0.8))
    if kind == "gear":
        spokes(draw, c, rng.randint(8, 16), math.pi / 6, (0.6, 0.8), round(c * 0.1))
        circle(draw, c, c, c * 0.6, c * 0.1)
    return np.asarray(image, np.float32) / 255
