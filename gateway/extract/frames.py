"""The frames between the pool and a worker: one job, one answer, in turn, over a stream socket.

    job     length of the job, size of the content, whether it is inline; the job; the content, or else its descriptor
    answer  kind, length; the payload

Only the pool's side is trusted.  What a worker sends is bounded by `ANSWER`, and every byte of it may be a lie.
"""

import struct

JOB = struct.Struct("<IQ?")
REPLY = struct.Struct("<BI")

HELLO, ANSWERED, NO_MEMORY, FAILED = 1, 2, 3, 4  # kinds of a reply

INLINE = 65_536  # contents up to here travel in the frame: cheaper than a file of their own
ANSWER = 16 << 20  # the longest payload of a reply
RECEIVE = 131_072  # bytes asked of the socket at once: a small job whole


def reply(kind: int, payload: bytes) -> bytes:
    """The frame of a reply."""
    return REPLY.pack(kind, len(payload)) + payload
