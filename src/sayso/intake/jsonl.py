"""One report a line: which lines hold one, and what is wrong with the others?"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Annotated, BinaryIO, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, StrictInt, StrictStr, ValidationError

from sayso.errors import InputError
from sayso.intake.building import Given, build
from sayso.intake.dates import parse_date
from sayso.intake.encoding import LIMIT_BYTES, decode, read_limited, too_large
from sayso.intake.told import Item, Told, Withdrawal
from sayso.model import Refusal, Report

__all__ = ["ReportLine", "checked", "read", "read_history", "read_lines", "report_of", "told"]

_WITHDRAWN: Final = frozenset({"withdrawn", "retracted", "canceled", "cancelled"})


def _blank_to_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _to_day(value: object) -> object:
    if value is None or isinstance(value, date) or not isinstance(value, str):
        return value
    return parse_date(value) or value if value.strip() else None


def _only_words(value: object) -> object:
    return value if isinstance(value, str) else None


Word = Annotated[StrictStr | None, BeforeValidator(_blank_to_none)]
# Keys that others use for other things as well: what is no word there says nothing to us.
Aside = Annotated[str | None, BeforeValidator(_only_words)]


class ReportLine(BaseModel):
    """A line of a JSONL file; only ``text`` is needed, keys that are not listed are ignored.

    A line with ``withdrawn`` (a date, or true) or with a ``status`` such as "withdrawn" or "canceled" takes the report
    of its ``id`` back, from that date or from its ``published`` on; it needs no text, and ``why`` may give the reason.
    ``seen`` is when the report was met: it orders versions that nothing else does.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    text: StrictStr = ""
    id: Annotated[StrictStr | StrictInt | None, BeforeValidator(_blank_to_none)] = None
    title: Word = None
    published: Annotated[date | None, BeforeValidator(_to_day)] = None
    outlet: Word = None
    agency: Word = None
    place: Word = None
    theatre: Word = None
    url: Word = None
    withdrawn: Annotated[date | bool | None, BeforeValidator(_to_day)] = None
    status: Aside = None
    why: Aside = None
    seen: datetime | None = None

    @property
    def withdraws(self) -> bool:
        """Whether the line takes a report back."""
        return bool(self.withdrawn) or (self.status or "").strip().casefold() in _WITHDRAWN


_FIXES = {
    "text": "give the report's text as a string",
    "id": "give a string or a whole number, or leave it out",
    "published": "give a date as YYYY-MM-DD, or leave it out",
    "withdrawn": "give a date as YYYY-MM-DD, or true",
    "seen": "give a time as YYYY-MM-DDThh:mm:ssZ, or leave it out",
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
    return checked(value, source)


def checked(value: Mapping[str, object], source: str) -> ReportLine:
    """The line that has these fields; InputError for the first that can't be one."""
    for field in ("published", "withdrawn", "seen"):
        # pydantic would take a number for seconds since 1970
        given = value.get(field)
        if isinstance(given, (int, float)) and not (field == "withdrawn" and isinstance(given, bool)):
            raise InputError(source, field, given, _FIXES[field])
    try:
        read = ReportLine.model_validate(value)
        if "text" not in value and not read.withdraws:
            raise InputError(source, "text", "missing", _FIXES["text"])
        return read
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


def read(stream: BinaryIO, source: str, given: Given) -> Iterator[Item]:
    """What the lines tell: with ``given.history`` as `read_history` has it, else as `read_lines`."""

    def of(line: ReportLine, where: str) -> Report:
        return report_of(line, where, given)

    if given.history:
        yield from read_history(stream, source, of)
    else:
        for item in read_lines(stream, source, of):
            yield Told(item) if isinstance(item, Report) else item


def read_lines(stream: BinaryIO, source: str, build: Callable[[ReportLine, str], Report]) -> Iterator[Report | Refusal]:
    """A Report, or a Refusal with its line number, for every line that is not blank.

    ``build`` makes the report, and may raise InputError too. An id that an earlier line of the file has is
    refused: two reports under one name would be taken for one. Raises InputError when no line has anything.
    """
    lines_of: dict[str, int] = {}
    withdrawn = 0
    for number, item in _items(stream, source, build):
        where = f"{source}: line {number}"
        if number == withdrawn:
            continue
        if isinstance(item, Told) and item.report.id in lines_of:
            first, id = lines_of[item.report.id], item.report.id
            fix = f"line {first} has it already; give each report its own id"
            yield Refusal(id, str(InputError(where, "id", id, fix)), number)
        elif isinstance(item, Told):
            lines_of[item.report.id] = number
            yield item.report
        elif isinstance(item, Withdrawal):
            withdrawn = number
            fix = "it is not read; `sayso add` notes in a ledger that it was taken back"
            yield Refusal(item.report, str(InputError(where, "withdrawn", item.on, fix)), number)
        else:
            yield item


def read_history(
    stream: BinaryIO, source: str, build: Callable[[ReportLine, str], Report]
) -> Iterator[Told | Withdrawal | Refusal]:
    """What a ledger keeps of every line, as `read_lines` does otherwise: lines with one id are versions of one report.

    A line that withdraws a report and has the text that stood before gives both.
    """
    return (item for _, item in _items(stream, source, build))


def _items(
    stream: BinaryIO, source: str, build: Callable[[ReportLine, str], Report]
) -> Iterator[tuple[int, Told | Withdrawal | Refusal]]:
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
            for item in told(line, where, build):
                yield number, item
        except InputError as refused:
            yield number, Refusal(name, str(refused), number)
    if empty:
        raise InputError(source, "file", "empty", "give a file with one report a line")


def told(line: ReportLine, where: str, build: Callable[[ReportLine, str], Report]) -> Iterator[Told | Withdrawal]:
    """What a line tells: a report, a withdrawal, or both. Raises InputError, as ``build`` does."""
    back = _withdrawal(line, where) if line.withdraws else None
    if back is not None:
        yield back
    if back is None or (line.text.strip() and line.published != back.on):
        # What was published on the day of the withdrawal is the notice of it, not the report.
        yield Told(build(line, where), _aware(line.seen))


def report_of(line: ReportLine, where: str, given: Given) -> Report:
    """The report of a line, with what is given where it says nothing."""
    return build(
        line.text, where, id=None if line.id is None else str(line.id), title=line.title,
        published=line.published or given.published, outlet=line.outlet or given.outlet, agency=line.agency,
        place=line.place, theatre=line.theatre or given.theatre, url=line.url,
    )  # fmt: skip


def _withdrawal(line: ReportLine, where: str) -> Withdrawal:
    if line.id is None:
        raise InputError(where, "id", "missing", "give the id of the report that is withdrawn")
    on = line.withdrawn if isinstance(line.withdrawn, date) else line.published
    if on is None:
        raise InputError(where, "withdrawn", "no date", _FIXES["withdrawn"].removesuffix(", or true"))
    return Withdrawal(str(line.id), on, line.why or "")


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment
