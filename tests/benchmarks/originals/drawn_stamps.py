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
UNSEEN = tuple((Path(__file__).parent / "unseen_words.txt").read_text(encoding="utf-8").split("\n"))  # never trained on
BOX, NOWHERE = "\u25af", "\U000f1234"  # stands for a letter that a font lacks; a letter that every font lacks
LACKING = 0.33  # share of stamps whose font lacks letters: word processors print what the font has in their place, a box mostly
BELOW = ("Từ: 12/3/2024", "Bản số: 01", "Số: 12/BM", "Ngày 05 tháng 9", "Thời hạn: 5 năm", "Số: 123", "Ngày: 12/3", "Bản số 2/5")
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
    shapes = {bytes(font.getmask(sign)) for sign in NOWHERE + "AẬOỐEỆẢỎUƯỢẨDĐẾ"}
    return len(shapes) == 16


def lacking(text: str) -> str:
    """A text in a font that knows French letters and no Vietnamese ones."""
    return "".join(BOX if sign >= "\u1e00" or sign in "ƠƯơư" else sign for sign in text)


def draw(
    rng: random.Random, word: str, paths: tuple[str, ...], *, hard: float = 1.0, dpi: int = 0, others: tuple[str, ...] = OTHERS
) -> Drawn:
    """A stamp of a word, or of one of `others` when it is "".  `hard`: how bad ink, scan and overlaps may get, 0 to 1."""
    dpi = dpi or rng.choice((100, 150, 150, 200, 200, 300))
    mm = dpi / 25.4
    text = rng.choice(SPELLINGS.get(word, (word,))) if word else rng.choice(others)
    below = ""
    if rng.random() < 0.25:
        below = rng.choice(BELOW) if word or rng.random() < 0.6 else rng.choice(others)
    # With a box for its letter, MẤT is MẬT: nobody can tell.
    if rng.random() < LACKING and (word or lacking(text) not in {lacking(known) for known in WORDS}):
        text, below = lacking(text), lacking(below)
    mask, letters = _stamp(rng, (text, below), rng.choice(paths), mm, hard)
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
    rng: random.Random, lines: tuple[str, str], path: str, mm: float, hard: float
) -> tuple[np.ndarray, tuple[float, float, float, float]]:
    """A mask of letters with a frame, or without, and where those of the first line are: left, top, width, height."""
    text, below = lines
    font = ImageFont.truetype(path, max(10, int(rng.uniform(4.0, 7.5) * mm)))
    spacing = rng.choice((0, 0, 0, rng.uniform(0.02, 0.25))) * font.size
    width = font.getlength(text) + spacing * (len(text) - 1)
    if width > 78 * mm:
        font = ImageFont.truetype(path, max(8, int(font.size * 78 * mm / width)))
        spacing, width = 0, font.getlength(text)
    margin = int(4 * mm)
    image = Image.new("L", (int(width) + 5 * margin, int(2 * font.size) + 4 * margin))
    draw = ImageDraw.Draw(image)
    _letters(rng, draw, text, font, spacing, 2.0 * margin)
    own = image.getbbox()
    if below:
        smaller = ImageFont.truetype(path, max(7, int(rng.choice((rng.uniform(0.4, 0.7), 1.0)) * font.size)))
        place = 2 * margin + width / 2, 2 * margin + 1.7 * font.size
        draw.text(place, below.replace(BOX, NOWHERE), font=smaller, fill=255, anchor="mt")
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
    _, top, _, bottom = font.getbbox("T")
    bottom += rng.choice((0, 0, 0, 0.12)) * side
    wide, apart, thick = rng.uniform(0.22, 0.55) * side, rng.uniform(0.02, 0.13) * side, rng.uniform(0.03, 0.08) * side
    # The font's own box, where it has one; a gap only where enough is left to know the word.
    shape = "own" if rng.random() < 0.4 and any(font.getmask(NOWHERE)) else "box"
    shape = "gap" if len(text) > 4 and rng.random() < 0.12 else shape
    for sign in text if spacing or BOX in text else (text,):
        if sign == BOX and shape != "own":
            if shape == "box":
                corners = left + apart, margin + top, left + apart + wide, margin + bottom
                draw.rectangle(corners, outline=255, width=max(1, round(thick)))
            left += wide + 2 * apart + spacing
        else:
            shown = NOWHERE if sign == BOX else sign
            draw.text((left, margin), shown, font=font, fill=255)
            left += font.getlength(shown) + spacing


def _frame(rng: random.Random, mask: np.ndarray, box: tuple[int, int, int, int], mm: float, hard: float) -> None:
    kind = rng.choice(("none", "single", "single", "single", "double", "double"))
    if kind == "none":
        return
    left, top, width, height = box
    tight = -0.6 if rng.random() < 0.25 * hard else 0.5
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
    if rng.random() < 0.85:
        font = ImageFont.truetype(path, max(8, int(rng.uniform(3.9, 5.0) * mm)))
        draw = ImageDraw.Draw(image)
        y = rng.uniform(0, 12) * mm
        while y < size[1]:
            if rng.random() < 0.9:
                start = rng.randrange(40)
                draw.text(
                    (rng.uniform(-20, 20) * mm, y),
                    PRINT[start : start + rng.randrange(30, 90)],
                    font=font,
                    fill=rng.choice((15, 25, 60)),
                )
            y += rng.uniform(5.0, 9.0) * mm
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
