"""Events under ACLED's column names: the names are theirs, the empties honest, and what is ours stands at the end."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from sayso.exports.acled import COLUMNS, FORMAT, names, row
from sayso.model import CLAIM_TYPES, Count, Party, Place, When
from tests.exporting import SIEGE, answered, entry, written

# The codebook's: which sub-events belong to which event, and which disorder that is.
SUB_EVENTS = {
    "Battles": {"Government regains territory", "Non-state actor overtakes territory", "Armed clash"},
    "Explosions/Remote violence": {
        "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED", "Grenade",
    },
    "Strategic developments": {
        "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
        "Headquarters or base established", "Looting/property destruction", "Non-violent transfer of territory",
        "Other",
    },
}  # fmt: skip
PLOVER = {
    *("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT"),
    *("THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}


@pytest.mark.parametrize("kind", names())
def test_the_table_of_names_holds_names_of_theirs(kind: str) -> None:
    called = names()[kind]
    assert kind in CLAIM_TYPES
    assert set(called) <= {"disorder", "event", "sub_event", "plover"}
    if "event" in called:
        assert called.get("sub_event") in {*SUB_EVENTS[called["event"]], None}
        political = called["event"] != "Strategic developments"
        assert called["disorder"] == ("Political violence" if political else "Strategic developments")
    else:
        assert "sub_event" not in called
    assert called.get("plover") in {*PLOVER, None}


def test_an_event_is_a_line() -> None:
    told = [
        entry(
            "a", "drones struck Hradov", when=When(date(2031, 3, 2), date(2031, 3, 4)),
            actor=Party("Ostrya", "Ostrya"), target=Party("a depot"), counts=(Count("killed", min=2, max=5),),
        ),
    ]  # fmt: skip
    (line,) = csv.DictReader(io.StringIO(written(FORMAT, answered(told)), newline=""))
    assert tuple(line) == COLUMNS
    filled = {name: value for name, value in line.items() if value}
    assert filled == {
        "event_id_cnty": "e-a",
        "event_date": "2031-03-02",
        "year": "2031",
        "time_precision": "2",
        "disorder_type": "Political violence",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Air/drone strike",
        "actor1": "Ostrya",
        "actor2": "a depot",
        "location": "Hradov",
        "latitude": "-48.21",
        "longitude": "-123.24",
        "geo_precision": "1",
        "source": "Interwire",
        "notes": "air strike on Hradov. Interwire: “drones struck Hradov”.",
        "fatalities": "2",
        "sayso_plover": "ASSAULT",
        "sayso_fatalities_best": "2",
        "sayso_fatalities_high": "5",
        "sayso_actor1_side": "Ostrya",
        "sayso_type": "airstrike",
        "sayso_accounts": "1",
        "sayso_against": "0",
        "sayso_told_by": "Interwire",
        "sayso_reports": "1",
        "sayso_copies": "0",
        "sayso_figures": "2 to 5 killed",
        "sayso_figures_told": "Interwire: 2 to 5 killed",
        "sayso_place_id": "9001",
        "sayso_claims": "a",
    }


@pytest.mark.parametrize(
    ("when", "precision"),
    [
        (None, None),
        (When(date(2031, 3, 1), date(2031, 3, 1)), 1),
        (When(date(2031, 3, 1), date(2031, 3, 7)), 2),
        (When(date(2031, 3, 1), date(2031, 3, 8)), 3),
        (When(date(2031, 3, 1), None), 3),
    ],
)
def test_how_surely_the_day_is_known(when: When | None, precision: int | None) -> None:
    (answer,) = answered([entry(when=when)])
    assert row(answer)["time_precision"] == precision
    assert (row(answer)["event_date"] is None) == (when is None)


def test_a_region_is_no_town() -> None:
    (answer,) = answered([entry(places=(Place("Selm", None, -48.0, -123.0, "region"),))])
    assert row(answer)["geo_precision"] == 3


def test_a_place_without_a_position_has_no_precision_of_one() -> None:
    (answer,) = answered([entry(places=(Place("Nowhere"),))])
    assert (row(answer)["location"], row(answer)["geo_precision"]) == ("Nowhere", None)


def test_what_has_no_name_of_theirs_or_did_not_happen_has_no_line() -> None:
    told = [
        entry("a", "it is a hard winter", type="statement", places=()),
        entry("b", "Varnia holds Hradov", type="hold"),
        entry("c", "no missile struck Mlin", modality="negated", places=(Place("Mlin", 9002, -48.26, -123.31),)),
    ]
    assert written(FORMAT, answered(told)).count("\r\n") == 1
    types = {line["sayso_type"] for line in csv.DictReader(io.StringIO(written(FORMAT, answered(SIEGE)), newline=""))}
    assert types <= set(names())
    assert types
