"""What people hold of claims, beside the answers: as they read, as known on a day, and changing none of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sayso import answers
from sayso.answers import Asked
from sayso.answers.judgements import judgements_on
from sayso.exports.answer_records import event_record
from sayso.ledger import Ledger
from sayso.ledger.judging import judge
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


def test_an_event_is_told_as_before(ledger: Ledger) -> None:
    def told() -> list[object]:
        return [event_record(one) for one in answers.happenings(ledger, Asked())]

    before = told()
    for claim in _claims(ledger):
        judge(ledger, claim.id, "false", by="Ada", why="I do not believe it.")
    assert told() == before
