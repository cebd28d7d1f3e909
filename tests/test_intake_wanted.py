"""What is passed over, of pages and of reports, by what they are about and by their language?"""

from __future__ import annotations

from datetime import date

from sayso.intake import report_from_text
from sayso.intake.building import Given
from sayso.intake.told import Item, Passed, Told, Withdrawal
from sayso.intake.wanted import ELSEWHERE, FOREIGN, UNTOLD, page_unwanted, sift, unwanted

WAR = "Ostryan artillery shelled Mlin on Thursday, wounding three people, the mayor said."
CALM = "The bakers of Lesnava agree on one thing: the dough wants a whole night, said the mayor."
GERMAN = "Die neue Straßenbahn verbindet die Altstadt mit dem Bahnhof und fährt alle zehn Minuten, sagte die Stadt."
FINNISH = "Uusi raitiovaunu kulkee nyt keskustasta asemalle, ja se on ollut hyvin suosittu, mutta liput ovat kalliita."


def page(text: str) -> bytes:
    return f"<html><title>News</title><p>{text}</p></html>".encode()


def test_without_a_wish_all_is_wanted() -> None:
    given = Given()
    assert page_unwanted(page(CALM), given) == ""
    assert unwanted(report_from_text(CALM), given) == ""
    items = iter([Told(report_from_text(CALM))])
    assert sift(items, given) is items


def test_about_a_conflict() -> None:
    given = Given(about="conflict")
    assert [page_unwanted(page(text), given) for text in (WAR, CALM, GERMAN)] == ["", ELSEWHERE, ELSEWHERE]
    assert [unwanted(report_from_text(text), given) for text in (WAR, CALM)] == ["", ELSEWHERE]
    assert unwanted(report_from_text(CALM, title="Shelling of Mlin: artillery"), given) == ""


def test_of_a_language_whose_words_of_war_are_not_known_nothing_is_said() -> None:
    given = Given(about="conflict")
    assert unwanted(report_from_text(FINNISH * 3), given) == ""
    assert page_unwanted(page(FINNISH * 3), given) == UNTOLD  # a crawl has many such: it is counted, and why
    assert page_unwanted(page("ประชุมสภาเมืองเรื่องห้องสมุดใหม่ " * 9), given) == UNTOLD
    assert unwanted(report_from_text(GERMAN * 3), given) == ELSEWHERE


def test_in_the_languages_that_are_asked_for() -> None:
    given = Given(languages=frozenset({"en"}))
    assert [page_unwanted(page(text * 3), given) for text in (WAR, GERMAN)] == ["", FOREIGN]
    assert unwanted(report_from_text(GERMAN * 3), given) == FOREIGN
    assert unwanted(report_from_text(GERMAN * 3), Given(languages=frozenset({"de"}))) == ""


def test_only_reports_are_sifted() -> None:
    report = report_from_text(WAR)
    items: list[Item] = [Told(report), Withdrawal("x", date(2031, 3, 7)), Told(report_from_text(CALM))]
    assert list(sift(iter(items), Given(about="conflict"))) == [*items[:2], Passed(ELSEWHERE)]
