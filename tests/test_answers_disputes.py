"""What is contested, and what became of claims since a day: on the siege of an invented town."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sayso.answers.disputes import contests, disputed
from sayso.answers.lately import lately
from sayso.ledger import Keeper, Ledger
from sayso.model import Party, Source, Stance, When
from tests.siege import MLIN, READINGS, SEEN, fill, reading

_FALLEN = date(2031, 3, 6)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger.open(tmp_path_factory.mktemp("empty") / "sayso.db", create=True) as made:
        yield made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "sayso.db", create=True) as made:
        yield fill(made)


def test_a_place_is_contested_while_it_is(ledger: Ledger) -> None:
    found = contests(ledger, known=_FALLEN)
    assert found.day == _FALLEN
    (contest,) = found.contests
    assert contest.answer.spot.name == "Hradov"
    assert contest.answer.control.claimants == ("Ostrya", "Varnia")
    assert contest.claimed is not None
    assert contest.claimed.account.side == "Ostrya"
    assert contest.against is not None
    assert contest.against.account.name == "Varnian General Staff"
    assert contest.latest == date(2031, 3, 5)
    # The army said on the 11th that it had left.
    assert contests(ledger).contests == ()
    assert contests(ledger).weighed == 1


def test_the_places_contested_last_come_first(ledger: Ledger) -> None:
    ministry = Source("Ostrya's Defence Ministry", "government", "Ostrya")
    told = {"type": "capture", "actor": Party("Ostryan troops", "Ostrya"), "places": (MLIN,), "source": ministry}
    late = {"text": "its troops took Mlin", "when": When(_FALLEN, _FALLEN), "stances": (Stance("Varnia", "denies"),)}
    Keeper(ledger).keep(reading("mlin", _FALLEN, "Interwire", {**told, **late}), seen=SEEN)
    names = [contest.answer.spot.name for contest in contests(ledger, known=_FALLEN).contests]
    assert names == ["Mlin", "Hradov"]
    assert [c.answer.spot.name for c in contests(ledger, known=_FALLEN, limit=1).contests] == ["Mlin"]


def test_an_event_is_disputed_where_one_account_tells_it_and_another_denies_it(ledger: Ledger) -> None:
    (dispute,) = disputed(ledger).disputes
    assert dispute.answer.event.type == "capture"
    assert dispute.day == date(2031, 3, 5)
    assert {root.account.side for root in dispute.answer.tree.roots if root.denies} == {"Varnia"}
    assert disputed(ledger, known=date(2031, 3, 4)).disputes == ()


def test_nothing_is_contested_in_an_empty_ledger(empty: Ledger) -> None:
    assert (contests(empty).day, contests(empty).contests, disputed(empty).disputes) == (None, (), ())
    assert lately(empty).day is None


def test_a_claim_is_confirmed_by_an_account_that_is_not_of_its_side(ledger: Ledger) -> None:
    found = lately(ledger, since=date(2031, 3, 5), known=date(2031, 3, 5))
    (confirmed,) = found.confirmed
    assert confirmed.by.name == "Ilona Marek"
    assert confirmed.verdict.by.name == "International Committee of the Red Cross"
    assert confirmed.verdict.days == 1
    assert lately(ledger, since=date(2031, 3, 6)).confirmed == ()


def test_an_admission_is_a_word_against_ones_own_side(ledger: Ledger) -> None:
    (admitted,) = lately(ledger).admitted
    assert (admitted.account.side, admitted.place, admitted.says) == ("Varnia", "Hradov", "Varnia left it")
    assert lately(ledger, known=date(2031, 3, 10)).admitted == ()


def test_corrections_and_withdrawals_are_told_since_the_day(ledger: Ledger) -> None:
    keeper = Keeper(ledger)
    nine = next(each for each in READINGS if each.report.id == "nine-1")
    fewer = reading("nine-1", date(2031, 3, 7), "Channel Nine", {"text": "the town had not fallen", "type": "capture"})
    keeper.keep(fewer, seen=SEEN)
    keeper.withdraw("courier-1", date(2031, 3, 8), why="printed by mistake", seen=SEEN)
    found = lately(ledger, since=date(2031, 3, 7))
    (corrected,) = found.corrected
    assert corrected.replaced.old[1].digest != corrected.replaced.new[1].digest
    assert corrected.replaced.new[1].published == date(2031, 3, 7)
    differences = corrected.differences
    assert len(differences.went) + len(differences.changed) + differences.same == len(nine.claims)
    (withdrawn,) = found.withdrawn
    assert (withdrawn.publication.report, withdrawn.day, withdrawn.claims) == ("courier-1", date(2031, 3, 8), 2)
    assert withdrawn.why == "printed by mistake"
    later = lately(ledger, since=date(2031, 3, 9))
    assert (later.corrected, later.withdrawn) == ((), ())
    before = lately(ledger, since=date(2031, 3, 1), known=date(2031, 3, 6))
    assert (before.corrected, before.withdrawn) == ((), ())


def test_how_far_back_one_looks_is_bounded(ledger: Ledger) -> None:
    assert lately(ledger, since=date(1990, 1, 1)).since == date(2031, 2, 8)
    assert lately(ledger, since=date(2040, 1, 1)).since == date(2031, 3, 11)
    assert lately(ledger).since == date(2031, 3, 10)


def test_there_may_be_no_day_before_the_last(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "early.db", create=True) as early:
        claim = {"text": "the town fell", "type": "capture"}
        Keeper(early).keep(reading("early", date.min, "Interwire", claim), seen=SEEN)
        assert lately(early).since == date.min
        assert contests(early).day == date.min
