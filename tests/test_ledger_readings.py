from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from sayso.ledger import Keeper
from sayso.ledger.asking import versions_of
from sayso.ledger.readings import reading_of
from sayso.model import Reading, Why
from tests.exports_sample import READING
from tests.ledger_strategies import Ledgers, awkward_readings


@pytest.fixture(scope="module")
def ledgers(new_database: Callable[[], AbstractContextManager[str]]) -> Iterator[Ledgers]:
    with Ledgers(new_database) as made:
        yield made


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(reading=awkward_readings())
def test_what_was_kept_comes_back(ledgers: Ledgers, reading: Reading) -> None:
    with ledgers.of(()) as ledger:
        Keeper(ledger).keep(reading)
        with ledger.reading() as connection:
            versions = versions_of(connection, reading.report.id)
            assert len(versions) == 1
            assert reading_of(connection, versions[0]) == reading


def test_a_confidence_has_four_digits_and_a_claim_without_reasons_none(ledgers: Ledgers) -> None:
    sure = replace(READING, why={**READING.why, READING.claims[0].id: Why(sure={"claim": 2 / 3})})
    with ledgers.of(()) as ledger:
        Keeper(ledger).keep(sure)
        with ledger.reading() as connection:
            back = reading_of(connection, versions_of(connection, "demo")[0])
    assert back.why.keys() == sure.why.keys()
    assert back.why[READING.claims[0].id].sure == {"claim": 0.6667}
    assert back.why["demo-02"] == READING.why["demo-02"]
