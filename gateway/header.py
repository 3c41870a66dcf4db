"""The header of a received letter, read from its content; the content with fields renamed that only this gateway may write."""

from collections.abc import AsyncIterator

from gateway.mime.headers import header_end
from gateway.mime.rewrite import forged, renamed
from gateway.ports import Content

PIECE = 65_536
LONGEST = 4 << 20


async def head(content: Content) -> bytes:
    """The header block with its line ends, `LONGEST` bytes of it at most."""
    read = b""
    async for piece in content.chunks(PIECE):
        read = read + piece if read else piece
        end = header_end(read)
        if end < len(read) or len(read) >= LONGEST:
            return read[:end]
    return read


async def genuine(content: Content) -> Content:
    """The content as it goes on: itself, or with forged fields renamed in place, not a byte moved."""
    block = await head(content)
    if b"x-vanthu-" not in block.lower():  # a quick look spares nearly all letters the close one
        return content
    return _Renamed(content, renamed(block)) if forged(block) else content


class _Renamed:
    """A content whose first bytes read otherwise."""

    def __init__(self, content: Content, block: bytes) -> None:
        self._content = content
        self._block = block
        self.size = content.size
        self.sha256 = content.sha256  # of the letter as it was received
        self.dotted = content.dotted

    def fileno(self) -> int | None:
        """None: the file holds the bytes as received."""
        return None

    def view(self) -> memoryview:
        """All bytes, copied."""
        return memoryview(self._block + bytes(self._content.view()[len(self._block) :]))

    async def chunks(self, size: int = 262_144) -> AsyncIterator[bytes]:
        """The bytes in order."""
        offset = 0
        async for piece in self._content.chunks(size):
            cover = self._block[offset : offset + len(piece)]
            yield cover + piece[len(cover) :]
            offset += len(piece)
