"""What the ledger answers about the siege, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sayso import answers
from sayso.answers import Asked
from sayso.answers.events import gathered
from sayso.errors import InputError
from sayso.ledger import Keeper, Ledger, asking
from sayso.ledger.rows import entries_of
from sayso.model import Count, Party, When
from tests.siege import HRADOV, MLIN, fill, reading

OSTRYA = Party("Ostryan troops", "Ostrya")


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "counted"])
def siege(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    if request.param != "postgresql":
        with Ledger.open(tmp_path_factory.mktemp("siege") / "sayso.db", create=True) as ledger:
            fill(ledger)
            if request.param == "counted":  # as where a process answers again and again
                with ledger.reading() as connection:
                    ledger.columns.read(connection)
            yield ledger
        return
    server = request.getfixturevalue("postgres")
    with server.database() as url, Ledger.open(url, create=True) as ledger:
        yield fill(ledger)


def _day(number: int) -> date:
    return date(2031, 3, number)


@pytest.mark.parametrize(
    ("on", "known", "status", "holder", "claimants"),
    [
        (2, None, "unknown", None, ()),
        (4, 4, "claimed", None, ("Ostrya",)),
        (6, None, "contested", None, ("Ostrya", "Varnia")),
        (10, 10, "contested", None, ("Ostrya", "Varnia")),
        (10, None, "held", "Ostrya", ()),
    ],
)
def test_who_is_said_to_hold_a_place(
    siege: Ledger, on: int, known: int | None, status: str, holder: str | None, claimants: tuple[str, ...]
) -> None:
    answer = answers.place(siege, "Hradov", on=_day(on), known=None if known is None else _day(known))
    assert (answer.control.status, answer.control.holder, answer.control.claimants) == (status, holder, claimants)
    assert answer.control.rule


def test_an_answer_rests_on_claims_that_can_be_looked_up(siege: Ledger) -> None:
    grounds = answers.place(siege, "Hradov", on=_day(6)).control.grounds
    assert {g.entry.claim.id for g in grounds} == {"wire-1.0", "courier-1.0", "nine-1.0"}
    assert {(g.account.side, g.bearing) for g in grounds} >= {("Ostrya", "for"), ("Varnia", "against")}


def test_of_two_places_with_one_name_the_better_known_is_meant(siege: Ledger) -> None:
    answer = answers.place(siege, "hradov", on=_day(6))
    assert (answer.spot.id, answer.spot.claims, [other.id for other in answer.others]) == (9001, 7, [9003])
    assert answers.place(siege, "9003", on=_day(6)).spot.claims == 1


def test_a_place_that_no_claim_names_is_told(siege: Ledger) -> None:
    with pytest.raises(InputError, match=r"place: Nowherebury: no claim names it"):
        answers.place(siege, "Nowherebury")
    with pytest.raises(InputError, match=r"Mlin, as known on 2031-03-05"):
        answers.place(siege, "Mlin", known=_day(5))


def test_copies_and_a_side_quoting_itself_count_once(siege: Ledger) -> None:
    answer = answers.event(siege, "courier-1.1")
    assert {entry.claim.id for entry in answer.event.entries} == {"wire-1.1", "courier-1.1", "nine-1.1"}
    assert (answer.tree.count, answer.tree.against) == (2, 0)
    assert [(group.original, group.members) for group in answer.copies] == [("wire-1", ("wire-1", "courier-1"))]
    figure = answer.figures[0]
    assert (figure.what, figure.low, figure.high, figure.latest.entry.claim.id) == ("killed", 4, 7, "nine-1.1")


def test_an_event_is_found_by_its_id_and_by_any_claim_of_it(siege: Ledger) -> None:
    by_claim = answers.event(siege, "nine-1.1")
    assert answers.event(siege, by_claim.event.id) == by_claim
    with pytest.raises(InputError, match="event: e-none"):
        answers.event(siege, "e-none")


def test_denials_belong_to_the_event_that_they_deny(siege: Ledger) -> None:
    answer = answers.event(siege, "nine-1.0")
    assert {entry.claim.id for entry in answer.event.entries} == {"wire-1.0", "courier-1.0", "nine-1.0"}
    assert (answer.tree.count, answer.tree.against, len(answer.tree.unverified)) == (1, 1, 2)


def test_every_claim_is_in_one_event_of_the_list(siege: Ledger) -> None:
    found = answers.happenings(siege, Asked(), limit=100)
    ids = [entry.claim.id for answer in found for entry in answer.event.entries]
    assert len(ids) == len(set(ids)) == 9
    assert [answer.last.published for answer in found] == sorted((a.last.published for a in found), reverse=True)  # type: ignore[type-var]
    assert len(answers.happenings(siege, Asked(), limit=2)) == 2


def test_the_list_of_events_agrees_with_each_event(siege: Ledger) -> None:
    for answer in answers.happenings(siege, Asked(), limit=100):
        assert answers.event(siege, answer.event.id).event.entries == answer.event.entries


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        (Asked(place="Mlin"), {"nine-2.0"}),
        (Asked(place="Mlin", within=10, types=("casualties",)), {"wire-1.1", "courier-1.1", "nine-1.1"}),
        (Asked(side="varnia", types=("capture",)), {"nine-1.0"}),
        (Asked(source="the Ostryan MoD"), {"wire-1.0", "courier-1.0"}),
        (Asked(source="Channel Nine"), {"nine-2.0", "nine-2.1"}),
        (Asked(stances=("could_not_verify",)), {"wire-1.0", "courier-1.0"}),
        (Asked(modalities=("negated",)), {"nine-1.0"}),
        (Asked(outlet="the velmar courier"), {"courier-1.0", "courier-1.1"}),
        (Asked(since=_day(6), until=_day(6), types=("shelling",)), {"nine-2.0"}),
        (Asked(published_since=_day(11)), {"wire-2.0"}),
        (Asked(report="wire-2", known=_day(10)), set()),
        (Asked(theatre="ukraine"), set()),
    ],
)
def test_claims_are_narrowed(siege: Ledger, asked: Asked, ids: set[str]) -> None:
    page = answers.claims(siege, asked)
    assert ({entry.claim.id for entry in page.entries}, page.total) == (ids, len(ids))
    assert {entry.claim.id for entry in answers.every_claim(siege, asked)} == ids


def test_claims_come_by_pages_the_newest_first(siege: Ledger) -> None:
    first = answers.claims(siege, Asked(), limit=4)
    rest = answers.claims(siege, Asked(), limit=50, offset=4)
    assert (len(first.entries), first.total, len(rest.entries)) == (4, 9, 5)
    days = [entry.publication.published for entry in (*first.entries, *rest.entries)]
    assert days == sorted(days, reverse=True)  # type: ignore[type-var]


def test_words_are_found_in_any_form_and_in_sources_and_places(siege: Ledger) -> None:
    found = answers.search(siege, "missiles stations").entries
    assert {entry.claim.id for entry in found} == {"nine-1.1", "wire-1.1", "courier-1.1"}
    assert found[0].claim.id == "nine-1.1"  # the newest first
    assert {e.claim.id for e in answers.search(siege, "Marek killed").entries} == {"wire-1.1", "courier-1.1"}
    assert [at.report for at, _ in answers.search(siege, '"dug well"').reports] == []
    assert [at.report for at, _ in answers.search(siege, "dug well").reports] == ["nine-2"]
    assert [at.report for at, _ in answers.search(siege, '"shells fell"').reports] == ["nine-2"]
    assert answers.search(siege, "evening", Asked(known=_day(10))) == answers.Found((), ())


@pytest.mark.parametrize("words", ['"', "NOT", "a OR", "(", "*", "text:x", "-", "don't", "\x00", "🙂", "NEAR(a b)"])
def test_no_search_is_a_slip(siege: Ledger, words: str) -> None:
    answers.search(siege, words)


def test_a_source_is_one_under_all_its_names(siege: Ledger) -> None:
    answer = answers.source(siege, "the Defence Ministry of Ostrya")
    assert answer.speaker.claims == 2
    assert answer.record.total == 1
    assert [fared.entry.claim.id for fared in answer.record.disputed]
    assert answers.source(siege, "Marek").via == (("Telegram", 2),)
    with pytest.raises(InputError, match="source: Zzyzx: nobody"):
        answers.source(siege, "Zzyzx")


def test_all_sources_are_counted(siege: Ledger) -> None:
    found = answers.speakers(siege, Asked())
    assert sum(speaker.claims for speaker in found) == 9
    assert [speaker.claims for speaker in answers.speakers(siege, Asked(place="Mlin"))] == [1]


def test_claims_that_a_person_parted_stay_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    with Ledger.open(tmp_path_factory.mktemp("parted") / "sayso.db", create=True) as ledger:
        fill(ledger)
        Keeper(ledger).decide("wire-1.1", "nine-1.1", apart=True, by="Vera", why="two strikes that day")
        answer = answers.event(ledger, "nine-1.1")
        assert [entry.claim.id for entry in answer.event.entries] == ["nine-1.1"]
        assert [(d.by, d.why) for d in answer.decisions] == [("Vera", "two strikes that day")]
        Keeper(ledger).decide("nine-1.1", "wire-1.1", apart=False, by="Vera", why="one after all")
        assert len(answers.event(ledger, "nine-1.1").event.entries) == 3
        Keeper(ledger).withdraw("nine-1", _day(7), why="retracted")
        assert len(answers.event(ledger, "wire-1.1").event.entries) == 2
        assert len(answers.event(ledger, "wire-1.1", known=_day(6)).event.entries) == 3


def test_an_event_without_a_place_is_whole_whichever_way_it_is_asked_for(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "sayso.db", create=True) as ledger:
        for report in ("p1", "p2"):
            told = {"text": "Varnia and Ostrya exchanged 120 prisoners of war", "type": "detention", "places": ()}
            Keeper(ledger).keep(reading(report, _day(4), report, told))
        (listed,) = answers.happenings(ledger, Asked())
        assert len(listed.event.entries) == 2
        for claim in ("p1.0", "p2.0"):
            assert answers.event(ledger, claim).event == listed.event


def test_what_lasts_since_long_is_of_one_event_with_how_it_was_at_first(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "sayso.db", create=True) as ledger:
        taken = {"text": "Ostrya holds Hradov", "type": "hold", "actor": OSTRYA, "when": When(_day(3), _day(3))}
        held = {
            "text": "Ostrya has held Hradov since then",
            "type": "hold",
            "when": When(_day(3), None),
            "actor": OSTRYA,
        }
        Keeper(ledger).keep(reading("p1", _day(3), "p1", taken))
        Keeper(ledger).keep(reading("p2", date(2031, 6, 3), "p2", held))
        (listed,) = answers.happenings(ledger, Asked())
        for claim in ("p1.0", "p2.0"):
            assert answers.event(ledger, claim).event == listed.event


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_first_and_the_last_of_days_are_days(tmp_path: Path, day: date) -> None:
    with Ledger.open(tmp_path / "sayso.db", create=True) as ledger:
        Keeper(ledger).keep(reading("r1", day, "r1", {"text": "Shells fell on Hradov", "type": "shelling"}))
        assert [answer.event.title for answer in answers.happenings(ledger, Asked())] == ["shelling of Hradov"]
        assert answers.place(ledger, "Hradov", on=day).spot.claims == 1


def test_every_event_comes_once_in_the_order_of_the_list(siege: Ledger) -> None:
    listed = [answer.event.id for answer in answers.happenings(siege, Asked(), limit=100)]
    assert [answer.event.id for answer in answers.every_event(siege, Asked())] == listed
    assert [answer.event.id for answer in answers.every_event(siege, Asked(), limit=2)] == listed[:2]
    asked = Asked(place="Hradov", known=date(2031, 3, 5))
    few = [answer.event.id for answer in answers.happenings(siege, asked, limit=100)]
    assert [answer.event.id for answer in answers.every_event(siege, asked)] == few != listed


def test_every_claim_is_in_one_event_and_no_more(demo_ledger: Path) -> None:
    with Ledger.open(demo_ledger) as ledger:
        claims = sorted(entry.claim.id for entry in answers.every_claim(ledger, Asked()))
        found = list(answers.every_event(ledger, Asked()))
    assert sorted(entry.claim.id for answer in found for entry in answer.event.entries) == claims
    assert len({answer.event.id for answer in found}) == len(found)


def test_what_goes_on_from_a_claim_with_a_place_is_of_its_event_whoever_is_asked(tmp_path: Path) -> None:
    strike, on = {"text": "a missile hit the market of Hradov", "type": "airstrike"}, When(_day(4), _day(4))
    dead = {"text": "killing nine", "type": "casualties", "places": (), "counts": (Count("killed", 9),)}
    with Ledger.open(tmp_path / "sayso.db", create=True) as ledger:
        Keeper(ledger).keep(reading("p1", _day(4), "p1", {**strike, "when": on}, {**dead, "when": on}))
        Keeper(ledger).keep(reading("p2", _day(5), "p2", {**strike, "when": on}))
        whole = {"p1.0", "p1.1", "p2.0"}
        for claim in sorted(whole):
            assert {entry.claim.id for entry in answers.event(ledger, claim).event.entries} == whole
        with ledger.reading() as connection:
            (seed,) = entries_of(connection, asking.entry_keys(connection, ["p2.0"], None))
            (event,) = gathered(connection, [seed], None)[0]
        assert {entry.claim.id for entry in event.entries} == whole


def test_of_many_claims_without_places_each_is_told_in_one_event(tmp_path: Path) -> None:
    chance = Random(0)
    with Ledger.open(tmp_path / "sayso.db", create=True) as ledger:
        for report in range(14):
            told = [_any(chance) for _ in range(chance.randint(1, 3))]
            Keeper(ledger).keep(reading(f"r{report}", _day(chance.randint(1, 16)), chance.choice("ABC"), *told))
        for each in answers.every_event(ledger, Asked()):
            for entry in each.event.entries:
                assert answers.event(ledger, entry.claim.id).event.entries == each.event.entries


_WORDS = ["missile", "market", "school", "shell", "house", "fire", "drone", "bridge", "road", "men"]


def _any(chance: Random) -> dict[str, Any]:
    kind = chance.choice(["airstrike", "casualties", "shelling", "damage", "detention", "rescue"])
    day = _day(chance.randint(1, 16))
    return {
        "text": " ".join(chance.choices(_WORDS, k=4)),
        "type": kind,
        "places": chance.choice([(), (), (HRADOV,), (MLIN,), (HRADOV,)]),
        "when": chance.choice([None, When(day, day)]),
        "counts": (Count("killed", chance.choice([2, 2, 5, 40])),) if kind == "casualties" else (),
        "actor": chance.choice([None, OSTRYA]),
    }
