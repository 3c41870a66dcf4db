"""Has letters judged where it is safe and quick: small plain text here, all else in the confined workers.

Implements `gateway.ports.Inspector`.  A worker that crashes, hangs or is killed for its memory loses its letter the pass:
the letter is judged by its header with the finding `message.over-limit`, never forwarded unseen.
"""

from dataclasses import replace

from gateway.clock import today
from gateway.errors import Temporary
from gateway.extract.pool import Pool, WorkerLost
from gateway.extract.tessdata import tessdata
from gateway.extract.wire import Job, decode_job, decode_judgement, encode_job, encode_judgement
from gateway.extract.worker import Handler
from gateway.header import head
from gateway.judge import LIGHT, Judge
from gateway.ports import Judgement, Letter
from gateway.setup import Setup
from policies.core.catalog import codes
from policies.core.verdict import never_asked
from policies.original import Settings


def judge_of(setup: Setup) -> Judge:
    """The judge that the settings make, without an examiner."""
    return Judge(setup.directory, setup.policy_settings, never_asked(setup.rules), setup.limits)


def seeing(judge: Judge, setup: Setup) -> Judge:
    """The judge with an examiner: for workers alone, its libraries are large."""
    from gateway.originals.examiner import Examiner
    from gateway.originals.trust import load_trust

    rules = setup.policy_settings.get("original", Settings())
    trust = load_trust(setup.settings.trust)
    examiner = Examiner(trust, rules.ocr, colourless=rules.accept_colourless_seal, limits=setup.limits)
    return replace(judge, examiner=examiner)


def reads_scans(setup: Setup) -> bool:
    """Whether the text of scans can be read here, and the rules let it be."""
    rules: Settings = setup.policy_settings.get("original", Settings())
    return rules.ocr != "off" and tessdata() is not None


def handler(judge: Judge) -> Handler:
    """What a worker does with one job: the judge behind the wire format."""
    codes()  # the policies are found and loaded now: a confined worker can open no file

    def answer(asked: bytes, content: memoryview) -> bytes:
        job = decode_job(asked)
        if job.draw is not None:
            return judge.draw(content, job.today, job.draw)
        return encode_judgement(judge(content, job.envelope, job.today, thorough=job.thorough))

    return answer


class Inspection:
    """Judges letters over a pool of workers.  `thorough`: reads scans whole, because nobody waits for the answer."""

    def __init__(self, judge: Judge, pool: Pool, *, thorough: bool = False) -> None:
        self.judge_here = judge
        self.pool = pool
        self._thorough = thorough

    async def judge(self, letter: Letter) -> Judgement:
        """See `Inspector.judge`."""
        day = today()
        if letter.content.size <= LIGHT:
            judgement = self.judge_here.light(letter.content.view(), letter.envelope, day)
            if judgement is not None:
                return judgement
        job = encode_job(Job(letter.envelope, day, self._thorough))
        try:
            return await self.pool.ask_for(job, letter.content, decode_judgement)
        except WorkerLost as lost:
            if lost.reason == "template":
                raise Temporary(
                    "no inspection worker can be had", "451 4.3.0 Inspection is out of order, try again later"
                ) from lost
            return self.judge_here.unseen(await head(letter.content), letter.envelope, day, lost.reason)
