"""Puts drawn seals and other marks on printed paper and scans it: colour, grey and two-level, crisp and poor.

What must stay true: half of the pieces bear a seal, and those without bear what is most easily taken for one.
"""

import math
import random

import cv2
import numpy as np
from drawn_seals import SIZE, Mask, Piece, font, framed_mask, logo_mask, oval_mask, pen_mask, seal_mask, words
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from gateway.originals.flatten import flattened

Canvas = NDArray[np.float32]
Ink = tuple[float, ...]
Spot = tuple[float, float]
REDS = (
    (200, 30, 45),
    (225, 70, 40),
    (165, 30, 90),
    (220, 85, 120),
    (235, 25, 35),
    (150, 25, 35),
    (190, 20, 60),
    (240, 60, 90),
    (205, 50, 30),
)
OTHERS = ((40, 60, 165), (30, 30, 35), (110, 45, 160), (30, 120, 70), (60, 60, 60))


def red(rng: random.Random) -> Ink:
    return tuple(min(250.0, max(10.0, value + rng.uniform(-14, 14))) for value in rng.choice(REDS))


def turned(mask: Mask, degrees: float) -> Mask:
    height, width = mask.shape
    n = int(math.hypot(height, width)) + 3
    big = np.zeros((n, n), np.float32)
    big[(n - height) // 2 : (n - height) // 2 + height, (n - width) // 2 : (n - width) // 2 + width] = mask
    return cv2.warpAffine(big, cv2.getRotationMatrix2D((n / 2, n / 2), degrees, 1), (n, n))


def worn(rng: random.Random, mask: Mask, k: float, strength: float) -> Mask:
    """The mask as rubber prints it: uneven pressure, grain, a blur; sometimes crisp and even."""
    noise = np.random.default_rng(rng.randrange(1 << 30))
    height, width = mask.shape
    wear = rng.choice([0.0, 0.1, rng.uniform(0.1, 0.6)])
    low = cv2.resize(noise.random((4, 4)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    grain = cv2.GaussianBlur(noise.random((height, width)).astype(np.float32), (0, 0), rng.uniform(0.05, 0.25) * k)
    grain = np.clip(0.5 + (grain - 0.5) / max(1e-3, float(grain.std())) * 0.3, 0, 1)
    soft = cv2.GaussianBlur(mask, (0, 0), max(0.3, rng.uniform(0.02, 0.12) * k))
    return np.clip(soft * strength * (1 - wear * np.clip(low, 0, 1)) * (1 - wear * 0.6 * grain), 0, 0.97).astype(np.float32)


def put(page: Canvas, alpha: Mask, colour: Ink, x: float, y: float) -> None:
    height, width = alpha.shape
    left, top = round(x - width / 2), round(y - height / 2)
    x0, y0, x1, y1 = max(0, left), max(0, top), min(page.shape[1], left + width), min(page.shape[0], top + height)
    if x1 > x0 and y1 > y0:
        part = alpha[y0 - top : y1 - top, x0 - left : x1 - left, None]
        page[y0:y1, x0:x1] *= 1 - part * (1 - np.asarray(colour, np.float32) / 255)


def printed(rng: random.Random, k: float) -> Canvas:
    """Paper with a signer's block, running text, a table or nothing."""
    n = round(SIZE * k)
    image = Image.new("L", (n, n), 255)
    draw = ImageDraw.Draw(image)
    kind = rng.choice(["block", "block", "block", "text", "table", "nothing", "header"])
    face = font(rng, rng.uniform(3.6, 5.0) * k)
    black = rng.choice([0, 20, 60, 90])
    y = rng.uniform(0, 8) * k
    stop = {"block": 0.3, "header": 0.45, "nothing": 0.0}.get(kind, 1.0) * n
    while y < stop:
        indent = rng.choice([0, 0, 10]) * k
        draw.text((indent, y), words(rng, 90).lower() if kind != "header" else words(rng, 22), font=face, fill=black)
        y += face.size * rng.uniform(1.2, 1.6)
    if kind == "block":
        draw.text((n * 0.62, n * 0.36), words(rng, 14), font=face, fill=black, anchor="mm")
        draw.text((n * 0.62, n * 0.68), words(rng, 12).title(), font=face, fill=black, anchor="mm")
        for number in range(5):
            draw.text((2, n * 0.36 + number * face.size * 1.2), "- " + words(rng, 16).lower(), font=face, fill=black)
    if kind == "table":
        for _ in range(rng.randint(2, 8)):
            at = rng.uniform(0, n)
            draw.line((0, at, n, at), fill=black, width=max(1, round(0.2 * k)))
            draw.line((at * 1.3 % n, 0, at * 1.3 % n, n), fill=black, width=max(1, round(0.2 * k)))

    page = np.repeat(np.asarray(image, np.float32)[..., None], 3, axis=2)
    if rng.random() < 0.1:  # red print
        tint = np.asarray(red(rng), np.float32)
        page = tint + (255 - tint) * (page / 255)
    return np.ascontiguousarray(page, np.float32)


def scrawl(rng: random.Random, k: float) -> Mask:
    """A signature: loops of a pen."""
    width, height = round(rng.uniform(30, 60) * k), round(rng.uniform(14, 28) * k)
    mask = np.zeros((height, width), np.float32)
    along = np.linspace(0, 1, 120)
    x = width * (0.1 + 0.8 * along + 0.1 * np.sin(along * rng.uniform(8, 30) + rng.uniform(0, 6)))
    y = height * (0.5 + 0.4 * np.sin(along * rng.uniform(8, 40) + rng.uniform(0, 6)) * np.cos(along * rng.uniform(1, 5)))
    cv2.polylines(
        mask, [np.column_stack([x, y]).astype(np.int32)], False, 1.0, max(1, round(rng.uniform(0.3, 0.9) * k)), cv2.LINE_AA
    )
    return mask


def scanned(rng: random.Random, page: Canvas, dpi: float, colour: str) -> NDArray[np.uint8]:
    noise = np.random.default_rng(rng.randrange(1 << 30))
    page = cv2.GaussianBlur(page, (0, 0), rng.uniform(0.2, 0.9) * dpi / 150)
    page = page * np.asarray(rng.choice([(1, 1, 1), (0.98, 0.97, 0.95), (0.96, 0.94, 0.9), (0.9, 0.9, 0.9)]), np.float32)
    page = page + noise.standard_normal(page.shape, dtype=np.float32) * rng.uniform(0.3, 6)
    pixels = np.clip(page, 0, 255).astype(np.uint8)
    if colour == "two-level":
        grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
        level = rng.uniform(140, 225)
        return np.where(grey > level, 255, 0).astype(np.uint8)
    if colour == "grey":
        pixels = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    ok, data = cv2.imencode(
        ".jpg", pixels[..., ::-1] if pixels.ndim == 3 else pixels, [cv2.IMWRITE_JPEG_QUALITY, rng.choice([30, 45, 60, 75, 90])]
    )
    assert ok
    back = cv2.imdecode(data, cv2.IMREAD_COLOR if colour == "colour" else cv2.IMREAD_GRAYSCALE)
    return np.ascontiguousarray(back[..., ::-1]) if colour == "colour" else back


def sealed(rng: random.Random, page: Canvas, ink: Ink, strength: float, k: float, spot: Spot) -> tuple[float, float, float]:
    """Put a seal on the page, sometimes cut by the edge of the sheet; returns x, y, diameter in pixels."""
    n, (x, y) = page.shape[0], spot
    diameter = rng.uniform(27.5, 42.5) * k
    mask = seal_mask(rng, diameter)
    stretch = rng.choice([1.0, 1.0, 1.0, rng.uniform(0.95, 1.05)])
    mask = cv2.resize(mask, None, fx=stretch, fy=1.0, interpolation=cv2.INTER_AREA)
    if rng.random() < 0.07:
        x = rng.choice([diameter * rng.uniform(0.2, 0.45), n - diameter * rng.uniform(0.2, 0.45)])
    put(page, worn(rng, turned(mask, rng.gauss(0, 20)), k, strength), ink, x, y)
    if rng.random() < 0.3:  # the signer's name, stamped with the same ink
        name = framed_mask(rng, k)
        put(page, worn(rng, name, k, strength), ink, x + rng.uniform(-5, 25) * k, y + rng.uniform(14, 22) * k)
    return x, y, diameter * (1 + stretch) / 2


def blotted(rng: random.Random, n: int, k: float) -> Mask:
    """Shapeless spots, as photos have them."""
    spots = (np.random.default_rng(rng.randrange(1 << 30)).random((n // 2, n // 2)) > 0.5).astype(np.float32)
    return np.clip((cv2.GaussianBlur(spots, (0, 0), rng.uniform(1, 6) * k) - 0.5) * 12, 0, 0.9).astype(np.float32)


def otherwise_marked(rng: random.Random, page: Canvas, ink: Ink, strength: float, k: float, spot: Spot, what: str) -> None:
    """Put one to three marks on the page that are no seals."""
    n, (x, y) = page.shape[0], spot
    masks = {
        "oval": lambda: oval_mask(rng, rng.uniform(28, 46) * k),
        "framed": lambda: framed_mask(rng, k),
        "pen": lambda: pen_mask(rng, k),
        "logo": lambda: logo_mask(rng, k),
    }
    for _ in range(rng.randint(1, 3)):
        if what in masks:
            put(page, worn(rng, turned(masks[what](), rng.gauss(0, 12)), k, max(strength, 0.4)), ink, x, y)
        elif what == "blot":
            put(page, blotted(rng, n, k), ink, x, y)
        x, y = n * rng.uniform(0.2, 0.8), n * rng.uniform(0.2, 0.8)


def piece(number: int, seed: str = "train", colour: str | None = None) -> Piece:
    """Piece `number` of the series `seed`."""
    rng = random.Random(f"{seed}/{number}")
    colour = colour or rng.choice(["colour", "colour", "grey", "two-level"])
    dpi = rng.choice([150, 200, 200, 250, 300] if colour == "two-level" else [90, 100, 120, 150, 200])
    k = dpi / 25.4
    page = printed(rng, k)
    n = page.shape[0]
    what = rng.choice(["seal"] * 9 + ["oval", "framed", "framed", "pen", "pen", "logo", "logo", "logo", "nothing", "blot"])
    strength = rng.choice([rng.uniform(0.22, 0.5), rng.uniform(0.5, 0.85), rng.uniform(0.85, 1.0)])
    if colour == "two-level":
        strength = max(strength, 0.5)
    ink = red(rng)
    spot = (n / 2 + rng.uniform(-6, 6) * k, n / 2 + rng.uniform(-6, 6) * k)
    if what == "seal":
        seal = sealed(rng, page, ink, strength, k, spot)
    else:
        seal = None
        if colour == "colour" and rng.random() < 0.15 and what != "nothing":
            ink = rng.choice(OTHERS)
        otherwise_marked(rng, page, ink, strength, k, spot, what)
    if rng.random() < 0.5:
        pen = rng.choice(OTHERS[:2])
        signature = turned(scrawl(rng, k), rng.uniform(-10, 20)) * 0.9
        put(page, signature, pen, n / 2 + rng.uniform(0, 24) * k, n / 2 + rng.uniform(-8, 8) * k)
    return Piece(flattened(scanned(rng, page, dpi, colour), dpi), dpi, colour, seal, what)
