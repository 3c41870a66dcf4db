"""What looking at one letter may still cost: time to compute, pages, readings by OCR.

What must stay true: a letter that is full of pictures ends within the limits of its worker, and what was left unseen says so;
no page that a library cannot get done with takes the worker longer than `page_seconds`.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gateway.clock import cpu, monotonic
from gateway.limits import Limits

SHARE = 0.6  # of the seconds that a worker may compute for a letter: parsing and the policies need the rest
PAGES = 60  # looked at, of all documents of a letter
PHOTOS_READ = 3  # of the photos of one letter, which are one document


@dataclass(slots=True)
class Allowance:
    """`until`: by the process's clock; `end`: by everybody's, for a busy machine.

    `pages`: that may still be opened; `photos`: that may still be read by OCR.
    """

    limits: Limits
    until: float
    end: float
    pages: int = PAGES
    photos: int = PHOTOS_READ

    @property
    def seconds(self) -> float:
        """Seconds that are left."""
        return min(self.until - cpu(), self.end - monotonic())

    @property
    def spent(self) -> bool:
        """Whether a limit may have kept something from being looked at."""
        return self.pages <= 0 or self.seconds <= 0

    def take_page(self) -> bool:
        """Whether one more page may be opened; counts it."""
        if self.spent:
            return False
        self.pages -= 1
        return True


@contextmanager
def hurried(seconds: float) -> Iterator[None]:
    """Have the kernel end this process if it computes for longer, where it would end it at some time: in a worker.

    Nothing else ends a call into a library of C.  The letter is then held as over a limit, with no page of it seen.
    """
    left, _ = signal.setitimer(signal.ITIMER_PROF, 0)
    if not left:
        yield
        return
    began = cpu()
    signal.setitimer(signal.ITIMER_PROF, min(left, seconds))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, max(left - (cpu() - began), 0.001))


def allowance(limits: Limits) -> Allowance:
    """What a letter may cost from now on."""
    return Allowance(limits, cpu() + SHARE * limits.cpu_seconds, monotonic() + SHARE * limits.seconds)
