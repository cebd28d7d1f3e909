"""Every event, one after the other: what is kept from lot to lot changes nothing in what is told."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event

from sayso.answers import Asked, EventAnswer, all_events, every_event, neighbourhood, surroundings
from sayso.answers.asked import filter_of
from sayso.answers.events import gathered, weighed
from sayso.ledger import Keeper, Ledger
from sayso.ledger.filters import claim_keys
from sayso.ledger.rows import entries_of
from tests.siege import fill
from tests.test_answers_known import World, worlds

_SEEN = datetime(2031, 6, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def small_lots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lots of three, all but the first of them asked of what is kept."""
    monkeypatch.setattr(all_events, "_TOGETHER", 3)
    monkeypatch.setattr(surroundings, "_FEW", 1)


@pytest.fixture
def larger_lots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lots of forty, for a ledger of hundreds of claims."""
    monkeypatch.setattr(all_events, "_TOGETHER", 40)


def anew(ledger: Ledger, asked: Asked) -> Iterator[EventAnswer]:
    """The same events with nothing kept: each lot asked of the ledger, each event weighed by itself."""
    with ledger.reading() as connection:
        keys = claim_keys(connection, filter_of(connection, asked, ledger))
        told: set[str] = set()
        given: set[str] = set()
        for at in range(0, len(keys), all_events._TOGETHER):
            seeds = entries_of(connection, keys[at : at + all_events._TOGETHER])
            new = [seed for seed in seeds if seed.claim.id not in told]
            found, accounts, decisions = gathered(connection, new, asked.known)
            events_of = {entry.claim.id: one for one in found for entry in one.entries}
            for seed in new:
                one = events_of[seed.claim.id]
                if seed.claim.id not in told and one.id not in given:
                    given.add(one.id)
                    told.update(entry.claim.id for entry in one.entries)
                    yield weighed(connection, one, accounts, decisions, asked.known)
            told.difference_update(seed.claim.id for seed in seeds)


@pytest.mark.usefixtures("larger_lots")
@pytest.mark.parametrize(
    "asked",
    [Asked(), Asked(known=date(2031, 3, 9)), Asked(types=("casualties",)), Asked(side="Ostrya")],
    ids=["all", "known", "type", "side"],
)
def test_of_the_demo_all_is_told_as_it_is_anew(demo_ledger: Path, asked: Asked) -> None:
    with Ledger.open(demo_ledger) as ledger:
        found = list(every_event(ledger, asked))
        assert found == list(anew(ledger, asked))
    assert any(answer.copies for answer in found) or asked != Asked()


@pytest.mark.usefixtures("larger_lots")
def test_of_more_than_can_be_looked_at_it_is_the_same_that_is_left_out(
    demo_ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Ledger.open(demo_ledger) as ledger:
        whole = list(every_event(ledger, Asked()))
        for module in (neighbourhood, surroundings):
            monkeypatch.setattr(module, "MOST", 4)
        found = list(every_event(ledger, Asked()))
        assert found == list(anew(ledger, Asked()))
        assert found != whole


def test_so_it_is_on_both_databases_and_with_a_persons_word(database_url: str) -> None:
    with Ledger.open(database_url, create=True) as ledger:
        fill(ledger)
        first, second, *_ = [answer.event for answer in every_event(ledger, Asked())]
        Keeper(ledger).decide(
            first.entries[0].claim.id, second.entries[0].claim.id, apart=False, by="Vera", why="one story"
        )
        found = list(every_event(ledger, Asked()))
        assert found == list(anew(ledger, Asked()))
        assert any(answer.decisions for answer in found)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ledger") / "empty.db"
    Ledger.open(path, create=True).close()
    return path


@given(world=worlds(), day=st.none() | st.integers(1, 10))
@settings(max_examples=15)
def test_whatever_is_kept_nothing_is_told_otherwise(empty: Path, world: World, day: int | None) -> None:
    path = empty.with_name("world.db")
    shutil.copy(empty, path)
    asked = Asked(known=None if day is None else date(2031, 3, day))
    with Ledger.open(path, create=True) as ledger:
        keeper = Keeper(ledger)
        for reading in world.readings:
            keeper.keep(reading, seen=_SEEN)
        for id, since in world.withdrawn:
            keeper.withdraw(id, since, seen=_SEEN)
        assert list(every_event(ledger, asked)) == list(anew(ledger, asked))


@pytest.mark.usefixtures("larger_lots")
def test_the_ledger_is_asked_for_little_more_than_what_is_new(demo_ledger: Path) -> None:
    with Ledger.open(demo_ledger) as ledger:
        assert 5 * _statements(every_event(ledger, Asked())) < 3 * _statements(anew(ledger, Asked()))


def _statements(found: Iterable[EventAnswer]) -> int:
    """How many statements are sent to the database while all of these are found."""
    sent: list[object] = []

    def noted(*told: object) -> None:
        sent.append(told)

    event.listen(Engine, "before_cursor_execute", noted)
    try:
        for _ in found:
            pass
    finally:
        event.remove(Engine, "before_cursor_execute", noted)
    return len(sent)
