"""Tests of ``sayso.ledger.stamp`` and what is remembered by it: whatever is kept changes it, and nothing else does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from sayso.ledger import Keeper, Ledger
from sayso.ledger import schema as t
from sayso.ledger.remembering import Remembered
from sayso.ledger.reviewing import review
from sayso.ledger.stamp import stamp
from sayso.model import Reading, Refusal
from tests.siege import READINGS, SEEN, fill


def _now(ledger: Ledger) -> str:
    with ledger.reading() as connection:
        return stamp(connection)


def _corrected() -> Reading:
    report = replace(READINGS[2].report, title="CORRECTED - News", published=date(2031, 3, 7))
    return Reading(report, READINGS[2].claims)


KEPT: dict[str, Callable[[Ledger], object]] = {
    "a version": lambda ledger: Keeper(ledger).keep(_corrected(), seen=SEEN),
    "a withdrawal": lambda ledger: Keeper(ledger).withdraw("courier-1", date(2031, 3, 8)),
    "a withdrawal of what is not there": lambda ledger: Keeper(ledger).withdraw("later", date(2031, 3, 8)),
    "a decision": lambda ledger: Keeper(ledger).decide("wire-1.0", "nine-1.0", apart=True, by="Ana", why="two"),
    "a theatre": lambda ledger: Keeper(ledger).theatre("elsewhere", 'name = "elsewhere"'),
    "an acceptance": lambda ledger: review(ledger, "wire-1.0", "accept", by="Ana"),
    "a rejection": lambda ledger: review(ledger, "wire-1.1", "reject", by="Ana"),
    "a correction": lambda ledger: review(ledger, "nine-1.0", "correct", by="Ana", fields={"type": "hold"}),
}


@pytest.fixture
def siege(database_url: str) -> Ledger:
    with Ledger.open(database_url, create=True) as ledger:
        fill(ledger)
    return Ledger.open(database_url, create=True)


def test_whatever_is_kept_changes_the_stamp_for_whoever_looks(siege: Ledger, database_url: str) -> None:
    with siege, Ledger.open(database_url) as other:
        seen = [(_now(siege), _now(other))]
        for keep in KEPT.values():
            keep(siege)
            seen.append((_now(siege), _now(other)))
    assert all(mine == theirs for mine, theirs in seen)
    assert len(set(seen)) == len(KEPT) + 1


def test_looking_changes_nothing(siege: Ledger) -> None:
    with siege:
        before = _now(siege)
        with siege.reading() as connection:
            connection.execute(select(t.claim)).all()
        assert _now(siege) == before


def test_in_a_file_what_is_there_already_changes_nothing(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "sayso.db", create=True) as ledger:
        fill(ledger)
        before = _now(ledger)
        fill(ledger)
        Keeper(ledger).problem(Refusal("x.txt", "unreadable"))
        assert _now(ledger) == before


def test_a_state_keeps_its_stamp_whoever_writes_beside_it(siege: Ledger) -> None:
    with siege, siege.reading() as connection:
        before = stamp(connection)
        KEPT["a decision"](siege)
        assert (stamp(connection), connection.execute(select(t.decision)).all()) == (before, [])
        assert _now(siege) != before


def test_what_fails_leaves_the_stamp_in_a_file_as_it_was(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "sayso.db", create=True) as ledger:
        fill(ledger)
        before = _now(ledger)
        with ledger.engine.connect() as connection:
            connection.execute(t.decision.insert(), {**dict.fromkeys(("a", "b", "by", "why", "made"), ""), "apart": 1})
            assert stamp(connection) != before
            connection.rollback()
        assert _now(ledger) == before


def test_another_program_changes_it_too(siege: Ledger, database_url: str) -> None:
    script = (
        "import sys; from datetime import date; from sayso.ledger import Keeper, Ledger; "
        "Keeper(Ledger.open(sys.argv[1], create=True)).withdraw('wire-1', date(2031, 3, 9))"
    )
    with siege:
        before = _now(siege)
        subprocess.run([sys.executable, "-c", script, database_url], check=True)
        assert _now(siege) != before


def test_an_answer_is_made_once_until_something_changes(siege: Ledger) -> None:
    numbers = iter(range(1, 9))

    def many() -> int:
        with siege.reading() as connection:
            return siege.remembered.answer(connection, ("how many",), lambda: next(numbers))

    with siege:
        assert [many(), many()] == [1, 1]
        KEPT["a withdrawal"](siege)
        assert [many(), many()] == [2, 2]


def test_only_so_many_answers_are_remembered(siege: Ledger) -> None:
    remembered, asked = Remembered(2), list[str]()

    def ask(question: str) -> str:
        def make() -> str:
            asked.append(question)
            return question

        return remembered.answer(connection, question, make)

    with siege, siege.reading() as connection:
        assert [ask(q) for q in ("a", "b", "a", "c", "a", "b")] == ["a", "b", "a", "c", "a", "b"]
    assert asked == ["a", "b", "c", "b"]


def test_an_answer_that_fails_is_not_remembered(siege: Ledger) -> None:
    with siege, siege.reading() as connection:
        with pytest.raises(ZeroDivisionError):
            siege.remembered.answer(connection, "x", lambda: 1 // 0)
        assert siege.remembered.answer(connection, "x", lambda: 1) == 1
