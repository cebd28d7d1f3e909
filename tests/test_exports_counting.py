"""The count of an event's accounts in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from sayso.answers import EventAnswer
from sayso.exports.counting import count_in_words
from sayso.model import Entry, Source
from sayso.weighing.copies import CopyGroup
from sayso.weighing.independence import tree
from tests.testimony import OSTRYA, VARNIA, accounts, event_of, told

PRESIDENT = Source("Ostrya's president", "government", "Ostrya")


def _said(entries: Sequence[Entry], copies: Sequence[CopyGroup] = ()) -> str:
    event = event_of(*entries)
    return count_in_words(EventAnswer(event, tree(event, accounts(), copies), (), tuple(copies), ()))


def test_copies_and_a_sides_voices_are_told_apart_from_accounts() -> None:
    wire = [told("capture", "Ostrya", OSTRYA, report=name, text="its troops took the town") for name in ("a", "b")]
    more = told("capture", "Ostrya", PRESIDENT, report="c", text="the town is ours")
    assert _said([*wire, more], [CopyGroup("a", ("a", "b"), ())]) == (
        "Told in 3 reports, but by 1 independent account: 1 report only copies another "
        "and Ostrya's 2 voices count as one."
    )


def test_reports_with_an_account_each_are_as_many_accounts() -> None:
    red_cross = Source("Red Cross", "organisation")
    assert _said([told("airstrike", "Ostrya", VARNIA), told("airstrike", "Ostrya", red_cross, published=1)]) == (
        "Told in 2 reports, each by an account of its own."
    )


@pytest.mark.parametrize(
    ("modality", "said"),
    [
        ("negated", "Nobody tells that it happened: 1 report tells of it only to deny it."),
        ("demanded", "Nobody tells that it happened: 1 report tells of it as wanted, feared or planned."),
        ("asserted", "Told in one report, by one account."),
    ],
)
def test_what_nobody_tells_is_said_so(modality: str, said: str) -> None:
    entry = told("capture", "Ostrya", OSTRYA)
    entry = replace(entry, claim=replace(entry.claim, modality=modality))  # type: ignore[arg-type] # one of them
    assert _said([entry]) == said
