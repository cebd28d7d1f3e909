"""A place: who is said to hold it over time, on whose word, and what was known when; and the places there are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from sayso import answers
from sayso.answers import Asked, PlaceAnswer
from sayso.answers.day_by_day import day_by_day
from sayso.answers.history import History, changes, history
from sayso.answers.places_known import Spot, neighbours
from sayso.answers.reports import named_elsewhere
from sayso.answers.tally import Marked
from sayso.exports.answer_records import elsewhere_record, history_record
from sayso.exports.board import status_words
from sayso.ledger.rows import folded
from sayso.web import band
from sayso.web.asking import Chosen, Kilometres, Known, On, Skip, Text
from sayso.web.pages.events import DEEDS, mapped
from sayso.web.pages.map import board
from sayso.web.rendering import Json, page
from sayso.web.room import Here, Room
from sayso.weighing.case import Status
from sayso.weighing.control import Span

__all__ = ["router"]

STEP: Final = 40
_WAIT_S: Final = 0.06
_EVENTS: Final = 8
Name = Annotated[Text, Query(description="With this in its name, or this GeoNames id.")]
Held = Annotated[Annotated[Status | None, Chosen], Query(description="Only places of this status.")]
_AROUND_KM: Final = 50.0
Within = Annotated[Kilometres, Query(description="With the events so many km around it.")]
Part = Annotated[
    Literal["near", "all", "days"] | None,
    Query(description="Only a part of the page: the events here, in brief or whole; each day as it was known then."),
]

router = APIRouter(tags=["places"])


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of the places asked for, and how many there are of each status; ``pending`` are still being reckoned."""

    on: date
    places: tuple[Marked, ...]
    total: int
    statuses: dict[str, int]
    pending: int
    reading: bool


def _listed(room: Room, on: date | None, known: date | None, name: str | None, status: str | None, skip: int) -> Listed:
    shown = board(room).show(Asked(known=known), on=on, wait=_WAIT_S)
    named = [one for one in shown.places if _is_named(one, name)]
    counted = Counter(one.brief.status for one in named if one.brief is not None)
    wanted = [one for one in named if status is None or (one.brief is not None and one.brief.status == status)]
    some = tuple(wanted[skip : skip + STEP])
    return Listed(
        shown.on, some, len(wanted), {str(name): many for name, many in counted.items()}, shown.pending, shown.reading
    )


def _is_named(one: Marked, name: str | None) -> bool:
    return name is None or folded(name) in folded(one.spot.name) or name.strip() == str(one.spot.id)


@router.get("/places.json", summary="The places and who is said to hold each, those most is told of first")
def as_json(
    room: Here, on: On = None, known: Known = None, name: Name = None, status: Held = None, skip: Skip = 0
) -> Response:
    """The places with a known position. ``status`` is null while it is ``pending``: ask again."""
    listed = _listed(room, on, known, name, status, skip)
    told: dict[str, Any] = {
        "on": listed.on.isoformat(),
        "total": listed.total,
        "statuses": listed.statuses,
        "pending": listed.pending,
        "reading": listed.reading,
        "places": [_record(one) for one in listed.places],
    }
    return Json(told)


def _record(one: Marked) -> dict[str, Any]:
    spot, brief = one.spot, one.brief
    return {
        "name": spot.name, "id": spot.id, "lat": spot.lat, "lon": spot.lon, "precision": spot.precision,
        "claims": one.claims, "disputed": one.disputed, "lately": one.lately,
        "status": None if brief is None else brief.status,
        "holder": None if brief is None else brief.holder,
        "claimants": [] if brief is None else list(brief.claimants),
        "since": brief.since.isoformat() if brief is not None and brief.since else None,
        "rule": None if brief is None else brief.rule,
        "page": f"/places/{quote(one.asked, safe='', errors='replace')}",
    }  # fmt: skip


@router.get("/places", response_class=HTMLResponse, summary="The places as a page")
def as_page(
    request: Request,
    room: Here,
    on: On = None,
    known: Known = None,
    name: Name = None,
    status: Held = None,
    skip: Skip = 0,
) -> Response:
    """The places with a known position, those most is told of first, with who is said to hold each."""
    listed = _listed(room, on, known, name, status, skip)
    given = {"on": on, "known": known, "name": name, "status": status}
    return page(
        request, "places.html", listed=listed, given=given, asked=on, name=name, held=status, skip=skip, step=STEP,
        status_words=status_words,
    )  # fmt: skip


@router.get("/places/{name:path}.json", summary="Who is said to hold a place over time, and on whose word")
def place_as_json(room: Here, name: str, on: On = None, known: Known = None) -> Response:
    """The answer for a day with its grounds, the whole timeline, and what hindsight makes of the day."""
    told = history(room.ledger, name, on=on, known=known)
    elsewhere = named_elsewhere(room.ledger, told.answer.spot.keys, known=known)
    return Json(history_record(told) | {"elsewhere": elsewhere_record(*elsewhere)})


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
    if part == "days":
        return _days(request, room, name, on, known)
    if part is not None:
        asked = Asked(known=known, place=name, within=within, types=DEEDS)
        happened = answers.happenings(room.ledger, asked, limit=_EVENTS)
        return page(request, "_place_near.html", happenings=happened, wide=part == "all")
    told = history(room.ledger, name, on=on, known=known)
    seen, near = told.hindsight, _around(room, told.answer)
    other = _other(told, known)
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
        near=near,
        where=mapped(room, [told.answer.spot.place()]),
        within=within or 0,
        elsewhere=named_elsewhere(room.ledger, told.answer.spot.keys, known=known),
    )


def _days(request: Request, room: Room, name: str, on: date | None, known: date | None) -> Response:
    """Each day as known on that day, on the line of days that the page has."""
    told = history(room.ledger, name, on=on, known=known)
    other = _other(told, known)
    return page(
        request,
        "_place_days.html",
        told=day_by_day(room.ledger, name, known=known),
        line=band.scale((told.timeline, other)),
        name=name,
        on=told.answer.on,
        draw=band,
    )


def _other(told: History, known: date | None) -> tuple[Span, ...]:
    """What the second band shows: what hindsight compares with, where that differs or a day known is asked for."""
    seen = told.hindsight
    return seen.timeline if seen is not None and (known is not None or seen.differs) else ()


def _around(room: Room, answer: PlaceAnswer) -> list[tuple[Spot, float]]:
    with room.ledger.reading() as connection:
        return neighbours(connection, answer.spot, _AROUND_KM, answer.known)
