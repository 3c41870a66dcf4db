"""What the gateway needs from the world around it, looked at one by one: for `vanthu doctor` and for the readiness page.

What must stay true: a check never raises and takes some seconds at most; it changes nothing that lasts.
"""

import os
import shutil
import socket
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from gateway import clock
from gateway.config.listeners import Listener
from gateway.config.settings import Settings
from gateway.config.trust import read_trust
from gateway.config.values import HostPort
from gateway.errors import GatewayError
from gateway.extract.tessdata import PACKAGE, tessdata
from gateway.storage.blobs import open_blobs
from gateway.storage.database import Database
from gateway.storage.schema import audit

CONNECT_SECONDS = 5.0
FREE_BYTES = 1 << 30
ENDING = timedelta(days=60)  # a trusted certificate that ends within this is told


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, whether it works, what was seen, and what to do where it does not (Vietnamese, English)."""

    name: str
    ok: bool
    seen: str
    cure: str = ""


def checks(settings: Settings) -> tuple[Callable[[], Check], ...]:
    """The checks that any process can make, to be called one by one or each in a thread."""
    upstreams = dict.fromkeys(listener.upstream for listener in settings.listeners)
    return (
        *(lambda place=place: upstream(place) for place in upstreams),
        lambda: database(settings),
        lambda: blobs(settings),
        scanners,
        lambda: trust(settings),
        ocr,
        lambda: disk(settings),
        lambda: time_of_day(settings),
    )


def upstream(place: HostPort | None) -> Check:
    """Whether the mail server behind us greets."""
    if place is None:
        return Check("upstream", ok=False, seen="chưa đặt", cure="Đặt VANTHU_UPSTREAM=máy:cổng (set it to the mail server)")
    try:
        with socket.create_connection((place.host, place.port), CONNECT_SECONDS) as link:
            greeting = link.recv(512).split(b"\r\n")[0].decode("ascii", "replace")
            link.sendall(b"QUIT\r\n")
    except OSError as error:
        cure = "Kiểm tra máy chủ thư có chạy và tường lửa có cho qua không (is the mail server up, does a firewall block it?)"
        return Check("upstream", ok=False, seen=f"{place}: {error.strerror or error}", cure=cure)
    cure = "Máy chủ thư đang từ chối phục vụ, xem nhật ký của nó (the mail server turns clients away, see its log)"
    return Check("upstream", greeting.startswith("220"), f"{place}: {greeting[:100]}", cure)


def front(listener: Listener) -> Check:
    """Whether mail is being taken: the greeting, where a client hears it before it has to speak."""
    place = listener.listen
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(place.host, place.host)
    cure = "Xem nhật ký của cổng: tiến trình nhận thư đã dừng (see the gateway's log: the acceptor is gone)"
    try:
        with socket.create_connection((host, place.port), CONNECT_SECONDS) as link:
            if listener.implicit_tls or listener.proxy_from:
                return Check("listener", ok=True, seen=f"{place}: nhận kết nối (takes connections)")
            greeting = link.recv(512).split(b"\r\n")[0].decode("ascii", "replace")
            link.sendall(b"QUIT\r\n")
    except OSError as error:
        return Check("listener", ok=False, seen=f"{place}: {error.strerror or error}", cure=cure)
    return Check("listener", greeting.startswith("220"), f"{place}: {greeting[:100]}", cure)


def database(settings: Settings) -> Check:
    """Whether the database answers.  One that was never used is not made."""
    file = _sqlite_file(settings)
    if file is not None and not file.exists():
        return Check("database", ok=True, seen=f"{file}: sẽ được tạo khi chạy lần đầu (made at the first start)")
    cure = "Kiểm tra VANTHU_DATABASE, quyền ghi và chỗ trống (check the URL, permissions, space)"
    try:
        store = Database(settings.database)
        try:
            with store.reading() as connection:
                count = connection.execute(select(func.max(audit.c.sequence))).scalar() or 0
        finally:
            store.close()
    except Exception as error:  # whatever the driver raises is what the administrator has to see
        return Check("database", ok=False, seen=_shown(error), cure=cure)
    return Check("database", ok=True, seen=f"{store.url.render_as_string(hide_password=True)}: {count} bản ghi (audit records)")


def blobs(settings: Settings) -> Check:
    """Whether held messages can be written: with a file that is gone again."""
    folder = Path(settings.blobs)
    cure = "Cấp quyền ghi vào thư mục VANTHU_BLOBS (let the gateway write there)"
    try:
        if "://" in settings.blobs:
            open_blobs(settings.blobs)
        place = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(b"vanthu")
            os.fsync(file.fileno())
    except (OSError, GatewayError) as error:
        return Check("blobs", ok=False, seen=f"{folder}: {_shown(error)}", cure=cure)
    return Check("blobs", ok=True, seen=f"{folder}: ghi được (writable)")


def scanners() -> Check:
    """Which virus and spam scanners are asked."""
    return Check("scanners", ok=True, seen="không dùng trình quét nào (none in use)")


def trust(settings: Settings) -> Check:
    """Which certificates digital signatures may lead back to, and which of them end soon."""
    roots, mistakes = read_trust(settings.trust)
    today = clock.today()
    ending = [f"{root.name} ({root.until:%d/%m/%Y})" for root in roots if root.until < today + ENDING]
    seen = f"{settings.trust}: {len(roots)} chứng thư tin cậy (trusted certificates)"
    if mistakes:
        cure = "Sửa hoặc bỏ tệp hỏng trong VANTHU_TRUST (mend or remove the broken file)"
        return Check("trust", ok=False, seen=mistakes[0], cure=cure)
    if ending:
        cure = "Thêm chứng thư mới của tổ chức đó vào VANTHU_TRUST (add the authority's new certificate)"
        return Check("trust", ok=False, seen=f"{seen}; sắp hoặc đã hết hạn (ending): {', '.join(ending[:5])}", cure=cure)
    if not roots:
        seen += "; văn bản ký số sẽ bị coi là không tin cậy (no digital signature can be trusted)"
    return Check("trust", ok=True, seen=seen)


def ocr() -> Check:
    """Whether scans can be read.  Mail flows without it, so what is lacking, and what to do, is told as seen."""
    folder = tessdata()
    if folder is not None:
        return Check("ocr", ok=True, seen=f"{folder}: đọc được chữ Việt trên bản quét (scans can be read)")
    seen = (
        "chưa có: bản quét thiếu dấu hay chữ ký không rõ có phải văn bản hay không, không biết số ký hiệu; "
        f"cài: apt-get install {PACKAGE} (scans are not read; install that)"
    )
    return Check("ocr", ok=True, seen=seen)


def disk(settings: Settings) -> Check:
    """Whether there is room for the letters of a busy day."""
    place = next(parent for parent in (settings.data, *settings.data.absolute().parents) if parent.exists())
    usage = shutil.disk_usage(place)
    seen = f"{place}: còn {usage.free / (1 << 30):.1f} GiB trên {usage.total / (1 << 30):.1f} GiB (free)"
    cure = "Dọn bớt hoặc thêm dung lượng: dưới 1 GiB là nguy hiểm (make room: below 1 GiB is dangerous)"
    return Check("disk", usage.free >= FREE_BYTES, seen, cure)


def time_of_day(settings: Settings) -> Check:
    """Whether the clock has gone back behind what was already recorded: terms of rules and the audit log hang on it."""
    now = clock.now().isoformat(timespec="seconds")
    last = ""
    file = _sqlite_file(settings)
    if file is None or file.exists():
        try:
            store = Database(settings.database)
            with store.reading() as connection:
                last = connection.execute(select(func.max(audit.c.time))).scalar() or ""
            store.close()
        except Exception:  # the database's own check tells of it
            last = ""
    cure = "Chỉnh lại đồng hồ máy, bật NTP (set the clock, use NTP)"
    ok = last[:19] <= now[:19]  # to the second, both in UTC
    seen = f"{_local(now)}, giờ Việt Nam (our time)"
    if not ok:
        seen += f", trước cả bản ghi cuối {_local(last)} (behind the newest audit record)"
    return Check("clock", ok, seen, cure)


def _local(time: str) -> str:
    try:
        return datetime.fromisoformat(time).astimezone(clock.LOCAL).strftime("%d/%m/%Y %H:%M:%S")
    except (ValueError, OverflowError):  # somebody has spoilt the record
        return time


def _sqlite_file(settings: Settings) -> Path | None:
    return Path(settings.database.removeprefix("sqlite:///")) if settings.database.startswith("sqlite:///") else None


def _shown(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error.cause if isinstance(error, GatewayError) else error).splitlines()[0][:200]
