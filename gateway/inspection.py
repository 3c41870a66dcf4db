"""Has letters judged where it is safe and quick: small plain text here, all else in the confined workers.

Implements `gateway.ports.Inspector`.  A worker that crashes, hangs or is killed for its memory loses its letter the pass:
the letter is judged by its header with the finding `message.over-limit`, never forwarded unseen.
"""

from gateway.clock import today
from gateway.errors import Temporary
from gateway.extract.pool import Pool, WorkerLost
from gateway.extract.wire import decode_job, decode_judgement, encode_job, encode_judgement
from gateway.extract.worker import Handler
from gateway.header import head
from gateway.judge import LIGHT, Judge
from gateway.ports import Judgement, Letter


def handler(judge: Judge) -> Handler:
    """What a worker does with one job: the judge behind the wire format."""

    def answer(job: bytes, content: memoryview) -> bytes:
        envelope, day = decode_job(job)
        return encode_judgement(judge(content, envelope, day))

    return answer


class Inspection:
    """Judges letters over a pool of workers."""

    def __init__(self, judge: Judge, pool: Pool) -> None:
        self.judge_here = judge
        self.pool = pool

    async def judge(self, letter: Letter) -> Judgement:
        """See `Inspector.judge`."""
        day = today()
        if letter.content.size <= LIGHT:
            judgement = self.judge_here.light(letter.content.view(), letter.envelope, day)
            if judgement is not None:
                return judgement
        try:
            return await self.pool.ask_for(encode_job(letter.envelope, day), letter.content, decode_judgement)
        except WorkerLost as lost:
            if lost.reason == "template":
                raise Temporary(
                    "no inspection worker can be had", "451 4.3.0 Inspection is out of order, try again later"
                ) from lost
            return self.judge_here.unseen(await head(letter.content), letter.envelope, day, lost.reason)
