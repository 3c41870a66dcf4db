"""Letters for the tests of the parser, and questions about what it made of them."""

from policies.core.facts import Text
from policies.core.message import Message, Part
from policies.message import HARMLESS

TOP = b"From: a@b.vn\r\nDate: x\r\n"


def multipart(*parts: bytes, field: bytes = b"multipart/mixed; boundary=b", end: bytes = b"--b--\r\n") -> bytes:
    return TOP + b"Content-Type: " + field + b"\r\n\r\n" + b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + end


def part(content: bytes, **fields: str) -> bytes:
    lines = [f"Content-{name.replace('_', '-').title()}: {value}\r\n".encode() for name, value in fields.items()]
    return b"".join(lines) + b"\r\n" + content


def outline(message: Message) -> list[tuple[str, str]]:
    return [(part.number, part.media_type) for part in message.parts()]


def harmful(message: Message) -> set[str]:
    return {defect.kind for letter in message.messages() for defect in letter.defects} - HARMLESS


def texts(message: Message) -> list[str]:
    return [part.content.text for part in message.parts() if isinstance(part.content, Text)]


def by_number(message: Message, number: str) -> Part:
    return next(part for part in message.parts() if part.number == number)
