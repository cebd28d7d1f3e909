from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sayso import answers
from sayso.answers import Asked, reviews
from sayso.errors import InputError
from sayso.exports import answer_records
from sayso.exports.review_records import case_record, case_row, decision_record, decision_row
from sayso.ledger import Keeper, Ledger
from sayso.model import Place, Reading, Source, Why
from sayso.score import load_gold, write_draft
from tests.ledger_strategies import Ledgers
from tests.siege import HRADOV, MLIN, READINGS, SEEN, fill

_DAY = date(2031, 3, 6)


@pytest.fixture(scope="module")
def ledgers(new_database: Callable[[], AbstractContextManager[str]]) -> Iterator[Ledgers]:
    with Ledgers(new_database) as made:
        yield made


@pytest.fixture
def siege(ledgers: Ledgers) -> Iterator[Ledger]:
    with ledgers.fresh() as ledger:
        keeper = Keeper(ledger)
        for n, reading in enumerate(READINGS):
            sure = {
                c.id: Why(sure={"type": 0.9, "when": round(0.5 + n / 10 - i / 20, 2)})
                for i, c in enumerate(reading.claims)
            }
            keeper.keep(replace(reading, why=sure), seen=SEEN)
        yield ledger


def _ids(cases: list[reviews.Case]) -> list[str]:
    return [case.entry.claim.id for case in cases]


def _decide(ledger: Ledger, claim: str, verdict: Any, **given: Any) -> None:
    noted = reviews.decide(ledger, claim, verdict, by="Vera", after=reviews.case(ledger, claim).after, **given)
    assert not noted.review.stale


def test_the_most_doubtful_come_first_and_leave_when_decided_on(siege: Ledger) -> None:
    every = _ids(reviews.doubtful(siege, Asked()))
    assert every == [
        "wire-1.1", "wire-1.0", "courier-1.1", "courier-1.0", "nine-1.1", "nine-1.0", "nine-2.1", "nine-2.0",
        "wire-2.0",
    ]  # fmt: skip
    assert reviews.left(siege, Asked()) == 9
    assert [case.doubt for case in reviews.doubtful(siege, Asked(), limit=2)] == [0.55, 0.5]
    assert _ids(reviews.doubtful(siege, Asked(), limit=3, beyond="wire-1.0")) == every[2:5]
    _decide(siege, "wire-1.1", "accept")
    assert _ids(reviews.doubtful(siege, Asked(), limit=2)) == every[1:3]
    assert _ids(reviews.doubtful(siege, Asked(), limit=2, beyond="wire-1.1")) == every[1:3]
    assert reviews.left(siege, Asked()) == 8


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Asked(types=("casualties",)), ["wire-1.1", "courier-1.1", "nine-1.1"]),
        (Asked(place="Mlin"), ["nine-2.0"]),
        (Asked(source="Ilona Marek"), ["wire-1.1", "courier-1.1"]),
        (Asked(report="nine-2"), ["nine-2.1", "nine-2.0"]),
        (Asked(known=date(2031, 3, 4)), ["wire-1.1", "wire-1.0", "courier-1.1", "courier-1.0"]),
        (Asked(words="well"), ["nine-2.1"]),
    ],
)
@pytest.mark.parametrize("looked", [(50, 1000), (1, 3), (1,)])
def test_the_queue_can_be_narrowed_like_every_list(
    siege: Ledger, asked: Asked, found: list[str], looked: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviews, "_LOOKED", looked)  # so that more than the first look is looked at
    assert _ids(reviews.doubtful(siege, asked)) == found
    assert _ids(reviews.doubtful(siege, asked, beyond=found[0])) == found[1:]
    assert reviews.left(siege, asked) == len(found)


def test_a_rejected_claim_is_gone_from_every_answer_and_comes_back(siege: Ledger) -> None:
    def told() -> dict[str, Any]:
        return {
            "place": answer_records.place_record(answers.place(siege, "Hradov", on=_DAY)),
            "known": answer_records.place_record(answers.place(siege, "Hradov", on=_DAY, known=_DAY)),
            "events": [answer_records.event_record(e) for e in answers.happenings(siege, Asked())],
            "sources": [answer_records.speaker_record(s) for s in answers.speakers(siege, Asked())],
            "search": [e.claim.id for e in answers.search(siege, "town fallen").entries],
            "claims": answers.claims(siege, Asked()).total,
        }

    before = told()
    assert "nine-1.0" in json.dumps(before)
    _decide(siege, "nine-1.0", "reject", why="a headline")
    after = told()
    assert "nine-1.0" not in json.dumps(after)
    assert after["place"]["status"] == after["known"]["status"] == "claimed"
    assert after["claims"] == before["claims"] - 1
    with pytest.raises(InputError):
        answers.event(siege, "nine-1.0")
    _decide(siege, "nine-1.0", "undo")
    assert told() == before


def test_a_corrected_claim_is_told_everywhere_as_corrected(siege: Ledger) -> None:
    _decide(siege, "wire-2.0", "correct", fields={"places": ["9002"], "source": "Ilona Marek", "modality": "negated"})
    (entry,) = [e for e in answers.claims(siege, Asked(place="Mlin")).entries if e.claim.id == "wire-2.0"]
    assert entry.claim.places == (MLIN,)
    assert entry.claim.source == Source("Ilona Marek", "local_official", "Varnia")
    assert answers.source(siege, "Ilona Marek").speaker.claims == 3
    assert answers.event(siege, "wire-2.0").event.entries[0].claim.modality == "negated"
    assert "wire-2.0" not in [e.claim.id for e in answers.claims(siege, Asked(place=str(HRADOV.id))).entries]
    # Who was named by a misreading alone is nobody.
    _decide(siege, "nine-1.1", "correct", fields={"source": {"name": "narrator"}})
    assert "Red Cross" not in [name for s in answers.speakers(siege, Asked()) for name in s.names]
    with pytest.raises(InputError):
        answers.source(siege, "Red Cross")


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ("Mlin", "Mlin"),
        ("9002", MLIN),
        ("9001", HRADOV),
        ("Selm region", "Selm"),
        ("Reykjavik", "Reykjavík"),
        ({"name": "Nowhere Farm"}, Place("Nowhere Farm")),
        ({"name": "Hill", "lat": 48, "lon": 37.5}, Place("Hill", None, 48.0, 37.5)),
    ],
)
def test_a_place_may_be_named_in_words(siege: Ledger, given: Any, place: Any) -> None:
    _decide(siege, "nine-2.1", "correct", fields={"places": [given]})
    (now,) = reviews.case(siege, "nine-2.1").entry.claim.places
    if isinstance(place, str):
        assert now.name.startswith(place)
        assert now.lat is not None
    else:
        assert now == place


def test_a_place_that_nobody_knows_is_told(siege: Ledger) -> None:
    with pytest.raises(InputError) as error:
        reviews.decide(siege, "wire-1.0", "correct", by="Vera", fields={"places": ["Xyzzyplugh"]})
    assert (error.value.field, error.value.value) == ("places", "Xyzzyplugh")


def test_parties_may_be_named_in_words(siege: Ledger) -> None:
    fields = {"actor": "Varnian troops", "target": "", "source": "residents"}
    _decide(siege, "wire-1.0", "correct", fields=fields)
    claim = reviews.case(siege, "wire-1.0").entry.claim
    assert claim.actor is not None
    assert (claim.actor.name, claim.actor.side, claim.target) == ("Varnian troops", "Varnia", None)
    assert claim.source == Source("residents")


def test_a_case_tells_what_was_read_what_holds_and_what_was_decided(siege: Ledger) -> None:
    fresh = reviews.case(siege, "wire-1.0")
    assert (fresh.in_force, fresh.after, fresh.stands, fresh.reviews) == (None, None, True, ())
    assert fresh.report.text[fresh.read.start : fresh.read.end] == fresh.read.text
    _decide(siege, "wire-1.0", "correct", fields={"type": "hold"})
    _decide(siege, "wire-1.0", "reject")
    case = reviews.case(siege, "wire-1.0")
    assert (case.read.type, case.entry.claim.type, case.stands) == ("capture", "hold", False)
    assert case.in_force is not None
    assert case.in_force.verdict == "reject"
    told = json.loads(json.dumps(case_record(case)))
    assert (told["verdict"], told["after"], told["claim"]["type"], told["read"]["type"]) == (
        "reject", case.after, "hold", "capture",
    )  # fmt: skip
    assert case_row(case)["least_sure"] == "Time"
    with pytest.raises(InputError, match="no-such"):
        reviews.case(siege, "no-such")


def test_the_log_has_each_decision_with_its_claim_the_latest_first(siege: Ledger) -> None:
    _decide(siege, "wire-1.0", "correct", fields={"type": "hold", "places": ["Mlin"]}, why="see the map")
    _decide(siege, "nine-1.0", "reject")
    late = reviews.decide(siege, "nine-1.0", "accept", by="Boris")
    assert late.unseen is not None
    log = reviews.decided(siege)
    assert [(r.by, r.verdict, r.stale) for r, _ in log] == [
        ("Boris", "accept", True), ("Vera", "reject", False), ("Vera", "correct", False),
    ]  # fmt: skip
    assert [claim and claim.id for _, claim in log] == ["nine-1.0", "nine-1.0", "wire-1.0"]
    row = decision_row(*log[2])
    assert row["changed"] == ("type: hold", "where: Mlin")
    assert decision_record(*log[2])["read"]["type"] == "capture"
    assert [r.claim for r, _ in reviews.decided(siege, report="wire-1")] == ["wire-1.0"]
    assert [r.by for r, _ in reviews.decided(siege, by="Boris")] == ["Boris"]
    assert reviews.decided(siege, by="\ud800") == []
    assert len(reviews.decided(siege, limit=1, before=log[0][0].key)) == 1


def test_what_was_reviewed_is_gold(siege: Ledger, tmp_path: Path) -> None:
    assert list(reviews.reviewed(siege, partly=True)) == []
    _decide(siege, "wire-1.0", "correct", fields={"type": "hold", "span": {"start": 0, "end": 36}})
    _decide(siege, "wire-1.1", "reject")
    _decide(siege, "nine-1.0", "accept")
    (whole,) = reviews.reviewed(siege)
    assert (whole.reading.report.id, whole.decided, whole.total, whole.by) == ("wire-1", 2, 2, ("Vera",))
    both = list(reviews.reviewed(siege, partly=True))
    assert [(r.reading.report.id, r.decided, r.total) for r in both] == [("nine-1", 1, 2), ("wire-1", 2, 2)]
    for each in both:
        write_draft(each.reading, tmp_path, sides=each.sides, notes=each.notes())
    gold = {g.report.id: g for g in load_gold(tmp_path)}
    assert [(c.type, c.text) for c in gold["wire-1"].claims] == [("hold", "its troops had captured the town of ")]
    assert [c.id for c in gold["nine-1"].claims] == ["nine-1#1", "nine-1#2"]
    assert gold["wire-1"].report == whole.reading.report
    header = json.loads((tmp_path / "wire-1.json").read_text("utf-8"))
    assert header["reviewed"] == {"decided": 2, "claims": 2, "by": ["Vera"]}
    assert header["sides"] == ["Varnia", "Ostrya"]


def test_a_withdrawn_report_is_no_gold(siege: Ledger) -> None:
    _decide(siege, "wire-2.0", "accept")
    Keeper(siege).withdraw("wire-2", date(2031, 3, 12))
    assert list(reviews.reviewed(siege)) == []


def _reviewed_by(ledger: Ledger) -> Ledger:
    for claim, verdict, fields in (
        ("wire-1.0", "correct", {"places": ["Mlin"], "when": {"start": "2031-03-02", "end": "2031-03-02"}}),
        ("nine-1.0", "reject", None),
        ("wire-1.1", "accept", None),
    ):
        _decide(ledger, claim, verdict, fields=fields)
    return ledger


def test_a_decision_holds_whatever_day_is_asked_about(ledgers: Ledgers) -> None:
    """As known on a day, a ledger with reviews is one of what was published by then, with the same reviews."""

    def everything(ledger: Ledger, known: date | None) -> dict[str, Any]:
        asked = Asked(known=known)
        return {
            "claims": answers.claims(ledger, asked, limit=None).entries,
            "events": [answer_records.event_record(e) for e in answers.happenings(ledger, asked)],
            "sources": [answer_records.speaker_record(s) for s in answers.speakers(ledger, asked)],
            "place": answers.place(ledger, "Mlin", on=_DAY, known=known).timeline,
        }

    with ledgers.fresh() as whole, ledgers.fresh() as early:
        _reviewed_by(fill(whole))
        keeper = Keeper(early)
        early_ones: list[Reading] = [r for r in READINGS if r.report.published and r.report.published <= _DAY]
        for reading in early_ones:
            keeper.keep(reading, seen=SEEN)
        _reviewed_by(early)
        assert everything(whole, _DAY) == everything(early, None)
