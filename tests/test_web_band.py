"""A place's time as a band: pieces that fill it, told by words and shapes, with the label that fits."""

from __future__ import annotations

from datetime import date

from sayso.web import band
from sayso.weighing.control import Control, Span


def _control(status: str, holder: str | None = None, claimants: tuple[str, ...] = ()) -> Control:
    return Control(status, holder, claimants, None, "", ())  # type: ignore[arg-type] # one of the four, as given


HELD, CLAIMED = _control("held", "Varnia"), _control("claimed", None, ("Ostrya",))
CONTESTED = _control("contested", None, ("Ostrya", "Varnia"))
TIME = (
    Span(date(2031, 3, 1), date(2031, 3, 9), HELD),
    Span(date(2031, 3, 10), date(2031, 3, 10), CLAIMED),
    Span(date(2031, 3, 11), date(2031, 3, 20), CONTESTED),
)


def _sides(side: str | None) -> str:
    return {"Varnia": "side-0", "Ostrya": "side-1"}.get(side or "", "side-none")


def test_the_pieces_stand_where_their_days_are() -> None:
    line = band.scale((TIME,))
    assert line is not None
    drawn = band.band(TIME, line, date(2031, 3, 10), _sides).pieces
    assert [(piece.at, piece.width) for piece in drawn] == [(0, 45), (45, 5), (50, 50)]
    assert [piece.here for piece in drawn] == [False, True, False]
    assert [piece.told for piece in drawn] == [
        "1 Mar 2031 to 9 Mar 2031: held by Varnia",
        "10 Mar 2031: claimed by Ostrya",
        "11 Mar 2031 to 20 Mar 2031: contested between Ostrya and Varnia",
    ]


def test_a_status_has_a_pattern_of_its_own_for_each_side() -> None:
    line = band.scale((TIME,))
    assert line is not None
    drawn = band.band(TIME, line, date(2031, 3, 10), _sides)
    assert [fill.id for fill in band.fills((drawn, drawn))] == [
        "p-held-side-0",
        "p-claimed-side-1",
        "p-contested-side-1-side-0",
    ]
    assert [piece.room for piece in drawn.pieces] == ["phone", "", "phone"]


def test_a_part_that_one_side_has_is_contested_with_nobody_known() -> None:
    time = (Span(date(2031, 3, 1), date(2031, 3, 2), _control("contested", None, ("Ostrya",))),)
    line = band.scale((time,))
    assert line is not None
    assert band.band(time, line, date(2031, 3, 1), _sides).pieces[0].fill.sides == ("side-1", "side-none")


def test_a_day_in_ten_years_is_still_to_be_seen_and_nothing_told_is_no_line() -> None:
    years = (
        Span(date(2021, 1, 1), date(2031, 1, 1), HELD),
        Span(date(2031, 1, 2), date(2031, 1, 2), CLAIMED),
    )
    line = band.scale((years, ()))
    assert line is not None
    assert band.band(years, line, date(2031, 1, 1), _sides).pieces[1].width == 0.35
    assert band.scale(((), ())) is None
