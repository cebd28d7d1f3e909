"""Claims as KML: GDAL reads what was written, folders tell families apart, and no text becomes an element."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from lxml import etree

from sayso.exports import kml, rows
from sayso.exports.cells import cell
from sayso.exports.families import FAMILIES, family
from sayso.exports.kml import FORMAT
from sayso.model import Entry, Place, Source, Stance, When
from tests.exporting import HRADOV, SIEGE, entry, hostile_entries, written

NS = "{http://www.opengis.net/kml/2.2}"
ELEMENTS = {
    *("kml", "Document", "name", "description", "Style", "IconStyle", "color", "LabelStyle", "scale", "BalloonStyle"),
    *(
        "text",
        "Folder",
        "Placemark",
        "Snippet",
        "TimeSpan",
        "begin",
        "end",
        "styleUrl",
        "ExtendedData",
        "Data",
        "value",
    ),
    *("Point", "coordinates"),
}

# What may stand within an element, in the order of OGC's schema (ogckml22.xsd): of what can be one, only what we write.
_FEATURE = ("name", "Snippet", "description", "TimeSpan", "styleUrl", "Style", "ExtendedData")
ORDER = {
    "kml": ("Document",),
    "Document": (*_FEATURE, "Folder"),
    "Folder": (*_FEATURE, "Placemark"),
    "Placemark": (*_FEATURE, "Point"),
    "Style": ("IconStyle", "LabelStyle", "BalloonStyle"),
    "IconStyle": ("color",),
    "LabelStyle": ("color", "scale"),
    "BalloonStyle": ("text",),
    "TimeSpan": ("begin", "end"),
    "ExtendedData": ("Data",),
    "Data": ("value",),
    "Point": ("coordinates",),
}
_MANY = {"Style", "Folder", "Placemark", "Data"}


def _parsed(claims: Iterable[Entry]) -> Any:
    return etree.fromstring(written(FORMAT, claims).encode("utf-8"), etree.XMLParser(resolve_entities=False))


def _data(mark: Any) -> dict[str, str]:
    return {data.get("name"): data.findtext(f"{NS}value") for data in mark.iter(f"{NS}Data")}


def test_gdal_reads_it_back(tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    pyogrio = pytest.importorskip("pyogrio")
    if "LIBKML" not in pyogrio.list_drivers():
        pytest.skip("GDAL was built without LIBKML")
    path = tmp_path / "claims.kml"
    path.write_text(written(FORMAT, SIEGE), encoding="utf-8", newline="")
    layers = dict.fromkeys(name for name, _ in pyogrio.list_layers(path))
    assert [name.split()[1] for name in layers] == [
        kin.title for kin in FAMILIES if any(family(one.claim.type) is kin and one.claim.places for one in SIEGE)
    ]
    read = {}
    for layer in layers:
        for mark in geopandas.read_file(path, layer=layer).itertuples():
            read[mark.claim, mark.place] = (
                mark.geometry.x,
                mark.geometry.y,
                mark.text,
                mark.begin.date() if mark.begin == mark.begin else None,  # NaT is not itself
            )
    assert read == {
        (one.claim.id, place.name): (place.lon, place.lat, one.claim.text, one.claim.when and one.claim.when.start)
        for one in SIEGE
        for place in one.claim.places
    }


def test_what_a_placemark_tells_of_a_claim() -> None:
    told = entry(
        "a", "they struck Hradov", source=Source("Ilona Marek", "local_official", "Varnia"), via=("Telegram",),
        when=When(date(2031, 3, 2), None), modality="possible", stances=(Stance("Ostrya", "denies"),),
        places=(HRADOV, Place("Selm", None, -48.0, -123.0, "region"), Place("Nowhere")),
    )  # fmt: skip
    marks = list(_parsed([told]).iter(f"{NS}Placemark"))
    told_so = "◆ airstrike (said to be possible)"
    assert [mark.findtext(f"{NS}name") for mark in marks] == [f"{told_so}, Hradov", f"{told_so}, Selm (region)"]
    assert [mark.findtext(f"{NS}Point/{NS}coordinates") for mark in marks] == ["-123.24,-48.21", "-123.0,-48.0"]
    assert marks[0].findtext(f"{NS}TimeSpan/{NS}begin") == "2031-03-02"
    assert marks[0].find(f"{NS}TimeSpan/{NS}end") is None
    assert marks[0].findtext(f"{NS}styleUrl") == "#fighting"
    said = lxml.html.fromstring(f"<div>{marks[0].findtext(f'{NS}description')}</div>")
    assert [part.text_content() for part in said] == [
        "“they struck Hradov”",
        "Ilona Marek (Varnia), through Telegram · said to be possible · since 2 Mar 2031",
        "Ostrya denies it",
        "Interwire",
    ]
    assert (_data(marks[1])["place"], _data(marks[1])["precision"]) == ("Selm", "region")


def test_a_mark_of_what_is_denied_does_not_look_like_one_of_what_is_told() -> None:
    marks = _parsed([entry("a", modality="negated"), entry("b")]).iter(f"{NS}Placemark")
    names = {mark.findtext(f"{NS}name") for mark in marks}
    assert names == {"◆ airstrike (said not to be so), Hradov", "◆ airstrike, Hradov"}


def test_the_data_of_a_placemark_are_the_claims_row() -> None:
    for one in SIEGE:
        for mark, place in zip(_parsed([one]).iter(f"{NS}Placemark"), one.claim.places, strict=True):
            told = {**rows.flat(one), "place": place.name, "place_id": place.id, "precision": place.precision}
            told |= {"claim": told["id"], "text_start": told["start"], "text_end": told["end"]}
            read = _data(mark)
            assert read == {name: str(cell(told[name])) for name in read}
            left_out = {"id", "start", "end", "lat", "lon", "other_places"}
            assert {name for name in rows.COLUMNS if cell(told[name]) is not None} - left_out <= set(read)


def test_claims_that_lie_nowhere_are_counted() -> None:
    document = _parsed([entry("a", places=()), entry("b", places=(Place("Nowhere"),)), entry("c")])[0]
    assert document.findtext(f"{NS}description").endswith(" 2 claims name no place whose position is known.")
    assert [folder.findtext(f"{NS}name") for folder in document.iter(f"{NS}Folder")] == ["◆ Fighting (1)"]
    assert "position" not in _parsed([entry()])[0].findtext(f"{NS}description")


@pytest.mark.parametrize("claims", [[], SIEGE, hostile_entries()], ids=["none", "siege", "hostile"])
def test_elements_stand_in_the_order_of_the_schema(claims: Iterable[Entry]) -> None:
    for element in _parsed(claims).iter(etree.Element):
        names = [etree.QName(child).localname for child in element]
        allowed = ORDER.get(etree.QName(element).localname, ())
        assert set(names) <= set(allowed)
        assert names == sorted(names, key=allowed.index)
        assert all(names.count(name) == 1 for name in set(names) - _MANY)


def test_every_style_is_there_and_nothing_is_fetched() -> None:
    document = _parsed(SIEGE)
    styles = {style.get("id") for style in document.iter(f"{NS}Style")}
    assert {mark.findtext(f"{NS}styleUrl") for mark in document.iter(f"{NS}Placemark")} <= {f"#{id}" for id in styles}
    assert not list(document.iter(f"{NS}href"))


def test_no_text_becomes_an_element_an_attribute_or_a_field() -> None:
    document = _parsed(hostile_entries())
    assert {element.tag.removeprefix(NS) for element in document.iter(etree.Element)} <= ELEMENTS
    assert not list(document.iter(etree.Comment, etree.ProcessingInstruction))
    names = {*rows.COLUMNS, "claim", "text_start", "text_end"}
    marks = list(document.iter(f"{NS}Placemark"))
    assert len(marks) >= len(hostile_entries())
    for mark in marks:
        assert mark.findtext(f"{NS}styleUrl") in {f"#{kin.key}" for kin in FAMILIES}
        assert set(_data(mark)) <= names
        description = mark.findtext(f"{NS}description")
        assert "$[" not in description
        said = lxml.html.fromstring(f"<div>{description}</div>")
        assert {element.tag for element in said.iter()} <= {"div", "p"}
        assert not any(element.attrib for element in said.iter())


def test_a_field_of_the_balloon_can_not_be_asked_for() -> None:
    (mark,) = _parsed([entry(text="$[text] $[geDirections] $50")]).iter(f"{NS}Placemark")
    description = mark.findtext(f"{NS}description")
    assert "$[" not in description
    assert lxml.html.fromstring(f"<div>{description}</div>").text_content().startswith("“$[text] $[geDirections] $50”")


def test_many_claims_wait_on_disk_and_come_out_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = written(FORMAT, SIEGE)
    monkeypatch.setattr(kml, "_IN_MEMORY", 1)
    assert written(FORMAT, SIEGE) == whole


def test_nothing_asked_for_is_a_document_all_the_same() -> None:
    assert _parsed([]).tag == f"{NS}kml"
    out = io.StringIO()
    FORMAT.write([], out)
    assert not out.closed
