from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import combinations
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.model import Publication
from sayso.weighing.copies import CopyKind, Text, compare, copy_groups
from tests.wire_stories import BACKGROUND, CONVOY, FERRY, OWN_ON_FERRY, PLANT, STATEMENT, edited, text

STORIES = [FERRY, OWN_ON_FERRY, CONVOY, PLANT]
OWN = [
    "Readers of the Courier in Tarn have collected blankets since the morning, and the editors thank them all.",
    "The Courier will print the names of the dead as soon as their families agree to it, editor Lida Moravec promised.",
]


def paper(report: str, day: int | None = 0, outlet: str | None = None, agency: str | None = None) -> Publication:
    published = None if day is None else date(2031, 2, 4) + timedelta(days=day)
    return Publication(report, f"d-{report}", published, outlet, agency)


def test_the_same_text_is_reprinted_whatever_its_headline() -> None:
    found = compare(text(FERRY), text(FERRY, "Ferry sunk", "Interwire\n4 February 2031"))
    assert (found.kind, found.score) == ("reprinted", 1.0)


@pytest.mark.parametrize("story", STORIES)
@given(seed=st.integers(0, 10_000), kept=st.floats(0.35, 1.0), share=st.floats(0, 0.08), own=st.booleans())
@settings(max_examples=40, deadline=None)
def test_trimmed_edited_and_extended_stories_are_copies(
    story: list[str], seed: int, kept: float, share: float, own: bool
) -> None:
    rng = random.Random(seed)
    left = story[: max(3, round(len(story) * kept))]
    copy = edited(left, share, rng)
    if own and len(left) >= 4:  # of less, an own paragraph would be half
        copy.insert(rng.randrange(len(copy)) + 1, OWN[seed % 2])
    one, two = text([*story, *BACKGROUND]), text(copy, "Another headline", "Agencies")
    assert compare(one, two).kind is not None
    assert compare(two, one).kind is not None


@pytest.mark.parametrize(("one", "two"), list(combinations(STORIES, 2)))
@given(seed=st.integers(0, 10_000), first=st.floats(0.5, 1.0), second=st.floats(0.5, 1.0))
@settings(max_examples=20, deadline=None)
def test_two_stories_are_no_copies_for_all_that_they_share(
    one: list[str], two: list[str], seed: int, first: float, second: float
) -> None:
    # One event, one statement quoted at length, one agency's background
    def shown(story: list[str], part: float) -> str:
        return text([*story[: max(3, round(len(story) * part))], *BACKGROUND])

    assert compare(shown(one, first), shown(two, second)).kind is None


def test_a_bulletin_on_a_form_is_another_story_each_day() -> None:
    form = (
        "The Varnian General Staff said in its evening bulletin that Ostryan troops had attacked {a} times near {b} "
        "and {c} times near {d} over the past day. Its own aircraft carried out {e} strikes on places where troops "
        "and equipment had gathered, it said, and air defences shot down {f} drones over {g} region. It gave no losses "
        "of its own."
    )
    monday = form.format(a=12, b="Hradov", c=7, d="Mlin", e=9, f=21, g="Selm")
    tuesday = form.format(a=5, b="Lesnava", c=16, d="Kamsin", e=11, f=34, g="Velmar")
    assert compare(monday, tuesday).kind is None
    assert compare(monday, monday.replace("over the past day", "in the past day")).kind is not None


@pytest.mark.parametrize(
    ("b", "kind"),
    [
        (FERRY[:5], "trimmed"),
        ([*FERRY, *OWN, *OWN], "extended"),
        (edited(FERRY, 0.08, random.Random(4)), "edited"),
        (FERRY, "reprinted"),
    ],
)
def test_what_became_of_the_first_text_in_the_second(b: list[str], kind: CopyKind) -> None:
    assert compare(text(FERRY), text(b)).kind == kind
    turned: dict[CopyKind, CopyKind] = {"trimmed": "extended", "extended": "trimmed"}
    assert compare(text(b), text(FERRY)).kind == turned.get(kind, kind)


def test_the_shared_passages_are_stretches_of_each_text() -> None:
    one, two = text(FERRY), text([OWN[0], *FERRY[:2]])
    found = compare(one, two)
    shared = [" ".join(two[start:end].split()) for start, end in found.passages_b]
    assert "An Ostryan missile sank a passenger ferry" in shared[0]
    assert all(part.strip(".,") in " ".join(one.split()) for part in shared)
    assert not any(OWN[0][:30] in two[start:end] for start, end in found.passages_b)


@pytest.mark.parametrize(
    ("a", "b"), [("", ""), ("", text(FERRY)), ("Too short.", "Too short."), (STATEMENT, text(CONVOY))]
)
def test_too_little_to_compare_is_no_copy(a: str, b: str) -> None:
    assert compare(a, b).kind is None


def test_copies_are_grouped_and_the_agencys_own_report_is_the_original() -> None:
    reports: list[tuple[Publication, str | Text]] = [
        (paper("late", 2, "Halven Post", "Interwire"), text(FERRY[:5])),
        (paper("early", 0, "The Courier", "Interwire"), text([*FERRY, *OWN])),
        (paper("agency", 1, "Interwire", "Interwire"), text(FERRY)),
        (paper("own", 1, "Northern Herald"), text(OWN_ON_FERRY)),
        (paper("convoy", 1, "Interwire", "Interwire"), text(CONVOY)),
    ]
    (group,) = copy_groups(reports)
    assert group.original == "agency"
    assert group.members == ("agency", "early", "late")
    assert {(pair.a, pair.b) for pair in group.pairs} == {("agency", "early"), ("agency", "late"), ("early", "late")}
    assert next(pair.kind for pair in group.pairs if pair.b == "late") == "trimmed"
    assert copy_groups([(where, Text(str(what))) for where, what in reports]) == (group,)


def test_without_the_agency_the_first_published_is_the_original_and_ids_break_ties() -> None:
    def original(*days: int | None) -> str:
        return copy_groups([(paper(f"r{k}", day), text(FERRY)) for k, day in enumerate(days)])[0].original

    assert original(3, 1, 2) == "r1"
    assert original(1, 1) == "r0"
    assert original(None, 5) == "r1"


def test_what_was_printed_weeks_apart_is_no_copy() -> None:
    assert copy_groups([(paper("a", 0), text(FERRY)), (paper("b", 15), text(FERRY))]) == ()
    assert len(copy_groups([(paper("a", 0), text(FERRY)), (paper("b", 14), text(FERRY))])) == 1
    assert len(copy_groups([(paper("a", None), text(FERRY)), (paper("b", 15), text(FERRY))])) == 1


def test_a_round_up_does_not_chain_two_stories() -> None:
    reports = [
        (paper("ferry-1"), text(FERRY)),
        (paper("ferry-2"), text(FERRY[:6])),
        (paper("convoy-1"), text(CONVOY)),
        (paper("convoy-2"), text(CONVOY[:5])),
        (paper("round-up", 1), text([*FERRY[:5], *CONVOY[:5]])),
    ]
    together = [set(group.members) for group in copy_groups(reports)]
    assert not any({"ferry-1", "convoy-1"} <= members for members in together)
    assert any({"ferry-1", "ferry-2"} <= members for members in together)
    assert any({"convoy-1", "convoy-2"} <= members for members in together)


SOME = [
    (
        paper(f"r{k}-{n}", n, ("Interwire", "The Courier", None)[n % 3], "Interwire"),
        text(edited(story[: 7 - n], 0.04, random.Random(n))),
    )
    for k, story in enumerate(STORIES)
    for n in range(4)
]


@given(st.permutations(SOME))
@settings(max_examples=15, deadline=None)
def test_the_order_of_reports_changes_nothing(reports: list[tuple[Publication, str]]) -> None:
    groups = copy_groups(reports)
    assert groups == copy_groups(SOME)
    assert [len(group.members) for group in groups] == [4, 4, 4, 4]


@given(st.lists(st.text(max_size=200), max_size=5))
@settings(max_examples=50, deadline=None)
def test_any_texts_can_be_compared(texts: list[str]) -> None:
    copy_groups([(paper(str(k)), some) for k, some in enumerate(texts)])


def test_fifty_reports_of_one_event_take_a_moment_once_they_are_made_ready() -> None:
    rng = random.Random(3)
    reports = [(paper(f"r{k}", k % 5), Text(text(edited(STORIES[k % 4], 0.05, rng)))) for k in range(50)]
    start = perf_counter()
    groups = copy_groups(reports)
    assert perf_counter() - start < 1
    assert len(groups) == 4
