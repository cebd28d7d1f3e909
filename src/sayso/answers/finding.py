"""What has these words: claims and reports with the words shown in them, how the claims divide, and what was meant.

For people who look while they type: every answer comes soon, however common the words. It holds the newest that have
them, and says where there may be more.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import Connection, select

from sayso.answers.asked import Asked, Theatres, filter_of
from sayso.ledger import schema as t
from sayso.ledger import speakers
from sayso.ledger.asking import PUBLICATION, publication_of
from sayso.ledger.filters import Filter
from sayso.ledger.finding import Division, Some, claims_with, division, reports_with
from sayso.ledger.names import Name, alike, nearly
from sayso.ledger.opening import Ledger
from sayso.ledger.rows import entries_of, folded
from sayso.ledger.searching import Marked, marked
from sayso.model import Entry, Publication
from sayso.weighing.accounts import Accounts

__all__ = ["MOST", "MOST_REPORTS", "Facet", "Finding", "FoundReport", "Value", "find"]

MOST: Final = 1000
"""How many of the newest claims are counted and may be leafed through."""
MOST_REPORTS: Final = 200
_LEAST: Final = 20  # fewer, and older ones are looked through too
_VALUES: Final = 8  # of a facet, those with most claims
_NAMES: Final = 3
_LETTERS: Final = 3  # what one must have typed before words that only begin so are looked for


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet, what asks for it (by ``Asked``'s fields, as an address has them), and how many have it."""

    name: str
    asks: Mapping[str, str]
    claims: int


@dataclass(frozen=True, slots=True)
class Facet:
    """One way in which the claims divide, the commonest values first (months in their order)."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class FoundReport:
    """A report that has the words: its title, and a stretch of its text around them."""

    publication: Publication
    title: Marked
    stretch: Marked


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found. ``claims`` and ``reports`` count the newest; they are all where ``*_whole`` says so.

    ``entries`` are a page of the claims, each with its ``words`` marked. ``begun`` is the last word, where only words
    that begin with it were found. ``named`` are places and sources of such a name; ``near`` what may have been meant,
    where nothing was found.
    """

    entries: tuple[tuple[Entry, Marked], ...]
    claims: int
    claims_whole: bool
    shown: tuple[FoundReport, ...]
    reports: int
    reports_whole: bool
    facets: tuple[Facet, ...]
    begun: str | None
    named: tuple[Name, ...]
    near: tuple[str, ...]


def find(
    ledger: Ledger,
    words: str,
    asked: Asked | None = None,
    *,
    claims: tuple[int, int] = (0, 20),
    reports: tuple[int, int] = (0, 6),
) -> Finding:
    """What has these words, of the claims asked for; which of the claims and of the reports are handed out, from to.

    Where no claim and no report has them, words that begin as the last one does are looked for. Of what is asked, only
    the theatre, the outlet and the days known and of publication narrow the reports.
    """
    asked = replace(asked or Asked(), words=None)
    with ledger.reading() as connection:
        wanted = filter_of(connection, asked, ledger)
        begun = None
        told, texts = _both(connection, words, wanted, begun=False)
        if not told.keys and not texts.keys and (last := _last(words)):
            told, texts = _both(connection, words, wanted, begun=True)
            begun = last if told.keys or texts.keys else None
        page, shown = told.keys[slice(*claims)], texts.keys[slice(*reports)]
        entries = entries_of(connection, page)
        marks = marked(connection, "claim", words, page, begun is not None)
        named = alike(connection, words, asked.known, limit=_NAMES)
        nothing = not told.keys and not texts.keys and not named
        return Finding(
            entries=tuple(
                (entry, marks[key][0] if key in marks else ((entry.claim.text, False),))
                for key, entry in zip(page, entries, strict=True)
            ),
            claims=len(told.keys),
            claims_whole=told.whole,
            shown=tuple(_reports(connection, shown, words, begun is not None)),
            reports=len(texts.keys),
            reports_whole=texts.whole,
            facets=() if not told.keys else tuple(_facets(connection, division(connection, told.keys), asked.known)),
            begun=begun,
            named=tuple(named),
            near=tuple(_meant(connection, words, asked.known)) if nothing else (),
        )


def _both(connection: Connection, words: str, wanted: Filter, *, begun: bool) -> tuple[Some, Some]:
    return (
        claims_with(connection, words, wanted, limit=MOST, least=_LEAST, begun=begun),
        reports_with(connection, words, wanted, limit=MOST_REPORTS, least=_LEAST, begun=begun),
    )


def _last(words: str) -> str | None:
    """The last word, if it may be the beginning of one: it is being typed, and tells enough."""
    last = words.split()[-1] if words.split() else ""
    return last if len(folded(last)) >= _LETTERS and not words.rstrip().endswith('"') else None


def _reports(connection: Connection, keys: Iterable[int], words: str, begun: bool) -> Iterable[FoundReport]:
    keys = list(keys)
    marks = marked(connection, "report", words, keys, begun)
    r = t.report.c
    rows = {row.key: row for row in connection.execute(select(r.key, *PUBLICATION).where(r.key.in_(keys)))}
    for key in keys:
        title, stretch = marks.get(key, ((), ()))
        yield FoundReport(publication_of(rows[key]), title, stretch)


def _facets(connection: Connection, found: Division, known: date | None) -> Iterable[Facet]:
    voices: Counter[str] = Counter()
    sides: Counter[str] = Counter()
    outlets: Counter[str] = Counter()
    theatres: Counter[str] = Counter()
    bare = sorted({last for source, _ in found.told if " " not in (last := folded(source.name)) and last})
    persons = speakers.persons_known(connection, known, bare)
    accounts = Accounts([*found.told, *persons], Theatres(connection))
    for (source, at), claims in found.told.items():
        account = accounts.of(source, at)
        voices[account.name] += claims
        if source.side:
            sides[source.side] += claims
        for name in {at.outlet, at.agency}:  # who asks for an agency means what its papers print too
            if name:
                outlets[name] += claims
        if at.theatre:
            theatres[at.theatre] += claims
    yield _facet("type", found.types, "type")
    yield _facet("side", sides, "side")
    yield _facet("source", voices, "source")
    yield _facet("place", found.places, "place")
    yield _facet("outlet", outlets, "outlet")
    yield _facet("stance", found.stances, "stance")
    if len(theatres) > 1:
        yield _facet("theatre", theatres, "theatre")
    yield Facet("published", tuple(_published(found.days)))


def _facet(name: str, counts: Mapping[str, int], asks: str) -> Facet:
    ordered = sorted(counts, key=lambda value: (-counts[value], value))
    return Facet(name, tuple(Value(value, {asks: value}, counts[value]) for value in ordered[:_VALUES]))


def _published(days: Mapping[date | None, int]) -> Iterable[Value]:
    """By month, or by year where there are many months; the newest first."""
    dated = {day: claims for day, claims in days.items() if day is not None}
    months = Counter[tuple[int, int]]()
    for day, claims in dated.items():
        months[day.year, day.month] += claims
    if len(months) <= 2 * _VALUES:
        for year, month in sorted(months, reverse=True):
            first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
            yield Value(f"{year}-{month:02}", _between(first, last), months[year, month])
        return
    years = Counter[int]()
    for (year, _), claims in months.items():
        years[year] += claims
    for year in sorted(years, reverse=True):
        yield Value(str(year), _between(date(year, 1, 1), date(year, 12, 31)), years[year])


def _between(first: date, last: date) -> dict[str, str]:
    return {"published_since": first.isoformat(), "published_until": last.isoformat()}


def _meant(connection: Connection, words: str, known: date | None) -> Iterable[str]:
    """The words with one of them spelled as a name is that it nearly spells."""
    parts = words.split()
    for n, part in enumerate(parts[:8]):
        for name in nearly(connection, part.strip('"'), known, limit=_NAMES):
            yield " ".join([*parts[:n], name, *parts[n + 1 :]])
