from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from sayso.ledger import Filter, Keeper
from sayso.ledger import schema as t
from sayso.ledger.asking import claims_of, copy_candidates, entry_keys, reports_matching, texts_of, versions_of
from sayso.ledger.filters import entries
from sayso.ledger.rows import entries_of
from sayso.ledger.speakers import persons_known, sources_known
from sayso.model import Claim, Reading, Report, Source
from tests.ledger_strategies import DAYS, Gone, Ledgers, Told, World, known_by, worlds

_D = DAYS


@pytest.fixture(scope="module")
def ledgers(new_database: Callable[[], AbstractContextManager[str]]) -> Iterator[Ledgers]:
    with Ledgers(new_database) as made:
        yield made


def _reading(
    id: str, text: str, published: date | None = _D[0], source: str = "narrator", outlet: str | None = None
) -> Reading:
    claim = Claim(f"{id}-0", id, text, 0, len(text), "capture", Source(source))
    return Reading(Report(id, text, published=published, outlet=outlet), (claim,))


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds(), day=st.one_of(st.none(), st.sampled_from(DAYS)))
def test_ids_texts_and_versions_agree_with_the_entries_that_stand(
    ledgers: Ledgers, world: World, day: date | None
) -> None:
    with ledgers.of(world) as ledger, ledger.reading() as connection:
        stand = entries(connection, Filter(known=day))
        ids = [entry.claim.id for entry in stand]
        assert entries_of(connection, entry_keys(connection, [*ids, "none"], day)) == stand[::-1]
        publications = {entry.publication.digest: entry.publication for entry in stand}
        texts = {at.digest: text for at, text in texts_of(connection, [*publications, "none"], day)}
        assert texts.keys() == publications.keys()
        for entry in stand:
            assert texts[entry.publication.digest][entry.claim.start : entry.claim.end] == entry.claim.text
            versions = versions_of(connection, entry.publication.report)
            mine = [v for v in versions if entry in claims_of(connection, v.key)]
            assert len(mine) == 1
        told = {item.reading.report for item in world if isinstance(item, Told)}
        kept = {v.report for report in told for v in versions_of(connection, report.id)}
        assert kept == told


def test_more_ids_may_be_asked_for_than_a_database_takes_values(ledgers: Ledgers) -> None:
    with ledgers.of([Told(_reading("a", "Hradov fell."), _SEEN)]) as ledger, ledger.reading() as connection:
        many = [f"none-{n}" for n in range(70_000)]
        assert len(entry_keys(connection, [*many, "a-0"], None)) == 1
        digest = connection.execute(select(t.report.c.digest)).scalar_one()
        assert len(texts_of(connection, [*many, digest], None)) == 1
        assert entry_keys(connection, ["\ud800", "\0"], None) == []


_SEEN = datetime(2034, 3, 1, tzinfo=UTC)
_LONG = " ".join(f"The {n}th column crossed the bridge at kilometre {n * 7} and went on." for n in range(60))


@pytest.mark.parametrize(("days", "found"), [(0, True), (14, True), (-14, True), (15, False), (-15, False)])
def test_reprints_are_candidates_within_two_weeks(ledgers: Ledgers, days: int, found: bool) -> None:
    first = _reading("a", _LONG)
    reprint = _reading("b", "TESNO - " + _LONG[: len(_LONG) * 2 // 3], _D[0] + timedelta(days=days))
    other = _reading("c", " ".join(f"Another story of {n} words." for n in range(100)))
    with ledgers.of([Told(r, _SEEN) for r in (first, reprint, other)]) as ledger, ledger.reading() as connection:
        (key,) = (v.key for v in versions_of(connection, "a"))
        assert [at.report for at, _ in copy_candidates(connection, [key], None)] == (["b"] if found else [])


def test_candidates_are_of_what_was_known(ledgers: Ledgers) -> None:
    world: World = (
        Told(_reading("a", _LONG), _SEEN),
        Told(_reading("b", _LONG + " x", _D[2]), _SEEN),
        Gone("b", _D[4]),
    )
    with ledgers.of(world) as ledger, ledger.reading() as connection:
        (key,) = (v.key for v in versions_of(connection, "a"))
        found = [len(copy_candidates(connection, [key], day)) for day in (_D[1], _D[2], _D[3], _D[4], None)]
        assert found == [0, 1, 1, 0, 0]
        assert copy_candidates(connection, [], None) == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds(), day=st.sampled_from(DAYS), word=st.sampled_from(("troops", "bridge", "hradov")))
def test_reports_are_searched_as_known_on_a_day(ledgers: Ledgers, world: World, day: date, word: str) -> None:
    with ledgers.of(world) as whole, ledgers.of(known_by(world, day)) as then, whole.reading() as connection:
        found = reports_matching(connection, word, day, limit=99)
        assert all(word in f"{at.title} {text}".casefold() for at, text in found)
        assert reports_matching(connection, word, day, limit=1) == found[:1]
        published = [at.published or date.min for at, _ in found]
        assert published == sorted(published, reverse=True)
        with then.reading() as other:
            assert found == reports_matching(other, word, None, limit=99)


def test_who_spoke_is_known_from_the_day_it_was_published(ledgers: Ledgers) -> None:
    told = [
        _reading("a", "One.", _D[1], "Anton Brezin", outlet="Courier"),
        _reading("b", "Two.", _D[3], "Anton Brezin", outlet="Courier"),
        _reading("c", "Three.", _D[2], "Maria Brezin"),
        _reading("d", "Four.", _D[0], "Brezin"),
        _reading("e", "Five.", None, "Ivo Brezin"),
    ]
    with ledgers.of([Told(r, _SEEN) for r in told]) as ledger, ledger.reading() as connection:
        first = {(s.name, p.published) for s, p in sources_known(connection, _D[3])}
        assert first == {("Anton Brezin", _D[1]), ("Maria Brezin", _D[2]), ("Brezin", _D[0])}
        assert len(sources_known(connection, None)) == 4
        assert {s.name for s, _ in sources_known(connection, _D[3], last=["brezin"])} == {s for s, _ in first}
        assert [s.name for s, _ in persons_known(connection, _D[1], ["brezin"])] == ["Anton Brezin"]
        assert {s.name for s, _ in persons_known(connection, None, ["brezin"])} == {
            "Anton Brezin",
            "Maria Brezin",
            "Ivo Brezin",
        }
        assert persons_known(connection, _D[0], ["brezin"]) == []
        assert persons_known(connection, None, []) == []


def test_a_version_that_no_longer_stands_shows_its_claims_still(ledgers: Ledgers) -> None:
    old, new = _reading("a", "Hradov fell."), _reading("a", "Hradov held.", _D[1])
    keepers = [Told(replace(r, warnings=("odd",)), _SEEN) for r in (old, new)]
    with ledgers.of(keepers) as ledger:
        Keeper(ledger).withdraw("a", _D[3])
        with ledger.reading() as connection:
            versions = versions_of(connection, "a")
            assert [(v.report, v.until, v.withdrawn, v.warnings) for v in versions] == [
                (old.report, _D[1], _D[3], ("odd",)),
                (new.report, None, _D[3], ("odd",)),
            ]
            assert [claims_of(connection, v.key)[0].claim.text for v in versions] == ["Hradov fell.", "Hradov held."]
