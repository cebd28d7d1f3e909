"""A figure drawn over time: a mark for every word, at its day and number, and steps to an account's next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sayso.model import Source
from sayso.web import chart
from sayso.weighing.accounts import Account
from sayso.weighing.figures import Figure, Told
from tests.testimony import told

WHO = {name: Account(name, name, None, None, "") for name in ("Governor", "Red Cross")}
ENTRY = told("casualties", "Ostrya", Source("x"))


def _told(who: str, day: int, n: int | None = None, least: int | None = None, most: int | None = None) -> Told:
    on = date(2031, 3, day)
    return Told(WHO[who], on, n, least, most, ENTRY, on)


def _figure(*words: Told) -> Figure:
    return Figure("killed", words, None, None, words[-1])


def test_every_word_has_its_mark_and_leads_to_the_next_of_its_account() -> None:
    rows = chart.rows(
        _figure(_told("Governor", 1, least=4), _told("Red Cross", 2, 7), _told("Governor", 3, least=8, most=10))
    )
    assert [row.letter for row in rows] == ["A", "B", "A"]
    drawn = chart.chart(rows)
    assert drawn is not None
    assert [mark.kind for mark in drawn.marks] == ["least", "exact", "range"]
    assert [mark.at for mark in drawn.marks] == [drawn.line.middle(date(2031, 3, day)) for day in (1, 2, 3)]
    assert [number for number, _ in drawn.grid] == [0, 5, 10]
    down = dict(drawn.grid)
    assert drawn.marks[2].high == down[10] < drawn.marks[1].y < drawn.marks[0].y < down[0] == chart.HIGH
    assert [(one.row, other.row) for one, other in drawn.steps] == [(rows[0], rows[2])]


def test_a_reprint_is_no_new_word() -> None:
    first = _told("Governor", 1, 4)
    rows = chart.rows(_figure(first, replace(first, published=date(2031, 3, 2))))
    assert [(row.day, len(row.again)) for row in rows] == [(date(2031, 3, 1), 1)]
    assert chart.chart(rows) is None


def test_of_one_day_the_highest_word_leads_on_and_those_alike_stand_side_by_side() -> None:
    rows = chart.rows(
        _figure(_told("Governor", 1, 2), _told("Governor", 1, 9), _told("Red Cross", 1, 9), _told("Governor", 4, 16))
    )
    drawn = chart.chart(rows)
    assert drawn is not None
    assert [(one.row.first.n, other.row.first.n) for one, other in drawn.steps] == [(9, 16)]
    assert len({(mark.at, mark.y, mark.aside) for mark in drawn.marks}) == 4


def test_what_has_no_day_is_only_in_the_table() -> None:
    undated = replace(_told("Governor", 1, 4), published=None, first=None)
    rows = chart.rows(_figure(undated, _told("Red Cross", 1, 5)))
    assert len(rows) == 2
    assert chart.chart(rows) is None
