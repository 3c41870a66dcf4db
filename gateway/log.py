"""The log: one JSON object or one line of key=value pairs for each event, on stderr, where journald picks it up.

What stands in a value came from the network: control, bidi and line-separating characters are escaped, so that one event is one
line and no letter can forge another.  Bodies and passwords are never logged, and values are cut at a length.
"""

import logging
import re
import sys
from typing import Any, TextIO

import msgspec
import structlog
from structlog.typing import EventDict, FilteringBoundLogger, WrappedLogger

LONGEST = 1_000  # characters of one value

# C0, DEL, C1, soft hyphen, zero-width letters, bidi marks, line separators, byte order mark, tags, lone surrogates
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)
_PLAIN = re.compile(r"[^\s\"=\\]+")
_ENCODER = msgspec.json.Encoder(enc_hook=str)


def clean(text: str) -> str:
    """A text from outside, fit to stand on one line of a log or a terminal: what would act or hide is escaped."""
    cut = text[:LONGEST] + "…" if len(text) > LONGEST else text
    return _UNSAFE.sub(_escaped, cut)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def configure(json: bool, stream: TextIO | None = None) -> None:
    """Send events to `stream` (stderr): as JSON objects, or as key=value lines for people."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _as_json if json else _as_line,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(stream or sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd tells every command at INFO


def logger(name: str) -> FilteringBoundLogger:
    """The logger of one part of the gateway."""
    log: FilteringBoundLogger = structlog.get_logger(part=name)
    return log


def _safe(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool | float | None) or (isinstance(value, int) and abs(value) < 1 << 63):
        return value
    if isinstance(value, dict):
        return {clean(str(key)): _safe(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_safe(inner) for inner in value]
    return clean(str(value))


def _as_json(_: WrappedLogger, __: str, event: EventDict) -> str:
    return _ENCODER.encode({key: _safe(value) for key, value in event.items()}).decode()


def _as_line(_: WrappedLogger, __: str, event: EventDict) -> str:
    head = f"{event.pop('timestamp')} {event.pop('level'):<7} {clean(str(event.pop('event')))}"
    return " ".join([head, *(f"{clean(key)}={_word(value)}" for key, value in event.items())])


def _word(value: Any) -> str:
    safe = _safe(value)
    if isinstance(safe, str) and _PLAIN.fullmatch(safe):
        return safe
    return _ENCODER.encode(safe).decode()
