"""Reading in the room: by form, as a stream, as JSON; and keeping what was read."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from sayso.examples import REPORTS
from sayso.intake import report_from_text
from sayso.ledger.asking import versions_of
from sayso.model import record
from sayso.reader import Reader
from sayso.web import Room, application
from tests.test_web_taking import TEXT


@pytest.fixture
def reading(client: TestClient, example_room: Room, reader: Reader) -> TestClient:
    """The client of a room with the reader that all tests share."""
    example_room.kept("reader", lambda: reader)
    return client


def _kept(room: Room, id: str) -> int:
    with room.ledger.reading() as connection:
        return len(versions_of(connection, id))


def test_the_form_says_what_may_be_given(client: TestClient) -> None:
    page = client.get("/read", params={"address": 'https://example.org/"><b>'}).text
    assert 'value="https://example.org/&#34;&gt;&lt;b&gt;"' in page
    assert "<option>varnia</option>" in page
    told = client.get("/read.json").json()
    assert told["writable"]
    assert "varnia" in told["theatres"]


def test_json_gives_the_fixed_records_and_a_draft_to_keep(
    reading: TestClient, example_room: Room, reader: Reader
) -> None:
    told = reading.post("/read.json", json={"text": TEXT, "published": "2030-09-11", "theatre": "varnia"}).json()
    (report,) = told["reports"]
    assert report["state"] == "new"
    same = report_from_text(TEXT, published=date(2030, 9, 11), theatre="varnia")
    claims = [record(claim) for claim in reader.read(same).claims]
    assert [{name: claim[name] for name in claims[0]} for claim in report["claims"]] == claims
    assert _kept(example_room, report["id"]) == 0
    kept = reading.post("/read/keep.json", json={"draft": report["draft"]}).json()
    assert kept == {"report": report["id"], "how": "new", "claims": len(claims), "address": f"/reports/{report['id']}"}
    assert reading.post("/read/keep.json", json={"draft": report["draft"]}).json()["how"] == "unchanged"
    assert reading.get(kept["address"]).status_code == 200


def test_a_form_without_a_script_gives_a_page_with_a_button_to_keep(reading: TestClient, example_room: Room) -> None:
    page = reading.post("/read", data={"text": TEXT, "published": "2030-09-11", "outlet": "The <i>Courier</i>"}).text
    assert "The &lt;i&gt;Courier&lt;/i&gt;" in page
    assert page.count('<article class="card ') == 2
    (draft,) = re.findall(r'name="draft" value="([^"]+)"', page)
    answer = reading.post("/read/keep", data={"draft": draft}, follow_redirects=False)
    assert answer.status_code == 303
    assert _kept(example_room, answer.headers["location"].rpartition("/")[2]) == 1


def test_files_are_streamed_report_by_report_and_a_bad_one_stops_nobody(reading: TestClient) -> None:
    files = [("files", ("../../<b>bad.txt", b"")), ("files", ("reports.jsonl", Path(REPORTS).read_bytes()))]
    accept = "application/json, application/x-ndjson"
    answer = reading.post("/read", files=files, headers={"accept": accept})
    told = [json.loads(line) for line in answer.text.splitlines()]
    assert [one["event"] for one in told] == ["refused", *["read"] * 7, "done"]
    assert told[0]["id"] == "<b>bad.txt"
    assert "&lt;b&gt;bad.txt" in told[0]["html"]
    assert {one["state"] for one in told[1:-1]} == {"there"}
    assert "The ledger has it already" in told[1]["html"]
    html = "".join(one["html"] for one in told[:-1])
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_several_can_be_kept_at_once(reading: TestClient, example_room: Room) -> None:
    lines = "\n".join(json.dumps({"id": id, "text": TEXT}) for id in ("one", "two"))
    page = reading.post("/read", files={"files": ("two.jsonl", lines.encode())}).text
    assert "Keep all 2" in page
    drafts = sorted(set(re.findall(r'name="draft" value="([^"]+)"', page)))
    answer = reading.post("/read/keep", data={"draft": drafts}, follow_redirects=False)
    assert answer.headers["location"] == "/reports"
    assert (_kept(example_room, "one"), _kept(example_room, "two")) == (1, 1)


def test_what_is_given_wrong_is_told_and_never_a_fault(reading: TestClient) -> None:
    assert reading.post("/read", data={}).status_code == 422
    wrong = reading.post("/read", data={"text": TEXT, "published": "soon"}, headers={"accept": "application/json"})
    assert wrong.status_code == 422
    assert "published" in wrong.json()["error"]
    assert reading.post("/read.json", json={"text": TEXT, "theatre": "atlantis"}).json()["refused"]
    assert reading.post("/read.json", json={"text": 3}).status_code == 422
    assert reading.post("/read/keep.json", json={"draft": "none"}).status_code == 422
    assert reading.post("/read/keep", data={"draft": "none"}, follow_redirects=False).status_code == 422
    assert (
        reading.post("/read", content=b"--x", headers={"content-type": "multipart/form-data; boundary=x"}).status_code
        < 500
    )
    long = reading.post("/read", data={"text": "x" * 20_000_001})
    assert long.status_code == 413


def test_a_room_that_may_only_be_read_reads_and_keeps_nothing(example_ledger: Path, reader: Reader) -> None:
    room = Room.open(example_ledger, create=False)
    room.kept("reader", lambda: reader)
    with TestClient(application(room), base_url="http://localhost", raise_server_exceptions=False) as client:
        page = client.post("/read", data={"text": TEXT}).text
        assert "nothing can be kept" in page
        assert 'action="/read/keep"' not in page
        draft = client.post("/read.json", json={"text": TEXT}).json()["reports"][0]["draft"]
        answer = client.post("/read/keep.json", json={"draft": draft})
        assert answer.status_code == 503
        assert "may only be read" in answer.json()["error"]
    room.close()


def test_the_reader_can_be_loaded_ahead(reading: TestClient, example_room: Room) -> None:
    assert reading.post("/read/prepare").status_code == 204
    assert example_room.prepared
