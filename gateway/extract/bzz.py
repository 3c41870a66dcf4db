"""BZZ, which packs the text of DjVu: a sorting of rotations (Burrows and Wheeler) undone, ranks of recent bytes, the ZP-coder.

Written after Lizardtech's DjVu Reference, version 3, appendix on BZZ.  Linear in what comes out, which the caller bounds.
"""

from gateway.extract.budget import Refused
from gateway.extract.zpcoder import Decoder

BLOCK = 4 << 20  # bytes, the most that the format allows
CLASSES = 3  # of contexts for the first two ranks
FREQUENT = 4  # ranks whose bytes are counted
CONTEXTS = 300
HEAVY = 0x10000000
END = 256  # stands for the place where the sorting began


def unpacked(data: bytes, most: int) -> bytes:
    """What was packed.  Raises `Refused` where it is damaged or longer than `most` bytes."""
    decoder, states, out = Decoder(data), [0] * CONTEXTS, bytearray()
    while size := _plain(decoder, 24):
        if size > BLOCK:
            raise Refused("damaged", "a block of BZZ")
        if len(out) + size - 1 > most:
            raise Refused("over-limit", "bzz")
        out += _unsorted(*_ranked(decoder, states, size))
    return bytes(out)


def _plain(decoder: Decoder, bits: int) -> int:
    number = 1
    while number < 1 << bits:
        number = number << 1 | decoder.bit()
    return number - (1 << bits)


def _ranked(decoder: Decoder, states: list[int], size: int) -> tuple[bytearray, int]:
    """The bytes of a block in sorted order, and where its end stands among them."""
    shift = decoder.bit()
    shift += shift and decoder.bit()
    recent, counts = list(range(256)), [0] * FREQUENT
    weight, rank, end = 4, 3, -1
    data = bytearray(size)
    for at in range(size):
        rank = _rank(decoder, states, min(CLASSES - 1, rank))
        if rank == END:
            end = at
            continue
        byte = data[at] = recent[rank]
        weight += weight >> shift
        if weight > HEAVY:
            weight >>= 24
            counts = [count >> 24 for count in counts]
        mine = weight + (counts[rank] if rank < FREQUENT else 0)
        del recent[rank]
        place = min(rank, FREQUENT)
        if rank < FREQUENT:
            del counts[rank]
        else:
            counts.pop()
            place = FREQUENT - 1
        while place > 0 and mine >= counts[place - 1]:
            place -= 1
        recent.insert(place, byte)
        counts.insert(place, mine)
    return data, end


def _rank(decoder: Decoder, states: list[int], kind: int) -> int:
    """How long ago the next byte came: 0 the last one, `END` for the end's place."""
    if decoder.decide(states, kind):
        return 0
    if decoder.decide(states, CLASSES + kind):
        return 1
    at, first = 2 * CLASSES, 2
    for bits in range(1, 8):
        if decoder.decide(states, at):
            node = 1
            while node < 1 << bits:
                node = node << 1 | decoder.decide(states, at + node)
            return first + node - (1 << bits)
        at, first = at + (1 << bits), first << 1
    return END


def _unsorted(data: bytearray, end: int) -> bytes:
    """The bytes in their own order."""
    size = len(data)
    if not 1 <= end < size:
        raise Refused("damaged", "a block of BZZ")
    counts = [0] * 256
    places = [0] * size
    for at, byte in enumerate(data):
        if at != end:
            places[at] = counts[byte]
            counts[byte] += 1
    begin, total = [0] * 256, 1
    for byte, count in enumerate(counts):
        begin[byte] = total
        total += count
    out = bytearray(size - 1)
    at = 0
    for place in range(size - 2, -1, -1):
        byte = data[at]
        out[place] = byte
        at = begin[byte] + places[at]
    if at != end:
        raise Refused("damaged", "a block of BZZ")
    return bytes(out)
