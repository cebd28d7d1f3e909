"""Reports as plain values, ready for JSON: in lists, and one with its claims, reasons, versions and copies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sayso.answers.reports import CopyOf, Listed, ReportAnswer
from sayso.exports.cells import iso
from sayso.exports.judged import record as record_of
from sayso.ledger.judging import Judgement
from sayso.model import Mention, Publication, Reading, Why, record

__all__ = ["copied", "listed", "read", "told"]


def listed(one: Listed) -> dict[str, Any]:
    """A report in a list."""
    return _publication(one.publication) | {
        "claims": one.claims,
        "versions": one.versions,
        "withdrawn": iso(one.withdrawn),
    }


def told(answer: ReportAnswer, copies: Sequence[CopyOf], judged: Mapping[str, Sequence[Judgement]]) -> dict[str, Any]:
    """A version of a report with what was read from it, and what people hold of that; ``versions`` are all known."""
    version, reading = answer.version, read(answer.reading)
    for claim in reading["claims"]:
        claim["judgements"] = [record_of(one) for one in judged.get(claim["id"], ())]
    return reading | {
        "version": answer.chosen,
        "superseded": None if answer.later is None else iso(version.until),
        "superseded_by": answer.later,
        "withdrawn": iso(answer.withdrawn),
        "why_withdrawn": answer.why or None,
        "seen": version.seen,
        "versions": [
            {"n": n, "id": one.report.id, "published": iso(one.report.published), "seen": one.seen, "claims": count}
            for n, (one, count) in enumerate(zip(answer.versions, answer.claims, strict=True), 1)
        ],
        "copies": [copied(copy) for copy in copies],
    }


def read(reading: Reading) -> dict[str, Any]:
    """A report with its text and the claims that were read from it, each with how sure the reader was, and why."""
    report = reading.report
    return {
        "id": report.id,
        "title": report.title,
        "published": iso(report.published),
        "outlet": report.outlet,
        "agency": report.agency,
        "place": report.place,
        "theatre": reading.theatre or report.theatre,
        "url": report.url,
        "language": report.language,
        "text": report.text,
        "blocks": [{"kind": block.kind, "start": block.start, "end": block.end} for block in report.blocks],
        "warnings": list(reading.warnings),
        "claims": [record(claim) | _why(reading.why.get(claim.id)) for claim in reading.claims],
        "mentions": [_mention(mention, report.text) for mention in reading.mentions],
    }


def _mention(mention: Mention, text: str) -> dict[str, Any]:
    """A place or a time that a report in another language names."""
    place, when = mention.place, mention.when
    return {
        "text": text[mention.start : mention.end],
        "start": mention.start,
        "end": mention.end,
        "place": place
        and {"name": place.name, "id": place.id, "lat": place.lat, "lon": place.lon, "precision": place.precision},
        "when": when and {"start": iso(when.start), "end": iso(when.end)},
    }


def copied(copy: CopyOf) -> dict[str, Any]:
    """A copy of a report."""
    return _publication(copy.publication) | {
        "original": copy.original,
        "kind": copy.kind,
        "score": copy.score,
        "changed": None if copy.kind is None else "here" if copy.here else "there",
    }


def _publication(at: Publication) -> dict[str, Any]:
    return {
        "id": at.report,
        "title": at.title,
        "published": iso(at.published),
        "outlet": at.outlet,
        "agency": at.agency,
        "theatre": at.theatre,
        "url": at.url,
        "language": at.language,
    }


def _why(why: Why | None) -> dict[str, Any]:
    if why is None:
        return {"sure": {}, "why": {}, "rests_on": {}}
    spans = {field: [{"start": start, "end": end} for start, end in some] for field, some in why.spans.items()}
    return {"sure": dict(why.sure), "why": {f: list(notes) for f, notes in why.notes.items()}, "rests_on": spans}
