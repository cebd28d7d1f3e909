from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, inspect, select, text

from sayso.errors import LedgerError
from sayso.intake.feeds import FeedEntry
from sayso.ledger import Keeper, Ledger, opening
from sayso.ledger.asking import versions_of
from sayso.ledger.entries import Entries
from sayso.ledger.feeds import Feeds, Listed, fared
from sayso.ledger.keys import digest, report_key
from sayso.ledger.migrating import configuration, migrate
from sayso.ledger.readings import reading_of
from sayso.ledger.reviewing import review
from sayso.ledger.rows import claim_rows, report_row
from sayso.ledger.schema import doubtful, metadata
from sayso.model import Claim, Reading, Report, Source, Why
from tests.older import made_older

tables = metadata.tables


def test_this_version_knows_every_migration_and_which_is_the_last() -> None:
    scripts = ScriptDirectory.from_config(configuration())
    assert scripts.get_heads() == [opening.HEAD]
    assert sorted(script.revision for script in scripts.walk_revisions()) == sorted(opening._KNOWN)


def _differences(ledger: Ledger) -> list[Any]:
    def ours(object: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
        # Full text and changes have tables of their own in SQLite; PostgreSQL a column with an index (see schema.py).
        return not (name or "").endswith("words") and "_words_" not in (name or "") and name != "change"

    with ledger.engine.connect() as connection:
        options = {"compare_type": True, "include_object": ours}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def test_migrated_tables_are_those_that_the_code_knows(database_url: str) -> None:
    with Ledger.open(database_url, create=True) as ledger:
        assert _differences(ledger) == []
        with ledger.reading() as connection:
            views = set(inspect(connection).get_view_names())
            assert views == {"claims_now", "reports_now"}
            for view in views:
                assert connection.execute(text(f"select * from {view}")).all() == []


def test_keys_that_are_asked_for_have_an_index(database_url: str) -> None:
    with Ledger.open(database_url, create=True) as ledger, ledger.reading() as connection:
        found = inspect(connection)
        for table in metadata.sorted_tables:
            there = {index["name"] for index in found.get_indexes(table.name)}
            assert {index.name for index in table.indexes} <= there


def test_migrating_again_changes_nothing(database_url: str) -> None:
    with Ledger.open(database_url, create=True) as ledger:
        Keeper(ledger).keep(Reading(Report("a", "x"), ()))
        migrate(ledger)
        assert Keeper(ledger).has(Report("a", "x"))
    with Ledger.open(database_url, create=True) as ledger:
        assert Keeper(ledger).has(Report("a", "x"))


def test_a_migration_that_fails_leaves_nothing_behind(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    script = ScriptDirectory.from_config(configuration()).get_revision(opening.HEAD)
    assert script is not None
    monkeypatch.setattr("alembic.operations.Operations.create_index", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        Ledger.open(database_url, create=True)
    monkeypatch.undo()
    with Ledger.open(database_url, create=True) as ledger:
        assert _differences(ledger) == []


_OPENS = "import sys; from sayso.ledger import Ledger; Ledger.open(sys.argv[1], create=True).close()"


def test_programs_that_make_a_ledger_at_once_make_one(database_url: str) -> None:
    command = [sys.executable, "-W", "error", "-c", _OPENS, database_url]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    assert [process.communicate(timeout=100)[1] for process in running] == [""] * 4
    assert [process.returncode for process in running] == [0] * 4
    with Ledger.open(database_url) as ledger:
        assert _differences(ledger) == []


def test_stories_that_were_known_before_count_as_listed_today(database_url: str) -> None:
    with Ledger.open(database_url, create=True) as new:
        feeds = Feeds(new)
        (key,) = feeds.watch([Listed("https://courier.example/feed")], datetime(2031, 3, 4, tzinfo=UTC))
        Entries(new).meet(feeds.of([key])[0], [FeedEntry("1", None, body="x")], datetime(2031, 3, 4, tzinfo=UTC))
        with new.writing() as connection:
            made_older(connection, "0006")
    with Ledger.open(database_url, create=True) as ledger:
        assert _differences(ledger) == []
        with ledger.reading() as connection:
            listed = connection.execute(select(tables["feed_entry"].c.listed)).scalar_one()
            (fare,) = fared(connection)
    assert abs((listed - datetime.now(UTC).date()).days) <= 1
    assert (fare.kept, fare.waiting) == (0, 1)


def test_of_what_was_kept_before_nobody_knows_which_sayso_read_it(database_url: str) -> None:
    report = Report("a", "x", published=date(2034, 3, 1))
    with Ledger.open(database_url, create=True) as new:
        Keeper(new).keep(Reading(report, (Claim("a-0", "a", "x", 0, 1, "capture", Source("Brezin")),), sayso="0.1.0"))
        with new.writing() as connection:  # as the version before made it
            made_older(connection, "0005")
    with pytest.raises(LedgerError, match=r"0005, older than \d+: bring it up to date"):
        Ledger.open(database_url)
    with Ledger.open(database_url, create=True) as ledger:
        assert _differences(ledger) == []
        Keeper(ledger).keep(Reading(replace(report, text="xy"), (), sayso="0.2.0"))
        with ledger.reading() as connection:
            versions = versions_of(connection, "a")
            read = {version.report.text: reading_of(connection, version) for version in versions}
    assert {words: reading.sayso for words, reading in read.items()} == {"x": None, "xy": "0.2.0"}
    assert [claim.id for claim in read["x"].claims] == ["a-0"]


def test_a_ledger_from_before_reviews_gains_them_with_its_claims_in_doubt(database_url: str) -> None:
    claims = [Claim(f"a-{n}", "a", "x", 0, 1, "capture", Source("Brezin")) for n in range(3)]
    why = {"a-0": Why(sure={"claim": 0.9, "type": 0.35}), "a-1": Why(sure={"claim": 1.0})}
    report = Report("a", "x", published=date(2034, 3, 1))
    key = report_key(report, digest(report))
    rows = claim_rows(claims, key, report.published, why)
    with Ledger.open(database_url, create=True) as new:  # what it would be had it been made today
        Keeper(new).keep(Reading(report, tuple(claims), None, why))
        with new.reading() as connection:
            wanted = connection.execute(select(doubtful).order_by(doubtful.c.claim_key)).all()
        with new.writing() as connection:
            for view in ("claims_now", "reports_now"):
                connection.execute(text(f"drop view {view}"))
            for table in reversed(metadata.sorted_tables):
                connection.execute(text(f"drop table {table.name}"))
            if new.sqlite:
                for words in ("claim_words", "report_words", "change"):
                    connection.execute(text(f"drop table {words}"))
            connection.execute(text("delete from alembic_version"))
        migrate(new, "0001")
        with new.writing() as connection:
            row = report_row(report, key, digest(report), "", None, [])
            for later in ("language", "sayso"):  # a ledger of that age had no such columns
                row.pop(later)
            connection.execute(insert(tables["report"]), row)
            for name in ("source", "claim"):
                connection.execute(insert(tables[name]), rows[name])
    with pytest.raises(LedgerError, match=r"0001, older than \d+: bring it up to date"):
        Ledger.open(database_url)
    with Ledger.open(database_url, create=True) as ledger:
        assert _differences(ledger) == []
        with ledger.reading() as connection:
            assert connection.execute(select(doubtful).order_by(doubtful.c.claim_key)).all() == wanted
            assert sorted(doubt for _, doubt in wanted) == [-1, 0, 650]
            assert len(connection.execute(text("select * from claims_now")).all()) == 3
        review(ledger, "a-0", "reject", by="Vera")
        with ledger.reading() as connection:
            assert len(connection.execute(text("select * from claims_now")).all()) == 2
            assert connection.execute(text("select claims from reports_now")).scalar() == 2
