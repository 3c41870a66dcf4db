"""What is counted for Prometheus, over all processes of the gateway.  No address and no name of a person stands in a label.

In `vanthu serve` every process writes its counts to its own file in a common folder (`PROMETHEUS_MULTIPROC_DIR`, set before
this module is imported); the console process adds them up when it is asked.
"""

from prometheus_client import Counter, Gauge, Histogram

from gateway import __version__

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

SESSIONS = Gauge("vanthu_smtp_sessions", "Open SMTP sessions of all acceptors", multiprocess_mode="livemax")
COMMANDS = Counter("vanthu_smtp_commands", "Answered SMTP commands", ["command", "code"])
MESSAGES = Counter("vanthu_messages", "Letters by verdict", ["verdict", "direction"])
MATCHES = Counter("vanthu_rule_matches", "Findings by code and action", ["rule", "action"])
MESSAGE_SECONDS = Histogram("vanthu_message_seconds", "From the end of data to the answer", buckets=SECONDS)
STAGE_SECONDS = Histogram("vanthu_stage_seconds", "Time of a stage of inspection", ["stage"], buckets=SECONDS)
UPSTREAM = Counter("vanthu_upstream_replies", "Final replies of the upstream", ["code"])
UNCHECKED = Counter("vanthu_unchecked", "Letters that could not be inspected or handled", ["reason"])
AFTERWARDS = Counter("vanthu_register_readings", "Scans to be read after the answer, by what became of them", ["outcome"])
WORKERS_BUSY = Gauge("vanthu_workers_busy", "Inspection workers at work", multiprocess_mode="livesum")
WORKERS_WAITING = Gauge("vanthu_workers_waiting", "Letters waiting for an inspection worker", multiprocess_mode="livesum")
WORKERS_REPLACED = Gauge("vanthu_workers_replaced", "Inspection workers replaced so far", multiprocess_mode="livesum")
LAG = Gauge("vanthu_event_loop_lag_seconds", "How late the event loop is", multiprocess_mode="livemax")
BUILD = Gauge("vanthu_build_info", "The version that runs", ["version"], multiprocess_mode="max")

_answered: dict[tuple[str, int], int] = {}  # not yet in COMMANDS: there are seven to a letter


def command(verb: str, code: int) -> None:
    """A command was answered."""
    key = (verb, code)
    _answered[key] = _answered.get(key, 0) + 1


def letter(verdict: str, direction: str, seconds: float, upstream_code: int) -> None:
    """A letter has come to its end; `upstream_code`: 0 when the upstream was not asked."""
    MESSAGES.labels(verdict, direction or "any").inc()
    MESSAGE_SECONDS.observe(seconds)
    if upstream_code:
        UPSTREAM.labels(str(upstream_code)).inc()


def matched(rule: str, action: str) -> None:
    """A finding was made and met its rule."""
    MATCHES.labels(rule, action).inc()
    if rule == "message.over-limit":
        UNCHECKED.labels("over-limit").inc()


def stage(name: str, seconds: float) -> None:
    """A stage of inspection took so long."""
    STAGE_SECONDS.labels(name).observe(seconds)


def failed(reason: str) -> None:
    """A letter could not be handled; its client was answered 4xx."""
    UNCHECKED.labels(reason).inc()


def afterwards(outcome: str) -> None:
    """Scans to be read after the answer: `queued`, then `read`, `lost`, or left when the gateway `ended`; `full`: no room."""
    AFTERWARDS.labels(outcome).inc()


def state(sessions: int, busy: int, waiting: int, replaced: int, lag: float) -> None:
    """The acceptor's state now; what was counted since the last time goes along."""
    for (verb, code), times in _answered.items():
        COMMANDS.labels(verb, str(code)).inc(times)
    _answered.clear()
    SESSIONS.set(sessions)
    WORKERS_BUSY.set(busy)
    WORKERS_WAITING.set(waiting)
    WORKERS_REPLACED.set(replaced)
    LAG.set(lag)
    BUILD.labels(__version__).set(1)
