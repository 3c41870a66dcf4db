"""The settings of a running gateway: environment over `.env` over `gateway.toml`, read once at the start, frozen.

All mistakes are told at once, never only the first.  `gateway.toml` lies in the config folder and holds the same settings by
their lower-case names without `VANTHU_`, and tables that the environment has no names for.
"""

import os
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gateway.config.listeners import Listener, listeners
from gateway.config.sections import Connections, Retention, Timeouts, section
from gateway.config.shipped import shipped
from gateway.config.sources import Sources, from_dotenv, from_environment, from_toml
from gateway.config.toml_file import read_toml
from gateway.config.values import (
    Certificate,
    HostPort,
    blob_store,
    certificate,
    database_url,
    folder,
    host_port,
    hostname,
    hostname_like,
    line,
    one_of,
    readable_file,
    whole,
    writable_folder,
)
from gateway.errors import ConfigError
from gateway.limits import Limits

MAX_SIZE = 52_428_800
CONSOLE: HostPort | None = HostPort("127.0.0.1", 8080)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that is set for the gateway as a whole.  `sources`: setting -> where it was read; absent: its default stands."""

    config: Path
    data: Path
    listeners: tuple[Listener, ...]
    upstream: HostPort | None
    console: HostPort | None
    database: str
    blobs: str
    tls: Certificate | None
    auth_plaintext: str
    max_size: int
    trust: Path
    workers: int
    mode: str
    hostname: str
    help_contact: str
    retention: Retention = field(default_factory=Retention)
    connections: Connections = field(default_factory=Connections)
    timeouts: Timeouts = field(default_factory=Timeouts)
    limits: Limits = field(default_factory=Limits)
    sources: Mapping[str, str] = field(default_factory=dict, compare=False)


def load_settings(environ: Mapping[str, str], cwd: Path, serve: bool = False) -> Settings:
    """Read the settings, or raise `ConfigError` with every mistake.  `serve`: what only a running gateway needs must be there."""
    settings, mistakes = read_settings(environ, cwd, serve)
    if mistakes:
        raise ConfigError(mistakes)
    return settings


def read_settings(environ: Mapping[str, str], cwd: Path, serve: bool = False) -> tuple[Settings, tuple[str, ...]]:
    """The settings, defaults standing in for what is wrong, and every mistake."""
    sources = Sources(cwd)
    for found, mistakes in (from_environment(environ, cwd), from_dotenv(cwd)):
        sources.add(found)
        sources.mistakes += mistakes
    settings = _settings(sources)
    if serve:
        sources.mistakes += _missing(settings, sources)
    sources.mistakes += _clashes(settings)
    return settings, tuple(dict.fromkeys(sources.mistakes))


def _settings(sources: Sources) -> Settings:
    here = sources.cwd / "config"
    config = sources.path("config", here if here.is_dir() else shipped(), folder)
    file, mistakes = read_toml(config / "gateway.toml")
    found, more = from_toml(file)
    sources.add(found)
    sources.mistakes += mistakes + more
    data = sources.path("data", sources.cwd / "var", writable_folder)
    upstream: HostPort | None = sources.value("upstream", None, host_port)
    tls = _tls(sources)
    blobs = sources.given.get("blobs")
    return Settings(
        config=config,
        data=data,
        listeners=listeners(sources, file, upstream, tls),
        upstream=upstream,
        console=sources.value("console", CONSOLE, _console),
        database=sources.value("database", f"sqlite:///{data / 'vanthu.db'}", database_url),
        blobs=sources.value("blobs", str(data / "blobs"), lambda text: blob_store(text, blobs.folder if blobs else data)),
        tls=tls,
        auth_plaintext=sources.value("auth_plaintext", "loopback", one_of("loopback", "on", "off")),
        max_size=sources.value("max_size", MAX_SIZE, whole(1024, 2**31 - 1, "byte")),
        trust=sources.path("trust", config / "trust", folder),
        workers=sources.value("workers", os.cpu_count() or 1, whole(1, 256, "tiến trình")),
        mode=sources.value("mode", "enforce", one_of("enforce", "monitor")),
        hostname=sources.value("hostname", _own_name(), hostname),
        help_contact=sources.value("help_contact", "", line),
        retention=section(sources, file, "retention", Retention()),
        connections=section(sources, file, "connections", Connections()),
        timeouts=section(sources, file, "timeouts", Timeouts()),
        limits=section(sources, file, "limits", Limits()),
        sources={name: given.where for name, given in sources.given.items()},
    )


def _console(text: str) -> HostPort | None:
    try:
        return None if text.strip().lower() == "off" else host_port(text)
    except ValueError as error:
        raise ValueError(f'{error}, hay "off" để tắt trang quản trị (or off)') from None


def _own_name() -> str:
    name = socket.gethostname()  # never getfqdn: it would ask the DNS before the first line is printed
    return name if hostname_like(name) else "localhost"


def _tls(sources: Sources) -> Certificate | None:
    cert, key = sources.given.get("tls_cert"), sources.given.get("tls_key")
    there = cert or key
    if there is None:
        return None
    if cert is None or key is None:
        missing = "VANTHU_TLS_CERT" if cert is None else "VANTHU_TLS_KEY"
        sources.mistakes.append(f"{missing}: thiếu, vì đã đặt {there.where} (both are needed)")
        sources.read(there, None, lambda text: readable_file(there.folder / text.strip()))
        return None
    key_path = key.folder / key.text.strip()
    return sources.value("tls_cert", None, lambda text: certificate(cert.folder / text.strip(), key_path))


def _missing(settings: Settings, sources: Sources) -> Iterator[str]:
    wrong = "upstream" in sources.given and settings.upstream is None  # told already
    if not wrong and any(listener.upstream is None for listener in settings.listeners):
        yield "VANTHU_UPSTREAM: chưa đặt, phải là máy:cổng của máy chủ thư phía sau (missing: host:port of the mail server)"


def _clashes(settings: Settings) -> Iterator[str]:
    """Places that would be taken twice, and mail that would come back to us for ever."""
    taken: dict[str, str] = {}
    for listener in settings.listeners:
        place = str(listener.listen)
        if place in taken:
            yield f"VANTHU_LISTEN: {place} được khai báo hai lần (listed twice)"
        taken[place] = listener.name
        if listener.implicit_tls and listener.tls is None:
            yield f"VANTHU_LISTEN: smtps://{place} cần VANTHU_TLS_CERT và VANTHU_TLS_KEY (smtps needs a certificate)"
        if listener.implicit_tls and listener.proxy_from:  # the header comes in the clear, before TLS begins
            yield f"VANTHU_LISTEN: smtps://{place} không dùng được cùng proxy_from (smtps and proxy_from exclude each other)"
        upstream = listener.upstream
        if upstream and any(upstream.same(other.listen) for other in settings.listeners):
            yield f"VANTHU_UPSTREAM = {upstream}: trùng với nơi cổng đang nghe, thư sẽ chạy vòng mãi (mail loop)"
    if settings.console and any(settings.console.same(listener.listen) for listener in settings.listeners):
        yield f"VANTHU_CONSOLE = {settings.console}: trùng với nơi nhận SMTP (same place as SMTP)"
