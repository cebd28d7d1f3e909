"""Invented land as GeoJSON: closed rings, lakes, one line for the border that two lands share, and their names."""

from __future__ import annotations

from sayso.exports.lands import lands
from sayso.theatres import load


def test_varnia_and_ostrya() -> None:
    features = lands([load("ukraine"), load("varnia")])["features"]
    kinds = [feature["properties"]["kind"] for feature in features]
    assert sorted(set(kinds)) == ["border", "lake", "land", "name"]
    for feature in features:
        if feature["properties"]["kind"] == "land":
            for (ring,) in feature["geometry"]["coordinates"]:
                assert ring[0] == ring[-1]
                assert len(ring) > 8
    names = {f["properties"]["name"] for f in features if f["properties"]["kind"] == "name"}
    assert names == {"Varnia", "Ostrya"}
    (border,) = [f["geometry"]["coordinates"] for f in features if f["properties"]["kind"] == "border"]
    assert sum(len(line) - 1 for line in border) > 50
    assert len(border) <= 2, "one line, or two where a ring begins on it"


def test_real_conflicts_have_no_land_of_their_own() -> None:
    assert lands([load("ukraine"), load("sudan")]) == {"type": "FeatureCollection", "features": []}
