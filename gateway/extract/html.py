"""HTML: the text that a reader sees, with the font it is set in (`<font face>`, `style`, simple rules of `<style>`).

Scripts, styles and comments are left out.  Entities are decoded, so legacy text written as `&#240;` is seen.
"""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gateway.extract.budget import Budget, Refused
from gateway.extract.css import Fonts
from gateway.extract.runs import Runs
from gateway.extract.text import decode
from policies.core.facts import Document

UNSEEN = frozenset({"script", "style", "template", "-comment"})
_BLOCKS = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol option p pre section summary table tbody td tfoot th thead "
    "title tr ul br"
)
BLOCKS = frozenset(_BLOCKS.split())
VERBATIM = frozenset({"pre", "textarea", "listing", "xmp", "plaintext"})
WHITE = " \t\r\n\f"
SPACES = re.compile(r"[ \t\r\n\f]+")
LONG = re.compile(r"[\t\r\n\f]|  ")
META = re.compile(rb"<meta\b[^>]{0,300}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_ENDLESS = (
    "area|base|br|col|embed|frame|hr|img|input|link|meta|param|source|track|wbr|p|li|td|th|tr|dt|dd|option|tbody|thead|tfoot"
)
OPENING = re.compile(rf"<(/?)((?!(?:{_ENDLESS})[\s/>])[a-z][^\s/>]{{0,30}})", re.IGNORECASE)
OPEN = 1_000  # elements open at one time; a parser's work on each tag grows with them, and so may the tree


def read(body: bytes, budget: Budget, charset: str | None = None) -> Document:
    """The document.  `charset`: as declared outside of it."""
    del budget
    if charset is None and (meta := META.search(body[:2048])):
        charset = meta[1].decode("ascii")
    text = decode(body, charset)
    _guard(text)
    tree = LexborHTMLParser(text)
    runs = Runs()
    if tree.root is not None:
        styles = [node.text(deep=True) or "" for node in tree.css("style")] if "<style" in text or "<STYLE" in text else []
        _walk(tree.root, Fonts(styles) if "font" in text.lower() else None, runs)
    return Document("html", runs.finish())


def _guard(text: str) -> None:
    """Refuse markup that leaves thousands of elements open.  An end tag counts only where its name is open."""
    if text.count("<") <= OPEN:
        return
    count: dict[str, int] = {}
    level = 0
    for slash, name in OPENING.findall(text):
        tag = name.lower()
        known = count.get(tag, 0)
        if not slash:
            count[tag] = known + 1
            level += 1
            if level > OPEN:
                raise Refused("over-limit", "nesting")
        elif known:
            count[tag] = known - 1
            level -= 1


def _walk(root: LexborNode, fonts: Fonts | None, runs: Runs) -> None:
    """Visit the tree in order, without recursion.  A step into an element remembers how to go on after it."""
    waiting: list[tuple[LexborNode, str, str | None, bool]] = []
    node: LexborNode | None = root
    font: str | None = None
    verbatim = False
    while node is not None or waiting:
        if node is None:
            node, tag, font, verbatim = waiting.pop()
            if tag in BLOCKS:
                runs.end()
            node = node.next
            continue
        tag = node.tag or ""
        if tag == "-text":
            _text(node.text_content or "", font, verbatim, runs)
        elif tag not in UNSEEN:
            if tag in BLOCKS:
                runs.end()
            child = node.child
            if child is not None:
                waiting.append((node, tag, font, verbatim))
                verbatim = verbatim or tag in VERBATIM
                if fonts is not None:
                    font = fonts.of(tag, node.attributes) or font
                node = child
                continue
        node = node.next


def _text(text: str, font: str | None, verbatim: bool, runs: Runs) -> None:
    if not verbatim:
        if runs.fresh:
            text = text.lstrip(WHITE)
        if LONG.search(text):
            text = SPACES.sub(" ", text)
    runs.add(text, font)
