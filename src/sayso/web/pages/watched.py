"""The pages of what comes in by itself: how each watched feed fares, and what could not be read, from anywhere."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from sayso.exports.watched import record
from sayso.ledger.asking import Problem, count_problems, problems
from sayso.ledger.feeds import Fared, fared
from sayso.web.asking import Skip
from sayso.web.rendering import Json, page
from sayso.web.room import Here, Room

__all__ = ["router"]

STEP: Final = 100
router = APIRouter(tags=["watched"])


@router.get("/watched.json", summary="How each watched feed fares")
def feeds_as_json(room: Here) -> Response:
    """Each feed that was ever watched: when it was asked, what came of it, when it is asked next, and what is wrong."""
    return Json({"feeds": [record(feed) for feed in _feeds(room)]})


@router.get("/watched", response_class=HTMLResponse, summary="How each watched feed fares, as a page")
def feeds_as_page(request: Request, room: Here) -> Response:
    """Each feed that was ever watched: when it was asked, what came of it, when it is asked next, and what is wrong."""
    return page(request, "watched.html", found=_feeds(room))


@router.get("/problems.json", summary="What could not be read, the latest first")
def problems_as_json(room: Here, skip: Skip = 0) -> Response:
    """What could not be read and why, but for what was mended since; ``total`` counts all of it."""
    total, found = _problems(room, skip)
    return Json({"total": total, "problems": [asdict(problem) for problem in found]})


@router.get("/problems", response_class=HTMLResponse, summary="What could not be read, as a page")
def problems_as_page(request: Request, room: Here, skip: Skip = 0) -> Response:
    """What could not be read and why, the latest first; what is mended is off the list."""
    total, found = _problems(room, skip)
    return page(request, "problems.html", found=found, total=total, skip=skip, step=STEP)


def _feeds(room: Room) -> list[Fared]:
    with room.ledger.reading() as connection:
        return fared(connection)


def _problems(room: Room, skip: int) -> tuple[int, list[Problem]]:
    with room.ledger.reading() as connection:
        return count_problems(connection), problems(connection, limit=STEP, offset=skip)
