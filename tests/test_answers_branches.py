"""The tellings of an event with their copies beneath, and what its accounts tell in different ways."""

from __future__ import annotations

from sayso.answers.branches import branches, differences
from sayso.weighing.copies import CopyGroup
from sayso.weighing.independence import tree
from tests.testimony import NARRATOR, OSTRYA, VARNIA, accounts, day, event_of, told

WIRE = {"text": "its troops took the town", "agency": "Interwire"}


def test_a_copy_hangs_beneath_what_it_copies() -> None:
    found = tree(
        event_of(
            told("capture", "Ostrya", OSTRYA, report="wire", outlet="Interwire", **WIRE),  # type: ignore[arg-type] # as given
            told("capture", "Ostrya", OSTRYA, report="courier", outlet="The Courier", published=1, **WIRE),  # type: ignore[arg-type]
            told("capture", "Ostrya", OSTRYA, report="other", text="we have it", published=2),
        ),
        accounts(),
        [CopyGroup("wire", ("wire", "courier"), ())],
    )
    grown = branches(found.roots[0].tellings)
    assert [(b.telling.entry.publication.report, len(b.copies)) for b in grown] == [("wire", 1), ("other", 0)]
    assert grown[0].copies[0].entry.publication.report == "courier"


def test_a_copy_of_what_tells_nothing_here_stands_by_itself() -> None:
    copies = [CopyGroup("lost", ("a", "b"), ())]
    found = tree(
        event_of(
            told("capture", "Ostrya", OSTRYA, report="a", text="its troops took the town"),
            told("capture", "Ostrya", OSTRYA, report="b", text="its troops took the town", published=1),
        ),
        accounts(),
        copies,
    )
    grown = branches(found.roots[0].tellings)
    assert [(b.telling.how, [c.entry.publication.report for c in b.copies]) for b in grown] == [("copy of lost", ["b"])]


def test_what_one_says_on_in_one_report_stays_together() -> None:
    found = tree(
        event_of(
            told("airstrike", "Ostrya", VARNIA, report="r", text="a missile struck", id="r#1"),
            told("casualties", "Ostrya", VARNIA, report="r", text="four were killed", id="r#2"),
            told("casualties", "Ostrya", VARNIA, report="s", text="five were killed", published=1),
        ),
        accounts(),
    )
    grown = branches(found.roots[0].tellings)
    assert [len(b.more) for b in grown] == [1, 0]
    every = [t for b in grown for t in (b.telling, *b.more, *b.copies)]
    assert every == list(found.roots[0].tellings)


def test_each_side_names_the_other_as_the_doer() -> None:
    found = tree(
        event_of(
            told("airstrike", "Ostrya", VARNIA, when=day(0)),
            told("airstrike", "Varnia", OSTRYA, when=day(0), published=1),
            told("airstrike", None, NARRATOR, when=day(-1), published=2),
        ),
        accounts(),
    )
    doer, when = differences(found)
    assert doer.ways == (("Ostrya", ("Varnia",)), ("Varnia", ("Ostrya",)))
    assert [value for value, _ in when.ways] == [day(0), day(-1)]


def test_who_took_a_town_and_who_left_it_do_not_differ() -> None:
    found = tree(
        event_of(told("capture", "Ostrya", OSTRYA), told("withdraw", "Varnia", VARNIA, published=1)), accounts()
    )
    assert differences(found) == []
