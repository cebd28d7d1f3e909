"""How many accounts an event rests on: each sort of account counted once, and the tree that shows it."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.model import Entry, Modality, Source, StanceKind
from sayso.weighing.copies import Copy, CopyGroup
from sayso.weighing.independence import Tree, lines, tree, trees
from tests.testimony import NARRATOR, OSTRYA, VARNIA, accounts, event_of, told

HALM = Source("Viktor Halm", "government", "Ostrya")
OTA = Source("OTA", "media", "Ostrya")
MISSION = Source("Open Road", "organisation")
RESIDENTS = Source("residents", "witness")
PERSON = Source("a person familiar with the matter", "unnamed")
NAMED = Source("Marta van Doren", "witness", "Varnia")
LIND = Source("Petra Lind", "analyst", "Varnia")


def fall(source: Source = NARRATOR, **more: object) -> Entry:
    """One telling of the fall of Tarn."""
    return told("capture", "Ostrya", source, **more)  # type: ignore[arg-type]


def of(*entries: Entry, copies: tuple[CopyGroup, ...] = ()) -> Tree:
    """The tree of these tellings."""
    return tree(event_of(*entries), accounts(), copies)


def names(found: Tree) -> list[str]:
    """The independent accounts, those against it with a minus."""
    return [("-" if root.denies else "") + root.account.name for root in found.roots]


def test_a_side_counts_once_however_many_speak_for_it() -> None:
    state_agency = fall(agency="OTA", published=3)
    found = of(fall(OSTRYA), fall(HALM, published=1), fall(OTA, published=2), state_agency)
    assert (found.count, found.against) == (1, 0)
    (root,) = found.roots
    assert root.account.side == "Ostrya"
    assert root.reason == "Ostrya's side: Ministry of Defence of Ostrya, Viktor Halm and OTA count once"
    assert [t.how for t in root.tellings] == ["quoted", "quoted", "quoted", "told again, own words"]


def test_who_says_that_nobody_was_hurt_does_not_deny_the_strike() -> None:
    struck = told("damage", "Ostrya", LIND, text="Shells destroyed the pumping station")
    unhurt = told("casualties", "Ostrya", LIND, modality="negated", text="Nobody was killed in our street")
    found = of(struck, unhurt)
    assert (names(found), found.against) == (["Petra Lind"], 0)
    assert [telling.entry for telling in found.beside] == [unhurt]
    assert "says only what it did not do" in [said for _, said in lines(found)]
    dead = told("casualties", "Ostrya", VARNIA, text="Shells killed two people")
    assert of(struck, dead, unhurt).against == 1
    assert of(unhurt).against == 1  # nothing else is told: it is the denial of dead


def test_an_officer_without_a_name_is_his_sides() -> None:
    assert of(fall(OSTRYA), fall(Source("a senior Ostryan officer", "unnamed", "Ostrya"))).count == 1


def test_outsiders_with_a_name_count_once_each() -> None:
    found = of(
        fall(MISSION), fall(MISSION, published=2, outlet="Northern Herald"), fall(Source("Norland", "government"))
    )
    assert names(found) == ["Open Road", "Norland"]


def test_a_newsroom_is_its_narration_and_those_without_a_name_who_spoke_to_it() -> None:
    found = of(fall(), fall(RESIDENTS, published=1), fall(PERSON, published=1))
    assert names(found) == ["The Meridian"]
    assert found.roots[0].reason == (
        "The Meridian's newsroom: its narration, “residents” and “a person familiar with the matter” count once"
    )
    assert of(fall(RESIDENTS), fall(RESIDENTS, outlet="Northern Herald")).count == 2


def test_who_spoke_to_another_newsroom_is_that_ones() -> None:
    found = of(fall(PERSON, via=("Interwire",)), fall(agency="Interwire", published=1))
    assert names(found) == ["Interwire"]


def test_an_agencys_story_is_the_agencys_wherever_it_is_printed() -> None:
    found = of(fall(agency="Interwire"), fall(agency="Interwire", outlet="Northern Herald"))
    assert names(found) == ["Interwire"]


def test_a_copy_is_its_originals() -> None:
    first = fall(agency="Interwire", report="wire")
    copy = fall(report="copy", published=1, outlet="Northern Herald")
    group = CopyGroup("wire", ("wire", "copy"), ())
    assert of(first, copy).count == 2
    found = of(first, copy, copies=(group,))
    assert names(found) == ["Interwire"]
    assert [t.how for t in found.roots[0].tellings] == ["own words", "copy of wire"]


def test_copies_of_an_original_that_tells_nothing_of_the_event_are_one() -> None:
    group = CopyGroup("wire", ("wire", "one", "two"), ())
    one, two = fall(report="one", outlet="The Meridian"), fall(report="two", outlet="Northern Herald", published=1)
    assert names(of(one, two, copies=(group,))) == ["The Meridian"]


def test_the_original_may_be_given_where_it_tells_nothing_of_the_event() -> None:
    wire = fall(agency="Interwire", report="wire").publication
    group = CopyGroup("wire", ("wire", "one"), ())
    found = tree(event_of(fall(report="one")), accounts(), (group,), publications=[wire])
    assert names(found) == ["Interwire"]


def test_what_a_paper_adds_to_a_copy_is_its_own() -> None:
    pair = Copy("wire", "copy", 1.0, "extended", ((0, 300),), ((100, 400),))
    group = CopyGroup("wire", ("wire", "copy"), (pair,))
    first = fall(agency="Interwire", report="wire")
    added = fall(report="copy", published=1)
    assert added.claim.end < 100
    found = of(first, added, copies=(group,))
    assert names(found) == ["Interwire", "The Meridian"]
    assert found.roots[1].tellings[0].how == "own words"
    claim = replace(added.claim, start=90, end=90 + len(added.claim.text))
    assert names(of(first, replace(added, claim=claim), copies=(group,))) == ["Interwire"]


def test_many_trees_are_those_of_each() -> None:
    events = [event_of(fall(OSTRYA), fall(published=1)), event_of(fall(MISSION))]
    assert trees(events, accounts()) == tuple(tree(event, accounts()) for event in events)


@pytest.mark.parametrize("source", [LIND, NAMED, Source("Varnian bloggers", "unofficial", "Varnia")])
def test_who_speaks_from_a_side_but_not_for_it_counts_apart(source: Source) -> None:
    found = of(fall(VARNIA), fall(source, published=1), fall(source, published=2, outlet="Northern Herald"))
    assert names(found) == ["Varnia", source.name]
    assert "not for it" in found.roots[1].reason


def test_an_unofficial_account_by_an_outlets_name_stays_apart() -> None:
    assert of(fall(VARNIA), fall(Source("The Varnian Post", "unofficial", "Varnia"), published=1)).count == 2


def test_denials_are_against_it_and_could_not_verify_is_neither() -> None:
    stances: list[tuple[str, StanceKind]] = [
        ("Varnian bloggers", "disputes"),
        ("Interwire", "could_not_verify"),
        ("Open Road", "confirms"),
    ]
    found = of(fall(OSTRYA, stances=stances), fall(VARNIA, published=1, modality="negated"))
    assert names(found) == ["Ostrya", "Open Road", "-Varnian bloggers", "-Varnia"]
    assert (found.count, found.against) == (2, 2)
    assert [t.account.name for t in found.unverified] == ["Interwire"]


def test_to_deny_a_denial_is_to_tell_it() -> None:
    found = of(fall(VARNIA, modality="negated", stances=[("Viktor Halm", "denies")]))
    assert names(found) == ["Ostrya", "-Varnia"]


@pytest.mark.parametrize("modality", ["intended", "demanded"])
def test_a_wish_does_not_tell_that_it_happened(modality: Modality) -> None:
    found = of(fall(OSTRYA, modality=modality), fall(MISSION, modality="possible"))
    assert names(found) == ["Open Road"]
    assert [t.how for t in found.wishes] == [f"{modality} only"]


def test_how_a_telling_came() -> None:
    found = of(fall(OSTRYA, via=("Telegram", "OTA")), fall(published=1))
    assert [t.how for root in found.roots for t in root.tellings] == ["through Telegram and OTA", "own words"]


def test_the_tree_as_lines() -> None:
    found = of(
        fall(OSTRYA, report="one", stances=[("Varnian bloggers", "disputes"), ("Interwire", "could_not_verify")]),
        fall(report="two", published=1, text="Tarn fell"),
    )
    assert list(lines(found)) == [
        (0, "2 independent accounts tell it"),
        (1, "Ostrya's side: Ministry of Defence of Ostrya"),
        (2, "2031-05-01, The Meridian (one): Ministry of Defence of Ostrya, quoted: “Ostrya capture Tarn”"),
        (1, "The Meridian's newsroom: its narration"),
        (2, "2031-05-02, The Meridian (two): The Meridian, own words: “Tarn fell”"),
        (0, "1 account is against it"),
        (1, "Varnian bloggers: speaks from Varnia's side but not for it, and counts once"),
        (2, "2031-05-01, The Meridian (one): Varnian bloggers, disputes it: “Ostrya capture Tarn”"),
        (0, "could not verify it"),
        (1, "2031-05-01, The Meridian (one): Interwire, could not verify it: “Ostrya capture Tarn”"),
    ]


TELLERS = [NARRATOR, OSTRYA, HALM, VARNIA, OTA, MISSION, RESIDENTS, PERSON, NAMED, LIND]


@given(
    st.lists(
        st.tuples(st.sampled_from(TELLERS), st.integers(0, 5), st.sampled_from(["The Meridian", "Northern Herald"])),
        min_size=1,
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_changes_nothing_and_every_telling_stands_once(
    tellings: list[tuple[Source, int, str]], chance: random.Random
) -> None:
    entries = [fall(source, published=n, outlet=outlet) for source, n, outlet in tellings]
    found = of(*entries)
    chance.shuffle(entries)
    assert of(*entries) == found
    assert found.count == len(found.roots)
    assert sorted(t.entry.claim.id for root in found.roots for t in root.tellings) == sorted(
        entry.claim.id for entry in entries
    )
