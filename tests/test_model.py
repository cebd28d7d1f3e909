"""Reports, claims and the fixed record."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso import model
from sayso.model import (
    CLAIM_TYPES,
    Block,
    Claim,
    Count,
    Kind,
    Modality,
    Party,
    Place,
    Quote,
    Reading,
    Report,
    Source,
    Stance,
    StanceKind,
    When,
    record,
)

# The contract of the record: its keys, in this order, always all of them.
KEYS = [
    *("id", "report", "text", "start", "end", "source", "cue", "quote", "via", "type", "actor", "target"),
    *("places", "when", "said", "counts", "modality", "stances"),
]


def claim(**fields: Any) -> Claim:
    given: dict[str, Any] = {"id": "c1", "report": "r1", "text": "took the mill", "start": 4, "end": 17}
    return Claim(**{**given, "type": "capture", "source": Source("narrator"), **fields})


def test_a_bare_claim_has_every_key_and_no_absent_value() -> None:
    assert record(claim()) == {
        "id": "c1",
        "report": "r1",
        "text": "took the mill",
        "start": 4,
        "end": 17,
        "source": {"name": "narrator"},
        "cue": None,
        "quote": "none",
        "via": [],
        "type": "capture",
        "actor": None,
        "target": None,
        "places": [],
        "when": None,
        "said": None,
        "counts": [],
        "modality": "asserted",
        "stances": [],
    }
    assert list(record(claim())) == KEYS


def test_a_full_claim_as_plain_values() -> None:
    full = claim(
        source=Source("Mill Ministry", "government", "North"),
        cue="said",
        quote="indirect",
        via=("Radio One", "Telegram"),
        actor=Party("northern troops", "North"),
        target=Party("millers"),
        places=(Place("Mill", 7, 1.5, -2.5), Place("the north", precision="region")),
        when=When(date(2025, 1, 2), None),
        said=date(2025, 1, 3),
        counts=(Count("killed", n=0), Count("drones", min=3), Count("missing", min=2, max=4)),
        stances=(Stance("South", "denies"),),
    )
    told = record(full)
    assert told["source"] == {"name": "Mill Ministry", "kind": "government", "side": "North"}
    assert told["via"] == ["Radio One", "Telegram"]
    assert told["actor"] == {"name": "northern troops", "side": "North"}
    assert told["target"] == {"name": "millers", "side": None}
    assert told["places"] == [
        {"name": "Mill", "id": 7, "lat": 1.5, "lon": -2.5, "precision": "settlement"},
        {"name": "the north", "id": None, "lat": None, "lon": None, "precision": "region"},
    ]
    assert told["when"] == {"start": "2025-01-02", "end": None}
    assert told["said"] == "2025-01-03"
    # None killed is a figure; a bound that is not given is no key.
    assert told["counts"] == [
        {"what": "killed", "n": 0},
        {"what": "drones", "min": 3},
        {"what": "missing", "min": 2, "max": 4},
    ]
    assert told["stances"] == [{"by": "South", "stance": "denies"}]


def test_a_source_of_unknown_kind_is_not_the_narrator() -> None:
    assert Source("narrator").is_narrator
    assert not Source("narrator", "media").is_narrator
    assert record(claim(source=Source("a neighbour")))["source"] == {"name": "a neighbour", "kind": None, "side": None}


@given(
    st.text(min_size=1),
    st.integers(0, 10**6),
    st.sampled_from(CLAIM_TYPES),
    st.sampled_from(get_args(Kind)),
    st.sampled_from(get_args(Quote)),
    st.sampled_from(get_args(Modality)),
    st.sampled_from(get_args(StanceKind)),
    st.dates(),
)
def test_the_record_goes_through_json_whole(
    text: str, start: int, kind: Any, who: Any, quote: Any, modality: Any, stance: Any, day: date
) -> None:
    told = record(
        claim(
            text=text,
            start=start,
            end=start + len(text),
            type=kind,
            source=Source(text, who),
            quote=quote,
            modality=modality,
            stances=(Stance(text, stance),),
            when=When(None, day),
            said=day,
        )
    )
    assert json.loads(json.dumps(told)) == told
    assert list(told) == KEYS
    assert told["end"] - told["start"] == len(told["text"])
    assert date.fromisoformat(told["when"]["end"]) == date.fromisoformat(told["said"]) == day


@pytest.mark.parametrize(("start", "end"), [(-1, 12), (4, 4), (17, 4), (4, 16), (4, 18)])
def test_a_claim_stands_on_its_text(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="claim c1"):
        claim(start=start, end=end)


def test_an_interval_runs_forwards() -> None:
    one = date(2025, 3, 1)
    assert When(one, one).end == one
    with pytest.raises(ValueError, match="must not end before it starts"):
        When(one, date(2025, 2, 28))


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 2)])
def test_a_block_runs_forwards(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="run forwards"):
        Block("body", start, end)


def test_a_block_stays_within_its_report() -> None:
    assert Report("r", "four", blocks=(Block("body", 0, 4),)).blocks
    with pytest.raises(ValueError, match=r"report r: block 0\.\.5"):
        Report("r", "four", blocks=(Block("body", 0, 5),))


def test_a_reading_gives_its_records_in_order() -> None:
    first, second = claim(), claim(id="c2", start=20, end=33)
    reading = Reading(Report("r1", "x" * 40), (first, second))
    assert [r["id"] for r in reading.records()] == ["c1", "c2"]


def test_everything_is_frozen() -> None:
    kinds = [c for c in vars(model).values() if dataclasses.is_dataclass(c) and isinstance(c, type)]
    assert kinds
    for kind in kinds:
        assert kind.__dataclass_params__.frozen, kind  # type: ignore[attr-defined]  # no typed way to ask


def test_there_are_twenty_one_types() -> None:
    assert len(CLAIM_TYPES) == len(set(CLAIM_TYPES)) == 21
