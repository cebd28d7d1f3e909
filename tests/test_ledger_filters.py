from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from sayso.ledger import Filter, Keeper, Ledger
from sayso.ledger import schema as t
from sayso.ledger.asking import reports_matching
from sayso.ledger.filters import claim_keys, count, entries, few_here, places_near, places_of
from sayso.ledger.keys import value_key
from sayso.ledger.positions import Positions
from sayso.ledger.rows import days_of, place_row
from sayso.ledger.searching import match_query
from sayso.model import CLAIM_TYPES, Claim, Entry, Modality, Party, Place, Reading, Report, Source, StanceKind
from tests import siege
from tests.ledger_strategies import DAYS, IDS, PLACES, WORDS, Ledgers, World, awkward_texts, worlds

_KEYS = {place: place_row(place)["key"] for place in PLACES}


@pytest.fixture(scope="module")
def ledgers(new_database: Callable[[], AbstractContextManager[str]]) -> Iterator[Ledgers]:
    with Ledgers(new_database) as made:
        yield made


def _days() -> st.SearchStrategy[date | None]:
    return st.one_of(st.none(), st.sampled_from(DAYS))


def _some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


_OUTLETS = st.sampled_from((None, "tesno courier", "L’ÉCHO", "meridian", "nobody's", "\ud800"))
_filters = st.builds(
    Filter,
    known=_days(),
    places=st.one_of(st.none(), st.lists(st.sampled_from(sorted(_KEYS.values())), max_size=3).map(tuple)),
    since=_days(),
    until=_days(),
    published_since=_days(),
    published_until=_days(),
    side=st.sampled_from((None, "varnia", "ÉMILE", "émile", "nobody", "\0")),
    types=_some(CLAIM_TYPES[:5]),
    modalities=_some(get_args(Modality)),
    stances=_some(get_args(StanceKind)),
    theatre=st.sampled_from((None, "varnia", "elsewhere", "\ud800")),
    outlet=_OUTLETS,
    reports=_some((*IDS, "none", "\udc80")),
    words=st.one_of(st.none(), st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join)),
)


def _lists(f: Filter, entry: Entry) -> bool:
    """What a filter says, in plain Python, for an entry that is known."""
    c, p = entry.claim, entry.publication
    first, last = days_of(c, p.published)
    words = " ".join(filter(None, (c.text, _about(c)))).casefold().replace(".", " ").replace("'", " ").split()
    return (
        (f.places is None or any(_KEYS[place] in f.places for place in c.places))
        and (f.since is None or (last is not None and last >= f.since))
        and (f.until is None or (first is not None and first <= f.until))
        and (f.published_since is None or (p.published is not None and p.published >= f.published_since))
        and (f.published_until is None or (p.published is not None and p.published <= f.published_until))
        and (f.side is None or (c.source.side is not None and c.source.side.lower() == f.side.lower()))
        and (not f.types or c.type in f.types)
        and (not f.modalities or c.modality in f.modalities)
        and (not f.stances or any(s.stance in f.stances for s in c.stances))
        and (f.theatre is None or p.theatre == f.theatre)
        and (f.outlet is None or f.outlet.lower() in [(p.outlet or "").lower(), (p.agency or "").lower()])
        and (not f.reports or p.report in f.reports)
        and (f.words is None or all(word in words for word in f.words.split()))
    )


def _about(c: Claim) -> str:
    names = [*(party.name for party in (c.actor, c.target) if party), *c.via, *(place.name for place in c.places)]
    return " ".join([*names, "" if c.source.is_narrator else c.source.name])


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds(), asked=_filters)
def test_filters_find_what_plain_python_finds(ledgers: Ledgers, world: World, asked: Filter) -> None:
    # One field at a time finds more than all together: most worlds have nothing for all.
    singles = [replace(Filter(), **{name: getattr(asked, name)}) for name in Filter.__slots__]
    with ledgers.of(world) as ledger, ledger.reading() as connection:
        for wanted in [asked, *dict.fromkeys(singles)]:
            known = entries(connection, Filter(known=wanted.known))
            found = entries(connection, wanted)
            assert found == [entry for entry in known if _lists(wanted, entry)]
            assert count(connection, wanted) == len(found)


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds(), limit=st.integers(0, 5), offset=st.integers(0, 5), words=st.sampled_from((None, *WORDS)))
def test_pages_of_a_list_make_up_the_list(
    ledgers: Ledgers, world: World, limit: int, offset: int, words: str | None
) -> None:
    with ledgers.of(world) as ledger, ledger.reading() as connection:
        whole = claim_keys(connection, Filter(words=words))
        assert whole == sorted(whole, reverse=True)
        assert claim_keys(connection, Filter(words=words), limit=limit, offset=offset) == whole[offset : offset + limit]
        assert claim_keys(connection, Filter(words=words), offset=offset) == whole[offset:]


def _claim(text: str, **other: object) -> Claim:
    return replace(Claim("a-0", "a", text, 0, len(text), "attack", Source("narrator")), **other)  # type: ignore[arg-type]


def _finds(ledger: Ledger, words: str) -> bool:
    with ledger.reading() as connection:
        claims = bool(claim_keys(connection, Filter(words=words)))
        reports = bool(reports_matching(connection, words, None, limit=3))
    assert not (claims and not reports)
    return claims


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("shelled", True),
        ("SHELLING", True),  # another form of the word
        ("shelled hospital", True),
        ("hospital shelled", True),
        ('"shelled the hospital"', True),
        ('"hospital shelled"', False),
        ("shelled AND bakery", False),
        ("bakery OR hospital", False),  # "or" and "not" are words like others
        ("NOT hospital", True),
        ("the hospital of", True),
        ("of the", False),
        ('"shelled hospital"', False),
        ("hospital NEAR shelled", False),
        ("-hospital", True),
        ("hospital*", True),
        ("hosp*", False),
        ("text:hospital", False),
        ("(hospital)", True),
        ('hospital"', True),
        ('"hospital', True),
        ('"', False),
        ("'hospital'", True),
        ("^hospital", True),
        ("{hospital} + shelled", True),
        ("😀 hospital", True),
        ("😀", False),
        ("!!! ---", False),
        ("", False),
        ("   ", False),
        ("hospital\0shelled", True),
        ("hospital\ud800", True),
        ("12.5", True),
        ("St. Anna's", True),
    ],
)
def test_a_search_takes_every_sign_for_what_it_is(ledgers: Ledgers, words: str, found: bool) -> None:
    text = "Drones shelled the hospital of St. Anna's 12.5 km away."
    with ledgers.fresh() as ledger:
        Keeper(ledger).keep(Reading(Report("a", text), (_claim(text),)))
        assert _finds(ledger, words) == found


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(
    words=st.one_of(
        st.text(max_size=30),
        awkward_texts(),
        st.text("\"*^:(){}+-~|&!<>\\%'a 1", max_size=20),
        st.lists(st.sampled_from(["AND", "OR", "NOT", "NEAR", '"', "(", ")", "-", "*", "a", ":", "+", "^"])).map(
            " ".join
        ),
    )
)
def test_no_search_raises(full_ledger: Ledger, words: str) -> None:
    assert isinstance(match_query(words), str)
    with full_ledger.reading() as connection:
        entries(connection, Filter(words=words))
        reports_matching(connection, words, date(2034, 3, 1), limit=2, theatre=words)


@pytest.fixture
def full_ledger(ledgers: Ledgers) -> Iterator[Ledger]:
    with ledgers.fresh() as ledger:
        Keeper(ledger).keep(Reading(Report("a", "a 1 AND OR"), (_claim("a 1 AND OR"),)))
        yield ledger


@pytest.mark.parametrize(
    "words", ["Brezin", "Ostrovia", "courier", "Hradov", "Varnia army", '"Anton Brezin"'], ids=lambda w: w.strip('"')
)
def test_a_search_finds_who_and_where_beside_what(ledgers: Ledgers, words: str) -> None:
    claim = _claim(
        "Shells fell.",
        source=Source("Col. Anton Brezin", "military", "Varnia"),
        via=("Tesno Courier",),
        actor=Party("Varnia's army"),
        target=Party("Ostrovia"),
        places=(Place("Hradov"),),
    )
    with ledgers.fresh() as ledger:
        Keeper(ledger).keep(Reading(Report("a", "Shells fell."), (claim,)))
        with ledger.reading() as connection:
            assert len(entries(connection, Filter(words=words))) == 1
            assert len(entries(connection, Filter(words=f"{words} elsewhere"))) == 0


_degrees = st.one_of(st.floats(-90, 90), st.sampled_from((-90.0, 90.0, 0.0, 89.95, -16.9)))
_meridians = st.one_of(st.floats(-180, 180), st.sampled_from((-180.0, 180.0, 179.9, -179.9, 0.0)))
_points = st.lists(st.tuples(_degrees, _meridians), min_size=1, max_size=6, unique=True)


def _km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Another formula than the ledger's: the angle between two unit vectors, by its tangent."""
    (x, y, z), (u, v, w) = (
        (math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat))
        for lat, lon in (tuple(map(math.radians, p)) for p in (a, b))
    )
    cross = math.hypot(y * w - z * v, z * u - x * w, x * v - y * u)
    return 6371.0 * math.atan2(cross, x * u + y * v + z * w)


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(points=_points, lat=_degrees, lon=_meridians, km=st.one_of(st.floats(0, 21000), st.floats(0, 100)))
def test_places_near_are_those_whose_distance_is_less(
    ledgers: Ledgers, points: list[tuple[float, float]], lat: float, lon: float, km: float
) -> None:
    places = [Place(f"p{n}", None, *point) for n, point in enumerate(points)]
    with ledgers.fresh() as ledger:
        _keep_places(ledger, [*places, Place("nowhere"), Place("half", None, lat, None)])
        with ledger.reading() as connection:
            found = set(places_near(connection, lat, lon, km))
            assert set(Positions(connection).near(lat, lon, km)) == found
    away = {place_row(place)["key"]: _km((lat, lon), (place.lat or 0.0, place.lon or 0.0)) for place in places}
    assert found >= {key for key, distance in away.items() if distance < km - 1e-6}
    assert found <= {key for key, distance in away.items() if distance < km + 1e-6}


@pytest.mark.parametrize(
    ("around", "km", "names"),
    [
        ((-17.0, 179.99), 20, {"Cape Date", "Date Bay"}),
        ((-17.0, -179.99), 20, {"Cape Date", "Date Bay"}),
        ((89.99, 100.0), 30, {"North Camp", "Far Camp"}),
        ((-90.0, 77.0), 10, {"Cold Harbour"}),
        ((48.5, 37.9), 0, {"Hradov"}),
        ((48.5, 37.9), 25, {"Hradov", "Tesno"}),
        ((0.0, 0.0), 20100, {place.name for place in PLACES if place.lat is not None}),
    ],
)
def test_distance_crosses_the_date_line_and_the_poles(
    ledgers: Ledgers, around: tuple[float, float], km: float, names: set[str]
) -> None:
    with ledgers.fresh() as ledger:
        _keep_places(ledger, PLACES)
        with ledger.reading() as connection:
            found = places_near(connection, *around, km)
            assert Positions(connection).near(*around, km) == found
            rows = connection.execute(select(t.place.c.name).where(t.place.c.key.in_(found)))
            assert set(rows.scalars()) == names


def test_places_are_found_by_name_and_by_id(ledgers: Ledgers) -> None:
    with ledgers.fresh() as ledger:
        _keep_places(ledger, PLACES)
        with ledger.reading() as connection:
            assert {row.geonames for _, row in places_of(connection, ("HRADOV",))} == {1001, None}
            assert {row.name for _, row in places_of(connection, ("the hradov", "tesno"), ())} == {"Hradov", "Tesno"}
            assert [row.name for _, row in places_of(connection, (), (1002,))] == ["Tesno"]
            assert places_of(connection, ("nowhere", "\ud800"), (9, 2**80)) == []
            assert places_of(connection) == []


def test_a_filter_takes_more_places_than_a_database_takes_values(ledgers: Ledgers) -> None:
    with ledgers.fresh() as ledger:
        _keep_places(ledger, PLACES)
        many = (*_KEYS.values(), *(value_key(n) for n in range(70_000)))
        with ledger.reading() as connection:
            assert count(connection, Filter(places=many)) == 1
            assert count(connection, Filter(places=many[len(PLACES) :])) == 0
            assert count(connection, Filter(places=())) == 0


@pytest.mark.parametrize("day", [date.min, date(1899, 12, 31), date(1965, 1, 1), date(2400, 1, 1), date.max])
def test_any_day_may_be_asked_for(ledgers: Ledgers, day: date) -> None:
    with ledgers.fresh() as ledger:
        Keeper(ledger).keep(Reading(Report("a", "x", published=date(1965, 1, 1)), (_claim("x"),)))
        with ledger.reading() as connection:
            assert count(connection, Filter(known=day)) == (day >= date(1965, 1, 1))
            assert len(reports_matching(connection, "x", day, limit=1)) == (day >= date(1965, 1, 1))


def _keep_places(ledger: Ledger, places: tuple[Place, ...] | list[Place]) -> None:
    Keeper(ledger).keep(Reading(Report("a", "x"), (_claim("x", places=tuple(places)),)))


def test_many_types_together_find_what_each_finds(ledgers: Ledgers) -> None:
    many = CLAIM_TYPES[:-1]
    with ledgers.fresh() as ledger, siege.fill(ledger).reading() as connection:
        each = {key for kind in many for key in claim_keys(connection, Filter(types=(kind,)))}
        assert claim_keys(connection, Filter(types=many)) == sorted(each, reverse=True)


def test_all_that_is_told_of_a_place_is_had_where_it_is_little(ledgers: Ledgers) -> None:
    with ledgers.fresh() as ledger, siege.fill(ledger).reading() as connection:
        here = [key for key, _ in places_of(connection, ["Hradov"], [9001])]
        told = claim_keys(connection, Filter(places=tuple(here), types=("capture", "withdraw")))
        assert len(told) == 4
        few = few_here(connection, here, ["capture", "withdraw"], None, limit=5)
        assert few is not None
        assert sorted(few) == sorted(told)
        assert few_here(connection, here, ["capture", "withdraw"], None, limit=4) is None
        then = few_here(connection, here, ["capture", "withdraw"], date(2031, 3, 4), limit=4)
        assert then is not None
        assert len(then) == 2
