"""What came, went and changed between two versions, and the laws that any answer keeps."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ledger.differences import FIELDS, Differences, differences
from sayso.model import Claim, Count, Party, Place, Source, Stance, When

ARMY = Source("the army of Varnia", "military", "Varnia")
HRADOV, MLIN = Place("Hradov", 1), Place("Mlin", 2)


def claim(text: str, type: Any = "shelling", *, start: int = 0, **known: Any) -> Claim:
    every: dict[str, Any] = {"source": ARMY, "places": (HRADOV,)} | known
    return Claim(f"c{start}-{text}", "r", text, start, start + len(text), type, **every)


def test_a_claim_that_only_moved_is_the_same() -> None:
    moved = replace(claim("Shells fell on Hradov", start=40), id="other")
    again = claim("Shells fell\non Hradov", start=7)
    assert differences([claim("Shells fell on Hradov")], [moved]) == Differences((), (), (), 1)
    assert differences([moved], [again]).same == 1, "nor does a line break make another of it"


def test_a_figure_that_grew_is_a_change_of_one_claim() -> None:
    before = claim("Shelling killed 5 people in Hradov", counts=(Count("killed", 5),))
    after = claim("Shelling killed 12 people in Hradov", counts=(Count("killed", 12),))
    (change,) = differences([before], [after]).changed
    assert (change.before, change.after, change.fields) == (before, after, ("text", "counts"))


@pytest.mark.parametrize(
    ("known", "field"),
    [
        ({"type": "airstrike"}, "type"),
        ({"source": Source("the mayor", "local_official", "Varnia")}, "source"),
        ({"cue": "admitted"}, "cue"),
        ({"quote": "direct"}, "quote"),
        ({"via": ("Telegram",)}, "via"),
        ({"actor": Party("Ostrya")}, "actor"),
        ({"target": Party("Ostrya")}, "target"),
        ({"places": (MLIN,)}, "places"),
        ({"when": When(date(2031, 3, 7), None)}, "when"),
        ({"said": date(2031, 3, 7)}, "said"),
        ({"counts": (Count("killed", 1),)}, "counts"),
        ({"modality": "negated"}, "modality"),
        ({"stances": (Stance("Ostrya", "denies"),)}, "stances"),
    ],
)
def test_every_field_is_compared(known: dict[str, Any], field: str) -> None:
    before = claim("Shells fell on the old mill at dusk")
    (change,) = differences([before], [replace(before, **known)]).changed
    assert change.fields == (field,)
    assert field in FIELDS


def test_claims_that_tell_of_different_things_came_and_went() -> None:
    went = claim("its troops repelled three attacks", "repel")
    came = claim("a school burnt down overnight", "damage")
    assert differences([went], [came]) == Differences((came,), (went,), (), 0)


def test_one_place_and_source_do_not_make_one_claim_of_two() -> None:
    went, came = claim("shells hit the railway bridge"), claim("two houses burnt after rockets landed")
    assert differences([went], [came]).changed == ()


def test_the_most_alike_are_paired() -> None:
    a = claim("Shelling killed 5 people in Hradov and wounded 9", counts=(Count("killed", 5),))
    b = claim("Shelling wounded 9 people in Mlin", places=(MLIN,), start=60)
    a2 = claim("Shelling killed 6 people in Hradov and wounded 9", counts=(Count("killed", 6),), start=60)
    b2 = claim("Shelling wounded 11 people in Mlin", places=(MLIN,))
    told = differences([a, b], [b2, a2])
    assert [(c.before, c.after) for c in told.changed] == [(b, b2), (a, a2)], "in order of the later text"


def test_a_claim_told_twice_and_then_once_went_once() -> None:
    twice = [claim("Shells fell on Hradov"), claim("Shells fell on Hradov", start=50)]
    told = differences(twice, twice[:1])
    assert (told.same, len(told.went), told.came) == (1, 1, ())


def test_very_long_reports_are_compared_in_good_time() -> None:
    some: list[Any] = ["shelling", "damage", "clash", "repel"]
    before = [claim(f"Shells {n} fell on street {n * 7} of Hradov", some[n % 4], start=n * 50) for n in range(600)]
    after = [replace(c, places=(MLIN,)) for c in before]
    started = time.process_time()
    told = differences(before, after)
    assert time.process_time() - started < 20
    assert len(told.changed) == 600


words = st.sampled_from(["Shells fell on Hradov", "Shells fell on Mlin", "5 died", "12 died", "It was quiet in Mlin"])
some_claims = st.lists(
    st.builds(
        claim,
        words,
        st.sampled_from(["shelling", "casualties"]),
        start=st.integers(0, 90),
        places=st.sampled_from([(), (HRADOV,), (HRADOV, MLIN)]),
        modality=st.sampled_from(["asserted", "negated"]),
    ),
    max_size=6,
)


def values(claims: Sequence[Claim]) -> list[str]:
    return sorted(repr(c) for c in claims)


@given(some_claims, some_claims)
def test_every_claim_is_told_of_once(before: list[Claim], after: list[Claim]) -> None:
    told = differences(before, after)
    assert len(before) == told.same + len(told.went) + len(told.changed)
    assert len(after) == told.same + len(told.came) + len(told.changed)
    assert all(change.fields for change in told.changed)


@given(some_claims, some_claims)
def test_swapping_the_versions_swaps_the_answer(before: list[Claim], after: list[Claim]) -> None:
    there, back = differences(before, after), differences(after, before)
    assert there.same == back.same
    assert len(there.changed) == len(back.changed)
    assert len(there.came) == len(back.went)


@given(some_claims)
def test_nothing_changes_between_a_version_and_itself(claims: list[Claim]) -> None:
    assert differences(claims, claims) == Differences((), (), (), len(claims))
    assert differences([], claims).came == tuple(claims)
    assert differences(claims, []).went == tuple(claims)
