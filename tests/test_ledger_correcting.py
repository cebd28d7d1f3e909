from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from sayso.errors import InputError
from sayso.ledger.correcting import CORRECTABLE, corrected, differing, recorrected
from sayso.model import Claim, Count, Party, Place, Source, Stance, When
from tests.ledger_strategies import readings

_TEXT = "Hradov fell on Monday."
_CLAIM = Claim("a", "r", "Hradov fell", 0, 11, "capture", Source("Brezin", "military", "Varnia"))


@pytest.mark.parametrize(
    ("field", "value", "is_now"),
    [
        ("type", "hold", "hold"),
        ("source", {"name": " Marek ", "kind": "local_official", "side": None}, Source("Marek", "local_official")),
        ("source", {"name": "narrator"}, Source("narrator")),
        ("cue", "according to", "according to"),
        ("cue", None, None),
        ("quote", "direct", "direct"),
        ("via", ["Telegram"], ("Telegram",)),
        ("actor", {"name": "troops", "side": "Ostrya"}, Party("troops", "Ostrya")),
        ("target", None, None),
        ("places", [{"name": "Tesno"}], (Place("Tesno"),)),
        ("places", [{"name": "T", "id": 7, "lat": 48, "lon": -38.5, "precision": "region"}],
         (Place("T", 7, 48.0, -38.5, "region"),)),
        ("places", [], ()),
        ("when", {"start": "2034-03-01", "end": None}, When(date(2034, 3, 1), None)),
        ("when", None, None),
        ("said", "2034-03-02", date(2034, 3, 2)),
        ("counts", [{"what": "hurt", "n": 3}, {"what": "dead", "min": 4}], (Count("hurt", 3), Count("dead", min=4))),
        ("modality", "possible", "possible"),
        ("stances", [{"by": "Ostrya", "stance": "denies"}], (Stance("Ostrya", "denies"),)),
    ],
)  # fmt: skip
def test_every_field_takes_its_value_in_the_shape_of_the_record(field: str, value: Any, is_now: Any) -> None:
    assert getattr(corrected(_CLAIM, {field: value}, _TEXT), field) == is_now


def test_the_evidence_may_be_moved_to_other_words_of_the_report() -> None:
    now = corrected(_CLAIM, {"span": {"start": 7, "end": 21}}, _TEXT)
    assert (now.text, now.start, now.end) == ("fell on Monday", 7, 21)
    assert corrected(_CLAIM, {"span": {"start": 0, "end": 22}}, _TEXT).text == _TEXT


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"colour": "red"}, "field", "correct one of type"),
        ({"id": "b"}, "field", "correct one of type"),
        ({"type": "conquest"}, "type", "'capture'"),
        ({"type": ["hold"]}, "type", "'capture'"),
        ({"source": {"name": " "}}, "source.name", "at least 1"),
        ({"source": {"name": "x" * 301}}, "source.name", "at most 300"),
        ({"source": {"name": "M", "age": 4}}, "source.age", "not permitted"),
        ({"source": None}, "source", "dictionary"),
        ({"places": [{"name": "T"}, {"name": "U", "lat": 91, "lon": 0}]}, "places.1.lat", "90"),
        ({"places": [{"name": "U", "lat": 1}]}, "places.0", "both lat and lon"),
        ({"places": [{"name": "U", "lat": float("nan"), "lon": 0}]}, "places.0.lat", "finite"),
        ({"places": [{"name": "U", "id": "7"}]}, "places.0.id", "integer"),
        ({"places": "Tesno"}, "places", "list"),
        ({"places": [{"name": "T"}] * 51}, "places", "at most 50"),
        ({"when": {"start": "2034-03-02", "end": "2034-03-01"}}, "when", "swap"),
        ({"when": {"start": 1709251200}}, "when.start", "write it as 2023-12-01"),
        ({"said": "2034-02-30"}, "said", "valid date"),
        ({"said": "2034-03-01T00:00"}, "said", "write it as 2023-12-01"),
        ({"counts": [{"what": "killed", "n": -1}]}, "counts.0.n", "0"),
        ({"counts": [{"what": "killed", "min": 5, "max": 4}]}, "counts.0", "swap"),
        ({"counts": [{"what": "killed", "n": 5, "max": 6}]}, "counts.0", "give n, or a range"),
        ({"stances": [{"by": "Ostrya", "stance": "shrugs"}]}, "stances.0.stance", "'confirms'"),
        ({"span": {"start": 5, "end": 5}}, "span", "some words"),
        ({"span": {"start": 0, "end": 23}}, "span", "from 0 to 22"),
        ({"span": {"start": 6, "end": 7}}, "span", "some words"),
        ({"span": {"start": -1, "end": 3}}, "span.start", "0"),
    ],
)
def test_a_value_that_a_field_cannot_have_is_told_with_the_fix(fields: dict[str, Any], field: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        corrected(_CLAIM, fields, _TEXT)
    assert error.value.source == "claim a"
    assert error.value.field == field
    assert said in error.value.fix


@given(before=readings(), after=readings())
def test_what_differs_makes_one_claim_of_the_other_through_json(before: Any, after: Any) -> None:
    for old, new in zip(before.claims, after.claims, strict=False):
        text = after.report.text
        fields = differing(old, new)
        assert set(fields) <= set(CORRECTABLE)
        now = corrected(old, json.loads(json.dumps(fields)), text)
        assert differing(now, new) == {}
        assert differing(new, now) == {}


def test_evidence_is_not_moved_to_words_that_are_not_there() -> None:
    fields = differing(_CLAIM, corrected(_CLAIM, {"span": {"start": 7, "end": 21}, "type": "hold"}, _TEXT))
    assert recorrected(_CLAIM, fields, _TEXT).text == "fell on Monday"
    other = recorrected(_CLAIM, fields, "Hradov fell on Friday.")
    assert (other.text, other.type) == ("Hradov fell", "hold")
