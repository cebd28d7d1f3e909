"""The pages of sources: who speaks, and of one what it said, through whom, and how its claims fared."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from sayso import answers
from sayso.answers import SourceAnswer, Speaker, checked
from sayso.answers.profiles import COUNTED, Profile, profile
from sayso.exports.answer_records import SPEAKER_COLUMNS, source_record, speaker_record, speaker_row
from sayso.web.asking import Known, Narrowed, Narrowing, Skip
from sayso.web.downloads import MOST, download
from sayso.web.later import Later
from sayso.web.rendering import Json, page
from sayso.web.room import Here, Room

__all__ = ["router"]

STEP: Final = 100
_CLAIMS: Final = 20
Whole = Annotated[
    bool, Query(description="Wait for what has to be weighed; else it is null where it is not there yet.")
]
router = APIRouter(tags=["sources"])


@router.get("/sources.json", summary="Who speaks, those with most claims first")
def list_as_json(room: Here, narrowing: Narrowed, skip: Skip = 0) -> Response:
    """Each source by all its names, with how many of the claims asked for stand on it."""
    found = _speakers(room, narrowing, whole=True) or []
    told = [speaker_record(speaker) for speaker in found[skip : skip + STEP]]
    return Json({"total": len(found), "sources": told})


@router.get("/sources.csv", response_class=Response, summary="The sources to take away")
def list_as_file(room: Here, narrowing: Narrowed) -> Response:
    """All the sources asked for, as CSV."""
    found = _speakers(room, narrowing, whole=True) or []
    return download("sources", "csv", map(speaker_row, found[:MOST]), SPEAKER_COLUMNS)


@router.get("/sources", response_class=HTMLResponse, summary="The sources as a page")
def list_as_page(request: Request, room: Here, narrowing: Narrowed, skip: Skip = 0, whole: Whole = False) -> Response:
    """Who speaks, those with most claims first."""
    found = _speakers(room, narrowing, whole=whole)
    return page(request, "sources.html", found=found, narrowing=narrowing, skip=skip, step=STEP)


@router.get("/sources/{name:path}.json", summary="A source, with how its claims fared")
def as_json(room: Here, name: str, known: Known = None) -> Response:
    """Its names, channels and latest claims, and of each event it told of who confirmed or disputed it, and when."""
    return Json(source_record(answers.source(room.ledger, name, known=known)))


@router.get("/sources/{name:path}", response_class=HTMLResponse, summary="A source as a page")
def as_page(
    request: Request, room: Here, name: str, known: Known = None, skip: Skip = 0, whole: Whole = False
) -> Response:
    """Who it is, what it said, and how that fared."""
    who, fared = _source(room, name, known, skip, whole)
    return page(
        request,
        "source.html",
        name=name,
        who=who,
        answer=fared,
        bar=[] if fared is None else _bar(fared),
        pending=who is None or fared is None,
        skip=skip,
        step=_CLAIMS,
        counted=COUNTED,
    )


def _speakers(room: Room, narrowing: Narrowing, *, whole: bool) -> list[Speaker] | None:
    asked = narrowing.asked()

    def found() -> list[Speaker]:
        return answers.speakers(room.ledger, checked(room.ledger, asked))

    return Later.of(room).get(("speakers", asked), found, whole=whole)


def _source(
    room: Room, name: str, known: date | None, skip: int, whole: bool
) -> tuple[Profile | None, SourceAnswer | None]:
    later = Later.of(room)
    ask = partial(profile, room.ledger, name, known=known, limit=_CLAIMS, offset=skip)
    who = later.get(("profile", name, known, skip), ask, whole=whole, quick=True)
    if who is None:
        return None, None
    fared = partial(answers.source, room.ledger, name, known=known)
    return who, later.get(("source", name, known), fared, whole=whole)


def _bar(answer: SourceAnswer) -> list[dict[str, Any]]:
    """How its claims fared as stretches of a bar, each with where it begins and how wide it is, in hundredths."""
    kept = answer.record
    parts = [("confirmed", kept.confirmed), ("both", kept.both), ("disputed", kept.disputed), ("alone", kept.alone)]
    out, at = [], 0.0
    for name, some in parts:
        width = 100 * len(some) / kept.total if kept.total else 0.0
        out.append({"name": name, "fared": some, "x": round(at, 3), "width": round(width, 3)})
        at += width
    return out
