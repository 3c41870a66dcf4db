"""What a scanner hands over, made without one: a JPEG of a sealed page, and a PDF whose pages are such pictures.

What must stay true: the same random source makes the same bytes on every machine.
"""

import random
from collections.abc import Sequence

Page = tuple[int, int, bytes]  # width, height, JPEG

AC_SYMBOLS = (0x00, 0x01, 0x02, 0x03, 0x11, 0x12, 0x21, 0x31, 0x41, 0x51, 0x61, 0xF0)  # each has a code of 4 bits
AC_CODE = {symbol: format(place, "04b") for place, symbol in enumerate(AC_SYMBOLS)}
DC_CODE = {symbol: format(place, "04b") for place, symbol in enumerate(range(12))}
END_OF_BLOCK = AC_CODE[0x00]
INK, PAPER = -40, 60
RED, NO_COLOUR = (-20, 60), (0, 0)


def _bits_of(value: int) -> tuple[int, str]:
    size = abs(value).bit_length()
    if value < 0:
        value += (1 << size) - 1
    return size, (format(value, f"0{size}b") if size else "")


def _dc_bits(difference: int) -> str:
    size, bits = _bits_of(difference)
    return DC_CODE[size] + bits


def _ac_block(rng: random.Random, coefficients: int) -> str:
    out = []
    for _ in range(coefficients):
        size, bits = _bits_of(rng.choice((-3, -2, -1, 1, 2, 3)))
        out.append(AC_CODE[size] + bits)
    out.append(END_OF_BLOCK)
    return "".join(out)


def _segment(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2, "big") + payload


def _table(kind: int, symbols: Sequence[int]) -> bytes:
    return bytes((kind,)) + bytes([0, 0, 0, len(symbols)] + [0] * 12) + bytes(symbols)


def _jpeg_head(width: int, height: int) -> bytes:
    size = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return (
        b"\xff\xd8"
        + _segment(0xE0, b"JFIF\0\x01\x01\x01\0\x96\0\x96\0\0")
        + _segment(0xDB, b"\0" + bytes([16] + [6] * 63))
        + _segment(0xC0, b"\x08" + size + bytes((3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0)))
        + _segment(0xC4, _table(0x00, range(12)))
        + _segment(0xC4, _table(0x10, AC_SYMBOLS))
        + _segment(0xDA, bytes((3, 1, 0x00, 2, 0x00, 3, 0x00, 0, 63, 0)))
    )


def jpeg(rng: random.Random, width: int, height: int, size: int) -> bytes:
    """A baseline 4:4:4 JPEG of about `size` bytes: a noisy page with dark rows of "text" and a red round seal."""
    columns, rows = (width + 7) // 8, (height + 7) // 8
    coefficients = max(0, min(62, round((size * 8 / (columns * rows) - 3 * 6) / 5.67)))
    pool = [_ac_block(rng, coefficients) for _ in range(256)]
    codes = {difference: _dc_bits(difference) for difference in range(-200, 201)}
    out, last, last_blue, last_red = [], 0, 0, 0
    middle, radius = (rows * 3 // 4, columns * 2 // 3), max(2, columns // 12)
    for row in range(rows):
        written = row % 4 == 1 and rows // 10 < row < rows * 9 // 10
        for column in range(columns):
            luma = INK if written and columns // 8 < column < columns * 7 // 8 and rng.random() < 0.6 else PAPER
            distance = (row - middle[0]) ** 2 + (column - middle[1]) ** 2
            blue, red = RED if (radius - 1) ** 2 <= distance <= radius**2 else NO_COLOUR
            out.append(codes[luma - last] + rng.choice(pool) + codes[blue - last_blue] + END_OF_BLOCK)
            out.append(codes[red - last_red] + END_OF_BLOCK)
            last, last_blue, last_red = luma, blue, red
    stream = "".join(out)
    stream += "1" * (-len(stream) % 8)
    data = int(stream, 2).to_bytes(len(stream) // 8, "big").replace(b"\xff", b"\xff\x00")
    return _jpeg_head(width, height) + data + b"\xff\xd9"


def pdf(pages: Sequence[Page]) -> bytes:
    """A PDF as a scanner makes it: each page is one JPEG over the whole A4 sheet; no text, no fonts."""
    kids = " ".join(f"{3 + 3 * place} 0 R" for place in range(len(pages)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode()]
    for place, (width, height, data) in enumerate(pages):
        number = 3 + 3 * place
        page = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number + 1} 0 R "
            f"/Resources << /XObject << /Im0 {number + 2} 0 R >> >> >>"
        )
        content = b"q 595 0 0 842 0 0 cm /Im0 Do Q\n"
        picture = b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB " % (width, height)
        picture += b"/BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n" % len(data)
        objects.append(page.encode())
        objects.append(b"<< /Length %d >>\nstream\n%sendstream" % (len(content), content))
        objects.append(picture + data + b"\nendstream")
    return _numbered(objects)


def _numbered(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info << >> >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
