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
    _feeds()


def _feeds() -> None:
    op.create_table(
        "feed",
        sa.Column("key", _KEY, primary_key=True, autoincrement=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("theatre", sa.Text),
        sa.Column("etag", sa.Text),
        sa.Column("modified", sa.Text),
        sa.Column("hint", sa.Integer, nullable=False),
        sa.Column("due", sa.String(32), nullable=False),
        sa.Column("asked", sa.String(32)),
        sa.Column("answered", sa.String(32)),
        sa.Column("news", sa.String(32)),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("failing", sa.String(32)),
        sa.Column("wrong", sa.Text),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("seen", sa.String(32), nullable=False),
    )
    op.create_index("ix_feed_due", "feed", ["due"])
    op.create_table(
        "feed_entry",
        sa.Column("key", _KEY, primary_key=True, autoincrement=False),
        sa.Column("feed_key", _KEY, sa.ForeignKey("feed.key"), nullable=False),
        sa.Column("guid", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("address", sa.Text),
        sa.Column("page", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("published", sa.String(32)),
        sa.Column("day", sa.Date),
        sa.Column("mark", sa.Text),
        sa.Column("told", sa.String(32), nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("due", sa.String(32), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("again", sa.Integer, nullable=False),
        sa.Column("report", sa.Text),
        sa.Column("print", sa.String(32)),
        sa.Column("wrong", sa.Text),
        sa.Column("seen", sa.String(32), nullable=False),
    )
    op.create_index("ix_feed_entry_told", "feed_entry", ["feed_key", "told"])
    op.create_index("ix_feed_entry_due", "feed_entry", ["state", "due"])
    op.create_index("ix_feed_entry_address", "feed_entry", ["address"], postgresql_using="hash")
    op.create_index("ix_feed_entry_page", "feed_entry", ["page"], postgresql_using="hash")
    op.create_table(
        "feed_host",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("free", sa.String(32), nullable=False),
        sa.Column("robots", sa.Text),
        sa.Column("until", sa.String(32)),
        sa.Column("wrong", sa.Text),
    )


def downgrade() -> None:
    """Nothing goes back."""
    raise NotImplementedError("ledgers only move on")
