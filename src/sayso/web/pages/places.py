"""A place: who is said to hold it over time, on whose word, and what was known when; and the places there are."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from sayso.answers.history import changes, history
from sayso.exports.answer_records import history_record
from sayso.web import band
from sayso.web.asking import Known, On
from sayso.web.rendering import Json, page
from sayso.web.room import Here

__all__ = ["router"]

router = APIRouter(tags=["places"])


@router.get("/places/{name:path}.json", summary="Who is said to hold a place over time, and on whose word")
def place_as_json(room: Here, name: str, on: On = None, known: Known = None) -> Response:
    """The answer for a day with its grounds, the whole timeline, and what hindsight makes of the day."""
    return Json(history_record(history(room.ledger, name, on=on, known=known)))


@router.get("/places/{name:path}", response_class=HTMLResponse, summary="A place as a page")
def place_as_page(request: Request, room: Here, name: str, on: On = None, known: Known = None) -> Response:
    """Who is said to hold it over time, the accounts under every change, and what was known when."""
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
    )
