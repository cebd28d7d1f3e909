"""Which sayso read a report: another may read the same text otherwise.

Revision 0006. What stands here is frozen: a change to the tables is a migration of its own.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for its version; of what was read before, nobody knows it."""
    op.add_column("report", sa.Column("sayso", sa.Text(), nullable=True))


def downgrade() -> None:
    """Nothing goes back."""
    raise NotImplementedError("ledgers only move on")
