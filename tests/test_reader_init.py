"""The reader as a whole: many reports, a theatre named or chosen, and what it warns of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sayso.errors import SetupError
from sayso.intake import report_from_text
from sayso.model import Report
from sayso.reader import Reader
from sayso.version import sayso_version

TEXT = "Varnian troops captured the village of Hradov from Ostryan forces. Velmar said the Selm region was quiet."


def _report(number: int, text: str = TEXT, theatre: str | None = None) -> Report:
    return report_from_text(text, id=f"r{number}", published=date(2031, 6, 18), theatre=theatre)


def test_reports_are_read_in_order(reader: Reader) -> None:
    assert [r.report.id for r in reader.read_all(_report(n) for n in range(5))] == [f"r{n}" for n in range(5)]


def test_a_report_is_read_alone_as_it_is_among_others(reader: Reader) -> None:
    others = ["Drones hit the Kamsin bridge.", TEXT, "“We hold the town of Lesnava,” Vera Tolan said on Monday."]
    reports = [_report(n, text, "varnia") for n, text in enumerate(others)]
    together = [r.records() for r in reader.read_all(reports)]
    assert together == [reader.read(r).records() for r in reports]


def test_the_text_chooses_the_theatre(reader: Reader) -> None:
    assert reader.read(_report(1)).theatre == reader.read(_report(1, theatre="varnia")).theatre


def test_a_text_of_no_known_war_is_read_without_sides(reader: Reader) -> None:
    reading = reader.read(_report(1, "Rebels captured the village on Sunday, a spokesman said."))
    assert [c.type for c in reading.claims] == ["capture"]
    assert reading.claims[0].source.side is None


def test_a_theatre_named_for_the_reader_stands_where_a_report_names_none() -> None:
    assert Reader(theatre="varnia").read(_report(1, "Troops captured a village on Sunday.")).theatre is not None


def test_an_unknown_theatre_is_refused() -> None:
    with pytest.raises(SetupError, match="atlantis"):
        Reader(theatre="atlantis")


def test_an_unknown_model_is_refused() -> None:
    with pytest.raises(SetupError, match="no_such_model"):
        Reader(model="no_such_model")


def test_a_reading_says_which_sayso_made_it(reader: Reader) -> None:
    foreign = replace(_report(2), language="uk")
    assert [reading.sayso for reading in reader.read_all([_report(1), foreign])] == [sayso_version()] * 2


def test_a_report_without_a_date_is_read_with_a_warning(reader: Reader) -> None:
    reading = reader.read(report_from_text("Ostryan forces shelled Lesnava on Monday.", id="t", theatre="varnia"))
    assert reading.claims
    assert any("date" in w for w in reading.warnings)


def test_no_reports_are_no_readings(reader: Reader) -> None:
    assert list(reader.read_all([])) == []
