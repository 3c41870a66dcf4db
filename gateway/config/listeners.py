"""Where SMTP is accepted: the addresses of `VANTHU_LISTEN`, or the `[[listener]]` tables of `gateway.toml`, which say more."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from gateway.config.mistakes import unknown, wrong
from gateway.config.sources import Given, Sources, as_text
from gateway.config.toml_file import TomlFile
from gateway.config.values import Certificate, HostPort, Network, certificate, host_port, line, networks, one_of

T = TypeVar("T")

DEFAULT = "127.0.0.1:2525"
KEYS = (
    "name",
    "listen",
    "direction",
    "upstream",
    "upstream_tls",
    "tls_cert",
    "tls_key",
    "proxy_from",
    "xclient_from",
    "announce",
)
TLS = one_of("off", "opportunistic", "required")
ANNOUNCE = one_of("off", "auto", "xclient", "xforward")
DIRECTION = one_of("", "inbound", "outbound", "submission")


@dataclass(frozen=True, slots=True)
class Listener:
    """One place where SMTP is accepted, and the server behind it.

    `implicit_tls`: TLS from the first byte (RFC 8314).  `tls`: the listener's own certificate, else the gateway's.
    `proxy_from`: networks that must begin with a PROXY header; `xclient_from`: networks that may use XCLIENT and XFORWARD.
    `announce`: how the client is told to the upstream; auto: XCLIENT or XFORWARD, whichever it offers.
    """

    name: str
    listen: HostPort
    implicit_tls: bool = False
    direction: str = ""
    upstream: HostPort | None = None
    upstream_tls: str = "opportunistic"
    tls: Certificate | None = None
    proxy_from: tuple[Network, ...] = ()
    xclient_from: tuple[Network, ...] = ()
    announce: str = "auto"


def listeners(sources: Sources, file: TomlFile, upstream: HostPort | None, tls: Certificate | None) -> tuple[Listener, ...]:
    """All listeners, each with the common upstream and certificate where it has none of its own."""
    model = Listener(
        "",
        host_port(DEFAULT),
        upstream=upstream,
        tls=tls,
        upstream_tls=sources.value("upstream_tls", "opportunistic", TLS),
        announce=sources.value("announce", "auto", ANNOUNCE),
        proxy_from=sources.value("proxy_from", (), networks),
        xclient_from=sources.value("xclient_from", (), networks),
    )
    tables = file.data.get("listener", [])
    given = sources.given.get("listen")
    if tables and given and given.where.startswith(str(file.path)):
        sources.mistakes.append(
            wrong(given.where, given.text, "đã có bảng [[listener]]: chỉ dùng một trong hai (use one of the two)")
        )
    if given or not tables:
        default = (replace(model, name=DEFAULT),)
        return sources.value("listen", default, lambda text: _addresses(text, model))
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        sources.mistakes.append(wrong(file.where("listener"), tables, "phải là các bảng [[listener]] (tables)"))
        return ()
    sources.given["listen"] = Given("", file.where("listener"), file.path.parent)
    return tuple(_Table(sources, file, number, table).listener(model) for number, table in enumerate(tables))


def _addresses(text: str, model: Listener) -> tuple[Listener, ...]:
    items = [item.strip() for item in text.split(",") if item.strip()]
    if not items:
        raise ValueError("phải có ít nhất một máy:cổng (at least one host:port)")
    places = [_place(item) for item in items]
    return tuple(replace(model, name=str(place), listen=place, implicit_tls=implicit) for place, implicit in places)


def _place(text: str) -> tuple[HostPort, bool]:
    scheme, found, rest = text.strip().partition("://")
    if not found:
        return host_port(text), False
    if scheme.lower() not in ("smtp", "smtps"):
        raise ValueError("phải là máy:cổng hay smtps://máy:cổng (host:port or smtps://host:port)")
    return host_port(rest), scheme.lower() == "smtps"


@dataclass(frozen=True, slots=True)
class _Table:
    """One `[[listener]]` table while it is read."""

    sources: Sources
    file: TomlFile
    number: int
    table: dict[str, Any]

    def listener(self, model: Listener) -> Listener:
        for key in self.table.keys() - set(KEYS):
            self.sources.mistakes.append(unknown(self.where(key), "khóa", key, KEYS))
        place, implicit = self.read("listen", (model.listen, False), _place)
        if "listen" not in self.table:
            self.sources.mistakes.append(f"{self.where('listen')}: thiếu máy:cổng (missing host:port)")
        return replace(
            model,
            name=self.read("name", str(place), line),
            listen=place,
            implicit_tls=implicit,
            direction=self.read("direction", "", DIRECTION),
            upstream=self.read("upstream", model.upstream, host_port),
            upstream_tls=self.read("upstream_tls", model.upstream_tls, TLS),
            tls=self.tls(model.tls),
            proxy_from=self.read("proxy_from", model.proxy_from, networks),
            xclient_from=self.read("xclient_from", model.xclient_from, networks),
            announce=self.read("announce", model.announce, ANNOUNCE),
        )

    def where(self, key: str) -> str:
        return self.file.where("listener", self.number, key)

    def read(self, key: str, default: T, reader: Callable[[str], T]) -> T:
        if key not in self.table:
            return default
        text = as_text(self.table[key])
        if text is None:
            self.sources.mistakes.append(wrong(self.where(key), self.table[key], "phải là một chuỗi (a string)"))
            return default
        return self.sources.read(Given(text, self.where(key), self.file.path.parent), default, reader)

    def tls(self, default: Certificate | None) -> Certificate | None:
        cert, key = self.read("tls_cert", "", str.strip), self.read("tls_key", "", str.strip)
        if not cert and not key:
            return default
        if not cert or not key:
            missing = "tls_key" if cert else "tls_cert"
            self.sources.mistakes.append(f"{self.where(missing)}: thiếu, phải có cả tls_cert và tls_key (both are needed)")
            return default
        folder = self.file.path.parent
        return self.read("tls_cert", default, lambda text: certificate(folder / text.strip(), folder / key))
