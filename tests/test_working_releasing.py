"""Is what an embargo kept back read and kept once its time has come, and what can't be read told?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sayso.errors import InputError
from sayso.intake import report_from_text
from sayso.intake.told import Held
from sayso.ledger import Keeper, Ledger
from sayso.ledger.asking import problems, versions_of
from sayso.ledger.receiving import Receiver
from sayso.ledger.waiting import hold, waits
from sayso.model import Reading, Refusal, Report
from sayso.working.releasing import release

TEXT = "The army of Varnia said on Friday that its troops had taken the village of Hradov, north of the river."
REPORT = report_from_text(TEXT, id="urn:a", outlet="Interwire", theatre="varnia")
PAST = datetime.now(UTC) - timedelta(hours=1)


class FakeReader:
    def __init__(self, theatre: str | None = None, model: str | None = None) -> None:
        pass

    def read(self, report: Report) -> Reading:
        if "unreadable" in report.text:
            raise InputError(report.id, "text", "unreadable", "write it more plainly")
        return Reading(report, (), "varnia")


@pytest.fixture
def receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setattr("sayso.reader.Reader", FakeReader)
    with Ledger.open(tmp_path / "sayso.db", create=True) as ledger:
        yield Receiver(Keeper(ledger))


def test_what_is_due_is_read_and_kept_once_and_what_is_not_waits(receiver: Receiver) -> None:
    ledger = receiver.keeper.ledger
    assert release(receiver) == []
    hold(ledger, Held(REPORT, PAST, PAST - timedelta(days=1)))
    later = datetime.now(UTC) + timedelta(days=1)
    hold(ledger, Held(replace(REPORT, id="urn:b"), later))
    (kept,) = release(receiver)
    assert not isinstance(kept, Refusal)
    assert (kept.report, kept.how) == ("urn:a", "new")
    assert release(receiver) == []
    assert [each.report for each in waits(ledger)] == ["urn:b"]
    with ledger.reading() as connection:
        assert len(versions_of(connection, "urn:a")) == 1
        assert versions_of(connection, "urn:b") == []


def test_what_can_not_be_read_is_a_problem_and_the_rest_come(receiver: Receiver) -> None:
    for id, text in (("urn:a", "unreadable " + TEXT), ("urn:b", TEXT)):
        hold(receiver.keeper.ledger, Held(replace(REPORT, id=id, text=text, blocks=()), PAST))
    refused, kept = release(receiver)
    assert isinstance(refused, Refusal)
    assert not isinstance(kept, Refusal)
    with receiver.keeper.ledger.reading() as connection:
        assert [each.input for each in problems(connection)] == ["urn:a"]
