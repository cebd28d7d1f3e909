"""The digest: what was learned in some days, the same as `sayso digest` writes."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field, model_validator
from starlette.responses import HTMLResponse, Response

from sayso.answers import Asked, checked
from sayso.answers.digest import Digest, digest
from sayso.exports import digest_html
from sayso.exports.digest_paper import paper, record
from sayso.web.asking import Day, Text, in_order
from sayso.web.later import Later
from sayso.web.pages.disputes import Whole
from sayso.web.rendering import Json, page
from sayso.web.room import Here, Room

__all__ = ["router"]

router = APIRouter(tags=["digest"])


class Learned(BaseModel):
    """Which days are asked for, and what narrows them; a field that is empty asks nothing."""

    model_config = ConfigDict(frozen=True)

    since: Day = Field(None, description="Published on that day or later: by default on the ledger's last.")
    until: Day = Field(None, description="Published on that day or earlier: by default on the ledger's last.")
    known: Day = Field(None, description="Answer from what had been published by that day: by default the last asked.")
    place: Text = Field(None, description="At this place: a name, or a GeoNames id.")
    side: Text = Field(None, description="On the word of this side of the war.")
    source: Text = Field(None, description="On the word of this source, by any of its names.")
    theatre: Text = Field(None, description="Of this conflict.")
    outlet: Text = Field(None, description="Published by this outlet or agency.")

    @model_validator(mode="after")
    def _fitting(self) -> Learned:
        in_order(self, "since", "until")
        in_order(self, "since", "known")
        return self

    def asked(self) -> Asked:
        """What narrows it, for ``answers``."""
        return Asked(
            known=self.known,
            place=self.place,
            side=self.side,
            source=self.source,
            theatre=self.theatre,
            outlet=self.outlet,
        )


def _learned(given: Annotated[Learned, Query()]) -> Learned:
    return given


Asks = Annotated[Learned, Depends(_learned)]


@router.get("/digest.json", summary="What was learned in some days")
def as_json(room: Here, asks: Asks, whole: Whole = True) -> Response:
    """What changed hands, what is disputed, what became of claims and who was harmed, as lines with their accounts."""
    found = _found(room, asks, whole)
    told: dict[str, Any] | None = None if found is None else record(found)
    return Json({"digest": told})


@router.get("/digest", response_class=HTMLResponse, summary="The digest as a page")
def as_page(request: Request, room: Here, asks: Asks, whole: Whole = False) -> Response:
    """What changed hands on whose word, what is disputed, who was harmed, and what became of earlier claims."""
    found = _found(room, asks, whole)
    # What the digest is made of is escaped where it is made.
    told = None if found is None else Markup(digest_html.body(paper(found), room=""))
    return page(request, "digest.html", told=told, asks=asks, found=found)


def _found(room: Room, asks: Learned, whole: bool) -> Digest | None:
    asked = checked(room.ledger, asks.asked())
    make = partial(digest, room.ledger, since=asks.since, until=asks.until, asked=asked)
    return Later.of(room).get(("digest", asks), make, whole=whole)
