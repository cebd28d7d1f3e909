"""Tests of ``sayso.weighing.neighbours``: no pair that could be linked is missed, however the claims lie."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.model import Entry, Place, When
from sayso.weighing.links import linked
from sayso.weighing.neighbours import neighbours
from sayso.weighing.traits import Where, in_context, traits
from tests.weighing_sample import HRADOV, LIPNA, MIRNA, ORSK, PROVINCE, by_name, entry

_places = st.one_of(
    st.sampled_from(
        [(HRADOV,), (LIPNA, MIRNA), (PROVINCE,), (Place("Hradov"),), (Place("Hradov province", None),), ()]
    ),
    st.builds(
        lambda lat, lon, kind: (Place(f"{lat} {lon}", None, lat, lon, kind),),
        st.floats(47, 49.5).map(lambda x: round(x, 3)),
        st.floats(-37.9, -36).map(lambda x: round(x, 3)),
        st.sampled_from(["settlement", "region"]),
    ),
)


def _when(first: int, length: int) -> When:
    day = date(2031, 5, 1) + timedelta(first)
    return When(day, day + timedelta(length))


_told = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.sampled_from(["capture", "airstrike", "casualties"]),
        _places,
        st.one_of(st.none(), st.builds(_when, st.integers(0, 20), st.integers(0, 40))),
        st.one_of(st.none(), st.integers(0, 20)),
    ),
    max_size=14,
)


@settings(deadline=None)
@given(_told)
def test_every_pair_that_may_be_linked_is_met_once(
    rows: list[tuple[int, str, tuple[Place, ...], When | None, int | None]],
) -> None:
    entries: list[Entry] = [
        entry(
            f"r{report}#{n}",
            kind,  # type: ignore[arg-type]
            places=places,
            actor=ORSK,
            when=when,
            published=None if day is None else date(2031, 5, 1) + timedelta(day),
        )
        for n, (report, kind, places, when, day) in enumerate(rows)
    ]
    claims = in_context(traits(e, by_name()) for e in entries)
    met = list(zip(*(side.tolist() for side in neighbours(claims)), strict=True))
    assert len(met) == len(set(met))
    assert all(i < j for i, j in met)
    for j in range(len(claims)):
        for i in range(j):
            placeless = (claims[i].where == Where((), ())) != (claims[j].where == Where((), ()))
            if not placeless and (found := linked(claims[i], claims[j])) and found.score > 0.5:
                assert (i, j) in met
