"""What coders' tables ask of an event: parties, days, the dead, and what Sayso alone knows of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.exports.coded import (
    OWN,
    Deaths,
    days,
    deaths,
    figure,
    figures_told,
    happened,
    least,
    notes,
    outlets,
    own,
    party,
)
from sayso.model import Count, Entry, Party, Publication, Source, Stance, When
from tests.exporting import SIEGE, answered, entry

OSTRYA, VARNIA = Party("Ostryan troops", "Ostrya"), Party("Varnian troops", "Varnia")
MAREK = Source("Ilona Marek", "local_official", "Varnia")
CROSS = Source("Red Cross", "organisation")
DAY = When(date(2031, 3, 2), date(2031, 3, 2))


def _published(id: str, day: int) -> Publication:
    return Publication(id, f"digest {id}", date(2031, 3, day), "Interwire", theatre="varnia", title=f"News of {id}")


def _dead(id: str, day: int, source: Source, **count: int) -> Entry:
    words = f"a strike on Hradov killed {max(count.values())}"
    counts = (Count("killed", **count),)
    return entry(id, words, source=source, when=DAY, counts=counts, publication=_published(id, day))


def test_the_dead_are_bounded_by_last_words_and_the_latest_is_the_best() -> None:
    (answer,) = answered([_dead("a", 3, MAREK, n=3), _dead("b", 4, MAREK, n=9), _dead("c", 5, CROSS, min=7)])
    assert deaths(answer) == Deaths(7, 7, 9), "3 was put right; the Red Cross spoke last"
    assert figure(answer, "injured") is None


def test_up_to_so_many_is_no_lowest_figure() -> None:
    (answer,) = answered([_dead("a", 3, MAREK, max=90)])
    assert deaths(answer) == Deaths(None, 90, 90)
    (answer,) = answered([_dead("a", 3, MAREK, max=90), _dead("b", 4, CROSS, min=85)])
    assert deaths(answer) == Deaths(85, 85, 90)
    told = figure(answer, "killed")
    assert told is not None
    assert least(told) == 85


@given(
    st.lists(
        st.tuples(st.sampled_from([MAREK, CROSS]), st.sampled_from(["n", "min", "max"]), st.integers(0, 9)), min_size=1
    )
)
@settings(max_examples=25)
def test_the_best_figure_lies_between_the_lowest_and_the_highest(said: list[tuple[Source, str, int]]) -> None:
    told = [_dead(f"c{at}", 3 + at % 20, source, **{kind: n}) for at, (source, kind, n) in enumerate(said[:5])]
    for answer in answered(told):
        dead = deaths(answer)
        assert dead is not None
        assert (dead.best if dead.low is None else dead.low) <= dead.best <= dead.high


def test_every_accounts_last_word_on_a_figure_is_kept_beside_the_range() -> None:
    (answer,) = answered([_dead("a", 3, MAREK, n=3), _dead("b", 4, MAREK, min=9), _dead("c", 5, CROSS, max=12)])
    assert figures_told(answer) == (
        "Ilona Marek, 2031-03-04: at least 9 killed",
        "International Committee of the Red Cross, 2031-03-05: up to 12 killed",
    )
    (answer,) = answered([entry(counts=(Count("injured", 3),))])
    assert figures_told(answer) == ("Interwire: 3 injured",)


@pytest.mark.parametrize(("first", "lines"), [(4, 1), (5, 0), (29, 0)])
def test_what_may_come_after_its_report_has_no_line(first: int, lines: int) -> None:
    may = {"type": "attack", "modality": "possible", "publication": _published("a", 3)}
    told = entry("a", "Ostrya may attack Hradov", when=When(date(2031, 3, first), date(2031, 3, 30)), **may)
    assert len(list(happened(answered([told])))) == lines


def test_no_figure_is_no_death_toll() -> None:
    (answer,) = answered([entry(counts=(Count("injured", 3), Count("killed")))])
    assert deaths(answer) is None


def test_the_parties_are_those_most_often_told_of_in_the_events_own_kind() -> None:
    (answer,) = answered([entry("a", type="withdraw", actor=VARNIA, when=DAY)])
    told = [
        entry("a", type="withdraw", actor=VARNIA),
        *(entry(id, type="capture", actor=OSTRYA, target=VARNIA) for id in ("b", "c")),
        *(entry(id, type="withdraw", actor=OSTRYA, modality="negated") for id in ("d", "e")),
    ]
    answer = replace(answer, event=replace(answer.event, entries=tuple(told)))
    assert answer.event.type == "withdraw"
    assert party(answer, "actor") == VARNIA
    assert party(answer, "target") == VARNIA, "only the captures name one"


def test_nobody_named_is_nobody() -> None:
    (answer,) = answered([entry()])
    assert party(answer, "actor") is None


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (None, None),
        (When(None, None), None),
        (DAY, (date(2031, 3, 2), date(2031, 3, 2), 1)),
        (When(date(2031, 3, 1), date(2031, 3, 31)), (date(2031, 3, 1), date(2031, 3, 31), 31)),
        (When(date(2031, 3, 1), None), (date(2031, 3, 1), date(2031, 3, 1), None)),
        (When(None, date(2031, 3, 1)), (date(2031, 3, 1), date(2031, 3, 1), None)),
    ],
)
def test_days(when: When | None, told: object) -> None:
    assert days(when) == told


def test_what_nobody_says_happened_has_no_line() -> None:
    told = [
        entry("a", modality="negated", when=DAY),
        entry("b", "they will take Velmar", type="capture", modality="intended", places=()),
    ]
    assert list(happened(answered(told))) == []
    assert len(list(happened(answered([entry("a", when=DAY)])))) == 1


def test_own_columns_tell_accounts_objections_and_claims() -> None:
    (answer,) = [one for one in answered(SIEGE) if one.event.type == "capture" and one.tree.against]
    told = own(answer)
    assert tuple(told) == OWN
    assert (told["sayso_accounts"], told["sayso_against"], told["sayso_reports"]) == (1, 1, 3)
    assert told["sayso_told_by"] == ("Ostrya",)
    assert told["sayso_denied_by"] == ("Varnia",)
    assert told["sayso_unverified_by"] == ("Interwire",)
    assert told["sayso_claims"] == ("courier-1.0", "wire-1.0", "nine-1.0")
    assert outlets(answer) == ("The Velmar Courier", "Interwire", "Channel Nine")


def test_notes_quote_each_account_once_on_one_line() -> None:
    (answer,) = answered(
        [entry("a", "they\nstruck Hradov", source=MAREK, when=DAY, stances=(Stance("Interfax", "denies"),))]
    )
    assert notes(answer) == "air strike on Hradov. Ilona Marek: “they struck Hradov”; Interfax denies it."
    (denied,) = [one for one in answered(SIEGE) if one.event.type == "capture" and one.tree.against]
    assert "(against it)" in notes(denied)


def test_notes_of_many_accounts_are_cut() -> None:
    told = [entry(f"c{n}", source=Source(f"Body {n}", "organisation"), when=DAY) for n in range(8)]
    (answer,) = answered(told)
    assert answer.tree.count == 8
    assert notes(answer).endswith("; and 3 more accounts.")
