"""What a worker is asked in these tests: to open a file and tell what its pages look like."""

import json

from gateway.extract import sniff
from gateway.extract.budget import Refused, budget
from gateway.extract.worker import Handler
from gateway.limits import Limits
from gateway.originals.imageraster import open_image
from gateway.originals.pdfraster import open_pdf
from gateway.originals.sheet import sheet_of


def described(content: bytes) -> list[object]:
    """Of each page: size, colour, and whether a written sheet is found on it; or what was refused."""
    kind = sniff.kind(content)
    spend = budget(Limits(), len(content))
    try:
        source = open_pdf(content, spend) if kind == "pdf" else open_image(kind, content, spend)
        found = []
        for number in range(1, source.count + 1):
            raster = source.page(number, 100)
            sheet = sheet_of(raster)
            found.append([*raster.pixels.shape[:2], raster.colour, sheet.written])
        return found
    except Refused as refusal:
        return [str(refusal)]


def make_handler() -> Handler:
    def handle(job: bytes, content: memoryview) -> bytes:
        return json.dumps(described(bytes(content))).encode()

    return handle
