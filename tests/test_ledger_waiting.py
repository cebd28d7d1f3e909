"""Does what is under an embargo wait, answer nothing, and come out once, unless it was taken back?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from sayso.intake import report_from_text
from sayso.intake.told import Held, Told
from sayso.ledger import Keeper, Ledger
from sayso.ledger.asking import versions_of
from sayso.ledger.waiting import due, hold, waits
from sayso.model import Reading

UNTIL = datetime(2031, 3, 7, 6, tzinfo=UTC)
MADE = datetime(2031, 3, 5, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
REPORT = report_from_text(
    "VELMAR, March 6 - Ostryan shells fell on “Mlin”, the mayor said.\n\nThree people were hurt, Тarn told Interwire.",
    id="urn:mlin",
    title="Mlin",
    published=UNTIL.date(),
    outlet="Interwire",
    theatre="varnia",
    url="https://x.example/mlin",
)
HELD = Held(REPORT, UNTIL, MADE)


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    with Ledger.open(database_url, create=True) as opened:
        yield opened


def ids(ledger: Ledger, report: str = REPORT.id) -> list[str]:
    with ledger.reading() as connection:
        return [version.report.text for version in versions_of(connection, report)]


def keep(ledger: Ledger, told: Told) -> None:
    Keeper(ledger).keep(Reading(told.report, ()), seen=told.seen)


def test_it_waits_until_its_time_and_then_comes_out_as_it_went_in_and_once(ledger: Ledger) -> None:
    assert hold(ledger, HELD)
    assert hold(ledger, HELD)
    assert due(ledger, UNTIL - HOUR) == []
    assert [(each.report, each.until) for each in waits(ledger, MADE)] == [(REPORT.id, UNTIL)]
    assert ids(ledger) == []
    (told,) = due(ledger, UNTIL)
    assert told == Told(REPORT, UNTIL)
    keep(ledger, told)
    assert due(ledger, UNTIL) == []
    assert ids(ledger) == [REPORT.text]


def test_one_that_is_taken_back_while_it_waits_never_comes_out(ledger: Ledger) -> None:
    hold(ledger, HELD)
    Keeper(ledger).withdraw(REPORT.id, date(2031, 3, 6))
    assert due(ledger, UNTIL) == []
    assert not hold(ledger, HELD)  # the same file again
    later = replace(HELD, seen=MADE + 3 * 24 * HOUR, until=UNTIL + 24 * HOUR)
    assert hold(ledger, later)  # a version made after that


def test_a_new_version_takes_the_place_of_one_that_waits_and_an_old_one_does_not(ledger: Ledger) -> None:
    newer = Held(replace(REPORT, text=REPORT.text + "\n\nMore."), UNTIL + HOUR, MADE + HOUR)
    assert hold(ledger, HELD)
    assert hold(ledger, newer)
    assert not hold(ledger, HELD)
    assert due(ledger, UNTIL) == []
    assert due(ledger, UNTIL + HOUR) == [Told(newer.report, UNTIL + HOUR)]


def test_a_version_without_embargo_ends_the_wait_and_an_older_one_does_not(ledger: Ledger) -> None:
    hold(ledger, HELD)
    keep(ledger, Told(replace(REPORT, text=REPORT.text + "\n\nEarlier."), MADE - HOUR))
    assert len(waits(ledger, MADE)) == 1
    keep(ledger, Told(replace(REPORT, text=REPORT.text + "\n\nLater."), MADE + HOUR))
    assert waits(ledger, MADE) == []
