from __future__ import annotations

from dataclasses import replace
from datetime import date

from sayso.exports import rows
from sayso.exports.cells import cell
from sayso.model import Claim, Count, Entry, Party, Place, Publication, Source, Stance, When, record
from tests.exports_rows import ENTRIES, PUBLICATION

HRADOV = Place("Hradov", 71, 49.5, 31.25)
FULL = Claim(
    *("c1", "r1", "Hradov fell", 10, 21, "capture", Source("Colonel Lund", "military", "Varnia")),
    cue="said",
    quote="direct",
    via=("Radio Selda", "Telegram"),
    actor=Party("the Second Army", "Varnia"),
    target=Party("Morvia"),
    places=(HRADOV, Place("the north", precision="region")),
    when=When(date(2023, 3, 7), None),
    said=date(2023, 3, 8),
    counts=(Count("killed", 3), Count("injured", min=12)),
    modality="possible",
    stances=(Stance("Morvia", "denies"), Stance("Northwire", "could_not_verify")),
)
BARE = Claim("c2", "r1", "Hradov fell", 10, 21, "capture", Source("narrator"))
KNOWN = Publication(
    "r1", "d", date(2023, 3, 9), "The Selda Post", "Northwire", "varnia", "Hradov falls", "https://a.example/1"
)


def test_a_claim_with_everything_as_a_row() -> None:
    row = rows.flat(Entry(FULL, KNOWN))
    assert {name: cell(row[name]) for name in rows.COLUMNS} == {
        "report": "r1",
        "published": "2023-03-09",
        "outlet": "The Selda Post",
        "agency": "Northwire",
        "source": "Colonel Lund",
        "source_kind": "military",
        "source_side": "Varnia",
        "via": "Radio Selda; Telegram",
        "cue": "said",
        "quote": "direct",
        "type": "capture",
        "modality": "possible",
        "actor": "the Second Army",
        "actor_side": "Varnia",
        "target": "Morvia",
        "target_side": None,
        "place": "Hradov",
        "place_id": 71,
        "lat": 49.5,
        "lon": 31.25,
        "precision": "settlement",
        "other_places": "the north",
        "when_start": "2023-03-07",
        "when_end": None,
        "said": "2023-03-08",
        "counts": "3 killed; at least 12 injured",
        "stances": "Morvia denies it; Northwire could not verify it",
        "text": "Hradov fell",
        "start": 10,
        "end": 21,
        "id": "c1",
        "title": "Hradov falls",
        "url": "https://a.example/1",
        "theatre": "varnia",
    }


def test_what_a_claim_lacks_is_absent_and_every_row_has_the_same_keys() -> None:
    bare = rows.flat(Entry(BARE, Publication("r1", "d")))
    assert set(bare) == set(rows.flat(Entry(FULL, KNOWN))) == {*rows.COLUMNS, "places"}
    given = {name: cell(bare[name]) for name in rows.COLUMNS if cell(bare[name]) is not None}
    assert given == {
        "report": "r1",
        "source": "narrator",
        "quote": "none",
        "type": "capture",
        "modality": "asserted",
        "text": "Hradov fell",
        "start": 10,
        "end": 21,
        "id": "c2",
    }


def test_each_place_has_the_columns_that_it_fills() -> None:
    listed = rows.flat(Entry(FULL, KNOWN))["places"]
    assert listed == [
        {"place": "Hradov", "place_id": 71, "lat": 49.5, "lon": 31.25, "precision": "settlement"}
        | {"other_places": ("the north",)},
        {"place": "the north", "place_id": None, "lat": None, "lon": None, "precision": "region"}
        | {"other_places": ("Hradov",)},
    ]
    assert rows.flat(Entry(replace(FULL, places=()), KNOWN))["places"] == []


def test_facts_are_the_fixed_record_and_no_key_of_it_is_lost() -> None:
    for entry in ENTRIES:
        told = rows.facts(entry)
        assert {name: told[name] for name in record(entry.claim)} == record(entry.claim)
        assert told["published"] == "2023-03-08"
        assert told["url"] == PUBLICATION.url
    assert set(rows.facts(Entry(BARE, Publication("r1", "d")))) == set(rows.facts(Entry(FULL, KNOWN)))
