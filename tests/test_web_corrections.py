from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from sayso.model import Claim, Count, Party, Place, Reading, Source, Stance, When
from sayso.web.corrections import as_form, changes
from tests.ledger_strategies import awkward_readings

_CLAIM = Claim(
    "a", "r", "Hradov fell", 0, 11, "capture", Source("Brezin", "military", "Varnia"), cue="said", via=("Telegram",),
    actor=Party("troops", "Ostrya"), places=(Place("Hradov", 1), Place("Selm")), when=When(date(2034, 3, 1), None),
    counts=(Count("killed", min=1200), Count("hurt", 3)), stances=(Stance("Ostrya", "denies"),),
)  # fmt: skip


def test_a_form_that_comes_back_as_it_was_changes_nothing() -> None:
    told = as_form(_CLAIM)
    assert told["counts"] == "at least 1,200 killed; 3 hurt"
    assert told["places"] == "Hradov; Selm"
    assert changes(told, _CLAIM) == {}
    assert changes({}, _CLAIM) == {}


@given(reading=awkward_readings())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_a_claim_holds_its_form_changes_nothing(reading: Reading) -> None:
    for claim in reading.claims:
        shown = {name: value.replace("\r", " ").replace("\n", " ") for name, value in as_form(claim).items()}
        assert changes(shown, claim) == {}


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"type": "hold"}, {"type": "hold"}),
        ({"source": "Marek"}, {"source": {"name": "Marek", "kind": "military", "side": "Varnia"}}),
        ({"source": "narrator", "source_kind": "military"}, {"source": {"name": "narrator"}}),
        ({"source_side": ""}, {"source": {"name": "Brezin", "kind": "military", "side": None}}),
        ({"actor": " "}, {"actor": None}),
        ({"target": "a bridge"}, {"target": {"name": "a bridge", "side": None}}),
        ({"places": "Hradov;; Tesno ;"}, {"places": ["Hradov", "Tesno"]}),
        ({"when_start": "", "when_end": ""}, {"when": None}),
        ({"when_end": "2034-03-02"}, {"when": {"start": "2034-03-01", "end": "2034-03-02"}}),
        ({"counts": ""}, {"counts": []}),
        ({"said": "2034-03-02", "cue": ""}, {"said": "2034-03-02", "cue": None}),
        ({"span_end": "6"}, {"span": {"start": 0, "end": 6}}),
        ({"span_end": "six"}, {"span": {"start": 0, "end": "six"}}),
        ({"modality": "negated", "quote": "direct"}, {"modality": "negated", "quote": "direct"}),
    ],
)
def test_what_was_changed_is_told_as_a_correction(given: dict[str, str], fields: dict[str, Any]) -> None:
    assert changes(as_form(_CLAIM) | given, _CLAIM) == fields
