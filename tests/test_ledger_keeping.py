from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, func, select

from sayso.errors import InputError
from sayso.ledger import Filter, Keeper, Ledger, keeping
from sayso.ledger import schema as t
from sayso.ledger.asking import decisions, problems, theatres, versions_of
from sayso.ledger.filters import entries
from sayso.model import Claim, Count, Entry, Place, Reading, Refusal, Report, Source, Why
from tests.ledger_strategies import DAYS, Gone, Ledgers, Told, World, known_by, tell, worlds

_D = DAYS
_NOON = datetime(2034, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def ledgers(new_database: Callable[[], AbstractContextManager[str]]) -> Iterator[Ledgers]:
    with Ledgers(new_database) as made:
        yield made


def _reading(id: str = "a", text: str = "Hradov fell.", published: date | None = _D[0], **other: Any) -> Reading:
    claim = Claim(f"{id}-0", id, text, 0, len(text), "capture", Source("Brezin"), places=(Place("Hradov", 1),))
    return Reading(Report(id, text, published=published, **other), (claim,))


def _counts(ledger: Ledger) -> dict[str, int]:
    with ledger.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in t.metadata.sorted_tables
        }


def _rows(ledger: Ledger, table: Table) -> list[tuple[Any, ...]]:
    with ledger.reading() as connection:
        return sorted((tuple(row) for row in connection.execute(select(table))), key=repr)


def _known(ledger: Ledger, day: date | None = None) -> list[Entry]:
    with ledger.reading() as connection:
        return entries(connection, Filter(known=day))


def test_a_report_is_new_then_unchanged_then_a_version(ledgers: Ledgers) -> None:
    with ledgers.fresh() as ledger:
        keeper = Keeper(ledger)
        assert not keeper.has(_reading().report)
        assert keeper.keep(_reading()) == keeping.Kept("a", "new", 1)
        assert keeper.has(_reading().report)
        before = _counts(ledger)
        assert keeper.keep(_reading()) == keeping.Kept("a", "unchanged", 0)
        assert Keeper(ledger).keep(_reading()) == keeping.Kept("a", "unchanged", 0)
        assert _counts(ledger) == before
        assert not keeper.has(_reading(text="Hradov held.").report)
        assert keeper.keep(_reading(text="Hradov held.", published=_D[1])) == keeping.Kept("a", "version", 1)
        assert keeper.keep(_reading("b")) == keeping.Kept("b", "new", 1)


def test_a_page_under_one_address_is_one_report_by_any_id(ledgers: Ledgers) -> None:
    with ledgers.fresh() as ledger:
        keeper = Keeper(ledger)
        keeper.keep(_reading("a", url="https://www.example.org/n/1?utm_source=feed"))
        assert keeper.keep(_reading("b", "Hradov held.", _D[1], url="http://example.org/n/1/")).how == "version"
        assert [e.claim.id for e in _known(ledger)] == ["b-0"]
        assert [e.claim.id for e in _known(ledger, _D[0])] == ["a-0"]
        with ledger.reading() as connection:
            for name in ("a", "b", "https://example.org/n/1#top"):
                assert [v.report.id for v in versions_of(connection, name)] == ["a", "b"]
            assert versions_of(connection, "c") == []
            assert versions_of(connection, "\ud800") == []


def test_the_front_page_of_a_site_is_no_address_of_a_report(ledgers: Ledgers) -> None:
    with ledgers.fresh() as ledger:
        keeper = Keeper(ledger)
        keeper.keep(_reading("a", url="https://example.org/"))
        assert keeper.keep(_reading("b", url="https://example.org/")).how == "new"


def test_of_pages_edited_in_silence_the_last_seen_stands(ledgers: Ledgers) -> None:
    first, second = Told(_reading(text="One."), _NOON), Told(_reading(text="Two."), _NOON.replace(hour=13))
    for world in ((first, second), (second, first)):
        with ledgers.of(world) as ledger:
            assert [e.claim.text for e in _known(ledger)] == ["Two."]


def test_a_withdrawn_report_keeps_its_claims_and_no_longer_stands(ledgers: Ledgers) -> None:
    with ledgers.fresh() as ledger:
        keeper = Keeper(ledger)
        keeper.keep(_reading(published=_D[1]))
        assert keeper.withdraw("a", _D[3], why="its author took it back")
        assert not keeper.withdraw("a", _D[3])
        assert [len(_known(ledger, day)) for day in (_D[0], _D[1], _D[2], _D[3], None)] == [0, 1, 1, 0, 0]
        with ledger.reading() as connection:
            assert [v.withdrawn for v in versions_of(connection, "a")] == [_D[3]]
        assert _counts(ledger)["claim"] == 1
        keeper.keep(_reading(text="Hradov held after all.", published=_D[4]))
        assert len(_known(ledger)) == 1


def test_a_withdrawal_may_come_before_the_report(ledgers: Ledgers) -> None:
    with ledgers.fresh() as ledger:
        keeper = Keeper(ledger)
        keeper.withdraw("a", _D[3])
        keeper.keep(_reading(published=_D[1]))
        assert [len(_known(ledger, day)) for day in (_D[2], _D[3], None)] == [1, 0, 0]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds(), data=st.data())
def test_the_order_of_adding_changes_nothing(ledgers: Ledgers, world: World, data: st.DataObject) -> None:
    other = data.draw(st.permutations(world))
    with ledgers.of(world) as one, ledgers.of(other) as two:
        for table in (t.report, t.claim, t.claim_place, t.source, t.place, t.figure, t.stance, t.fingerprint):
            assert _rows(one, table) == _rows(two, table)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds())
def test_added_again_it_is_the_same_ledger(ledgers: Ledgers, world: World) -> None:
    with ledgers.of(world) as ledger:
        before = [_rows(ledger, table) for table in t.metadata.sorted_tables]
        tell(ledger, reversed(world))
        assert [_rows(ledger, table) for table in t.metadata.sorted_tables] == before


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds(), day=st.sampled_from(DAYS))
def test_what_is_known_on_a_day_is_all_that_a_ledger_of_that_day_has(ledgers: Ledgers, world: World, day: date) -> None:
    with ledgers.of(world) as whole, ledgers.of(known_by(world, day)) as then:
        known = _known(whole, day)
        assert known == _known(then, day)
        assert known == _known(then)
        ids = [entry.claim.id for entry in known]
        assert len(set(ids)) == len(ids)


def test_two_reports_whose_keys_meet_are_both_kept(ledgers: Ledgers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "report_key", lambda report, digest: 5 << 32)
    with ledgers.fresh() as ledger:
        keeper = Keeper(ledger)
        kept = [keeper.keep(_reading(f"r{n}")).how for n in range(5)]
        assert kept == ["new"] * 5
        assert sorted(e.claim.id for e in _known(ledger)) == [f"r{n}-0" for n in range(5)]


@pytest.mark.parametrize(
    ("spoiled", "field"),
    [
        (replace(_reading(), report=replace(_reading().report, id="\udc80.txt")), "report id"),
        (replace(_reading(), report=replace(_reading().report, id="")), "report id"),
        (replace(_reading(), report=replace(_reading().report, title="a\0b")), "report title"),
        (replace(_reading(), report=replace(_reading().report, text="\ud800")), "report text"),
        (replace(_reading(), claims=(replace(_reading().claims[0], source=Source("\0")),)), "source name"),
        (replace(_reading(), claims=(replace(_reading().claims[0], cue="\udfff"),)), "claim cue"),
        (replace(_reading(), claims=(replace(_reading().claims[0], places=(Place("p", 2**70),)),)), "place geonames"),
        (
            replace(_reading(), claims=(replace(_reading().claims[0], places=(Place("p", 1, float("nan"), 0.0),)),)),
            "lat",
        ),
        (replace(_reading(), claims=(replace(_reading().claims[0], counts=(Count("killed", 10**30),)),)), "figure n"),
        (replace(_reading(), why={"a-0": Why({"type": ("\ud800",)})}), "claim why"),
        (replace(_reading(), warnings=("\ud800",)), "report warnings"),
    ],
)
def test_what_a_database_can_not_hold_is_refused_by_field_before_anything_is_written(
    ledgers: Ledgers, spoiled: Reading, field: str
) -> None:
    with ledgers.fresh() as ledger:
        keeper = Keeper(ledger)
        with pytest.raises(InputError, match=field):
            keeper.keep(spoiled)
        assert not any(_counts(ledger).values())
        assert keeper.keep(_reading()).how == "new"


def test_what_fails_halfway_leaves_nothing(ledgers: Ledgers, monkeypatch: pytest.MonkeyPatch) -> None:
    with ledgers.fresh() as ledger:
        keeper = Keeper(ledger)
        with monkeypatch.context() as patch:
            patch.setattr(Keeper, "_restand", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                keeper.keep(_reading())
        assert not any(_counts(ledger).values())
        assert keeper.keep(_reading()).how == "new"
        assert [e.claim.places[0].name for e in _known(ledger)] == ["Hradov"]


def test_a_problem_stands_once_until_its_input_is_kept_and_again_when_it_comes_back(ledgers: Ledgers) -> None:
    with ledgers.fresh() as ledger:
        keeper = Keeper(ledger)
        keeper.problem(Refusal("a", "no prose", 3), seen=_NOON)
        keeper.problem(Refusal("a", "no prose", 4), seen=_NOON.replace(hour=13))
        keeper.problem(Refusal("b" * 5000, "not English: " + "x" * 5000), seen=_NOON)
        keeper.problem(Refusal("\udc80\0.txt", "binary", 10**20), seen=_NOON)
        with ledger.reading() as connection:
            first, *others = sorted(problems(connection), key=lambda p: p.input != "a")
            assert (first.line, first.seen, first.mended) == (4, "2034-03-01T13:00:00.000000Z", None)
            assert {p.input[:6] for p in others} == {"bbbbbb", "\\udc80"}
        keeper.keep(_reading())
        with ledger.reading() as connection:
            assert len(problems(connection)) == 2
            assert sum(p.mended is not None for p in problems(connection, mended=True)) == 1
        keeper.problem(Refusal("a", "no prose", 5), seen=_NOON.replace(hour=14))
        with ledger.reading() as connection:
            assert [p.line for p in problems(connection) if p.input == "a"] == [5]
        keeper.mend(["a", "nobody", "\udc80\0.txt"])
        with ledger.reading() as connection:
            assert [p.input[:1] for p in problems(connection)] == ["b"]


@pytest.mark.parametrize("few", [400, 1])
def test_the_last_word_on_two_claims_holds(ledgers: Ledgers, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.ledger.asking._BATCH", few)  # so many are looked through, of more those asked for
    with ledgers.fresh() as ledger:
        keeper = Keeper(ledger)
        for id in ("a", "b", "c"):
            keeper.keep(_reading(id))
        keeper.decide("b-0", "a-0", apart=True, by="Ana", why="two bridges")
        keeper.decide("a-0", "c-0", apart=True, by="Ana", why="")
        keeper.decide("a-0", "b-0", apart=False, by="Bo", why="one bridge")
        with ledger.reading() as connection:
            found = decisions(connection, {"b-0"})
            assert [(d.a, d.b, d.apart, d.by, d.why) for d in found] == [("a-0", "b-0", False, "Bo", "one bridge")]
            assert len(decisions(connection, {"a-0"})) == 2
            assert decisions(connection, set()) == []
        assert _counts(ledger)["decision"] == 3


@pytest.mark.parametrize(("a", "b"), [("a-0", "zz"), ("zz", "a-0"), ("a-0", "a-0"), ("a-0", "\ud800"), ("a-0", "\0")])
def test_a_word_on_claims_that_are_not_two_or_not_there_is_refused(ledgers: Ledgers, a: str, b: str) -> None:
    with ledgers.fresh() as ledger:
        keeper = Keeper(ledger)
        keeper.keep(_reading())
        with pytest.raises(InputError, match=r"claim|decision"):
            keeper.decide(a, b, apart=True, by="Ana", why="")
        assert _counts(ledger)["decision"] == 0


def test_a_theatre_of_ones_own_is_kept_and_the_last_of_a_name_is_read(ledgers: Ledgers) -> None:
    with ledgers.fresh() as ledger:
        keeper = Keeper(ledger)
        for toml in ("a = 1", "a = 2", "a = 2"):
            keeper.theatre("varnia", toml)
        with ledger.reading() as connection:
            assert theatres(connection) == {"varnia": "a = 2"}
        with pytest.raises(InputError, match="theatre toml"):
            keeper.theatre("varnia", "\0")


def test_a_withdrawal_with_a_silly_id_or_reason_is_refused(ledgers: Ledgers) -> None:
    with ledgers.fresh() as ledger:
        for id, why in (("", ""), ("x" * 9000, ""), ("a", "\0")):
            with pytest.raises(InputError):
                Keeper(ledger).withdraw(id, _D[0], why=why)


def test_many_reports_under_one_id_each_know_when_the_next_came(ledgers: Ledgers) -> None:
    with ledgers.of([Told(_reading(text=f"Day {n}.", published=day), _NOON) for n, day in enumerate(_D)]) as ledger:
        with ledger.reading() as connection:
            assert [v.until for v in versions_of(connection, "a")] == [*_D[1:], None]
        for n, day in enumerate(_D):
            assert [e.claim.text for e in _known(ledger, day)] == [f"Day {n}."]


def test_withdrawals_of_others_change_nothing(ledgers: Ledgers) -> None:
    with ledgers.of([Told(_reading(), _NOON), Gone("b", _D[0])]) as ledger:
        assert len(_known(ledger)) == 1
