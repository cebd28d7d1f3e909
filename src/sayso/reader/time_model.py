"""What a time expression can say, before it is tied to a report's date. Knows no text and no calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

__all__ = [
    "Anchor",
    "Bound",
    "Clock",
    "Deictic",
    "Every",
    "Expr",
    "Feast",
    "Historic",
    "Into",
    "Lasting",
    "Length",
    "Moment",
    "Node",
    "Part",
    "Range",
    "Running",
    "Shift",
    "Slice",
    "Unit",
    "Way",
    "WeekOf",
    "Window",
]

from collections.abc import Sequence
from typing import Protocol

Unit = Literal[
    "second", "minute", "hour", "day", "night", "week", "fortnight", "weekend", "month", "quarter", "season", "half",
    "year", "decade", "century", "workday",
]  # fmt: skip
Part = Literal["start", "early", "earlier", "mid", "late", "later", "end"]
Way = Literal[
    "last", "past", "previous", "recent", "this", "next", "coming", "following", "same", "that",
    "last-year", "this-year", "next-year",
]  # fmt: skip
Also = tuple[tuple[Unit, int], ...]
"""The smaller units of a distance: "two years, *three months*"."""


class Anchor(Protocol):
    """What times need of a theatre's anchor: names, and the first and last day of what they name."""

    @property
    def names(self) -> Sequence[str]: ...  # noqa: D102 - the class says it
    @property
    def start(self) -> date: ...  # noqa: D102 - the class says it
    @property
    def end(self) -> date | None: ...  # noqa: D102 - the class says it


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of the calendar, perhaps without its year.

    ``year`` is negative for BC; ``month`` is a season's first for seasons (winter 12); ``number`` counts
    quarters, halves and weeks; ``hour`` is ISO-TimeML's tail ("NI", "04:00"); ``way`` is "last", "next" …,
    and "last-year" for "May last year". A week with a year and no month is ISO 8601's.
    """

    grain: Unit
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    number: int | None = None
    part: Part | None = None
    way: Way | None = None
    hour: str | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """So many units away: from the report's date, or from a ``base``.

    ``same`` is "that year", which is the one spoken of whatever "the year" is. ``whole`` makes it the unit
    itself ("last week"), else a distance ("a week ago"). ``n`` None is a number nobody gave ("a few days ago").
    ``context`` counts from the time last spoken of, ``also`` adds smaller units in the same direction.
    """

    unit: Unit
    n: int | None
    whole: bool = False
    context: bool = False
    base: Node | None = None
    hour: str | None = None
    part: Part | None = None
    also: Also = ()
    same: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """The units up to now ("the past three weeks") or from now on; ``n`` None is vague."""

    unit: Unit
    n: int | None
    way: Way
    also: Also = ()


@dataclass(frozen=True, slots=True)
class Feast:
    """A holiday by its name in ``times.toml``."""

    name: str
    year: int | None = None
    way: Way | None = None


@dataclass(frozen=True, slots=True)
class Historic:
    """Something that a theatre dates: all of it, or its ``part``, or from its start."""

    anchor: Anchor
    part: Part | None = None
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Into:
    """So many units into something that a theatre dates.

    ``ordinal`` for "the 100th day of", ``exact`` for the single day that is its anniversary; ``n`` None is the last.
    """

    anchor: Anchor
    unit: Unit
    n: int | None
    ordinal: bool = False
    exact: bool = False
    also: Also = ()


@dataclass(frozen=True, slots=True)
class Range:
    """From one time to another, both included."""

    first: Node
    last: Node


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a stretch of time."""

    side: Literal["since", "until", "by", "before", "after"]
    node: Node | None


@dataclass(frozen=True, slots=True)
class Length:
    """A stretch of time tied to no date."""

    unit: Unit
    n: float | None
    also: Also = ()


@dataclass(frozen=True, slots=True)
class Lasting:
    """A stretch of so many units that begins at a time ("three days from Monday"), or ends there."""

    unit: Unit
    n: int
    node: Node
    side: Literal["from", "to"] = "from"
    also: Also = ()


@dataclass(frozen=True, slots=True)
class Slice:
    """The ``n``-th of the units in a stretch ("the 15th day of next month"), counted from its end below zero.

    ``count`` takes so many at once ("the first ten days of"); ``weekday`` counts those ("the first Monday of").
    """

    unit: Unit
    n: int
    node: Node
    count: int = 1
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class WeekOf:
    """The week that holds a day, or begins or ends with it, or the weekend at it ("Easter weekend")."""

    node: Node
    side: Literal["of", "from", "to", "weekend"]


@dataclass(frozen=True, slots=True)
class Running:
    """The latest of a row of units ("for the third night running")."""

    unit: Unit


@dataclass(frozen=True, slots=True)
class Every:
    """Something that comes again and again."""

    unit: Unit
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Deictic:
    """A tense of the story and no date: PRESENT_REF, PAST_REF or FUTURE_REF."""

    ref: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day without a day, as ISO-TimeML's tail."""

    hour: str


Expr = (
    Moment | Shift | Window | Feast | Historic | Into | Range | Bound | Length | Every | Deictic | Clock
    | Lasting | Slice | WeekOf | Running
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """An expression and where it stands: code points of the text."""

    start: int
    end: int
    expr: Expr
