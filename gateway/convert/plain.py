"""Plain text and CSV: legacy bytes become UTF-8, line by line, line ends kept.

A file in UTF-16 stays in that.  UTF-8 comes with a byte order mark: without one Excel and old editors take a file for
windows-1252 or windows-1258, and the text would be as unreadable as it was.
"""

import re
from functools import partial

from gateway.convert.story import Story, Tally
from gateway.extract.budget import Budget, Refused
from gateway.extract.text import MARKS, windows_1252
from policies.text.encodings import BYTE_ENCODINGS
from policies.text.legacy import find
from policies.text.views import UTF8_LETTER

MARK = b"\xef\xbb\xbf"
LINES = re.compile(r"[^\n]*\n|[^\n]+")  # `splitlines` would part lines at letters: 85 is one of TCVN3's


def convert(body: bytes, budget: Budget, tally: Tally) -> bytes:
    """The text in Unicode, in UTF-8 unless it was in UTF-16."""
    del budget
    mark, charset = next(((mark, name) for mark, name in MARKS if body.startswith(mark)), (b"", ""))
    text = _unicode(body[len(mark) :], charset)
    lines = _converted(text, "" if charset or is_utf8(body) else encoding_of(text), tally)
    if lines == text:
        return body
    if charset and charset != "utf-8":
        return mark + lines.encode(charset, "surrogatepass")
    return MARK + lines.encode()


def _converted(text: str, encoding: str, tally: Tally) -> str:
    lines, story = LINES.findall(text), Story()
    gather_lines(lines, encoding, story)
    story.convert(tally)
    return "".join(lines)


def gather_lines(lines: list[str], encoding: str, story: Story) -> None:
    """Gather the lines of a text, which are changed in place.  `encoding`: as in `story.Node`."""
    for index, line in enumerate(lines):
        bare = line.rstrip("\r\n")
        story.add(bare, None, partial(_put, lines, index, line[len(bare) :]), encoding)
        story.end()


def encoding_of(text: str) -> str:
    """The encoding that bytes shown as windows-1252 are in, "" where they are in none: the bytes of a file are in one."""
    found = find(text)
    return found.encoding if found is not None and found.encoding in BYTE_ENCODINGS else ""


def readable(body: bytes) -> str:
    """Bytes without a declared charset: UTF-8 where they are that, else windows-1252, as legacy text is looked at.

    Files that were put together of both are read line by line.
    """
    if is_utf8(body):
        return body.decode()
    if not UTF8_LETTER.search(body):
        return windows_1252(body)
    return "".join(line.decode() if is_utf8(line) else windows_1252(line) for line in body.splitlines(keepends=True))


def _unicode(body: bytes, charset: str) -> str:
    if not charset:
        return readable(body)
    try:
        return body.decode(charset)
    except UnicodeError as problem:
        raise Refused("damaged", charset) from problem


def is_utf8(body: bytes) -> bool:
    """Whether these bytes are UTF-8."""
    try:
        body.decode()
    except UnicodeError:
        return False
    return True


def _put(lines: list[str], index: int, end: str, text: str) -> None:
    lines[index] = text + end
