from __future__ import annotations

import random
from time import perf_counter

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.ledger.fingerprints import fingerprints, words
from tests.wire_stories import BACKGROUND, CONVOY, FERRY, PLANT, edited, text


def test_they_are_the_same_on_every_machine() -> None:
    # A ledger keeps them: another value here means a migration that reckons them anew.
    assert fingerprints("The ferry sank at the pier of Halven.") == (
        3029000791373141613,
        4927961489244961025,
        5614897361876767356,
        6647690891911227377,
    )


def test_case_marks_and_accents_make_no_difference() -> None:
    assert words("“Malé Hradov’s” PIER, no. 3: 1,200 dead") == ["male", "hradov's", "pier", "no", "3", "1,200", "dead"]
    assert fingerprints("The FERRY — “Star” — sank at Hradov’s pier") == fingerprints(
        "the ferry, Star, sank at Hradov's pier."
    )


def test_a_report_has_a_few_dozen() -> None:
    report = text([*FERRY, *CONVOY, *BACKGROUND])
    assert 12 <= len(fingerprints(report)) <= 60
    assert len(fingerprints("a b")) == 1
    assert fingerprints("") == () == fingerprints("— … —")


@given(st.text(max_size=300))
@settings(deadline=None)
def test_they_are_distinct_rising_and_fit_any_database(some: str) -> None:
    found = fingerprints(some)
    assert list(found) == sorted(set(found))
    assert all(0 <= one < 2**63 for one in found)


@given(st.integers(0, 100_000), st.integers(4, 9))
@settings(max_examples=60, deadline=None)
def test_a_trimmed_and_edited_copy_shares_some_and_another_story_hardly_any(seed: int, kept: int) -> None:
    own, copy = set(fingerprints(text(FERRY))), set(fingerprints(text(edited(FERRY[:kept], 0.06, random.Random(seed)))))
    assert len(own & copy) >= 2
    assert len(own & set(fingerprints(text(PLANT)))) == 0


def test_a_report_takes_less_than_a_millisecond() -> None:
    report = text([*FERRY, *CONVOY])
    fingerprints(report)
    start = perf_counter()
    for _ in range(50):
        fingerprints(report)
    assert (perf_counter() - start) / 50 < 0.005  # about 0.3 ms where nothing else runs
