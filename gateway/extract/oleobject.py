"""Files inside of OLE objects (`oleObject1.bin`): a package kept whole, or a file that was put in as an icon.

What must stay true: an object of any other kind, or a broken one, comes back as it is.
"""

from struct import error, unpack_from

from gateway.extract.budget import Budget, Refused
from gateway.extract.compound import Compound

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WHOLE = ("Package", "EmbeddedOdf")  # streams that are a document
PACKED = "\x01Ole10Native"  # a file with its names before it


def unwrapped(name: bytes, body: bytes, budget: Budget) -> tuple[bytes, bytes]:
    """Name and content of the file in an object, the object's own where it is none of these."""
    if not body.startswith(SIGNATURE):
        return name, body
    try:
        opened = Compound(body, budget)
        for stream in WHOLE:
            if stream.lower() in opened.names:
                return name, opened.stream(stream)
        if PACKED.lower() in opened.names:
            inner, content = _packed(opened.stream(PACKED))
            return name + b"/" + inner, content
    except Refused:
        if budget.room < 0:
            raise
    return name, body


def _packed(data: bytes) -> tuple[bytes, bytes]:
    """Label and content: after the size and a flag come label, path, four bytes, and a path and the content with their sizes."""
    label_end = data.find(b"\0", 6)
    path_end = data.find(b"\0", label_end + 1)
    if label_end < 0 or path_end < 0:
        raise Refused("damaged", "OLE object without its names")
    try:
        start = path_end + 9 + unpack_from("<L", data, path_end + 5)[0]
        size = unpack_from("<L", data, start)[0]
    except error as problem:
        raise Refused("damaged", "OLE object cut off") from problem
    return data[6:label_end], data[start + 4 : start + 4 + size]
