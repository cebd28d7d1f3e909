"""The pages of events: a list that can be narrowed and taken away, a tree of accounts, and a person's word on it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from sayso.ledger import Ledger
from sayso.ledger.judging import judge
from sayso.web import Room, application
from tests.siege import fill


@pytest.fixture
def siege(tmp_path: Path) -> Iterator[TestClient]:
    with Ledger.open(tmp_path / "s.db", create=True) as ledger:
        fill(ledger)
    room = Room.open(tmp_path / "s.db")
    with TestClient(application(room), base_url="http://localhost") as client:
        yield client
    room.close()


def _strike(client: TestClient) -> str:
    found = client.get("/events.json").json()["events"]
    return next(str(one["id"]) for one in found if one["figures"])


def test_the_list_has_what_when_by_whom_and_the_figures(siege: TestClient) -> None:
    told = siege.get("/events.json").json()
    assert told["more"] is False
    assert {one["title"] for one in told["events"]} >= {"capture of Hradov", "shelling of Mlin"}
    shown = siege.get("/events").text
    assert "4 to 7 killed" in shown
    assert "denied: <bdi>Varnia</bdi>" in shown
    assert siege.get("/events.json", params={"type": "shelling"}).json()["events"][0]["title"] == "shelling of Mlin"
    rows = list(csv.DictReader(io.StringIO(siege.get("/events.csv").text)))
    assert {row["title"] for row in rows} == {one["title"] for one in told["events"]}
    assert siege.get("/events", params={"place": "Nowhere"}).status_code == 404


@pytest.mark.parametrize(
    ("form", "name"), [("acled", "events-acled.csv"), ("ged", "events-ged.csv"), ("hxl", "events-hxl.csv")]
)
def test_events_can_be_taken_away_as_coders_tables(siege: TestClient, form: str, name: str) -> None:
    assert f'href="/events.{form}?place=Hradov"' in siege.get("/events?place=Hradov").text
    answer = siege.get(f"/events.{form}?place=Hradov")
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert len(list(csv.DictReader(io.StringIO(answer.text)))) >= 1
    assert siege.get("/events.kml").status_code == 422


def test_an_event_is_shown_with_its_accounts_apart_from_copies(siege: TestClient) -> None:
    id = _strike(siege)
    told = siege.get(f"/events/{id}.json").json()
    page = siege.get(f"/events/{id}").text
    assert told["count"] in page.replace("&#39;", "'")
    assert told["count"].startswith("Told in 3 reports, but by 2 independent accounts: 1 report only copies another")
    for root in told["roots"]:
        assert root["account"]["name"] in page
    assert "Ilona Marek" in page
    assert '<span class="how">copied</span>' in page
    assert "as told over time" in page
    assert siege.get("/events/e-nothing").status_code == 404


def test_what_people_hold_of_its_claims_stands_beneath_them_and_changes_nothing(
    siege: TestClient, tmp_path: Path
) -> None:
    id = _strike(siege)
    before = siege.get(f"/events/{id}.json").json()
    assert before.pop("judgements") == []
    with Ledger.open(tmp_path / "s.db", create=True) as ledger:
        judge(ledger, "courier-1.1", "unproven", by="Ada Vell", why="It is a copy.", url="https://desk.example/9")
    after = siege.get(f"/events/{id}.json").json()
    (told,) = after.pop("judgements")
    assert (told["claim"], told["rating"], told["by"]) == ("courier-1.1", "unproven", "Ada Vell")
    assert after == before
    page = siege.get(f"/events/{id}").text
    assert page.count("<bdi>Ada Vell</bdi> holds it <strong>unproven</strong>") == 1
    assert 'href="https://desk.example/9"' in page


def test_a_denial_and_who_could_not_verify_stand_apart(siege: TestClient) -> None:
    found = siege.get("/events.json").json()["events"]
    capture = next(one for one in found if one["title"] == "capture of Hradov")
    page = siege.get(f"/events/{capture['id']}").text
    assert page.index("Who tells it") < page.index("Who is against it") < page.index("Who could not verify it")
    assert "the town had not fallen" in page[page.index("Who is against it") : page.index("Who could not verify it")]


def test_a_persons_word_parts_and_joins_and_stands_with_its_reason(siege: TestClient) -> None:
    id = _strike(siege)
    link = siege.get(f"/events/{id}.json").json()["links"][-1]
    given = {"a": link["a"], "b": link["b"], "by": "Ines <b>", "why": "two strikes"}
    answer = siege.post(f"/events/{id}/unlink", data=given, follow_redirects=False)
    assert answer.status_code == 303
    page = siege.get(answer.headers["location"]).text
    assert "Ines &lt;b&gt;" in page
    assert "two strikes" in page
    there = siege.get(f"/events/e-{link['a']}.json").json()
    assert link["b"] not in [claim["id"] for claim in there["claims"]]
    siege.post(f"/events/{id}/link", data={**given, "why": "one after all"})
    again = siege.get(f"/events/e-{link['a']}.json").json()
    assert link["b"] in [claim["id"] for claim in again["claims"]]
    assert [(one["apart"], one["why"]) for one in again["decisions"]] == [(False, "one after all")]


@pytest.mark.parametrize(
    "given",
    [
        {"a": "nothing", "b": "wire-1.1", "by": "me"},
        {"a": "wire-1.1", "b": "wire-1.1", "by": "me"},
        {"a": "wire-1.1", "b": "nine-1.1"},
    ],
)
def test_a_word_on_what_is_not_there_or_by_nobody_is_refused(siege: TestClient, given: dict[str, str]) -> None:
    answer = siege.post("/events/e-wire-1.1/unlink", data=given)
    assert answer.status_code == 422
    assert siege.get("/events/e-wire-1.1.json").json()["decisions"] == []


def test_another_site_decides_nothing_and_a_room_to_read_only_has_no_forms(siege: TestClient, tmp_path: Path) -> None:
    given = {"a": "wire-1.1", "b": "nine-1.1", "by": "me"}
    headers = {"origin": "https://elsewhere.example"}
    assert siege.post("/events/e-wire-1.1/unlink", data=given, headers=headers).status_code == 403
    room = Room(Ledger.open(tmp_path / "s.db"), writable=False)
    with TestClient(application(room), base_url="http://localhost") as client:
        assert 'class="decide"' not in client.get("/events/e-wire-1.1").text
        assert client.post("/events/e-wire-1.1/unlink", data=given).status_code == 503
    room.close()
