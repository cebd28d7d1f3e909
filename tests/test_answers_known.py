"""The laws: an answer as known on a day is that of a ledger of what was published by then, in whatever order added."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso import answers
from sayso.answers import Asked
from sayso.answers.digest import digest
from sayso.answers.disputes import contests, disputed
from sayso.answers.finding import find
from sayso.answers.front import latest, recent
from sayso.answers.lately import lately
from sayso.answers.profiles import profile
from sayso.answers.provenance import traced_with_the_ended
from sayso.errors import InputError
from sayso.exports import answer_records, dispute_records, schema_org
from sayso.exports.digest_paper import record as digest_record
from sayso.exports.rows import facts
from sayso.ledger import Keeper, Ledger
from sayso.model import Claim, Count, Party, Place, Reading, Report, Source, Stance, When
from tests.databases import Server

_FIRST = date(2031, 3, 1)
_SEEN = datetime(2031, 6, 1, tzinfo=UTC)
_HRADOV = Place("Hradov", 9001, 48.50, 38.00)
_TOWNS = (
    _HRADOV,
    Place("Stary Hradov", 9002, 48.55, 38.05),
    Place("Hradov", None, 48.50, 38.01),
    Place("Lipno", None, 47.10, 36.20),
    Place("Lipno", 9003, 49.90, 36.90),
    Place("Orlava region", 9004, 48.40, 37.90, "region"),
)
_SOURCES = (
    Source("narrator"),
    Source("Varnia's Defence Ministry", "government", "Varnia"),
    Source("Milan Tessik", "military", "Varnia"),
    Source("Tessik", "military", "Varnia"),
    Source("Pavel Tessik", "military", "Varnia"),
    Source("the Ostryan General Staff", "military", "Ostrya"),
    Source("residents", "witness", None),
    Source("Red Crescent", "organisation", None),
)
_PARTIES = (Party("Varnian forces", "Varnia"), Party("Ostryan troops", "Ostrya"), None)
_SENTENCES = (
    "the village fell on Monday after a long fight",
    "shells hit the market and the school beside it",
    "two people were killed when a drone hit a bus",
    "the town is under our control and stays so",
)


@dataclass(frozen=True)
class World:
    """Some reports, with what withdraws them."""

    readings: tuple[Reading, ...]
    withdrawn: tuple[tuple[str, date], ...]


def _days() -> st.SearchStrategy[date]:
    return st.integers(0, 9).map(lambda n: _FIRST + timedelta(days=n))


@st.composite
def _readings(draw: st.DrawFn, number: int) -> Reading:
    # Few ids and addresses, so that reports are often versions of each other; a mark in the text keeps them apart.
    id = draw(st.sampled_from(["a", "b", "c", f"only-{number}"]))
    url = draw(st.sampled_from([None, None, "https://news.example/a", f"https://news.example/{number}"]))
    title = draw(st.sampled_from([None, "UPDATE 1 - Hradov falls", "CORRECTED - Hradov falls"]))
    text = f"Report {number}. "
    claims = []
    for n in range(draw(st.integers(1, 3))):
        sentence = draw(st.sampled_from(_SENTENCES))
        start = len(text)
        text += f"{sentence}. "
        day = draw(st.none() | _days())
        claims.append(
            Claim(
                id=f"{id}-{number}-{n}",
                report=id,
                text=sentence,
                start=start,
                end=start + len(sentence),
                type=draw(st.sampled_from(["capture", "hold", "withdraw", "airstrike", "casualties"])),
                source=draw(st.sampled_from(_SOURCES)),
                via=draw(st.sampled_from([(), ("Telegram",)])),
                actor=draw(st.sampled_from(_PARTIES)),
                places=tuple(draw(st.lists(st.sampled_from(_TOWNS), max_size=2, unique=True))),
                when=None if day is None else When(day, day),
                counts=draw(st.sampled_from([(), (Count("killed", 2),), (Count("killed", min=3),)])),
                modality=draw(st.sampled_from(["asserted", "asserted", "negated", "possible"])),
                stances=draw(st.sampled_from([(), (Stance("Ostrya", "denies"),), (Stance("Tessik", "disputes"),)])),
            )
        )
    report = Report(
        id=id,
        text=text,
        title=title,
        published=draw(st.none() | _days() | _days() | _days()),
        outlet=draw(st.sampled_from(["The Lipno Post", "Orlava Wire", None])),
        agency=draw(st.sampled_from([None, "Orlava Wire"])),
        theatre="varnia",
        url=url,
    )
    return Reading(report, tuple(claims), "varnia")


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Up to seven reports, often versions of each other, and withdrawals of some."""
    readings = tuple(draw(_readings(n)) for n in range(draw(st.integers(1, 7))))
    withdrawn = draw(st.lists(st.tuples(st.sampled_from(["a", "b"]), _days()), max_size=2, unique=True))
    return World(readings, tuple(withdrawn))


def _fill(ledger: Ledger, readings: Sequence[Reading], withdrawn: Sequence[tuple[str, date]]) -> None:
    keeper = Keeper(ledger)
    for reading in readings:
        keeper.keep(reading, seen=_SEEN)
    for id, day in withdrawn:
        keeper.withdraw(id, day, seen=_SEEN)


def _by(world: World, day: date) -> World:
    """What of a world had been published by a day."""
    readings = tuple(r for r in world.readings if r.report.published is not None and r.report.published <= day)
    return World(readings, tuple(w for w in world.withdrawn if w[1] <= day))


def _or_error(answer: Callable[[], Any]) -> Any:
    try:
        return answer()
    except InputError as error:
        return error.field  # what is unknown to one must be unknown to the other


def everything(ledger: Ledger, known: date | None) -> dict[str, Any]:
    """Every kind of answer that the ledger gives, as plain values."""
    asked = Asked(known=known)
    out: dict[str, Any] = {
        "claims": [facts(entry) for entry in answers.claims(ledger, asked, limit=None).entries],
        "events": [answer_records.event_record(e) for e in answers.happenings(ledger, asked, limit=100)],
        "sources": [answer_records.speaker_record(s) for s in answers.speakers(ledger, asked)],
    }
    out["contested"] = dispute_records.now_record(contests(ledger, known=known), disputed(ledger, known=known))
    for since in (None, _FIRST + timedelta(days=2)):
        out[f"since {since}"] = dispute_records.lately_record(lately(ledger, since=since, known=known))
    out["front"] = latest(ledger, known=known), [e.event.id for e in recent(ledger, known=known)]
    for name in ("Tessik", "Orlava Wire"):
        out[f"profile {name}"] = _or_error(lambda name=name: profile(ledger, name, known=known))  # type: ignore[misc]
    for words in ("school", "Hradow", "mark"):
        out[f"find {words}"] = find(ledger, words, asked)
    for words in ("school", "Hradov", "Tessik control"):
        found = answers.search(ledger, words, asked)
        out[f"search {words}"] = [e.claim.id for e in found.entries], [at.report for at, _ in found.reports]
    for name in ("Hradov", "Stary Hradov", "Lipno", "9001", "Orlava region"):
        for on in (_FIRST + timedelta(days=4), _FIRST + timedelta(days=20)):
            told = _or_error(lambda name=name, on=on: answers.place(ledger, name, on=on, known=known))  # type: ignore[misc]
            out[f"place {name} {on}"] = (
                told
                if isinstance(told, str)
                else {k: v for k, v in answer_records.place_record(told).items() if k != "known"}
            )
        near = _or_error(lambda name=name: answers.claims(ledger, Asked(known=known, place=name, within=10)))  # type: ignore[misc]
        out[f"near {name}"] = near if isinstance(near, str) else [e.claim.id for e in near.entries]
    for name in ("Tessik", "Milan Tessik", "Orlava Wire", "the Varnian defence ministry"):
        told = _or_error(lambda name=name: answers.source(ledger, name, known=known))  # type: ignore[misc]
        out[f"source {name}"] = told if isinstance(told, str) else answer_records.source_record(told)
    out["ways"] = [
        (schema_org.claim(one), one.edition.ended, [edition.publication for edition in one.before], one.original)
        for one in traced_with_the_ended(ledger, asked)
    ]
    return out


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty ledger to copy: making one takes longer than filling it."""
    path = tmp_path_factory.mktemp("ledger") / "empty.db"
    Ledger.open(path, create=True).close()
    return path


class _Fresh:
    """Empty ledgers in files, one after the other."""

    def __init__(self, empty: Path, folder: Path) -> None:
        self.empty, self.folder, self.made = empty, folder, 0

    def __call__(self, world: World) -> Ledger:
        self.made += 1
        path = self.folder / f"{self.made}.db"
        shutil.copy(self.empty, path)
        ledger = Ledger.open(path, create=True)
        _fill(ledger, world.readings, world.withdrawn)
        return ledger


@pytest.fixture(scope="module")
def fresh(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> _Fresh:
    return _Fresh(empty, tmp_path_factory.mktemp("laws"))


@given(world=worlds(), day=_days())
@settings(max_examples=40)
def test_known_on_a_day_is_a_ledger_of_what_was_published_by_then(fresh: _Fresh, world: World, day: date) -> None:
    with fresh(world) as whole, fresh(_by(world, day)) as then:
        assert everything(whole, day) == everything(then, None)


@given(world=worlds(), day=st.none() | _days(), data=st.data())
@settings(max_examples=40)
def test_the_order_of_adding_changes_nothing(
    fresh: _Fresh, world: World, day: date | None, data: st.DataObject
) -> None:
    readings = tuple(data.draw(st.permutations(world.readings)))
    withdrawn = tuple(data.draw(st.permutations(world.withdrawn)))
    with fresh(world) as one, fresh(World(readings, withdrawn)) as other:
        assert everything(one, day) == everything(other, day)


@given(world=worlds(), day=_days(), since=_days(), data=st.data())
@settings(max_examples=12)
def test_a_digest_tells_nothing_of_what_came_later_nor_of_how_it_was_added(
    fresh: _Fresh, world: World, day: date, since: date, data: st.DataObject
) -> None:
    turned = World(tuple(data.draw(st.permutations(world.readings))), world.withdrawn)
    first, last = min(since, day), max(since, day)
    with fresh(world) as whole, fresh(turned) as other, fresh(_by(world, last)) as then:
        told = [digest_record(digest(ledger, since=first, until=last)) for ledger in (whole, other, then)]
        assert told[0] == told[1] == told[2]


@given(world=worlds(), day=st.none() | _days())
@settings(max_examples=25)
def test_what_is_counted_by_columns_is_what_is_asked_of_the_ledger(
    fresh: _Fresh, world: World, day: date | None
) -> None:
    first, rest = World(world.readings[:2], ()), World(world.readings[2:], world.withdrawn)
    with fresh(first) as counted, fresh(world) as asked:
        with counted.reading() as connection:
            counted.columns.read(connection)
        everything(counted, day)  # what is remembered of it must not outlive what comes next
        _fill(counted, rest.readings, rest.withdrawn)
        assert everything(counted, day) == everything(asked, day)
        with counted.reading() as connection:
            assert counted.columns.soon(connection) is not None


@given(world=worlds(), day=_days())
@settings(max_examples=6)
def test_both_laws_hold_on_postgresql(postgres: Server, world: World, day: date) -> None:
    turned = World(world.readings[::-1], world.withdrawn[::-1])
    with _on_server(postgres, turned) as whole, _on_server(postgres, _by(world, day)) as then:
        assert everything(whole, day) == everything(then, None)


@contextmanager
def _on_server(server: Server, world: World) -> Iterator[Ledger]:
    with server.database() as url, Ledger.open(url, create=True) as ledger:
        _fill(ledger, world.readings, world.withdrawn)
        yield ledger
