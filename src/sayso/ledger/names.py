"""Which places and sources go by a name like this, or by one that is spelled nearly so?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, exists, func, select

from sayso.ledger import schema as t
from sayso.ledger.filters import told
from sayso.ledger.fitting import fits
from sayso.ledger.rows import folded

__all__ = ["Name", "alike", "nearly"]

_MOST: Final = 20_000  # names that are gone through for one that is spelled nearly so
_NEAR: Final = 0.75  # of the letters


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a claim which stands has, and whose it is."""

    kind: Literal["places", "sources"]
    name: str


def alike(connection: Connection, words: str, known: date | None, *, limit: int) -> list[Name]:
    """Places whose names begin with these words, and sources in whose names they stand; the shortest first."""
    start = folded(words)
    if not start or not fits(words):
        return []
    p, s = t.place.c, t.source.c
    begins = p.folded.between(start, start + "\U0010fffd")
    inside = func.lower(s.name).contains(words.strip().lower(), autoescape=True)
    by_length = func.length(p.name), p.name
    found = _standing(connection, "places", select(p.key, p.name).where(begins).order_by(*by_length), known, limit)
    speak = select(s.key, s.name).where(inside, s.name != "narrator").order_by(func.length(s.name), s.name)
    return found + _standing(connection, "sources", speak, known, limit)


def nearly(connection: Connection, word: str, known: date | None, *, limit: int) -> list[str]:
    """Names of places, and last words of sources' names, that are spelled nearly so; the nearest first."""
    asked = folded(word)
    if len(asked) < 4:
        return []
    p, s = t.place.c, t.source.c
    length = len(asked)
    near = {
        name: ratio
        for column in (p.folded, s.last)
        for name in connection.execute(
            select(column).where(func.length(column).between(length - 2, length + 2)).distinct().limit(_MOST)
        ).scalars()
        if name != asked and (ratio := _ratio(asked, name)) >= _NEAR
    }
    out: list[str] = []
    for name in sorted(near, key=lambda name: (-near[name], name)):
        if len(out) == limit:
            break
        place = _standing(connection, "places", select(p.key, p.name).where(p.folded == name), known, 1)
        speak = select(s.key, s.last.label("name")).where(s.last == name)
        out += [each.name for each in place or _standing(connection, "sources", speak, known, 1)]
    return out


def _ratio(a: str, b: str) -> float:
    if a[:1] != b[:1] and a[1:2] != b[1:2]:
        return 0.0
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _NEAR and matcher.quick_ratio() >= _NEAR else 0.0


def _standing(connection: Connection, kind: Any, query: Any, known: date | None, limit: int) -> list[Name]:
    """Those of the places or sources that a claim which stands names, each name once."""
    c, r = t.claim.c, t.report.c
    key = {"places": t.place.c.key, "sources": t.source.c.key}[kind]
    mine: ColumnElement[bool]
    standing = select(c.key).join(t.report, r.key == c.report_key).where(told(known))
    if kind == "places":
        standing = standing.join(t.claim_place, t.claim_place.c.claim_key == c.key)
        mine = exists(standing.where(t.claim_place.c.place_key == key).correlate(t.place))
    else:
        mine = exists(standing.where(c.source_key == key).correlate(t.source))
    rows: Iterable[Any] = connection.execute(query.where(mine).limit(4 * limit))
    return [Name(kind, name) for name in list(dict.fromkeys(row.name for row in rows))[:limit]]
