"""The reports: a list of them, and one with its text, its claims and what stands behind each, version by version."""

from __future__ import annotations

import io
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field, model_validator
from starlette.responses import HTMLResponse, Response

from sayso.answers import reports as answers
from sayso.answers import reviews
from sayso.answers.asked import Asked
from sayso.answers.judgements import judgements_on
from sayso.answers.provenance import traced
from sayso.answers.reports import AskedReports, ReportAnswer
from sayso.answers.theatres import theatres
from sayso.errors import InputError
from sayso.exports import report_records, schema_org, version_tables
from sayso.exports.side_by_side import side_by_side
from sayso.intake.language import languages
from sayso.ledger.asking import Standing, claims_of
from sayso.ledger.differences import Differences, differences
from sayso.web.articles import anchor, article, reviewable, ways
from sayso.web.asking import Day, Known, Skip, Text, in_order, link
from sayso.web.rendering import Json, page
from sayso.web.room import Here, Room

__all__ = ["router"]

STEP: Final = 50
router = APIRouter(tags=["reports"])


class Which(BaseModel):
    """What the list of reports is narrowed by; a field that is empty asks nothing."""

    model_config = ConfigDict(frozen=True)

    known: Day = Field(None, description="As known on that day: the versions that stood.")
    q: Text = Field(None, description='With all of these words; "words in quotes" stand together.')
    outlet: Text = Field(None, description="Published by this outlet or agency.")
    theatre: Text = Field(None, description="Of this conflict.")
    language: Annotated[str | None, Field(max_length=8)] = Field(None, description="In this language (ISO 639 code).")
    place: Text = Field(None, description="Naming this place, or with a claim about it.")
    published_since: Day = Field(None, description="Published on that day or later.")
    published_until: Day = Field(None, description="Published on that day or earlier.")

    @model_validator(mode="after")
    def _fitting(self) -> Which:
        in_order(self, "published_since", "published_until")
        return self

    def asked(self) -> AskedReports:
        """The same for ``answers``."""
        return AskedReports(
            self.known, self.published_since, self.published_until, self.theatre, self.outlet, self.q, self.language,
            self.place,
        )  # fmt: skip

    def parameters(self) -> dict[str, Any]:
        """The query parameters that ask for this again; what asks nothing is left out."""
        return self.model_dump(mode="json", exclude_none=True)


def _which(given: Annotated[Which, Query()]) -> Which:
    return given


Chosen = Annotated[Which, Depends(_which)]
Id = Annotated[str, Path(max_length=2000, description="The id of a report, or its address.")]
Version = Annotated[int | None, Query(ge=1, le=1_000_000, description="Which version, from 1: the earliest.")]
Compare = Annotated[
    str | None,
    Query(pattern=r"^\d{1,6}-\d{1,6}$", description='Two versions side by side, as "1-2".', examples=["1-2"]),
]


@router.get("/reports.json", summary="The reports, the newest first")
def as_json(room: Here, which: Chosen, skip: Skip = 0) -> Response:
    """The last version of each, withdrawn or not, with how many claims and versions it has."""
    found = answers.reports(room.ledger, which.asked(), limit=STEP, offset=skip)
    return Json({"reports": [report_records.listed(one) for one in found]})


@router.get("/reports", response_class=HTMLResponse, summary="The reports as a page")
def as_page(request: Request, room: Here, which: Chosen, skip: Skip = 0) -> Response:
    """The reports, the newest first."""
    found = answers.reports(room.ledger, which.asked(), limit=STEP, offset=skip)
    return page(
        request, "reports.html", found=found, which=which, skip=skip, step=STEP,
        conflicts=[theatre.name for theatre in theatres(room.ledger)], tongues=languages(),
    )  # fmt: skip


@router.get("/reports/{id:path}.json", summary="A report with its claims")
def one_as_json(
    request: Request, room: Here, id: Id, known: Known = None, version: Version = None, compare: Compare = None
) -> Response:
    """Its text, the claims read from it with the reasons, its versions and copies; or how two versions differ."""
    try:
        found = answers.report(room.ledger, id, known=known, version=version)
    except InputError:
        # Whoever calls a report "1.json" finds it all the same.
        return one_as_page(request, room, f"{id}.json", known, version, compare)
    if compare is not None:
        chosen, pair = _pair(room, found, compare)
        return Json(version_tables.plain(found.versions, found.claims, chosen, pair))
    judged = judgements_on(room.ledger, found.reading.claims, known=known)
    return Json(report_records.told(found, answers.copies(room.ledger, found.version, known=known), judged))


@router.get("/reports/{id:path}.jsonld", response_class=Response, summary="A report's claims as linked data")
def one_as_linked_data(request: Request, room: Here, id: Id, known: Known = None) -> Response:
    """The claims that stand in it, as schema.org has them, in JSON-LD; none where it is withdrawn."""
    try:
        found = answers.report(room.ledger, id, known=known)
    except InputError:
        return one_as_page(request, room, f"{id}.jsonld", known)
    out = io.StringIO()
    asked = Asked(known=known, report=found.version.report.id)
    schema_org.FORMAT.write(traced(room.ledger, asked, originals=True), out)
    return Response(out.getvalue(), media_type=schema_org.FORMAT.media_type)


@router.get("/reports/{id:path}", response_class=HTMLResponse, summary="A report as a page")
def one_as_page(
    request: Request, room: Here, id: Id, known: Known = None, version: Version = None, compare: Compare = None
) -> Response:
    """The text with its claims marked, and their cards; or two versions side by side."""
    found = answers.report(room.ledger, id, known=known, version=version)
    if compare is not None:
        return _compared(request, room, id, found, compare)
    reading, held = found.reading, reviews.held(room.ledger, found.version.report.id)
    more = reviewable(held, judgements_on(room.ledger, reading.claims, known=known))
    around = answers.surroundings(
        room.ledger, (place for claim in reading.claims for place in claim.places), reading.theatre
    )
    return page(
        request, "report.html", found=found, name=id, shown=article(reading, ways(request, around, more)),
        linked=link(request, "reports", f"{id}.jsonld"), copies=answers.copies(room.ledger, found.version, known=known),
    )  # fmt: skip


def _compared(request: Request, room: Room, id: str, found: ReportAnswer, compare: str) -> Response:
    chosen, between = _pair(room, found, compare)
    before, after = (found.versions[n - 1] for n in chosen)
    return page(
        request, "compared.html", found=found, name=id, chosen=chosen, before=before, after=after, between=between,
        rows=side_by_side(before.report.text, after.report.text), field=version_tables.field_in_words,
        fields=version_tables.FIELDS, anchor=anchor,
    )  # fmt: skip


def _pair(room: Room, found: ReportAnswer, compare: str) -> tuple[tuple[int, int], Differences]:
    first, second = (int(n) for n in compare.split("-"))
    for n in (first, second):
        if not 1 <= n <= len(found.versions):
            fix = f"give two numbers from 1 to {len(found.versions)}" if len(found.versions) > 1 else "it has one only"
            raise InputError(found.version.report.id, "version", n, fix)
    with room.ledger.reading() as connection:

        def claims(version: Standing) -> list[Any]:
            return [entry.claim for entry in claims_of(connection, version.key)]

        return (first, second), differences(claims(found.versions[first - 1]), claims(found.versions[second - 1]))
