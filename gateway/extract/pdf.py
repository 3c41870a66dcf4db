"""PDF: what each page consists of (pictures, visible and hidden text), its text with its fonts, bookmarks, notes, signatures.

A file that is cut off, or whose pages cannot all be reached, is damaged, even where a repair would show some of it.  Pictures
are measured, never decoded.
"""

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader, filters
from pypdf.errors import DependencyError, LimitReachedError

from gateway.extract.budget import Budget, Refused
from gateway.extract.layout import Layout, Matrix, around, multiply
from gateway.extract.painter import Painter, Stream, matrix_of
from gateway.extract.pdfnotes import note, titles, values
from gateway.extract.pdfobjects import array, box, dictionary, get, integer, numbers, text
from gateway.extract.pdfwork import Work
from gateway.extract.runs import Runs
from policies.core.facts import Document, Page

NEEDED = filters  # loaded now: a confined worker can load nothing more
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # it reports every flaw of a hostile file

TAIL = 2_048  # the end of a whole file holds `startxref` and `%%EOF`
PADDED, PADDING = 1 << 16, b"\0\t\n\r "  # what copies to tapes and through old systems put behind it
INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
TURNS: dict[int, Matrix] = {0: (1, 0, 0, 1, 0, 0), 90: (0, -1, 1, 0, 0, 0), 180: (-1, 0, 0, -1, 0, 0), 270: (0, 1, -1, 0, 0, 0)}
A4 = (0.0, 0.0, 595.0, 842.0)
LEVELS = 50  # of the page tree
FIELDS = 10_000
HIDDEN = 0x02 | 0x20  # annotation flags: hidden, no view


def read(body: bytes, budget: Budget) -> Document:
    """The document."""
    tail = body[-PADDED:].rstrip(PADDING)[-TAIL:]
    if b"startxref" not in tail or b"%%EOF" not in tail:
        raise Refused("damaged", "cut off")
    try:
        return _document(_opened(body), budget)
    except LimitReachedError as problem:
        raise Refused("over-limit", "pdf") from problem
    except DependencyError as problem:
        raise Refused("encrypted", "no means to decrypt") from problem


def _opened(body: bytes) -> PdfReader:
    """The file, decrypted where the password is empty."""
    reader = PdfReader(BytesIO(body))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused("encrypted", "password")
    return reader


def _document(reader: PdfReader, budget: Budget) -> Document:
    root = dictionary(get(reader.trailer, "/Root"))
    work = Work(budget)
    runs = Runs()
    pages = [
        _page(number, page, inherited, work, runs)
        for number, (page, inherited) in enumerate(_pages(root, budget.limits.pages), 1)
    ]
    for title in titles(root):
        _line(runs, title, "dấu trang")
    for value in values(root, FIELDS):
        _line(runs, value, "ô biểu mẫu")
    producer = text(get(dictionary(get(reader.trailer, "/Info")), "/Producer"))
    return Document("pdf", runs.finish(), tuple(pages), producer, _signatures(root))


def _pages(root: Any, limit: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Each page with what it inherits, in order."""
    tree = get(root, "/Pages")
    waiting: list[tuple[Any, dict[str, Any], int]] = [(tree, {}, 0)]
    found, steps = 0, 0
    while waiting:
        node, inherited, level = waiting.pop()
        steps += 1
        if not isinstance(node, dict) or level > LEVELS or steps > 20 * limit:
            raise Refused("damaged", "page tree")
        own = {key: value for key in INHERITED if (value := get(node, key)) is not None}
        kids = get(node, "/Kids")
        if kids is None and get(node, "/Type") != "/Pages":
            found += 1
            if found > limit:
                raise Refused("over-limit", "pages")
            yield node, inherited | own
        else:
            waiting.extend((kid, inherited | own, level + 1) for kid in reversed(array(kids)))
    if found < integer(get(dictionary(tree), "/Count")) or not found:
        raise Refused("damaged", "pages missing")


def _page(number: int, page: Any, inherited: dict[str, Any], work: Work, runs: Runs) -> Page:
    """What one page consists of."""
    area = box(inherited.get("/CropBox")) or box(inherited.get("/MediaBox")) or A4
    turn = TURNS.get(integer(inherited.get("/Rotate")) % 360, TURNS[0])
    layout = Layout(area, turn)
    painter = Painter(layout, work)
    contents = get(page, "/Contents")
    streams = array(contents) if isinstance(contents, list) else [contents]
    data = b"\n".join(work.content(stream) for stream in streams if stream is not None)
    painter.paint(data, dictionary(inherited.get("/Resources")), Stream(layout, turn, work.plain))
    annotations = [dictionary(annotation) for annotation in array(get(page, "/Annots"), FIELDS)]
    for annotation in annotations:
        _annotation(annotation, painter, Stream(layout, turn, work.plain))
    layout.finish(runs, f"trang {number}")
    for told in filter(None, map(note, annotations)):
        _line(runs, told, f"ghi chú trang {number}")
    return layout.page(number, painter.segments)


def _line(runs: Runs, told: str, where: str) -> None:
    """A text that stands for itself."""
    runs.add(told, None, where)
    runs.end()


def _annotation(annotation: Any, painter: Painter, stream: Stream) -> None:
    """Paint what an annotation or form field shows on the page: seals, stamps, numbers put on by an office system."""
    look = get(dictionary(get(annotation, "/AP")), "/N")
    if isinstance(look, dict) and not hasattr(look, "get_data"):
        look = get(look, str(get(annotation, "/AS")))  # one appearance for each state
    goal, own = box(get(annotation, "/Rect")), box(get(dictionary(look), "/BBox"))
    if not goal or not own or integer(get(annotation, "/F")) & HIDDEN:
        return
    own = around(own, matrix_of(look))
    across = (goal[2] - goal[0]) / ((own[2] - own[0]) or 1.0)
    along = (goal[3] - goal[1]) / ((own[3] - own[1]) or 1.0)
    fit = (across, 0.0, 0.0, along, goal[0] - own[0] * across, goal[1] - own[1] * along)
    stream.matrix = multiply(fit, stream.matrix)
    painter.form(look, {}, stream, 0)


def _signatures(root: Any) -> int:
    """How many signature fields are filled in."""
    waiting = [(field, False) for field in array(get(dictionary(get(root, "/AcroForm")), "/Fields"), FIELDS)]
    count, seen = 0, set[int]()
    for _ in range(FIELDS):
        if not waiting:
            break
        field, of_signature = waiting.pop()
        if id(field) in seen:
            continue
        seen.add(id(field))
        kind = get(dictionary(field), "/FT")
        of_signature = kind == "/Sig" if kind is not None else of_signature
        value = dictionary(get(field, "/V"))
        if of_signature and numbers(get(value, "/ByteRange")):
            count += get(value, "/SubFilter") != "/ETSI.RFC3161"  # a document time stamp is nobody's signature
        else:
            kids = array(get(dictionary(field), "/Kids"), max(0, FIELDS - len(waiting)))
            waiting.extend((kid, of_signature) for kid in kids)
    return count
