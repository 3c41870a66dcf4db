"""Stamps drawn as a scanner sees them: framed and bare words in red ink, over print, faint, turned, at 100 to 300 dpi.

Needs fonts with Vietnamese letters in folders of their own (Debian: fonts-liberation, fonts-dejavu, fonts-noto-core,
fonts-freefont-ttf, fonts-open-sans, fonts-roboto-unhinted, fonts-lato, fonts-vollkorn, fonts-crosextra-carlito, ...).  The
families in `HELD_OUT` are never trained on.
"""

import random
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from gateway.originals.flatten import flattened
from gateway.originals.sheet import Sheet

HELD_OUT = re.compile("FreeSerif|FreeSans|OpenSans|Vollkorn|DejaVuSerif|RobotoCondensed|Carlito")
WORDS = ("MẬT", "TỐI MẬT", "TUYỆT MẬT", "GIẢI MẬT", "HỎA TỐC", "THƯỢNG KHẨN", "KHẨN")
SPELLINGS = {"HỎA TỐC": ("HỎA TỐC", "HOẢ TỐC")}
OTHERS = tuple((Path(__file__).parent / "stamped_words.txt").read_text(encoding="utf-8").split("\n"))
BOX, BOX_WIDTH = "\u25af", (0.27, 0.4, 0.55)
BELOW = ("Từ: 12/3/2024", "Bản số: 01", "Số: 12/BM", "Ngày 05 tháng 9", "Thời hạn: 5 năm")
INKS = ((200, 30, 45), (225, 70, 35), (165, 30, 90), (220, 90, 120), (190, 20, 30), (235, 40, 50), (150, 25, 35), (210, 60, 70))
PRINT = "Thời gian thực hiện từ ngày 01 tháng 01 đến hết ngày 31 tháng 12 Số: 12/UBND-VP V/v báo cáo kết quả"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture with a stamp.

    `word`: what it says, "" for anything else.  `x` to `degrees`: centre, sides (pixels of the sheet) and turn of its letters.
    """

    sheet: Sheet
    word: str
    text: str
    x: float
    y: float
    width: float
    height: float
    degrees: float


@cache
def fonts(folders: tuple[str, ...], held_out: bool) -> tuple[str, ...]:
    """The fonts in some folders that know Vietnamese capitals, of the held-out families or of the others."""
    found = sorted({path.name: path for folder in folders for path in Path(folder).rglob("*.[to]tf")}.items())
    return tuple(str(path) for name, path in found if bool(HELD_OUT.search(name)) is held_out and _is_vietnamese(str(path), name))


def _is_vietnamese(path: str, name: str) -> bool:
    if re.search("italic|oblique|_RI|_RZ|_K|It\\.|thin|light|hairline|Math|Emoji|Glyph", name, re.IGNORECASE):
        return False
    if "noto" in path and not re.match(
        "Noto(Sans|Serif|SansDisplay|SerifDisplay|SansMono)-(Bold|Regular|SemiBold|Black)[.]", name
    ):
        return False
    font = ImageFont.truetype(path, 30)
    shapes = {bytes(font.getmask(sign)) for sign in "\U000f1234AẬOỐEỆẢỎUƯỢẨDĐẾ"}
    return len(shapes) == 16


def draw(rng: random.Random, word: str, paths: tuple[str, ...], *, hard: float = 1.0, dpi: int = 0) -> Drawn:
    """A stamp of a word, or of any other when it is "".  `hard`: how bad ink, scan and overlaps may get, 0 to 1."""
    dpi = dpi or rng.choice((100, 150, 150, 200, 200, 300))
    mm = dpi / 25.4
    text = rng.choice(SPELLINGS.get(word, (word,))) if word else rng.choice(OTHERS)
    if rng.random() < 0.12 and (
        word or len(text) > 3
    ):  # a font without these letters shows boxes, which word processors print as they are
        text = "".join(sign if sign.isascii() or sign in "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐ" else BOX for sign in text)
    mask, letters = _stamp(rng, text, rng.choice(paths), mm, hard)
    degrees = rng.gauss(0, 2.5) if rng.random() < 0.75 else rng.uniform(-20, 20)
    size = tuple(int(side + rng.uniform(8, 16) * mm) for side in _extent(mask, degrees))
    page = _paper(rng, size, rng.choice(paths), mm)
    x, y = size[0] / 2 + rng.uniform(-4, 4) * mm, size[1] / 2 + rng.uniform(-4, 4) * mm
    turn = cv2.getRotationMatrix2D((mask.shape[1] / 2, mask.shape[0] / 2), -degrees, 1.0)
    turn[:, 2] += (x - mask.shape[1] / 2, y - mask.shape[0] / 2)
    alpha = cv2.warpAffine(_inked(rng, mask, mm, hard), turn, size)
    ink = np.array(rng.choice(INKS), np.float32) + np.array([rng.gauss(0, 10) for _ in range(3)], np.float32)
    page = page * (1 - alpha[..., None] * (1 - ink / 255))
    pixels = _scanned(rng, page, mm, hard)
    centre = turn @ np.array([letters[0] + letters[2] / 2, letters[1] + letters[3] / 2, 1.0])
    sheet = _sheet(pixels, dpi)
    return Drawn(sheet, word, text, float(centre[0]), float(centre[1]), letters[2], letters[3], degrees)


def _extent(mask: np.ndarray, degrees: float) -> tuple[float, float]:
    _, _, width, height = cv2.boundingRect((mask > 0.1).astype(np.uint8))
    turn = np.radians(abs(degrees))
    return width * np.cos(turn) + height * np.sin(turn), height * np.cos(turn) + width * np.sin(turn)


def _stamp(
    rng: random.Random, text: str, path: str, mm: float, hard: float
) -> tuple[np.ndarray, tuple[float, float, float, float]]:
    """A mask of letters with a frame, or without, and where its letters are: left, top, width, height."""
    font = ImageFont.truetype(path, max(10, int(rng.uniform(4.0, 7.5) * mm)))
    spacing = rng.choice((0, 0, 0, rng.uniform(0.02, 0.25))) * font.size
    width = sum(font.getlength(sign) + spacing for sign in text) - spacing
    if width > 78 * mm:
        font = ImageFont.truetype(path, max(8, int(font.size * 78 * mm / width)))
        spacing, width = 0, font.getlength(text)
    margin = int(4 * mm)
    image = Image.new("L", (int(width) + 4 * margin, int(2 * font.size) + 4 * margin))
    draw = ImageDraw.Draw(image)
    _letters(rng, draw, text, font, spacing, 2.0 * margin)
    own = image.getbbox()
    if rng.random() < 0.12:  # a smaller line below
        below = ImageFont.truetype(path, max(7, int(0.55 * font.size)))
        draw.text((2 * margin + width / 2, 2 * margin + 1.7 * font.size), rng.choice(BELOW), font=below, fill=255, anchor="mt")
    mask = np.asarray(image, np.uint8)
    stretch = rng.uniform(0.75, 1.3)
    mask = cv2.resize(mask, None, fx=stretch, fy=1.0)
    heavy = re.search("Bold|Black|Heavy", path) is not None
    thick = rng.choice((0, 0, 0, -1 if heavy else 1)) * max(1, round(0.06 * mm))
    if thick:
        mask = (cv2.dilate if thick > 0 else cv2.erode)(mask, np.ones((abs(thick) + 1, abs(thick) + 1), np.uint8))
    whole = cv2.boundingRect((mask > 100).astype(np.uint8))
    mask = mask.astype(np.float32) / 255
    _frame(rng, mask, whole, mm, hard)
    assert own is not None
    return mask, (own[0] * stretch, float(own[1]), (own[2] - own[0]) * stretch, float(own[3] - own[1]))


def _letters(
    rng: random.Random, draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, spacing: float, margin: float
) -> None:
    left, side = margin, font.size
    for sign in text if spacing or BOX in text else (text,):
        if sign == BOX:
            wide, corner = rng.choice(BOX_WIDTH), (left + 0.1 * side, margin + 0.3 * side)
            draw.rectangle(
                (*corner, corner[0] + wide * side, corner[1] + 0.7 * side), outline=255, width=max(1, int(0.05 * side))
            )
            left += (wide + 0.2) * side + spacing
        else:
            draw.text((left, margin), sign, font=font, fill=255)
            left += font.getlength(sign) + spacing


def _frame(rng: random.Random, mask: np.ndarray, box: tuple[int, int, int, int], mm: float, hard: float) -> None:
    kind = rng.choice(("none", "single", "single", "single", "double", "double"))
    if kind == "none":
        return
    left, top, width, height = box
    tight = -0.2 if rng.random() < 0.15 * hard else 0.5
    aside, above = rng.uniform(tight, 3.5) * mm, rng.uniform(tight, 1.8) * mm
    thick = max(1, round(rng.uniform(0.25, 0.8) * mm))
    for step in range(2 if kind == "double" else 1):
        away = step * rng.uniform(0.8, 1.4) * mm
        corners = (left - aside - away, top - above - away), (left + width + aside + away, top + height + above + away)
        cv2.rectangle(mask, *(tuple(map(int, corner)) for corner in corners), 1.0, thick)
    if rng.random() < 0.25 * hard:  # a piece of the frame did not print
        side = rng.choice((slice(0, top - 1), slice(top + height + 1, None)))
        start = rng.randrange(mask.shape[1] // 2)
        mask[side, start : start + mask.shape[1] // 3] *= rng.choice((0.0, 0.3))


def _inked(rng: random.Random, mask: np.ndarray, mm: float, hard: float) -> np.ndarray:
    noise = np.random.default_rng(rng.randrange(1 << 30))
    size = mask.shape[::-1]
    low = cv2.resize(noise.random((4, 6)).astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    grain = cv2.GaussianBlur(noise.random(mask.shape).astype(np.float32), (0, 0), rng.uniform(0.4, 1.6))
    grain = (grain - grain.mean()) / max(float(grain.std()), 1e-6)
    strength = rng.uniform(0.35, 0.95) if rng.random() < 0.5 * hard else rng.uniform(0.7, 0.96)
    alpha = cv2.GaussianBlur(mask, (0, 0), rng.uniform(0.04, 0.1) * mm) * strength
    alpha *= 1 - rng.uniform(0, 0.6) * hard * (1 - low)
    return np.clip(alpha * (1 + rng.uniform(0, 0.25) * hard * grain), 0, 0.97)


def _paper(rng: random.Random, size: tuple[int, int], path: str, mm: float) -> np.ndarray:
    """White paper with lines of black print on it, sometimes."""
    image = Image.new("L", size, 255)
    if rng.random() < 0.75:
        font = ImageFont.truetype(path, max(8, int(4.4 * mm)))
        draw = ImageDraw.Draw(image)
        y = rng.uniform(0, 12) * mm
        while y < size[1]:
            if rng.random() < 0.8:
                start = rng.randrange(40)
                draw.text((rng.uniform(-10, 40) * mm, y), PRINT[start : start + rng.randrange(20, 90)], font=font, fill=25)
            y += rng.uniform(5.5, 11.0) * mm
    return np.repeat(np.asarray(image, np.float32)[..., None], 3, axis=2)


def _scanned(rng: random.Random, page: np.ndarray, mm: float, hard: float) -> np.ndarray:
    noise = np.random.default_rng(rng.randrange(1 << 30))
    out = cv2.GaussianBlur(page, (0, 0), rng.uniform(0.04, 0.12) * mm)
    out *= np.array(rng.choice([(255, 255, 255), (250, 248, 243), (244, 241, 234), (235, 228, 212)]), np.float32) / 255
    out += noise.standard_normal(out.shape).astype(np.float32) * rng.uniform(0, 5) * hard
    pixels = np.clip(out, 0, 255).astype(np.uint8)
    quality = rng.randint(35, 95) if rng.random() < hard else 90
    jpeg = cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.ascontiguousarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR)[..., ::-1])


def _sheet(pixels: np.ndarray, dpi: float) -> Sheet:
    pixels = flattened(pixels, dpi)
    height, width = pixels.shape[:2]
    return Sheet(pixels, pixels.max(axis=2), dpi, "colour", ((1 / width, 0, 0), (0, 1 / height, 0), (0, 0, 1.0)))
