"""Whole pages for the measurement of signatures: header, body, signers' blocks, what else hands leave on paper, and the scanner.

Needs the fonts named in drawn_handwriting.py.
"""

import math
import random
from itertools import pairwise

import cv2
import numpy as np
from drawn_handwriting import (
    FAMILIES,
    FONTS,
    NAMES,
    PENS,
    SEALS,
    TITLES,
    WORDS,
    Sheet,
    curve,
    moved,
    scanned,
    scribbled,
    signature,
)
from PIL import Image, ImageDraw, ImageFont

CONDITIONS = ("colour", "colour", "grey", "two-level", "photo", "faint")
BOLD = FONTS + "liberation/LiberationSans-Bold.ttf"


def page(seed: str, condition: str, dpi: float, signed: bool, sealed: bool) -> Sheet:
    """One page as it was scanned.  `signed` and `sealed`: whether the blocks are; a page may also have no block at all."""
    rng = random.Random(seed)
    scale = dpi / 25.4
    paper = np.full((round(297 * scale), round(210 * scale), 3), 255, np.uint8)
    sheet = Sheet(rng, scale, rng.choice(["serif", "serif", "serif", "wide", "sans"]), paper)
    first = rng.random() < 0.6
    y = _head(sheet) if first else rng.uniform(20, 28)
    end = rng.uniform(110, 225) if first or rng.random() < 0.7 else y + rng.uniform(0, 30)
    y = _table(sheet, y, end) if rng.random() < 0.25 else _body(sheet, y, end)
    if signed or sealed or rng.random() < 0.75:
        _blocks(sheet, y + rng.uniform(3, 8), signed, sealed)
    else:
        _body(sheet, y, 275)
    _hands(sheet, first, y)
    sheet.pixels = scanned(sheet, condition)
    return sheet


def _head(sheet: Sheet) -> float:
    rng, size = sheet.rng, sheet.rng.choice([12, 13])
    ink = (190, 20, 30) if rng.random() < 0.1 else (20, 20, 20)
    sheet.text(62, 22, "UBND TỈNH NAM SƠN", size, 0, "m")
    sheet.text(62, 28, rng.choice(["SỞ TÀI CHÍNH", "BỆNH VIỆN ĐA KHOA", "SỞ NỘI VỤ"]), size, 1, "m")
    sheet.text(140, 22, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size - 1, 1, "m", ink)
    width = sheet.text(140, 28, "Độc lập - Tự do - Hạnh phúc", size, 1, "m")
    sheet.pixels[round(29.5 * sheet.scale) :][
        : max(1, round(0.3 * sheet.scale)), round((140 - width / 2) * sheet.scale) : round((140 + width / 2) * sheet.scale)
    ] = 20
    if rng.random() < 0.5:  # number and day by hand
        sheet.text(62, 37, "Số:           /STC-VP", 13, 0, "m")
        sheet.text(142, 37, "Nam Sơn, ngày        tháng        năm 2025", 13, 2, "m")
        for x in (54.0, 139.0, 158.0):
            sheet.pen(moved(scribbled(rng, 7), x, 37), 0.45, PENS["blue"], 0.9)
        sheet.notes.append("number by hand")
    else:
        sheet.text(62, 37, f"Số: {rng.randint(2, 999)}/STC-VP", 13, 0, "m")
        sheet.text(142, 37, "Nam Sơn, ngày 12 tháng 6 năm 2025", 13, 2, "m")
    y = 50.0
    if rng.random() < 0.5:
        y = rng.uniform(50, 75)
        sheet.text(105, y, rng.choice(["QUYẾT ĐỊNH", "BÁO CÁO", "THÔNG BÁO"]), 14, 1, "m")
        sheet.text(105, y + 7, "Về việc phân bổ kinh phí năm 2025", 14, 1, "m")
        return y + 20
    sheet.text(62, 43, "V/v phân bổ kinh phí", 12, 0, "m")
    y = rng.uniform(58, 78)
    sheet.text(75, y, "Kính gửi:", 14)
    sheet.text(98, y + 7, "- Các cơ quan, đơn vị;", 14)
    return y + 20


def _body(sheet: Sheet, y: float, end: float) -> float:
    rng, size = sheet.rng, sheet.rng.choice([13, 13.5, 14])
    while y < end:
        width = rng.uniform(158, 164) if rng.random() < 0.8 else rng.uniform(40, 150)
        line, x = "", 30.0 if width < 164 and rng.random() < 0.7 else 40.0
        limit = (width - (x - 30)) / (size * 25.4 / 72 * 0.5)
        while len(line) < limit - 6:
            line += rng.choice(WORDS) + " "
        sheet.text(x, y, line, size)
        y += size * 25.4 / 72 * rng.choice([1.2, 1.3, 1.3, 1.6])
    return y


def _table(sheet: Sheet, y: float, end: float) -> float:
    """A grid with sparse words, some of its rows shaded."""
    rng, scale, top = sheet.rng, sheet.scale, y
    columns = [28.0, 40.0, *sorted(rng.uniform(60, 170) for _ in range(rng.randint(1, 4))), 192.0]
    width, grey = max(1, round(rng.choice([0.2, 0.35]) * scale)), rng.choice([20, 90, 150])
    while y < end:
        high = rng.choice([6.5, 7.5, 13.0])
        corners = (round(columns[0] * scale), round(y * scale)), (round(columns[-1] * scale), round((y + high) * scale))
        if rng.random() < 0.1:
            cv2.rectangle(sheet.pixels, *corners, (190, 190, 190), -1)
        cv2.rectangle(sheet.pixels, *corners, (grey, grey, grey), width)
        for left, right in pairwise(columns):
            if rng.random() < 0.6:
                sheet.text(left + 2, y + 5, " ".join(rng.choices(WORDS, k=8))[: max(2, int((right - left) / 2.6))], 12)
        y += high
    for x in columns:
        cv2.line(
            sheet.pixels, (round(x * scale), round(top * scale)), (round(x * scale), round(y * scale)), (grey, grey, grey), width
        )
    return y + 6


def _blocks(sheet: Sheet, y: float, signed: bool, sealed: bool) -> None:
    rng = sheet.rng
    y = min(y, 235.0)
    kind = rng.choice(["one"] * 6 + ["two", "three"])
    centres = {"one": [rng.uniform(138, 158)], "two": [60.0, 150.0], "three": [45.0, 105.0, 165.0]}[kind]
    if kind == "one":
        sheet.text(30, y, "Nơi nhận:", 12, 2)
        for i in range(rng.randint(2, 6)):
            width = sheet.text(
                30,
                y + 5 + 4.6 * i,
                "- " + rng.choice(["Như trên;", "Văn phòng UBND tỉnh;", "Lưu: VT, TH.", "Các phòng chuyên môn;"]),
                11,
            )
        if rng.random() < 0.3:
            sheet.pen(moved(scribbled(rng, 7), 33 + width, y + 5 + 4.6 * i), 0.4, PENS["blue"], 0.9)
            sheet.notes.append("initials after the recipients")
    for number, centre in enumerate(centres):
        _block(sheet, centre, y, signed, sealed and (number == len(centres) - 1 or rng.random() < 0.5))


def _block(sheet: Sheet, centre: float, y: float, signed: bool, sealed: bool) -> None:
    rng = sheet.rng
    for line in rng.choice(TITLES) if centre > 100 or rng.random() < 0.5 else ("ĐẠI DIỆN BÊN A",):
        sheet.text(centre, y, line, rng.choice([13, 14]), 1, "m")
        y += 5.6
    if rng.random() < 0.1:
        sheet.text(centre, y, "(Ký, ghi rõ họ tên)", 12, 2, "m")
        y += 5
    gap = rng.uniform(16, 33)
    name = y + gap
    place, room = y, gap
    if name < 225 and rng.random() < 0.35:  # signed and sealed under the name, or anywhere below
        place, room = name + rng.uniform(2, 45), 24.0
        sheet.notes.append("below the name")
    if signed:
        _sign(sheet, centre, place, room)
    elif rng.random() < 0.12:
        sheet.text(centre, y + gap * 0.5, "(Đã ký)", 13, 2, "m")
        sheet.notes.append("(Đã ký)")
    stamp = rng.random() < 0.25
    sheet.text(
        centre,
        name,
        rng.choice(NAMES),
        14,
        1,
        "m",
        (200, 30, 45) if stamp and rng.random() < 0.7 else PENS["blue"] if stamp else (20, 20, 20),
    )
    if sealed:
        radius = rng.choice([15.0, 17.0, 18.0])
        at = (centre - rng.uniform(6, 18), place + room / 2 + rng.uniform(-6, 5))
        _seal(sheet, *at, radius, SEALS[rng.choice(list(SEALS))], rng.choice([0.45, 0.7, 0.9, 1.0]))
        sheet.seals.append((*at, radius))
    elif rng.random() < 0.15:
        _square(sheet, centre - rng.uniform(0, 18), place + room / 2)


def _sign(sheet: Sheet, centre: float, y: float, gap: float) -> None:
    rng = sheet.rng
    family = rng.choice(FAMILIES)
    strokes = moved(
        signature(rng, family), centre + rng.uniform(-6, 10), y + gap / 2 - 2 + rng.uniform(-3, 3), rng.uniform(-14, 6)
    )
    colour = rng.choice(["blue"] * 5 + ["black"] * 3 + ["violet", "red"])
    sheet.signed.append(sheet.pen(strokes, rng.choice([0.3, 0.4, 0.5, 0.7, 1.1]), PENS[colour], rng.choice([0.65, 0.85, 1.0])))
    sheet.notes += [family, colour + " pen"]


def _square(sheet: Sheet, x: float, y: float) -> None:
    """A stamp with a frame and two words, put on at an angle."""
    rng, n = sheet.rng, round(60 * sheet.scale)
    image = Image.new("L", (n, n), 0)
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(BOLD, max(6, round(rng.uniform(4, 6) * sheet.scale)))
    wide = font.getlength("TÀI CHÍNH") + font.size
    draw.rectangle(
        (n / 2 - wide / 2, n / 2 - font.size * 1.6, n / 2 + wide / 2, n / 2 + font.size * 1.6),
        outline=255,
        width=max(1, round(0.5 * sheet.scale)),
    )
    for line, word in enumerate(("SỞ", "TÀI CHÍNH")):
        draw.text((n / 2, n / 2 + (line - 0.5) * font.size * 1.4), word, font=font, fill=255, anchor="mm")
    turned = (
        np.asarray(image.rotate(rng.uniform(-25, 25), resample=Image.Resampling.BICUBIC), np.float32)
        / 255
        * rng.choice([0.45, 0.7, 0.9])
    )
    mask = np.zeros(sheet.pixels.shape[:2], np.float32)
    left, top = round(x * sheet.scale) - n // 2, round(y * sheet.scale) - n // 2
    part = mask[max(0, top) : top + n, max(0, left) : left + n]
    part[:] = turned[: part.shape[0], : part.shape[1]]
    sheet.stain(mask, rng.choice([SEALS["red"], SEALS["dark"], PENS["blue"]]))
    sheet.notes.append("square stamp")


def _seal(sheet: Sheet, x: float, y: float, radius: float, colour: tuple[int, int, int], strength: float) -> None:
    rng, n = sheet.rng, round(radius * 2 * sheet.scale * 2)
    image = Image.new("L", (n, n), 0)
    draw, c = ImageDraw.Draw(image), n / 2
    draw.ellipse((1, 1, n - 2, n - 2), outline=255, width=max(2, int(n * 0.025)))
    draw.ellipse((n * 0.19, n * 0.19, n * 0.81, n * 0.81), outline=255, width=max(1, int(n * 0.012)))
    font = ImageFont.truetype(BOLD, max(6, int(n * 0.085)))
    text = rng.choice(["UBND TỈNH NAM SƠN", "SỞ Y TẾ TỈNH LONG KHÊ", "NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"])
    for i, letter in enumerate(text):
        angle = math.pi / 2 + 0.17 * ((len(text) - 1) / 2 - i)
        tile = Image.new("L", (font.size * 2, font.size * 2), 0)
        ImageDraw.Draw(tile).text((font.size, font.size), letter, font=font, fill=255, anchor="mm")
        tile = tile.rotate(math.degrees(angle) - 90, resample=Image.Resampling.BICUBIC)
        image.paste(255, (int(c + n * 0.4 * math.cos(angle) - font.size), int(c - n * 0.4 * math.sin(angle) - font.size)), tile)
    for i, word in enumerate(rng.choice([["SỞ", "Y TẾ"], ["TÀI CHÍNH"], ["★"]])):
        draw.text((c, c + i * font.size * 1.4), word, font=font, fill=255, anchor="mm")
    turned = (
        np.asarray(image.rotate(rng.uniform(-25, 25), resample=Image.Resampling.BICUBIC).resize((n // 2, n // 2)), np.float32)
        / 255
    )
    grain = cv2.resize(np.random.default_rng(rng.randrange(1 << 30)).random((6, 6)).astype(np.float32), (n // 2, n // 2))
    mask = np.zeros(sheet.pixels.shape[:2], np.float32)
    x0, y0 = int((x - radius) * sheet.scale), int((y - radius) * sheet.scale)
    part = mask[max(0, y0) : y0 + n // 2, x0 : x0 + n // 2]
    part[:] = (turned * strength * (1 - 0.35 * grain))[: part.shape[0], : part.shape[1]]
    sheet.stain(mask, colour)


def _hands(sheet: Sheet, first: bool, end: float) -> None:
    """What else hands, stamps and machines leave."""
    rng, chance = sheet.rng, sheet.rng.random
    pen = PENS[rng.choice(["blue", "black", "red"])]
    if first and chance() < 0.25:
        _arrival(sheet)
    if first and chance() < 0.2:  # the head's remark, which he signs
        x, y, width = rng.choice([(12.0, 50.0, 45.0), (75.0, 8.0, 60.0), (165.0, 42.0, 32.0)])
        for i in range(rng.randint(1, 3)):
            sheet.pen(moved(scribbled(rng, width * rng.uniform(0.6, 1)), x, y + 6 * i, rng.uniform(-6, 3)), 0.5, pen, 0.9)
        sheet.pen(moved(signature(rng, "short"), x + width * 0.7, y + 6 * i + 7), 0.5, pen, 0.9)
        sheet.notes.append("remark")
    if chance() < 0.3:
        sheet.pen(
            moved(signature(rng, "short"), rng.uniform(80, 185), end - 4), 0.45, PENS["blue"], 0.9
        ) if chance() < 0.4 else sheet.pen(moved(scribbled(rng, 8), rng.uniform(80, 185), end - 4), 0.45, PENS["blue"], 0.9)
        sheet.notes.append("initials")
    if chance() < 0.15:
        a = np.linspace(0, 6.6, 60)
        sheet.pen(
            [np.stack((rng.uniform(50, 160) + rng.uniform(9, 16) * np.cos(a), end - 22 + rng.uniform(4, 6) * np.sin(a)), axis=1)],
            0.5,
            pen,
            0.9,
        )
        sheet.notes.append("circle")
    if chance() < 0.15:
        sheet.pen([curve([(60, end - 30), (90, end - 29.5), (120, end - 30.3)])], 0.5, pen, 0.9)
        sheet.pen([curve([(21, end - 40), (23, end - 37), (28, end - 46)])], 0.5, pen, 0.9)
        sheet.notes.append("ticks")
    if chance() < 0.2:
        for y in (108.0, 188.0):
            cv2.circle(
                sheet.pixels, (round(10 * sheet.scale), round(y * sheet.scale)), round(2.8 * sheet.scale), (70, 70, 70), -1
            )
    if chance() < 0.15:
        y = round(148 * sheet.scale)
        sheet.pixels[y : y + max(1, round(0.5 * sheet.scale))] = sheet.pixels[y : y + max(1, round(0.5 * sheet.scale))] // 4 * 3


def _arrival(sheet: Sheet) -> None:
    rng, scale = sheet.rng, sheet.scale
    ink = rng.choice([(205, 30, 45), (40, 60, 170)])
    x, y = rng.uniform(22, 40), rng.uniform(44, 56)
    cv2.rectangle(
        sheet.pixels,
        (round(x * scale), round(y * scale)),
        (round((x + 42) * scale), round((y + 24) * scale)),
        ink,
        max(1, round(0.5 * scale)),
    )
    sheet.text(x + 21, y + 7, "CÔNG VĂN ĐẾN", 13, 1, "m", ink)
    sheet.text(x + 3, y + 14, "Số:", 12, 0, "l", ink)
    sheet.text(x + 3, y + 21, "Ngày:", 12, 0, "l", ink)
    for at in (14, 21):
        sheet.pen(moved(scribbled(rng, 18), x + 14, y + at), 0.45, PENS["blue"], 0.9)
    sheet.notes.append("arrival stamp")
