"""When it happened, and when it was said."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reading import PUBLISHED, TODAY, claims_of, day, find, reading_of, view

Want = dict[str, Any]

WHEN: list[tuple[str, Any]] = [
    ("Ostryan forces shelled the town of Lesnava on Monday.", day(6, 16)),
    ("Ostryan forces shelled the town of Lesnava on Friday.", day(6, 13)),
    ("Ostryan forces shelled the town of Lesnava on Wednesday.", TODAY),
    ("On Sunday, Ostryan forces shelled the town of Lesnava.", day(6, 15)),
    ("Ostryan forces shelled the town of Lesnava on June 3.", day(6, 3)),
    ("Ostryan forces shelled the town of Lesnava on 3 June.", day(6, 3)),
    ("Ostryan forces shelled the town of Lesnava in May.", day(5, 1, until=(5, 31))),
    ("Ostryan forces shelled the town of Lesnava yesterday.", day(6, 17)),
    ("Ostryan forces shelled the town of Lesnava in 2030.", ("2030-01-01", "2030-12-31")),
    ("Ostryan forces have shelled the town of Lesnava since May.", ("2031-05-01", None)),
    ("Ostryan forces have held the town of Lesnava since March 12.", ("2031-03-12", None)),
    ("Ostryan forces shelled the town of Lesnava.", None),
]


@pytest.mark.parametrize(("text", "when"), WHEN)
def test_the_time_of_the_event(text: str, when: Any) -> None:
    (claim,) = claims_of(text)
    assert view(claim)["when"] == when


NIGHTS = [
    "Ostryan forces shelled the town of Lesnava overnight.",
    "Ostryan drones attacked the port of Halven overnight on Wednesday.",
]


@pytest.mark.parametrize("text", NIGHTS)
def test_overnight_is_the_night_that_ends_on_the_day_meant(text: str) -> None:
    when = find(text).when
    assert when is not None
    assert when.end == PUBLISHED


SAID: list[tuple[str, Want]] = [
    (
        "Vera Tolan said on Tuesday that Ostryan forces had shelled the town of Lesnava.",
        {"said": "2031-06-17", "when": None},
    ),
    (
        "Vera Tolan said on Tuesday that Ostryan forces had shelled Lesnava on Sunday.",
        {"said": "2031-06-17", "when": day(6, 15)},
    ),
    (
        "Ostryan forces shelled Lesnava on Sunday, Vera Tolan said on Tuesday.",
        {"said": "2031-06-17", "when": day(6, 15)},
    ),
    ("Ostryan forces had shelled the town of Lesnava, the army said on Tuesday.", {"said": "2031-06-17", "when": None}),
    ("“We captured the village of Hradov,” Vera Tolan said on Monday.", {"said": "2031-06-16", "when": None}),
    ("On Monday, Vera Tolan said that Varnian troops had captured Hradov.", {"said": "2031-06-16", "when": None}),
]


@pytest.mark.parametrize(("text", "want"), SAID)
def test_the_day_of_the_words_is_not_the_day_of_the_event(text: str, want: Want) -> None:
    find(text, **want)


ANCHORED = [
    ("Ostryan forces have held the city of Dolmir since the invasion.", ("2030-08-19", None)),
    ("Thousands of people have fled the town of Lesnava since the war began.", ("2030-08-19", None)),
]


@pytest.mark.parametrize(("text", "when"), ANCHORED)
def test_the_theatre_dates_its_own_events(text: str, when: Any) -> None:
    assert view(find(text))["when"] == when


def test_the_dead_are_of_the_day_of_their_attack() -> None:
    text = "Ostryan forces shelled the town of Lesnava on Monday. Two people were killed."
    assert view(find(text, type="casualties"))["when"] == day(6, 16)


def test_coordinated_clauses_share_the_day_that_opens_the_sentence() -> None:
    text = "On Sunday, Ostryan troops shelled the town of Lesnava and captured the village of Hradov."
    assert {view(c)["when"] for c in claims_of(text)} == {day(6, 15)}


def test_without_a_date_relative_times_stay_open() -> None:
    reading = reading_of("Ostryan forces shelled the town of Lesnava on Monday.", published=None)
    assert [c.when for c in reading.claims] == [None]
    assert reading.warnings


def test_a_full_date_needs_no_date_of_the_report() -> None:
    (claim,) = claims_of("Ostryan forces shelled the town of Lesnava on June 3, 2031.", published=None)
    assert view(claim)["when"] == day(6, 3)


MORE: list[tuple[str, Any]] = [
    ("Ostryan forces shelled the town of Lesnava last week.", ("2031-06-09", "2031-06-15")),
    ("Ostryan forces captured the city of Dolmir in April 2031.", day(4, 1, until=(4, 30))),
    ("Ostryan forces shelled the town of Lesnava early on Tuesday.", day(6, 17)),
    ("Ostryan forces shelled the town of Lesnava on Monday night.", None),
    ("Ostryan forces captured the city of Dolmir on 3 March 2031.", day(3, 3)),
    ("Late on Sunday, Ostryan drones attacked the town of Kamsin.", day(6, 15)),
]


@pytest.mark.parametrize(("text", "when"), MORE)
def test_more_times(text: str, when: Any) -> None:
    found = view(find(text))["when"]
    if when is None:
        assert found is not None
        assert found[0] == "2031-06-16"
    else:
        assert found == when


def test_a_time_inside_a_relative_clause_is_that_clauses() -> None:
    text = "Varnian troops on Sunday shelled the city of Dolmir, which Ostryan forces captured in May."
    assert view(find(text, type="shelling"))["when"] == day(6, 15)
    assert view(find(text, type="capture"))["when"] == day(5, 1, until=(5, 31))
