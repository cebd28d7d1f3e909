"""The board of all places: what each alone answers, for every day and as known on every day, and never a guess."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso import answers
from sayso.answers import Asked, places, statuses
from sayso.answers.board import Board
from sayso.answers.statuses import Brief
from sayso.answers.tally import Shown
from sayso.errors import InputError
from sayso.ledger import Filter, Keeper, Ledger
from sayso.ledger.filters import count
from sayso.ledger.reviewing import review
from sayso.model import Place
from tests.ledger_strategies import Ledgers
from tests.siege import HRADOV, SEEN, fill, reading
from tests.test_answers_known import _FIRST, _SOURCES, _TOWNS, World, _fill, worlds

DAYS = [_FIRST + timedelta(days=n) for n in range(-1, 11)]


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledgers]:
    from contextlib import contextmanager

    @contextmanager
    def new() -> Iterator[str]:
        yield str(tmp_path_factory.mktemp("board") / "sayso.db")

    with Ledgers(new) as made:
        yield made


def alone(ledger: Ledger, name: str, on: date, known: date | None) -> tuple[tuple[int, ...], Brief]:
    """A place by itself: its rows, and who is said to hold it."""
    answer = answers.place(ledger, name, on=on, known=known)
    c = answer.control
    return answer.spot.keys, Brief(c.status, c.holder, c.claimants, c.since, c.rule)


def holds_to_each_place(ledger: Ledger, board: Board, on: date, known: date | None) -> int:
    """Whether every place of the board is as it is by itself, and none is missing; how many are not unknown."""
    shown = board.show(Asked(known=known), on=on)
    assert (shown.on, shown.known, shown.pending, shown.reading) == (on, known, 0, False)
    told = 0
    for place in shown.places:
        keys, brief = alone(ledger, place.asked, on, known)
        if keys == place.spot.keys:  # of two that are called alike and have no id, the name finds the better known
            assert place.brief == brief, (place.asked, on, known)
            told += brief.status != "unknown"
        else:
            assert place.spot.id is None
        with ledger.reading() as connection:
            here = Filter(known=known, places=place.spot.keys)
            assert place.claims == count(connection, here) or len(place.spot.keys) > 1
    listed = {place.spot.keys for place in shown.places}
    for town in _TOWNS:
        try:
            answer = answers.place(ledger, town.name, on=on, known=known)
        except InputError:
            continue
        if answer.spot.precision == "settlement":
            assert answer.spot.keys in listed, town
    return told


@pytest.mark.parametrize(("words", "fights"), [(200, 50), (2, 1)])
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds(), on=st.lists(st.sampled_from(DAYS), min_size=2, max_size=3), known=st.sampled_from(DAYS))
def test_every_place_is_as_it_is_by_itself(
    ledgers: Ledgers, words: int, fights: int, world: World, on: list[date], known: date
) -> None:
    with pytest.MonkeyPatch.context() as patch, ledgers.fresh() as ledger:
        for module in (places, statuses):
            patch.setattr(module, "WORDS", words)
            patch.setattr(module, "FIGHTS", fights)
        _fill(ledger, world.readings, world.withdrawn)
        board = Board(ledger)
        try:
            for day in on:
                holds_to_each_place(ledger, board, day, None)
                holds_to_each_place(ledger, board, day, known)
        finally:
            board.close()


@pytest.fixture
def siege(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "sayso.db", create=True) as ledger:
        fill(ledger)
        yield ledger


@pytest.fixture
def board(siege: Ledger) -> Iterator[Board]:
    made = Board(siege)
    yield made
    made.close()


def test_the_siege_day_by_day(siege: Ledger, board: Board) -> None:
    told = [holds_to_each_place(siege, board, date(2031, 3, day), None) for day in range(1, 20)]
    told += [holds_to_each_place(siege, board, date(2031, 3, day), date(2031, 3, day)) for day in range(4, 20)]
    assert sum(told) > 30, "much of it is told"


def test_what_is_added_is_seen_at_once_and_what_stays_is_kept(siege: Ledger, board: Board) -> None:
    before = board.show(Asked())
    kept = len(board._memory.courses)
    lost = {"text": "Varnian troops left Hradov", "type": "withdraw", "source": _SOURCES[1]}
    Keeper(siege).keep(reading("late-1", date(2031, 5, 1), "Interwire", lost), seen=SEEN)
    after = board.show(Asked())
    assert (before.total + 1, before.on) == (after.total, date(2031, 3, 12)) or after.on == date(2031, 5, 1)
    assert after.on == date(2031, 5, 1)
    assert len(board._memory.courses) == kept + 1, "one place has something new"
    holds_to_each_place(siege, board, date(2031, 5, 1), None)


def test_what_a_person_set_aside_counts_nowhere(siege: Ledger, board: Board) -> None:
    before = board.show(Asked())
    found = answers.claims(siege, Asked(types=("withdraw",)), limit=None).entries
    for entry in found:
        review(siege, entry.claim.id, "reject", by="Ana", why="misread")
    after = board.show(Asked())
    assert after.total == before.total - len(found) < before.total
    assert after.places != before.places
    for day in range(1, 20):
        holds_to_each_place(siege, board, date(2031, 3, day), None)


def test_who_cannot_wait_is_told_what_is_pending_and_nothing_else(siege: Ledger, board: Board) -> None:
    first = board.show(Asked(), wait=0)
    assert first.reading or first.pending or all(place.brief for place in first.places)
    whole = board.show(Asked())
    again = board.show(Asked(), wait=0)
    assert again == whole
    assert not again.pending


def test_one_filter_for_map_and_timeline(siege: Ledger, board: Board) -> None:
    everything = board.show(Asked())
    assert everything.days is not None
    assert sum(everything.days.published) == everything.total
    for asked in (
        Asked(side="ostrya"),
        Asked(types=("capture",)),
        Asked(words="hradov"),
        Asked(stances=("could_not_verify",)),
    ):
        shown = board.show(asked)
        assert 0 < shown.total < everything.total or asked.words, asked
        assert shown.total == answers.claims(siege, asked).total
        assert shown.days is not None
        assert sum(shown.days.published) == shown.total
        of = {place.spot.keys: place for place in everything.places}
        assert all(place.brief == of[place.spot.keys].brief for place in shown.places), "who holds it is no filter's"
    disputed = board.show(Asked(stances=("denies", "disputes")))
    assert everything.disputed == disputed.total == disputed.disputed
    with pytest.raises(InputError, match="nobody"):
        board.show(Asked(source="nobody at all"))


def test_what_lies_nowhere_is_counted_apart(tmp_path: Path) -> None:
    region = Place("Selm region", None, -48.2, -123.2, "region")
    with Ledger.open(tmp_path / "sayso.db", create=True) as ledger:
        told = [
            {"text": f"shells fell, {n}", "type": "shelling", "places": places}
            for n, places in enumerate([(HRADOV,), (region,), (), (region, HRADOV), (replace(HRADOV, lat=None),)])
        ]
        Keeper(ledger).keep(reading("a", date(2031, 3, 4), "Interwire", *told), seen=SEEN)
        board = Board(ledger)
        shown = board.show(Asked())
        board.close()
    assert [(place.spot.name, place.claims) for place in shown.places] == [("Hradov", 3)]
    assert (shown.total, shown.nowhere) == (5, 2)


def test_an_empty_ledger_shows_nothing(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "sayso.db", create=True) as ledger:
        board = Board(ledger)
        shown = board.show(Asked(), on=date(2031, 3, 4))
        board.close()
    assert shown == Shown(date(2031, 3, 4), None)
