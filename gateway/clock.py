"""The only place that asks for the time or makes ids."""

import os
import time
from datetime import UTC, date, datetime, timedelta, timezone

LOCAL = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")  # no daylight saving since 1975
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U to misread over the telephone


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day in Đồng Nai: what the terms of rules and units count in."""
    return datetime.now(LOCAL).date()


def monotonic() -> float:
    """Seconds that never go back."""
    return time.monotonic()


def new_id() -> str:
    """A letter's id: 16 characters, sortable by time (48 bits of milliseconds, 32 of chance), easy to dictate."""
    value = (time.time_ns() // 1_000_000 & (1 << 48) - 1) << 32 | int.from_bytes(os.urandom(4))
    return "".join(ALPHABET[value >> shift & 31] for shift in range(75, -5, -5))


def pause(seconds: float) -> None:
    """Let the thread sleep."""
    time.sleep(seconds)


def cpu() -> float:
    """Seconds that this process has computed for."""
    return time.process_time()
