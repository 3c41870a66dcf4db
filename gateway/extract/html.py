"""HTML: the text that a reader sees, with the font it is set in (`<font face>`, `style`, the rules of `<style>`).

Scripts, styles and comments are left out; what is hidden by style is not: another program, or a narrow screen, shows it.
Entities are decoded, so legacy text written as `&#240;` is seen.  Words in attributes stand on lines of their own, after the
block that they belong to.
"""

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gateway.extract.budget import Budget, Refused
from gateway.extract.css import Fonts
from gateway.extract.runs import Runs
from gateway.extract.text import decode
from policies.core.facts import Document

UNSEEN = frozenset({"script", "style", "template", "-comment"})
HEAD = frozenset({"link", "meta", "style"})  # their titles are names
_BLOCKS = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol option p pre section summary table tbody td tfoot th thead "
    "title tr ul br"
)
BLOCKS = frozenset(_BLOCKS.split())
VERBATIM = frozenset({"pre", "textarea", "listing", "xmp", "plaintext"})
WHITE = " \t\r\n\f"
SPACES = re.compile(r"[ \t\r\n\f]+")
META = re.compile(rb"<meta\b[^>]{0,300}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_ENDLESS = (
    "area|base|br|col|embed|frame|hr|img|input|link|meta|param|source|track|wbr|p|li|td|th|tr|dt|dd|option|tbody|thead|tfoot"
)
ENDLESS = frozenset(_ENDLESS.split("|"))
TAG = re.compile(r"<(/?[a-z][^\s/>]{0,30})")
TIPS = {"alt": "chữ thay cho hình", "title": "lời chú giải", "placeholder": "gợi ý trong ô nhập", "label": "nhãn"}
TOLD = ("alt=", "title=", "placeholder=", "label=", "value=")
BUTTON = "chữ trên nút"
BUTTONS = frozenset({"submit", "button", "reset", "text"})  # inputs whose value is shown
OPEN = 1_000  # elements open at one time; a parser's work on each tag grows with them, and so may the tree


def read(body: bytes, budget: Budget, charset: str | None = None) -> Document:
    """The document.  `charset`: as declared outside of it."""
    del budget
    if charset is None and (meta := META.search(body[:2048])):
        charset = meta[1].decode("ascii")
    text = decode(body, charset)
    lower = text.lower()
    _guard(lower)
    tree = LexborHTMLParser(text)
    walk = Walk(Fonts(_sheets(tree, lower)) if "font" in lower else None, any(map(lower.__contains__, TOLD)))
    if tree.root is not None:
        walk.through(tree.root)
    return Document("html", walk.runs.finish())


def _sheets(tree: LexborHTMLParser, lower: str) -> list[str]:
    return [node.text(deep=True) or "" for node in tree.css("style")] if "<style" in lower else []


def _guard(lower: str) -> None:
    """Refuse markup that leaves thousands of elements open.  An end tag counts only where its name is open."""
    if lower.count("<") <= OPEN:
        return
    count: dict[str, int] = {}
    level = 0
    for tag in TAG.findall(lower):
        if tag[0] == "/":
            if known := count.get(tag[1:]):
                count[tag[1:]] = known - 1
                level -= 1
        elif tag not in ENDLESS:
            count[tag] = count.get(tag, 0) + 1
            level += 1
            if level > OPEN:
                raise Refused("over-limit", "nesting")


class Walk:
    """Visits a tree in order, without recursion.  `tips`: words of attributes that wait for the end of their block."""

    __slots__ = ("_fonts", "_tipped", "_tips", "runs")

    def __init__(self, fonts: Fonts | None, tipped: bool) -> None:
        self.runs = Runs()
        self._fonts = fonts
        self._tipped = tipped
        self._tips: dict[str, str] = {}

    def through(self, root: LexborNode) -> None:
        """Gather the text.  A step into an element remembers how to go on after it."""
        fonts, runs, tips = self._fonts, self.runs, self._tips
        waiting: list[tuple[LexborNode, str, str | None, bool]] = []
        node: LexborNode | None = root
        font: str | None = None
        verbatim = False
        while node is not None or waiting:
            if node is None:
                node, tag, font, verbatim = waiting.pop()
                if tag in BLOCKS and (tips or not runs.fresh):
                    self._end()
                node = node.next
                continue
            tag = node.tag or ""
            if tag == "-text":
                self._text(node.text_content or "", font, verbatim)
            elif tag not in UNSEEN:
                if tag in BLOCKS and (tips or not runs.fresh):
                    self._end()
                if self._tipped:
                    self._learn(tag, node.attributes)
                child = node.child
                if child is not None:
                    waiting.append((node, tag, font, verbatim))
                    verbatim = verbatim or tag in VERBATIM
                    if fonts is not None:
                        font = fonts.of(node, tag) or font
                    node = child
                    continue
            node = node.next
        self._end()

    def _text(self, text: str, font: str | None, verbatim: bool) -> None:
        if not verbatim:
            if self.runs.fresh:
                text = text.lstrip(WHITE)
            if "\n" in text or "  " in text or "\t" in text or "\f" in text:
                text = SPACES.sub(" ", text)
        self.runs.add(text, font)

    def _learn(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        """Note what an element says in its attributes."""
        if not attributes or tag in HEAD:
            return
        for name, place in TIPS.items():
            if told := attributes.get(name):
                self._tips.setdefault(told, place)
        if tag == "input" and (told := attributes.get("value")) and (attributes.get("type") or "text").lower() in BUTTONS:
            self._tips.setdefault(told, BUTTON)

    def _end(self) -> None:
        """End a block, and say what its attributes said."""
        self.runs.end()
        if self._tips:
            for told, place in self._tips.items():
                self.runs.add(SPACES.sub(" ", told), None, place)
                self.runs.end()
            self._tips.clear()
