from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import pytest

from sayso import answers
from sayso.answers import Asked
from sayso.answers.finding import find
from sayso.answers.reports import AskedReports, copies, named_elsewhere, report, reports
from sayso.errors import InputError
from sayso.gazetteer import open_gazetteer
from sayso.ledger import Keeper, Ledger
from sayso.ledger.mentions import keys_named, mentions_of
from sayso.model import Claim, Mention, Place, Reading, Report, Source, When
from tests.abroad import readings

LESNAVA = Place("Lesnava", None, -48.25, -123.15)
ENGLISH = Reading(
    Report("en", "Snow fell in Lesnava and in Orvik.", published=date(2031, 3, 9), theatre="varnia"),
    (Claim("c", "en", "Snow fell", 0, 9, "statement", Source("narrator"), places=(LESNAVA,)),),
    "varnia",
)


@pytest.fixture(scope="module")
def abroad() -> Sequence[Reading]:
    return readings(open_gazetteer())


@pytest.fixture
def ledger(database_url: str, abroad: Sequence[Reading]) -> Iterator[Ledger]:
    with Ledger.open(database_url, create=True) as made:
        keeper = Keeper(made)
        for reading in (*abroad, ENGLISH):
            keeper.keep(reading)
        yield made


def test_what_a_report_names_comes_back_as_it_was_kept(ledger: Ledger, abroad: Sequence[Reading]) -> None:
    for reading in abroad:
        answer = report(ledger, reading.report.id)
        assert answer.reading.mentions == reading.mentions
        assert answer.reading.report.language == reading.report.language
        assert answer.reading.warnings == reading.warnings
        assert answer.claims == (0,)
    with ledger.reading() as connection:
        assert mentions_of(connection, report(ledger, "en").version.key) == ()


def test_open_intervals_and_regions_come_back(database_url: str) -> None:
    mentions = (
        Mention(0, 3, place=Place("Varnia", None, -47.8, -124.8, "region")),
        Mention(4, 6, when=When(None, date(2031, 1, 1))),
        Mention(7, 9, when=When(date(2031, 1, 1), None)),
    )
    with Ledger.open(database_url, create=True) as ledger:
        keeper = Keeper(ledger)
        keeper.keep(Reading(Report("m", "а б в г д е", language="uk"), (), "generic", mentions=mentions))
        assert report(ledger, "m").reading.mentions == mentions
        changed = Report("m", "а б в г д е ж", language="uk")
        assert keeper.keep(Reading(changed, (), "generic", mentions=mentions[:1])).how == "version"
        assert report(ledger, "m").reading.mentions == mentions[:1]


def test_reports_are_listed_by_language_and_by_the_place_they_name(ledger: Ledger) -> None:
    def ids(**asked: str) -> list[str]:
        return sorted(one.publication.report for one in reports(ledger, AskedReports(**asked)))  # type: ignore[arg-type]

    assert ids(language="ar") == ["ar"]
    assert ids(language="en") == ["en"]
    assert ids(place="Lesnava") == ["ar", "en", "ru", "uk"]
    assert ids(place="lesnava", language="uk") == ["uk"]
    assert ids(place="Nowhere") == []
    assert {one.publication.language for one in reports(ledger, AskedReports())} == {"uk", "ru", "ar", "fr", "en"}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("засідання", ["uk"]),
        ("велмар сонце", ["uk"]),
        ("снег", ["ru"]),
        ("Леснава", ["ru", "uk"]),
        ("الاجتماع", ["ar"]),
        ("اجتماع فيلمار", ["ar"]),
        ("Quatsch сонце", []),
        ("snow", ["en"]),
        ("maire", ["fr"]),
    ],
)
def test_they_are_found_by_their_own_words_in_any_case(ledger: Ledger, words: str, found: list[str]) -> None:
    assert sorted(at.report for at, _ in answers.search(ledger, words).reports) == found
    shown = find(ledger, words).shown
    assert sorted(one.publication.report for one in shown) == found
    assert all(any(marked for _, marked in (*one.title, *one.stretch)) for one in shown)


def test_a_search_is_narrowed_by_place_and_language(ledger: Ledger) -> None:
    def ids(words: str, language: str | None = None, place: str | None = None) -> list[str]:
        found = answers.search(ledger, words, Asked(place=place), language=language)
        return sorted(at.report for at, _ in found.reports)

    assert ids("Леснава", "ru") == ["ru"]
    assert ids("сонце", place="Velmar") == ["uk"]  # which no claim names
    assert ids("сонце", place="Lesnava") == ["uk"]
    assert ids("snow", "uk") == []
    with pytest.raises(InputError, match="no claim names it"):
        ids("сонце", place="Nowhere")


def test_nothing_that_counts_claims_counts_them(ledger: Ledger) -> None:
    assert answers.claims(ledger, Asked()).total == 1
    assert answers.place(ledger, "Lesnava").spot.claims == 1
    with pytest.raises(InputError):
        answers.place(ledger, "Dolmir")  # named in other languages only


def test_a_place_tells_which_other_reports_name_it(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        keys = keys_named(connection, "Lesnava")
    total, newest = named_elsewhere(ledger, keys, limit=2)
    assert (total, len(newest)) == (3, 2)
    assert all(at.language != "en" for at in newest)
    assert named_elsewhere(ledger, keys, known=date(2031, 1, 1)) == (0, [])
    assert named_elsewhere(ledger, ()) == (0, [])
    Keeper(ledger).withdraw("uk", date(2031, 3, 11))
    assert named_elsewhere(ledger, keys)[0] == 2


def test_copies_are_found_in_any_language(ledger: Ledger, abroad: Sequence[Reading]) -> None:
    again = replace(abroad[0], report=replace(abroad[0].report, id="again", outlet="Another"))
    Keeper(ledger).keep(again)
    assert [copy.publication.report for copy in copies(ledger, report(ledger, "again").version)] == ["uk"]
