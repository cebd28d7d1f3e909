"""Tests of ``sayso.ledger.holding`` and ``joining``: what is kept up with changes is what would be read anew."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from sayso.ledger import Keeper, Ledger
from sayso.ledger import schema as t
from sayso.ledger.columns import Columns, read_columns
from sayso.ledger.holding import Held
from sayso.ledger.reviewing import review
from tests.ledger_strategies import Ledgers, World, tell, worlds
from tests.siege import fill


def told(columns: Columns) -> dict[str, Any]:
    """All that columns say, claim by claim and report by report, whatever stands where in them."""
    c = columns
    report_at, source_at = c.report_key[c.report].tolist(), c.source_key[c.source].tolist()
    sides = [c.source_sides[at] for at in c.source.tolist()]
    last = [c.source_last[at] for at in c.source.tolist()]
    own = (c.key, c.type, c.modality, c.stances, c.day_from, c.day_to)
    names = ((c.report_theatre, c.theatres), (c.report_outlet, c.newsrooms), (c.report_agency, c.newsrooms))
    return {
        "claims": list(zip(*(column.tolist() for column in own), report_at, source_at, sides, last, strict=True)),
        "reports": list(zip(c.report_key.tolist(), c.report_published.tolist(), c.report_gone.tolist(), strict=True)),
        "where": [[values[at] for at in column.tolist()] for column, values in names],
        "mentions": [
            (int(c.key[claim]), c.places[place])
            for claim, place in zip(c.mention_claim.tolist(), c.mention_place.tolist(), strict=True)
        ],
    }


def now(ledger: Ledger) -> dict[str, Any]:
    with ledger.reading() as connection:
        return told(read_columns(connection))


@given(world=worlds(), more=worlds(), data=st.data())
@settings(max_examples=60)
def test_what_is_kept_up_is_what_would_be_read(
    ledgers: Ledgers, world: World, more: World, data: st.DataObject
) -> None:
    with ledgers.of(world) as ledger:
        held = Held(ledger.reading)
        with ledger.reading() as connection:
            held.read(connection)
        for part in (more[: len(more) // 2], more[len(more) // 2 :]):
            tell(ledger, part)
            with ledger.reading() as connection:
                ids = sorted(connection.execute(select(t.claim.c.id).distinct()).scalars())
            for id in data.draw(st.lists(st.sampled_from(ids), max_size=1)) if ids else ():
                review(ledger, id, "reject", by="Ana")
            with ledger.reading() as connection:
                found = held.soon(connection)
            assert found is not None
            assert told(found) == now(ledger)


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledgers]:
    numbers = count()

    @contextmanager
    def new() -> Iterator[str]:
        yield str(tmp_path_factory.mktemp("held") / f"{next(numbers)}.db")

    with Ledgers(new) as made:
        yield made


def test_a_correction_and_its_undoing_are_kept_up_with(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "sayso.db", create=True) as ledger:
        fill(ledger)
        with ledger.reading() as connection:
            ledger.columns.read(connection)
        noted = review(ledger, "nine-1.0", "correct", by="Ana", fields={"type": "hold", "places": [{"name": "Mlin"}]})
        with ledger.reading() as connection:
            corrected = ledger.columns.soon(connection)
        assert corrected is not None
        assert told(corrected) == now(ledger)
        review(ledger, "nine-1.0", "undo", by="Ana", after=noted.review.key)
        with ledger.reading() as connection:
            undone = ledger.columns.soon(connection)
        assert undone is not None
        assert told(undone) == now(ledger) != told(corrected)


def test_nothing_is_read_before_somebody_asks_for_it(database_url: str) -> None:
    with Ledger.open(database_url, create=True) as ledger:
        fill(ledger)
        with ledger.reading() as connection:
            assert ledger.columns.soon(connection) is None
            first = ledger.columns.read(connection)
            assert ledger.columns.soon(connection) is first


def test_a_connection_that_looks_at_what_was_gets_nothing_newer(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "sayso.db", create=True) as ledger:
        fill(ledger)
        with ledger.reading() as before:
            first = ledger.columns.read(before)
            Keeper(ledger).withdraw("wire-1", date(2031, 3, 9))
            with ledger.reading() as after:
                newer = ledger.columns.soon(after)
            assert newer is not None
            assert told(newer) != told(first)
            found = ledger.columns.soon(before)
            assert found is None or told(found) == told(first)


def test_much_that_changes_at_once_is_read_again_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.ledger.holding._FEW", 2)
    with Ledger.open(tmp_path / "sayso.db", create=True) as ledger:
        with ledger.reading() as connection:
            ledger.columns.read(connection)
        fill(ledger)
        with ledger.reading() as connection:
            assert ledger.columns.soon(connection) is None
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with ledger.reading() as connection:
                if (found := ledger.columns.soon(connection)) is not None:
                    break
        assert found is not None
        assert told(found) == now(ledger)
