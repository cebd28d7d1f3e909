"""What did a person find in a report? Annotated reports, one NAME.json beside its NAME.txt, as they lie on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from sayso.errors import InputError
from sayso.intake import report_from_text
from sayso.model import Block, Claim, Report

__all__ = ["Gold", "gold_files", "load_gold"]


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
    blocks: list[Block] | None = None  # where the text alone does not tell them (a page's captions)
    claims: list[dict[str, Any]]


_CLAIM: Final = TypeAdapter(Claim)
_KNOWN: Final = frozenset(f.name for f in fields(Claim))


def gold_files(path: Path) -> list[Path]:
    """The files of annotated reports in a folder, by name, or the one file; InputError where there is none."""
    one = path.with_suffix(".json") if path.suffix == ".txt" else path  # either file of a pair names it
    files = sorted(path.glob("*.json")) if path.is_dir() else [one]
    if not files:
        raise InputError(str(path), "folder", "no .json in it", "name a folder with NAME.json and NAME.txt pairs")
    return files


def load_gold(path: Path, texts: Mapping[str, str] | None = None) -> list[Gold]:
    """The annotated reports of a folder (or of one .json), in order of their names.

    A report's text lies beside it as NAME.txt, or in ``texts`` under the report's id. A claim may leave ``start``
    and ``end`` out: its text is then looked for from where the claim before it begins. Raises InputError for a file
    that can't be read, a field that is unknown or wrong, and a span that is not its text.
    """
    return [_load(file, texts or {}) for file in gold_files(path)]


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
    if header.blocks is not None:
        try:
            report = replace(report, blocks=tuple(header.blocks))
        except ValueError as error:
            raise InputError(str(file), "blocks", error, "leave blocks out once the text has changed") from error
    claims: list[Claim] = []
    for number, raw in enumerate(header.claims):
        claims.append(_claim(file, report, number, raw, after=claims[-1].start if claims else 0))
    return Gold(report, tuple(claims))


def _claim(file: Path, report: Report, number: int, raw: Mapping[str, Any], after: int) -> Claim:
    where = f"claims[{number}]"
    unknown = sorted(set(raw) - _KNOWN)
    if unknown:
        raise InputError(str(file), f"{where}.{unknown[0]}", raw[unknown[0]], f"use one of {', '.join(sorted(_KNOWN))}")
    try:
        own = {"id": f"{report.id}#{number + 1}", "report": report.id}
        claim = _CLAIM.validate_python({**own, **raw, **_span(file, report, where, raw, after)})
    except ValidationError as error:
        raise _wrong(file, where, error) from error
    if report.text[claim.start : claim.end] != claim.text:
        there = report.text[claim.start : claim.end]
        raise InputError(str(file), f"{where}.text", claim.text, f"the report has {there!r} at {claim.start}")
    return claim


def _span(file: Path, report: Report, where: str, raw: Mapping[str, Any], after: int) -> dict[str, int]:
    """Where a claim's text stands, when its annotator left that to us."""
    text = raw.get("text")
    if "start" in raw or "end" in raw or not isinstance(text, str):
        return {}
    start = report.text.find(text, after)
    if start < 0:
        start = report.text.find(text)
    if start < 0:
        raise InputError(
            str(file), f"{where}.text", text, "copy it from the report as it stands there, letter by letter"
        )
    return {"start": start, "end": start + len(text)}


def _wrong(file: Path, where: str, error: ValidationError) -> InputError:
    first = error.errors(include_url=False)[0]
    if first["type"] == "json_invalid":  # its input is the whole file
        return InputError(str(file), "file", first["msg"], "mend the JSON there")
    field = ".".join(filter(None, [where, *map(str, first["loc"])])) or "file"
    return InputError(str(file), field, first.get("input"), first["msg"])
