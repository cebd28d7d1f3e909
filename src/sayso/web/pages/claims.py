"""The claims themselves: a list that can be narrowed, and the way from a claim's id to its report."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sayso import answers
from sayso.answers.asked import checked
from sayso.answers.judgements import judgements_on
from sayso.errors import InputError
from sayso.exports import judged, rows
from sayso.ledger import asking
from sayso.ledger.rows import entries_of
from sayso.web.articles import anchor
from sayso.web.asking import Known, Narrowed, Skip, link
from sayso.web.downloads import CLAIM_FORMS, MOST, ClaimForm, exported
from sayso.web.rendering import Json, page
from sayso.web.room import Here

__all__ = ["router"]

STEP: Final = 50
router = APIRouter(tags=["claims"])


@router.get("/claims.json", summary="The claims, the newest published first")
def as_json(room: Here, narrowing: Narrowed, skip: Skip = 0) -> Response:
    """The fixed record of each claim with what is known of its report and held of it; how many there are in all."""
    found = answers.claims(room.ledger, checked(room.ledger, narrowing.asked()), limit=STEP, offset=skip)
    held = judgements_on(room.ledger, (entry.claim for entry in found.entries), known=narrowing.known)
    claims = [
        rows.facts(entry) | {"judgements": [judged.record(one) for one in held.get(entry.claim.id, ())]}
        for entry in found.entries
    ]
    told: dict[str, Any] = {"total": found.total, "claims": claims}
    return Json(told)


@router.get("/claims.{form}", response_class=Response, summary="The claims to take away")
def as_file(room: Here, narrowing: Narrowed, form: ClaimForm) -> Response:
    """All the claims asked for, up to 100,000, as CSV, GeoJSON, KML or GeoParquet."""
    found = answers.every_claim(room.ledger, checked(room.ledger, narrowing.asked()), limit=MOST)
    return exported("claims", form, found)


@router.get("/claims", response_class=HTMLResponse, summary="The claims as a page")
def as_page(request: Request, room: Here, narrowing: Narrowed, skip: Skip = 0) -> Response:
    """The claims, the newest published first."""
    found = answers.claims(room.ledger, checked(room.ledger, narrowing.asked()), limit=STEP, offset=skip)
    return page(request, "claims.html", found=found, narrowing=narrowing, skip=skip, step=STEP, forms=CLAIM_FORMS)


@router.get("/claims/{id:path}", response_class=RedirectResponse, status_code=307, summary="A claim in its report")
def in_report(request: Request, room: Here, id: str, known: Known = None) -> Response:
    """Leads to the report that the claim stands in, with the claim open."""
    with room.ledger.reading() as connection:
        keys = asking.entry_keys(connection, (id,), known)
        if not keys:
            raise InputError(room.ledger.name, "claim", id, "give an id as the lists of claims show it")
        entry = entries_of(connection, keys)[0]
    return RedirectResponse(link(request, "reports", entry.publication.report) + f"#{anchor(entry.claim.id)}", 307)
