"""Times as people give and read them at a terminal: Đồng Nai's clock, dd/mm/yyyy."""

from datetime import UTC, datetime, timedelta

import click

from gateway.clock import LOCAL
from gateway.storage.audit import stamp

_DAYS = ("%Y-%m-%d", "%d/%m/%Y")


class Moment(click.ParamType[str]):
    """A day, or a time (RFC 3339; without a zone: ours), as `audit.stamp` writes it.  `ends`: a day means its end."""

    name = "T"

    def __init__(self, *, ends: bool = False) -> None:
        self._ends = ends

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The time in UTC."""
        for form in _DAYS:
            try:
                day = datetime.strptime(value, form).replace(tzinfo=LOCAL)
            except ValueError:
                continue
            return stamp(day + timedelta(days=1) if self._ends else day)
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            self.fail(
                f"{value!r}: cần ngày (2026-11-23, 23/11/2026) hoặc thời điểm RFC 3339 (2026-11-23T08:00:00+07:00)", param, ctx
            )
        return stamp((found if found.tzinfo else found.replace(tzinfo=LOCAL)).astimezone(UTC))


def local(when: datetime) -> str:
    """A time for the eye."""
    return when.astimezone(LOCAL).strftime("%d/%m/%Y %H:%M:%S")
