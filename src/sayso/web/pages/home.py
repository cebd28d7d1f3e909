"""The first page: what this is, by an example from the ledger; what is contested, what is new, and where to begin."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from sayso import answers
from sayso.answers import Asked
from sayso.answers.front import chain, latest, recent
from sayso.answers.reports import AskedReports, reports
from sayso.answers.tour import tour
from sayso.exports import rows
from sayso.exports.answer_records import report_row
from sayso.exports.cells import plain
from sayso.ledger.latest import Holdings, holdings
from sayso.web.asking import Known
from sayso.web.later import Later
from sayso.web.pages.disputes import Whole, contested_now
from sayso.web.rendering import Json, page
from sayso.web.room import Here, Room

__all__ = ["router"]

_CLAIMS: Final = 6
_REPORTS: Final = 5
_EVENTS: Final = 4
router = APIRouter(tags=["home"])


@router.get("/index.json", summary="What is new")
def as_json(room: Here, known: Known = None) -> Response:
    """The latest claims and reports, and how much the ledger holds in all."""
    found = answers.claims(room.ledger, Asked(known=known), limit=10, counted=False)
    printed = reports(room.ledger, AskedReports(known=known), limit=10)
    held = _held(room)
    told: dict[str, Any] = {
        "latest": [rows.facts(entry) for entry in found.entries],
        "reports": [plain(report_row(each.publication)) for each in printed],
        "holds": {name: getattr(held, name) for name in ("reports", "claims", "sources", "places")},
    }
    return Json(told)


@router.get("/", response_class=HTMLResponse, summary="The first page")
def as_page(request: Request, room: Here, known: Known = None, whole: Whole = False) -> Response:
    """What this is, what is contested, and what is new."""
    later = Later.of(room)
    newest = latest(room.ledger, known=known, limit=_CLAIMS)
    entries = newest or answers.claims(room.ledger, Asked(known=known), limit=_CLAIMS, counted=False).entries
    now = contested_now(room, known, whole=whole) if entries else None
    events = None
    if now is not None:
        ask = partial(recent, room.ledger, known=known, limit=_EVENTS)
        events = later.get(("recent", known), ask, whole=whole)
    return page(
        request,
        "home.html",
        latest=entries,
        deeds=bool(newest),
        reports=reports(room.ledger, AskedReports(known=known), limit=_REPORTS),
        holds=_held(room),
        now=now,
        example=None if now is None else chain(*now),
        events=events,
        pending=bool(entries) and events is None,
        tour=tour(room.ledger),
    )


def _held(room: Room) -> Holdings:
    with room.ledger.reading() as connection:
        return room.ledger.remembered.answer(connection, "holdings", partial(holdings, connection))
