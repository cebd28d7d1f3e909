"""Is the invented war the same every time, and is what it says of itself true of its reports?"""

from __future__ import annotations

import dataclasses
import json
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest

from bench import weighing
from bench.chronicle import Chronicle, chronicle, stream
from bench.chronicle.__main__ import main
from bench.chronicle.reading import Pair, losses, mend
from sayso.reader import Reader
from sayso.theatres import GENERIC, load
from sayso.theatres._load import parse
from sayso.weighing.control import Control

DAY = timedelta(days=1)


@pytest.fixture(scope="module", params=[4, 5])
def told(request: pytest.FixtureRequest) -> Chronicle:
    return chronicle(request.param, 250)


def words(text: str) -> set[tuple[str, ...]]:
    found = text.split()
    return {tuple(found[at : at + 4]) for at in range(len(found) - 3)}


def share(a: str, b: str) -> float:
    """How much of the shorter text's runs of four words the longer one has."""
    one, two = words(a), words(b)
    return len(one & two) / min(len(one), len(two))


def test_a_seed_tells_one_war() -> None:
    one, two, other = chronicle(7, 60), chronicle(7, 60), chronicle(8, 60)
    assert one.reports == two.reports
    assert one.theatre == two.theatre
    assert one.truth == two.truth
    assert one.reports[0].report.text != other.reports[0].report.text


def test_every_third_war_has_a_third_side() -> None:
    two, three = chronicle(7, 200), chronicle(9, 200)
    assert len(two.world.everyone) == 2
    third = three.world.everyone[2].name
    assert len({side.name for side in three.world.everyone}) == 3
    assert any(c.actor and c.actor.side == third for each in three.reports for c in each.claims)
    assert third in parse(three.theatre, name="war", source="war", base=GENERIC).sides


def test_another_wording_tells_the_same_war_in_other_words() -> None:
    one, other = chronicle(7, 120), chronicle(7, 120, wording="other")
    assert one.truth.towns == other.truth.towns
    said = {claim.text for each in one.reports for claim in each.claims}
    again = [claim.text for each in other.reports for claim in each.claims]
    assert sum(text in said for text in again) < 0.1 * len(again)
    for each in other.reports:
        assert not any(mark in each.report.text for mark in "<>{}[]«»|")
        assert all(each.report.text[c.start : c.end] == c.text for c in each.claims)


def test_a_longer_telling_begins_like_a_shorter_one() -> None:
    assert chronicle(7, 120).reports[:60] == chronicle(7, 60).reports


def test_every_claim_stands_on_its_words(told: Chronicle) -> None:
    for each in told.reports:
        assert each.claims
        for claim in each.claims:
            assert each.report.text[claim.start : claim.end] == claim.text
            assert claim.report == each.report.id
            assert claim.places
            if claim.when is not None:
                assert each.report.published is not None
                assert claim.when.start is not None
                assert claim.when.start <= each.report.published
    text = "".join(each.report.text for each in told.reports)
    assert not any(mark in text for mark in "<>{}[]«»|")
    assert "  " not in text
    assert not any("\ue000" <= letter <= "\uf8ff" for letter in text)


def test_ids_are_unique_and_every_claim_has_its_truth(told: Chronicle) -> None:
    ids = [claim.id for each in told.reports for claim in each.claims]
    assert len(ids) == len(set(ids))
    assert set(ids) == set(told.truth.event) == set(told.truth.account)


def test_reports_come_in_order_and_versions_come_later(told: Chronicle) -> None:
    published = [each.report.published or date.min for each in told.reports]
    assert published == sorted(published)
    seen: dict[str, date] = {}
    for each in told.reports:
        report = each.report
        assert report.published is not None
        if report.id in seen:
            assert seen[report.id] < report.published
            assert (report.title or "").startswith(("CORRECTED: ", "UPDATE 2: "))
        seen[report.id] = report.published


def test_copies_are_near_duplicates_and_hardly_anything_else_is(told: Chronicle) -> None:
    texts: dict[str, list[str]] = {}
    for each in told.reports:
        texts.setdefault(each.report.id, []).append(each.report.text)
    assert len(told.truth.original) > 30
    for copy, original in told.truth.original.items():
        assert max(share(texts[copy][0], version) for version in texts[original]) > 0.5
    latest = {number: versions[-1] for number, versions in texts.items()}
    alike = [
        (a, b)
        for a in latest
        for b in latest
        if a < b and told.truth.group(a) != told.truth.group(b) and share(latest[a], latest[b]) > 0.8
    ]
    assert not alike


def test_a_place_changes_hands_only_when_a_report_tells(told: Chronicle) -> None:
    first, last = told.days
    published = {each.report.published for each in told.reports} | set(told.withdrawals.values())
    changes = 0
    for town in told.truth.control:
        before = told.truth.status(town, last, first - DAY)
        assert before.status == "unknown"
        for n in range((last - first).days + 1):
            known = first + n * DAY
            now = told.truth.status(town, last, known)
            if now != before:
                changes += 1
                assert known in published
                told_of = [
                    c
                    for each in told.reports
                    for c in each.claims
                    if any(p.name == town for p in c.places) and c.type in ("capture", "hold", "withdraw")
                ]
                assert told_of
            before = now
    assert changes > 10


def test_what_is_held_was_told_by_more_than_the_holder(told: Chronicle) -> None:
    _, last = told.days
    held = 0
    for town in told.truth.control:
        status = told.truth.status(town, last, last)
        if status.status != "held":
            continue
        held += 1
        accounts = {
            told.truth.account[c.id]
            for each in told.known(last)
            for c in each.claims
            if any(p.name == town for p in c.places) and c.type in ("capture", "hold", "withdraw")
        }
        assert accounts - {f"side:{status.sides[0]}"}
    assert held


def test_withdrawn_and_mended_reports_are_known_only_for_their_time() -> None:
    told = chronicle(1, 500)
    assert told.withdrawals
    for report, day in told.withdrawals.items():
        assert report in {t.report.id for t in told.known(day - DAY)}
        assert report not in {t.report.id for t in told.known(day)}
    assert any((t.report.title or "").startswith("CORRECTED: ") for t in told.reports)
    standing = told.known(told.days[1])
    assert len({t.report.id for t in standing}) == len(standing)


def test_the_stream_is_endless_and_the_same_every_time() -> None:
    one = list(islice(stream(3, 1_000_000), 200))
    assert one == list(islice(stream(3, 1_000_000), 200))
    for report, claims in one:
        for claim in claims:
            assert report.text[claim.start : claim.end] == claim.text
    assert len({claim.id for _, claims in one for claim in claims}) == sum(len(claims) for _, claims in one)
    assert sum(len(claims) for _, claims in stream(3, 300)) >= 300


def test_the_files_hold_the_war_and_the_reader_reads_it(tmp_path: Path) -> None:
    assert main(["--seed", "6", "--reports", "20", "--out", str(tmp_path)]) == 0
    lines = (tmp_path / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 20
    theatre = load(str(tmp_path / "theatre.toml"))
    assert list(theatre.sides) == [side.name for side in chronicle(6, 1).world.everyone]
    told = chronicle(6, 20)
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert truth["events"] == dict(told.truth.event)
    ministry = told.world.sides[0].ministry
    assert {theatre.side_of(written) for written, _ in ministry.first} == {told.world.sides[0].name}
    first = next(t for t in told.reports if len(t.claims) > 1)
    reading = Reader(str(tmp_path / "theatre.toml")).read(dataclasses.replace(first.report))
    assert reading.claims
    assert {p.name for c in reading.claims for p in c.places} & {p.name for c in first.claims for p in c.places}


def test_what_is_mended_in_full_is_the_truth() -> None:
    told = chronicle(2, 30)
    theatre = parse(told.theatre, name="war", source="war", base=GENERIC)
    version = {(t.report.id, t.report.published or date.min): t for t in told.reports}
    found = {
        key: tuple(Pair(c, dataclasses.replace(c, id=f"~{c.id}", type="meeting", places=())) for c in t.claims[1:])
        + tuple(Pair(c, None) for c in t.claims[:1])
        for key, t in version.items()
    }
    lost, _ = losses(found, theatre)
    assert lost["claim not found"] == len(told.reports)
    assert lost["place wrong"] == lost["true claims"] - lost["claim not found"]
    claims, same = mend(found, "all of these")
    strip = {key: sorted(dataclasses.replace(c, id="").text for c in cs) for key, cs in claims.items()}
    assert strip == {key: sorted(c.text for c in t.claims) for key, t in version.items()}
    assert {c.type for cs in claims.values() for c in cs} == {c.type for t in told.reports for c in t.claims}
    assert set(same.values()) == set(told.truth.event)
    as_read = mend(found, "as read")[0]
    assert {c.type for cs in as_read.values() for c in cs} == {"meeting"}


def test_the_measures_fall_when_the_weighing_is_spoilt(monkeypatch: pytest.MonkeyPatch) -> None:
    told = chronicle(2, 80)
    theatre = parse(told.theatre, name="war", source="war", base=GENERIC)
    fed = weighing.fed_true(told, theatre)
    sound = weighing.measure(fed).figures
    monkeypatch.setattr(weighing, "copy_groups", lambda texts: ())
    monkeypatch.setattr(weighing, "figures", lambda event, accounts, copies: ())
    monkeypatch.setattr(weighing, "control", lambda *_, **__: Control("unknown", None, (), None, "", ()))
    spoilt = weighing.measure(fed).figures
    assert sound["copies F1"] > 0.9 > spoilt["copies F1"]
    assert spoilt["control"] == spoilt["figures"] == 0.0
