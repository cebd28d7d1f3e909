"""A place: who is said to hold it over time, on whose word, and what was known when; and the places there are."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from sayso import answers
from sayso.answers import Asked, PlaceAnswer
from sayso.answers.history import changes, history
from sayso.answers.places_known import Spot, neighbours
from sayso.exports.answer_records import history_record
from sayso.web import band
from sayso.web.asking import Kilometres, Known, On
from sayso.web.pages.events import DEEDS
from sayso.web.rendering import Json, page
from sayso.web.room import Here, Room

__all__ = ["router"]

_EVENTS: Final = 8
_AROUND_KM: Final = 50.0
Within = Annotated[Kilometres, Query(description="With the events so many km around it.")]
Part = Annotated[Literal["near"] | None, Query(description="Only this part of the page: the events here.")]

router = APIRouter(tags=["places"])


@router.get("/places/{name:path}.json", summary="Who is said to hold a place over time, and on whose word")
def place_as_json(room: Here, name: str, on: On = None, known: Known = None) -> Response:
    """The answer for a day with its grounds, the whole timeline, and what hindsight makes of the day."""
    return Json(history_record(history(room.ledger, name, on=on, known=known)))


@router.get("/places/{name:path}", response_class=HTMLResponse, summary="A place as a page")
def place_as_page(
    request: Request,
    room: Here,
    name: str,
    on: On = None,
    known: Known = None,
    within: Within = None,
    part: Part = None,
) -> Response:
    """Who is said to hold it over time, the accounts under every change, and what was known when."""
    if part == "near":
        asked = Asked(known=known, place=name, within=within, types=DEEDS)
        happened = answers.happenings(room.ledger, asked, limit=_EVENTS)
        return page(request, "_place_near.html", happenings=happened)
    told = history(room.ledger, name, on=on, known=known)
    seen = told.hindsight
    other = seen.timeline if seen is not None and (known is not None or seen.differs) else ()
    return page(
        request,
        "place.html",
        name=name,
        asked=on,
        told=told,
        answer=told.answer,
        seen=seen,
        other=other,
        changes=changes(told.timeline),
        line=band.scale((told.timeline, other)),
        draw=band,
        near=_around(room, told.answer),
        within=within or 0,
    )


def _around(room: Room, answer: PlaceAnswer) -> list[tuple[Spot, float]]:
    with room.ledger.reading() as connection:
        return neighbours(connection, answer.spot, _AROUND_KM, answer.known)
