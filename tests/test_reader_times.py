"""Times in a report: what each shape means, what is no time, and that nothing makes the reading slow."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reader.times import find_times, read_times

FRIDAY = date(2023, 12, 1)


@dataclass(frozen=True)
class Event:
    names: tuple[str, ...]
    start: date
    end: date | None = None


WAR = Event(("the war", "the invasion", "full-scale invasion"), date(2022, 2, 24))
ANCHORS = (WAR, Event(("Independence Day",), date(2023, 8, 24), date(2023, 8, 24)))


def when(text: str, published: date | None = FRIDAY) -> list[str]:
    return [f"{m.when.start or ''}/{m.when.end or ''}" for m in find_times(text, published, ANCHORS)]


@pytest.mark.parametrize(
    "text",
    [
        "on Dec 1",
        "on Dec. 1.",
        "on 1 December 2023",
        "on 2023-12-01",
        "on 01.12.2023",
        "on 12/1/2023",
        "the 1st of December",
        "on December 1st, 2023",
        "on Friday",
        "Friday's storm",
        "on Friday morning",
        "late on Friday",
        "earlier Friday",
        "today",
        "this morning",
        "Friday, Dec. 1, 2023",
        "at 4 a.m. on Friday",
        "before dawn on Friday",
        "December 1 of this year",
    ],
)
def test_the_reports_own_day(text: str) -> None:
    assert when(text) == ["2023-12-01/2023-12-01"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        # days
        ("on Nov. 30.HANDOUT", "2023-11-30/2023-11-30"),
        ("on Dec. 2 the rain came", "2022-12-02/2022-12-02"),
        ("it will open on Dec. 2", "2023-12-02/2023-12-02"),
        ("on Saturday", "2023-11-25/2023-11-25"),
        ("they will meet on Saturday", "2023-12-02/2023-12-02"),
        ("last Monday", "2023-11-27/2023-11-27"),
        ("next Monday", "2023-12-04/2023-12-04"),
        ("yesterday before daybreak", "2023-11-30/2023-11-30"),
        ("early yesterday", "2023-11-30/2023-11-30"),
        ("the day before yesterday", "2023-11-29/2023-11-29"),
        ("tomorrow", "2023-12-02/2023-12-02"),
        ("three days ago", "2023-11-28/2023-11-28"),
        # nights
        ("overnight", "2023-11-30/2023-12-01"),
        ("on 11/30", "2023-11-30/2023-11-30"),
        ("on 30/Nov/2023", "2023-11-30/2023-11-30"),
        ("on the 28th.", "2023-11-28/2023-11-28"),
        ("on Tuesday the 21st.", "2023-11-21/2023-11-21"),
        ("on Tuesday of last week", "2023-11-21/2023-11-21"),
        ("it will open in two weeks", "2023-12-12/2023-12-18"),
        ("starting Monday", "2023-11-27/"),
        ("no later than Friday", "/2023-12-01"),
        ("in the last week of May 2022", "2022-05-25/2022-05-31"),
        ("last night", "2023-11-30/2023-12-01"),
        ("overnight into Tuesday", "2023-11-27/2023-11-28"),
        ("overnight from Monday to Tuesday", "2023-11-27/2023-11-28"),
        ("in the night to Tuesday", "2023-11-27/2023-11-28"),
        ("on Tuesday night", "2023-11-28/2023-11-29"),
        ("on the night of 20 June", "2023-06-20/2023-06-21"),
        # weeks, months, years
        ("in May", "2023-05-01/2023-05-31"),
        ("in December", "2023-12-01/2023-12-31"),
        ("the harvest of last May", "2023-05-01/2023-05-31"),
        ("in May 2022", "2022-05-01/2022-05-31"),
        ("in early May", "2023-05-01/2023-05-10"),
        ("in mid-May", "2023-05-11/2023-05-20"),
        ("in late May", "2023-05-21/2023-05-31"),
        ("in 2014", "2014-01-01/2014-12-31"),
        ("the 2014 flood", "2014-01-01/2014-12-31"),
        ("in 2014 and 2015", "2014-01-01/2015-12-31"),
        ("in the winter of 2022-23", "2022-12-01/2023-02-28"),
        ("last summer", "2023-06-01/2023-08-31"),
        ("in the first quarter of 2023", "2023-01-01/2023-03-31"),
        ("in the second half of 2022", "2022-07-01/2022-12-31"),
        ("in the 1990s", "1990-01-01/1999-12-31"),
        ("in the 19th century", "1800-01-01/1899-12-31"),
        ("last week", "2023-11-20/2023-11-26"),
        ("this week", "2023-11-27/2023-12-01"),
        ("next week", "2023-12-04/2023-12-10"),
        ("last month", "2023-11-01/2023-11-30"),
        ("last year", "2022-01-01/2022-12-31"),
        # distances and stretches
        ("a year ago", "2022-10-01/2023-01-31"),
        ("two weeks ago", "2023-11-14/2023-11-20"),
        ("in the past 24 hours", "2023-11-30/2023-12-01"),
        ("over the past week", "2023-11-24/2023-12-01"),
        ("for the past three months", "2023-09-01/2023-12-01"),
        ("in the previous several days", "2023-11-26/2023-12-01"),
        ("in recent weeks", "2023-11-01/2023-12-01"),
        # ranges
        ("from late February until the end of March 2022", "2022-02-21/2022-03-31"),
        ("between March and May", "2023-03-01/2023-05-31"),
        ("from 3 to 5 May", "2023-05-03/2023-05-05"),
        ("on March 3-5", "2023-03-03/2023-03-05"),
        ("on 3-5 March", "2023-03-03/2023-03-05"),
        ("from November to January", "2022-11-01/2023-01-31"),
        ("from Monday to Wednesday", "2023-11-27/2023-11-29"),
        # open ends
        ("since mid-October", "2023-10-11/"),
        ("since June", "2023-06-01/"),
        ("since 2014", "2014-01-01/"),
        ("from June onwards", "2023-06-01/"),
        ("until tomorrow", "2023-12-01/2023-12-02"),
        ("until Sunday's fair", "/2023-11-26"),
        ("by Friday", "/2023-12-01"),
        ("before 2014", "/2013-12-31"),
        ("after 2014", "2015-01-01/"),
        # what a theatre dates
        ("21 months into its invasion", "2023-11-24/2023-12-01"),
        ("on the 640th day of the war", "2023-11-25/2023-11-25"),
        ("on day 640 of the war", "2023-11-25/2023-11-25"),
        ("in the early days of the war", "2022-02-24/2022-04-07"),
        ("since the start of the war", "2022-02-24/"),
        ("since the war began", "2022-02-24/"),
        ("before the invasion", "/2022-02-23"),
        ("after the full-scale invasion", "2022-02-24/"),
        ("two days after the invasion", "2022-02-26/2022-02-26"),
        ("on Independence Day", "2023-08-24/2023-08-24"),
        # feasts
        ("on Christmas Eve", "2022-12-24/2022-12-24"),
        ("at Easter", "2023-04-09/2023-04-09"),
        ("at Orthodox Easter", "2023-04-16/2023-04-16"),
        ("for Eid al-Fitr", "2023-04-22/2023-04-24"),
    ],
)
def test_what_a_time_means(text: str, days: str) -> None:
    assert when(text) == [days]


@pytest.mark.parametrize(
    "text",
    [
        "He may leave.",
        "They march on.",
        "May, who is 30, left.",
        "Theresa May spoke.",
        "a two-year-old horse",
        "the May 9th Brigade",
        "2,000 baskets",
        "an S-300 lorry",
        "1990 people came",
        "Route 2014",
        "3.5 percent",
        "the Sun said",
        "a second bakery",
        "500 miles",
        "around noon",
        "at 4 a.m.",
        "before dawn",
        "every day",
        "for three months",
        "now",
        "since then",
        "resolution 1483-B",
        "call 555-2014-77",
        "$1999",
        "he falls in a spring",
        "",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert when(text) == []


def test_without_a_date_only_absolute_ones_resolve() -> None:
    text = "Yesterday, on Friday, in May and since June 2021 or overnight; on 3 May 2022, last week."
    assert when(text, None) == ["2021-06-01/", "2022-05-03/2022-05-03"]


def test_a_since_before_a_clause_opens_the_date_in_it() -> None:
    found = find_times("The mill has stood idle since the river flooded it in March.", FRIDAY)
    assert [(m.text, m.when.start, m.when.end) for m in found] == [
        ("since", date(2023, 3, 1), None),
        ("March", date(2023, 3, 1), date(2023, 3, 31)),
    ]


def test_a_bare_since_looks_back() -> None:
    assert when("The bridge fell in 2014. It has been closed since.") == ["2014-01-01/2014-12-31", "2014-01-01/"]


def test_the_next_day_follows_the_day_last_named() -> None:
    assert when("It rained on 3 May 2022. The next day it snowed, and two days later it froze.") == [
        "2022-05-03/2022-05-03",
        "2022-05-04/2022-05-04",
        "2022-05-06/2022-05-06",
    ]


def test_a_word_of_the_future_ends_with_what_is_said() -> None:
    assert when("The fair will open, the mayor said on Saturday.") == ["2023-11-25/2023-11-25"]


def test_a_history_carries_its_year_on() -> None:
    text = "In October 1811 the bridge was begun. In November it was half built; in January it stood."
    days = [m.when.start for m in find_times(text, FRIDAY, narrative=True)]
    assert days == [date(1811, 10, 1), date(1811, 11, 1), date(1812, 1, 1)]


def test_kinds_and_rules_are_told() -> None:
    found = find_times("in recent weeks, for the past two days, and on Monday", FRIDAY)
    assert [(m.kind, m.rule) for m in found] == [
        ("vague", "past-weeks"),
        ("duration", "past-days"),
        ("date", "weekday"),
    ]


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_spelling_of_a_day_is_that_day(day: date) -> None:
    month, short = f"{day:%B}", f"{day:%b}"
    for text in (
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{short}. {day.day}, {day.year}",
        f"{day:%d.%m.%Y}",
        f"{day:%m/%d/%Y}",
        f"{day:%A}, {day.day} {month} {day.year}",
        f"the {day.day}th of {month}, {day.year}",
    ):
        found = find_times(f"On {text} the fair opened.", None)
        assert [(m.when.start, m.when.end) for m in found] == [(day, day)], text


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.integers(0, 6))
def test_a_weekday_is_the_nearest_not_after(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    found = find_times(f"It rained on {day:%A}.", published)
    assert [(m.when.start, m.when.end) for m in found] == [(day, day)]


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.integers(0, 364))
def test_a_date_without_its_year_is_the_nearest_not_after(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    if (day.month, day.day) == (2, 29):
        return
    found = find_times(f"It rained on {day:%B} {day.day}.", published)
    assert [m.when.start for m in found] == [day]


SPARE = """
on in since until by before after from to between and the a an of early late mid may night overnight 3 5 12 24
2014 2022 1990 1990s days weeks months year ago later last next this past recent second war invasion day
yesterday 21 into its will said winter spring fall BC 480 th st century half end . , ' - : / ( ) “ ” $ % Feb
29 rest weekend week third running straight row in anniversary eve less than more pre must nineteen ninety two
thousand half ½ quarter w / c Q1 H2 business working onwards or Monday's quarters nineties 80s ago 2022-03 1.6.2031
30 31 0 00 9999 10000 a.m. каждый 2,000 Q1 May March Sunday Monday s first start Easter Christmas Eve
"""
WORDS = st.sampled_from([*SPARE.split(), " ", "\n", "\n\n"])


@given(st.lists(WORDS, max_size=30).map(" ".join) | st.lists(WORDS, max_size=12).map("".join) | st.text(max_size=60))
def test_mentions_are_verbatim_in_order_and_apart(text: str) -> None:
    for narrative in (False, True):
        for published in (FRIDAY, None, date(1, 1, 3), date(9999, 12, 30)):
            end = 0
            for mention in find_times(text, published, ANCHORS, narrative=narrative):
                assert mention.start >= end
                assert text[mention.start : mention.end] == mention.text != ""
                end = mention.end
            list(read_times(text, published, ANCHORS, narrative=narrative))


@pytest.mark.parametrize(
    "unit",
    [
        "May ",
        "1 ",
        "the ",
        "from ",
        "between May and ",
        "since the ",
        "a ",
        "two days before ",
        "12/",
        "2023-12-",
        "early ",
        "last ",
        "9",
        "\n ",
        "'",
        "the day before ",
        "Monday to ",
        "the first day of ",
        "overnight into ",
        "the end of the start of ",
        "last week of ",
        "2 weeks starting ",
        "May 3 to ",
        "week of ",
        "two years and ",
        "nineteen ",
        "1-",
        "the war's first ",
        "less than ",
        "the rest of ",
        "3, 4, ",
    ],
)
def test_no_text_makes_it_slow(unit: str) -> None:
    """0.3 seconds for 100,000 characters of nothing but times is the most; the bound leaves room for a busy machine."""
    text = (unit * 100_000)[:100_000]
    begun = time.process_time()
    find_times(text, FRIDAY, ANCHORS)
    assert time.process_time() - begun < 1.0


@pytest.mark.parametrize(
    "text",
    [
        "In May 1811 the bridge was begun, much as one had been in 1792. In June the river rose.",
        "On 3 May 1811 they met by the hall, which was built in October 1799. In June the river rose.",
    ],
)
def test_a_history_glances_at_another_year_and_goes_on(text: str) -> None:
    assert find_times(text, FRIDAY, narrative=True)[-1].when.start == date(1811, 6, 1)


def test_a_since_reaches_over_no_other_time() -> None:
    assert [m.text for m in find_times("since on overnight 2014", FRIDAY)] == ["overnight", "2014"]
    text = "Since they left last week no fair was held in July."
    assert [m.text for m in find_times(text, FRIDAY)] == ["last week", "July"]
