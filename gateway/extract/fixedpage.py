"""Draws the markup of one XPS page onto a layout: glyphs with the text that they stand for, pictures, paths (ECMA-388, 10 to 15).

What is not understood is left out; nothing here raises for a wrong attribute.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import hypot
from typing import Any

from gateway.extract.budget import Refused
from gateway.extract.layout import Box, Layout, Matrix, around, both, multiply, place

UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
PAPER = (816.0, 1056.0)  # of a page that does not say
NUMBER = re.compile(r"[-+]?(?:\d{1,12}\.?\d{0,12}|\.\d{1,12})(?:[eE][-+]?\d{1,2})?")
COMMAND = re.compile(r"([A-Za-z])|([-+]?(?:\d{1,12}\.?\d{0,12}|\.\d{1,12})(?:[eE][-+]?\d{1,2})?)")
RESOURCE = re.compile(r"\{StaticResource\s{1,9}(\w{1,200})\}")
KEY = "{http://schemas.microsoft.com/winfx/2006/xaml}Key"
LENGTHS = {"H": 1, "V": 1, "A": 7}  # numbers of a command; of the others pairs
CLEAR, SOLID = 0.05, 0.9  # opacity: nothing of it is seen, nothing is seen through it
WHITE = 0xF7
NARROW, WIDE = frozenset("iljtfrI.,:;'|!()[] "), frozenset("mwMW@%—")
VISUAL = 20  # steps that a brush of elements counts for
POINTS = 100_000  # numbers of one outline that are looked at
Font = tuple[str | None, dict[int, str]]


@dataclass(frozen=True, slots=True)
class State:
    """What a canvas hands down.  `keyed`: the resources that its elements may name, the nearest last."""

    matrix: Matrix
    opacity: float
    clip: Box | None
    keyed: tuple[dict[str, Any], ...]


class FixedPage:
    """One page; after `draw`, `layout` has what it shows, `segments` counts its paths.

    `images`: the share of the page that each picture covers, and its address.
    """

    def __init__(self, root: Any, font: Callable[[str], Font]) -> None:
        self._root = root
        self._font = font
        size = tuple(_number(root.get(name), most) for name, most in zip(("Width", "Height"), PAPER, strict=True))
        self._size = (max(1.0, size[0]), max(1.0, size[1]))
        self.layout = Layout((0.0, 0.0, *self._size), (1.0, 0.0, 0.0, -1.0, 0.0, 0.0))
        self.segments = 0
        self.images: list[tuple[float, str]] = []

    def draw(self, most: int) -> int:
        """Draw all of it, in the order of painting, in at most so many steps: brushes can name each other.  Those left."""
        waiting = [(self._root, State((1.0, 0.0, 0.0, -1.0, 0.0, 0.0), 1.0, None, ()))]
        while waiting:
            most -= 1
            if most < 0:
                raise Refused("over-limit", "page-markup")
            element, outer = waiting.pop()
            name = _name(element)
            if name == "Glyphs":
                self._glyphs(element, _entered(element, outer))
            elif name == "Path":
                visuals = self._path(element, _entered(element, outer))
                most -= VISUAL * len(visuals)
                waiting.extend(visuals)
            elif name in ("FixedPage", "Canvas"):
                state = _entered(element, outer)
                waiting.extend((child, state) for child in reversed(element) if "." not in _name(child))
            elif name == "AlternateContent":
                # What a viewer that knows no extension shows
                chosen = [child for child in element if _name(child) == "Fallback"] or list(element)[:1]
                waiting.extend((child, outer) for branch in chosen for child in reversed(branch))
        return most

    def _glyphs(self, element: Any, state: State) -> None:
        """Text along a baseline."""
        name, texts = self._font(element.get("FontUri", ""))
        size = _number(element.get("FontRenderingEmSize"))
        indices = (element.get("Indices") or "").split(";")
        text = (element.get("UnicodeString") or "").removeprefix("{}")
        text = text or "".join(
            texts.get(int(_number(one.partition(",")[0].rpartition(")")[2])), "\ufffd") for one in indices if one
        )
        origin = _number(element.get("OriginX")), _number(element.get("OriginY"))
        ends = place(state.matrix, *origin), place(state.matrix, origin[0] + size * _advance(text, indices), origin[1])
        colour, opacity = _colour(element, state)
        self.layout.text(
            (text, ()), name, ends, abs(size) * hypot(state.matrix[2], state.matrix[3]),
            opacity * state.opacity > CLEAR, faint=colour,
        )  # fmt: skip

    def _path(self, element: Any, state: State) -> list[tuple[Any, State]]:
        """An outline, maybe filled with a picture; one filled with other elements gives them to be drawn."""
        brush = _brush(element, "Fill", state)
        data = _data(element)
        if brush is None or _name(brush) not in ("ImageBrush", "VisualBrush"):
            self.segments += sum(1 for _ in NUMBER.finditer(data)) // 4
            return []
        outline = around(_outline(data), state.matrix) if data else None
        clip = both(outline, state.clip) if outline and state.clip else outline or state.clip
        state = replace(state, clip=clip, opacity=state.opacity * _number(brush.get("Opacity"), 1.0))
        inner = multiply(_transform(brush, "Transform", state), state.matrix)
        if _name(brush) == "VisualBrush":
            within = replace(state, matrix=multiply(_fit(brush), inner))
            visuals = [visual for holder in brush if _name(holder) == "VisualBrush.Visual" for visual in holder]
            return [(visual, within) for visual in reversed(visuals)]
        if state.opacity > CLEAR:
            self._picture(brush, replace(state, matrix=inner), opaque=_property(element, "OpacityMask") is None)
        return []

    def _picture(self, brush: Any, state: State, *, opaque: bool) -> None:
        """A picture in its viewport; a repeated one fills the outline."""
        view = _numbers(brush.get("Viewport"))
        if len(view) != 4:
            return
        matrix = multiply((view[2], 0.0, 0.0, view[3], view[0], view[1]), state.matrix)
        if brush.get("TileMode", "None") != "None" and state.clip:
            left, low, right, high = state.clip
            matrix = (right - left, 0.0, 0.0, high - low, left, low)
        share = self.layout.picture(matrix, opaque and state.opacity >= SOLID, state.clip)
        self.images.append((share, _address(brush.get("ImageSource", ""))))


def _entered(element: Any, outer: State) -> State:
    """The state within an element: its resources, transform, clip and opacity."""
    own = {
        item.get(KEY): item for holder in element if _name(holder).endswith(".Resources") for table in holder for item in table
    }
    state = replace(outer, keyed=(*outer.keyed, own)) if own else outer
    matrix = multiply(_transform(element, "RenderTransform", state), outer.matrix)
    bound = around(_outline(element.get("Clip")), matrix) if element.get("Clip") else None
    clip = both(bound, outer.clip) if bound and outer.clip else bound or outer.clip
    return replace(state, matrix=matrix, clip=clip, opacity=outer.opacity * _number(element.get("Opacity"), 1.0))


def _property(element: Any, name: str) -> Any:
    """What stands in an element of the property's own, None for nothing."""
    wanted = f"{_name(element)}.{name}"
    return next((holder[0] for holder in element if _name(holder) == wanted and len(holder)), None)


def _brush(element: Any, name: str, state: State) -> Any:
    """The element of a brush, None for a plain colour or nothing."""
    named = RESOURCE.fullmatch(element.get(name) or "")
    if named:
        return next((table[named[1]] for table in reversed(state.keyed) if named[1] in table), None)
    return _property(element, name)


def _transform(element: Any, name: str, state: State) -> Matrix:
    """A transform: six numbers, a resource, or an element."""
    found = _brush(element, name, state)
    values = _numbers(element.get(name) if found is None else found.get("Matrix"))
    return (values[0], values[1], values[2], values[3], values[4], values[5]) if len(values) == 6 else UNIT


def _colour(element: Any, state: State) -> tuple[bool, float]:
    """Whether text is white, and how opaque."""
    brush = _brush(element, "Fill", state)
    told = str((element.get("Fill") if brush is None else brush.get("Color")) or "")
    opacity = 1.0 if brush is None else _number(brush.get("Opacity"), 1.0)
    if told.startswith("#"):
        digits = told[1:].rjust(8, "F")[:8]
        raw = bytes.fromhex(digits) if re.fullmatch("[0-9A-Fa-f]{8}", digits) else b"\xff\0\0\0"
        return min(raw[1:]) >= WHITE, opacity * raw[0] / 255
    if told.startswith("sc#"):
        values = _numbers(told[3:])
        return bool(values) and min(values[-3:]) >= WHITE / 255, opacity * (values[0] if len(values) == 4 else 1.0)
    return False, opacity


def _advance(text: str, indices: list[str]) -> float:
    """How long a text is, in ems: what its glyphs say, or what letters usually take."""
    told = [one.split(",", 2)[1] if "," in one else "" for one in indices]
    usual = [0.3 if letter in NARROW else 0.8 if letter in WIDE else 0.7 if letter.isupper() else 0.48 for letter in text]
    sums = [_number(said) / 100 if said else width for said, width in zip(told, usual, strict=False)]
    return sum(sums) + sum(usual[len(sums) :])


def _data(element: Any) -> str:
    """The outline of a path, in short or in long."""
    geometry = _property(element, "Data")
    if geometry is None:
        return element.get("Data") or ""
    if geometry.get("Figures"):
        return str(geometry.get("Figures"))
    points = [str(item.get(name)) for item in geometry.iter() for name in ("StartPoint", "Point", "Points") if item.get(name)]
    return "M " + " L ".join(points) if points else ""


def _outline(data: str) -> Box:
    """The box around the points of an outline, control points too (ECMA-388, 11.2.3)."""
    command, x, y = "M", 0.0, 0.0
    left, low, right, high = 1e9, 1e9, -1e9, -1e9
    values: list[float] = []
    for at, token in enumerate(COMMAND.finditer(data)):
        if at > POINTS:
            break
        if token[1]:
            command, values = token[1], []
            continue
        values.append(float(token[2]))
        if len(values) < LENGTHS.get(command.upper(), 2):
            continue
        base = (x, y) if command.islower() else (0.0, 0.0)
        across = values[0] + base[0] if command in "Hh" else x if command in "Vv" else values[-2] + base[0]
        along = y if command in "Hh" else values[-1] + base[1]
        x, y, values = across, along, []
        left, low, right, high = min(left, x), min(low, y), max(right, x), max(high, y)
    return (left, low, right, high) if right >= left else (0.0, 0.0, 0.0, 0.0)


def _fit(brush: Any) -> Matrix:
    """From the box that a brush takes to the one that it fills."""
    own, goal = _numbers(brush.get("Viewbox")), _numbers(brush.get("Viewport"))
    if len(own) != 4 or len(goal) != 4 or not own[2] or not own[3]:
        return UNIT
    across, along = goal[2] / own[2], goal[3] / own[3]
    return across, 0.0, 0.0, along, goal[0] - own[0] * across, goal[1] - own[1] * along


def _address(source: str) -> str:
    """The address of a picture: `{ColorConvertedBitmap picture profile}` names it as well."""
    return source.removeprefix("{ColorConvertedBitmap ").rstrip("}").partition(" ")[0] if source.startswith("{") else source


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _number(told: str | None, otherwise: float = 0.0) -> float:
    found = NUMBER.match(told.strip()) if told else None
    return max(-1e9, min(1e9, float(found[0]))) if found else otherwise


def _numbers(told: str | None) -> tuple[float, ...]:
    """Up to eight numbers."""
    return tuple(_number(found[0]) for found, _ in zip(NUMBER.finditer(told or ""), range(8), strict=False))
