"""How a source's claims fared: confirmed, disputed, both or left alone, by whom and after how many days."""

from __future__ import annotations

from sayso.model import Entry, Source
from sayso.weighing.copies import CopyGroup
from sayso.weighing.record import Fared, Record, record
from tests.testimony import NARRATOR, OSTRYA, VARNIA, accounts, event_of, told

MISSION = Source("Open Road", "organisation")
BLOGGERS = Source("Ostryan bloggers", "unofficial", "Ostrya")


def fall(source: Source = NARRATOR, **more: object) -> Entry:
    """One telling of the fall of Tarn."""
    return told("capture", "Ostrya", source, **more)  # type: ignore[arg-type]


def of(source: Source, *stories: tuple[Entry, ...], copies: tuple[CopyGroup, ...] = ()) -> Record:
    """The record of a source over events, each given by its tellings."""
    account = accounts().of(source, stories[0][0].publication)
    return record(account, [event_of(*story) for story in stories], accounts(), copies)


def sums(found: Record) -> tuple[int, int, int, int]:
    """How many were confirmed, disputed, both, and left alone."""
    return len(found.confirmed), len(found.disputed), len(found.both), len(found.alone)


def verdicts(fared: Fared) -> list[tuple[str, str, int | None]]:
    """What, by whom and after how many days."""
    return [(v.outcome, v.by.name, v.days) for v in fared.verdicts]


def test_confirmed_by_an_outsider_or_by_the_other_side() -> None:
    found = of(OSTRYA, (fall(OSTRYA), fall(published=3), fall(VARNIA, published=5)))
    assert sums(found) == (1, 0, 0, 0)
    assert verdicts(found.confirmed[0]) == [("confirmed", "The Meridian", 3), ("confirmed", "Varnia", 5)]
    assert (found.days_confirmed, found.days_disputed) == (3.0, None)


def test_ones_own_side_confirms_nothing() -> None:
    others = [fall(Source("Viktor Halm", "government", "Ostrya"), published=1), fall(BLOGGERS, published=2)]
    assert sums(of(OSTRYA, (fall(OSTRYA), *others))) == (0, 0, 0, 1)
    assert sums(of(BLOGGERS, (fall(OSTRYA), *others))) == (0, 0, 0, 1)


def test_disputed_by_a_stance_or_a_denial() -> None:
    stance = fall(
        OSTRYA, published=2, stances=[("Varnian General Staff", "disputes"), ("Interwire", "could_not_verify")]
    )
    assert sums(of(OSTRYA, (stance,))) == (0, 1, 0, 0)
    denial = fall(VARNIA, published=6, modality="negated")
    found = of(OSTRYA, (fall(OSTRYA), denial))
    assert verdicts(found.disputed[0]) == [("disputed", "Varnia", 6)]
    # And the denial fared no better: the other side says the opposite.
    assert verdicts(of(VARNIA, (fall(OSTRYA), denial)).disputed[0]) == [("disputed", "Ostrya", 0)]


def test_confirmed_and_disputed_stands_under_both_and_counts_once() -> None:
    found = of(OSTRYA, (fall(OSTRYA), fall(VARNIA, published=1, modality="negated"), fall(MISSION, published=9)))
    assert sums(found) == (0, 0, 1, 0)
    assert found.total == 1
    assert (found.both[0].after("confirmed"), found.both[0].after("disputed")) == (9, 1)
    assert (found.days_confirmed, found.days_disputed) == (9.0, 1.0)


def test_a_claim_told_often_is_one_claim() -> None:
    found = of(OSTRYA, (fall(OSTRYA), fall(OSTRYA, published=4), fall(published=2)))
    assert found.total == 1
    assert found.confirmed[0].told == 2
    assert found.confirmed[0].after("confirmed") == 2


def test_what_others_told_before_counts_no_days() -> None:
    assert of(OSTRYA, (fall(OSTRYA, published=5), fall(published=1))).days_confirmed == 0.0


def test_claims_stand_as_published_and_the_median_is_over_all() -> None:
    stories = [(fall(OSTRYA, published=n), fall(MISSION, published=n + days)) for n, days in ((9, 2), (1, 4), (3, 9))]
    found = of(OSTRYA, *stories)
    assert [fared.entry.publication.published for fared in found.confirmed] == sorted(
        story[0].publication.published or found
        for story in stories  # type: ignore[type-var]
    )
    assert found.days_confirmed == 4.0


def test_wishes_are_no_claims() -> None:
    assert of(OSTRYA, (fall(OSTRYA, modality="intended"), fall())).total == 0
    assert sums(of(OSTRYA, (fall(OSTRYA), fall(modality="demanded")))) == (0, 0, 0, 1)


def test_a_copy_neither_confirms_its_original_nor_is_another_claim() -> None:
    wire = fall(agency="Interwire", report="wire")
    copy = fall(report="copy", published=1, outlet="Northern Herald")
    group = CopyGroup("wire", ("wire", "copy"), ())
    found = record(accounts().of(NARRATOR, wire.publication), [event_of(wire, copy)], accounts(), (group,))
    assert sums(found) == (0, 0, 0, 1)
    assert found.alone[0].told == 2


def test_people_without_a_name_are_their_newsrooms() -> None:
    assert sums(of(NARRATOR, (fall(), fall(Source("residents", "witness"), published=1)))) == (0, 0, 0, 1)


def test_events_without_the_source_change_nothing() -> None:
    assert of(OSTRYA, (fall(),)).total == 0
    assert of(OSTRYA, (fall(),)).days_confirmed is None
