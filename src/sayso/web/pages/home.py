"""The first page: what this is, and what is new."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from sayso import answers
from sayso.answers import Asked
from sayso.answers.tour import tour
from sayso.exports import rows
from sayso.web.asking import Known
from sayso.web.rendering import Json, page
from sayso.web.room import Here

__all__ = ["router"]

router = APIRouter(tags=["home"])


@router.get("/index.json", summary="What is new")
def as_json(room: Here, known: Known = None) -> Response:
    """The latest claims."""
    found = answers.claims(room.ledger, Asked(known=known), limit=10, counted=False)
    return Json({"latest": [rows.facts(entry) for entry in found.entries]})


@router.get("/", response_class=HTMLResponse, summary="The first page")
def as_page(request: Request, room: Here, known: Known = None) -> Response:
    """What is new."""
    found = answers.claims(room.ledger, Asked(known=known), limit=10, counted=False)
    return page(request, "home.html", latest=found.entries, tour=tour(room.ledger))
