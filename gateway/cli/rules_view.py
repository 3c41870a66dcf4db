"""The rules and settings as they are shown to people: rules as Vietnamese sentences, secrets masked."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from gateway.config.mistakes import masked
from gateway.config.settings import Settings
from gateway.config.sources import PREFIX
from gateway.wording import ACTIONS
from policies.core.catalog import codes
from policies.core.units import Directory, Term
from policies.core.verdict import PolicyMode, Rule, Rules

MODES = {"off": "tắt", "monitor": "chỉ ghi nhận", "enforce": "thi hành"}
DIRECTIONS = {"inbound": "thư đến", "outbound": "thư đi", "submission": "thư người dùng gửi"}
WHOLE = ("retention", "connections", "timeouts", "limits")


def sentences(rules: Rules, directory: Directory) -> Iterator[str]:
    """One sentence for each policy's mode and each code's actions."""
    names = {unit.code: unit.name for unit in directory.units}
    if rules.monitor:
        yield "Toàn bộ chỉ ghi nhận (VANTHU_MODE=monitor): không giữ, không gắn nhãn thư nào."
    for policy in sorted(rules.modes):
        yield f"Chính sách {policy}: {_told(rules.modes[policy], names)}."
        for code in sorted(code for code in rules.actions if code.startswith(f"{policy}.")):
            article = codes()[code].article if code in codes() else ""
            under = f" (Điều {article})" if article else " (chưa xét)"
            yield f"  {code}{under}: {_told(rules.actions[code], names)}."
    if rules.spared:
        yield f"Thư tự động không bị giữ vì: {', '.join(sorted(rules.spared))}."


def _told(lines: tuple[Rule | PolicyMode, ...], names: dict[str, str]) -> str:
    """The last line for everybody is the rule; what comes after it is told as its exceptions."""
    plain = max((place for place, line in enumerate(lines) if not _circumstances(line, names)), default=0)
    first, *others = lines[plain:]
    head = f"{_circumstances(first, names)} {_what(first)}".strip()
    return "; riêng ".join([head, *(f"{_circumstances(line, names)}: {_what(line)}" for line in others)])


def _what(line: Rule | PolicyMode) -> str:
    return ACTIONS[line.action] if isinstance(line, Rule) else MODES[line.mode]


def _circumstances(line: Rule | PolicyMode, names: dict[str, str]) -> str:
    unit = f"của {names.get(line.unit, line.unit)}" if line.unit else ""
    direction = DIRECTIONS[line.direction] if line.direction else "thư" if unit else ""
    return " ".join(filter(None, (direction, unit, _span(line.term))))


def _span(term: Term) -> str:
    since = f"từ {term.since:%d/%m/%Y}" if term.since else ""
    until = f"đến hết {term.until:%d/%m/%Y}" if term.until else ""
    return f"{since} {until}".strip()


def rules_json(rules: Rules) -> dict[str, Any]:
    """The rules as plain values."""
    return {
        "monitor": rules.monitor,
        "spared": sorted(rules.spared),
        "modes": {policy: [_line_json(line) for line in lines] for policy, lines in sorted(rules.modes.items())},
        "actions": {code: [_line_json(line) for line in lines] for code, lines in sorted(rules.actions.items())},
    }


def _line_json(line: Rule | PolicyMode) -> dict[str, Any]:
    what = {"action": line.action.word} if isinstance(line, Rule) else {"mode": line.mode}
    term = {"from": line.term.since and str(line.term.since), "until": line.term.until and str(line.term.until)}
    return what | {key: value for key, value in {"direction": line.direction, "unit": line.unit, **term}.items() if value}


def settings_rows(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Name, value and source of each setting."""
    for field in fields(settings):
        value = getattr(settings, field.name)
        if field.name in WHOLE:
            names = {one.name: f"{field.name}.{one.name}" for one in fields(value)}
            yield from ((name, str(getattr(value, one)), settings.sources.get(name, "")) for one, name in names.items())
        elif field.name == "listeners":
            source = settings.sources.get("listen", "")
            yield from ((f"listener {one.name}", _listener(one), source) for one in value)
        elif field.name == "tls":
            yield "VANTHU_TLS_CERT", str(value.cert) if value else "", settings.sources.get("tls_cert", "")
            yield "VANTHU_TLS_KEY", str(value.key) if value else "", settings.sources.get("tls_key", "")
        elif field.name != "sources":
            shown = "off" if field.name == "console" and value is None else "" if value is None else str(value)
            yield PREFIX + field.name.upper(), masked(shown), settings.sources.get(field.name, "")


def _listener(listener: Any) -> str:
    scheme = "smtps://" if listener.implicit_tls else ""
    parts = [f"{scheme}{listener.listen}", listener.direction, f"-> {listener.upstream}" if listener.upstream else ""]
    parts += [f"upstream_tls={listener.upstream_tls}", f"announce={listener.announce}"]
    for name in ("proxy_from", "xclient_from"):
        if networks := getattr(listener, name):
            parts.append(f"{name}={','.join(map(str, networks))}")
    return " ".join(filter(None, parts))
