"""Tests of ``sayso.weighing.events``: claims gathered into events, whatever their order, and by a person's word."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.model import Entry, Place, Source, When
from sayso.weighing.events import Decision, Event, events
from tests.testimony import accounts, day, told
from tests.weighing_sample import HRADOV, LIPNA, MIRNA, ORSK, PROVINCE, VARNIA, at, by_name, entry, killed, the


def groups(entries: Iterable[Entry], decisions: Sequence[Decision] = ()) -> set[frozenset[str]]:
    return {frozenset(e.claim.id for e in event.entries) for event in events(entries, by_name(), decisions)}


def only(entries: Iterable[Entry]) -> Event:
    (event,) = events(entries, by_name())
    return event


def strike(id: str, **given: Any) -> Entry:
    return entry(id, "airstrike", **{"actor": ORSK, "when": the(9), "text": "a missile hit a school", **given})


def dead(id: str, n: int, **given: Any) -> Entry:
    return entry(id, "casualties", **{"text": "people were killed", "when": the(9), "counts": killed(n), **given})


def test_an_event_is_one_happening_across_reports() -> None:
    event = only(
        [
            dead("r2#2", 7, published=at(11)),
            strike("r1#1"),
            dead("r1#2", 5),
            strike("r2#1", when=None, published=at(10)),
            entry("r3#1", "damage", "a school was destroyed", when=the(9, 10), published=at(12)),
        ]
    )
    assert (event.id, event.type, event.title) == ("e-r1#1", "airstrike", "air strike on Hradov")
    assert [e.claim.id for e in event.entries] == ["r1#1", "r1#2", "r2#1", "r2#2", "r3#1"]
    assert event.places == (HRADOV,)
    assert event.when == the(9)
    assert len(event.links) == len(event.entries) - 1


def test_two_strikes_of_a_day_are_two_events() -> None:
    a = [entry(f"r{i}#1", "shelling", "mortars shelled the market", actor=ORSK, when=the(9)) for i in (1, 2)]
    b = [entry(f"r{i}#2", "airstrike", "drones struck the station", actor=ORSK, when=the(9)) for i in (1, 2)]
    assert groups([*a, *b]) == {frozenset({"r1#1", "r2#1"}), frozenset({"r1#2", "r2#2"})}


def test_two_strikes_of_a_day_with_the_same_figures_are_told_apart_by_their_weapons() -> None:
    told = []
    for i in (1, 2, 3):
        told += [
            entry(f"r{i}#1", "shelling", "mortars shelled the town", actor=ORSK, when=the(9), start=0),
            entry(f"r{i}#2", "casualties", "killing two people", when=the(9), counts=killed(2), start=26),
            entry(f"q{i}#1", "airstrike", "drones struck the town", actor=ORSK, when=the(9), start=0),
            entry(f"q{i}#2", "casualties", "killing two people", when=the(9), counts=killed(2), start=24),
        ]
    assert groups(told) == {frozenset(f"{r}{i}#{n}" for i in (1, 2, 3) for n in (1, 2)) for r in "rq"}


def test_an_assault_on_foot_is_no_drone_strike() -> None:
    a = [strike(f"r{i}#1", text="drones struck the town") for i in (1, 2)]
    b = [entry(f"q{i}#1", "repel", "attacks were beaten back", actor=VARNIA, target=ORSK, when=the(9)) for i in (1, 2)]
    c = entry("p1#1", "repel", "air defences shot down three drones", actor=VARNIA, target=ORSK, when=the(9))
    assert groups([*a, *b, c]) == {frozenset({"r1#1", "r2#1", "p1#1"}), frozenset({"q1#1", "q2#1"})}


def test_an_effect_told_right_behind_goes_with_its_deed() -> None:
    deed = strike("r1#1", places=(PROVINCE,), text="a missile hit the province", start=0)
    effect = dead("r1#2", 5, places=(), text="killing five people", start=28)
    elsewhere = [dead(f"q{i}#1", 5, text="five people were killed") for i in range(3)]
    found = groups([deed, effect, *elsewhere])
    assert any({"r1#1", "r1#2"} <= group for group in found)
    parted = groups([deed, effect], [apart("r1#1", "r1#2")])
    assert parted == {frozenset({"r1#1"}), frozenset({"r1#2"})}


def test_no_chain_of_days() -> None:
    shelled = [
        entry(f"r{day}#1", "shelling", "guns shelled the town", actor=ORSK, when=when, published=at(day + 1))
        for day, when in ((5, the(5)), (6, None), (7, the(7)), (8, None), (9, the(9)))
    ]
    for event in events(shelled, by_name()):
        assert len({e.claim.when for e in event.entries if e.claim.when}) <= 1


def test_a_capture_with_its_withdrawal_and_denial_but_not_with_a_later_hold() -> None:
    told = [
        entry("r1#1", "capture", actor=ORSK, when=the(9)),
        entry("r2#1", "withdraw", actor=VARNIA, when=the(9)),
        entry("r3#1", "capture", actor=ORSK, modality="negated", source=Source("Varnia's staff", "military", "Varnia")),
        entry("r4#1", "hold", actor=ORSK, published=at(12)),
    ]
    assert groups(told) == {frozenset({"r1#1", "r2#1", "r3#1"}), frozenset({"r4#1"})}
    assert events(told, by_name())[0].title == "capture of Hradov"


def test_a_plan_is_another_event() -> None:
    a, b = strike("r1#1"), strike("r2#1", modality="intended")
    assert groups([a, b]) == {frozenset({"r1#1"}), frozenset({"r2#1"})}


def test_places_of_an_event_regions_only_where_no_settlement_is_named() -> None:
    assert only([strike("r1#1", places=(PROVINCE,)), strike("r2#1")]).places == (HRADOV,)
    assert only([strike("r1#1", places=(PROVINCE,))]).places == (PROVINCE,)
    assert only([strike("r1#1", places=())]).title == "air strike"


def test_a_claim_of_no_place_goes_with_its_report() -> None:
    mate = dead("r1#2", 5, places=())
    assert groups([strike("r1#1"), mate]) == {frozenset({"r1#1", "r1#2"})}
    assert groups([strike("r2#1"), mate]) == {frozenset({"r2#1"}), frozenset({"r1#2"})}


def apart(a: str, b: str) -> Decision:
    return Decision(a, b, True, "an editor", "two strikes")


def joined(a: str, b: str) -> Decision:
    return Decision(a, b, False, "an editor", "one strike")


def test_claims_judged_apart_stay_apart_whatever_comes_later() -> None:
    told = [strike(f"r{i}#1") for i in range(1, 4)]
    assert len(groups(told)) == 1
    for later in range(4, 9):
        told.append(strike(f"r{later}#1"))
        found = groups(told, [apart("r1#1", "r2#1")])
        assert len(found) == 2
        assert not any({"r1#1", "r2#1"} <= group for group in found)


def test_claims_judged_one_are_one() -> None:
    a, b, c = strike("r1#1"), strike("r2#1", when=the(20), published=at(21)), strike("r3#1", places=(MIRNA,))
    assert len(groups([a, b, c])) == 3
    assert groups([a, b, c], [joined("r1#1", "r2#1"), joined("r3#1", "r2#1")]) == {frozenset({"r1#1", "r2#1", "r3#1"})}
    event = events([a, b], by_name(), [joined("r2#1", "r1#1")])[0]
    assert dict(event.links[0].parts) == {"by hand": 1.0}


def test_what_lies_near_one_of_the_joined_still_finds_them() -> None:
    told = [strike("r1#1"), strike("r2#1", when=the(20), published=at(21)), strike("r3#1")]
    assert groups(told, [joined("r1#1", "r2#1")]) == {frozenset({"r1#1", "r2#1", "r3#1"})}


def test_apart_holds_against_joins_that_lead_round_it() -> None:
    told = [strike(f"r{i}#1") for i in (1, 2, 3)]
    found = groups(told, [joined("r1#1", "r2#1"), joined("r2#1", "r3#1"), apart("r1#1", "r3#1"), apart("r9#1", "r1#1")])
    assert not any({"r1#1", "r3#1"} <= group for group in found)


_told = st.lists(
    st.builds(
        lambda report, kind, place, side, when, n, published, text: (
            report,
            kind,
            place,
            side,
            when,
            n,
            published,
            text,
        ),
        st.integers(1, 6),
        st.sampled_from(["capture", "withdraw", "hold", "shelling", "airstrike", "casualties", "damage", "statement"]),
        st.sampled_from([(HRADOV,), (LIPNA,), (MIRNA,), (PROVINCE,), ()]),
        st.sampled_from([None, ORSK, VARNIA]),
        st.sampled_from([None, the(7), the(8), the(9), the(1, 31), When(at(5), None)]),
        st.sampled_from([0, 2, 5]),
        st.sampled_from([None, at(9), at(10), at(13)]),
        st.sampled_from(["a missile hit a school", "guns shelled a market", "it fell", "people died there"]),
    ),
    max_size=14,
)


def _made(rows: Iterable[tuple[Any, ...]]) -> list[Entry]:
    return [
        entry(
            f"r{report}#{number}",
            kind,
            text,
            places=place,
            actor=side,
            when=when,
            counts=killed(n) if n else (),
            published=published,
        )
        for number, (report, kind, place, side, when, n, published, text) in enumerate(rows)
    ]


@settings(max_examples=60, deadline=None)
@given(_told, st.randoms(), st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13), st.booleans()), max_size=4))
def test_order_changes_nothing_and_every_claim_is_in_one_event(
    rows: list[tuple[Any, ...]], chance: random.Random, judged: list[tuple[int, int, bool]]
) -> None:
    entries = _made(rows)
    decisions = [
        Decision(entries[a].claim.id, entries[b].claim.id, parted, "x", "")
        for a, b, parted in judged
        if max(a, b) < len(entries) and a != b
    ]
    found = events(entries, by_name(), decisions)
    ids = sorted(e.claim.id for event in found for e in event.entries)
    assert ids == sorted(e.claim.id for e in entries)
    shuffled, turned = list(entries), list(decisions)
    chance.shuffle(shuffled)
    chance.shuffle(turned)
    assert events(shuffled, by_name(), turned) == found
    where = {e.claim.id: event.id for event in found for e in event.entries}
    for decision in decisions:
        if decision.apart:
            assert where[decision.a] != where[decision.b]


def test_what_lies_far_away_changes_nothing() -> None:
    near = [strike("r1#1"), dead("r1#2", 5), strike("r2#1", when=the(8))]
    far = [strike("r9#1", places=(MIRNA,)), strike("r8#1", when=date_of(200), published=date(2031, 12, 1))]
    assert groups(near) < groups([*near, *far])


def date_of(days: int) -> When:
    day = date(2031, 5, 1) + timedelta(days)
    return When(day, day)


@pytest.mark.parametrize(("count", "places", "days", "seconds"), [(200, 1, 30, 0.06), (2000, 60, 60, 1.0)])
def test_speed(count: int, places: int, days: int, seconds: float) -> None:
    chance = random.Random(4)
    towns = [Place(f"Town {i}", i + 1, 48 + i % 8 * 0.3, 36 + i // 8 * 0.4) for i in range(places)]
    words = [f"word{letter}" for letter in "abcdefghijklmno"]
    told = []
    for i in range(count):
        day = date(2031, 5, 1) + timedelta(chance.randrange(days))
        told.append(
            entry(
                f"r{i}#1",
                chance.choice(["airstrike", "shelling", "casualties", "damage", "capture", "attack"]),
                " ".join(chance.sample(words, 6)),
                places=(chance.choice(towns),),
                actor=chance.choice([ORSK, VARNIA, None]),
                when=chance.choice([None, When(day, day)]),
                published=day + timedelta(chance.randrange(3)),
                counts=killed(chance.randrange(1, 9)),
            )
        )
    events(told[:20], by_name())  # tables read
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        events(told, by_name())
        times.append(time.perf_counter() - begun)
    assert min(times) < 4 * seconds  # four times what it takes here, for a slower or busier machine
    print(f"{count} claims at {places} places: {min(times):.3f} s")


def test_what_nobody_suffered_gives_an_event_no_name() -> None:
    burnt = told("damage", "Ostrya", when=day(0), report="r1", text="Shells set the market on fire")
    unhurt = told("casualties", "Ostrya", when=day(0), report="r1", modality="negated", text="Shells hurt nobody there")
    (found,) = events([burnt, unhurt], accounts(), [Decision(burnt.claim.id, unhurt.claim.id, False, "Vera", "")])
    assert (found.type, found.title) == ("damage", "damage in Tarn")
