"""What feeds say of when to ask them, and what lets the ledger forget stories that no feed lists any more.

Revision 0007. What stands here is frozen: a change to the tables is a migration of its own.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it; stories that are known so far count as listed today."""
    op.add_column("feed", sa.Column("quiet", sa.Text()))
    op.add_column("feed", sa.Column("whole", sa.String(length=32)))
    for name in ("kept", "refused", "passed"):
        op.add_column("feed", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("feed_entry", sa.Column("listed", sa.Date()))
    op.execute("update feed_entry set listed = current_date")


def downgrade() -> None:
    """Nothing goes back."""
    raise NotImplementedError("ledgers only move on")
