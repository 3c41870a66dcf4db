"""The tables.  The same for SQLite and PostgreSQL; what changes here needs a revision in `migrations/versions` and a new `HEAD`.

Times are text, RFC 3339 in UTC with six decimals: they sort as they stand, in every database.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, String, Table, Text

HEAD = "0002"  # the newest revision: an up-to-date database is recognised without loading Alembic

metadata = MetaData()

# A letter between "judged" and "the client has its answer".  state: prepared, then answered (with the reply), then gone.
intents = Table(
    "intents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(100), nullable=False),
    Column("time", String(27), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("state", String(8), nullable=False),
    Column("record", Text, nullable=False),  # the audit record should the outcome never be known
    Column("reply", LargeBinary),
    Index("intents_fingerprint", "fingerprint"),
    sqlite_with_rowid=False,
)

# SQLite: INTEGER, for only that name makes the column the row number itself; BIGINT would be a second tree.
audit = Table(
    "audit",
    metadata,
    Column("sequence", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False),
    Column("id", String(32), nullable=False),
    Column("time", String(27), nullable=False),
    Column("event", String(20), nullable=False),
    Column("record", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Index("audit_id", "id"),
    Index("audit_time", "time"),
)

# The two ends of the chain: `start` is what was pruned before the first record, `end` what the last one is.
anchor = Table(
    "anchor",
    metadata,
    Column("name", String(5), primary_key=True),
    Column("count", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("signature", String(64), nullable=False),
)

# The quarantine.  `visible` only once the client's answer is decided; `releasing`: when a release began whose end is not known.
held = Table(
    "held",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("time", String(27), nullable=False),
    Column("state", String(8), nullable=False),
    Column("visible", Boolean, nullable=False),
    Column("releasing", String(27)),
    Column("expires", String(27), nullable=False),
    Column("message_id", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("blob", String(32)),
    Column("details", Text, nullable=False),  # peer, envelope with all parameters, findings: see held.py
    Index("held_state_time", "state", "time"),
    Index("held_expires", "expires"),
)

# What was read of a letter's documents after its answer; the audit record stays as it is.  See register.py.
register = Table(
    "register",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("time", String(27), nullable=False),  # when it was read
    Column("documents", Text, nullable=False),
    Column("late", Text, nullable=False),  # findings that the verdict did not know
    Index("register_time", "time"),
)
