"""Whether a claim of detention tells that people came free."""

from __future__ import annotations

import time

import pytest

from sayso.model import Claim, ClaimType, Source
from sayso.weighing.freed import freed, title


def _claim(text: str, type: ClaimType = "detention") -> Claim:
    return Claim("c", "r", text, 0, len(text), type, Source("narrator"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Varnia and Ostrya exchanged 120 prisoners of war near Zelvin", "exchange"),
        ("a swap of 40 captured soldiers", "exchange"),
        ("Ostrya released 14 civilians on Sunday", "release"),
        ("two men detained in October were later released", "release"),
        ("the mayor was set free", "release"),
        ("Ostryan soldiers detained 11 men in Hradov", None),
        ("police detained a man released in May", None),
        ("the men who were released in May were arrested again", None),
        ("Ostrya refused to release 14 civilians", None),
        ("30 soldiers surrendered", None),
        ("a captive", None),
    ],
)
def test_what_the_words_tell_of_people_taken_or_freed(text: str, told: str | None) -> None:
    assert freed(_claim(text)) == told


def test_only_claims_of_detention_are_looked_at() -> None:
    assert freed(_claim("Ostrya released a film", "statement")) is None


def test_an_event_is_called_so_where_all_its_claims_tell_it() -> None:
    swap, release = _claim("they swapped prisoners"), _claim("14 men were freed")
    assert title([swap, release]) == ("exchange of prisoners", "in")
    assert title([release]) == ("release of prisoners", "in")
    assert title([release, _claim("11 men were detained")]) is None
    assert title([]) is None


def test_a_long_sentence_costs_little() -> None:
    claim = _claim("was " * 25_000)
    before = time.process_time()
    assert freed(claim) is None
    assert time.process_time() - before < 0.1
