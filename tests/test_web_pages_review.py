"""The page of review: what it shows, what it keeps, whom it tells, and that nothing is lost."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from starlette.testclient import TestClient

from sayso.ledger import Ledger
from sayso.ledger.reviews import in_force, log, reviews_of
from sayso.score import load_gold
from sayso.web import Room
from sayso.web.application import application
from tests import rooms
from tests.siege import READINGS, fill


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with Ledger.open(tmp_path / "siege.db", create=True) as ledger:
        fill(ledger)
    room = Room.open(tmp_path / "siege.db")
    yield room
    room.close()


@pytest.fixture
def asks(room: Room) -> Iterator[TestClient]:
    with TestClient(application(room), base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


def _case(asks: TestClient, claim: str) -> Any:
    (case,) = asks.get("/review.json", params={"claim": claim}).json()["cases"]
    return case


def _form(asks: TestClient, claim: str, verdict: str, **given: Any) -> Any:
    case = _case(asks, claim)
    told = {"claim": claim, "reading": case["reading"], "after": "" if case["after"] is None else str(case["after"])}
    told |= {"verdict": verdict, "by": "Vera", "then": "beyond"} | given
    return asks.post("/review", data=told, follow_redirects=False)


def test_the_queue_and_one_case_as_json(asks: TestClient) -> None:
    told = asks.get("/review.json").json()
    assert told["left"] == 9
    assert len(told["cases"]) == 9
    first = told["cases"][0]
    assert {"claim", "read", "reading", "after", "stands", "doubt", "sure", "why", "verdict", "reviews"} == set(first)
    rest = asks.get("/review.json", params={"beyond": first["claim"]["id"], "limit": 3}).json()["cases"]
    assert [c["claim"]["id"] for c in rest] == [c["claim"]["id"] for c in told["cases"][1:4]]
    narrowed = asks.get("/review.json", params={"place": "Mlin"}).json()
    assert [c["claim"]["id"] for c in narrowed["cases"]] == ["nine-2.0"]
    assert asks.get("/review.json", params={"claim": "nobody"}).status_code == 404
    assert asks.get("/review", params={"beyond": "nobody"}).status_code == 404


def test_a_decision_as_json_holds_and_a_late_one_is_told_of_the_other(asks: TestClient) -> None:
    asked = {"claim": "wire-1.0", "by": "Vera", "verdict": "correct", "fields": {"type": "hold", "places": ["9002"]}}
    told = asks.post("/review.json", json=asked).json()
    assert (told["stale"], told["unseen"], told["review"]["by"]) == (False, None, "Vera")
    assert asks.get("/claims.json", params={"type": "hold"}).json()["claims"][0]["places"][0]["name"] == "Mlin"
    late = asks.post("/review.json", json={"claim": "wire-1.0", "by": "Boris", "verdict": "reject"}).json()
    assert late["stale"] is True
    assert late["unseen"] == told["review"]
    again = {"claim": "wire-1.0", "by": "Boris", "verdict": "reject", "after": told["review"]["key"]}
    assert asks.post("/review.json", json=again).json()["stale"] is False
    assert asks.get("/claims.json", params={"type": "hold"}).json()["claims"] == []
    log = asks.get("/review/log.json").json()
    assert [(d["by"], d["stale"]) for d in log["decisions"]] == [("Boris", False), ("Boris", True), ("Vera", False)]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"verdict": "maybe"}, "verdict"),
        ({"by": ""}, "by"),
        ({"claim": "nobody"}, "claim"),
        ({"verdict": "correct", "fields": {"type": "x"}}, "type"),
        ({"verdict": "correct", "fields": {"places": ["Xyzzyplugh"]}}, "places"),
        ({"verdict": "correct", "fields": {"counts": ["many"], "stances": ["Ostrya shrugs"]}}, "stances"),
        ({"verdict": "correct", "fields": {"counts": ["7"]}}, "counts"),
        ({"verdict": "undo"}, "verdict"),
        ({"why": "y" * 4001}, "why"),
        ({"after": 10**30}, "after"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_decision_without_sense_is_refused_with_the_field(asks: TestClient, asked: Any, said: str) -> None:
    answer = asks.post("/review.json", json={"claim": "wire-1.0", "verdict": "accept", "by": "Vera"} | asked)
    assert answer.status_code == 422
    assert said in answer.json()["error"]
    assert asks.get("/review/log.json").json()["total"] == 0


def test_the_page_shows_the_claim_in_its_passage_and_leads_on(asks: TestClient) -> None:
    page = asks.get("/review", params={"claim": "wire-1.1"}).text
    assert "<mark" in page
    assert "a missile strike on the bus station" in page
    answer = _form(asks, "wire-1.0", "accept", why="as printed")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/review?beyond=wire-1.0"
    assert 'name="by" value="Vera"' in asks.get("/review").text  # the name is kept
    assert "8 to go" in " ".join(asks.get("/review").text.split())
    assert _case(asks, "wire-1.0")["verdict"] == "accept"
    undone = _form(asks, "wire-1.0", "undo")
    assert undone.headers["location"] == "/review?claim=wire-1.0"


def test_a_form_corrects_only_what_was_changed(asks: TestClient) -> None:
    answer = _form(asks, "wire-1.1", "correct", places="Hradov", counts="5 to 6 killed; 2 hurt", when_end="2031-03-04")
    assert answer.status_code == 303
    case = _case(asks, "wire-1.1")
    assert case["claim"]["counts"] == [{"what": "killed", "min": 5, "max": 6}, {"what": "hurt", "n": 2}]
    assert case["claim"]["when"] == {"start": "2031-03-02", "end": "2031-03-04"}
    assert case["claim"]["places"] == case["read"]["places"]
    assert set(case["reviews"][0]["fields"]) == {"counts", "when"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"type": "conquest"}, "conquest"),
        ({"places": "Xyzzyplugh"}, "no such place is known"),
        ({"span_end": "six"}, "integer"),
        ({}, "change a field, or accept it"),
        ({"fields": "[" * 100_000}, "give a JSON object"),
    ],
)
def test_a_form_that_cannot_be_taken_comes_back_with_what_was_written(
    asks: TestClient, given: dict[str, str], said: str
) -> None:
    answer = _form(asks, "wire-1.0", "correct", why="so & so", **given)
    assert answer.status_code == 422
    assert said in answer.text
    assert "so &amp; so" in answer.text
    for value in (value for name, value in given.items() if name != "fields"):
        assert f'value="{value}"' in answer.text or f"selected>{value}" in answer.text


def test_a_form_that_comes_too_late_shows_both_and_can_be_put_again(asks: TestClient) -> None:
    before = _case(asks, "wire-1.0")
    _form(asks, "wire-1.0", "reject", why="a headline")
    late = _form(asks, "wire-1.0", "correct", by="Boris", after="", reading=before["reading"], type="hold")
    assert late.status_code == 200
    page = " ".join(late.text.split())
    assert "Vera decided first" in page
    assert "a headline" in page
    assert "type: hold" in page
    key = _case(asks, "wire-1.0")["after"]
    again = _form(asks, "wire-1.0", "correct", by="Boris", after=str(key), fields=json.dumps({"type": "hold"}))
    assert again.status_code == 303
    assert _case(asks, "wire-1.0")["claim"]["type"] == "hold"
    assert _case(asks, "wire-1.0")["stands"]


def test_the_report_shows_what_was_decided_and_leads_to_review(asks: TestClient) -> None:
    assert "Is this right? Review it" in asks.get("/reports/wire-1").text
    _form(asks, "wire-1.0", "correct", type="hold")
    page = asks.get("/reports/wire-1").text
    assert "Corrected by <bdi>Vera</bdi>" in page
    assert 'href="/review?claim=wire-1.0"' in page


def test_the_log_can_be_narrowed_and_taken_away(asks: TestClient) -> None:
    _form(asks, "wire-1.0", "accept")
    _form(asks, "nine-1.0", "reject", by="Boris", why="=1+1")
    assert [d["claim"] for d in asks.get("/review/log.json", params={"by": "Boris"}).json()["decisions"]] == [
        "nine-1.0"
    ]
    page = asks.get("/review/log", params={"report": "wire-1"}).text
    assert "Vera" in page
    assert "Boris" not in page
    rows = asks.get("/review/log.csv").text.splitlines()
    assert len(rows) == 3
    assert "'=1+1" in rows[1]  # runs in no spreadsheet
    assert asks.get("/review/log", params={"before": 1}).status_code == 200


def test_gold_is_what_sayso_score_reads(asks: TestClient, tmp_path: Path) -> None:
    assert zipfile.ZipFile(io.BytesIO(asks.get("/review/gold.zip").content)).namelist() == []
    _form(asks, "wire-1.0", "correct", type="hold")
    _form(asks, "wire-1.1", "reject")
    zipfile.ZipFile(io.BytesIO(asks.get("/review/gold.zip").content)).extractall(tmp_path)
    (gold,) = load_gold(tmp_path / "gold")
    assert [claim.type for claim in gold.claims] == ["hold"]
    assert asks.get("/review/gold.exe").status_code == 422


def test_a_ledger_that_may_only_be_read_takes_no_decision(room: Room) -> None:
    still = Room(room.ledger, writable=False)
    with TestClient(application(still), base_url="http://localhost", raise_server_exceptions=False) as client:
        assert "may only be read" in client.get("/review").text
        answer = client.post("/review.json", json={"claim": "wire-1.0", "verdict": "accept", "by": "Vera"})
        assert answer.status_code == 503
        assert "may only be read" in answer.json()["error"]


def test_decisions_from_other_sites_are_refused(asks: TestClient) -> None:
    told = {"claim": "wire-1.0", "verdict": "reject", "by": "Mallory"}
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert asks.post("/review", data=told, headers=headers).status_code == 403
        assert asks.post("/review.json", json=told, headers=headers).status_code == 403
    assert asks.get("/review/log.json").json()["total"] == 0


class _Reviewer:
    """One of several who decide at once over HTTP, each going by what they saw last, and keeping count."""

    def __init__(self, base: str, name: str, claims: list[str]) -> None:
        self.base, self.name, self.claims = base, name, claims
        self.random, self.seen = Random(name), dict[str, int | None]()
        self.put: list[dict[str, Any]] = []

    def ask(self, path: str, given: dict[str, Any]) -> tuple[int, Any]:
        """Post JSON; the status and what was answered."""
        body = json.dumps(given).encode()
        request = Request(self.base + path, body, {"content-type": "application/json"})
        try:
            with urlopen(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except HTTPError as error:
            return error.code, json.load(error)

    def work(self, many: int) -> None:
        """Put so many decisions that are taken, late or not; what makes no sense is put otherwise."""
        while len(self.put) < many:
            claim = self.random.choice(self.claims)
            verdict = self.random.choice(["accept", "reject", "correct", "correct", "undo"])
            given: dict[str, Any] = {"claim": claim, "verdict": verdict, "by": self.name, "after": self.seen.get(claim)}
            given["why"] = f"{self.name} {len(self.put)}"
            if verdict == "correct":
                given["fields"] = {"type": self.random.choice(["hold", "advance", "clash", "repel"])}
            status, told = self.ask("/review.json", given)
            assert status in (200, 422), told
            if status == 200:
                self.put.append(told["review"])
                self.seen[claim] = told["unseen"]["key"] if told["stale"] else told["review"]["key"]


@pytest.mark.slow
def test_of_a_thousand_interleaved_reviews_by_four_none_is_lost(room: Room) -> None:
    claims = [claim.id for reading in READINGS for claim in reading.claims]
    with rooms.served(room) as base:
        people = [_Reviewer(base, name, claims) for name in ("Anna", "Boris", "Vera", "Zdena")]
        with ThreadPoolExecutor(len(people)) as pool:
            list(pool.map(lambda one: one.work(250), people))
    put = {review["key"]: review for one in people for review in one.put}
    assert len(put) == 1000
    with room.ledger.reading() as connection:
        kept = {review.key: review for review in log(connection)}
        threads = {claim: reviews_of(connection, [claim]) for claim in claims}
    # Every decision is in the log as it was acknowledged, and nothing else is.
    assert {k: (r.by, r.why, r.verdict, r.stale, dict(r.fields)) for k, r in kept.items()} == {
        k: (r["by"], r["why"], r["verdict"], r["stale"], r["fields"]) for k, r in put.items()
    }
    assert any(review.stale for review in kept.values())
    assert {review.by for review in kept.values() if not review.stale} == {one.name for one in people}
    for claim, thread in threads.items():
        # Nobody decided past another: each that had its effect had seen the one before it.
        held = [review for review in thread if not review.stale]
        assert [review.after for review in held] == [None, *(review.key for review in held[:-1])]
        # What stands is what the log comes to.
        with TestClient(application(room), base_url="http://localhost") as client:
            case = _case(client, claim)
        last = next(reversed(in_force(thread)), None)
        assert case["verdict"] == (last.verdict if last else None)
        assert case["stands"] == (last is None or last.verdict != "reject")
        kinds = [r.fields["type"] for r in in_force(thread) if r.verdict == "correct"]
        assert case["claim"]["type"] == (kinds[-1] if kinds else case["read"]["type"])
