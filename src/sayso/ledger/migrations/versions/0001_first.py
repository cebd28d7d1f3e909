"""The first tables: reports and their versions, claims and what they are made of, problems and decisions.

Revision 0001. What stands here is frozen: a change to the tables is a migration of its own.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_KEY: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them all."""
    _tables()
    if op.get_bind().dialect.name == "sqlite":
        _search_in_sqlite()
        _views("group_concat({}, '; ')")
    else:
        _search_in_postgresql()
        _views("string_agg({}, '; ')")


def downgrade() -> None:
    """There is nothing before the first."""
    raise NotImplementedError("the first version has none before it")


# Claims and reports are never changed or taken out, so a trigger on what comes in is enough.
def _search_in_sqlite() -> None:
    op.execute(
        "create virtual table claim_words using fts5(text, about, content='claim', content_rowid='key', "
        "tokenize='porter unicode61 remove_diacritics 2')"
    )
    op.execute(
        "create virtual table report_words using fts5(title, text, content='report', content_rowid='key', "
        "tokenize='porter unicode61 remove_diacritics 2')"
    )
    op.execute(
        "create trigger claim_searched after insert on claim begin "
        "insert into claim_words (rowid, text, about) values (new.key, new.text, new.about); end"
    )
    op.execute(
        "create trigger report_searched after insert on report begin "
        "insert into report_words (rowid, title, text) values (new.key, new.title, new.text); end"
    )


def _search_in_postgresql() -> None:
    # A tsvector holds at most 1 MB; of the few texts so long that they might not fit, the beginning is searched.
    claim = "left(text, 60000) || ' ' || left(about, 40000)"
    report = "coalesce(left(title, 1000), '') || ' ' || left(text, 100000)"
    for table, words in (("claim", claim), ("report", report)):
        made = f"generated always as (to_tsvector('english', {words})) stored"
        op.execute(f"alter table {table} add column words tsvector {made}")
        op.execute(f"create index ix_{table}_words on {table} using gin (words)")


def _views(joined: str) -> None:
    """For people who open the ledger in Datasette or psql: what stands now, in words."""
    op.execute(
        "create view reports_now as select key, id, published, title, outlet, agency, theatre, url, text, "
        "(select count(*) from claim where claim.report_key = report.key) as claims "
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
        "where report.until is null and report.withdrawn is null"
    )


def _equal(name: str, table: str, column: str) -> None:
    op.create_index(name, table, [column], unique=False, postgresql_using="hash")


def _tables() -> None:
    op.create_table(
        "decision",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("a", sa.Text(), nullable=False),
        sa.Column("b", sa.Text(), nullable=False),
        sa.Column("apart", sa.SmallInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    _equal("ix_decision_a", "decision", "a")
    _equal("ix_decision_b", "decision", "b")
    op.create_table(
        "place",
        sa.Column("key", _KEY, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("geonames", sa.BigInteger(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("precision", sa.String(length=10), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    _equal("ix_place_folded", "place", "folded")
    op.create_index("ix_place_geonames", "place", ["geonames"], unique=False)
    op.create_index("ix_place_lat_lon", "place", ["lat", "lon"], unique=False)
    op.create_table(
        "problem",
        sa.Column("key", _KEY, autoincrement=False, nullable=False),
        sa.Column("input", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("seen", sa.String(length=32), nullable=False),
        sa.Column("mended", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("key"),
    )
    _equal("ix_problem_input", "problem", "input")
    op.create_table(
        "report",
        sa.Column("key", _KEY, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("seen", sa.String(length=32), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("withdrawn", sa.Date(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("theatre", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.Column("warnings", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("id", "digest", name="uq_report_id_digest"),
    )
    _equal("ix_report_address", "report", "address")
    _equal("ix_report_digest", "report", "digest")
    op.create_index("ix_report_published", "report", ["published"], unique=False)
    op.create_table(
        "source",
        sa.Column("key", _KEY, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("side", sa.Text(), nullable=True),
        sa.Column("last", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    _equal("ix_source_last", "source", "last")
    _equal("ix_source_name", "source", "name")
    op.create_table(
        "theatre",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("toml", sa.Text(), nullable=False),
        sa.Column("seen", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("name", "digest"),
    )
    op.create_table(
        "withdrawal",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("seen", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("report", "day"),
    )
    op.create_table(
        "claim",
        sa.Column("key", _KEY, autoincrement=False, nullable=False),
        sa.Column("report_key", _KEY, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("source_key", _KEY, nullable=False),
        sa.Column("cue", sa.Text(), nullable=True),
        sa.Column("quote", sa.String(length=8), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("actor_side", sa.Text(), nullable=True),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("target_side", sa.Text(), nullable=True),
        sa.Column("has_when", sa.SmallInteger(), nullable=False),
        sa.Column("when_start", sa.Date(), nullable=True),
        sa.Column("when_end", sa.Date(), nullable=True),
        sa.Column("said", sa.Date(), nullable=True),
        sa.Column("modality", sa.String(length=10), nullable=False),
        sa.Column("day_from", sa.Date(), nullable=True),
        sa.Column("day_to", sa.Date(), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("sure", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["report_key"], ["report.key"]),
        sa.ForeignKeyConstraint(["source_key"], ["source.key"]),
        sa.PrimaryKeyConstraint("key"),
    )
    _equal("ix_claim_id", "claim", "id")
    op.create_index("ix_claim_report", "claim", ["report_key"], unique=False)
    op.create_index("ix_claim_source", "claim", ["source_key"], unique=False)
    op.create_index("ix_claim_type_day", "claim", ["type", "day_from"], unique=False)
    op.create_table(
        "fingerprint",
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", _KEY, autoincrement=False, nullable=False),
        sa.Column("report_key", _KEY, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["report_key"], ["report.key"]),
        sa.PrimaryKeyConstraint("day", "hash", "report_key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "claim_place",
        sa.Column("claim_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("position", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("place_key", _KEY, nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("day_from", sa.Date(), nullable=True),
        sa.Column("day_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["claim_key"], ["claim.key"]),
        sa.ForeignKeyConstraint(["place_key"], ["place.key"]),
        sa.PrimaryKeyConstraint("claim_key", "position"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_claim_place_at", "claim_place", ["place_key", "type", "day_from", "day_to", "claim_key"], unique=False
    )
    op.create_table(
        "figure",
        sa.Column("claim_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("position", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=True),
        sa.Column("min", sa.BigInteger(), nullable=True),
        sa.Column("max", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["claim_key"], ["claim.key"]),
        sa.PrimaryKeyConstraint("claim_key", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stance",
        sa.Column("claim_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("position", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("stance", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["claim_key"], ["claim.key"]),
        sa.PrimaryKeyConstraint("claim_key", "position"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_stance_stance", "stance", ["stance", "claim_key"], unique=False)
