from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.exports import words
from sayso.model import Count, Modality, Party, Place, Report, Stance, When
from tests.exports_sample import READING, REPORT

D = date


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (D(2023, 12, 1), D(2023, 12, 1), "1 Dec 2023"),
        (D(2023, 11, 17), D(2023, 11, 30), "17–30 Nov 2023"),
        (D(2023, 10, 17), D(2023, 11, 2), "17 Oct – 2 Nov 2023"),
        (D(2022, 12, 30), D(2023, 1, 2), "30 Dec 2022 – 2 Jan 2023"),
        (D(2024, 2, 1), D(2024, 2, 29), "Feb 2024"),
        (D(2023, 2, 1), D(2023, 4, 30), "Feb–Apr 2023"),
        (D(2022, 12, 1), D(2023, 1, 31), "Dec 2022 – Jan 2023"),
        (D(2014, 1, 1), D(2014, 12, 31), "2014"),
        (D(2014, 1, 1), D(2016, 12, 31), "2014–2016"),
        (D(2023, 6, 1), None, "since 1 Jun 2023"),
        (None, D(2023, 6, 1), "until 1 Jun 2023"),
        (None, None, ""),
    ],
)
def test_an_interval_in_words(start: date | None, end: date | None, expected: str) -> None:
    assert words.when(When(start, end)) == expected


def test_no_time_is_no_words() -> None:
    assert words.when(None) == ""


@given(st.dates(), st.dates())
def test_both_years_of_an_interval_are_told(first: date, second: date) -> None:
    start, end = sorted((first, second))
    told = words.when(When(start, end))
    assert str(start.year) in told
    assert str(end.year) in told


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (Count("killed", n=3), "3 killed"),
        (Count("drones", n=1200), "1,200 drones"),
        (Count("injured", min=12, max=15), "12 to 15 injured"),
        (Count("killed", min=5), "at least 5 killed"),
        (Count("missiles", max=90), "up to 90 missiles"),
        (Count("bombs"), "bombs"),
    ],
)
def test_a_figure_in_words(count: Count, expected: str) -> None:
    assert words.count(count) == expected


def test_the_way_of_an_account_runs_from_the_source_to_the_outlet() -> None:
    claim = READING.claims[3]
    assert words.account(claim, REPORT) == [
        ("Ivo Brandt", "military, Kestria"),
        ("Radio Selda", "channel"),
        ("Northwire", "agency"),
        ("The Harbour Post", "outlet"),
    ]


def test_narration_is_the_reports_own_account() -> None:
    claim = READING.claims[0]
    assert words.account(claim, REPORT) == [("Northwire", "agency"), ("The Harbour Post", "outlet")]
    assert words.speaker(claim, REPORT) == "The Harbour Post"
    bare = Report("x", "words")
    assert words.account(claim, bare) == [("the report", "outlet not known")]
    assert words.speaker(claim, bare) == "the report"


@pytest.mark.parametrize(
    ("modality", "cue", "said"),
    [
        ("negated", "denied", "Ostrya (“denied”)"),
        ("demanded", "called for", "Ostrya (“called for”)"),
        ("negated", None, "Ostrya"),
        ("asserted", "said", "Ostrya"),
    ],
)
def test_who_says_what_is_not_simply_asserted_says_it_by_the_reports_word(
    modality: Modality, cue: str | None, said: str
) -> None:
    claim = replace(READING.claims[0], modality=modality, cue=cue)
    assert words.saying("Ostrya", claim) == said


def test_the_gravest_objection_counts() -> None:
    claim = READING.claims[1]
    assert words.standing(claim) == "denied"
    assert words.standing(replace(claim, stances=(Stance("Northwire", "could_not_verify"),))) == "unverified"
    assert words.standing(replace(claim, stances=())) is None


def test_a_side_and_a_region_are_told_only_where_the_name_does_not() -> None:
    assert words.party(Party("Kestria", "Kestria")) == "Kestria"
    assert words.party(Party("the militia", "Kestria")) == "the militia (Kestria)"
    assert words.place(Place("Halmar", precision="region")) == "Halmar (region)"
    assert words.place(Place("Halmar region", precision="region")) == "Halmar region"


def test_a_report_is_called_by_its_title_its_headline_or_its_id() -> None:
    from sayso.model import Block

    assert words.title(REPORT) == REPORT.title
    headed = Report("x", "Big news\n\nText.", blocks=(Block("headline", 0, 8),))
    assert words.title(headed) == "Big news"
    assert words.title(Report("x", "Text.")) == "x"


@pytest.mark.parametrize(
    ("days", "said"), [(0, "on the same day"), (0.5, "within 1 day"), (1, "within 1 day"), (2.5, "within 3 days")]
)
def test_how_soon_is_told_in_whole_days(days: float, said: str) -> None:
    assert words.within(days) == said
