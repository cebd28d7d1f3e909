"""What the first page is made of: a claim and who is against it, the newest deeds, the latest events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from sayso.answers.disputes import contests, disputed
from sayso.answers.front import DEEDS, chain, latest, recent
from sayso.ledger import Ledger
from tests.siege import fill


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger.open(tmp_path_factory.mktemp("siege") / "sayso.db", create=True) as made:
        yield fill(made)


def test_the_example_is_the_newest_contest_else_the_newest_dispute(ledger: Ledger) -> None:
    known = date(2031, 3, 6)
    contest = chain(contests(ledger, known=known), disputed(ledger, known=known))
    assert contest is not None
    assert (contest.place, contest.event, contest.stance) == ("Hradov", None, None)
    assert contest.by.side == "Ostrya"
    assert contest.against.name == "Varnian General Staff"
    # Later nothing is contested any more; that it was denied stays.
    dispute = chain(contests(ledger), disputed(ledger))
    assert dispute is not None
    assert dispute.place is None
    assert dispute.event == disputed(ledger).disputes[0].answer.event.id
    assert dispute.contrary.claim.modality == "negated"
    assert dispute.by.name == "Ministry of Defence of Ostrya"
    early = date(2031, 3, 4)
    assert chain(contests(ledger, known=early), disputed(ledger, known=early)) is None


def test_the_latest_are_deeds(ledger: Ledger) -> None:
    assert latest(ledger, limit=1)[0].claim.type == "withdraw"
    assert {entry.claim.type for entry in latest(ledger, limit=50)} <= set(DEEDS)
    events = recent(ledger, limit=2)
    assert [answer.event.type for answer in events] == ["withdraw", "supply"]
    assert recent(ledger, known=date(2031, 3, 1)) == ()
