"""Events: what happened by whose accounts, as a list and each as a tree; and a person's word on what is one event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sayso import answers
from sayso.answers import Asked, EventAnswer
from sayso.answers.asked import checked
from sayso.answers.branches import branches, differences
from sayso.answers.judgements import judgements_on
from sayso.answers.theatres import theatres
from sayso.exports import judged
from sayso.exports.answer_records import EVENT_COLUMNS, event_record, event_row
from sayso.exports.counting import count_in_words
from sayso.exports.families import FAMILIES
from sayso.exports.locator import locator
from sayso.ledger import asking
from sayso.ledger.asking import Decided
from sayso.ledger.filters import positions_near
from sayso.ledger.judging import Judgement
from sayso.model import Place
from sayso.web import chart, downloads
from sayso.web.asking import Known, Narrowed, Narrowing, Skip, link
from sayso.web.rendering import Json, page
from sayso.web.room import Here, Room

__all__ = ["DEEDS", "MOST", "mapped", "router"]

STEP: Final = 20
MOST: Final = 500
"""Events in one download: gathering them is dear. The command line writes all."""

_NEAR_KM: Final = 100.0
DEEDS: Final = tuple(kind for kin in FAMILIES if kin.key != "words" for kind in kin.types)
"""What is listed unless something else is asked for: a statement or a meeting is rarely looked for among events."""

Statements = Annotated[bool, Query(description="Statements, meetings, agreements and appeals too.")]
_Id = Annotated[str, Form(min_length=1, max_length=500, description="A claim's id.")]
_By = Annotated[str, Form(min_length=1, max_length=500, description="Who decides.")]
_Said = Annotated[str, Form(max_length=2000, description="Why.")]

router = APIRouter(tags=["events"])


def _asked(room: Room, narrowing: Narrowing, statements: bool) -> Asked:
    asked = narrowing.asked()
    if not statements and not asked.types:
        asked = replace(asked, types=DEEDS)
    return checked(room.ledger, asked)


def _some(room: Room, asked: Asked, skip: int) -> tuple[list[EventAnswer], bool]:
    """A page of events, and whether there are more."""
    found = answers.happenings(room.ledger, asked, limit=STEP + 1, offset=skip)
    return found[:STEP], len(found) > STEP


@router.get("/events.json", summary="Events, the latest told first")
def as_json(room: Here, narrowing: Narrowed, skip: Skip = 0, statements: Statements = False) -> Response:
    """Each with its independent accounts, figures, links and claims; ``more`` tells whether another page follows."""
    found, more = _some(room, _asked(room, narrowing, statements), skip)
    return Json({"events": [event_record(one) for one in found], "more": more})


@router.get("/events.{form}", response_class=Response, summary="Events to take away")
def as_file(room: Here, narrowing: Narrowed, form: downloads.EventForm, statements: Statements = False) -> Response:
    """The events asked for, up to 500: CSV, GeoJSON, or CSV with ACLED's or UCDP GED's columns or HXL's hashtags."""
    found = answers.happenings(room.ledger, _asked(room, narrowing, statements), limit=MOST)
    if form in ("csv", "geojson"):
        return downloads.download("events", form, map(event_row, found), EVENT_COLUMNS)
    return downloads.exported("events", form, found)


@router.get("/events", response_class=HTMLResponse, summary="Events as a page")
def as_page(
    request: Request, room: Here, narrowing: Narrowed, skip: Skip = 0, statements: Statements = False
) -> Response:
    """What happened, the latest told first: when, what, where, on how many accounts, who is against it, the figures."""
    found, more = _some(room, _asked(room, narrowing, statements), skip)
    given = narrowing.parameters() | ({"statements": "true"} if statements else {})
    return page(
        request, "events.html", found=found, more=more, narrowing=narrowing, statements=statements, given=given,
        skip=skip, step=STEP, forms=downloads.EVENT_FORMS,
    )  # fmt: skip


@router.get("/events/{id:path}.json", summary="What an event rests on")
def event_as_json(room: Here, id: str, known: Known = None) -> Response:
    """Its independent accounts with their tellings, copies, figures and links; what people decided of it, and hold."""
    answer = answers.event(room.ledger, id, known=known)
    held = _judged(room, answer, known)
    told = [judged.record(one) for entry in answer.event.entries for one in held.get(entry.claim.id, ())]
    return Json({**event_record(answer), "count": count_in_words(answer), "judgements": told})


@router.get("/events/{id:path}", response_class=HTMLResponse, summary="An event as a page")
def event_as_page(request: Request, room: Here, id: str, known: Known = None) -> Response:
    """Its accounts as a tree, independent ones apart from copies; figures over time; who disputes it."""
    answer = answers.event(room.ledger, id, known=known)
    figures = [(figure, chart.rows(figure)) for figure in answer.figures]
    held = _judged(room, answer, known)
    return page(
        request,
        "event.html",
        answer=answer,
        event=answer.event,
        tree=answer.tree,
        count=count_in_words(answer),
        branches=branches,
        differences=differences(answer.tree),
        figures=[(figure, told, chart.chart(told)) for figure, told in figures],
        high=chart.HIGH,
        claims={entry.claim.id: entry for entry in answer.event.entries},
        publications={entry.publication.report: entry.publication for entry in answer.event.entries},
        decided=_decided(room, answer),
        judged=lambda claim: Markup(judged.shown(held.get(claim.id, ()), claim)),
        where=mapped(room, answer.event.places),
    )


def mapped(room: Room, at: Sequence[Place]) -> Markup:
    """A small map of some places with others to go by; nothing where none has a position."""
    near: list[Place] = []
    lat, lon = next(((p.lat, p.lon) for p in at if p.lat is not None), (None, None))
    if lat is not None and lon is not None:
        with room.ledger.reading() as connection:
            near = positions_near(connection, lat, lon, _NEAR_KM)
    lands = [land for theatre in theatres(room.ledger) for land in theatre.lands]
    return Markup(locator(at, near, lands))


def _judged(room: Room, answer: EventAnswer, known: date | None) -> Mapping[str, Sequence[Judgement]]:
    """What people hold of its claims: beside its accounts, of which none grows or shrinks by it."""
    return judgements_on(room.ledger, (entry.claim for entry in answer.event.entries), known=known)


def _decided(room: Room, answer: EventAnswer) -> list[Decided]:
    """What people decided of its claims, the latest first."""
    with room.ledger.reading() as connection:
        found = asking.decisions(connection, {entry.claim.id for entry in answer.event.entries})
    return sorted(found, key=lambda one: one.made, reverse=True)


@router.post("/events/{id:path}/unlink", response_class=RedirectResponse, status_code=303, summary="Keep two apart")
def unlink(request: Request, room: Here, id: str, a: _Id, b: _Id, by: _By, why: _Said = "") -> Response:
    """Two claims tell of two events, whatever is added later."""
    return _decide(request, room, a, b, apart=True, by=by, why=why)


@router.post("/events/{id:path}/link", response_class=RedirectResponse, status_code=303, summary="Keep two together")
def join(request: Request, room: Here, id: str, a: _Id, b: _Id, by: _By, why: _Said = "") -> Response:
    """Two claims tell of one event, whatever is added later."""
    return _decide(request, room, a, b, apart=False, by=by, why=why)


def _decide(request: Request, room: Room, a: str, b: str, *, apart: bool, by: str, why: str) -> Response:
    a, b = (one.strip().removeprefix("e-") for one in (a, b))
    for one in (a, b):
        answers.event(room.ledger, one)  # an id that is not known must be told, and so must one that does not stand
    room.write(lambda keeper: keeper.decide(a, b, apart=apart, by=by.strip(), why=why.strip()))
    return RedirectResponse(link(request, "events", a) + "#decisions", 303)
