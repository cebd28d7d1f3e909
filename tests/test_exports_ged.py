"""Deadly events under UCDP GED's column names: the dead low, best and high, and no guess at what is not known."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from sayso.exports.ged import COLUMNS, FORMAT, cell_of, row
from sayso.model import Count, Party, Place, Publication, Source, When
from tests.exporting import answered, entry, written

DAY = When(date(2031, 3, 2), date(2031, 3, 2))


def test_an_event_is_a_line() -> None:
    told = [
        entry("a", "an air strike on Hradov killed 3", when=DAY, counts=(Count("killed", 3),),
              actor=Party("Ostryan jets", "Ostrya"), target=Party("a column", "Varnia"),
              publication=Publication("r1", "d1", date(2031, 3, 3), "Interwire", None, "varnia", "Strike on Hradov")),
        entry("b", "an air strike on Hradov killed 5", when=DAY, counts=(Count("killed", 5),),
              source=Source("Red Cross", "organisation"),
              publication=Publication("r2", "d2", date(2031, 3, 4), "Channel Nine", None, "varnia", "Five dead")),
    ]  # fmt: skip
    (line,) = csv.DictReader(io.StringIO(written(FORMAT, answered(told)), newline=""))
    assert tuple(line) == COLUMNS
    assert {name: value for name, value in line.items() if value and not name.startswith("sayso_")} == {
        "id": "e-a",
        "year": "2031",
        "conflict_name": "varnia",
        "dyad_name": "Ostrya - Varnia",
        "side_a": "Ostrya",
        "side_b": "Varnia",
        "number_of_sources": "2",
        "source_article": "Interwire, 2031-03-03, Strike on Hradov; Channel Nine, 2031-03-04, Five dead",
        "source_office": "Interwire; Channel Nine",
        "source_date": "2031-03-03; 2031-03-04",
        "source_headline": "Strike on Hradov; Five dead",
        "source_original": "Interwire; International Committee of the Red Cross",
        "where_prec": "1",
        "where_coordinates": "Hradov",
        "where_description": "Hradov (settlement)",
        "latitude": "-48.21",
        "longitude": "-123.24",
        "geom_wkt": "POINT (-123.24 -48.21)",
        "priogrid_gid": "59874",
        "date_prec": "1",
        "date_start": "2031-03-02",
        "date_end": "2031-03-02",
        "deaths_unknown": "5",
        "best": "5",
        "high": "5",
        "low": "3",
    }


@pytest.mark.parametrize(
    ("counts", "kind", "modality"),
    [
        ((Count("injured", 3),), "airstrike", "asserted"),
        ((Count("killed", 0),), "airstrike", "asserted"),
        ((Count("killed", 3),), "airstrike", "negated"),
        ((Count("killed", 3),), "statement", "asserted"),
        ((), "casualties", "asserted"),
    ],
)
def test_only_events_with_dead_have_a_line(counts: tuple[Count, ...], kind: str, modality: str) -> None:
    told = [entry(counts=counts, type=kind, modality=modality, when=DAY)]
    assert written(FORMAT, answered(told)).count("\r\n") == 1


@pytest.mark.parametrize(("last", "precision"), [(1, 1), (2, 2), (6, 2), (7, 3), (8, 4), (31, 4), (None, 5)])
def test_how_surely_the_days_are_known(last: int | None, precision: int) -> None:
    when = When(date(2031, 3, 1), None if last is None else date(2031, 3, last))
    (answer,) = answered([entry(when=when, counts=(Count("killed", 1),))])
    assert row(answer)["date_prec"] == precision


def test_an_open_end_is_no_day() -> None:
    (answer,) = answered([entry(when=When(date(2031, 2, 1), None), counts=(Count("killed", 1),))])
    assert (row(answer)["date_start"], row(answer)["date_end"]) == (date(2031, 2, 1), None)


def test_one_side_is_no_dyad_with_itself() -> None:
    (answer,) = answered([entry(actor=Party("militia", "Ostrya"), target=Party("a post", "Ostrya"))])
    assert (row(answer)["side_a"], row(answer)["side_b"], row(answer)["dyad_name"]) == ("Ostrya", "Ostrya", None)


def test_the_deaths_add_up_and_a_lone_side_is_no_dyad() -> None:
    (answer,) = answered([entry(actor=Party("masked men"), counts=(Count("killed", min=4),))])
    told = row(answer)
    parts = [told.get(name) or 0 for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")]
    assert sum(part for part in parts if isinstance(part, int)) == told["best"] == 4
    assert (told["side_a"], told["side_b"], told["dyad_name"]) == ("masked men", None, None)


@pytest.mark.parametrize(
    ("lat", "lon", "gid"),
    [
        (-90.0, -180.0, 1),
        (-89.75, -179.25, 2),
        (-89.25, -179.75, 721),
        (0.25, 0.25, 129961),  # the cell north-east of the Gulf of Guinea's null island
        (90.0, 180.0, 259200),
    ],
)
def test_cells_of_prio_grid(lat: float, lon: float, gid: int) -> None:
    assert cell_of(Place("x", None, lat, lon)) == gid


def test_a_region_or_a_place_nowhere_has_no_cell() -> None:
    assert cell_of(Place("x")) is None
    (answer,) = answered([entry(places=(Place("Nowhere"),), counts=(Count("killed", 1),))])
    assert (row(answer)["where_coordinates"], row(answer)["where_prec"]) == ("Nowhere", None)
    (answer,) = answered([entry(places=(Place("Selm", None, -48.0, -123.0, "region"),), counts=(Count("killed", 1),))])
    assert (row(answer)["priogrid_gid"], row(answer)["where_prec"]) == (None, 4)
