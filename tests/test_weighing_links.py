"""Tests of ``sayso.weighing.links``: whether two claims tell of one event, and why."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.model import Entry, Party, Place, Source, When
from sayso.weighing.links import Link, link
from tests.weighing_sample import (
    HRADOV,
    LIPNA,
    MIRNA,
    ORSK,
    PROVINCE,
    VARNIA,
    at,
    by_name,
    entry,
    killed,
    the,
)


def linked(a: Entry, b: Entry) -> bool:
    found = link(a, b, by_name())
    return found is not None and found.score > 0.5


def strike(id: str, **given: Any) -> Entry:
    return entry(id, "airstrike", **{"actor": ORSK, "when": the(9), "text": "a missile hit a school", **given})


def test_a_link_has_parts_that_make_its_score() -> None:
    found = link(strike("r1#1"), strike("r2#1"), by_name())
    assert isinstance(found, Link)
    assert (found.a, found.b) == ("r1#1", "r2#1")
    assert set(found.parts) >= {"kind", "place", "time", "parties", "figures", "wording"}
    assert found.score == pytest.approx(1 / (1 + math.exp(-sum(found.parts.values()))))
    assert found.score > 0.9


def test_an_attack_is_one_with_its_dead_and_its_damage() -> None:
    attack = strike("r1#1")
    assert linked(attack, entry("r1#2", "casualties", "killing five people", when=the(9), counts=killed(5)))
    assert linked(attack, entry("r2#1", "damage", "a school was destroyed", when=the(9)))


def test_a_missing_time_is_shortly_before_it_was_told() -> None:
    attack = strike("r1#1", when=the(9))
    assert linked(attack, strike("r2#1", when=None, published=at(10)))
    assert not linked(attack, strike("r2#1", when=None, published=at(20)))


def test_shelling_of_two_days_is_two_events() -> None:
    a = entry("r1#1", "shelling", "guns shelled the town", actor=ORSK, when=the(8))
    assert not linked(a, entry("r2#1", "shelling", "guns shelled the town", actor=ORSK, when=the(9)))


def test_the_date_of_a_capture_may_slip() -> None:
    a = entry("r1#1", "capture", actor=ORSK, when=the(7))
    assert linked(a, entry("r2#1", "capture", actor=ORSK, when=the(8)))
    assert linked(a, entry("r2#1", "capture", actor=ORSK, when=the(1, 31), published=date(2031, 9, 1)))
    assert link(a, entry("r2#1", "capture", actor=ORSK, when=the(20), published=at(21)), by_name()) is None


def test_weapons_tell_two_strikes_of_a_day_apart() -> None:
    a = entry("r1#1", "shelling", "mortars shelled the market", actor=ORSK, when=the(9))
    b = entry("r2#1", "airstrike", "two drones struck the station", actor=ORSK, when=the(9))
    assert not linked(a, b)


def test_who_withdraws_lost_to_who_captures() -> None:
    a = entry("r1#1", "capture", actor=ORSK, when=the(9))
    assert linked(a, entry("r2#1", "withdraw", actor=VARNIA, when=the(9)))
    assert link(a, entry("r2#1", "withdraw", actor=ORSK, when=the(9)), by_name()) is None
    assert link(a, entry("r2#1", "capture", actor=VARNIA, when=the(9)), by_name()) is None


def test_who_repels_was_attacked_by_the_other() -> None:
    a = entry("r1#1", "attack", actor=ORSK, when=the(9))
    assert linked(a, entry("r2#1", "repel", actor=VARNIA, target=ORSK, when=the(9)))
    assert link(a, entry("r2#1", "repel", actor=ORSK, target=VARNIA, when=the(9)), by_name()) is None


def test_each_side_may_blame_the_other_for_one_strike() -> None:
    text, ours, theirs = (
        "shells hit the central market",
        Source("the mayor", None, "Varnia"),
        Source("staff", None, "Orsk"),
    )
    a = entry("r1#1", "shelling", text, source=ours, actor=ORSK, when=the(9))
    assert linked(a, entry("r2#1", "shelling", text, source=theirs, actor=VARNIA, when=the(9)))
    assert not linked(a, entry("r2#1", "shelling", text, actor=Party("fighters", "Red Moon"), when=the(9)))


def test_a_hold_tells_of_a_capture_only_where_it_is_dated_from_it() -> None:
    a = entry("r1#1", "capture", actor=ORSK, when=the(9))
    assert link(a, entry("r2#1", "hold", actor=ORSK), by_name()) is None
    assert linked(a, entry("r2#1", "hold", actor=ORSK, when=When(at(9), None), published=at(20)))
    assert link(a, entry("r2#1", "hold", actor=VARNIA, when=When(at(9), None)), by_name()) is None


def test_a_denial_belongs_to_what_it_denies_and_a_plan_does_not() -> None:
    a = entry("r1#1", "capture", actor=ORSK, when=the(9))
    assert linked(a, entry("r2#1", "capture", actor=ORSK, when=the(9), modality="negated"))
    for modality in ("intended", "demanded"):
        assert link(a, entry("r2#1", "capture", actor=ORSK, when=the(9), modality=modality), by_name()) is None


def test_places() -> None:
    a = strike("r1#1")
    assert linked(a, strike("r2#1", places=(Place("Hradov"),)))  # no id, no coordinates
    assert linked(a, strike("r2#1", places=(PROVINCE,)))
    assert not linked(a, strike("r2#1", places=(LIPNA,), text="a bomb fell on a bridge"))
    assert link(a, strike("r2#1", places=(MIRNA,)), by_name()) is None
    assert linked(a, strike("r2#1", places=(MIRNA, HRADOV)))


def test_figures_grow_and_tell_events_apart() -> None:
    def dead(id: str, n: int, published: date) -> Entry:
        return entry(id, "casualties", counts=killed(n), when=the(9), published=published)

    grown = link(dead("r1#1", 5, at(9)), dead("r2#1", 12, at(11)), by_name())
    shrunk = link(dead("r1#1", 12, at(9)), dead("r2#1", 5, at(11)), by_name())
    same = link(dead("r1#1", 12, at(9)), dead("r2#1", 12, at(11)), by_name())
    assert grown is not None
    assert shrunk is not None
    assert same is not None
    assert same.score > grown.score > shrunk.score
    assert grown.score > 0.5


def test_statements_are_one_where_their_words_are() -> None:
    a = entry("r1#1", "statement", "the bridge will be rebuilt before the winter", source=Source("Ilya Dren"))
    assert linked(
        a, entry("r2#1", "statement", "the bridge would be rebuilt before winter", source=Source("Ilya Dren"))
    )
    assert not linked(a, entry("r2#1", "statement", "the harvest was poor", source=Source("Ilya Dren")))


entries = st.builds(
    lambda report, number, kind, place, side, when, published, n, text: entry(
        f"r{report}#{number}",
        kind,
        text,
        places=place,
        actor=side,
        when=when,
        published=published,
        counts=killed(n) if n else (),
    ),
    st.integers(1, 3),
    st.integers(1, 9),
    st.sampled_from(
        ["capture", "withdraw", "hold", "attack", "repel", "airstrike", "casualties", "statement", "clash"]
    ),
    st.sampled_from([(HRADOV,), (LIPNA,), (PROVINCE,), (HRADOV, LIPNA), ()]),
    st.sampled_from([None, ORSK, VARNIA, Party("Red Moon aid workers")]),
    st.sampled_from([None, the(8), the(9), the(1, 31), When(at(5), None)]),
    st.sampled_from([None, at(9), at(10), at(12)]),
    st.sampled_from([0, 2, 5]),
    st.sampled_from(["a missile hit a school", "guns shelled a market", "it fell"]),
)


@given(entries, entries)
def test_a_link_is_symmetric_and_a_probability(a: Entry, b: Entry) -> None:
    one, other = link(a, b, by_name()), link(b, a, by_name())
    if a.claim.id != b.claim.id:
        assert one == other
    assert one is None or 0 <= one.score <= 1
