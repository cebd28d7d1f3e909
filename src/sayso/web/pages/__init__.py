"""The pages of the reading room, one module each: a router with its addresses, as HTML and as JSON."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from sayso.web.pages import (
    claims,
    digest,
    disputes,
    events,
    feeds,
    home,
    judgements,
    map,
    places,
    read,
    report,
    review,
    search,
    sources,
    watched,
)

__all__ = ["ROUTERS"]

ROUTERS: Final[tuple[APIRouter, ...]] = (
    home.router,
    feeds.router,  # before claims, whose files to take away would take its addresses
    claims.router,
    events.router,
    read.router,
    places.router,
    report.router,
    review.router,
    judgements.router,
    search.router,
    sources.router,
    map.router,
    disputes.router,
    digest.router,
    watched.router,
)
