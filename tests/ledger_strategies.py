"""Small worlds for the ledger's tests: a few reports with versions and withdrawals, and ledgers to tell them to.

Everything comes from short lists, so that ids, addresses, days, names and places meet often.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final, get_args

from hypothesis import strategies as st
from sqlalchemy import text as sql

from sayso.ledger import Keeper, Ledger
from sayso.ledger.holding import Held
from sayso.ledger.schema import metadata
from sayso.model import (
    CLAIM_TYPES,
    Block,
    Claim,
    Count,
    Kind,
    Modality,
    Party,
    Place,
    Precision,
    Quote,
    Reading,
    Report,
    Source,
    Stance,
    StanceKind,
    When,
    Why,
)

__all__ = [
    "DAYS",
    "IDS",
    "PLACES",
    "WORDS",
    "Gone",
    "Ledgers",
    "Told",
    "World",
    "awkward_readings",
    "awkward_texts",
    "known_by",
    "readings",
    "same",
    "tell",
    "worlds",
]

START: Final = date(2034, 3, 1)
DAYS: Final = tuple(START + timedelta(days=n) for n in range(6))
IDS: Final = ("dispatch", "bulletin", "letter", "wire")
_URLS: Final = (
    None,
    "https://example.org/a",
    "http://www.example.org/a/?utm_source=x",
    "https://example.org/b?n=1",
    "https://example.org/",
)
_TITLES: Final = (
    None,
    "Fighting near Hradov",
    "UPDATE 1-Fighting near Hradov",
    "UPDATE 2-Fighting",
    "CORRECTED-Fighting",
)
WORDS: Final = ("shelled", "captured", "hradov", "tesno", "river", "troops", "said", "bridge", "wounded", "denied")
_SIDES: Final = (None, "Varnia", "Ostrovia", "Émile")
_NAMES: Final = ("Varnia's army", "Col. Anton Brezin", "Brezin", "Ostrovia's Defence Ministry", "residents", "narrator")
_OUTLETS: Final = (None, "Tesno Courier", "TESNO COURIER", "L’Écho", "Meridian")
PLACES: Final = (
    Place("Hradov", 1001, 48.5, 37.9),
    Place("Hradov", None, 48.5, 37.9),
    Place("Tesno", 1002, 48.6, 38.1),
    Place("Upper Tesno", None, None, None),
    Place("Varnia", 1003, 49.0, 36.0, "region"),
    Place("Cape Date", 1004, -17.0, 179.95),
    Place("Date Bay", 1005, -17.0, -179.95),
    Place("North Camp", 1006, 89.9, 10.0),
    Place("Far Camp", 1007, 89.9, -170.0),
    Place("Cold Harbour", 1008, -89.95, 0.0),
)
_SEEN: Final = datetime(2034, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """A report that was added, and when the ledger met it."""

    reading: Reading
    seen: datetime


@dataclass(frozen=True, slots=True)
class Gone:
    """A withdrawal, by the report's id."""

    report: str
    on: date


World = tuple[Told | Gone, ...]


def tell(ledger: Ledger, world: Iterable[Told | Gone]) -> None:
    """Add all of a world to a ledger, in its order."""
    keeper = Keeper(ledger)
    for item in world:
        if isinstance(item, Told):
            keeper.keep(item.reading, seen=item.seen)
        else:
            keeper.withdraw(item.report, item.on, seen=_SEEN)


def known_by(world: World, day: date) -> World:
    """What of a world had been published, or withdrawn, by a day."""
    return tuple(item for item in world if (when := _published(item)) is not None and when <= day)


def _published(item: Told | Gone) -> date | None:
    return item.on if isinstance(item, Gone) else item.reading.report.published


class Ledgers:
    """Empty ledgers for the asking, one `with` block each: made once, and emptied after use, which is quicker.

    ``new_database`` is the fixture of that name.
    """

    def __init__(self, new_database: Callable[[], AbstractContextManager[str]]) -> None:
        self._new, self._stack, self._free = new_database, ExitStack(), list[Ledger]()

    def __enter__(self) -> Ledgers:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @contextmanager
    def fresh(self) -> Iterator[Ledger]:
        """A ledger with nothing in it."""
        if self._free:
            ledger = self._free.pop()
        else:
            url = self._stack.enter_context(self._new())
            ledger = self._stack.enter_context(Ledger.open(url, create=True))
        yield ledger  # one that failed is not used again
        _empty(ledger)
        self._free.append(ledger)

    @contextmanager
    def of(self, world: Iterable[Told | Gone]) -> Iterator[Ledger]:
        """A ledger to which a world was told."""
        with self.fresh() as ledger:
            tell(ledger, world)
            yield ledger


def _empty(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
        if ledger.sqlite:
            for words in ("claim_words", "report_words"):
                connection.execute(sql(f"insert into {words} ({words}) values ('delete-all')"))
            connection.execute(sql("insert into change (report_key) values (null)"))  # nothing else takes rows out
    ledger.columns = Held(ledger.reading)  # nor would what is held be without them


_sides = st.sampled_from(_SIDES)
_days = st.sampled_from(DAYS)
_odd_days = st.one_of(_days, st.dates())
_kinds = st.one_of(st.none(), st.sampled_from(get_args(Kind)))


@st.composite
def _whens(draw: st.DrawFn, days: st.SearchStrategy[date]) -> When:
    ends = sorted((draw(days), draw(days)))
    return When(draw(st.sampled_from((None, ends[0]))), draw(st.sampled_from((None, ends[1]))))


def _sentence() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(WORDS), min_size=3, max_size=8).map(" ".join)


@st.composite
def _spans(draw: st.DrawFn, text: str) -> tuple[int, int]:
    """Whole words, where there are any: the full text is asked for words."""
    words = [match.span() for match in re.finditer(r"\S+", text)] or [(0, len(text))]
    first = draw(st.integers(0, len(words) - 1))
    return words[first][0], words[draw(st.integers(first, len(words) - 1))][1]


def _claims(report: Report, draw: st.DrawFn) -> tuple[Claim, ...]:
    out = []
    for n in range(draw(st.integers(0, 3))):
        start, end = draw(_spans(report.text))
        name = draw(st.sampled_from(_NAMES))
        out.append(
            Claim(
                id=f"{report.id}-{n}",
                report=report.id,
                text=report.text[start:end],
                start=start,
                end=end,
                type=draw(st.sampled_from(CLAIM_TYPES[:5])),
                source=Source("narrator") if name == "narrator" else Source(name, draw(_kinds), draw(_sides)),
                cue=draw(st.sampled_from((None, "said"))),
                quote=draw(st.sampled_from(get_args(Quote))),
                via=tuple(draw(st.lists(st.sampled_from(_NAMES[:3]), max_size=2))),
                actor=draw(st.one_of(st.none(), st.builds(Party, st.sampled_from(_NAMES), _sides))),
                target=draw(st.one_of(st.none(), st.builds(Party, st.sampled_from(_NAMES), _sides))),
                places=tuple(draw(st.lists(st.sampled_from(PLACES), max_size=2))),
                when=draw(st.one_of(st.none(), _whens(_days))),
                said=draw(st.one_of(st.none(), _days)),
                counts=tuple(draw(st.lists(st.builds(Count, st.just("killed"), st.integers(0, 9)), max_size=1))),
                modality=draw(st.sampled_from(get_args(Modality))),
                stances=tuple(
                    draw(
                        st.lists(
                            st.builds(Stance, st.sampled_from(_NAMES), st.sampled_from(get_args(StanceKind))),
                            max_size=2,
                        )
                    )
                ),
            )
        )
    return tuple(out)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """A report of a small world with claims; some have no date, some share an id or an address."""
    report = Report(
        id=draw(st.sampled_from(IDS)),
        text=draw(_sentence()),
        title=draw(st.sampled_from(_TITLES)),
        published=draw(st.one_of(st.none(), _days, _days, _days)),
        outlet=draw(st.sampled_from(_OUTLETS)),
        agency=draw(st.sampled_from(_OUTLETS)),
        theatre=draw(st.sampled_from((None, "varnia"))),
        url=draw(st.sampled_from(_URLS)),
    )
    return Reading(report, _claims(report, draw), report.theatre)


@st.composite
def worlds(draw: st.DrawFn, *, most: int = 6) -> World:
    """Reports, some of them versions of each other, and withdrawals, in any order."""
    told = [
        Told(reading, _SEEN + timedelta(hours=draw(st.integers(0, 2))))
        for reading in draw(st.lists(readings(), min_size=1, max_size=most))
    ]
    # The same version met twice is met first when it is met first: then the order of adding would show.
    first: dict[Report, Told] = {}
    for item in told:
        first.setdefault(item.reading.report, item)
    gone = draw(st.lists(st.builds(Gone, st.sampled_from(IDS), _days), max_size=2))
    return tuple(draw(st.permutations([*first.values(), *gone])))


_ODD: Final = (
    "שלום",
    "مرحبا \u202b",
    "\U0001f1fa\U0001f1e6 \U0001f469\u200d\U0001f52c",
    "e\u0301\u0323",
    "\ufeff",
    "\u2028",
    "\r\n\t",
    "'; drop table claim; --",
    '"quoted" AND NOT (near*)',
    "%s %(x)s :words ?",
    "\\x00 \\u0000",
    "Zażółć",
    "İı",
    "ﬁ",
    "\ud7ff\ue000\U0010ffff",
    "\x01\x1f\x7f\x85",
)


def awkward_texts(*, least: int = 0, most: int = 60) -> st.SearchStrategy[str]:
    """Texts that every database can hold and many a program can't: any script, signs, controls."""
    any_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=most)
    mixed = st.lists(st.one_of(st.sampled_from(_ODD), any_text), max_size=4).map("".join)
    return mixed.filter(lambda s: len(s) >= least)


_floats = st.floats(allow_nan=False, allow_infinity=False, width=64)
_numbers = st.integers(-(2**63) + 1, 2**63 - 1)


@st.composite
def awkward_readings(draw: st.DrawFn) -> Reading:
    """A report and claims whose every field may be whatever the model and a database can hold."""
    words = awkward_texts()
    maybe = st.one_of(st.none(), words)
    text = draw(awkward_texts(least=1))
    cut = draw(st.integers(0, len(text)))
    report = Report(
        id=draw(awkward_texts(least=1)),
        text=text,
        title=draw(maybe),
        published=draw(st.one_of(st.none(), _odd_days)),
        outlet=draw(maybe),
        agency=draw(maybe),
        place=draw(maybe),
        theatre=draw(maybe),
        url=draw(st.one_of(maybe, st.sampled_from(_URLS))),
        blocks=(Block("body", 0, cut), Block("caption", cut, len(text))),
    )
    parties = st.one_of(st.none(), st.builds(Party, words, maybe))
    places = st.builds(
        Place,
        words,
        st.one_of(st.none(), _numbers),
        st.one_of(st.none(), _floats),
        st.one_of(st.none(), _floats),
        st.sampled_from(get_args(Precision)),
    )
    number = st.one_of(st.none(), _numbers)
    claims = tuple(
        replace(
            claim,
            id=draw(awkward_texts(least=1)),
            source=draw(st.builds(Source, words, _kinds, maybe)),
            cue=draw(maybe),
            via=tuple(draw(st.lists(words, max_size=3))),
            actor=draw(parties),
            target=draw(parties),
            places=tuple(draw(st.lists(places, max_size=3))),
            when=draw(st.one_of(st.none(), _whens(_odd_days))),
            said=draw(st.one_of(st.none(), _odd_days)),
            counts=tuple(draw(st.lists(st.builds(Count, words, number, number, number), max_size=3))),
            stances=tuple(draw(st.lists(st.builds(Stance, words, st.sampled_from(get_args(StanceKind))), max_size=3))),
        )
        for claim in _claims(report, draw)
    )
    why = {
        c.id: Why({"type": (draw(words),)}, {"cue": ((0, 1),)}, {"claim": 0.5}, {"type": (draw(words),)})
        for c in claims
    }
    warnings = tuple(draw(st.lists(words, max_size=2)))
    return Reading(report, claims, report.theatre, why, warnings, sayso=draw(st.one_of(st.none(), words)))


def same(entries: Sequence[object]) -> list[str]:
    """Entries for comparing without regard to order."""
    return sorted(map(repr, entries))
