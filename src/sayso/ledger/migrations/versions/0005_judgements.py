"""What people hold to be so: their own judgements on claims, each with its reason.

Revision 0005. What stands here is frozen: a change to the tables is a migration of its own.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the log of them, whose changes a file keeps count of as of others."""
    op.create_table(
        "judgement",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("reading", sa.String(length=32), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("rating", sa.String(length=10), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("made", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_judgement_claim", "judgement", ["claim"], unique=False, postgresql_using="hash")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "create trigger judgement_insert_told after insert on judgement begin "
            "insert into change (report_key) values (null); end"
        )


def downgrade() -> None:
    """Nothing goes back."""
    raise NotImplementedError("judgements would be lost")
