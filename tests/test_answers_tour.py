"""Where a newcomer may begin: over the demo's ledger every question has its page, over any other there is no tour."""

from __future__ import annotations

import tomllib
from pathlib import Path

from sayso import answers
from sayso.answers.tour import claim_of, tour
from sayso.examples import DEMO_DECISIONS
from sayso.ledger import Ledger


def test_every_question_has_its_page(demo_ledger: Path) -> None:
    told = tomllib.loads(DEMO_DECISIONS.read_text(encoding="utf-8"))["tour"]
    with Ledger.open(demo_ledger) as ledger:
        stops = tour(ledger)
        assert [stop.title for stop in stops] == [one["title"] for one in told]
        events = [answers.event(ledger, stop.name) for stop in stops if stop.page == "events" and stop.name]
    reports = {entry.publication.report for entry in events[0].event.entries}
    assert (len(reports), events[0].tree.count) == (8, 1), "eight reports, one account"


def test_another_ledger_has_no_tour(example_ledger: Path) -> None:
    with Ledger.open(example_ledger) as ledger:
        assert tour(ledger) == ()
        with ledger.reading() as connection:
            assert claim_of(connection, {"report": "two-villages", "words": "50% of_nothing"}) is None
