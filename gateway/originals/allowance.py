"""What looking at one letter may still cost: time to compute, pages, readings by OCR.

What must stay true: a letter that is full of pictures ends within the limits of its worker, and what was left unseen says so.
"""

from dataclasses import dataclass

from gateway.clock import cpu
from gateway.limits import Limits

SHARE = 0.6  # of the seconds that a worker may compute for a letter: parsing and the policies need the rest
PAGES = 60  # looked at, of all documents of a letter
PHOTOS_READ = 3  # of the photos of one letter, which are one document


@dataclass(slots=True)
class Allowance:
    """`until`: by the process's clock; `pages`: that may still be opened; `photos`: that may still be read by OCR."""

    limits: Limits
    until: float
    pages: int = PAGES
    photos: int = PHOTOS_READ

    @property
    def seconds(self) -> float:
        """Seconds of computing that are left."""
        return self.until - cpu()

    def take_page(self) -> bool:
        """Whether one more page may be opened; counts it."""
        if self.pages <= 0 or self.seconds <= 0:
            return False
        self.pages -= 1
        return True


def allowance(limits: Limits) -> Allowance:
    """What a letter may cost from now on."""
    return Allowance(limits, cpu() + SHARE * limits.cpu_seconds)
