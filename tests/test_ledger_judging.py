"""What people hold to be so: in a name, with a reason, of a claim as it stood; it changes no answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import Any

import pytest

from sayso import answers
from sayso.answers import Asked
from sayso.errors import InputError
from sayso.ledger import Ledger
from sayso.ledger.judging import Judgement, Rating, holding, judge, judgements, judgements_of
from sayso.ledger.migrating import migrate
from sayso.ledger.reviewing import review
from sayso.ledger.stamp import stamp
from tests.injections import KEPT
from tests.ledger_strategies import Ledgers
from tests.older import made_older
from tests.siege import fill

_CLAIM = "wire-1.0"


@pytest.fixture(scope="module")
def ledgers(new_database: Callable[[], AbstractContextManager[str]]) -> Iterator[Ledgers]:
    with Ledgers(new_database) as made:
        yield made


@pytest.fixture
def ledger(ledgers: Ledgers) -> Iterator[Ledger]:
    """A ledger of the siege."""
    with ledgers.fresh() as fresh:
        yield fill(fresh)


def _held(ledger: Ledger, known: date | None = None) -> list[tuple[str, str]]:
    with ledger.reading() as connection:
        return [(one.by, one.rating) for one in holding(judgements_of(connection, [_CLAIM]), known)]


def test_the_last_word_of_each_person_holds(ledger: Ledger) -> None:
    judge(ledger, _CLAIM, "unproven", by="Ada", why="Nobody was there.")
    judge(ledger, _CLAIM, "mixed", by="Noor", why="Half of the town.")
    last = judge(ledger, _CLAIM, "false", by=" Ada ", why=" The bridge stands. ", url="https://desk.example/1")
    assert _held(ledger) == [("Noor", "mixed"), ("Ada", "false")]
    judge(ledger, _CLAIM, "withdrawn", by="Noor", why="")
    assert _held(ledger) == [("Ada", "false")]
    with ledger.reading() as connection:
        log = judgements(connection)
        assert [one.rating for one in log] == ["withdrawn", "false", "mixed", "unproven"], "all are kept"
        assert log[1] == last
        assert (last.why, last.by, last.url) == ("The bridge stands.", "Ada", "https://desk.example/1")
        assert [one.rating for one in judgements(connection, by="Ada", limit=1)] == ["false"]
        assert judgements(connection, by="\0") == []


def test_it_is_of_the_claim_as_it_stood(ledger: Ledger) -> None:
    read = judge(ledger, _CLAIM, "false", by="Ada", why="The bridge stands.")
    review(ledger, _CLAIM, "correct", by="Noor", fields={"type": "advance"})
    corrected = judge(ledger, _CLAIM, "true", by="Ada", why="They did come nearer.")
    assert read.reading != corrected.reading
    assert _held(ledger) == [("Ada", "false"), ("Ada", "true")], "each of what it said then"


def test_it_changes_no_answer_but_is_seen_to_be_there(ledger: Ledger) -> None:
    def told() -> list[Any]:
        found = answers.claims(ledger, Asked(), limit=None)
        return [found, answers.place(ledger, "Hradov", on=date(2031, 3, 6)).control]

    before = told()
    with ledger.reading() as connection:
        was = stamp(connection)
    judge(ledger, _CLAIM, "false", by="Ada", why="The bridge stands.")
    assert told() == before
    with ledger.reading() as connection:
        assert stamp(connection) != was


def test_as_known_on_a_day_it_is_what_was_held_by_then(ledger: Ledger) -> None:
    for rating, day in (("unproven", 10), ("false", 20)):
        at = datetime(2031, 4, day, 12, tzinfo=UTC)
        judge(ledger, _CLAIM, rating, by="Ada", why="So it looks.", made=at)  # type: ignore[arg-type]  # both are
    held = {day: _held(ledger, date(2031, 4, day)) for day in (9, 10, 19, 20)}
    assert held == {9: [], 10: [("Ada", "unproven")], 19: [("Ada", "unproven")], 20: [("Ada", "false")]}


def test_what_makes_no_judgement_is_refused(ledger: Ledger) -> None:
    refused: tuple[tuple[dict[str, Any], str], ...] = (
        ({"claim": "nothing"}, "claim: nothing: give the id of a claim"),
        ({"claim": "\0"}, "give the id of a claim"),
        ({"rating": "likely"}, "rating: likely: give one of true, mixed, false, unproven, withdrawn"),
        ({"by": " "}, "by: empty: say who judges"),
        ({"why": "\n"}, "why: empty: say why"),
        ({"why": "x" * 4001}, "why: 4001 characters: give at most 4000"),
        ({"by": "a\0b"}, "take out the NUL character"),
        ({"url": "javascript:alert(1)"}, r"url: javascript:alert\(1\): give a whole address"),
        ({"url": "https://["}, "give a whole address"),
        ({"rating": "withdrawn"}, "rating: withdrawn: Ada holds nothing of it that could be taken back"),
    )
    for given, said in refused:
        told: dict[str, Any] = {"claim": _CLAIM, "rating": "false", "by": "Ada", "why": "The bridge stands."} | given
        with pytest.raises(InputError, match=said):
            judge(ledger, told.pop("claim"), told.pop("rating"), **told)
    with ledger.reading() as connection:
        assert judgements(connection) == []


def test_what_was_read_wrong_is_nobodys_claim_to_judge(ledger: Ledger) -> None:
    judge(ledger, _CLAIM, "false", by="Ada", why="The bridge stands.")
    review(ledger, _CLAIM, "reject", by="Noor")
    with pytest.raises(InputError, match="rejected in review: a report has not said it"):
        judge(ledger, _CLAIM, "true", by="Noor", why="I saw it.")
    judge(ledger, _CLAIM, "withdrawn", by="Ada", why="")


def test_any_words_are_kept_as_they_are(ledger: Ledger) -> None:
    for words in KEPT[::40]:
        if words.strip() and len(words) < 200:
            made = judge(ledger, _CLAIM, "mixed", by=words, why=words)
            with ledger.reading() as connection:
                assert judgements(connection, limit=1) == [made]
            assert made.why == words.strip()


def test_a_ledger_from_before_gains_them(database_url: str) -> None:
    ratings: tuple[Rating, ...] = ("true", "false")
    with Ledger.open(database_url, create=True) as ledger:
        fill(ledger)
        with ledger.writing() as connection:
            made_older(connection, "0004")
        migrate(ledger)
        made = [judge(ledger, _CLAIM, rating, by=rating, why="So it is.") for rating in ratings]
        assert all(isinstance(one, Judgement) for one in made)
