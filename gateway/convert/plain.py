"""Plain text and CSV: legacy bytes become UTF-8, line by line, line ends kept.

A file in UTF-16 stays in that.  UTF-8 comes with a byte order mark: without one Excel and old editors take a file for
windows-1252 or windows-1258, and the text would be as unreadable as it was.
"""

import re
from functools import partial

from gateway.convert.story import Story, Tally
from gateway.extract.budget import Budget, Refused
from gateway.extract.text import MARKS, windows_1252
from policies.text.views import UTF8_LETTER

MARK = b"\xef\xbb\xbf"
LINES = re.compile(r"[^\n]*\n|[^\n]+")  # `splitlines` would part lines at letters: 85 is one of TCVN3's


def convert(body: bytes, budget: Budget, tally: Tally) -> bytes:
    """The text in Unicode, in UTF-8 unless it was in UTF-16."""
    del budget
    mark, charset = next(((mark, name) for mark, name in MARKS if body.startswith(mark)), (b"", ""))
    text = _unicode(body[len(mark) :], charset)
    lines = converted_lines(text, tally)
    if lines == text:
        return body
    if charset and charset != "utf-8":
        return mark + lines.encode(charset, "surrogatepass")
    return MARK + lines.encode()


def converted_lines(text: str, tally: Tally) -> str:
    """A text with every line converted, and counted."""
    lines = LINES.findall(text)
    story = Story()
    for index, line in enumerate(lines):
        bare = line.rstrip("\r\n")
        story.add(bare, None, partial(_put, lines, index, line[len(bare) :]))
        story.end()
    story.convert(tally)
    return "".join(lines)


def readable(body: bytes) -> str:
    """Bytes without a declared charset: UTF-8 where they are that, else windows-1252, as legacy text is looked at.

    Files that were put together of both are read line by line.
    """
    if _is_utf8(body):
        return body.decode()
    if not UTF8_LETTER.search(body):
        return windows_1252(body)
    return "".join(line.decode() if _is_utf8(line) else windows_1252(line) for line in body.splitlines(keepends=True))


def _unicode(body: bytes, charset: str) -> str:
    if not charset:
        return readable(body)
    try:
        return body.decode(charset)
    except UnicodeError as problem:
        raise Refused("damaged", charset) from problem


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeError:
        return False
    return True


def _put(lines: list[str], index: int, end: str, text: str) -> None:
    lines[index] = text + end
