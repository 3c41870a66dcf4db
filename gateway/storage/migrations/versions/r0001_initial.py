"""The first tables: intents, audit, anchor, held."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

GENESIS = "0" * 64


def upgrade() -> None:
    """Make the tables, and the two ends of an empty chain."""
    _intents()
    _audit()
    _held()
    anchor = op.create_table(
        "anchor",
        sa.Column("name", sa.String(5), primary_key=True),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("signature", sa.String(64), nullable=False),
    )
    assert anchor is not None
    op.bulk_insert(anchor, [{"name": name, "count": 0, "hash": GENESIS, "signature": ""} for name in ("start", "end")])


def _intents() -> None:
    op.create_table(
        "intents",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("owner", sa.String(100), nullable=False),
        sa.Column("time", sa.String(27), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("reply", sa.LargeBinary),
        sqlite_with_rowid=False,
    )
    op.create_index("intents_fingerprint", "intents", ["fingerprint"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("time", sa.String(27), nullable=False),
        sa.Column("event", sa.String(20), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_index("audit_id", "audit", ["id"])
    op.create_index("audit_time", "audit", ["time"])


def _held() -> None:
    op.create_table(
        "held",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("time", sa.String(27), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("visible", sa.Boolean, nullable=False),
        sa.Column("releasing", sa.String(27)),
        sa.Column("expires", sa.String(27), nullable=False),
        sa.Column("message_id", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("blob", sa.String(32)),
        sa.Column("details", sa.Text, nullable=False),
    )
    op.create_index("held_state_time", "held", ["state", "time"])
    op.create_index("held_expires", "held", ["expires"])
