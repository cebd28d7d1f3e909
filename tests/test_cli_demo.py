"""``sayso demo``: the example ledger is built, and tells its story: who held the town, how many died, who said so."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sayso import answers
from sayso.answers import Asked
from sayso.answers.history import history
from sayso.cli.demo import build
from sayso.cli.run import run
from sayso.errors import InputError
from sayso.examples import DEMO, DEMO_DECISIONS
from sayso.ledger import Ledger
from sayso.ledger.asking import decisions, versions_of
from sayso.ledger.reviews import log
from sayso.theatres import load

LINES = [json.loads(line) for line in DEMO.read_text(encoding="utf-8").splitlines()]


def march(day: int) -> date:
    return date(2031, 3, day)


@pytest.fixture(scope="module")
def ledger(demo_ledger: Path) -> Iterator[Ledger]:
    with Ledger.open(demo_ledger) as opened:
        yield opened


def status(ledger: Ledger, name: str, on: int, known: int | None = None) -> tuple[str, ...]:
    """A place's status on a day of March, and the side or sides it is said of."""
    found = answers.place(ledger, name, on=march(on), known=march(known) if known else None).control
    return (found.status, *((found.holder,) if found.holder else found.claimants))


def event_of(ledger: Ledger, report: str, words: str, known: int | None = None) -> answers.EventAnswer:
    """The event that a claim of a report is of, by words that stand in the claim."""
    day = march(known) if known else None
    told = answers.claims(ledger, Asked(report=report, known=day), limit=100).entries
    return answers.event(ledger, next(e.claim.id for e in told if words in e.claim.text), known=day)


# -- what it is made of ---------------------------------------------------------------------------------------------


def test_it_is_set_in_an_invented_war_and_says_so() -> None:
    assert load("varnia").invented
    assert {line["theatre"] for line in LINES if "text" in line} == {"varnia"}
    assert all(line["url"].split("/")[2].endswith(".example") for line in LINES if "url" in line)


def test_it_is_three_weeks_of_many_voices() -> None:
    days = sorted(date.fromisoformat(line["published"]) for line in LINES if "published" in line)
    assert (days[0], days[-1]) == (march(3), march(23))
    assert len({line["id"] for line in LINES}) >= 25
    assert len({line["outlet"] for line in LINES if "outlet" in line}) >= 10


# -- the town -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (3, ("held", "Varnia")),
        (5, ("claimed", "Ostrya")),
        (6, ("contested", "Ostrya", "Varnia")),
        (11, ("contested", "Ostrya", "Varnia")),
        (12, ("held", "Ostrya")),
        (14, ("held", "Ostrya")),
        (23, ("held", "Ostrya")),
    ],
)
def test_who_is_said_to_hold_the_town_by_day(ledger: Ledger, on: int, told: tuple[str, ...]) -> None:
    assert status(ledger, "Drevin", on) == told


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (5, ("claimed", "Ostrya")),
        (6, ("contested", "Ostrya", "Varnia")),
        (12, ("contested", "Ostrya", "Varnia")),
        (13, ("held", "Ostrya")),  # two soldiers say so
        (14, ("contested", "Ostrya", "Varnia")),  # the General Staff denies it
        (16, ("contested", "Ostrya", "Varnia")),
        (17, ("held", "Ostrya")),  # and admits it
    ],
)
def test_what_was_known_of_the_town_on_that_day(ledger: Ledger, known: int, told: tuple[str, ...]) -> None:
    assert status(ledger, "Drevin", known, known) == told


def test_a_late_admission_changes_what_is_known_of_the_days_before(ledger: Ledger) -> None:
    assert status(ledger, "Drevin", 15, 15) == ("contested", "Ostrya", "Varnia")
    assert status(ledger, "Drevin", 15, 17) == ("held", "Ostrya")
    rule = answers.place(ledger, "Drevin", on=march(15)).control.rule
    assert rule == "the word of the side that loses by it settled the contest"


def test_without_a_day_it_is_the_last_that_is_told_of(ledger: Ledger) -> None:
    found = answers.place(ledger, "Drevin")
    assert (found.on, found.control.status) == (max(date.today(), march(23)), "held")


def test_hindsight_names_the_admission_first(ledger: Ledger) -> None:
    seen = history(ledger, "Drevin", on=march(15)).hindsight
    assert seen is not None
    assert seen.turned == march(17)
    assert (seen.by[0].account.name, seen.by[0].says) == ("Varnian General Staff", "Varnia left it")


def test_seven_reports_of_its_capture_are_one_account(ledger: Ledger) -> None:
    event = event_of(ledger, "ota-drevin-taken", "Ostryan troops have taken the town", known=7)
    assert len({entry.publication.report for entry in event.event.entries}) >= 6
    assert (event.tree.count, [root.account.name for root in event.tree.roots]) == (1, ["Ostrya"])
    copies = {t.entry.publication.report: t.how for root in event.tree.roots for t in root.tellings}
    for report in ("herald-drevin-disputed", "courier-drevin-disputed", "post-drevin-disputed"):
        assert copies[report] == "copy of interwire-drevin-disputed"
    assert {telling.account.name for telling in event.tree.unverified} == {"Interwire"}


def test_a_channel_contradicts_its_own_general_staff(ledger: Ledger) -> None:
    event = event_of(ledger, "diary-drevin-left", "withdrew from Drevin", known=14)
    assert event.tree.against == 1
    assert [root.account.name for root in event.tree.roots if root.denies] == ["Varnia"]


def test_the_village_is_retaken_on_an_outsiders_word(ledger: Ledger) -> None:
    assert status(ledger, "Ploska", 10) == ("held", "Ostrya")
    assert status(ledger, "Ploska", 20) == ("contested", "Varnia", "Ostrya")
    assert status(ledger, "Ploska", 21) == ("held", "Varnia")


# -- the market -----------------------------------------------------------------------------------------------------


def test_the_dead_of_the_market_by_account(ledger: Ledger) -> None:
    event = event_of(ledger, "interwire-kamsin-market", "A missile hit the market")
    killed = next(figure for figure in event.figures if figure.what == "killed")
    assert (killed.low, killed.high) == (4, 16)
    told = {(t.account.name, t.n or t.min) for t in killed.told}
    assert told >= {
        ("Ivo Stanek", 4),
        ("Anna Belova", 9),
        ("Marta Kolin", 11),
        ("International Lantern Committee", 14),
        ("Anna Belova", 16),
    }


def test_who_tells_of_the_market_and_who_denies_it(ledger: Ledger) -> None:
    event = event_of(ledger, "interwire-kamsin-market", "A missile hit the market")
    told = {root.account.name for root in event.tree.roots if not root.denies}
    assert told >= {"Varnia", "Marta Kolin", "International Lantern Committee"}
    assert [root.account.name for root in event.tree.roots if root.denies] == ["Ostrya"]


def test_a_report_is_corrected(ledger: Ledger) -> None:
    def killed(known: int) -> int | None:
        event = event_of(ledger, "interwire-kamsin-market", "A missile hit the market", known)
        return next(f.high for f in event.figures if f.what == "killed")

    assert (killed(11), killed(12)) == (41, 14)
    with ledger.reading() as connection:
        first, second = versions_of(connection, "herald-lantern")
    assert (first.until, second.until) == (march(12), None)


def test_a_report_is_withdrawn(ledger: Ledger) -> None:
    def claims(known: int) -> int:
        return len(answers.claims(ledger, Asked(report="delta-school", known=march(known)), limit=100).entries)

    assert claims(9) > 0
    assert claims(10) == 0


# -- the command ----------------------------------------------------------------------------------------------------


def test_a_persons_decisions_are_in_it(ledger: Ledger) -> None:
    told = tomllib.loads(DEMO_DECISIONS.read_text(encoding="utf-8"))
    everyone = answers.claims(ledger, Asked(), limit=1000).entries
    with ledger.reading() as connection:
        made = decisions(connection, [entry.claim.id for entry in everyone])
        reviews = log(connection, limit=100)
    assert len(made) == len(told["decisions"]), "the words that a decision names stand in claims"
    assert [review.verdict for review in reviews[::-1]] == [one["verdict"] for one in told["reviews"]]
    assert all(one.why and one.by for one in made)
    assert all(one.why and one.by for one in reviews)


def test_again_is_harmless(demo_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = demo_copy.read_bytes()
    assert run(["demo", "--no-serve", "--ledger", str(demo_copy)]) == 0
    assert capsys.readouterr().out.startswith("0 reports kept, 0 claims; ")
    assert demo_copy.read_bytes() == before


def test_the_room_is_opened_on_it(demo_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[Any, ...]] = []
    monkeypatch.setattr("sayso.cli.serve.open_room", lambda *given, **named: opened.append((*given, named)))
    assert run(["demo", "--ledger", str(demo_copy), "--port", "0"]) == 0
    assert run(["demo", "--ledger", str(demo_copy), "--no-open"]) == 0
    where = str(demo_copy), "127.0.0.1"
    assert opened == [(*where, 0, {"browser": True}), (*where, 8420, {"browser": False})]


def test_it_mixes_with_no_other_ledger(tmp_path: Path) -> None:
    other = tmp_path / "mine.jsonl"
    other.write_text('{"id": "mine", "text": "Nothing happened.", "published": "2031-03-07"}\n', encoding="utf-8")
    ledger = tmp_path / "mine.db"
    assert run(["add", str(other), "--ledger", str(ledger)]) == 0
    with pytest.raises(InputError, match=r"mine\.db: report: holds mine, not of this demo: name a file"):
        build(ledger)
