"""Columns and filters over them: what the database answers one by one, of all claims at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from sayso.ledger import Filter
from sayso.ledger import schema as t
from sayso.ledger.columns import read_columns
from sayso.ledger.filters import claim_keys
from sayso.ledger.sifting import sifted, with_words
from sayso.model import CLAIM_TYPES
from tests.ledger_strategies import Ledgers, World, worlds
from tests.test_ledger_filters import _filters


@pytest.fixture(scope="module")
def ledgers(new_database: Callable[[], AbstractContextManager[str]]) -> Iterator[Ledgers]:
    with Ledgers(new_database) as made:
        yield made


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds(), asked=_filters)
def test_columns_answer_as_the_database_does(ledgers: Ledgers, world: World, asked: Filter) -> None:
    singles = [replace(Filter(), **{name: getattr(asked, name)}) for name in Filter.__slots__]
    with ledgers.of(world) as ledger, ledger.reading() as connection:
        columns = read_columns(connection)
        sources = list(connection.execute(select(t.source.c.key)).scalars())
        told = connection.execute(select(t.report.c.theatre, t.report.c.outlet, t.report.c.agency)).first()
        assert told is not None
        spoken = [
            Filter(speakers=((sources[0], None),)) if sources else Filter(speakers=()),
            Filter(speakers=tuple((key, tuple(told)) for key in sources[:2])),
        ]
        for wanted in [asked, *singles, *spoken]:
            found = columns.key[sifted(connection, columns, wanted)].tolist()
            assert found[::-1] == claim_keys(connection, wanted)
            if wanted.words is not None:
                again = sifted(connection, columns, wanted, worded=with_words(connection, columns, wanted.words))
                assert columns.key[again].tolist() == found


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds())
def test_columns_hold_what_the_tables_hold(ledgers: Ledgers, world: World) -> None:
    def day(number: int) -> date | None:
        return date.fromordinal(number) if number else None

    c, p = t.claim.c, t.claim_place.c
    with ledgers.of(world) as ledger, ledger.reading() as connection:
        columns = read_columns(connection)
        rows = connection.execute(
            select(c.key, c.type, c.source_key, c.day_from, c.day_to, t.report.c.published)
            .join(t.report, t.report.c.key == c.report_key)
            .order_by(c.key)
        )
        mentions = connection.execute(select(p.claim_key, p.place_key).order_by(p.claim_key, p.position))
        assert [tuple(row) for row in rows] == [
            (
                int(columns.key[n]),
                CLAIM_TYPES[columns.type[n]],
                int(columns.source_key[columns.source[n]]),
                day(columns.day_from[n]),
                day(columns.day_to[n]),
                day(columns.published[n]),
            )
            for n in range(len(columns))
        ]
        assert [tuple(row) for row in mentions] == [
            (int(columns.key[of]), columns.places[at].key)
            for of, at in zip(columns.mention_claim, columns.mention_place, strict=True)
        ]
