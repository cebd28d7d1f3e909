"""Rows of Parquet: whatever a source tells and the reader makes of it comes back exactly as it was."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from sayso.bulk.tables import (
    CLAIM,
    REPORT,
    claim_rows,
    held_row,
    item_of,
    reading_of,
    reading_row,
    refusal_row,
    withdrawal_row,
)
from sayso.intake.told import Held, Item, Told, Withdrawal
from sayso.ledger.keys import digest
from sayso.model import Mention, Place, Reading, Refusal, Report, When, Why, record
from tests.ledger_strategies import awkward_readings, awkward_texts


def stored(rows: list[dict[str, Any]], schema: pa.Schema) -> list[dict[str, Any]]:
    """Rows as they come back from a file."""
    file = BytesIO()
    parquet.write_table(pa.Table.from_pylist(rows, schema=schema), file)
    back: list[dict[str, Any]] = parquet.read_table(file).to_pylist()
    return back


def back(reading: Reading, seen: datetime | None = None) -> tuple[Reading, datetime | None]:
    (row,) = stored([reading_row(7, reading, seen)], REPORT)
    claims = stored(claim_rows(7, reading), CLAIM)
    assert {claim["row"] for claim in claims} <= {7}
    told = item_of(row)
    assert isinstance(told, Told)
    return reading_of(told.report, row, claims), told.seen


@settings(max_examples=40)  # drawing them takes the time
@given(awkward_readings(), st.one_of(st.none(), st.datetimes(timezones=st.just(UTC))))
def test_any_reading_comes_back_and_the_columns_are_those_of_the_fixed_record(
    reading: Reading, seen: datetime | None
) -> None:
    assert back(reading, seen) == (reading, seen)
    for claim, row in zip(reading.claims, stored(claim_rows(0, reading), CLAIM), strict=True):
        fixed = record(claim)
        assert set(fixed) <= set(row)
        for name in ("id", "report", "text", "start", "end", "type", "cue", "quote", "via", "modality", "places"):
            assert row[name] == fixed[name]
        assert row["digest"] == digest(reading.report)
        assert row["place"] == (claim.places[0].name if claim.places else None)
        assert row["confidence"] == (0.5 if claim.id in reading.why else None)


def test_a_report_in_another_language_comes_back_with_what_it_names() -> None:
    place = Place("Градів", 5, 48.5, 37.25)
    mentions = (Mention(0, 6, place), Mention(8, 12, None, When(date(2031, 3, 7), None)), Mention(13, 14))
    reading = Reading(Report("r", "Градів, 2031.", language="uk"), (), "varnia", {}, ("not read",), mentions)
    assert back(reading)[0] == reading


def test_a_report_that_waits_comes_back() -> None:
    report = Report("r", "Hradov has fallen.", published=date(2031, 3, 7))
    held = Held(report, datetime(2031, 3, 8, 6, tzinfo=UTC), datetime(2031, 3, 7, 9, tzinfo=UTC))
    assert item_of(stored([held_row(0, held)], REPORT)[0]) == held


def test_why_may_be_missing_empty_or_in_an_order_of_its_own() -> None:
    from tests.siege import READINGS

    reading = next(r for r in READINGS if len(r.claims) > 1)
    one, two, *_ = (claim.id for claim in reading.claims)
    why = {one: Why(), two: Why({"when": ("b", "a"), "cue": ()}, {"cue": ((1, 2), (0, 3))}, {"z": 0.1, "a": 1 / 3})}
    again = back(Reading(reading.report, reading.claims, None, why))[0]
    assert again.why == why
    assert list(again.why[two].sure) == ["z", "a"]


@pytest.mark.parametrize(
    "item",
    [
        Refusal("b.jsonl#2", "b.jsonl: line 2: JSON: broken", 2),
        Refusal("c.txt", "empty"),
        Withdrawal("two", date(2031, 3, 9), "mistaken"),
        Withdrawal("two", date(2031, 3, 9)),
    ],
)
def test_what_is_not_a_report_comes_back(item: Item) -> None:
    row = refusal_row(0, item) if isinstance(item, Refusal) else None
    if isinstance(item, Withdrawal):
        row = withdrawal_row(0, item)
    assert row is not None
    assert item_of(stored([row], REPORT)[0]) == item


@settings(max_examples=40)
@given(awkward_texts(), awkward_texts())
def test_any_refusal_comes_back(id: str, reason: str) -> None:
    assert item_of(stored([refusal_row(0, Refusal(id, reason))], REPORT)[0]) == Refusal(id, reason)
