"""What people decide of claims: the log, the claims as corrected, which of them stand, and which are still in doubt.

Revision 0002. What stands here is frozen: a change to the tables is a migration of its own.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KEY: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_STANDS: Final = "not exists (select 1 from set_aside where set_aside.claim_key = claim.key)"


def upgrade() -> None:
    """Make the tables, tell how doubtful the claims are that are there, and let the views show what stands."""
    _tables()
    sqlite = op.get_bind().dialect.name == "sqlite"
    _doubts("json_each(claim.sure)" if sqlite else "json_each_text(claim.sure::json)")
    _views("group_concat({}, '; ')" if sqlite else "string_agg({}, '; ')")


def downgrade() -> None:
    """Decisions are never thrown away."""
    raise NotImplementedError("decisions would be lost")


def _doubts(confidences: str) -> None:
    least = f"(select min(cast(value as double precision)) from {confidences})"
    doubt = f"coalesce(cast(round(1000 * (1 - {least})) as integer), -1)"
    op.execute(f"insert into doubtful (claim_key, doubt) select key, {doubt} from claim order by key")
    # Made last: an index is built sooner than it is filled.
    op.create_index("ix_doubtful_doubt", "doubtful", ["doubt", "claim_key"], unique=False)


def _views(joined: str) -> None:
    op.execute("drop view claims_now")
    op.execute("drop view reports_now")
    op.execute(
        "create view reports_now as select key, id, published, title, outlet, agency, theatre, url, text, "
        f"(select count(*) from claim where claim.report_key = report.key and {_STANDS}) as claims "
        "from report where until is null and withdrawn is null"
    )
    counted = (
        "coalesce(cast(figure.n as text), coalesce(cast(figure.min as text), '') || '..' || "
        "coalesce(cast(figure.max as text), '')) || ' ' || figure.what"
    )
    said = "stance.by || ' ' || stance.stance"
    places = (
        f"(select {joined.format('place.name')} from claim_place join place on place.key = claim_place.place_key "
        "where claim_key = claim.key)"
    )
    figures = f"(select {joined.format(counted)} from figure where claim_key = claim.key)"
    stances = f"(select {joined.format(said)} from stance where claim_key = claim.key)"
    op.execute(
        "create view claims_now as select claim.key, claim.id, report.published, source.name as source, "
        "source.side as source_side, claim.via, claim.type, claim.modality, claim.actor, claim.target, "
        f"{places} as places, claim.when_start, claim.when_end, claim.said, "
        f"{figures} as figures, {stances} as stances, "
        "claim.text, report.id as report, report.title, report.outlet, report.agency, report.theatre, report.url "
        "from claim join report on report.key = claim.report_key join source on source.key = claim.source_key "
        f"where report.until is null and report.withdrawn is null and {_STANDS}"
    )


def _equal(name: str, table: str, column: str) -> None:
    op.create_index(name, table, [column], unique=False, postgresql_using="hash")


def _of_claim(name: str = "claim_key") -> sa.Column[int]:
    return sa.Column(name, _KEY, autoincrement=False, nullable=False)


def _tables() -> None:
    op.create_table(
        "review",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("reading", sa.String(length=32), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made", sa.String(length=32), nullable=False),
        sa.Column("after", sa.BigInteger(), nullable=True),
        sa.Column("stale", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    _equal("ix_review_claim", "review", "claim")
    _equal("ix_review_report", "review", "report")
    op.create_table(
        "correction",
        _of_claim(),
        _of_claim("of"),
        sa.ForeignKeyConstraint(["claim_key"], ["claim.key"]),
        sa.ForeignKeyConstraint(["of"], ["claim.key"]),
        sa.PrimaryKeyConstraint("claim_key"),
    )
    op.create_index("ix_correction_of", "correction", ["of"], unique=False)
    op.create_table(
        "set_aside",
        _of_claim(),
        sa.ForeignKeyConstraint(["claim_key"], ["claim.key"]),
        sa.PrimaryKeyConstraint("claim_key"),
    )
    op.create_table(
        "doubtful",
        _of_claim(),
        sa.Column("doubt", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["claim_key"], ["claim.key"]),
        sa.PrimaryKeyConstraint("claim_key"),
    )
