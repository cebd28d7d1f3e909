"""What makes answers quick: a log of what has changed in a file, and indexes for what pages ask.

Revision 0003. What stands here is frozen: a change to the tables is a migration of its own.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Whatever an answer may depend on, and which report it is of, where it is of one. 14 bits of a claim's key are its own.
_TOLD: Final = (
    ("report", "insert", "new.key"),
    ("report", "update", "new.key"),
    ("correction", "insert", "new.claim_key >> 14"),
    ("set_aside", "insert", "new.claim_key >> 14"),
    ("set_aside", "delete", "old.claim_key >> 14"),
    ("withdrawal", "insert", "null"),
    ("decision", "insert", "null"),
    ("review", "insert", "null"),
    ("theatre", "insert", "null"),
)


def upgrade() -> None:
    """Make them."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    if sqlite:
        # A server tells of itself what has changed (see stamp.py).
        op.execute("create table change (n integer primary key, report_key integer)")
        for table, what, report in _TOLD:
            op.execute(
                f"create trigger {table}_{what}_told after {what} on {table} begin "
                f"insert into change (report_key) values ({report}); end"
            )
    for column in ("outlet", "agency", "theatre"):
        op.create_index(f"ix_report_{column}", "report", [column], unique=False, postgresql_using="hash")
    long = "julianday(day_to) - julianday(day_from) > 62" if sqlite else "day_to - day_from > 62"
    op.create_index(
        "ix_claim_place_long",
        "claim_place",
        ["place_key", "day_to", "day_from", "type", "claim_key"],
        unique=False,
        sqlite_where=sa.text(long),
        postgresql_where=sa.text(long),
    )


def downgrade() -> None:
    """Nothing goes back."""
    raise NotImplementedError("ledgers only move on")
