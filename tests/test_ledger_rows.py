from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from sayso.ledger import Keeper, Ledger
from sayso.ledger import schema as t
from sayso.ledger.asking import claims_of, versions_of
from sayso.ledger.fitting import fits
from sayso.ledger.rows import claim_rows, days_of, entries_of, folded
from sayso.model import Claim, Place, Publication, Reading, Report, Source, When
from tests.ledger_strategies import Ledgers, awkward_readings


@pytest.fixture(scope="module")
def ledgers(new_database: Callable[[], AbstractContextManager[str]]) -> Iterator[Ledgers]:
    with Ledgers(new_database) as made:
        yield made


def _kept_and_read(ledger: Ledger, reading: Reading) -> tuple[Report, list[Claim]]:
    Keeper(ledger).keep(reading)
    with ledger.reading() as connection:
        (version,) = versions_of(connection, reading.report.id)
        entries = claims_of(connection, version.key)
    assert version.warnings == reading.warnings
    for entry in entries:
        assert entry.publication == Publication(
            reading.report.id,
            entry.publication.digest,
            reading.report.published,
            reading.report.outlet,
            reading.report.agency,
            reading.report.theatre,
            reading.report.title,
            reading.report.url,
        )
    return version.report, [entry.claim for entry in entries]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(reading=awkward_readings())
def test_whatever_is_kept_comes_back_as_it_was(ledgers: Ledgers, reading: Reading) -> None:
    with ledgers.fresh() as ledger:
        report, claims = _kept_and_read(ledger, reading)
        assert report == reading.report
        assert claims == list(reading.claims)


def test_a_report_of_a_million_characters_comes_back_as_it_was(ledgers: Ledgers) -> None:
    text = " ".join(f"слово{n:x} 😀" for n in range(90_000))
    assert len(text) > 1_000_000
    claim = Claim(
        "a-0", "a", text, 0, len(text), "attack", Source("né " * 3000), actor=None, places=(Place("x" * 9000),)
    )
    reading = Reading(Report("a", text, title="t" * 5000, url="https://example.org/" + "u" * 9000), (claim,))
    with ledgers.fresh() as ledger:
        report, claims = _kept_and_read(ledger, reading)
        assert (report, claims) == (reading.report, [claim])


def test_entries_come_in_the_order_asked_for_and_are_as_many_as_are_there(ledgers: Ledgers) -> None:
    claims = tuple(
        Claim(f"a-{n}", "a", "x", 0, 1, "attack", Source(f"s{n}"), places=(Place(f"p{n}"),)) for n in range(900)
    )
    with ledgers.fresh() as ledger:
        Keeper(ledger).keep(Reading(Report("a", "x"), claims))
        with ledger.reading() as connection:
            keys = list(connection.execute(select(t.claim.c.key).order_by(t.claim.c.key.desc())).scalars())
            found = entries_of(connection, [*keys, 1, 2])
    assert [entry.claim for entry in found] == list(claims[::-1])


def test_sources_and_places_stand_once_however_often_they_are_named() -> None:
    claim = Claim("a-0", "a", "x", 0, 1, "attack", Source("s"), places=(Place("p", 1), Place("p", 1), Place("p", 2)))
    rows = claim_rows([claim, replace(claim, id="a-1")], 7, None, {})
    assert [len(rows[name]) for name in ("source", "place", "claim", "claim_place")] == [1, 2, 2, 6]
    assert rows["place"] == sorted(rows["place"], key=lambda row: row["key"])


_CLAIM = Claim("a-0", "a", "x", 0, 1, "attack", Source("s"))
_D = [date(2034, 3, n) for n in range(1, 6)]


@pytest.mark.parametrize(
    ("when", "said", "published", "days"),
    [
        (When(_D[0], _D[1]), _D[2], _D[3], (_D[0], _D[1])),
        (When(_D[0], None), _D[2], _D[3], (_D[0], _D[2])),
        (When(_D[0], None), None, _D[3], (_D[0], _D[3])),
        (When(_D[4], None), None, _D[3], (_D[4], _D[4])),
        (When(_D[0], None), None, None, (_D[0], _D[0])),
        (When(None, _D[1]), _D[2], _D[3], (_D[1], _D[1])),
        (When(None, None), _D[2], _D[3], (_D[2], _D[2])),
        (None, _D[2], _D[3], (_D[2], _D[2])),
        (None, None, _D[3], (_D[3], _D[3])),
        (None, None, None, (None, None)),
    ],
)
def test_a_claim_is_looked_for_under_the_days_of_its_event_else_when_it_was_told(
    when: When | None, said: date | None, published: date | None, days: tuple[date | None, date | None]
) -> None:
    assert days_of(replace(_CLAIM, when=when, said=said), published) == days


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("The Hague", "hague"),
        ("the", "the"),
        ("Zażółć-Gęś", "zazołc ges"),
        ("  Slov'yansk ", "slovyansk"),
        ("Sloviansk’", "sloviansk"),
        ("ST. JOHN", "st john"),
        ("!?", ""),
        ("", ""),
        ("Straße", "strasse"),
    ],
)
def test_names_are_compared_without_case_accents_and_signs(name: str, plain: str) -> None:
    assert folded(name) == plain
    assert folded(folded(name)) == folded(name)


def test_what_is_kept_as_json_is_plain_to_read(ledgers: Ledgers) -> None:
    claim = replace(_CLAIM, via=("Émile's channel",))
    with ledgers.fresh() as ledger:
        Keeper(ledger).keep(Reading(Report("a", "x"), (claim,)))
        with ledger.reading() as connection:
            via = connection.execute(select(t.claim.c.via)).scalar_one()
    assert fits(via)
    assert json.loads(via) == ["Émile's channel"]
    assert "É" in via
