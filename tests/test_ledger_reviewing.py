from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from sayso.errors import InputError
from sayso.ledger import Filter, Keeper, Ledger
from sayso.ledger import schema as t
from sayso.ledger.filters import count, entries, places_of
from sayso.ledger.reviewing import Noted, review
from sayso.ledger.reviews import in_force, log, reading_of, reviews_of
from sayso.model import Claim, Entry, Party, Place, Reading, Report, Source, When, Why
from tests.ledger_strategies import Ledgers

_DAY = date(2034, 3, 1)
_TEXT = "Hradov fell on Monday. Troops left Tesno."
_HRADOV, _TESNO = Place("Hradov", 1001, 48.5, 37.9), Place("Tesno", 1002, 48.6, 38.1)
_TESNO_TOLD = {"name": "Tesno", "id": 1002, "lat": 48.6, "lon": 38.1, "precision": "settlement"}


@pytest.fixture(scope="module")
def ledgers(new_database: Callable[[], AbstractContextManager[str]]) -> Iterator[Ledgers]:
    with Ledgers(new_database) as made:
        yield made


def _claims(report: str = "a") -> tuple[Claim, ...]:
    first = Claim(
        f"{report}-0", report, _TEXT[:11], 0, 11, "capture", Source("Brezin", "military", "Varnia"), cue="said",
        quote="indirect", actor=Party("troops", "Ostrya"), places=(_HRADOV,), when=When(_DAY, _DAY),
    )  # fmt: skip
    second = Claim(f"{report}-1", report, _TEXT[23:40], 23, 40, "withdraw", Source("narrator"), places=(_TESNO,))
    return first, second


def _reading(report: str = "a", **other: Any) -> Reading:
    sure = {f"{report}-0": Why(sure={"claim": 0.9, "type": 0.35}), f"{report}-1": Why(sure={"claim": 0.8})}
    told: dict[str, Any] = {"published": _DAY, "outlet": "Tesno Courier"} | other
    return Reading(Report(report, _TEXT, **told), _claims(report), None, sure)


@pytest.fixture
def ledger(ledgers: Ledgers) -> Iterator[Ledger]:
    """A ledger with one report of two claims, a-0 and a-1."""
    with ledgers.fresh() as fresh:
        Keeper(fresh).keep(_reading())
        yield fresh


def _standing(ledger: Ledger, **asked: Any) -> list[Claim]:
    with ledger.reading() as connection:
        found = entries(connection, Filter(**asked))
        assert count(connection, Filter(**asked)) == len(found)
    return sorted((entry.claim for entry in found), key=lambda claim: claim.id)


def _doubts(ledger: Ledger) -> list[tuple[int, str]]:
    c, d = t.claim.c, t.doubtful.c
    with ledger.reading() as connection:
        wanted = select(d.doubt, c.id).join(t.claim, c.key == d.claim_key).order_by(d.doubt.desc(), c.id)
        return [(row.doubt, row.id) for row in connection.execute(wanted)]


def _at(ledger: Ledger, name: str) -> list[str]:
    with ledger.reading() as connection:
        keys = tuple(key for key, _ in places_of(connection, (name,)))
        return [entry.claim.id for entry in entries(connection, Filter(places=keys))]


def _chained(ledger: Ledger, *decisions: tuple[str, dict[str, Any]]) -> list[Noted]:
    """Decisions on a-0, each made in view of the one before."""
    out: list[Noted] = []
    for verdict, fields in decisions:
        after = out[-1].review.key if out else None
        out.append(review(ledger, "a-0", verdict, by="Vera", fields=fields, after=after))  # type: ignore[arg-type]
    return out


def test_claims_are_doubtful_by_their_least_sure_field_until_somebody_decides(ledger: Ledger) -> None:
    assert _doubts(ledger) == [(650, "a-0"), (200, "a-1")]
    done = review(ledger, "a-0", "accept", by="Vera")
    assert _doubts(ledger) == [(200, "a-1")]
    assert _standing(ledger) == list(_claims())
    review(ledger, "a-0", "undo", by="Vera", after=done.review.key)
    assert _doubts(ledger) == [(650, "a-0"), (200, "a-1")]


def test_a_rejected_claim_stands_nowhere_and_comes_back_when_it_is_taken_back(ledger: Ledger) -> None:
    first, second = _claims()
    done = review(ledger, "a-0", "reject", by="Vera", why="it is the headline")
    assert done.unseen is None
    for asked in ({}, {"known": _DAY}):
        assert _standing(ledger, **asked) == [second]
    assert _standing(ledger, words="Hradov fell") == []
    assert _standing(ledger, types=("capture",)) == []
    assert _at(ledger, "Hradov") == []
    review(ledger, "a-0", "undo", by="Boris", after=done.review.key)
    assert _standing(ledger) == [first, second]
    assert _at(ledger, "Hradov") == ["a-0"]
    assert [claim.id for claim in _standing(ledger, words="Hradov fell")] == ["a-0"]


def test_a_corrected_claim_stands_with_what_was_corrected_and_is_found_by_it(ledger: Ledger) -> None:
    first, _ = _claims()
    fields = {
        "type": "hold",
        "places": [_TESNO_TOLD],
        "source": {"name": "Marek", "kind": "local_official", "side": "Varnia"},
        "when": {"start": "2034-02-27", "end": "2034-02-28"},
        "counts": [{"what": "killed", "n": 3}],
        "stances": [{"by": "Ostrya", "stance": "denies"}],
        "span": {"start": 0, "end": 21},
    }
    done = review(ledger, "a-0", "correct", by="Vera", fields=fields)
    (now,) = _standing(ledger, types=("hold",))
    assert (now.id, now.type, now.places, now.source.name) == ("a-0", "hold", (_TESNO,), "Marek")
    assert (now.text, now.start, now.end) == ("Hradov fell on Monday", 0, 21)
    assert now.cue == first.cue
    assert now.actor == first.actor
    assert _at(ledger, "Tesno") == ["a-0", "a-1"]
    assert _at(ledger, "Hradov") == []
    assert [claim.id for claim in _standing(ledger, since=date(2034, 2, 27), until=date(2034, 2, 28))] == ["a-0"]
    assert [claim.id for claim in _standing(ledger, words="Marek")] == ["a-0"]
    assert [claim.id for claim in _standing(ledger, stances=("denies",))] == ["a-0"]
    assert set(done.review.fields) == set(fields)
    with ledger.reading() as connection:  # what was read is kept
        assert connection.execute(select(func.count()).where(t.claim.c.id == "a-0")).scalar_one() == 2


def test_a_correction_builds_on_the_one_that_was_seen(ledger: Ledger) -> None:
    first, second = _claims()
    one, two = _chained(ledger, ("correct", {"type": "hold"}), ("correct", {"modality": "negated"}))
    assert dict(two.review.fields) == {"modality": "negated"}
    assert _standing(ledger) == [replace(first, type="hold", modality="negated"), second]
    back = review(ledger, "a-0", "undo", by="Vera", after=two.review.key)
    assert _standing(ledger) == [replace(first, type="hold"), second]
    again = review(ledger, "a-0", "undo", by="Vera", after=back.review.key)
    assert _standing(ledger) == [first, second]
    # Said once more, it is the same row again.
    with ledger.reading() as connection:
        rows = connection.execute(select(func.count()).select_from(t.claim)).scalar_one()
    review(ledger, "a-0", "correct", by="Boris", fields={"type": "hold"}, after=again.review.key)
    with ledger.reading() as connection:
        assert connection.execute(select(func.count()).select_from(t.claim)).scalar_one() == rows
    assert one.review.key < two.review.key


def test_correcting_back_to_what_was_read_is_what_was_read(ledger: Ledger) -> None:
    _chained(ledger, ("correct", {"type": "hold"}), ("correct", {"type": "capture"}))
    assert _standing(ledger) == list(_claims())
    assert _doubts(ledger) == [(200, "a-1")]


def test_an_accepted_correction_stays_corrected(ledger: Ledger) -> None:
    _chained(ledger, ("correct", {"type": "hold"}), ("accept", {}))
    assert [claim.type for claim in _standing(ledger)] == ["hold", "withdraw"]


def test_whoever_had_not_seen_the_latest_is_told_and_kept_without_effect(ledger: Ledger) -> None:
    vera = review(ledger, "a-0", "correct", by="Vera", fields={"type": "hold"})
    boris = review(ledger, "a-0", "reject", by="Boris", why="no claim")
    assert boris.unseen == vera.review
    assert boris.review.stale
    assert [claim.type for claim in _standing(ledger)] == ["hold", "withdraw"]
    late = review(ledger, "a-0", "correct", by="Boris", fields={"type": "hold", "modality": "negated"}, after=77)
    assert late.unseen == vera.review
    assert _standing(ledger)[0].modality == "asserted"
    knowingly = review(ledger, "a-0", "reject", by="Boris", why="no claim", after=vera.review.key)
    assert knowingly.unseen is None
    assert [claim.id for claim in _standing(ledger)] == ["a-1"]
    with ledger.reading() as connection:
        kept = log(connection)
    assert [(r.by, r.verdict, r.stale) for r in kept] == [
        ("Boris", "reject", False), ("Boris", "correct", True), ("Boris", "reject", True), ("Vera", "correct", False),
    ]  # fmt: skip
    assert kept[2].why == "no claim"
    assert kept[2].made.endswith("Z")


def test_a_decision_on_what_is_not_there_to_be_seen_is_stale(ledger: Ledger) -> None:
    early = review(ledger, "a-0", "reject", by="Vera", after=12)
    assert early.review.stale
    assert early.unseen is None
    assert len(_standing(ledger)) == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"claim": "nobody"}, "claim"),
        ({"claim": "\ud800"}, "claim"),
        ({"verdict": "maybe"}, "verdict"),
        ({"by": " \t"}, "by"),
        ({"by": "V" * 201}, "by"),
        ({"by": "V\0"}, "review by"),
        ({"why": "y" * 4001}, "why"),
        ({"after": 2**70}, "review after"),
        ({"reading": "of another"}, "claim"),
        ({"fields": {"type": "hold"}}, "fields"),
        ({"verdict": "correct"}, "fields"),
        ({"verdict": "correct", "fields": {"type": "capture"}}, "fields"),
        ({"verdict": "correct", "fields": {"type": "conquest"}}, "type"),
        ({"verdict": "correct", "fields": {"source": {"name": "M\0"}}}, "source name"),
        ({"verdict": "correct", "fields": {"source": {"name": "M\ud800"}}}, "source.name"),
        ({"verdict": "undo"}, "verdict"),
    ],
)
def test_a_decision_without_meaning_is_refused_and_not_kept(ledger: Ledger, given: dict[str, Any], field: str) -> None:
    asked: dict[str, Any] = {"claim": "a-0", "verdict": "accept", "by": "Vera"} | given
    with pytest.raises(InputError) as error:
        review(ledger, asked.pop("claim"), asked.pop("verdict"), **asked)
    assert error.value.field == field
    with ledger.reading() as connection:
        assert log(connection) == []
    assert _standing(ledger) == list(_claims())


def test_a_later_version_keeps_what_was_decided_of_what_it_says_the_same(ledgers: Ledgers) -> None:
    later = replace(_reading(), report=replace(_reading().report, published=date(2034, 3, 2), title="UPDATE 1"))
    fields = {"type": "hold", "places": [_TESNO_TOLD]}
    seen = []
    for before in (True, False):
        with ledgers.fresh() as ledger:
            keeper = Keeper(ledger)
            keeper.keep(_reading())
            if before:
                keeper.keep(later)
            review(ledger, "a-1", "correct", by="Vera", fields={"modality": "negated"})
            one = review(ledger, "a-0", "correct", by="Vera", fields={"modality": "possible"})
            two = review(ledger, "a-0", "undo", by="Vera", after=one.review.key)
            review(ledger, "a-0", "correct", by="Vera", fields=fields, after=two.review.key)
            if not before:
                keeper.keep(later)
            assert [claim.type for claim in _standing(ledger)] == ["hold", "withdraw"]
            assert _doubts(ledger) == []
            seen.append((_standing(ledger), _standing(ledger, known=_DAY), _rows(ledger)))
    assert seen[0] == seen[1]


def _rows(ledger: Ledger) -> dict[str, list[Any]]:
    with ledger.reading() as connection:
        return {
            table.name: sorted(tuple(row) for row in connection.execute(select(table)))
            for table in (t.claim_place, t.correction, t.set_aside, t.doubtful)
        }


def test_a_version_that_says_otherwise_under_the_same_id_is_to_be_looked_at_anew(ledger: Ledger) -> None:
    review(ledger, "a-0", "reject", by="Vera")
    other = _reading(published=date(2034, 3, 2))
    claims = (replace(other.claims[0], type="hold"), other.claims[1])
    Keeper(ledger).keep(replace(other, claims=claims))
    assert [claim.type for claim in _standing(ledger)] == ["hold", "withdraw"]
    assert [claim.id for claim in _standing(ledger, known=_DAY)] == ["a-1"]
    # A decision by who still looks at the first reading is of that one.
    done = review(ledger, "a-0", "accept", by="Vera", reading=reading_of(claims[0]))
    assert not done.review.stale
    assert review(ledger, "a-0", "accept", by="Vera", reading=reading_of(_claims()[0])).review.stale


def test_evidence_stays_where_it_is_in_a_version_that_has_other_words_there(ledger: Ledger) -> None:
    review(ledger, "a-0", "correct", by="Vera", fields={"span": {"start": 0, "end": 21}, "type": "hold"})
    text = _TEXT.replace("Monday", "Friday")
    later = _reading(published=date(2034, 3, 2))
    Keeper(ledger).keep(replace(later, report=replace(later.report, text=text)))
    (now,) = _standing(ledger, types=("hold",))
    assert (now.type, now.text) == ("hold", "Hradov fell")
    (then,) = _standing(ledger, types=("hold",), known=_DAY)
    assert then.text == "Hradov fell on Monday"


def test_a_claim_of_a_withdrawn_report_may_be_decided_on(ledger: Ledger) -> None:
    Keeper(ledger).withdraw("a", date(2034, 3, 3))
    review(ledger, "a-0", "reject", by="Vera")
    assert [claim.id for claim in _standing(ledger, known=_DAY)] == ["a-1"]


@dataclass
class _Model:
    """One claim, as a plain list of what holds."""

    held: list[tuple[str, str | None]]
    latest: int | None = None

    @property
    def type(self) -> str | None:
        """What the claim says now; None where it is rejected."""
        if self.held and self.held[-1][0] == "reject":
            return None
        return next((kind for _, kind in reversed(self.held) if kind), "capture")


_verdicts = st.sampled_from(["accept", "reject", "undo", "hold", "advance", "clash", "capture"])
_moves = st.lists(st.tuples(_verdicts, st.integers(0, 3), st.sampled_from(["Vera", "Boris"])), max_size=12)


@given(moves=_moves)
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_any_run_of_decisions_comes_to_what_a_simple_model_says(
    ledgers: Ledgers, moves: Sequence[tuple[str, int, str]]
) -> None:
    model = _Model([])
    with ledgers.fresh() as ledger:
        Keeper(ledger).keep(_reading())
        kept: list[Noted] = []
        keys: list[int | None] = [None]
        for move, back, by in moves:
            after = keys[max(0, len(keys) - 1 - back)]
            kind = move if move in ("hold", "advance", "clash", "capture") else None
            stale = after != model.latest
            fails = not stale and ((move == "undo" and not model.held) or kind == (model.type or _under(model)))
            given: dict[str, Any] = {"by": by, "after": after} | ({"fields": {"type": kind}} if kind else {})
            if fails:
                with pytest.raises(InputError):
                    review(ledger, "a-0", "correct" if kind else move, **given)  # type: ignore[arg-type]
                continue
            noted = review(ledger, "a-0", "correct" if kind else move, **given)  # type: ignore[arg-type]
            kept.append(noted)
            assert noted.review.stale == stale
            assert (noted.unseen and noted.unseen.key) == (model.latest if stale else None)
            keys.append(noted.review.key)
            if stale:
                continue
            model.latest = noted.review.key
            if move == "undo":
                model.held.pop()
            else:
                model.held.append(("correct" if kind else move, kind))
            assert [claim.type for claim in _standing(ledger) if claim.id == "a-0"] == [model.type] * bool(model.type)
        with ledger.reading() as connection:
            whole = reviews_of(connection, ["a-0"])
        assert whole == [noted.review for noted in kept]
        assert [verdict for verdict, _ in model.held] == [r.verdict for r in in_force(whole)]
        assert ("a-0" in [id for _, id in _doubts(ledger)]) == (not model.held)


def _under(model: _Model) -> str:
    return next((kind for _, kind in reversed(model.held) if kind), "capture")


def _many(where: str, by: str, claims: Sequence[str], rounds: int, out: Any) -> None:
    """A reviewer in a process of their own, who puts a decision again each time that it came too late."""
    put = 0
    with Ledger.open(where, create=True) as ledger:
        for n in range(rounds):
            for claim in claims:
                after, verdict = None, "accept" if n % 2 else "reject"
                while True:
                    noted = review(ledger, claim, verdict, by=by, why=f"{by} {n}", after=after)  # type: ignore[arg-type]
                    put += 1
                    if not noted.review.stale:
                        break
                    after = noted.unseen.key if noted.unseen else None
    out.put((by, put))


def test_reviewers_in_several_processes_lose_no_decision(database_url: str) -> None:
    rounds, people = 3, ("Anna", "Boris", "Vera")
    with Ledger.open(database_url, create=True) as ledger:
        Keeper(ledger).keep(_reading())
        context = multiprocessing.get_context("spawn")
        out = context.Queue()
        arguments = [(database_url, by, ("a-0", "a-1"), rounds, out) for by in people]
        running = [context.Process(target=_many, args=each) for each in arguments]
        for process in running:
            process.start()
        put = dict(out.get(timeout=40) for _ in people)
        for process in running:
            process.join(timeout=40)
        with ledger.reading() as connection:
            whole = log(connection)
            for claim in ("a-0", "a-1"):
                told = reviews_of(connection, [claim])
                # Each that had its effect follows the one before it that had: nobody decided past another.
                chain = [r for r in told if not r.stale]
                assert [r.after for r in chain] == [None, *(r.key for r in chain[:-1])]
                assert {(r.by, r.why) for r in chain} == {(by, f"{by} {n}") for by in people for n in range(rounds)}
                assert len(chain) == len(people) * rounds
    assert len(whole) == sum(put.values())
    for by in people:
        assert len([r for r in whole if r.by == by]) == put[by]


def test_the_reasons_are_those_of_what_stands(ledger: Ledger) -> None:
    from sayso.ledger.asking import versions_of
    from sayso.ledger.readings import why_of

    def told() -> Why:
        with ledger.reading() as connection:
            return why_of(connection, versions_of(connection, "a")[0].key)["a-0"]

    before = told()
    (done,) = _chained(ledger, ("correct", {"type": "hold"}))
    assert told().notes["type"] == ("corrected by a person",)
    assert dict(told().sure) == {"claim": 0.9}
    review(ledger, "a-0", "undo", by="Vera", after=done.review.key)
    assert told() == before


def test_a_report_of_many_entries_keeps_its_order_when_one_is_corrected(ledger: Ledger) -> None:
    from sayso.ledger.asking import claims_of, versions_of

    review(ledger, "a-0", "correct", by="Vera", fields={"type": "hold"})
    with ledger.reading() as connection:
        (version,) = versions_of(connection, "a")
        found: list[Entry] = claims_of(connection, version.key)
    assert [(entry.claim.id, entry.claim.type) for entry in found] == [("a-0", "hold"), ("a-1", "withdraw")]
