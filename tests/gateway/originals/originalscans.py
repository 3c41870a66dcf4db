"""Scans of official documents for tests: printed with the gateway's own letters, signed and sealed by code, as PDF or picture."""

from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from tests.gateway.originals.printedpages import FONT, HEAD

Page = NDArray[np.uint8]
DPI = 150
WIDTH, HEIGHT = 1240, 1754
RED, BLUE, BLACK = (200, 25, 45), (35, 55, 165), (25, 25, 25)
BODY = "Đề nghị các cơ quan, đơn vị nghiêm túc triển khai thực hiện các nội dung nêu trên."
K = DPI / 25.4


def page(
    *,
    sealed: bool = True,
    signed: bool = True,
    head: bool = True,
    stamp: str = "",
    ink: tuple[int, int, int] = RED,
    letterhead: tuple[int, int, int] = BLACK,
) -> Page:
    """A letter of one page on slightly grey paper with a scanner's noise, (height, width, 3) RGB at 150 dpi.

    `ink`: of the seal; `letterhead`: of all in it but the number and the date.
    """
    picture = Image.new("RGB", (WIDTH, HEIGHT), (255, 255, 255))
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, 21)
    for left, top, text in HEAD if head else ():
        draw.text((left * 0.75, top * 0.75), text, BLACK if text.startswith(("Số", "Nam")) else letterhead, font)
    for line in range(14):
        draw.text((150, 480 + 44 * line), BODY, BLACK, font)
    for left, top, text in ((160, 1180, "Nơi nhận:"), (160, 1215, "- Như trên;"), (160, 1245, "- Lưu: VT.")):
        draw.text((left, top), text, BLACK, font)
    draw.text((800, 1180), "GIÁM ĐỐC", BLACK, font)
    draw.text((770, 1420), "Nguyễn Văn An", BLACK, font)
    if stamp:
        large = ImageFont.truetype(FONT, 40)
        draw.rectangle((200, 322, 240 + draw.textlength(stamp, large), 398), outline=RED, width=4)
        draw.rectangle((208, 330, 232 + draw.textlength(stamp, large), 390), outline=RED, width=2)
        draw.text((220, 332), stamp, RED, large)
    sheet = np.array(picture)
    if signed:
        _sign(sheet)
    if sealed:
        _seal(sheet, ink)
    noise = np.random.default_rng(7).normal(0, 3, sheet.shape)
    soft = cv2.GaussianBlur(sheet, (0, 0), 0.6).astype(np.float64) * (0.97, 0.965, 0.95)
    return np.clip(soft + noise, 0, 255).astype(np.uint8)


def _sign(sheet: Page) -> None:
    knots = [
        (790, 1330),
        (830, 1262),
        (852, 1352),
        (888, 1268),
        (905, 1350),
        (950, 1275),
        (962, 1345),
        (1010, 1300),
        (1080, 1322),
    ]
    points = []
    for index in range(len(knots) - 1):
        a, b, c, d = (np.array(knots[min(max(index + step, 0), len(knots) - 1)], float) for step in (-1, 0, 1, 2))
        for t in np.linspace(0, 1, 14, endpoint=False):
            points.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    cv2.polylines(sheet, [np.array(points).astype(np.int32)], isClosed=False, color=BLUE, thickness=3, lineType=cv2.LINE_AA)


def _seal(sheet: Page, ink: tuple[int, int, int]) -> None:
    """A seal of 36 mm left over the signature: two rings, words around, a star."""
    side = 4 * round(40 * K)
    mask = Image.new("L", (side, side), 0)
    draw, font = ImageDraw.Draw(mask), ImageFont.truetype(FONT, round(3.2 * K * 4))
    middle, radius = side / 2, 18 * K * 4
    for share, width in ((1.0, 0.9), (0.64, 0.4)):
        reach = radius * share
        draw.ellipse((middle - reach, middle - reach, middle + reach, middle + reach), outline=255, width=round(width * K * 4))
    words = "ỦY BAN NHÂN DÂN TỈNH NAM SƠN ★ SỞ TÀI CHÍNH ★ "
    for number, letter in enumerate(words):
        angle = np.radians(number * 360 / len(words) - 130)
        glyph = Image.new("L", (200, 200), 0)
        ImageDraw.Draw(glyph).text((100, 100), letter if letter != "★" else "*", 255, font, anchor="mm")
        turned = glyph.rotate(-np.degrees(angle), resample=Image.Resampling.BICUBIC)
        at = (round(middle + 0.82 * radius * np.sin(angle)) - 100, round(middle - 0.82 * radius * np.cos(angle)) - 100)
        mask.paste(turned, at, turned)
    star = [
        (
            middle + (0.36 if i % 2 == 0 else 0.14) * radius * np.sin(i * np.pi / 5),
            middle - (0.36 if i % 2 == 0 else 0.14) * radius * np.cos(i * np.pi / 5),
        )
        for i in range(10)
    ]
    draw.polygon(star, fill=255)
    small = np.asarray(mask.resize((side // 4, side // 4), Image.Resampling.LANCZOS), float)[..., None] / 255 * 0.85
    left, top = 690, 1190
    part = sheet[top : top + side // 4, left : left + side // 4].astype(float)
    sheet[top : top + side // 4, left : left + side // 4] = (part * (1 - small * (1 - np.array(ink) / 255))).astype(np.uint8)


def jpeg(sheet: Page, quality: int = 75) -> bytes:
    """The page as a camera or a scanner would keep it."""
    out = BytesIO()
    Image.fromarray(sheet).save(out, "JPEG", quality=quality, dpi=(DPI, DPI))
    return out.getvalue()


def pdf(*sheets: Page, mode: str = "RGB") -> bytes:
    """The pages as a scanner writes them: one picture each.  `mode`: RGB, L (grey) or 1 (black and white)."""
    pictures = [
        Image.fromarray(sheet).convert("L").point(lambda v: 255 * (v > 175)) if mode == "1" else Image.fromarray(sheet)
        for sheet in sheets
    ]
    out = BytesIO()
    first, *rest = (picture.convert(mode) for picture in pictures)
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=DPI)
    return out.getvalue()
