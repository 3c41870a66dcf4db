"""Health for machines: /livez, /readyz, /metrics; and a start page for people.  Runs in a process of its own.

What must stay true: readiness asks the world at most once in five seconds, whoever calls however often; no page names a letter,
an address or a password; what cannot be served here never touches the mail.
"""

import asyncio
import html
import os
import time
from collections.abc import Callable
from functools import partial

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from gateway import __version__, clock
from gateway.checkup import Check, checks, front
from gateway.config.settings import Settings
from gateway.log import logger
from gateway.web.store_state import StoreState, store_state

FRESH_SECONDS = 5.0
RETRY_SECONDS = 5.0
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Văn thư</title>
<style>body{{font:16px/1.6 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}}
table{{border-collapse:collapse;width:100%}}td{{border-top:1px solid #ccc;padding:.4rem .6rem;vertical-align:top}}
.good{{color:#0a6b2d}}.bad{{color:#b00020;font-weight:600}}</style></head>
<body><h1>Văn thư</h1><p>Cổng kiểm soát thư điện tử công vụ theo Quyết định 04/2011/QĐ-UBND, phiên bản {version}.</p>
<table>{rows}</table><p>{held} thư đang giữ chờ xét.</p>
<p><a href="/readyz?verbose">Sẵn sàng (readyz)</a> · <a href="/livez">Còn chạy (livez)</a> ·
<a href="/metrics">Số đo (metrics)</a></p>
</body></html>
"""

log = logger("web")


class Health:
    """Looks at the world when asked, and remembers for a moment what it saw."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._seen: tuple[Check, ...] = ()
        self._when = 0.0
        self._looking = asyncio.Lock()

    async def look(self) -> tuple[Check, ...]:
        """Every check, fresh enough."""
        async with self._looking:
            if not self._seen or clock.monotonic() - self._when > FRESH_SECONDS:
                everything: list[Callable[[], Check]] = [partial(front, listener) for listener in self._settings.listeners]
                everything += checks(self._settings)
                self._seen = tuple(await asyncio.gather(*(asyncio.to_thread(check) for check in everything)))
                self._when = clock.monotonic()
            return self._seen

    async def livez(self, request: Request) -> Response:
        """Say that the process answers."""
        del request
        return PlainTextResponse("ok\n", headers=HEADERS)

    async def readyz(self, request: Request) -> Response:
        """200 when mail can be taken and handled, else 503; `?verbose` says why."""
        seen = await self.look()
        ready = all(check.ok for check in seen)
        lines = [
            f"[{'+' if check.ok else '-'}] {check.name}: {check.seen}" for check in seen if "verbose" in request.query_params
        ]
        text = "\n".join([*lines, "ready" if ready else "not ready", ""])
        return PlainTextResponse(text, 200 if ready else 503, headers=HEADERS)

    async def metrics(self, request: Request) -> Response:
        """All processes' figures, and those of the stores."""
        del request
        return Response(await asyncio.to_thread(self._figures), media_type=CONTENT_TYPE_LATEST, headers=HEADERS)

    async def start(self, request: Request) -> Response:
        """The start page."""
        del request
        seen = await self.look()
        state = await asyncio.to_thread(store_state, self._settings)
        rows = "".join(_row(check) for check in seen)
        return HTMLResponse(PAGE.format(version=__version__, rows=rows, held=state.held), headers=HEADERS)

    def _figures(self) -> bytes:
        registry = CollectorRegistry()
        if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        registry.register(_Stores(store_state(self._settings)))
        return generate_latest(registry)


class _Stores:
    """What the database and the folders hold, as gauges."""

    def __init__(self, state: StoreState) -> None:
        self._state = state

    def collect(self) -> list[Metric]:
        state = self._state
        figures = (
            ("vanthu_quarantine_messages", "Messages held for review", state.held),
            ("vanthu_quarantine_oldest_seconds", "Age of the oldest of them", state.oldest_seconds),
            ("vanthu_audit_chain_height", "Audit records", state.audit_records),
            ("vanthu_quarantine_bytes", "Bytes of the messages held for review", state.held_bytes),
        )
        return [GaugeMetricFamily(name, text, value=value) for name, text, value in figures]


def _row(check: Check) -> str:
    sign = '<td class="good">✓</td>' if check.ok else '<td class="bad">✗</td>'
    cure = "" if check.ok else f"<br>{html.escape(check.cure)}"
    return f"<tr>{sign}<td>{check.name}</td><td>{html.escape(check.seen)}{cure}</td></tr>"


def health_app(settings: Settings) -> Starlette:
    """The pages."""
    health = Health(settings)
    pages = {"/": health.start, "/livez": health.livez, "/readyz": health.readyz, "/metrics": health.metrics}
    return Starlette(routes=[Route(path, page, methods=["GET"]) for path, page in pages.items()])


def serve_console(settings: Settings) -> None:
    """Serve until SIGTERM.  Runs in a process of its own; mail goes on whatever happens here."""
    if settings.console is None:
        return
    place = settings.console
    config = uvicorn.Config(
        health_app(settings), place.host, place.port,
        log_config=None, access_log=False, server_header=False, lifespan="off", timeout_graceful_shutdown=2,
    )  # fmt: skip
    try:
        uvicorn.Server(config).run()
    except SystemExit:  # uvicorn's way to say that the address is taken
        log.error("the console cannot listen", address=str(place))  # noqa: TRY400 - nothing more is known
        time.sleep(RETRY_SECONDS)  # before another one is started
