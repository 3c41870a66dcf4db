"""Letters and ledgers to try the storage with; also imported by the processes that the tests start and kill."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from gateway import clock
from gateway.ports import Decision, Judgement, Letter, Outcome, Peer, Reply
from gateway.storage.blobs import Blobs
from gateway.storage.database import Database
from gateway.storage.keys import audit_key
from gateway.storage.ledger import Ledger
from gateway.storage.upgrade import upgrade
from policies.core.finding import Finding
from policies.core.message import Envelope
from policies.core.verdict import Action, Judged, Verdict

ACCEPTED = Reply.of("250 2.0.0 OK queued as 4Xy")
REFUSED = Reply.of("550 5.1.1 No such user")
RAW = b"Subject: B\xe1\xbb\x99 N\xe1\xbb\x99i v\xe1\xbb\xa5\r\n\r\n.Xin ch\xc3\xa0o\r\n"


@dataclass
class Bytes:
    """Content in memory."""

    raw: bytes

    def __post_init__(self):
        self.size = len(self.raw)
        self.sha256 = hashlib.sha256(self.raw).hexdigest()
        self.dotted = b"\n." in self.raw

    def fileno(self):
        return None

    def view(self):
        return memoryview(self.raw)

    async def chunks(self, size=262_144):
        yield self.raw


class File(Bytes):
    """Content in a file whose position belongs to others."""

    def __init__(self, path: Path, raw: bytes):
        super().__init__(raw)
        path.write_bytes(raw)
        self.file = path.open("rb")
        self.file.seek(3)

    def fileno(self):
        return self.file.fileno()


@dataclass
class Place:
    """A data folder with its database, blobs and key."""

    folder: Path

    def __post_init__(self):
        self.url = f"sqlite:///{self.folder / 'vanthu.db'}"
        upgrade(self.url)
        self.key = audit_key(self.folder)
        self.blobs = Blobs(self.folder / "blobs")

    def ledger(self, owner="acceptor-1"):
        return Ledger(self.url, self.blobs, self.key, owner)

    def database(self):
        return Database(self.url)

    def rows(self, query, *values):
        """The rows of a query in plain SQL."""
        database = self.database()
        try:
            with database.engine.connect() as connection:
                return [tuple(row) for row in connection.exec_driver_sql(query, values)]
        finally:
            database.close()

    def blob_names(self):
        return sorted(name for name, _ in self.blobs.names())


def decision(number=0, *, held=False, raw=RAW, identifier=None, recipients=("a@dongnai.gov.vn", "x@gmail.com"), **changes):
    """A letter to two recipients; with `held`, the second one's copy is held."""
    found = Finding("domain.recipient", recipient=recipients[-1], detail={"domain": "gmail.com", "sample": "thư " * 200})
    outcomes = [(recipient, Action.FORWARD) for recipient in recipients]
    if held:
        outcomes[-1] = (recipients[-1], Action.QUARANTINE)
    letter = Letter(
        identifier or clock.new_id(),
        clock.now(),
        Peer("mx", "10.1.2.3", 40000, "pc.dongnai.gov.vn", "pc", "vanthu01", "ESMTPSA"),
        Envelope("phong@dongnai.gov.vn", tuple(recipients), "outbound"),
        Bytes(raw + b"%d\r\n" % number) if isinstance(raw, bytes) else raw,
        ("BODY=8BITMIME", "ENVID=q+3D1"),
        tuple(("NOTIFY=NEVER",) for _ in recipients),
    )
    verdict = Verdict(
        Action.QUARANTINE if held else Action.FORWARD,
        tuple(outcomes),
        (Judged(found, Action.QUARANTINE),) if held else (),
    )
    judgement = Judgement((found,) if held else (), (), f"<{number}@dongnai.gov.vn>", "Bộ Nội vụ")
    return replace(Decision(letter, judgement, verdict, (recipients[-1],) if held else ()), **changes)


def outcome(reply=ACCEPTED, *, committed=True, upstream=ACCEPTED):
    return Outcome(reply, upstream, committed, 12.3456)


async def whole(ledger, one, result=None, *, confirm=True):
    """A letter's whole way through the ledger."""
    assert await ledger.prepare(one) is None
    await ledger.complete(one, result or outcome())
    if confirm:
        ledger.confirm(one)
