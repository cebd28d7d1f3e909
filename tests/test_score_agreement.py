"""Whether one field of a read claim agrees with the annotated one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given as given_that
from hypothesis import strategies as st

from sayso.model import Claim, Count, Party, Place, Source, Stance, When
from sayso.score.agreement import FIELDS, Field, Names, agrees, given

NAMES = Names.of({"northern": "North", "northerners": "North", "foreign": None})
MILL = Place("Mill", 1, 50.0, 30.0)


def claim(**fields: Any) -> Claim:
    base: dict[str, Any] = {"id": "c", "report": "r", "text": "x", "start": 0, "end": 1, "type": "attack"}
    return Claim(**{**base, "source": Source("narrator"), **fields})


def right(field: Field, gold: Any, said: Any) -> bool:
    return agrees(field, claim(**{field: gold}), claim(**{field: said}), NAMES)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("northern forces", "the North", True),
        ("the North’s army", "northerners", True),
        ("Ministry of Defense", "Defence Ministry", True),
        ("Ada Reed", "Reed", True),
        ("Ada Reed", "Ada Moor", False),
        ("troops", "soldiers", False),  # hollow words tell when nothing else does
        ("foreign press", "press", True),
        (None, "", True),
        ("Ada", None, False),
    ],
)
def test_names(one: str | None, other: str | None, same: bool) -> None:
    assert NAMES.same(one, other) is same
    assert NAMES.same(other, one) is same


@pytest.mark.parametrize(
    ("gold", "said", "same"),
    [
        (Source("narrator"), Source("narrator"), True),
        (Source("narrator"), Source("Ada", "witness"), False),
        (Source("Ada", "witness"), Source("narrator"), False),
        (Source("Ada Reed", "witness"), Source("Reed", "analyst"), True),
    ],
)
def test_sources(gold: Source, said: Source, same: bool) -> None:
    assert right("source", gold, said) is same


@pytest.mark.parametrize(
    ("gold", "said", "same"),
    [
        (None, None, True),
        (Party("a", "North"), None, False),
        (None, Party("a"), False),
        (Party("a", "North"), Party("b", "North"), True),  # the side is what counts
        (Party("a"), Party("b"), False),
        (Party("northern army", "North"), Party("the North"), True),
    ],
)
def test_actors(gold: Party | None, said: Party | None, same: bool) -> None:
    assert right("actor", gold, said) is same


@pytest.mark.parametrize(
    ("said", "same"),
    [
        ((), False),
        ((MILL,), True),
        ((Place("Elsewhere", 2, 50.1, 30.0),), True),  # 11 km
        ((Place("Elsewhere", 2, 50.2, 30.0),), False),  # 22 km
        ((MILL, Place("Far", 3, 10.0, 10.0)), False),  # a settlement too many
        ((MILL, Place("the north", None, 10.0, 10.0, "region")), True),  # a region too many does no harm
        ((Place("Mill"),), False),  # a settlement is judged by where it is
    ],
)
def test_places(said: tuple[Place, ...], same: bool) -> None:
    assert right("places", (MILL,), said) is same


def test_a_place_without_coordinates_agrees_by_name() -> None:
    bare = (Place("the Mill"),)
    assert right("places", bare, (MILL,))
    assert right("places", bare, (Place("Mill"),))
    assert not right("places", bare, (Place("Elsewhere", 2, 50.0, 30.0),))
    assert not right("places", (MILL,), (Place("Mill"),))


def test_a_region_agrees_by_name_or_within_150_km() -> None:
    north = (Place("Northern region", None, 50.0, 30.0, "region"),)
    assert right("places", north, (Place("the northern region", None, None, None, "region"),))
    assert right("places", north, (Place("uplands", None, 51.0, 30.0, "region"),))
    assert not right("places", north, (Place("uplands", None, 52.0, 30.0, "region"),))


@pytest.mark.parametrize(
    ("gold", "said", "same"),
    [
        (("01", "01"), ("02", "02"), True),
        (("01", "01"), ("03", "03"), False),
        (("01", "05"), ("04", "08"), True),
        (("01", "05"), ("05", "09"), False),
        (("01", "20"), ("15", "28"), True),
        (("01", "20"), ("16", "20"), False),
        (("01", None), ("15", None), True),
        (("01", None), ("16", None), False),
        (("01", None), ("01", "02"), False),
        ((None, "01"), ("01", "01"), False),
    ],
)
def test_times(gold: tuple[str | None, str | None], said: tuple[str | None, str | None], same: bool) -> None:
    def when(pair: tuple[str | None, str | None]) -> When:
        start, end = (date.fromisoformat(f"2025-03-{d}") if d else None for d in pair)
        return When(start, end)

    assert right("when", when(gold), when(said)) is same


def test_a_time_agrees_with_none_only_if_none() -> None:
    day = When(date(2025, 3, 1), None)
    assert right("when", None, None)
    assert not right("when", day, None)
    assert not right("when", None, day)


@pytest.mark.parametrize(
    ("gold", "said", "same"),
    [
        (("TV One",), ("TV One",), True),
        (("TV One", "TASS"), ("TASS", "TV One"), False),  # nearest the source first
        ((), ("TV One",), False),
    ],
)
def test_channels(gold: tuple[str, ...], said: tuple[str, ...], same: bool) -> None:
    assert right("via", gold, said) is same


def test_counts_agree_whole_and_in_any_order() -> None:
    two = (Count("killed", n=2), Count("injured", min=3))
    assert right("counts", two, two[::-1])
    assert not right("counts", two, two[:1])
    assert not right("counts", two, (Count("killed", n=2), Count("injured", n=3)))


def test_stances_agree_on_who_and_what() -> None:
    gold = (Stance("the North", "denies"),)
    assert right("stances", gold, (Stance("northern army", "denies"),))
    assert not right("stances", gold, (Stance("the North", "disputes"),))
    assert not right("stances", gold, gold * 2)


@pytest.mark.parametrize(("field", "other"), [("type", "clash"), ("modality", "negated"), ("quote", "direct")])
def test_plain_fields_are_equal_or_wrong(field: Field, other: str) -> None:
    same = getattr(claim(), field)
    assert right(field, same, same)
    assert not right(field, same, other)


@given_that(
    st.builds(
        claim,
        places=st.lists(st.builds(Place, st.text(min_size=1), st.none(), st.floats(-80, 80), st.floats(-170, 170))).map(
            tuple
        ),
        counts=st.lists(st.builds(Count, st.text(), st.integers())).map(tuple),
        via=st.lists(st.text()).map(tuple),
        stances=st.lists(st.builds(Stance, st.text(), st.just("denies"))).map(tuple),
    )
)
def test_every_claim_agrees_with_itself(one: Claim) -> None:
    assert all(agrees(field, one, one, NAMES) for field in FIELDS)


def test_given_tells_empty_from_filled() -> None:
    assert given("places", claim(places=(MILL,)))
    assert not given("places", claim())
