"""What a ledger holds beside claims read from English: languages, what reports in others name, and what waits its time.

Revision 0004. What stands here is frozen: a change to the tables is a migration of its own.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make them."""
    op.add_column("report", sa.Column("language", sa.String(8), nullable=False, server_default="en"))
    op.create_table(
        "mention",
        sa.Column("report_key", _KEY, sa.ForeignKey("report.key"), primary_key=True, autoincrement=False),
        sa.Column("position", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("span_start", sa.Integer, nullable=False),
        sa.Column("span_end", sa.Integer, nullable=False),
        sa.Column("place_key", _KEY, sa.ForeignKey("place.key")),
        sa.Column("day_from", sa.Date),
        sa.Column("day_to", sa.Date),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mention_place", "mention", ["place_key"])
    op.create_table(
        "waiting",
        sa.Column("key", _KEY, primary_key=True, autoincrement=False),
        sa.Column("report", sa.Text, nullable=False),
        sa.Column("until", sa.String(32), nullable=False),
        sa.Column("told", sa.Text, nullable=False),
        sa.Column("seen", sa.String(32), nullable=False),
    )
    op.create_index("ix_waiting_until", "waiting", ["until"])
    op.create_index("ix_waiting_report", "waiting", ["report"], postgresql_using="hash")


def downgrade() -> None:
    """Nothing goes back."""
    raise NotImplementedError("ledgers only move on")
