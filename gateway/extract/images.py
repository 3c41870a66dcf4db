"""Pictures that may be pages: how many there are and how large, from their headers alone.

What must stay true: no more pixels than the limits allow are ever promised to those who decode them; what is too small to be
a page that can be read stays `Opaque`, whatever is wrong with it.
"""

from collections.abc import Iterator
from itertools import islice

from gateway.extract.budget import Budget, Refused
from gateway.extract.imageheaders import READERS, Frame, frames
from gateway.limits import Limits
from policies.core.facts import Document, Opaque, Page

KINDS = frozenset(READERS)
SHORT_SIDE = 500  # pixels: of a page with fewer nobody can read a line
LARGE = 30_000  # bytes from which on a picture that cannot be measured may be a page
SMALLEST_FAX = 1_000
PAGES_AT_MOST = 10  # times the pixels that one page may have: for all pages together


def read(body: bytes, kind: str, budget: Budget) -> Document | Opaque:
    """The pages of a picture file; `Opaque` when it is a logo, an icon or a drawing in a signature.

    Raises `Refused`: over-limit (pixels, pages), or damaged where it seems to be a page.
    """
    try:
        count = sum(1 for _ in pages(body, kind, budget.limits))
    except Refused as refusal:
        if refusal.unread.reason == "damaged" and len(body) < (SMALLEST_FAX if kind == "tiff" else LARGE):
            return Opaque(kind)
        raise
    if not count:
        return Opaque(kind)
    return Document(kind, pages=tuple(Page(number + 1, 1.0, 0, 0, 1) for number in range(count)))


def pages(body: bytes, kind: str, limits: Limits) -> Iterator[Frame]:
    """Those pictures of a file that are large enough for a page, within the limits."""
    total = 0
    for number, frame in enumerate(islice(_large(body, kind), limits.pages + 1)):
        if number == limits.pages:
            raise Refused("over-limit", "pages")
        size = frame.width * frame.height
        total += size
        if size > limits.pixels or total > PAGES_AT_MOST * limits.pixels:
            raise Refused("over-limit", "pixels")
        yield frame


def _large(body: bytes, kind: str) -> Iterator[Frame]:
    for frame in frames(body, kind):
        if frame.width <= 0 or frame.height <= 0:
            raise Refused("damaged", f"{kind} size")
        if min(frame.width, frame.height) >= SHORT_SIDE:
            yield frame
