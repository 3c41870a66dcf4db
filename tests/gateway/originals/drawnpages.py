"""Pages drawn for these tests, and the files that hold them."""

import io
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter

from gateway.extract.budget import Budget, budget
from gateway.limits import Limits
from gateway.originals.raster import Pixels

HEIC = (Path(__file__).parent / "page.heic").read_bytes()  # 620 x 877, lines of text and a red ring
PRINTED = Path(__file__).parent / "page.png"  # an invented notice in Vietnamese, set in Liberation Serif, 100 dpi, four greys
LINES = (
    "Cong hoa xa hoi chu nghia Viet Nam, doc lap tu do hanh phuc",
    "Kinh gui cac co quan va don vi tren dia ban tinh Dong Nai",
    "De nghi thu truong cac don vi trien khai thuc hien noi dung",
    "Ket qua gui ve van phong truoc ngay muoi lam de tong hop",
)
RED = (200, 30, 45)


def letter(width: int = 827, height: int = 1169, *, ring: bool = True, paper: int = 255) -> Pixels:
    """A page of text, RGB, with a red ring for a seal."""
    scale = width / 827
    picture = Image.new("RGB", (width, height), (paper, paper, paper))
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(round(22 * scale))  # the font that Pillow brings along
    for index, y in enumerate(range(round(90 * scale), round(height - 270 * scale), max(8, round(28 * scale)))):
        draw.text((round(80 * scale), y), LINES[index % 4], (20, 20, 20), font)
    page = np.array(picture)
    if ring:
        middle = (round(560 * scale), round(height - 180 * scale))
        cv2.circle(page, middle, round(70 * scale), RED, max(2, round(4 * scale)), cv2.LINE_AA)
    return page


def scanned(page: Pixels, seed: int = 1, noise: float = 3.0) -> Pixels:
    """The page as a scanner sees it: a little soft, grainy, its paper not quite white."""
    grain = np.random.default_rng(seed).standard_normal(page.shape, dtype=np.float32) * noise
    soft = cv2.GaussianBlur(page, (0, 0), 0.6).astype(np.float32)
    return np.clip(soft * 0.97 + grain, 0, 255).astype(np.uint8)


def turned(page: Pixels, degrees: float) -> Pixels:
    """The page on the same canvas, turned against the clock."""
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(page, turn, (width, height), borderValue=(255, 255, 255))


def saved(page: Pixels | list[Pixels], kind: str, mode: str = "", **options: object) -> bytes:
    """A picture file, or a PDF; several pages where there is a list."""
    pictures = [Image.fromarray(one) for one in (page if isinstance(page, list) else [page])]
    if mode:
        pictures = [picture.convert(mode) for picture in pictures]
    if len(pictures) > 1:
        options |= {"save_all": True, "append_images": pictures[1:]}
    out = io.BytesIO()
    pictures[0].save(out, kind, **options)
    return out.getvalue()


def spend(body: bytes, limits: Limits | None = None) -> Budget:
    return budget(limits or Limits(), len(body))


def rewritten(body: bytes, *, rotate: int = 0, password: str | None = None, owner: str | None = None) -> bytes:
    """The PDF again, its pages turned or the whole of it encrypted."""
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(body)).pages:
        writer.add_page(page.rotate(rotate) if rotate else page)
    if password is not None:
        writer.encrypt(password, owner, algorithm="AES-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf(contents: bytes, objects: tuple[bytes, ...] = (), page: bytes = b"", box: bytes = b"0 0 595 842") -> bytes:
    """A PDF of one page.  `objects`: from number 5 on; `page`: more entries of its dictionary."""
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]>>>>" if b"/Annots" in page else b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[" + box + b"]/Contents 4 0 R" + page + b">>",
        stream(contents),
        *objects,
    ]
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1) + table + end


def stream(data: bytes, dictionary: bytes = b"") -> bytes:
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (dictionary, len(data), data)


def image(
    data: bytes, width: int, height: int, more: bytes = b"/Filter/DCTDecode/ColorSpace/DeviceRGB/BitsPerComponent 8"
) -> bytes:
    """A picture for a PDF."""
    return stream(data, b"/Type/XObject/Subtype/Image/Width %d/Height %d%b" % (width, height, more))
