from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from sayso.exports import html, table
from sayso.exports.article import marked
from sayso.exports.foreign import named, side, spoken
from sayso.exports.jsonl import write as write_jsonl
from sayso.exports.report_records import read
from sayso.gazetteer import open_gazetteer
from sayso.model import Block, Mention, Place, Reading, Report
from tests.abroad import readings
from tests.exports_sample import READING


@pytest.fixture(scope="module")
def abroad() -> Sequence[Reading]:
    return readings(open_gazetteer())


def test_a_browser_is_told_the_language_and_its_way(abroad: Sequence[Reading]) -> None:
    assert [spoken(reading.report) for reading in abroad] == [
        ' lang="uk" dir="ltr"', ' lang="ru" dir="ltr"', ' lang="ar" dir="rtl"', ' lang="fr" dir="ltr"',
    ]  # fmt: skip
    assert spoken(READING.report) == ""


def test_the_whole_text_is_there_with_what_it_names_marked(abroad: Sequence[Reading]) -> None:
    for reading in abroad:
        shown = marked(reading, lambda n: str(n))
        assert re.sub("<[^>]*>", "", shown) == reading.report.text.replace("'", "&#x27;")
        assert shown.count('class="named') == len(reading.mentions)
    assert '<span class="named place" title="Velmar">فيلمار</span>' in marked(abroad[2], str)
    assert '<span class="named day" title="6 Mar 2031">четвер</span>' in marked(abroad[0], str)


def test_nothing_a_report_says_is_markup() -> None:
    text = "<b>Велмар</b> & <i>тихо</i>"
    place = Place('<img src="x">')
    report = Report("r", text, language="uk", blocks=(Block("body", 0, len(text)),))
    reading = Reading(report, (), mentions=(Mention(3, 9, place=place),))
    for shown in (marked(reading, str), side((reading,)), html.page([reading])):
        assert "<img" not in shown
        assert "<i>" not in shown


def test_what_is_named_is_listed_once(abroad: Sequence[Reading]) -> None:
    once = [(one.words, one.place.name if one.place else None, one.times) for one in named(abroad[0])]
    assert ("Велмарі", "Velmar", 2) in once
    assert len(once) == len(abroad[0].mentions) - 1
    assert "Not read for claims" in side(abroad)
    assert 'href="/p/Velmar"' in side(abroad, lambda place: f"/p/{place.name}")


def test_the_table_tells_what_is_named_and_that_nothing_is_claimed(abroad: Sequence[Reading]) -> None:
    out = io.StringIO()
    table.write(abroad[0], table.console(out))
    told = out.getvalue()
    assert "in Ukrainian" in told
    assert re.search(r"Велмарі +Velmar +2", told)
    assert re.search(r"четвер +6 Mar 2031 +1", told)
    assert "not read for claims; its places and dates are found" in told
    assert "claims ·" not in told


def test_no_line_of_jsonl_comes_of_it(abroad: Sequence[Reading]) -> None:
    out = io.StringIO()
    for reading in abroad:
        write_jsonl(reading, out)
    assert out.getvalue() == ""


def test_a_page_of_its_own_shows_it_beside_others(abroad: Sequence[Reading]) -> None:
    page = html.page([abroad[2]])
    assert '<div class="text" lang="ar" dir="rtl">' in page
    assert "Not read for claims" in page
    assert "in Arabic" in page
    both = html.page([READING, abroad[2]])
    assert "Not read for claims" not in both.split('class="side"')[1]  # the claims of the other stand there
    assert "in Arabic: not read for claims" in both


def test_as_a_record_it_has_its_language_and_what_it_names(abroad: Sequence[Reading]) -> None:
    told = read(abroad[0])
    assert (told["language"], told["claims"]) == ("uk", [])
    first = told["mentions"][0]
    assert first["text"] == abroad[0].report.text[first["start"] : first["end"]] == "Велмарі"
    assert first["place"]["name"] == "Velmar"
    assert first["when"] is None
    assert read(replace(READING))["mentions"] == []
