"""Do reports on conflicts pass, and do the other pages of a paper not, at little cost?"""

from __future__ import annotations

import json
import time
import tomllib
from importlib.resources import files
from itertools import islice
from pathlib import Path

import pytest

from bench.crawl import pages
from sayso.examples import REPORTS
from sayso.intake.relevance import LANGUAGES, about_conflict, glimpse, judged, points
from training.reports import read_reports

HERE = Path(__file__).parent
OTHER = tomllib.loads((HERE / "other_news.toml").read_text(encoding="utf-8"))["articles"]


def examples() -> list[tuple[str, str]]:
    lines = [line for path in sorted(REPORTS.parent.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    told = [json.loads(line) for line in lines if line.strip()]
    return [(each["id"], f"{each.get('title') or ''}\n{each['text']}") for each in told if each.get("text")]


def test_every_report_that_we_have_on_a_war_passes() -> None:
    reports = examples() + [(each.head["report"], each.text) for each in read_reports()]
    assert len(reports) > 200
    assert [name for name, text in reports if not about_conflict(text)] == []


def test_most_pass_by_their_first_lines_alone() -> None:
    openings = [" ".join(text.split()[:80]) for text in (each.text for each in read_reports())]
    assert sum(map(about_conflict, openings)) > 0.85 * len(openings)


def test_what_papers_print_beside_the_war_does_not() -> None:
    passed = [each["title"] for each in OTHER if about_conflict(f"{each['title']}\n{each['text']}")]
    assert len(OTHER) >= 40
    assert len(passed) <= 1  # rockets, jets and a commander on the pitch


WAR = tomllib.loads((HERE / "relevance_texts.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("language", "text"), [(code, text) for code in WAR for text in WAR[code]["war"]])
def test_words_of_war_are_known_in_every_language_that_has_a_table(language: str, text: str) -> None:
    assert about_conflict(text)


@pytest.mark.parametrize(("language", "text"), [(code, text) for code in WAR for text in WAR[code]["peace"]])
def test_and_everyday_news_in_them_is_not_war(language: str, text: str) -> None:
    assert not about_conflict(text)
    assert judged(text) is False


def test_each_language_has_sentences_here_and_its_beginnings_are_of_a_length_that_is_looked_at() -> None:
    assert set(WAR) == set(LANGUAGES) - {"en"}
    tables = tomllib.loads((files("sayso.intake") / "relevance.toml").read_text("utf-8"))
    assert set(tables) == set(LANGUAGES)
    begins = [w for table in tables.values() for kind in table.values() if isinstance(kind, str) for w in kind.split()]
    assert [word for word in begins if word.endswith("*") and not 4 <= len(word) <= 20] == []


def test_words_of_one_language_are_not_weighed_in_another() -> None:
    german = "Es war ein General der alten Schule, und er war mit dem Wetter und der Ernte sehr zufrieden, sagte er."
    assert points(german) == 0


def test_what_is_lent_weighs_nothing_unless_it_is_also_meant() -> None:
    peace = points("The price war of the grocers, and the army of volunteers who shop.")
    assert points("The war goes on beside the price war, and an army stands near an army of volunteers.") > peace


def test_a_page_is_judged_by_title_and_paragraphs_not_by_its_menus_and_scripts() -> None:
    page = (
        b"<html><head><title>Fair weekend</title><script>var s='shelling artillery missiles';</script></head><body>"
        b"<nav><a href='/war'>War: shelling and artillery</a></nav><p class=x>Sunny <b>spells</b>.</P>"
        b"<p>Clouds in the west, and " + b"a long stretch of mild air, " * 20 + b"</p>"
        b"<footer>missiles troops artillery</footer></body></html>"
    )
    text = glimpse(page)
    assert "Sunny" in text
    assert "spells" in text
    assert not about_conflict(text)
    assert about_conflict(glimpse(page.replace(b"Clouds", b"Troops, artillery and missiles")))


def test_a_page_without_paragraphs_is_taken_whole_but_for_what_nobody_sees() -> None:
    page = b"<div>Artillery struck the town, <br>soldiers said.</div><style>.a{}</style><script>x()</script>"
    assert about_conflict(glimpse(page))
    assert not about_conflict(glimpse(b"<SCRIPT>artillery missiles troops</SCRIPT><div>Mild.</div>"))


def test_a_page_is_read_in_its_charset_and_an_unknown_one_does_no_harm() -> None:
    page = "<p>Военные сообщили об обстреле города, ранены трое.</p>".encode("cp1251")
    assert about_conflict(glimpse(page, "windows-1251"))
    for odd in ("no-such-charset", "utf\0-8", "idna", "hex", "undefined"):
        assert not about_conflict(glimpse(page, odd))


def test_invented_pages_about_the_war_pass_at_well_under_a_millisecond_each() -> None:
    some = list(islice(pages(5, war=0.2), 150))
    spent, passed = [], []
    for page in some:
        begun = time.thread_time()
        passed.append(about_conflict(glimpse(page.html)))
        spent.append(time.thread_time() - begun)
    assert all(found for page, found in zip(some, passed, strict=True) if page.war)
    assert sum(found for page, found in zip(some, passed, strict=True) if not page.war) <= 2
    assert sorted(spent)[len(spent) // 2] < 0.001


@pytest.mark.parametrize(
    "hostile",
    [b"<p>", b"<p ", b"<", b"<script", b"<script></script", b"<title ", b"<meta og:title' ", b"&amp;", b"war-"],
)
def test_no_page_takes_long(hostile: bytes) -> None:
    begun = time.thread_time()
    points(glimpse(b"<p>" + hostile * (1_000_000 // len(hostile))))
    assert time.thread_time() - begun < 1
