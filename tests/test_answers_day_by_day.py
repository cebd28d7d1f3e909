"""A place as each day's reader had it: for every day what was known on that very day, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest

from sayso.answers.day_by_day import day_by_day
from sayso.answers.history import history
from sayso.errors import InputError
from sayso.ledger import Keeper, Ledger
from tests.siege import SEEN, fill, reading


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger.open(tmp_path_factory.mktemp("siege") / "s.db", create=True) as made:
        keeper = Keeper(fill(made))
        keeper.keep(
            reading("last", date(2031, 3, 14), "Interwire", {"text": "it rained", "type": "statement"}), seen=SEEN
        )
        keeper.withdraw("wire-2", date(2031, 3, 13))
        yield made


def test_every_day_is_answered_as_known_on_that_day(ledger: Ledger) -> None:
    told = day_by_day(ledger, "Hradov")
    assert told is not None
    assert (told[0].start, told[-1].end) == (date(2031, 3, 4), date(2031, 3, 14))
    for span, following in pairwise(told):
        assert span.end + timedelta(days=1) == following.start
    for span in told:
        day = span.start
        while day <= span.end:
            alone = history(ledger, "Hradov", on=day, known=day).answer.control
            assert (span.control.status, span.control.holder) == (alone.status, alone.holder), day
            day += timedelta(days=1)


def test_what_was_known_late_and_what_was_taken_back_show(ledger: Ledger) -> None:
    told = day_by_day(ledger, "Hradov")
    assert told is not None
    assert [(span.start.day, span.control.status) for span in told] == [
        (4, "claimed"),
        (5, "contested"),
        (11, "held"),
        (13, "contested"),  # the word that settled it is withdrawn
    ]


def test_by_a_day_known_it_goes_no_further(ledger: Ledger) -> None:
    told = day_by_day(ledger, "Hradov", known=date(2031, 3, 6))
    assert told is not None
    assert [(span.start.day, span.end.day, span.control.status) for span in told] == [
        (4, 4, "claimed"),
        (5, 6, "contested"),
    ]


def test_where_nothing_is_told_there_is_nothing_to_go_through(ledger: Ledger) -> None:
    assert day_by_day(ledger, "Mlin") == ()
    with pytest.raises(InputError):
        day_by_day(ledger, "Nowhere")


def test_what_is_told_on_too_many_days_is_not_gone_through(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.answers.day_by_day._MOST", 2)
    assert day_by_day(ledger, "9001") is None
