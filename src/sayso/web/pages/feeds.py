"""Disputes, claims and searches as feeds: a saved search is its address, and polling it costs next to nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from sayso import answers
from sayso.answers import Asked, checked
from sayso.answers.disputes import contests, disputed
from sayso.answers.finding import find
from sayso.exports import atom, json_feed
from sayso.exports.feeds import CONTESTS, MOST, Feed, claims_feed, disputes_feed, search_feed
from sayso.web.asking import Known, Narrowed, Narrowing
from sayso.web.polling import Seen, poll
from sayso.web.room import Here, Room

__all__ = ["router"]

router = APIRouter(tags=["feeds"])


@router.get("/disputes.atom", response_class=Response, summary="New disputes as an Atom feed")
def disputes_atom(request: Request, room: Here, known: Known = None) -> Response:
    """The newest denials, each with its event by all accounts, and the places that are contested, as Atom."""
    return _answer(request, room, atom, partial(_disputes, room, known))


@router.get("/disputes.jsonfeed", response_class=Response, summary="New disputes as a JSON Feed")
def disputes_json(request: Request, room: Here, known: Known = None) -> Response:
    """The newest denials, each with its event by all accounts, and the places that are contested, as JSON Feed."""
    return _answer(request, room, json_feed, partial(_disputes, room, known))


@router.get("/claims.atom", response_class=Response, summary="New claims as an Atom feed")
def claims_atom(request: Request, room: Here, narrowing: Narrowed) -> Response:
    """The newest claims that fit, each with its words, who says it and who objects, as Atom."""
    return _answer(request, room, atom, partial(_claims, room, narrowing))


@router.get("/claims.jsonfeed", response_class=Response, summary="New claims as a JSON Feed")
def claims_json(request: Request, room: Here, narrowing: Narrowed) -> Response:
    """The newest claims that fit, each with its words, who says it and who objects, as JSON Feed."""
    return _answer(request, room, json_feed, partial(_claims, room, narrowing))


@router.get("/search.atom", response_class=Response, summary="A saved search as an Atom feed")
def search_atom(request: Request, room: Here, narrowing: Narrowed) -> Response:
    """The newest claims and reports that have these words, as Atom."""
    return _answer(request, room, atom, partial(_search, room, narrowing))


@router.get("/search.jsonfeed", response_class=Response, summary="A saved search as a JSON Feed")
def search_json(request: Request, room: Here, narrowing: Narrowed) -> Response:
    """The newest claims and reports that have these words, as JSON Feed."""
    return _answer(request, room, json_feed, partial(_search, room, narrowing))


def _answer(request: Request, room: Room, form: Any, make: Callable[[], Feed]) -> Response:
    """The feed, or only that it is as it was."""
    seen = Seen.of(room).now(request)
    if (same := poll(request, seen)) is not None:
        return same
    base = str(request.base_url).rstrip("/")
    told = form.text(make(), room=base, own=str(request.url))
    # Half a character (a lone surrogate) has no bytes.
    return Response(told.encode("utf-8", "replace"), media_type=form.MEDIA_TYPE, headers=seen.headers())


def _disputes(room: Room, known: Any) -> Feed:
    def made() -> Feed:
        ledger = room.ledger
        now = contests(ledger, known=known, limit=CONTESTS), disputed(ledger, known=known, limit=MOST)
        return disputes_feed(*now, {"known": known.isoformat() if known else None})

    with room.ledger.reading() as connection:
        return room.ledger.remembered.answer(connection, ("feed of disputes", known), made)


def _claims(room: Room, narrowing: Narrowing) -> Feed:
    found = answers.claims(room.ledger, _asked(room, narrowing), limit=MOST, counted=False)
    return claims_feed(found.entries, narrowing.parameters())


def _search(room: Room, narrowing: Narrowing) -> Feed:
    if narrowing.q is None:
        return _claims(room, narrowing)
    found = find(room.ledger, narrowing.q, _asked(room, narrowing), claims=(0, MOST), reports=(0, MOST))
    return search_feed(found, narrowing.parameters())


def _asked(room: Room, narrowing: Narrowing) -> Asked:
    return checked(room.ledger, narrowing.asked())
