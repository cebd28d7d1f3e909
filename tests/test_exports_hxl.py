"""Events with HXL's hashtags: libhxl reads them and finds nothing wrong."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from sayso.answers import EventAnswer
from sayso.exports.hxl import FORMAT, HARM, TAGS
from sayso.model import Count, Publication, When
from tests.exporting import SIEGE, answered, entry, hostile_events, written


@pytest.fixture(scope="module")
def hxl() -> Any:
    return pytest.importorskip("hxl", reason="libhxl, or what it needs, is not installed here", exc_type=ImportError)


def _read(hxl: Any, found: Sequence[EventAnswer]) -> Any:
    return hxl.data(list(csv.reader(io.StringIO(written(FORMAT, found), newline=""))))


@pytest.mark.parametrize("tag", TAGS.values())
def test_a_hashtag_is_written_as_the_standard_says(tag: str) -> None:
    assert re.fullmatch(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*", tag)
    assert list(TAGS.values()).count(tag) == 1


def test_hashtags_stand_beneath_the_headings() -> None:
    lines = list(csv.reader(io.StringIO(written(FORMAT, answered(SIEGE)), newline="")))
    assert lines[0] == list(TAGS)
    assert lines[1] == list(TAGS.values())
    assert len(lines) > 4
    assert list(csv.reader(io.StringIO(written(FORMAT, []), newline=""))) == lines[:2]


def test_who_was_harmed_from_least_to_most() -> None:
    counts = tuple(Count(what, min=n + 1, max=n + 5) for n, what in enumerate(HARM))
    told = entry(
        counts=counts,
        when=When(date(2031, 3, 2), date(2031, 3, 3)),
        publication=Publication("r", "d", date(2031, 3, 3), "Interwire", theatre="varnia"),
    )
    lines = csv.DictReader(io.StringIO(written(FORMAT, answered([told])), newline=""))
    line = list(lines)[1]
    assert [line[f"{what.capitalize()} (least)"] for what in HARM] == ["1", "2", "3", "4", "5", "6"]
    assert [line[f"{what.capitalize()} (most)"] for what in HARM] == ["5", "6", "7", "8", "9", "10"]
    assert (line["First day"], line["Last day"], line["Conflict"]) == ("2031-03-02", "2031-03-03", "varnia")
    assert (line["Independent accounts"], line["Told by"], line["Claims"]) == ("1", "Interwire", "c")


def test_whose_figure_it_is_and_who_could_not_verify_it_stands_beside() -> None:
    lines = list(csv.DictReader(io.StringIO(written(FORMAT, answered(SIEGE)), newline="")))
    assert any("killed" in line["Figures told"] for line in lines[1:])
    assert any(line["Not verified by"] == "Interwire" for line in lines[1:])
    told = entry(counts=(Count("killed", max=90),))
    line = list(csv.DictReader(io.StringIO(written(FORMAT, answered([told])), newline="")))[1]
    assert (line["Killed (least)"], line["Killed (most)"]) == ("", "90")
    assert line["Figures told"] == "Interwire: up to 90 killed"


def test_libhxl_reads_and_accepts_it(hxl: Any) -> None:
    found = answered(SIEGE)
    read = _read(hxl, found)
    assert [column.display_tag for column in read.columns] == list(TAGS.values())
    rows = list(read)
    assert {row.get("#event+id") for row in rows} == {one.event.id for one in found if one.tree.count}
    assert _faults(hxl, found) == []


def test_libhxl_accepts_whatever_a_stranger_writes(hxl: Any) -> None:
    assert _faults(hxl, hostile_events()) == []


def _faults(hxl: Any, found: Sequence[EventAnswer]) -> list[str]:
    said: list[str] = []

    def told(error: Any) -> None:
        if error.rule.severity == "error" or error.rule.tag_pattern.tag == "#*":  # white space; the rest are guesses
            said.append(f"{error.rule.severity}: {error.message}: {error.value!r}")

    hxl.schema(callback=told).validate(_read(hxl, found))
    return said
