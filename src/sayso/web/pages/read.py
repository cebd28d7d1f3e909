"""Reading here: a text, an address or files in, claims out as they are read; kept only where somebody says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from sayso.answers import reports
from sayso.errors import SaysoError
from sayso.exports import report_records
from sayso.exports.safe import line
from sayso.intake.told import Withdrawal
from sayso.model import Refusal
from sayso.refusing import reason
from sayso.web.articles import article, drafted
from sayso.web.asking import Day, Text, link
from sayso.web.drafts import AGE_S, MOST
from sayso.web.guard import LIMIT_BYTES
from sayso.web.rendering import Json, fragment, page
from sayso.web.room import Here, Room
from sayso.web.taking import Drafted, Given, draft, keep, taken, theatres_to_choose

__all__ = ["router"]

_FILES: Final = 500
_STREAM: Final = "application/x-ndjson"
_Prepared = Annotated[str | None, Query(max_length=2000, description="What stands in the form's address already.")]
router = APIRouter(tags=["read"])


class Known(BaseModel):
    """What is known of everything that is given; a field that is empty says nothing."""

    model_config = ConfigDict(frozen=True)

    published: Day = Field(None, description="When it was published, if it does not say so itself.")
    outlet: Text = Field(None, description="Who published it.")
    theatre: Text = Field(None, description="The conflict that it tells of; otherwise its text decides.")


class ToRead(Known):
    """A text, the address of a page, or both."""

    text: str | None = Field(None, description="The text of a report, or of a page, or JSON with one report a line.")
    address: Text = Field(None, description="Of a page: public addresses only.")


class ToKeep(BaseModel):
    """What is to be kept."""

    model_config = ConfigDict(frozen=True)

    draft: str = Field(description="The name of a draft, as reading gave it.", max_length=100)


_FORM: Final[dict[str, Any]] = {
    "requestBody": {
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "text": {"type": "string"},
                        "address": {"type": "string"},
                        "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
                        "published": {"type": "string", "format": "date"},
                        "outlet": {"type": "string"},
                        "theatre": {"type": "string"},
                    },
                }
            }
        }
    }
}
_FORM_KEEP: Final[dict[str, Any]] = {
    "requestBody": {
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object", "properties": {"draft": {"type": "array", "items": {"type": "string"}}}}
            }
        }
    }
}


@router.get("/read.json", summary="What can be read here")
def as_json(room: Here) -> Response:
    """The theatres to choose from, how much may be given at once, and whether anything can be kept."""
    told = {"theatres": theatres_to_choose(), "most_bytes": LIMIT_BYTES, "most_reports": MOST, "most_files": _FILES}
    return Json(told | {"held_seconds": int(AGE_S), "writable": room.writable})


@router.get("/read", response_class=HTMLResponse, summary="Paste a text, give an address, drop files")
def as_page(request: Request, address: _Prepared = None) -> Response:
    """The form; with ``address`` that address stands in it already, and is fetched only when somebody says so."""
    return page(request, "read.html", theatres=theatres_to_choose(), given=Given(address=address), items=None)


@router.post("/read.json", summary="Read a text or an address")
def read_json(room: Here, asked: ToRead) -> Response:
    """The reports with their claims and the names of their drafts, and what could not be read; nothing is kept."""
    told: dict[str, list[Any]] = {"reports": [], "withdrawals": [], "refused": []}
    given = Given(asked.text or None, asked.address, (), asked.published, asked.outlet, asked.theatre)
    for item in taken(room, given):
        if isinstance(item, Refusal):
            told["refused"].append({"id": item.id, "line": item.line, "reason": line(reason(item))})
        elif item.reading is None:
            assert isinstance(item.draft.item, Withdrawal)
            back = item.draft.item
            told["withdrawals"].append({"draft": item.draft.id, "report": back.report, "on": back.on.isoformat()})
        else:
            told["reports"].append(report_records.read(item.reading) | {"draft": item.draft.id, "state": item.state})
    return Json(told)


@router.post("/read", response_class=HTMLResponse, summary="Read what a form gives", openapi_extra=_FORM)
async def read_form(request: Request, room: Here) -> Response:
    """A page with what was read; or, for whoever accepts application/x-ndjson, a line of JSON for each report."""
    async with request.form(max_files=_FILES, max_fields=20, max_part_size=LIMIT_BYTES) as form:
        given = await _given(form)
    if _STREAM in request.headers.get("accept", ""):
        return StreamingResponse(_lines(request, room, given), media_type=_STREAM)

    def whole() -> Response:
        items = [_shown(request, room, item) for item in taken(room, given)]
        return page(request, "read.html", theatres=theatres_to_choose(), given=given, items=items)

    return await run_in_threadpool(whole)


@router.post("/read/prepare", status_code=204, summary="Load the reader")
def prepare(room: Here) -> Response:
    """So that whoever is about to paste a text does not wait for it later."""
    room.prepare()
    return Response(status_code=204)


@router.post("/read/keep.json", summary="Keep what was read")
def keep_json(request: Request, room: Here, asked: ToKeep) -> Response:
    """How it was kept: "new", as a "version" of one, not again since it is there "unchanged"; or a withdrawal noted."""
    one = draft(room, asked.draft)
    kept = keep(room, one)
    how = "withdrawn" if isinstance(one.item, Withdrawal) else kept.how
    told = {"report": kept.report, "how": how, "claims": kept.claims}
    return Json(told | {"address": link(request, "reports", kept.report)})


@router.post(
    "/read/keep", response_class=RedirectResponse, status_code=303, summary="Keep drafts", openapi_extra=_FORM_KEEP
)
async def keep_form(request: Request, room: Here) -> Response:
    """Leads to the report that was kept, or to the list of them."""
    async with request.form(max_files=0, max_fields=MOST + 10) as form:
        named = [value for value in form.getlist("draft") if isinstance(value, str)]

    def all_of_them() -> list[str]:
        return [keep(room, one).report for one in [draft(room, id) for id in dict.fromkeys(named)]]

    kept = await run_in_threadpool(all_of_them)
    return RedirectResponse(link(request, "reports", kept[0] if len(kept) == 1 else None), 303)


async def _given(form: FormData) -> Given:
    def field(name: str) -> str | None:
        value = form.get(name)
        return value if isinstance(value, str) and value.strip() else None

    files: list[tuple[str, bytes]] = []
    for upload in form.getlist("files"):
        # A form without a file sends an empty one.
        if isinstance(upload, UploadFile) and (upload.filename or upload.size):
            files.append((upload.filename or "a file", await upload.read()))
    try:
        known = Known.model_validate({name: field(name) for name in ("published", "outlet", "theatre")})
    except ValidationError as wrong:
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in wrong.errors()]) from None
    return Given(field("text"), field("address"), tuple(files), known.published, known.outlet, known.theatre)


def _lines(request: Request, room: Room, given: Given) -> Iterator[str]:
    """What is read, a line for each; told as it comes."""
    if not room.prepared:
        yield _line(event="loading")
    try:
        for item in taken(room, given):
            shown = _shown(request, room, item)
            html = fragment(request, "_reading.html", item=shown)
            if isinstance(item, Refusal):
                yield _line(event="refused", id=item.id, reason=line(reason(item)), html=html)
            else:
                claims = len(item.reading.claims) if item.reading else 0
                yield _line(event="read", draft=item.draft.id, state=item.state, claims=claims, html=html)
    except SaysoError as error:
        yield _line(event="failed", reason=line(str(error)))
        return
    yield _line(event="done")


def _line(**told: Any) -> str:
    return json.dumps(told, separators=(",", ":")) + "\n"


def _shown(request: Request, room: Room, item: Drafted | Refusal) -> dict[str, Any]:
    """What the templates want of something that was read."""
    if isinstance(item, Refusal):
        return {"refusal": item, "reason": reason(item)}
    if item.reading is None:
        return {"withdrawal": item.draft.item, "draft": item.draft}
    reading, name = item.reading, item.draft.id
    around = reports.surroundings(
        room.ledger, (place for claim in reading.claims for place in claim.places), reading.theatre
    )
    shown = article(reading, drafted(around), lambda n: f"{name}.{n}")
    return {"shown": shown, "draft": item.draft, "state": item.state}
