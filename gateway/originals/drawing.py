"""Draws a page with what was found on it: a frame around each seal, signature and stamp, and what it was taken for.

The letters come from `label.ttf`: Be Vietnam Pro Medium (SIL Open Font License 1.1, by The Be Vietnam Pro Project Authors),
cut down to Latin and Vietnamese.  It is read once, when this module is loaded: a confined worker can open nothing.
"""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from gateway.originals.raster import Source
from policies.core.facts import Document, Mark, Page, Picture
from policies.text.pages import page_kind

DPI = 110.0
SIZE, MARGIN, LINE = 17, 6, 3  # pixels
STRIP = 2 * MARGIN + SIZE + 4
INK = {"seal": (196, 30, 58), "signature": (22, 82, 180), "stamp": (176, 84, 0)}
PAPER, WORDS = (255, 255, 255), (38, 50, 56)
COLOURS = {"colour": "màu", "grey": "thang xám", "two-level": "đen trắng"}
PASTED = {"seal": "hình con dấu chèn vào", "signature": "hình chữ ký chèn vào"}
FONT = ImageFont.truetype(BytesIO(Path(__file__).with_name("label.ttf").read_bytes()), SIZE)


def drawn(document: Document, source: Source, number: int) -> bytes:
    """Page `number` as PNG; 0: the one that shows most, the first of several.  Raises `Refused` where it cannot be shown."""
    page = document.pages[number - 1] if number else max(document.pages, key=_shown)
    marks = page.picture.marks if page.picture else ()
    raster = source.page(page.number, DPI)
    sheet = Image.fromarray(raster.pixels).convert("RGB")
    canvas = Image.new("RGB", (sheet.width, sheet.height + STRIP), WORDS)
    canvas.paste(sheet, (0, STRIP))
    draw = ImageDraw.Draw(canvas)
    draw.text((2 * MARGIN, MARGIN), _caption(page, len(document.pages)), PAPER, FONT)
    for mark in sorted(marks, key=lambda mark: -_area(mark)):
        _frame(draw, mark, _label(page, mark), sheet.size)
    out = BytesIO()
    canvas.save(out, "PNG")
    return out.getvalue()


def _shown(page: Page) -> tuple[int, int]:
    """How much there is to be seen on a page; the first of several equals."""
    return len(page.picture.marks) if page.picture else -1, -page.number


def _area(mark: Mark) -> float:
    left, top, right, bottom = mark.box
    return (right - left) * (bottom - top)


def _caption(page: Page, count: int) -> str:
    words = [f"Trang {page.number}/{count}"]
    if page.picture is None:
        return f"{words[0]}  ·  chưa xem ảnh của trang này: kết quả không phụ thuộc vào nó"
    words += [_kind(page, page.picture), *(_label(page, mark) for mark in page.picture.marks)]
    if not page.picture.marks:
        words.append("không thấy dấu, chữ ký")
    return "  ·  ".join(words)


def _kind(page: Page, picture: Picture) -> str:
    if page_kind(page) != "scan":
        return "trang xuất từ phần mềm soạn thảo"
    if not picture.sheet:
        return "ảnh không có trang giấy"
    if picture.clean:
        return "ảnh sạch của trang soạn thảo"
    return f"{'ảnh chụp' if picture.photo else 'bản quét'} {COLOURS.get(picture.colour, '')}".strip()


def _label(page: Page, mark: Mark) -> str:
    """What a mark was taken for, and how surely; on a word processor's page seals and signatures are pictures of such."""
    if mark.kind in PASTED and page_kind(page) != "scan":
        return f"{PASTED[mark.kind]} {round(100 * mark.confidence)}%"
    if mark.kind == "stamp" and not mark.text:
        return "dấu đóng khung, không đọc được chữ"
    words = {
        "seal": "dấu đỏ" if mark.colour == "red" else "dấu (không thấy màu)",
        "signature": "chữ ký tay",
        "stamp": f"dấu {mark.text}",
    }
    return f"{words[mark.kind]} {round(100 * mark.confidence)}%"


def _frame(draw: ImageDraw.ImageDraw, mark: Mark, text: str, size: tuple[int, int]) -> None:
    """The frame of a mark and its label: above it, or inside where there is no room."""
    width, height = size
    left, top, right, bottom = (share * length for share, length in zip(mark.box, (width, height) * 2, strict=True))
    top, bottom = top + STRIP, bottom + STRIP
    ink = INK[mark.kind]
    draw.rectangle((left, top, max(right, left + LINE), max(bottom, top + LINE)), outline=ink, width=LINE)
    wide = draw.textlength(text, FONT) + 2 * MARGIN
    tall = SIZE + MARGIN
    x = max(0.0, min(left, width - wide))
    y = top - tall if top - tall >= STRIP else top
    draw.rectangle((x, y, x + wide, y + tall), fill=ink)
    draw.text((x + MARGIN, y + 1), text, PAPER, FONT)
