"""Review: one doubtful claim after the other, to accept, correct or reject; the log of it; and what of it is gold."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated, Any, Final, get_args
from urllib.parse import quote, unquote

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sayso.answers import reviews
from sayso.answers.asked import checked
from sayso.answers.reviews import LEFT, Case
from sayso.errors import InputError
from sayso.exports import review_records, words
from sayso.exports.passage import passage
from sayso.exports.version_tables import field_in_words
from sayso.ledger.reviewing import Noted
from sayso.ledger.reviews import VERDICTS, Review, Verdict, total
from sayso.model import CLAIM_TYPES, Kind, Quote
from sayso.score import draft, file_name, written
from sayso.web.asking import Narrowed, Narrowing, Text, query
from sayso.web.corrections import as_form, changes
from sayso.web.downloads import MOST, download
from sayso.web.rendering import Json, page
from sayso.web.room import Here, Room

__all__ = ["router"]

STEP: Final = 50
_COOKIE: Final = "sayso_reviewer"
_YEAR: Final = 31_536_000  # seconds
# The fields in the order in which one looks at them, each with its key.
ROWS: Final = (
    ("type", "1"), ("source", "2"), ("actor", "3"), ("target", "4"), ("places", "5"), ("when", "6"), ("counts", "7"),
    ("modality", "8"), ("stances", "9"), ("via", ""), ("quote", ""), ("cue", ""), ("said", ""),
)  # fmt: skip
router = APIRouter(tags=["review"])

Beyond = Annotated[Text, Query(description="A claim: those that come after it, less doubtful, are meant.")]
One = Annotated[Text, Query(description="A claim: this one, whether or not it was decided on.")]
By = Annotated[Text, Query(description="Made by this person.")]
Of = Annotated[Text, Query(description="On claims of this report.")]
Before = Annotated[int | None, Query(ge=1, le=2**53, description="Before the decision of this key.")]


class Decision(BaseModel):
    """What a person decides of a claim."""

    model_config = ConfigDict(extra="forbid")

    claim: str = Field(max_length=500, description="The claim's id.")
    verdict: Verdict = Field(description="undo takes back the decision in force.")
    by: str = Field(max_length=200, description="Who decides.")
    why: str = Field("", max_length=4000, description="The reason, kept with it.")
    fields: dict[str, Any] | None = Field(
        None, description="What to correct, in the shape of the record; places, sources, figures also in words."
    )
    after: int | None = Field(None, description="The key of the last decision on it that was seen; null for none.")
    reading: str | None = Field(None, max_length=64, description="Of which reading, as the cases tell it.")


@router.get("/review.json", summary="The claims to review, the most doubtful first")
def as_json(
    room: Here,
    narrowing: Narrowed,
    claim: One = None,
    beyond: Beyond = None,
    limit: Annotated[int, Query(ge=1, le=50, description="How many at most.")] = 10,
) -> Response:
    """Claims that nobody has decided on, each with its confidences, reasons and past decisions; or one claim."""
    if claim is not None:
        cases = [reviews.case(room.ledger, claim)]
    else:
        asked = checked(room.ledger, narrowing.asked())
        cases = reviews.doubtful(room.ledger, asked, limit=limit, beyond=beyond)
    left = reviews.left(room.ledger, narrowing.asked())
    return Json({"left": left, "counted_to": LEFT, "cases": [review_records.case_record(case) for case in cases]})


@router.post("/review.json", summary="Decide on a claim")
def decide(room: Here, given: Decision) -> Response:
    """Keeps the decision. ``stale``: somebody had decided since; it is kept without effect, ``unseen`` is the other."""
    noted = room.write(lambda _: reviews.decide(room.ledger, **dict(given)))
    return Json(_noted(noted))


def _noted(noted: Noted) -> dict[str, Any]:
    return {
        "stale": noted.review.stale,
        "review": review_records.review_record(noted.review),
        "unseen": review_records.review_record(noted.unseen) if noted.unseen else None,
    }


@router.get("/review", response_class=HTMLResponse, summary="Review, as a page")
def as_page(request: Request, room: Here, narrowing: Narrowed, claim: One = None, beyond: Beyond = None) -> Response:
    """One claim in its passage with every field, the least sure marked; keys and buttons to decide on it."""
    if claim is not None:
        return _page(request, room, narrowing, reviews.case(room.ledger, claim), then="")
    asked = checked(room.ledger, narrowing.asked())
    cases = reviews.doubtful(room.ledger, asked, limit=1, beyond=beyond)
    return _page(request, room, narrowing, cases[0] if cases else None, then="beyond", beyond=beyond)


async def _form(request: Request) -> dict[str, str]:
    form = await request.form(max_files=0, max_fields=60)
    return {name: value for name, value in form.items() if isinstance(value, str)}


_FORM: Final = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": ["claim", "verdict", "by"],
                    "properties": {
                        name: {"type": "string"}
                        for name in ("claim", "verdict", "by", "why", "after", "reading", "then", "fields")
                    }
                    | {"verdict": {"type": "string", "enum": list(VERDICTS)}},
                    "additionalProperties": {"type": "string"},
                }
            }
        },
    }
}


@router.post("/review", response_class=HTMLResponse, summary="Decide on a claim by a form", openapi_extra=_FORM)
def by_form(
    request: Request, room: Here, narrowing: Narrowed, given: Annotated[dict[str, str], Depends(_form)]
) -> Response:
    """Keeps the decision and leads to the next claim; or shows what somebody else has decided meanwhile."""
    claim, then = given.get("claim", ""), given.get("then", "")
    after, reading = _key(given.get("after", "")), given.get("reading") or None
    verdict: Any = given.get("verdict", "")
    by, why = given.get("by", ""), given.get("why", "")
    try:
        fields = _fields(room, given, claim, reading, after) if verdict == "correct" else None
        noted = room.write(
            lambda _: reviews.decide(
                room.ledger, claim, verdict, by=by, why=why, fields=fields, after=after, reading=reading
            )
        )
    except InputError as error:
        case = reviews.case(room.ledger, claim)  # InputError again for a claim that is none
        return _page(request, room, narrowing, case, then=then, status=422, error=error, given=given)
    answer: Response
    if noted.review.stale:
        case = reviews.case(room.ledger, claim)
        answer = _page(request, room, narrowing, case, then=then, noted=noted, given={"by": by, "why": why})
    else:
        where = {"claim": claim} if verdict == "undo" else {"beyond": claim} if then == "beyond" else {}
        answer = RedirectResponse("/review" + query({**narrowing.parameters(), **where}), 303)
    answer.set_cookie(
        _COOKIE, quote(noted.review.by, safe=""), max_age=_YEAR, path="/review", httponly=True, samesite="strict"
    )
    return answer


def _fields(room: Room, given: Mapping[str, str], claim: str, reading: str | None, after: int | None) -> dict[str, Any]:
    if "fields" in given:  # put again as it was kept
        with suppress(ValueError, RecursionError):
            told = json.loads(given["fields"])
            if isinstance(told, dict):
                return told
        raise InputError(f"claim {claim}", "fields", given["fields"], "give a JSON object")
    found = changes(given, reviews.seen(room.ledger, claim, reading=reading, after=after))
    if not found:
        raise InputError(f"claim {claim}", "fields", "nothing", "change a field, or accept it")
    return found


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None


def _page(
    request: Request,
    room: Room,
    narrowing: Narrowing,
    case: Case | None,
    *,
    then: str,
    beyond: str | None = None,
    status: int = 200,
    error: InputError | None = None,
    noted: Noted | None = None,
    given: Mapping[str, str] | None = None,
) -> Response:
    by = (given or {}).get("by") or unquote(request.cookies.get(_COOKIE, ""))[:200]
    last = reviews.latest_by(room.ledger, by) if by else None
    with room.ledger.reading() as connection:
        mine = total(connection, by) if by else 0
    form = {} if case is None else as_form(case.entry.claim) | dict(given or {})
    return page(
        request, "review.html", status=status, case=case, narrowing=narrowing, then=then, beyond=beyond, error=error,
        noted=noted, by=by, why=(given or {}).get("why", ""), last=last, mine=mine, form=form, rows=ROWS,
        left=reviews.left(room.ledger, narrowing.asked()), counted_to=LEFT,
        last_claim=reviews.case(room.ledger, last.claim).read if last else None,
        passages=passage(case.report, case.entry.claim, case.why) if case else [],
        names=review_records.FIELDS, verdicts=review_records.VERDICTS, changed=review_records.changed,
        field_in_words=field_in_words, types=CLAIM_TYPES, kinds=get_args(Kind), quotes=get_args(Quote), words_of=words,
        correcting=error is not None and (given or {}).get("verdict") == "correct",
        again=_again(noted.review) if noted else None,
    )  # fmt: skip


def _again(review: Review) -> dict[str, str]:
    """The fields of a form that puts a decision again."""
    told = {"claim": review.claim, "reading": review.reading, "verdict": review.verdict, "by": review.by}
    told["why"] = review.why
    return told | ({"fields": json.dumps(dict(review.fields))} if review.fields else {})


@router.get("/review/log.json", summary="The decisions, the latest first")
def log_as_json(room: Here, report: Of = None, by: By = None, before: Before = None) -> Response:
    """Each with who, when and why, what it changed, and whether it came too late to have an effect."""
    found = reviews.decided(room.ledger, limit=STEP, before=before, report=report, by=by)
    with room.ledger.reading() as connection:
        every = total(connection)
    return Json({"total": every, "decisions": [review_records.decision_record(*each) for each in found]})


@router.get("/review/log.csv", response_class=Response, summary="The decisions to take away")
def log_as_csv(room: Here, report: Of = None, by: By = None) -> Response:
    """All of them, up to 100,000."""
    found = reviews.decided(room.ledger, limit=MOST, report=report, by=by)
    rows = (review_records.decision_row(*each) for each in found)
    return download("decisions", "csv", rows, review_records.DECISION_COLUMNS)


@router.get("/review/log", response_class=HTMLResponse, summary="The decisions as a page")
def log_as_page(request: Request, room: Here, report: Of = None, by: By = None, before: Before = None) -> Response:
    """The log: nothing in it is ever changed."""
    found = reviews.decided(room.ledger, limit=STEP, before=before, report=report, by=by)
    with room.ledger.reading() as connection:
        every = total(connection)
    return page(
        request, "review_log.html", found=found, total=every, step=STEP, before=before,
        chosen={"report": report, "by": by}, verdicts=review_records.VERDICTS, changed=review_records.changed,
    )  # fmt: skip


@router.get("/review/gold.{form}", response_class=Response, summary="What was reviewed, as annotations")
def gold(
    room: Here,
    form: Annotated[str, Path(pattern="^zip$")],
    partly: Annotated[bool, Query(description="Also reports of which only some claims were decided on.")] = False,
) -> Response:
    """A zip of NAME.txt and NAME.json, as `sayso score` reads them; empty while no report is reviewed."""
    kept = io.BytesIO()
    names: set[str] = set()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in reviews.reviewed(room.ledger, partly=partly):
            name = stem = file_name(each.reading.report.id)
            number = 1
            while name in names:
                number += 1
                name = f"{stem}-{number}"
            names.add(name)
            archive.writestr(f"gold/{name}.txt", each.reading.report.text.encode("utf-8"))
            archive.writestr(f"gold/{name}.json", written(draft(each.reading, sides=each.sides, notes=each.notes())))
    headers = {"content-disposition": 'attachment; filename="gold.zip"'}
    return Response(kept.getvalue(), media_type="application/zip", headers=headers)
