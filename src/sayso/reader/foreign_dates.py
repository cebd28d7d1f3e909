"""Which days does a report in another language name? By a table of its months and weekdays; resolved as in English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from sayso.model import Mention, When
from sayso.reader.foreign_calendar import calendar
from sayso.reader.foreign_moments import YEARS, fits, moments
from sayso.reader.foreign_words import Word
from sayso.reader.time_model import Expr, Moment, Node, Range
from sayso.reader.time_resolve import as_when, resolve
from sayso.reader.time_settle import Context

__all__ = ["dates_of"]

_NUMERIC = re.compile(
    r"(?<![\d.,/-])(?:(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)|(?P<d2>\d\d?)(?P<s>[./])(?P<m2>\d\d?)(?P=s)(?P<y2>\d{4}))"
    r"(?![\d/-]|[.,]\d)"
)
# A date without its year that would lie so many days back, or ahead, is the one on the other side of the report.
_FAR = 305


def _numeric(text: str) -> Iterator[Node]:
    for match in _NUMERIC.finditer(text):
        year, month, day = (int(match[a] or match[b]) for a, b in (("y", "y2"), ("m", "m2"), ("d", "d2")))
        if year in YEARS and 1 <= month <= 12 and fits(year, month, day):
            yield Node(match.start(), match.end(), Moment("day", year, month, day))


def _yearless(expr: Expr) -> bool:
    if isinstance(expr, Range):
        return _yearless(expr.first.expr) and _yearless(expr.last.expr)
    return isinstance(expr, Moment) and expr.year is None and expr.month is not None and expr.way is None


def _when(node: Node, context: Context, *, future: bool) -> When | None:
    context.future = future
    told = resolve(node, context)
    when = as_when(told[0]) if told else None
    if when is None or when.start is None or when.end is None or context.published is None or not _yearless(node.expr):
        return when
    ahead, back = (when.start - context.published).days, (context.published - when.end).days
    if (ahead if future else back) <= _FAR:
        return when
    # Nobody tells of a day ten months off without its year: it is the one on the other side.
    context.future = not future
    other = resolve(node, context)
    return as_when(other[0]) if other else when


def dates_of(text: str, blocks: Sequence[Sequence[Word]], code: str, published: date | None) -> list[Mention]:
    """The times in the words of a text that mean certain days, in order, none overlapping another.

    As in English: without ``published`` only dates with a year do, and a weekday is the nearest not after it unless the
    sentence speaks of what is to come. A day of a month that would be ten months away is the nearer one.
    """
    table = calendar(code)
    context = Context(published)
    spans = [(words[0].start, words[-1].end) for words in blocks if words]
    nodes = [node for node in _numeric(text) if any(a <= node.start and node.end <= b for a, b in spans)]
    taken = [(node.start, node.end) for node in nodes]
    for words in blocks:
        nodes += [n for n in moments(words, table) if all(n.end <= a or b <= n.start for a, b in taken)]
    to_come = [stretch for words in blocks for stretch in table.to_come(words)]
    out: list[Mention] = []
    for node in sorted(nodes, key=lambda node: node.start):
        future = any(a <= node.start and node.end <= b for a, b in to_come)
        when = _when(node, context, future=future)
        if when is not None:
            out.append(Mention(node.start, node.end, when=when))
    return out
