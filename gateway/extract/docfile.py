"""The head of a Word document (FIB, MS-DOC 2.5): which version wrote it, how long its texts are, where its tables lie."""

from dataclasses import dataclass
from struct import error, unpack_from

from gateway.extract.budget import Refused
from gateway.extract.compound import Compound

# What documents begin with: of Word 97 and later; of Word 6 and 95, at home and in East Asia
MARKS = frozenset({0xA5EC, 0xA5DC, 0xA697, 0xA698, 0xA699})
ENCRYPTED, SECOND_TABLE, DOUBLE_BYTE = 0x0100, 0x0200, 0x1000
MACINTOSH = 256
FIRST_OF_97 = 0xC1
# Tables by their number: the list of them begins at another place in old files, its order is the same
TABLES = {"styles": 1, "headers": 11, "characters": 12, "paragraphs": 13, "fonts": 15, "pieces": 33, "drawings": 50}
TABLES_AT, COUNTS_AT = {False: 0x9A, True: 0x58}, {False: 0x4C, True: 0x34}
PAGES_AT = {"characters": 0x18A, "paragraphs": 0x18C}  # old files: the first formatted page, and two further how many
# The texts of a document, in their order in the file, and where they are seen
HEADERS = "đầu trang"
STORIES = (None, "cước chú", HEADERS, None, "nhận xét", "chú thích cuối văn bản", "hộp văn bản", "hộp văn bản")


@dataclass(frozen=True, slots=True)
class DocFile:
    """The streams of a document.  `old`: of Word 6 or 95; `mac`: its 8-bit text is a Macintosh's."""

    document: bytes
    table: bytes
    old: bool
    mac: bool

    def number(self, place: int) -> int:
        """A 32-bit number of the head."""
        return int(unpack_from("<L", self.document, place)[0])

    def lengths(self) -> tuple[int, ...]:
        """How many characters each of `STORIES` has."""
        return unpack_from(f"<{len(STORIES)}L", self.document, COUNTS_AT[self.old])

    def part(self, name: str) -> bytes:
        """A table; an absent one is empty."""
        start, size = unpack_from("<2L", self.document, TABLES_AT[self.old] + 8 * TABLES[name])
        return self.table[start : start + size]

    def pages(self, name: str) -> list[int]:
        """The numbers of the formatted pages that a table lists (MS-DOC 2.8.5)."""
        listed = self.part(name)
        if not self.old:
            count = max(0, (len(listed) - 4) // 8)
            return [page & 0x3FFFFF for page in unpack_from(f"<{count}L", listed, 4 * (count + 1))] if count else []
        count = max(0, (len(listed) - 4) // 6)
        pages = list(unpack_from(f"<{count}H", listed, 4 * (count + 1))) if count else []
        first, missing = unpack_from("<H2xH", self.document, PAGES_AT[name])
        start = pages[-1] + 1 if pages else first
        return pages + list(range(start, start + max(0, missing - count)))  # a quick save lists only some


def docfile(opened: Compound) -> DocFile:
    """The document in a compound file."""
    document = opened.stream("WordDocument")
    try:
        mark, version, flags = unpack_from("<HH6xH", document)
        if mark not in MARKS:
            raise Refused("damaged", "no Word document")
        if flags & ENCRYPTED:
            raise Refused("encrypted", "doc")
        old = version < FIRST_OF_97
        table = document if old else opened.stream("1Table" if flags & SECOND_TABLE else "0Table")
        if old and flags & DOUBLE_BYTE:
            raise Refused("unsupported", "doc")  # of East Asian Word 95, in double bytes of its own
        file = DocFile(document, table, old, old and unpack_from("<H", document, 0x14)[0] == MACINTOSH)
        file.part("pieces")  # the last that is asked for: the head is whole
    except error as problem:
        raise Refused("damaged", "Word head") from problem
    return file
