"""The page of disputes: what is contested now, and what has been confirmed, admitted, corrected or withdrawn since."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from sayso.answers.disputes import Contests, Disputes, contests, disputed
from sayso.answers.lately import LONGEST, Lately, lately
from sayso.exports import dispute_records
from sayso.web.asking import Day, Known
from sayso.web.later import Later
from sayso.web.rendering import Json, page
from sayso.web.room import Here, Room

__all__ = ["Whole", "contested_now", "router"]

Since = Annotated[Day, Query(description="Since which day: by default the one before the last of publication.")]
Whole = Annotated[
    bool, Query(description="Wait for what has to be weighed; else it is null where it is not there yet.")
]
router = APIRouter(tags=["disputes"])


@router.get("/disputes.json", summary="What is contested now, and what has become of claims since a day")
def as_json(room: Here, known: Known = None, since: Since = None, whole: Whole = True) -> Response:
    """Contested places and disputed events, the newest first; confirmations, admissions, corrections, withdrawals."""
    now, then = _found(room, known, since, whole)
    told: dict[str, Any] = {"known": known.isoformat() if known else None}
    told |= {"contested": None, "disputed": None} if now is None else dispute_records.now_record(*now)
    return Json(told | {"lately": None if then is None else dispute_records.lately_record(then)})


@router.get("/disputes", response_class=HTMLResponse, summary="Disputes as a page")
def as_page(request: Request, room: Here, known: Known = None, since: Since = None, whole: Whole = False) -> Response:
    """What is contested now, the newest first, and what has become of claims since a day."""
    now, then = _found(room, known, since, whole)
    return page(
        request,
        "disputes.html",
        contests=now and now[0],
        disputes=now and now[1],
        lately=then,
        since=since,
        longest=LONGEST,
        pending=now is None or then is None,
    )


def contested_now(room: Room, known: date | None, *, whole: bool) -> tuple[Contests, Disputes] | None:
    """What is contested; None where that is still being weighed."""

    def now() -> tuple[Contests, Disputes]:
        return contests(room.ledger, known=known), disputed(room.ledger, known=known)

    return Later.of(room).get(("contested", known), now, whole=whole)


def _found(
    room: Room, known: date | None, since: date | None, whole: bool
) -> tuple[tuple[Contests, Disputes] | None, Lately | None]:
    now = contested_now(room, known, whole=whole)
    became = partial(lately, room.ledger, since=since, known=known)
    return now, None if now is None else Later.of(room).get(("lately", known, since), became, whole=whole)
