"""Who is said to hold a place: every rule by a war that never was, and that the timeline agrees with every day."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.model import ClaimType, Entry, Modality, Place, Source, StanceKind
from sayso.weighing.control import Control, control, timeline
from sayso.weighing.positions import same_place, words
from tests.testimony import NARRATOR, OSTRYA, TARN, VARNIA, accounts, day, told

BLOGGERS = Source("Varnian bloggers", "unofficial", "Varnia")
MISSION = Source("Open Road", "organisation")


def on(number: int, *entries: Entry, place: Place = TARN) -> Control:
    """Who holds the place on a day, by its number."""
    return control(entries, place, day(number), accounts())


def answer(found: Control) -> tuple[str, ...]:
    """The status, and whose."""
    return (found.status, *((found.holder,) if found.holder else found.claimants))


CAPTURED = told("capture", "Ostrya", OSTRYA, published=3, when=day(2))


def test_nothing_known_is_unknown() -> None:
    assert answer(on(5)) == ("unknown",)
    assert on(5).since is None
    assert on(5).rule


def test_a_claim_of_a_later_day_does_not_count() -> None:
    assert answer(on(1, CAPTURED)) == ("unknown",)
    assert answer(on(2, CAPTURED)) == ("claimed", "Ostrya")


def test_a_sides_own_word_is_a_claim() -> None:
    found = on(9, CAPTURED)
    assert (found.status, found.holder, found.claimants, found.since) == ("claimed", None, ("Ostrya",), day(2))
    assert [(g.account.name, g.says, g.bearing, g.weight) for g in found.grounds] == [
        (OSTRYA.name, "Ostrya took it", "for", "own")
    ]


@pytest.mark.parametrize(
    "source",
    [OSTRYA, Source("Viktor Halm", "government", "Ostrya"), Source("OTA", "media", "Ostrya")],
)
def test_a_side_quoting_itself_stays_a_claim(source: Source) -> None:
    assert answer(on(9, CAPTURED, told("hold", "Ostrya", source, published=6))) == ("claimed", "Ostrya")


def test_an_outsiders_word_makes_it_held() -> None:
    assert answer(on(9, told("capture", "Ostrya", published=4, when=day(2)))) == ("held", "Ostrya")
    assert answer(on(9, told("hold", "Varnia", MISSION, published=4))) == ("held", "Varnia")


def test_the_losing_sides_word_makes_it_held() -> None:
    for entry in (
        told("withdraw", "Varnia", VARNIA, published=4, when=day(3)),
        told("capture", "Ostrya", VARNIA, published=4),
        told("hold", "Varnia", VARNIA, published=4, modality="negated"),
        told("capture", "Ostrya", BLOGGERS, published=4),
    ):
        found = on(9, CAPTURED, entry)
        assert answer(found) == ("held", "Ostrya")
        assert "loses" in found.rule


def test_a_withdrawal_gives_the_place_to_the_other_side() -> None:
    assert answer(on(9, told("withdraw", "Varnia", published=4))) == ("held", "Ostrya")
    assert answer(on(9, told("withdraw", "Varnia", OSTRYA, published=4))) == ("claimed", "Ostrya")


def test_denied_by_the_other_side_is_contested() -> None:
    for entry in (
        told("capture", "Ostrya", VARNIA, published=4, modality="negated"),
        told("hold", "Varnia", VARNIA, published=4),
        told("hold", "Varnia", BLOGGERS, published=4),
    ):
        assert answer(on(9, CAPTURED, entry)) == ("contested", "Ostrya", "Varnia")


def test_who_denies_a_capture_tells_that_it_is_claimed() -> None:
    said = told("capture", "Ostrya", VARNIA, published=4, modality="negated", text="Tarn has not fallen")
    assert answer(on(9, said)) == ("claimed", "Varnia")
    denied = replace(said, claim=replace(said.claim, cue="denied"))
    assert answer(on(9, denied)) == ("contested", "Ostrya", "Varnia")
    assert answer(on(9, denied, told("hold", "Varnia", published=5))) == ("held", "Varnia")


@pytest.mark.parametrize("stance", ["denies", "disputes"])
def test_a_stance_against_it_contests_it(stance: StanceKind) -> None:
    by = "unofficial Varnian accounts"
    found = on(9, told("capture", "Ostrya", OSTRYA, published=4, said=day(2), stances=[(by, stance)]))
    assert answer(found) == ("contested", "Ostrya", "Varnia")
    assert found.since == day(2)
    assert [(g.bearing, g.stance) for g in found.grounds] == [("for", None), ("against", stance)]


def test_could_not_verify_is_shown_and_weighs_nothing() -> None:
    found = on(9, told("capture", "Ostrya", OSTRYA, published=4, stances=[("Interwire", "could_not_verify")]))
    assert answer(found) == ("claimed", "Ostrya")
    assert [(g.account.name, g.bearing) for g in found.grounds] == [(OSTRYA.name, "for"), ("Interwire", "neither")]


def test_a_stance_that_confirms_is_a_word_for_it() -> None:
    for by in ("Varnian General Staff", "Open Road"):
        entry = told("capture", "Ostrya", OSTRYA, published=4, stances=[(by, "confirms")])
        assert answer(on(9, entry)) == ("held", "Ostrya")


def test_denying_a_withdrawal_is_to_say_that_one_stays() -> None:
    entry = told("withdraw", "Varnia", OSTRYA, published=4, stances=[("Varnian General Staff", "denies")])
    assert answer(on(9, entry)) == ("contested", "Ostrya", "Varnia")


def test_an_outsiders_later_word_settles_a_contest_from_the_day_of_the_change() -> None:
    denial = told("hold", "Varnia", VARNIA, published=4)
    outsider = told("capture", "Ostrya", published=8, when=day(2))
    assert answer(on(2, CAPTURED, denial, outsider)) == ("held", "Ostrya")
    assert answer(on(7, CAPTURED, denial, outsider)) == ("held", "Ostrya")
    again = told("hold", "Varnia", VARNIA, published=12)
    assert answer(on(11, CAPTURED, denial, outsider, again)) == ("held", "Ostrya")
    assert answer(on(12, CAPTURED, denial, outsider, again)) == ("contested", "Ostrya", "Varnia")


def test_an_outsiders_later_word_settles_it_for_the_other_side() -> None:
    assert answer(on(9, CAPTURED, told("hold", "Varnia", published=6))) == ("held", "Varnia")


def test_an_outsiders_denial_leaves_the_place_with_who_held_it() -> None:
    denial = told("capture", "Ostrya", published=6, modality="negated")
    assert answer(on(9, CAPTURED, denial)) == ("contested", "Ostrya", "Varnia")
    before = told("hold", "Varnia", published=0)
    assert answer(on(9, before, CAPTURED, denial)) == ("held", "Varnia")


def test_a_newer_event_overrides_older_ones() -> None:
    held = told("capture", "Ostrya", published=2, when=day(2))
    back = told("capture", "Varnia", VARNIA, published=7, when=day(6))
    assert answer(on(5, held, back)) == ("held", "Ostrya")
    assert answer(on(6, held, back)) == ("claimed", "Varnia")
    reply = told("capture", "Varnia", OSTRYA, published=8, modality="negated", when=day(6))
    assert answer(on(9, held, back, reply)) == ("contested", "Varnia", "Ostrya")


def test_news_of_an_older_event_does_not_undo_a_newer_one() -> None:
    back = told("capture", "Varnia", published=7, when=day(6))
    late = told("capture", "Ostrya", published=20, when=day(2))
    assert answer(on(30, back, late)) == ("held", "Varnia")


def test_both_claim_to_have_taken_it_on_one_day() -> None:
    other = told("capture", "Varnia", VARNIA, published=3, when=day(2))
    assert answer(on(9, CAPTURED, other))[0] == "contested"


def test_who_holds_it_as_the_news_breaks_is_how_it_was_before() -> None:
    report = "fall"
    before = told("hold", "Varnia", published=3, report=report, text="the Varnian-held town of Tarn")
    claim = told("capture", "Ostrya", OSTRYA, published=3, report=report)
    assert answer(on(3, before, claim)) == ("claimed", "Ostrya")


def test_wishes_count_for_nothing_and_what_is_possible_is_a_claim() -> None:
    wishes: list[Modality] = ["intended", "demanded"]
    for modality in wishes:
        assert answer(on(9, told("capture", "Ostrya", modality=modality))) == ("unknown",)
    found = on(9, told("capture", "Ostrya", modality="possible"))
    assert answer(found) == ("claimed", "Ostrya")
    assert "possible" in found.rule


def test_a_month_counts_from_its_end_unless_another_word_tells_the_day() -> None:
    may = (date(2031, 5, 1), date(2031, 5, 31))
    vague = told("capture", "Ostrya", published=date(2031, 12, 1), when=may)
    assert answer(on(29, vague)) == ("unknown",)
    assert on(40, vague).since == may[1]
    denial = told("hold", "Varnia", VARNIA, published=4)
    assert answer(on(5, CAPTURED, denial)) == ("contested", "Ostrya", "Varnia")
    assert answer(on(5, CAPTURED, denial, vague)) == ("held", "Ostrya")
    back = told("capture", "Varnia", VARNIA, published=9, when=day(9))
    assert answer(on(8, CAPTURED, back, vague)) == ("held", "Ostrya")
    assert answer(on(40, CAPTURED, back, vague)) == ("claimed", "Varnia")


def test_a_denial_without_a_time_is_of_the_gain_that_it_denies() -> None:
    denial = told("capture", "Ostrya", VARNIA, published=6, modality="negated")
    assert answer(on(2, CAPTURED, denial)) == ("contested", "Ostrya", "Varnia")
    may = (date(2031, 5, 1), date(2031, 5, 31))
    stance = told("capture", "Ostrya", OSTRYA, published=40, when=may, stances=[("Varnian General Staff", "denies")])
    assert answer(on(2, CAPTURED, stance)) == ("contested", "Ostrya", "Varnia")


def test_a_gain_told_shortly_after_without_a_time_is_the_same_gain() -> None:
    denial = told("capture", "Ostrya", VARNIA, published=3, modality="negated")
    outsider = told("capture", "Ostrya", published=5)
    assert answer(on(2, CAPTURED, denial, outsider)) == ("held", "Ostrya")
    later = told("capture", "Ostrya", published=9)
    assert answer(on(2, CAPTURED, denial, later)) == ("contested", "Ostrya", "Varnia")


def test_a_time_never_ends_after_it_was_told() -> None:
    this_month = (date(2031, 5, 1), date(2031, 5, 31))
    assert on(10, told("capture", "Ostrya", published=5, when=this_month)).since == day(5)
    assert on(10, told("hold", "Ostrya", published=5, when=(day(1), None))).since == day(1)


def test_days_without_a_time_are_when_it_was_said() -> None:
    assert on(10, told("capture", "Ostrya", OSTRYA, published=5, said=day(3))).since == day(3)
    assert on(10, told("capture", "Ostrya", OSTRYA, published=5)).since == day(5)
    assert answer(on(10, told("capture", "Ostrya", OSTRYA, published=None))) == ("unknown",)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Ostryan troops hold the northern outskirts of Tarn", True),
        ("they control several buildings in the south-western part of the town", True),
        ("our soldiers keep positions near Tarn", True),
        ("the thermal power plant is in our hands", True),
        ("they seized Tarn airfield", True),
        ("they hold Tarn's western suburbs", True),
        ("taking half of the shattered mining town of Tarn", True),
        ("Ostryan troops hold Tarn", False),
        ("they took Tarn, a suburb of Velmar", False),
        ("they took control of Tarn and its outskirts", False),
        ("the plant and the town are in our hands", False),
        ("the Ostryan-held regional centre of Tarn", False),
        ("Tarn, where the plant stood, is theirs", False),
        ("they hold it", False),
    ],
)
def test_a_part_is_not_the_place(text: str, part: bool) -> None:
    (word,) = words([told("hold", "Ostrya", text=text)], TARN, accounts())
    assert (word.act == "part") == part


def test_to_hold_a_part_contests_the_whole() -> None:
    part = told("hold", "Varnia", VARNIA, published=5, text="several streets in the town are ours")
    assert answer(on(9, CAPTURED, part)) == ("contested", "Ostrya", "Varnia")
    taken = told("capture", "Varnia", VARNIA, published=9, text="they took the eastern outskirts of Tarn")
    held = told("hold", "Ostrya", published=4)
    assert answer(on(9, CAPTURED, held, taken)) == ("held", "Ostrya")


def test_a_part_alone() -> None:
    text = "the garrison in the north of the town"
    assert answer(on(9, told("hold", "Varnia", text=text))) == ("contested", "Ostrya", "Varnia")
    assert answer(on(9, told("hold", "Varnia", VARNIA, text=text))) == ("unknown",)
    assert answer(on(9, told("withdraw", "Varnia", text="they left positions near Tarn"))) == ("unknown",)


def test_fighting_alone_changes_nothing_but_keeps_a_claim_contested() -> None:
    acts: list[ClaimType] = ["attack", "clash", "advance", "shelling", "repel"]
    for act in acts:
        assert answer(on(9, told(act, "Ostrya", published=1))) == ("unknown",)
    repelled = told("repel", "Varnia", VARNIA, published=8)
    assert answer(on(9, CAPTURED, repelled)) == ("claimed", "Ostrya")
    held = told("hold", "Varnia", published=1)
    fighting = told("clash", None, published=5, text="street battles went on")
    assert answer(on(9, held, fighting)) == ("held", "Varnia")
    assert answer(on(9, CAPTURED, fighting)) == ("contested", "Ostrya", "Varnia")
    beside = told("clash", None, published=5, text="there was fighting near Tarn")
    assert answer(on(9, CAPTURED, beside)) == ("claimed", "Ostrya")


def test_regions_and_settlements_are_apart() -> None:
    region = Place("Tarn", None, -49.3, -124.6, "region")
    entry = told("capture", "Ostrya", places=[region])
    assert answer(on(9, entry)) == ("unknown",)
    assert answer(on(9, entry, place=region)) == ("held", "Ostrya")
    assert answer(on(9, entry, place=Place("Hradov"))) == ("unknown",)


def test_one_place_by_its_id_else_by_its_name_and_where_it_lies() -> None:
    assert same_place(Place("Tarn", 7), Place("Old Tarn", 7))
    assert not same_place(Place("Tarn", 7), Place("Tarn", 8))
    assert same_place(Place("Tarn", 7), Place("tarn"))
    assert same_place(TARN, Place("Tarn", 7, -49.301, -124.401))
    assert not same_place(TARN, Place("Tarn", 7, -46.9, -124.4))


def test_an_actor_unknown_to_the_claim_is_asked_of_the_theatre() -> None:
    entry = told("capture", None, published=1, target="Varnia")
    assert answer(on(9, entry)) == ("held", "Ostrya")
    assert answer(on(9, told("capture", None, published=1))) == ("unknown",)
    forces = told("capture", "Ostrya", published=1)
    assert forces.claim.actor is not None
    nameless = replace(forces, claim=replace(forces.claim, actor=replace(forces.claim.actor, side=None)))
    assert answer(on(9, nameless)) == ("held", "Ostrya")


def test_what_one_account_says_often_is_shown_by_its_first_and_its_latest() -> None:
    found = on(9, *(told("hold", "Ostrya", OSTRYA, published=n) for n in range(6)))
    assert [(g.day, g.repeats) for g in found.grounds] == [(day(0), 0), (day(5), 4)]


SOURCES = [NARRATOR, OSTRYA, VARNIA, BLOGGERS, MISSION]


@st.composite
def wars(draw: st.DrawFn) -> list[Entry]:
    """Any claims on one town over a month."""
    found = []
    for _ in range(draw(st.integers(0, 14))):
        published = draw(st.integers(0, 30))
        start = draw(st.one_of(st.none(), st.integers(0, published)))
        length = draw(st.sampled_from([0, 0, 1, 9]))
        found.append(
            told(
                draw(st.sampled_from(["capture", "hold", "withdraw", "clash", "capture"])),
                draw(st.sampled_from(["Varnia", "Ostrya"])),
                draw(st.sampled_from(SOURCES)),
                published=published,
                when=None if start is None else (day(start), day(start + length)),
                modality=draw(st.sampled_from(["asserted", "asserted", "negated", "possible", "intended"])),
                stances=draw(
                    st.lists(
                        st.tuples(
                            st.sampled_from(["Varnian General Staff", "Viktor Halm", "Interwire"]),
                            st.sampled_from(["denies", "disputes", "confirms", "could_not_verify"]),
                        ),
                        max_size=1,
                    )
                ),
                text=draw(st.sampled_from(["they hold Tarn", "the edge of Tarn is theirs"])),
            )
        )
    return found


@given(wars())
def test_the_timeline_agrees_with_every_day(entries: list[Entry]) -> None:
    spans = timeline(entries, TARN, accounts(), day(45))
    for number in range(46):
        found = on(number, *entries)
        over = [span for span in spans if span.start <= day(number) <= span.end]
        if not over:
            assert found.status == "unknown"
            continue
        (span,) = over
        told_then = span.control
        assert (found.status, found.holder, found.claimants, found.rule, found.since) == (
            told_then.status,
            told_then.holder,
            told_then.claimants,
            told_then.rule,
            told_then.since,
        )
        if day(number) == span.end:
            assert found.grounds == told_then.grounds
    for one, two in pairwise(spans):
        assert one.end + timedelta(days=1) == two.start


@given(wars(), st.randoms(use_true_random=False))
def test_the_order_of_the_claims_changes_nothing(entries: list[Entry], chance: random.Random) -> None:
    shuffled = list(entries)
    chance.shuffle(shuffled)
    assert on(20, *shuffled) == on(20, *entries)
    assert timeline(shuffled, TARN, accounts(), day(40)) == timeline(entries, TARN, accounts(), day(40))


@given(wars(), st.integers(0, 30))
def test_what_tells_nothing_changes_nothing(entries: list[Entry], published: int) -> None:
    empty = [
        told("capture", "Ostrya", published=published, modality="intended"),
        told("hold", "Varnia", published=published, places=[Place("Hradov")]),
        told("shelling", "Ostrya", published=published, stances=[("Varnian General Staff", "denies")]),
        told("withdraw", "Varnia", published=published, text="they left positions near Tarn"),
    ]
    assert on(31, *entries, *empty) == on(31, *entries)


@given(wars())
def test_an_answer_says_what_it_rests_on(entries: list[Entry]) -> None:
    found = on(31, *entries)
    if found.status == "held":
        assert found.holder
        assert any(g.bearing == "for" and g.weight != "own" for g in found.grounds)
    elif found.status == "contested":
        assert len(found.grounds) >= 2
    elif found.status == "claimed":
        assert len(found.claimants) == 1
        assert not any(g.bearing == "against" for g in found.grounds)
    assert found.rule


def _many(number: int) -> Sequence[Entry]:
    chance = random.Random(7)
    return [
        told(
            chance.choice(["capture", "hold", "withdraw", "hold"]),
            chance.choice(["Varnia", "Ostrya"]),
            chance.choice(SOURCES),
            published=chance.randrange(700),
            stances=[("Interwire", "could_not_verify")],
            text="they hold the heights and the town of Tarn",
        )
        for _ in range(number)
    ]


def test_two_thousand_claims_of_a_place_are_weighed_at_once() -> None:
    entries = _many(2000)
    who = accounts()
    control(entries[:50], TARN, day(700), who)
    began = time.perf_counter()
    control(entries, TARN, day(700), who)
    one = time.perf_counter() - began
    began = time.perf_counter()
    timeline(entries, TARN, who, day(700))
    whole = time.perf_counter() - began
    assert one < 1.0  # some 20 ms where nothing else runs
    assert whole < 3.0


def test_who_denies_that_a_place_has_fallen_denies_that_the_enemy_took_it() -> None:
    claimed = told("capture", "Ostrya", OSTRYA, published=0)
    denied = told("capture", None, VARNIA, published=1, modality="negated", text="Tarn had fallen")
    answer = control([claimed, denied], TARN, day(2), accounts())
    assert answer.status == "contested"
    assert answer.claimants == ("Ostrya", "Varnia")
