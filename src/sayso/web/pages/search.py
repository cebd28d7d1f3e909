"""The page of the search: claims and reports that have some words, as they are typed, and how the claims divide."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from sayso.answers import checked
from sayso.answers.finding import MOST, MOST_REPORTS, Facet, Finding, find
from sayso.exports import rows, words
from sayso.exports.answer_records import report_row
from sayso.exports.cells import plain
from sayso.ledger.searching import Marked
from sayso.model import When
from sayso.web.asking import Narrowed, Narrowing, Skip, query
from sayso.web.rendering import Json, page
from sayso.web.room import Here, Room

__all__ = ["router"]

Show = Literal["both", "claims", "reports"]
Shown = Annotated[Show, Query(description="Which of them.")]
_STEP: Final = 20
_FEW: Final = 6  # reports beside the claims
_OF_CLAIMS: Final = ("place", "side", "source", "type", "modality", "stance", "on", "since", "until", "report")
_DAYS: Final = ("on", "since", "until", "published_since", "published_until")
_FILTERS: Final = {
    "published_since": "published from",
    "published_until": "published to",
    "since": "happened from",
    "until": "happened to",
    "on": "happened on",
    "within": "km around",
    "modality": "how surely",
    "stance": "objections",
    "report": "of report",
}
_FACETS: Final = {
    "type": "Type",
    "side": "Side",
    "source": "Source",
    "place": "Place",
    "outlet": "Outlet or agency",
    "stance": "Objections",
    "theatre": "Conflict",
    "published": "Published",
}
_STANCES: Final = {
    "denies": "denied",
    "disputes": "disputed",
    "could_not_verify": "not verified",
    "confirms": "confirmed",
}
router = APIRouter(tags=["search"])


@router.get("/search.json", summary="What has these words")
def as_json(room: Here, narrowing: Narrowed, skip: Skip = 0, show: Shown = "both") -> Response:
    """Claims and reports with the words, each as its fixed record; facets with counts over the newest claims."""
    found = _found(room, narrowing, skip, show)
    if found is None:
        return Json({"words": "", "claims": [], "reports": [], "facets": [], "named": [], "near": []})
    told: dict[str, Any] = {
        "words": narrowing.q,
        "begun": found.begun,
        "found": {"claims": found.claims, "reports": found.reports},
        "whole": {"claims": found.claims_whole, "reports": found.reports_whole},
        "claims": [rows.facts(entry) | {"marked": _marks(pieces)} for entry, pieces in found.entries],
        "reports": [
            plain(report_row(report.publication))
            | {"stretch": "".join(text for text, _ in report.stretch), "marked": _marks(report.stretch)}
            for report in found.shown
        ],
        "facets": [
            {
                "name": facet.name,
                "values": [{"name": v.name, "asks": dict(v.asks), "claims": v.claims} for v in facet.values],
            }
            for facet in found.facets
        ],
        "named": [{"kind": name.kind, "name": name.name} for name in found.named],
        "near": list(found.near),
    }
    return Json(told)


@router.get("/search", response_class=HTMLResponse, summary="The search as a page")
def as_page(request: Request, room: Here, narrowing: Narrowed, skip: Skip = 0, show: Shown = "both") -> Response:
    """What has these words; while one types, the page fetches itself anew and shows what is found."""
    found = _found(room, narrowing, skip, show)
    given = narrowing.parameters()
    return page(
        request,
        "search.html",
        found=found,
        narrowing=narrowing,
        given=given,
        pairs=list(_pairs(given)),
        facets=[] if found is None else list(_facets(found.facets, given)),
        chips=list(_chips(given)),
        everywhere=_address({name: given[name] for name in ("q", "known") if name in given}),
        of_claims=any(name in given for name in _OF_CLAIMS),
        skip=skip,
        show=show,
        step=_STEP,
        most=MOST,
        most_reports=MOST_REPORTS,
    )


def _address(parameters: dict[str, Any]) -> str:
    return "/search" + query(parameters)


def _pairs(given: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in given.items():
        for one in value if isinstance(value, list) else (value,):
            yield name, one


def _chips(given: dict[str, Any]) -> Iterator[dict[str, str]]:
    """What the search is narrowed to, each with the address of the search without it."""
    for name, one in _pairs(given):
        if name in ("q", "known"):
            continue
        rest: Any = [other for other in given[name] if other != one] if isinstance(given[name], list) else None
        with_place = {"within": None} if name == "place" else {}
        yield {
            "name": _FILTERS.get(name, name),
            "title": _title(name, str(one)),
            "address": _address({**given, name: rest, **with_place}),
        }


def _facets(facets: Sequence[Facet], given: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The facets that divide, with the address that each value leads to: narrowed to it, or no longer so."""
    for facet in facets:
        values = []
        for value in facet.values:
            on = all(wanted in _several(given.get(name)) for name, wanted in value.asks.items())
            asks = dict.fromkeys(value.asks) if on else value.asks
            title = _title(facet.name, value.name)
            values.append(
                {
                    "name": value.name,
                    "title": title,
                    "claims": value.claims,
                    "on": on,
                    "address": _address({**given, **asks}),
                }
            )
        if len(values) > 1 or any(value["on"] for value in values):
            yield {"name": facet.name, "title": _FACETS[facet.name], "values": values}


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _title(name: str, value: str) -> str:
    if name == "stance":
        return _STANCES.get(value, value)
    if name == "published":  # a year, or a month of one
        year, _, month = value.partition("-")
        return words.when(When(date(int(year), int(month), 1), _last_day(int(year), int(month)))) if month else year
    return words.day(date.fromisoformat(value)) if name in _DAYS else value


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _found(room: Room, narrowing: Narrowing, skip: int, show: Show) -> Finding | None:
    if narrowing.q is None:
        return None
    asked = checked(room.ledger, narrowing.asked())
    page_of = (skip, skip + _STEP)
    return find(
        room.ledger,
        narrowing.q,
        asked,
        claims=(0, 0) if show == "reports" else page_of,
        reports=page_of if show == "reports" else (0, 0 if show == "claims" else _FEW),
    )


def _marks(pieces: Marked) -> list[list[int]]:
    """Where the words stand in the text that the pieces make, as code points from and to."""
    out, at = [], 0
    for text, found in pieces:
        if found:
            out.append([at, at + len(text)])
        at += len(text)
    return out
