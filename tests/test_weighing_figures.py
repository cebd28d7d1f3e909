"""Tests of ``sayso.weighing.figures``: every account's figures of an event, their range and the latest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sayso.model import Count, Entry, Modality, Source
from sayso.weighing.copies import CopyGroup
from sayso.weighing.events import Event
from sayso.weighing.figures import Figure, figures
from tests.weighing_sample import at, by_name, entry

MAYOR, STAFF = Source("the mayor", "local_official", "Varnia"), Source("Orsk's staff", "military", "Orsk")


def said(id: str, source: Source, day: int | None, *counts: Count, text: str = "so it is", **given: Any) -> Entry:
    return entry(id, "casualties", text, source=source, published=at(day) if day else None, counts=counts, **given)


def of(*entries: Entry) -> tuple[Figure, ...]:
    return figures(Event("e-1", "casualties", "casualties", entries, (), (), None), by_name())


def test_an_account_that_corrects_itself_is_no_range() -> None:
    (figure,) = of(said("r1#1", MAYOR, 9, Count("killed", min=5)), said("r2#1", MAYOR, 10, Count("dead", 12)))
    assert (figure.what, figure.low, figure.high) == ("killed", 12, 12)
    assert [(t.published, t.n, t.min) for t in figure.told] == [(at(9), None, 5), (at(10), 12, None)]
    assert figure.latest.entry.claim.id == "r2#1"


def test_accounts_that_differ_are_a_range_and_the_latest_is_the_last_published() -> None:
    (figure,) = of(said("r2#1", STAFF, 11, Count("killed", 69)), said("r1#1", MAYOR, 12, Count("killed", 45)))
    assert (figure.low, figure.high, figure.latest.n) == (45, 69, 45)
    assert figure.latest.account.name == "the mayor"
    assert [t.account.name for t in figure.last_words] == ["Orsk's staff", "the mayor"]


def test_at_least_counts_as_its_number() -> None:
    (figure,) = of(said("r1#1", MAYOR, 9, Count("wounded", min=12)))
    assert (figure.what, figure.low, figure.high) == ("injured", 12, 12)
    (figure,) = of(said("r1#1", MAYOR, 9, Count("injured", min=12, max=20)))
    assert (figure.low, figure.high) == (12, 20)
    (figure,) = of(said("r1#1", MAYOR, 9, Count("injured", max=20)))
    assert (figure.low, figure.high) == (20, 20)


def test_what_did_not_happen_counts_nothing() -> None:
    modalities: tuple[Modality, ...] = ("negated", "intended", "demanded")
    assert of(*(said(f"r{i}#1", MAYOR, 9, Count("killed", 3), modality=m) for i, m in enumerate(modalities))) == ()
    assert of(said("r1#1", MAYOR, 9, Count("killed"))) == ()


def test_each_thing_by_itself_people_first() -> None:
    found = of(said("r1#1", MAYOR, 9, Count("Drones", 4), Count("hurt", 7), Count("fatalities", 2)))
    assert [(f.what, f.low) for f in found] == [("killed", 2), ("injured", 7), ("drones", 4)]


def test_what_nobody_dates_is_never_the_latest() -> None:
    (figure,) = of(said("r1#1", MAYOR, None, Count("killed", 3)), said("r2#1", MAYOR, 9, Count("killed", 4)))
    assert (figure.low, figure.high, figure.latest.n) == (4, 4, 4)


def test_a_reprint_is_no_later_word() -> None:
    first = said("r1#1", MAYOR, 9, Count("killed", 5), text="shelling of the market killed five traders")
    then = said("r2#1", MAYOR, 10, Count("killed", 7), text="the number of dead has risen to seven")
    again = said("r3#1", MAYOR, 12, Count("killed", 5), text="shelling of the market killed five traders there")
    (figure,) = of(first, then, again)
    assert (figure.low, figure.high, figure.latest.n) == (7, 7, 7)
    assert [t.first for t in figure.told] == [at(9), at(10), at(9)]
    trimmed = said("r3#1", MAYOR, 12, Count("killed", 5), text="five dead")
    event = Event("e-1", "casualties", "casualties", (first, then, trimmed), (), (), None)
    (figure,) = figures(event, by_name())
    assert figure.latest.n == 5
    (figure,) = figures(event, by_name(), [CopyGroup("r1", ("r1", "r3"), ())])
    assert (figure.low, figure.high, figure.latest.n) == (7, 7, 7)


def test_a_reprint_is_its_originals_word() -> None:
    told = [
        entry("r1#1", "casualties", outlet="Wire", published=at(9), counts=(Count("killed", 5),)),
        entry("r2#1", "casualties", outlet="Gazette", published=at(10), counts=(Count("killed", 5),)),
        entry("r3#1", "casualties", "it rose", outlet="Wire", published=at(10), counts=(Count("killed", 7),)),
    ]
    event = Event("e-1", "casualties", "casualties", tuple(told), (), (), None)
    (figure,) = figures(event, by_name(), [CopyGroup("r1", ("r1", "r2"), ())])
    assert (figure.low, figure.high) == (7, 7)
    assert {t.account.name for t in figure.told} == {"Wire"}


_words = st.lists(
    st.tuples(st.sampled_from([MAYOR, STAFF]), st.integers(1, 28), st.integers(0, 99)), min_size=1, max_size=20
)


@given(_words, st.randoms())
def test_the_range_is_of_the_last_words_in_any_order(words: list[tuple[Source, int, int]], chance: Any) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    entries = [
        said(f"r{i:03}#1", source, day, Count("killed", n), text=f"word{letters[i // 26]}{letters[i % 26]} fell")
        for i, (source, day, n) in enumerate(words)
    ]
    (figure,) = of(*entries)
    last: dict[str, tuple[date, int]] = {}
    for e in entries:
        word = (e.publication.published or date.min, e.claim.counts[0].n or 0)
        last[e.claim.source.name] = max(last.get(e.claim.source.name, word), word)
    assert (figure.low, figure.high) == (min(w[1] for w in last.values()), max(w[1] for w in last.values()))
    chance.shuffle(entries)
    assert _plain(of(*entries)) == _plain((figure,))


def _plain(found: Iterable[Figure]) -> list[tuple[object, ...]]:
    return [(f.what, f.told, f.low, f.high, f.latest) for f in found]
