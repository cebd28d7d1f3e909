"""The map and the timeline: every place that is told of, who is said to hold it, for any day and as known on any."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from sayso import answers
from sayso.answers.asked import checked
from sayso.answers.board import Board
from sayso.answers.tally import Shown
from sayso.answers.theatres import theatres
from sayso.exports import board as boards
from sayso.exports.lands import lands
from sayso.web.asking import Known, Narrowed, Narrowing, On
from sayso.web.rendering import Json, page, side_numbers
from sayso.web.room import Here, Room

__all__ = ["board", "router"]

_WAIT_S: Final = 0.04
_LISTED: Final = 40
_WORDS_SHOWN: Final = 2  # the latest for, against, and neither
At = Annotated[
    str | None,
    Query(
        description="What is in sight: latitude, longitude and zoom.",
        pattern=r"^(-?\d{1,3}(\.\d+)?,){2}\d{1,2}(\.\d+)?$|^$",
    ),
]
Open = Annotated[str | None, Query(description="The place whose card is open.", max_length=500)]

router = APIRouter(tags=["map"])


@router.get("/map.json", summary="Every place and who is said to hold it, as GeoJSON")
def as_json(room: Here, narrowing: Narrowed) -> Response:
    """A point for each place that the claims asked for name, and the timeline of these claims.

    `on` is the day that statuses are of, by default the last of which anything is known. While `pending` is not 0, or
    `reading` true, some of it is still being reckoned: ask again.
    """
    return Response(boards.text(_shown(room, narrowing), side_numbers(room)), media_type="application/json")


@router.get("/map/lands.json", summary="The land of invented countries, as GeoJSON")
def lands_as_json(room: Here) -> Response:
    """Land, lakes and borders that no atlas has, of the theatres of this ledger."""
    return Json(lands(theatres(room.ledger)))


@router.get("/map/card", response_class=HTMLResponse, summary="A place in brief, for the map")
def card(
    request: Request,
    room: Here,
    place: Annotated[str, Query(max_length=500, description="A place's name, or its GeoNames id.")],
    on: On = None,
    known: Known = None,
) -> Response:
    """Who is said to hold it, since when, by which rule and on whose word."""
    answer = answers.place(room.ledger, place, on=on, known=known)
    return page(request, "_map_card.html", answer=answer, asked=place, most=_WORDS_SHOWN)


@router.get("/map", response_class=HTMLResponse, summary="The map and the timeline")
def as_page(request: Request, room: Here, narrowing: Narrowed, at: At = None, open: Open = None) -> Response:
    """The map with its timeline; the places that most is told of stand beside it as a list."""
    shown = _shown(room, narrowing)
    return page(
        request,
        "map.html",
        shown=shown,
        narrowing=narrowing,
        listed=shown.places[:_LISTED],
        line=None if shown.days is None else boards.timeline(shown.days),
        status_words=boards.status_words,
        conflicts=theatres(room.ledger),
    )


def board(room: Room) -> Board:
    """The one board of a room."""
    return room.kept("board", lambda: Board(room.ledger, others=room.answering))


def _shown(room: Room, narrowing: Narrowing) -> Shown:
    asked = replace(narrowing.asked(), on=None)  # on this page a day is the one that statuses are of
    return board(room).show(checked(room.ledger, asked), on=narrowing.on, wait=_WAIT_S)
