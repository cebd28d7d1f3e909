"""A place over time: one answer for a day, however it is asked, and what was known then against what is known since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from sayso import answers
from sayso.answers.history import changes, history
from sayso.errors import InputError
from sayso.ledger import Keeper, Ledger
from tests.siege import READINGS, SEEN, fill

MARCH = [date(2031, 3, day) for day in range(1, 15)]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger.open(tmp_path_factory.mktemp("siege") / "s.db", create=True) as made:
        yield fill(made)


@pytest.mark.parametrize("known", [None, date(2031, 3, 4), date(2031, 3, 8), date(2031, 3, 11)])
def test_it_answers_for_every_day_as_its_time_does(ledger: Ledger, known: date | None) -> None:
    for day in MARCH:
        told = history(ledger, "Hradov", on=day, known=known)
        control = told.answer.control
        covering = [span.control for span in told.timeline if span.start <= day <= span.end]
        if covering:
            assert (covering[0].status, covering[0].rule) == (control.status, control.rule)
        assert told.answer == answers.place(ledger, "Hradov", on=day, known=known)


def test_the_day_asked_is_the_last_that_anyone_has_told_of(ledger: Ledger) -> None:
    told = history(ledger, "Hradov")
    assert (told.answer.on, told.last, told.hindsight) == (date(2031, 3, 11), date(2031, 3, 11), None)
    assert history(ledger, "Hradov", known=date(2031, 3, 8)).answer.on == date(2031, 3, 8)
    assert history(ledger, "Hradov", known=date(2031, 3, 8)).last == date(2031, 3, 6)
    assert told.timeline == history(ledger, "Hradov", on=date(2031, 3, 4)).timeline


def test_what_a_later_report_changed_is_told_with_the_report(ledger: Ledger) -> None:
    day = date(2031, 3, 10)
    seen = history(ledger, "Hradov", on=day).hindsight
    assert seen is not None
    assert seen.differs
    assert seen.then is not None
    assert (seen.known, seen.then.status, seen.later.holder) == (day, "contested", "Ostrya")
    assert seen.turned == date(2031, 3, 11)
    assert [(g.account.name, g.entry.claim.id) for g in seen.by] == [("Varnian General Staff", "wire-2.0")]
    assert seen.timeline[-1].end == day


def test_from_the_day_known_it_looks_the_other_way(ledger: Ledger) -> None:
    day = date(2031, 3, 10)
    told = history(ledger, "Hradov", on=day, known=day)
    back, forth = told.hindsight, history(ledger, "Hradov", on=day).hindsight
    assert back is not None
    assert forth is not None
    assert told.answer.control.status == "contested"
    assert (back.known, back.then, back.later, back.turned, back.by) == (
        forth.known,
        forth.then,
        forth.later,
        forth.turned,
        forth.by,
    )
    assert back.timeline == history(ledger, "Hradov").timeline


def test_what_nothing_changed_is_told_too(ledger: Ledger) -> None:
    seen = history(ledger, "Hradov", on=date(2031, 3, 6)).hindsight
    assert seen is not None
    assert (seen.differs, seen.turned, seen.by) == (False, None, ())


def test_a_place_that_was_not_named_then_has_no_then(ledger: Ledger) -> None:
    told = history(ledger, "Hradov", on=date(2031, 3, 3)).hindsight
    assert told is not None
    assert told.then is None
    assert told.differs
    assert told.turned == date(2031, 3, 4)
    with pytest.raises(InputError):
        history(ledger, "Hradov", on=date(2031, 3, 3), known=date(2031, 3, 3))


def test_an_answer_that_rested_on_a_withdrawn_report_turned_by_no_report(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "s.db", create=True) as ledger:
        keeper = Keeper(ledger)
        for reading in READINGS[:2]:
            keeper.keep(reading, seen=SEEN)
        keeper.keep(READINGS[3], seen=SEEN)
        for report in ("wire-1", "courier-1"):
            keeper.withdraw(report, date(2031, 3, 6))
        seen = history(ledger, "Hradov", on=date(2031, 3, 5)).hindsight
    assert seen is not None
    assert seen.then is not None
    assert (seen.then.status, seen.later.status, seen.turned) == ("claimed", "unknown", None)


def test_under_every_change_stand_the_words_that_are_new_to_it(ledger: Ledger) -> None:
    told = history(ledger, "Hradov")
    found = changes(told.timeline)
    assert [change.span for change in found] == list(told.timeline)
    for change in found:
        shown = [g for voice in (*change.fresh, *change.kept) for g in voice.grounds]
        assert sorted(map(repr, shown)) == sorted(map(repr, change.span.control.grounds))
    again = [g for change in found for voice in change.fresh for g in voice.grounds]
    assert len({(g.entry.claim.id, g.account.id, g.stance) for g in again}) == len(again)
    assert found[0].kept == ()


def test_copies_of_one_sentence_are_one_quotation_of_one_voice(ledger: Ledger) -> None:
    first = changes(history(ledger, "Hradov").timeline)[0]
    ministry = [voice for voice in first.fresh if voice.first.account.side == "Ostrya"]
    assert len(ministry) == 1
    assert [[g.entry.publication.report for g in said] for said in ministry[0].quotes] == [["courier-1", "wire-1"]]
    assert ministry[0].first.published - timedelta(days=1) == date(2031, 3, 3)
