"""What a reviewer decides about a held letter: release, reject, delete.

What must stay true: a letter is released at most once.  The mark that a release begins is on disk before anything is sent; when
its end is not known (a crash, a lost line) the letter is shown as such, and only a person who insists may decide again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from gateway import clock
from gateway.errors import StorageFailed
from gateway.ports import Content, Reply
from gateway.storage.held import Held
from gateway.storage.quarantine import Quarantine, act_on

Send = Callable[[Held, Content], Awaitable[Reply]]

UNKNOWN = "không rõ lần cho đi trước đã tới nơi hay chưa; kiểm tra ở máy chủ thư, rồi nếu vẫn muốn thì thêm --force"
ABSENT = "không có thư này trong kho giữ"
QUICKER = "người khác vừa xử lý thư này"
WAYS = {"rejected": ("reject", ("held",)), "deleted": ("delete", ("held", "released", "rejected"))}
DONE = {"released": "thư đã được cho đi trước đó", "rejected": "thư đã bị từ chối trước đó", "deleted": "thư đã bị xóa trước đó"}


@dataclass(frozen=True, slots=True)
class Acted:
    """What came of a decision.  `reason`: why it was not carried out; `reply`: the upstream's, where it was asked."""

    id: str
    done: bool
    reason: str = ""
    reply: Reply | None = None


async def release(item_id: str, actor: str, quarantine: Quarantine, send: Send, *, force: bool = False) -> Acted:
    """Send the letter once, as it came, to the recipients whose copy is held; it stays held unless the upstream takes it."""
    item = await asyncio.to_thread(quarantine.find, item_id)
    if item is None or (refusal := _refusal(item, ("held",), force)):
        return Acted(item_id, done=False, reason=refusal if item else ABSENT)
    try:
        content = await asyncio.to_thread(quarantine.content, item)
    except StorageFailed as error:
        return Acted(item_id, done=False, reason=f"không đọc được nội dung thư: {error.cause}")
    with content:
        began = clock.now()
        if not await asyncio.to_thread(quarantine.claim, item, began):
            return Acted(item_id, done=False, reason=QUICKER)
        return await _send_claimed(replace(item, releasing=began), actor, quarantine, content, send)


async def _send_claimed(item: Held, actor: str, quarantine: Quarantine, content: Content, send: Send) -> Acted:
    try:
        reply = await send(item, content)
    except Exception as error:  # whatever it was: the mark stays, for nobody knows how far it came
        record = act_on(item, "release", actor, clock.now(), reason=f"không rõ kết quả: {error}"[:300])
        await asyncio.to_thread(quarantine.note, record)
        return Acted(item.id, done=False, reason=f"{error}; {UNKNOWN}")
    record = act_on(item, "release", actor, clock.now(), upstream_reply=reply.text)
    if not reply.positive:
        await asyncio.to_thread(quarantine.conclude, item, "held", record)
        return Acted(item.id, done=False, reason="máy chủ thư không nhận, thư vẫn được giữ", reply=reply)
    try:
        await asyncio.to_thread(quarantine.conclude, item, "released", record)
    except StorageFailed as error:
        return Acted(item.id, done=False, reason=f"máy chủ thư ĐÃ NHẬN nhưng không ghi lại được ({error.cause})", reply=reply)
    return Acted(item.id, done=True, reply=reply)


async def reject(item_id: str, actor: str, quarantine: Quarantine, *, reason: str, force: bool = False) -> Acted:
    """The letter will not be delivered; its bytes stay until its term ends."""
    return await asyncio.to_thread(_conclude, item_id, "rejected", actor, quarantine, reason=reason, force=force)


async def delete(item_id: str, actor: str, quarantine: Quarantine, *, reason: str = "", force: bool = False) -> Acted:
    """The letter's bytes go; what was recorded of it stays."""
    return await asyncio.to_thread(_conclude, item_id, "deleted", actor, quarantine, reason=reason, force=force)


def _conclude(item_id: str, state: str, actor: str, quarantine: Quarantine, *, reason: str, force: bool) -> Acted:
    event, before = WAYS[state]
    item = quarantine.find(item_id)
    if item is None or (refusal := _refusal(item, before, force)):
        return Acted(item_id, done=False, reason=refusal if item else ABSENT)
    changed = quarantine.conclude(item, state, act_on(item, event, actor, clock.now(), reason=reason or None), if_changed=True)
    return Acted(item_id, done=changed, reason="" if changed else QUICKER)


def _refusal(item: Held, states: tuple[str, ...], force: bool) -> str:
    """Why this can't be done to the letter as it is; "" when it can."""
    if item.state not in states:
        return DONE[item.state]
    return UNKNOWN if item.unknown and not force else ""
