"""A first annotation for a person to correct: what the reader found, laid out as annotated reports are (see ``gold``).

A draft that nobody has touched scores 1.0 everywhere, whatever the report came as: what only its source could tell,
such as which paragraphs of a page are captions, is kept in the draft.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sayso.errors import InputError
from sayso.intake import report_from_text
from sayso.model import Claim, Reading, Report, record
from sayso.theatres import GENERIC, load

__all__ = ["draft", "file_name", "write_draft", "written"]

_UNFIT: Final = re.compile(r"[^\w.-]+")
_LONGEST: Final = 120  # file systems take 255 bytes, and a letter may be four of them with its suffix still to come
_OWN: Final = ("id", "report")  # a person who corrects a draft keeps no ids
_PLACE: Final = ("name", "lat", "lon", "id", "precision")


def draft(
    reading: Reading, *, sides: Sequence[str] | None = None, notes: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What NAME.json of a reading holds: header fields, then every claim with all its fields, ready for JSON.

    ``sides`` are those of its theatre, where that can't be loaded by its name; ``notes`` stand in the header.
    """
    report = reading.report
    theatre = report.theatre or (reading.theatre if reading.theatre != GENERIC.name else None)
    told: dict[str, Any] = {
        "report": report.id,
        "title": report.title,
        "published": report.published.isoformat() if report.published else None,
        "outlet": report.outlet,
        "agency": report.agency,
        "theatre": theatre,
        "sides": list((load(theatre).sides if sides is None else sides) if theatre else []),
        "url": report.url,
    }
    if not _told_by_text(report):
        told["blocks"] = [{"kind": b.kind, "start": b.start, "end": b.end} for b in report.blocks]
    told |= notes or {}
    return told | {"claims": [_row(claim) for claim in reading.claims]}


def file_name(report_id: str) -> str:
    """A report's id as a file's name without its suffix: no folders in it, nothing hidden."""
    return _UNFIT.sub("-", report_id).strip(".-")[:_LONGEST].rstrip(".-") or "report"


def write_draft(
    reading: Reading,
    folder: Path,
    *,
    force: bool = False,
    sides: Sequence[str] | None = None,
    notes: Mapping[str, Any] | None = None,
) -> Path:
    """Write NAME.txt and NAME.json (see ``draft``) into ``folder`` and return the latter's path.

    Raises InputError where one is there already with other content (unless ``force``), before anything is written,
    and where they can't be written.
    """
    stem = folder / file_name(reading.report.id)
    text = stem.with_name(f"{stem.name}.txt")
    claims = stem.with_name(f"{stem.name}.json")
    wanted = {
        text: reading.report.text.encode("utf-8"),
        claims: written(draft(reading, sides=sides, notes=notes)),
    }
    try:
        new = {path: content for path, content in wanted.items() if not path.exists() or path.read_bytes() != content}
        for path in new:
            if path.exists() and not force:
                raise InputError(
                    str(path), "file", "there already", "name another folder with --out, or write over it with --force"
                )
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in new.items():
            _replace(path, content)
    except OSError as error:
        raise InputError(str(folder), "--out", error.strerror or error, "name a folder that can be written") from error
    return claims


def written(told: Mapping[str, Any]) -> bytes:
    """A draft as its file holds it."""
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: half an annotation would lose a person's work."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _told_by_text(report: Report) -> bool:
    """Whether the text and the header alone give the report's blocks again."""
    again = report_from_text(
        report.text,
        id=report.id,
        title=report.title,
        published=report.published,
        outlet=report.outlet,
        agency=report.agency,
    )
    return again.blocks == report.blocks


def _row(claim: Claim) -> dict[str, Any]:
    told = {name: value for name, value in record(claim).items() if name not in _OWN}
    told["places"] = [{name: place[name] for name in _PLACE} for place in told["places"]]
    return told
