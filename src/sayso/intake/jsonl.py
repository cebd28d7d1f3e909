"""One report a line: which lines hold one, and what is wrong with the others?"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated, BinaryIO

from pydantic import BaseModel, BeforeValidator, ConfigDict, StrictInt, StrictStr, ValidationError

from sayso.errors import InputError
from sayso.intake.dates import parse_date
from sayso.intake.encoding import LIMIT_BYTES, decode, read_limited, too_large
from sayso.model import Refusal, Report

__all__ = ["ReportLine", "read_lines"]


def _blank_to_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _to_day(value: object) -> object:
    if value is None or isinstance(value, date) or not isinstance(value, str):
        return value
    return parse_date(value) or value if value.strip() else None


Word = Annotated[StrictStr | None, BeforeValidator(_blank_to_none)]


class ReportLine(BaseModel):
    """A line of a JSONL file; only ``text`` is needed, keys that are not listed are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    text: StrictStr
    id: Annotated[StrictStr | StrictInt | None, BeforeValidator(_blank_to_none)] = None
    title: Word = None
    published: Annotated[date | None, BeforeValidator(_to_day)] = None
    outlet: Word = None
    agency: Word = None
    place: Word = None
    theatre: Word = None
    url: Word = None


_FIXES = {
    "text": "give the report's text as a string",
    "id": "give a string or a whole number, or leave it out",
    "published": "give a date as YYYY-MM-DD, or leave it out",
}


def _parse(line: str, source: str) -> ReportLine:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as broken:
        raise InputError(source, "JSON", f"{broken.msg} at column {broken.colno}", "one whole object a line") from None
    except (RecursionError, ValueError):
        raise InputError(source, "JSON", "nested or numbered beyond measure", "one plain object a line") from None
    if not isinstance(value, dict):
        raise InputError(source, "JSON", type(value).__name__, 'one object a line: {"text": …}')
    if "text" not in value:
        raise InputError(source, "text", "missing", _FIXES["text"])
    if isinstance(value.get("published"), (int, float)):
        # pydantic would take a number for seconds since 1970
        raise InputError(source, "published", value["published"], _FIXES["published"])
    try:
        return ReportLine.model_validate(value)
    except ValidationError as wrong:
        field = str(wrong.errors()[0]["loc"][0])
        fix = _FIXES.get(field, "give a string, or leave it out")
        raise InputError(source, field, value.get(field), fix) from None


def _raw_lines(stream: BinaryIO, source: str) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers, from 1; None for a line over the limit, which is skipped to its end."""
    number = 0
    while line := stream.readline(LIMIT_BYTES + 1):
        number += 1
        if number == 1 and line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            # In UTF-16 a line does not end at a byte: such a file is decoded whole.
            whole = decode(read_limited(stream, source, line), source)
            yield from enumerate((part.encode() for part in whole.split("\n")), 1)
            return
        if len(line) > LIMIT_BYTES:
            while line and not line.endswith(b"\n"):
                line = stream.readline(LIMIT_BYTES)
            yield number, None
        else:
            yield number, line


def read_lines(stream: BinaryIO, source: str, build: Callable[[ReportLine, str], Report]) -> Iterator[Report | Refusal]:
    """A Report, or a Refusal with its line number, for every line that is not blank.

    ``build`` makes the report, and may raise InputError too. An id that an earlier line of the file has is
    refused: two reports under one name would be taken for one. Raises InputError when no line has anything.
    """
    lines_of: dict[str, int] = {}
    empty = True
    for number, raw in _raw_lines(stream, source):
        if raw is not None and not raw.strip():
            continue
        empty = False
        where = f"{source}: line {number}"
        name = f"{source}#{number}"
        try:
            if raw is None:
                raise too_large(where, f"more than {LIMIT_BYTES:,} bytes")
            line = _parse(decode(raw, where).strip(), where)
            name = str(line.id) if line.id is not None else name
            report = build(line, where)
            if report.id in lines_of:
                first = lines_of[report.id]
                raise InputError(where, "id", report.id, f"line {first} has it already; give each report its own id")
        except InputError as refused:
            yield Refusal(name, str(refused), number)
        else:
            lines_of[report.id] = number
            yield report
    if empty:
        raise InputError(source, "file", "empty", "give a file with one report a line")
