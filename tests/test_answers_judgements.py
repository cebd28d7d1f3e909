"""What people hold of claims, beside the answers: as they read, as known on a day, and changing none of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sayso import answers
from sayso.answers import Asked
from sayso.answers.judgements import judgements_log, judgements_on
from sayso.exports.answer_records import event_record
from sayso.ledger import Ledger
from sayso.ledger.judging import judge
from sayso.ledger.reviewing import review
from sayso.model import Claim
from tests.siege import fill

_MADE = datetime(2031, 6, 2, 9, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "sayso.db", create=True) as opened:
        yield fill(opened)


def _claims(ledger: Ledger) -> list[Claim]:
    return [entry.claim for entry in answers.claims(ledger, Asked()).entries]


def test_they_are_told_by_claim_in_the_order_in_which_they_were_said(ledger: Ledger) -> None:
    claims = _claims(ledger)
    assert judgements_on(ledger, claims) == {}
    first = judge(ledger, "wire-1.0", "unproven", by="Ada", why="Nobody was there.", made=_MADE)
    second = judge(ledger, "wire-1.0", "false", by="Noor", why="The bridge stands.", made=_MADE)
    third = judge(ledger, "nine-1.0", "true", by="Ada", why="Two photographs.", made=_MADE)
    assert judgements_on(ledger, claims) == {"wire-1.0": (first, second), "nine-1.0": (third,)}
    assert judgements_on(ledger, claims, known=date(2031, 6, 1)) == {}
    assert judgements_on(ledger, claims[:0]) == {}


def test_they_are_of_the_claim_as_it_read(ledger: Ledger) -> None:
    (claim,) = [claim for claim in _claims(ledger) if claim.id == "wire-1.0"]
    judge(ledger, claim.id, "false", by="Ada", why="Nobody was there.")
    assert set(judgements_on(ledger, [claim])) == {claim.id}
    assert judgements_on(ledger, [replace(claim, modality="possible")]) == {}


def test_the_log_has_all_of_them_each_with_its_claim_and_whether_it_holds(ledger: Ledger) -> None:
    first = judge(ledger, "wire-1.0", "unproven", by="Ada", why="Nobody was there.", made=_MADE)
    second = judge(ledger, "wire-1.0", "false", by="Ada", why="The bridge stands.", made=_MADE)
    third = judge(ledger, "nine-1.0", "true", by="Noor", why="Two photographs.", made=_MADE)
    log = judgements_log(ledger)
    assert [(one.judgement, one.holds) for one in log] == [(third, True), (second, True), (first, False)]
    assert [one.entry and one.entry.claim.id for one in log] == ["nine-1.0", "wire-1.0", "wire-1.0"]
    assert [one.judgement for one in judgements_log(ledger, claim="wire-1.0")] == [second, first]
    assert [one.judgement for one in judgements_log(ledger, by="Noor")] == [third]
    assert [one.judgement for one in judgements_log(ledger, before=third.key, limit=1)] == [second]
    assert judgements_log(ledger, known=date(2031, 6, 1)) == judgements_log(ledger, claim="nothing") == []
    assert judgements_log(ledger, claim="wire-1.0", known=date(2031, 6, 1)) == []
    review(ledger, "nine-1.0", "reject", by="Noor")
    (rejected, *_) = judgements_log(ledger)
    assert (rejected.judgement, rejected.entry, rejected.holds) == (third, None, False)


def test_an_event_is_told_as_before(ledger: Ledger) -> None:
    def told() -> list[object]:
        return [event_record(one) for one in answers.happenings(ledger, Asked())]

    before = told()
    for claim in _claims(ledger):
        judge(ledger, claim.id, "false", by="Ada", why="I do not believe it.")
    assert told() == before
