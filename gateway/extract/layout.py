"""What is painted on one PDF page, put in the order of reading: the area that pictures cover, and lines of text.

Text that is drawn invisibly, or that a picture painted later covers, is hidden: an OCR layer.  White text is read, but not
counted as visible.  Coverage is counted on a grid, so pictures in strips, layers and repetitions are measured as what they
cover together.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from gateway.extract.runs import Runs
from policies.core.facts import Page

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
Point = tuple[float, float]
Gaps = tuple[
    tuple[int, float, float], ...
]  # the place of a gap in a text, and from where to where it goes, as shares of its length
Shown = tuple[str, Gaps]
FAR = 1e12  # beyond any page
GRID = 64  # cells in a row and in a column
BANDS = 32  # of the page's height, for telling how far text is spread
BOXES, SEEN = 20, 500  # pictures whose places are told, the largest of so many
COLUMN = 2.0  # gap in ems that separates columns
HAIR = 0.1  # step in ems that a rounding may take
SPACE = 0.18  # gap in ems that separates words


@dataclass(slots=True)
class Fragment:
    """Text shown in one go.  `x`, `y`, `end`: its baseline on the upright page; `size`: of the font there; `gaps`: in it."""

    text: str
    font: str | None
    x: float
    y: float
    end: float
    size: float
    order: int
    visible: bool
    gaps: Gaps = ()
    faint: bool = False


class Layout:
    """Gathers what a page shows; after `finish` it is known what the page consists of."""

    def __init__(self, area: Box, turn: Matrix) -> None:
        self._left, self._low, self._right, self._high = around(area, turn)
        self._cells = [0] * (GRID * GRID)  # 0: bare, 1: a picture that lets text through, else the order of the cover
        self._fragments: list[Fragment] = []
        self._order = 1
        self._boxes: list[Box] = []
        self._pictures = 0
        self._characters = 0
        self._hidden = 0
        self._spread = 0.0
        self._lines: list[str] = []

    def page(self, number: int, segments: int) -> Page:
        """What the page consists of."""
        area = round(1.0 - self._cells.count(0) / len(self._cells), 4)
        largest = sorted(range(len(self._boxes)), key=lambda at: -_area(self._boxes[at]))[:BOXES]
        boxes = tuple([self._boxes[at] for at in sorted(largest)])
        return Page(
            number, area, self._characters, self._hidden, self._pictures, tuple(self._lines), segments, None, boxes, self._spread
        )

    def picture(self, matrix: Matrix, opaque: bool, clip: Box | None = None) -> float:
        """A picture fills the unit square of this matrix.  The share of the page that it covers."""
        self._pictures += 1
        self._order += 1
        across, along = self._right - self._left, self._high - self._low
        box = around((0.0, 0.0, 1.0, 1.0), matrix)
        box = both(box, clip) if clip else box
        left, right = _cell(box[0] - self._left, across), _cell(box[2] - self._left, across)
        low, high = _cell(box[1] - self._low, along), _cell(box[3] - self._low, along)
        if right > left:
            for row in range(low * GRID, high * GRID, GRID):
                if opaque:
                    self._cells[row + left : row + right] = [self._order] * (right - left)
                else:
                    self._cells[row + left : row + right] = [cell or 1 for cell in self._cells[row + left : row + right]]
        place = (
            _share(box[0] - self._left, across),
            _share(self._high - box[3], along),
            _share(box[2] - self._left, across),
            _share(self._high - box[1], along),
        )
        if _area(place) and len(self._boxes) < SEEN:
            self._boxes.append(place)
        return _area(place)

    def text(
        self, shown: Shown, font: str | None, ends: tuple[Point, Point], size: float, visible: bool, *, faint: bool = False
    ) -> None:
        """Text along a baseline between two points.  `faint`: white."""
        (text, gaps), (start, end) = shown, ends
        if text.strip():
            self._order += 1
            reach = max(start[0], end[0])
            self._fragments.append(Fragment(text, font, start[0], start[1], reach, size, self._order, visible, gaps, faint))

    def finish(self, runs: Runs, where: str) -> None:
        """Put the text in order.  Only visible text becomes runs; hidden text stands in for missing lines."""
        seen: list[Fragment] = []
        unseen: list[Fragment] = []
        for fragment in self._fragments:
            (seen if fragment.visible and not self._covered(fragment) else unseen).append(fragment)
        faint = _letters(fragment for fragment in seen if fragment.faint)
        self._characters, self._hidden = _letters(seen) - faint, _letters(unseen) + faint
        self._spread = len({self._band(fragment) for fragment in seen if not fragment.faint}) / BANDS
        for line in _lines(seen):
            pieces = list(_joined(line))
            for text, font in pieces:
                runs.add(text, font, where)
            runs.end()
            self._lines.append("".join(text for text, _ in pieces))
        if not seen:
            self._lines = ["".join(text for text, _ in _joined(line)) for line in _lines(unseen)]

    def _band(self, fragment: Fragment) -> int:
        """Which part of the page's height it stands in."""
        return int((fragment.y + fragment.size / 4 - self._low) / (self._high - self._low) * BANDS)

    def _covered(self, fragment: Fragment) -> bool:
        """Whether a picture was painted over the middle of it."""
        across = ((fragment.x + fragment.end) / 2 - self._left) / (self._right - self._left)
        along = (fragment.y + fragment.size / 4 - self._low) / (self._high - self._low)
        if not (0 <= across < 1 and 0 <= along < 1):
            return True  # off the page
        return self._cells[int(along * GRID) * GRID + int(across * GRID)] > fragment.order


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does one thing and then the other.  Bounded, so that repeated scaling never becomes infinite."""
    a, b, c, d, e, f = first
    m, n, o, p, q, r = then
    product = (a * m + b * o, a * n + b * p, c * m + d * o, c * n + d * p, e * m + f * o + q, e * n + f * p + r)
    return product if min(product) > -FAR and max(product) < FAR else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def place(matrix: Matrix, x: float, y: float) -> Point:
    """Where a point comes to lie."""
    return matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]


def around(box: Box, matrix: Matrix) -> Box:
    """The upright rectangle around a rectangle that a matrix has moved."""
    corners = [place(matrix, x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    across, along = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(along), max(across), max(along)


def both(one: Box, other: Box) -> Box:
    """What two upright rectangles have in common, without width or height for nothing."""
    left, low = max(one[0], other[0]), max(one[1], other[1])
    return left, low, max(left, min(one[2], other[2])), max(low, min(one[3], other[3]))


def _share(distance: float, length: float) -> float:
    return round(min(1.0, max(0.0, distance / length)), 4)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _cell(distance: float, length: float) -> int:
    """The nearest line of the grid."""
    return round(min(1.0, max(0.0, distance / length)) * GRID)


def _letters(fragments: Iterable[Fragment]) -> int:
    return sum(len(fragment.text) - fragment.text.count(" ") for fragment in fragments)


def _lines(fragments: list[Fragment]) -> Iterator[list[Fragment]]:
    """Fragments of about one height, from the top; each line from the left."""
    line: list[Fragment] = []
    for fragment in sorted(fragments, key=lambda fragment: -fragment.y):
        if line and line[0].y - fragment.y > 0.4 * max(line[0].size, fragment.size, 1.0):
            yield _in_order(line)
            line = []
        line.append(fragment)
    if line:
        yield _in_order(line)


def _in_order(line: list[Fragment]) -> list[Fragment]:
    """From the left.  Letters of another font may stand in the gaps of a text: it is cut there."""
    found = _sorted(line)
    end, gaps = float("-inf"), False
    for before, fragment in zip([None, *found], found, strict=False):
        if gaps and fragment.x < end - HAIR * fragment.size and before and before.text != fragment.text:
            return _sorted([piece for one in found for piece in _pieces(one)])
        end, gaps = max(end, fragment.end), gaps or bool(fragment.gaps)
    return found


def _sorted(line: Iterable[Fragment]) -> list[Fragment]:
    """From the left.  A hair's breadth to the left is no step back: a mark without a width stays behind its letter."""
    places: list[tuple[float, int, Fragment]] = []
    at = float("-inf")
    for number, fragment in enumerate(sorted(line, key=lambda fragment: fragment.order)):
        at = at if at - HAIR * fragment.size < fragment.x < at else fragment.x
        places.append((at, number, fragment))
    return [fragment for _, _, fragment in sorted(places)]


def _pieces(fragment: Fragment) -> Iterator[Fragment]:
    """A fragment cut at its gaps."""
    begin, x, length = 0, fragment.x, fragment.end - fragment.x
    for index, before, after in fragment.gaps:
        yield replace(fragment, text=fragment.text[begin:index], x=x, end=fragment.x + before * length, gaps=())
        begin, x = index + 1, fragment.x + after * length  # without the blank that stood for it
    yield replace(fragment, text=fragment.text[begin:], x=x, gaps=())


def _joined(line: list[Fragment]) -> Iterator[tuple[str, str | None]]:
    """The pieces of a line with the gaps between them as spaces or tabs."""
    before: Fragment | None = None
    end = float("-inf")  # the furthest: a mark may be drawn back over its letter
    for fragment in line:
        text = fragment.text
        if before is not None:
            if fragment.text == before.text and fragment.x - before.x < 0.3 * fragment.size and len(text) > 1:
                continue  # drawn twice to look bold
            gap = fragment.x - end
            if gap > COLUMN * fragment.size:
                text = "\t" + text
            elif gap > SPACE * fragment.size and not (text[:1] == " " or before.text[-1:] == " "):
                text = " " + text
        yield text, fragment.font
        before, end = fragment, max(end, fragment.end)
