"""When does a report say that something happened: time expressions, each resolved to an interval of days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from sayso.model import When
from sayso.reader.time_grammar import Grammar
from sayso.reader.time_model import (
    Anchor,
    Bound,
    Clock,
    Deictic,
    Every,
    Expr,
    Length,
    Moment,
    Node,
    Running,
    Shift,
    Window,
)  # fmt: skip
from sayso.reader.time_phrases import phrases
from sayso.reader.time_resolve import as_when, resolve
from sayso.reader.time_settle import Context
from sayso.reader.time_words import Tokens, anchor_names

__all__ = ["Found", "TimeMention", "find_times", "read_times"]

TimeKind = Literal["date", "duration", "frequency", "vague", "time-of-day"]


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time in a text: ``text`` at ``start`` to ``end`` in code points, the days it means, the rule that said so."""

    start: int
    end: int
    text: str
    when: When
    rule: str
    kind: TimeKind = "date"


@dataclass(frozen=True, slots=True)
class Found:
    """A time as it was read, resolved or not: what it says, and what each calendar word in it was settled to."""

    node: Node
    when: When | None
    rule: str
    leaves: tuple[tuple[Node, Moment | None], ...]


@lru_cache(maxsize=32)
def _grammar(anchors: tuple[Anchor, ...], years: bool) -> Grammar:
    return Grammar(anchor_names(anchors), years)


def read_times(
    text: str, published: date | None, anchors: Sequence[Anchor] = (), *, narrative: bool = False
) -> Iterator[Found]:
    """Every time expression of a text in order, those without a date too.

    ``narrative`` reads a history written long after: a date without a year belongs to the year last
    spoken of, not to the one before ``published``, and any number in the range of years may be one.
    """
    context = Context(published, narrative)
    for phrase in phrases(Tokens(text), _grammar(tuple(anchors), narrative)):
        context.future, context.opens = phrase.future, phrase.opens
        context.leaves = []
        told = resolve(phrase.node, context)
        when = as_when(told[0]) if told else None
        yield Found(phrase.node, when, told[1] if told else "unresolved", tuple(context.leaves))


def find_times(
    text: str, published: date | None, anchors: Sequence[Anchor] = (), *, narrative: bool = False
) -> list[TimeMention]:
    """The times of a text that mean certain days, in order, none overlapping another.

    Resolved by the guidelines' rule 5: a weekday is the nearest one not after ``published``, a month or a
    date without its year likewise, unless the words before it speak of the future. Without ``published``
    only dates with a year resolve, and the others are left out, as are times of day and bare durations.
    ``anchors`` are a theatre's dated events ("the war"). Seasons are the northern ones.
    """
    return [
        TimeMention(f.node.start, f.node.end, text[f.node.start : f.node.end], f.when, f.rule, _kind(f.node.expr))
        for f in read_times(text, published, anchors, narrative=narrative)
        if f.when is not None
    ]


def _kind(expr: Expr) -> TimeKind:
    if isinstance(expr, Bound) and expr.node:
        return _kind(expr.node.expr)
    if isinstance(expr, Window):
        return "vague" if expr.n is None else "duration"
    if isinstance(expr, Shift):
        exact = expr.whole or expr.unit in ("day", "night")
        return "date" if exact and expr.n is not None else "vague"
    if isinstance(expr, Running):
        return "vague"
    if isinstance(expr, Length):
        return "duration"
    if isinstance(expr, Every):
        return "frequency"
    return "time-of-day" if isinstance(expr, (Clock, Deictic)) else "date"
