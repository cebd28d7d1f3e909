"""Which tables a ledger has, on SQLite and on PostgreSQL alike.

A row of ``report`` is one version of a report. ``until`` and ``withdrawn`` are derived (see ``versions.py``): the days
from which a later version, or a withdrawal, stands in its stead. ``place`` and ``source`` hold each distinct value
once, exactly as claims have it, so that what is read back is what was kept; what is one place or one source under two
names is for the gazetteer's ids and the weighing to say.

A row of ``claim`` is a claim as it was read, or as a person corrected it (``correction`` tells which); neither is ever
changed. ``review`` is the log of what people decided. ``set_aside`` and ``doubtful`` are derived from it (see
``settling.py``): the rows of claims that do not stand, and the claims that nobody has decided yet. ``judgement`` is the
log of what people hold to be so.

Full text is kept beside, as each database does it, by the migration: FTS5 tables ``claim_words`` and
``report_words``, or a column ``words``. So is what tells that something has changed: see ``stamp.py``.

Keys are reckoned from what they name (``keys.py``), so that they come out the same in whatever order reports are
added, and in the order of publication.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

__all__ = [
    "LONG",
    "LONG_DAYS",
    "claim",
    "claim_place",
    "correction",
    "decision",
    "doubtful",
    "feed",
    "feed_entry",
    "feed_host",
    "figure",
    "fingerprint",
    "judgement",
    "mention",
    "metadata",
    "place",
    "problem",
    "report",
    "review",
    "set_aside",
    "source",
    "stance",
    "theatre",
    "waiting",
    "withdrawal",
]

metadata = MetaData()
LONG_DAYS: Final = 62
LONG: Final = {
    "sqlite": f"julianday(day_to) - julianday(day_from) > {LONG_DAYS}",
    "postgresql": f"day_to - day_from > {LONG_DAYS}",
}
"""True of what is told to have lasted long ("since June"), as an index has it: all else is found by its first day."""
_KEY: Final = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER is SQLite's own row id


def _key(name: str = "key") -> Column[int]:
    return Column(name, _KEY, primary_key=True, autoincrement=False)


def _equal(name: str, column: str) -> Index:
    """An index to find equals by; PostgreSQL's own order by hash, so that a text may be as long as it likes."""
    return Index(name, column, postgresql_using="hash")


report = Table(
    "report",
    metadata,
    _key(),
    Column("id", Text, nullable=False),
    Column("digest", String(32), nullable=False),
    Column("published", Date),
    Column("mark", Integer, nullable=False),  # what its headline says of its place among versions
    Column("seen", String(32), nullable=False),  # when the ledger met it, UTC, ISO 8601
    Column("until", Date),
    Column("withdrawn", Date),
    Column("title", Text),
    Column("outlet", Text),
    Column("agency", Text),
    Column("place", Text),
    Column("theatre", Text),
    Column("url", Text),
    Column("address", Text),  # the url without what does not tell pages apart
    Column("text", Text, nullable=False),
    Column("blocks", Text, nullable=False),  # JSON: [kind, start, end], ...
    Column("warnings", Text, nullable=False),  # JSON: what the reader had to say
    Column("language", String(8), nullable=False, server_default="en"),
    Column("sayso", Text),  # the version that read it; null for what was kept before this was
    UniqueConstraint("id", "digest", name="uq_report_id_digest"),
    _equal("ix_report_address", "address"),
    _equal("ix_report_digest", "digest"),
    _equal("ix_report_outlet", "outlet"),
    _equal("ix_report_agency", "agency"),
    _equal("ix_report_theatre", "theatre"),
    Index("ix_report_published", "published"),
)

source = Table(
    "source",
    metadata,
    _key(),
    Column("name", Text, nullable=False),
    Column("kind", String(16)),
    Column("side", Text),
    Column("last", Text, nullable=False),  # the last word, folded: a surname where it is a person
    _equal("ix_source_last", "last"),
    _equal("ix_source_name", "name"),
)

place = Table(
    "place",
    metadata,
    _key(),
    Column("name", Text, nullable=False),
    Column("geonames", BigInteger),
    Column("lat", Double),
    Column("lon", Double),
    Column("precision", String(10), nullable=False),
    Column("folded", Text, nullable=False),  # the name as names are compared
    _equal("ix_place_folded", "folded"),
    Index("ix_place_geonames", "geonames"),
    Index("ix_place_lat_lon", "lat", "lon"),
)

claim = Table(
    "claim",
    metadata,
    _key(),
    Column("report_key", _KEY, ForeignKey("report.key"), nullable=False),
    Column("id", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
    Column("type", String(16), nullable=False),
    Column("source_key", _KEY, ForeignKey("source.key"), nullable=False),
    Column("cue", Text),
    Column("quote", String(8), nullable=False),
    Column("via", Text, nullable=False),  # JSON: the channels, nearest the source first
    Column("actor", Text),
    Column("actor_side", Text),
    Column("target", Text),
    Column("target_side", Text),
    Column("has_when", SmallInteger, nullable=False),  # tells "no hint" from an interval open at both ends
    Column("when_start", Date),
    Column("when_end", Date),
    Column("said", Date),
    Column("modality", String(10), nullable=False),
    Column("day_from", Date),  # the days it is looked for under: when, else said, else published
    Column("day_to", Date),
    Column("about", Text, nullable=False),  # who and where, for the search
    Column("sure", Text),  # JSON: the reader's confidence by field
    Column("why", Text),  # JSON: how the reader decided, by field
    Index("ix_claim_report", "report_key"),
    _equal("ix_claim_id", "id"),
    Index("ix_claim_source", "source_key"),
    Index("ix_claim_type_day", "type", "day_from"),
)

claim_place = Table(
    "claim_place",
    metadata,
    Column("claim_key", _KEY, ForeignKey("claim.key"), primary_key=True, autoincrement=False),
    Column("position", SmallInteger, primary_key=True, autoincrement=False),
    Column("place_key", _KEY, ForeignKey("place.key"), nullable=False),
    # The claim's own type and days once more, so that one index answers "what happened here then".
    Column("type", String(16), nullable=False),
    Column("day_from", Date),
    Column("day_to", Date),
    Index("ix_claim_place_at", "place_key", "type", "day_from", "day_to", "claim_key"),
    Index(
        "ix_claim_place_long", "place_key", "day_to", "day_from", "type", "claim_key",
        sqlite_where=text(LONG["sqlite"]), postgresql_where=text(LONG["postgresql"]),
    ),
    sqlite_with_rowid=False,
)  # fmt: skip

figure = Table(
    "figure",
    metadata,
    Column("claim_key", _KEY, ForeignKey("claim.key"), primary_key=True, autoincrement=False),
    Column("position", SmallInteger, primary_key=True, autoincrement=False),
    Column("what", Text, nullable=False),
    Column("n", BigInteger),
    Column("min", BigInteger),
    Column("max", BigInteger),
    sqlite_with_rowid=False,
)

stance = Table(
    "stance",
    metadata,
    Column("claim_key", _KEY, ForeignKey("claim.key"), primary_key=True, autoincrement=False),
    Column("position", SmallInteger, primary_key=True, autoincrement=False),
    Column("by", Text, nullable=False),
    Column("stance", String(16), nullable=False),
    Index("ix_stance_stance", "stance", "claim_key"),
    sqlite_with_rowid=False,
)

fingerprint = Table(
    "fingerprint",
    metadata,
    # First by day: copies lie close in time, and so the cost of looking does not grow with the ledger.
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("hash", _KEY, primary_key=True, autoincrement=False),
    Column("report_key", _KEY, ForeignKey("report.key"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

mention = Table(  # what a report that is not read for claims names: places, with their keys, and days
    "mention",
    metadata,
    Column("report_key", _KEY, ForeignKey("report.key"), primary_key=True, autoincrement=False),
    Column("position", SmallInteger, primary_key=True, autoincrement=False),
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
    Column("place_key", _KEY, ForeignKey("place.key")),
    Column("day_from", Date),
    Column("day_to", Date),
    Index("ix_mention_place", "place_key"),
    sqlite_with_rowid=False,
)

waiting = Table(  # reports under an embargo: nothing answers from them until their time
    "waiting",
    metadata,
    _key(),  # of the report's id and digest
    Column("report", Text, nullable=False),
    Column("until", String(32), nullable=False),  # UTC, ISO 8601
    Column("told", Text, nullable=False),  # JSON: the report as it will be read
    Column("seen", String(32), nullable=False),
    Index("ix_waiting_until", "until"),
    _equal("ix_waiting_report", "report"),
)

feed = Table(  # what is watched; moments here are UTC, ISO 8601, and so in order as texts
    "feed",
    metadata,
    _key(),  # of its address
    Column("url", Text, nullable=False),  # as it was listed
    Column("at", Text, nullable=False),  # where it lies now
    Column("title", Text),
    Column("theatre", Text),
    Column("etag", Text),
    Column("modified", Text),
    Column("hint", Integer, nullable=False, default=0),  # the seconds it says to wait
    Column("quiet", Text),  # the hours and the days at which it says not to ask
    Column("whole", String(32)),  # when it was last read, and not only said to be unchanged
    Column("due", String(32), nullable=False),  # not asked before; whoever asks moves it on first
    Column("asked", String(32)),
    Column("answered", String(32)),  # when it last did so as a feed does
    Column("news", String(32)),
    Column("failures", Integer, nullable=False, default=0),  # in a row
    Column("failing", String(32)),  # since when
    Column("wrong", Text),  # what is wrong with it now
    Column("state", String(8), nullable=False),
    Column("seen", String(32), nullable=False),
    Column("kept", Integer, nullable=False, server_default="0"),  # of stories that are forgotten: see feed_entry
    Column("refused", Integer, nullable=False, server_default="0"),
    Column("passed", Integer, nullable=False, server_default="0"),
    Index("ix_feed_due", "due"),
)

feed_entry = Table(  # every story that a feed has told of lately, once, under whatever names
    "feed_entry",
    metadata,
    _key(),  # of the feed and the entry's id
    Column("feed_key", _KEY, ForeignKey("feed.key"), nullable=False),
    Column("guid", Text, nullable=False),
    Column("url", Text),
    Column("address", Text),  # the url without what does not tell pages apart
    Column("page", Text),  # the address that its page calls its own
    Column("title", Text),
    Column("published", String(32)),
    Column("day", Date),  # as the entry writes it, in its own zone
    Column("mark", Text),  # what changes when the story does
    Column("told", String(32), nullable=False),  # when it was published, or else met
    Column("body", Text),  # the feed's own text of it, until it is kept
    Column("state", String(8), nullable=False),
    Column("due", String(32), nullable=False),
    Column("tries", Integer, nullable=False, default=0),  # since it was last kept
    Column("again", Integer, nullable=False, default=0),  # how often its page was asked for after it was kept
    Column("report", Text),
    Column("print", String(32)),  # of the text that was kept last
    Column("wrong", Text),
    Column("seen", String(32), nullable=False),
    Column("listed", Date),  # the last day on which its feed still listed it
    Index("ix_feed_entry_told", "feed_key", "told"),
    Index("ix_feed_entry_due", "state", "due"),
    _equal("ix_feed_entry_address", "address"),
    _equal("ix_feed_entry_page", "page"),
)

feed_host = Table(  # what politeness must remember of a host, or of one origin's robots.txt
    "feed_host",
    metadata,
    Column("name", Text, primary_key=True),
    Column("free", String(32), nullable=False),  # nobody asks it before
    Column("robots", Text),
    Column("until", String(32)),  # how long what robots.txt said holds
    Column("wrong", Text),  # why it could not be had
)

withdrawal = Table(
    "withdrawal",
    metadata,
    Column("report", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("why", Text, nullable=False, default=""),
    Column("seen", String(32), nullable=False),
)

problem = Table(
    "problem",
    metadata,
    _key(),  # of input and reason: either may be longer than an index takes
    Column("input", Text, nullable=False),
    Column("line", Integer),
    Column("reason", Text, nullable=False),
    Column("seen", String(32), nullable=False),
    Column("mended", String(32)),  # when the same input was kept after all
    _equal("ix_problem_input", "input"),
)

theatre = Table(  # those that a user brought: a ledger must be read where their files are not
    "theatre",
    metadata,
    Column("name", Text, primary_key=True),
    Column("digest", String(32), primary_key=True),
    Column("toml", Text, nullable=False),
    Column("seen", String(32), nullable=False),
)

decision = Table(
    "decision",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("a", Text, nullable=False),  # claim ids
    Column("b", Text, nullable=False),
    Column("apart", SmallInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("made", String(32), nullable=False),
    _equal("ix_decision_a", "a"),
    _equal("ix_decision_b", "b"),
)

review = Table(
    "review",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("claim", Text, nullable=False),  # its id
    Column("reading", String(32), nullable=False),  # of what the claim said when it was read
    Column("report", Text, nullable=False),  # its id, and the digest of the version that was looked at
    Column("digest", String(32), nullable=False),
    Column("verdict", String(8), nullable=False),
    Column("fields", Text, nullable=False),  # JSON: what a correction changed, in the shape of the fixed record
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("made", String(32), nullable=False),
    Column("after", BigInteger),  # the decision that whoever decided had seen as the latest
    Column("stale", SmallInteger, nullable=False),  # it was not the latest, so this one has no effect
    _equal("ix_review_claim", "claim"),
    _equal("ix_review_report", "report"),
)

judgement = Table(  # whether what is claimed is so, as people say in their own name; a log, as reviews are
    "judgement",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("claim", Text, nullable=False),  # its id
    Column("reading", String(32), nullable=False),  # of what the claim said when it was judged
    Column("report", Text, nullable=False),
    Column("digest", String(32), nullable=False),
    Column("rating", String(10), nullable=False),
    Column("why", Text, nullable=False),
    Column("url", Text),
    Column("by", Text, nullable=False),
    Column("made", String(32), nullable=False),
    _equal("ix_judgement_claim", "claim"),
)

correction = Table(
    "correction",
    metadata,
    Column("claim_key", _KEY, ForeignKey("claim.key"), primary_key=True, autoincrement=False),
    Column("of", _KEY, ForeignKey("claim.key"), nullable=False),  # the claim as it was read
    Index("ix_correction_of", "of"),
)

set_aside = Table(
    "set_aside",
    metadata,
    Column("claim_key", _KEY, ForeignKey("claim.key"), primary_key=True, autoincrement=False),
)

doubtful = Table(
    "doubtful",
    metadata,
    Column("claim_key", _KEY, ForeignKey("claim.key"), primary_key=True, autoincrement=False),
    Column("doubt", SmallInteger, nullable=False),  # of its least sure field, in thousandths; -1 where none is told
    Index("ix_doubtful_doubt", "doubt", "claim_key"),
)
