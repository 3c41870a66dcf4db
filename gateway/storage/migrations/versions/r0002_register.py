"""The register: what was read of a letter's documents after its answer."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "register",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("time", sa.String(27), nullable=False),
        sa.Column("documents", sa.Text, nullable=False),
        sa.Column("late", sa.Text, nullable=False),
    )
    op.create_index("register_time", "register", ["time"])
