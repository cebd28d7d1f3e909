"""How do a reading and whatever else a source tells become rows of Parquet, and rows the same again, exactly?

The columns of ``claims`` are those of the fixed record, nested as it is, and beside them flat ones for people who ask
by SQL: ``place``, ``lat``, ``lon``, ``day_from``, ``day_to``, ``published``, ``outlet``, ``confidence``. ``row`` is the
row of the claim's report in ``reports``, which has one for each report and each thing that could not be read, in the
order of the source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import pyarrow as pa

from sayso.intake.told import Held, Item, Told, Withdrawal
from sayso.ledger.keys import digest
from sayso.ledger.rows import days_of
from sayso.model import (
    Block,
    Claim,
    Count,
    Mention,
    Party,
    Place,
    Reading,
    Refusal,
    Report,
    Source,
    Stance,
    When,
    Why,
    record,
)

__all__ = [
    "CLAIM",
    "REPORT",
    "claim_rows",
    "held_row",
    "item_of",
    "reading_of",
    "reading_row",
    "refusal_row",
    "withdrawal_row",
]

_PARTY: Final = pa.struct([("name", pa.string()), ("side", pa.string())])
_DAYS: Final = pa.struct([("start", pa.date32()), ("end", pa.date32())])
_SPAN: Final = pa.struct([("start", pa.int64()), ("end", pa.int64())])
_LINES: Final = pa.map_(pa.string(), pa.list_(pa.string()))
_PLACE: Final = pa.struct(
    [
        ("name", pa.string()),
        ("id", pa.int64()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("precision", pa.string()),
    ]
)

CLAIM: Final = pa.schema(
    [
        ("id", pa.string()),
        ("report", pa.string()),
        ("digest", pa.string()),
        ("row", pa.int64()),
        ("published", pa.date32()),
        ("outlet", pa.string()),
        ("type", pa.string()),
        ("modality", pa.string()),
        ("text", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("source", pa.struct([("name", pa.string()), ("kind", pa.string()), ("side", pa.string())])),
        ("cue", pa.string()),
        ("quote", pa.string()),
        ("via", pa.list_(pa.string())),
        ("actor", _PARTY),
        ("target", _PARTY),
        ("place", pa.string()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("places", pa.list_(_PLACE)),
        ("day_from", pa.date32()),
        ("day_to", pa.date32()),
        ("when", _DAYS),
        ("said", pa.date32()),
        (
            "counts",
            pa.list_(pa.struct([("what", pa.string()), ("n", pa.int64()), ("min", pa.int64()), ("max", pa.int64())])),
        ),
        ("stances", pa.list_(pa.struct([("by", pa.string()), ("stance", pa.string())]))),
        ("confidence", pa.float64()),
        (
            "why",
            pa.struct(
                [
                    ("notes", _LINES),
                    ("spans", pa.map_(pa.string(), pa.list_(_SPAN))),
                    ("sure", pa.map_(pa.string(), pa.float64())),
                    ("signs", _LINES),
                ]
            ),
        ),
    ]
)
"""The columns of claims."""

REPORT: Final = pa.schema(
    [
        ("row", pa.int64()),
        ("status", pa.string()),  # read, refused, withdrawn, held
        ("id", pa.string()),
        ("digest", pa.string()),
        ("published", pa.date32()),
        ("title", pa.string()),
        ("outlet", pa.string()),
        ("agency", pa.string()),
        ("place", pa.string()),
        ("theatre", pa.string()),
        ("url", pa.string()),
        ("language", pa.string()),
        ("text", pa.string()),
        ("blocks", pa.list_(pa.struct([("kind", pa.string()), ("start", pa.int64()), ("end", pa.int64())]))),
        ("read_as", pa.string()),  # the theatre that it was read in
        ("sayso", pa.string()),  # the version that read it
        ("claims", pa.int64()),
        (
            "mentions",
            pa.list_(
                pa.struct([("start", pa.int64()), ("end", pa.int64()), ("place", _PLACE), ("when", _DAYS)]),
            ),
        ),
        ("warnings", pa.list_(pa.string())),
        ("seen", pa.timestamp("us", "UTC")),  # when the source says that it met the report
        ("until", pa.timestamp("us", "UTC")),  # until when it is held
        ("withdrawn", pa.date32()),
        ("reason", pa.string()),  # why it could not be read, or was withdrawn
        ("line", pa.int64()),
    ]
)
"""The columns of reports: a report that was read has no ``reason``, what could not be read has only ``id``, ``reason``
and ``line``, and what was withdrawn only ``id``, ``withdrawn`` and ``reason``. One that is held back until its time is
there as it was told, and not read.
"""

Row = dict[str, Any]
_REPORT_FIELDS: Final = ("id", "text", "title", "published", "outlet", "agency", "place", "theatre", "url", "language")


def refusal_row(row: int, refusal: Refusal) -> Row:
    """What could not be read, as a row of reports."""
    return {"row": row, "status": "refused", "id": refusal.id, "reason": refusal.reason, "line": refusal.line}


def withdrawal_row(row: int, back: Withdrawal) -> Row:
    """A withdrawal, as a row of reports."""
    return {"row": row, "status": "withdrawn", "id": back.report, "withdrawn": back.on, "reason": back.why}


def reading_row(row: int, reading: Reading, seen: datetime | None) -> Row:
    """A report that was read, as a row of reports."""
    return _report_row(row, "read", reading.report, seen) | {
        "read_as": reading.theatre,
        "sayso": reading.sayso,
        "claims": len(reading.claims),
        "mentions": [
            {"start": m.start, "end": m.end, "place": _place(m.place), "when": _days(m.when)} for m in reading.mentions
        ],
        "warnings": list(reading.warnings),
    }


def held_row(row: int, held: Held) -> Row:
    """A report that waits for its time, as a row of reports."""
    return _report_row(row, "held", held.report, held.seen) | {"until": held.until.astimezone(UTC)}


def _report_row(row: int, status: str, report: Report, seen: datetime | None) -> Row:
    return {
        "row": row,
        "status": status,
        "digest": digest(report),
        **{name: getattr(report, name) for name in _REPORT_FIELDS},
        "blocks": [{"kind": b.kind, "start": b.start, "end": b.end} for b in report.blocks],
        "seen": seen.astimezone(UTC) if seen else None,
    }


def claim_rows(row: int, reading: Reading) -> list[Row]:
    """The claims of a report that stands in this row of reports."""
    mark = digest(reading.report) if reading.claims else ""
    return [_claim_row(row, mark, claim, reading) for claim in reading.claims]


def _claim_row(row: int, mark: str, claim: Claim, reading: Reading) -> Row:
    why = reading.why.get(claim.id)
    start, end = days_of(claim, reading.report.published)
    first = claim.places[0] if claim.places else None
    source = {"name": claim.source.name, "kind": claim.source.kind, "side": claim.source.side}
    return record(claim) | {
        "digest": mark,
        "row": row,
        "published": reading.report.published,
        "outlet": reading.report.outlet,
        "source": source,
        "place": first and first.name,
        "lat": first and first.lat,
        "lon": first and first.lon,
        "day_from": start,
        "day_to": end,
        "when": _days(claim.when),
        "said": claim.said,
        "confidence": why.sure.get("claim") if why else None,
        "why": _why_row(why) if why else None,
    }


def _place(place: Place | None) -> Row | None:
    if place is None:
        return None
    return {"name": place.name, "id": place.id, "lat": place.lat, "lon": place.lon, "precision": place.precision}


def _days(when: When | None) -> Row | None:
    return None if when is None else {"start": when.start, "end": when.end}


def _why_row(why: Why) -> Row:
    return {
        "notes": [(name, list(notes)) for name, notes in why.notes.items()],
        "spans": [(name, [{"start": a, "end": b} for a, b in spans]) for name, spans in why.spans.items()],
        "sure": list(why.sure.items()),
        "signs": [(name, list(signs)) for name, signs in why.signs.items()],
    }


# -- and back -------------------------------------------------------------------------------------------------------


def item_of(row: Mapping[str, Any]) -> Item:
    """What a row of reports tells, as the source told it."""
    match row["status"]:
        case "refused":
            return Refusal(row["id"], row["reason"], row["line"])
        case "withdrawn":
            return Withdrawal(row["id"], row["withdrawn"], row["reason"])
    blocks = tuple(Block(b["kind"], b["start"], b["end"]) for b in row["blocks"])
    report = Report(**{name: row[name] for name in _REPORT_FIELDS}, blocks=blocks)
    return Held(report, row["until"], row["seen"]) if row["status"] == "held" else Told(report, row["seen"])


def reading_of(report: Report, row: Mapping[str, Any], claims: Sequence[Mapping[str, Any]]) -> Reading:
    """The reading of a report from its row of reports and the rows of its claims."""
    return Reading(
        report,
        tuple(_claim_of(claim) for claim in claims),
        row["read_as"],
        {claim["id"]: _why_of(claim["why"]) for claim in claims if claim["why"] is not None},
        tuple(row["warnings"]),
        tuple(Mention(m["start"], m["end"], _place_of(m["place"]), _when_of(m["when"])) for m in row["mentions"]),
        row["sayso"],
    )


def _claim_of(row: Mapping[str, Any]) -> Claim:
    return Claim(
        id=row["id"],
        report=row["report"],
        text=row["text"],
        start=row["start"],
        end=row["end"],
        type=row["type"],
        source=Source(**row["source"]),
        cue=row["cue"],
        quote=row["quote"],
        via=tuple(row["via"]),
        actor=Party(**row["actor"]) if row["actor"] else None,
        target=Party(**row["target"]) if row["target"] else None,
        places=tuple(Place(**place) for place in row["places"]),
        when=_when_of(row["when"]),
        said=row["said"],
        counts=tuple(Count(**count) for count in row["counts"]),
        modality=row["modality"],
        stances=tuple(Stance(**stance) for stance in row["stances"]),
    )


def _place_of(row: Mapping[str, Any] | None) -> Place | None:
    return None if row is None else Place(**row)


def _when_of(row: Mapping[str, Any] | None) -> When | None:
    return None if row is None else When(row["start"], row["end"])


def _why_of(row: Mapping[str, Any]) -> Why:
    return Why(
        notes={name: tuple(notes) for name, notes in row["notes"]},
        spans={name: tuple((span["start"], span["end"]) for span in spans) for name, spans in row["spans"]},
        sure=dict(row["sure"]),
        signs={name: tuple(signs) for name, signs in row["signs"]},
    )
