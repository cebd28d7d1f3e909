"""What people hold to be so: the log, and one claim with all that is held of it and the form to say so oneself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Query, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sayso.answers import reviews
from sayso.answers.judgements import Logged, judgements_log
from sayso.errors import InputError
from sayso.exports import judged
from sayso.exports.article import outward
from sayso.exports.passage import passage
from sayso.ledger.judging import RATINGS, Rating, judge
from sayso.model import record
from sayso.web.asking import Known, Text, link
from sayso.web.rendering import Json, page
from sayso.web.room import Here, Room

__all__ = ["router"]

STEP: Final = 50
router = APIRouter(tags=["judgements"])

One = Annotated[Text, Query(description="On this claim, by its id.")]
By = Annotated[Text, Query(description="By this person.")]
Before = Annotated[int | None, Query(ge=1, le=2**53, description="Before the judgement of this key.")]
_Claim = Annotated[str, Form(min_length=1, max_length=500, description="A claim's id.")]
_Held = Annotated[Rating, Form(description="What one holds of it; withdrawn takes back what one held before.")]
_Name = Annotated[str, Form(max_length=500, description="Who judges.")]
_Why = Annotated[str, Form(max_length=20_000, description="The reason, published with it.")]
_Url = Annotated[str, Form(max_length=5000, description="Where one published one's check.")]


@router.get("/judgements.json", summary="What people hold of claims, the latest first")
def as_json(room: Here, claim: One = None, by: By = None, before: Before = None, known: Known = None) -> Response:
    """Each with who, when and why, and whether it holds; of one claim all of them, with the claim."""
    log = _log(room, claim, by, before, known)
    told: dict[str, Any] = {"judgements": [judged.record(one.judgement) | {"holds": one.holds} for one in log]}
    if claim is not None:
        case = reviews.case(room.ledger, claim)
        told = {"claim": record(case.entry.claim), "stands": case.stands} | told
    return Json(told)


@router.get("/judgements", response_class=HTMLResponse, summary="What people hold of claims, as a page")
def as_page(
    request: Request, room: Here, claim: One = None, by: By = None, before: Before = None, known: Known = None
) -> Response:
    """The log; or one claim in its passage with what is held of it, and the form to say so oneself."""
    log = _log(room, claim, by, before, known)
    if claim is not None:
        return _one(request, room, claim, log)
    return page(request, "judgements.html", case=None, log=log, by=by, before=before, step=STEP, address=_address)


@router.post("/judgements", response_class=RedirectResponse, status_code=303, summary="Say what you hold of a claim")
def say(
    request: Request, room: Here, claim: _Claim, rating: _Held, by: _Name, why: _Why = "", url: _Url = ""
) -> Response:
    """Keeps it beside what was said before, and leads back to the claim; what can't be kept comes back, with why."""
    try:
        room.write(lambda _: judge(room.ledger, claim, rating, by=by, why=why, url=url.strip() or None))
    except InputError as error:
        given = {"rating": rating, "by": by, "why": why, "url": url}
        return _one(request, room, claim, _log(room, claim), status=422, error=error, given=given)
    return RedirectResponse(link(request, "judgements", claim=claim), 303)


def _log(
    room: Room, claim: str | None, by: str | None = None, before: int | None = None, known: date | None = None
) -> list[Logged]:
    return judgements_log(room.ledger, claim=claim, by=by, before=before, known=known, limit=STEP)


def _one(
    request: Request,
    room: Room,
    claim: str,
    log: list[Logged],
    *,
    status: int = 200,
    error: InputError | None = None,
    given: Mapping[str, str] | None = None,
) -> Response:
    case = reviews.case(room.ledger, claim)
    return page(
        request, "judgements.html", status=status, case=case, log=log, by=None, before=None, step=STEP,
        address=_address, passages=passage(case.report, case.entry.claim, case.why), error=error, ratings=RATINGS,
        given={"rating": "", "by": "", "why": "", "url": ""} | dict(given or {}),
    )  # fmt: skip


def _address(url: str) -> Markup:
    return Markup(outward(url))  # escaped there
