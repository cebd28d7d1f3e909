"""What did a person find in a report? Annotated reports, one NAME.json beside its NAME.txt, as they lie on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from sayso.errors import InputError
from sayso.intake import report_from_text
from sayso.model import Claim, Report

__all__ = ["Gold", "load_gold"]


@dataclass(frozen=True, slots=True)
class Gold:
    """A report and the claims that an annotator found in it."""

    report: Report
    claims: tuple[Claim, ...]


class _Header(BaseModel):
    """What an annotated report's JSON says beside its claims, each of which is checked by itself."""

    model_config = ConfigDict(extra="allow")  # a file may keep notes of its own

    report: str
    title: str | None = None
    published: date | None = None
    outlet: str | None = None
    agency: str | None = None
    theatre: str | None = None
    url: str | None = None
    claims: list[dict[str, Any]]


_CLAIM: Final = TypeAdapter(Claim)
_KNOWN: Final = frozenset(f.name for f in fields(Claim))


def load_gold(path: Path, texts: Mapping[str, str] | None = None) -> list[Gold]:
    """The annotated reports of a folder (or of one .json), in order of their names.

    A report's text lies beside it as NAME.txt, or in ``texts`` under the report's id. Raises InputError for
    a file that can't be read, a field that is unknown or wrong, and a span that is not its text.
    """
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not files:
        raise InputError(str(path), "folder", "no .json in it", "name a folder with NAME.json and NAME.txt pairs")
    return [_load(file, texts or {}) for file in files]


def _load(file: Path, texts: Mapping[str, str]) -> Gold:
    try:
        header = _Header.model_validate_json(file.read_bytes())
    except OSError as error:
        raise InputError(str(file), "file", error.strerror or error, "name an annotated report") from error
    except ValidationError as error:
        raise _wrong(file, "", error) from error
    text = texts.get(header.report)
    if text is None:
        beside = file.with_suffix(".txt")
        try:
            text = beside.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(str(file), "text", beside.name, "put the report's text beside it, in UTF-8") from error
    report = report_from_text(
        text,
        id=header.report,
        title=header.title,
        published=header.published,
        outlet=header.outlet,
        agency=header.agency,
        theatre=header.theatre,
        url=header.url,
    )
    return Gold(report, tuple(_claim(file, report, n, raw) for n, raw in enumerate(header.claims)))


def _claim(file: Path, report: Report, number: int, raw: Mapping[str, Any]) -> Claim:
    where = f"claims[{number}]"
    unknown = sorted(set(raw) - _KNOWN)
    if unknown:
        raise InputError(str(file), f"{where}.{unknown[0]}", raw[unknown[0]], f"use one of {', '.join(sorted(_KNOWN))}")
    try:
        claim = _CLAIM.validate_python({"id": f"{report.id}#{number + 1}", "report": report.id, **raw})
    except ValidationError as error:
        raise _wrong(file, where, error) from error
    if report.text[claim.start : claim.end] != claim.text:
        there = report.text[claim.start : claim.end]
        raise InputError(str(file), f"{where}.text", claim.text, f"the report has {there!r} at {claim.start}")
    return claim


def _wrong(file: Path, where: str, error: ValidationError) -> InputError:
    first = error.errors(include_url=False)[0]
    field = ".".join(filter(None, [where, *map(str, first["loc"])])) or "file"
    return InputError(str(file), field, first.get("input"), first["msg"])
