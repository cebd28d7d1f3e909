"""The pages of what people hold: the log, one claim with the form, and what the form keeps or refuses."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from sayso.ledger import Ledger
from sayso.ledger.judging import judge
from sayso.web import Room, application

_SAID = {"by": "Ada Vell", "why": "Its <b>trucks</b> stood there.", "url": "https://desk.example/1"}


def _claim(client: TestClient) -> str:
    return str(client.get("/claims.json?type=capture&modality=asserted").json()["claims"][0]["id"])


def test_nobody_has_said_anything(client: TestClient) -> None:
    assert client.get("/judgements.json").json() == {"judgements": []}
    assert "Nobody has judged any claim yet" in client.get("/judgements").text


def test_a_claims_card_leads_to_the_form_which_keeps_what_is_said(client: TestClient) -> None:
    claim = _claim(client)
    report = client.get(f"/claims/{claim}").text
    assert f'href="/judgements?claim={claim}"' in report
    page = client.get("/judgements", params={"claim": claim}).text
    assert '<option value="" selected' not in page
    assert re.search('<option value="">choose one</option>', page), "nothing is held until somebody chooses"
    kept = client.post("/judgements", data=_SAID | {"claim": claim, "rating": "false"}, follow_redirects=False)
    assert (kept.status_code, kept.headers["location"]) == (303, f"/judgements?claim={claim}")
    page = client.get(kept.headers["location"]).text
    assert "<strong>False</strong>, says" in page
    assert "Its &lt;b&gt;trucks&lt;/b&gt; stood there." in page
    assert 'href="https://desk.example/1" rel="noreferrer noopener"' in page
    told = client.get("/judgements.json", params={"claim": claim}).json()
    assert (told["claim"]["id"], told["stands"]) == (claim, True)
    (one,) = told["judgements"]
    assert (one["rating"], one["by"], one["why"], one["holds"]) == ("false", "Ada Vell", _SAID["why"], True)
    assert "<bdi>Ada Vell</bdi> holds it <strong>false</strong>" in client.get(f"/claims/{claim}").text


def test_what_cannot_be_kept_comes_back_with_the_reason_and_all_that_was_written(client: TestClient) -> None:
    claim = _claim(client)
    given = {"claim": claim, "rating": "mixed", "by": "Ada Vell", "why": "A long reason.", "url": "javascript:alert(1)"}
    answer = client.post("/judgements", data=given)
    assert answer.status_code == 422
    assert "give a whole address" in answer.text.lower()
    assert "A long reason.</textarea>" in answer.text
    assert '<option value="mixed" selected>' in answer.text
    for wrong in ({"why": ""}, {"by": " "}, {"rating": "withdrawn"}):
        assert client.post("/judgements", data=given | {"url": ""} | wrong).status_code == 422, wrong
    assert client.post("/judgements", data=given | {"rating": "certain"}).status_code == 422
    assert client.post("/judgements", data=given | {"claim": "nothing"}).status_code == 422
    assert client.get("/judgements.json").json() == {"judgements": []}
    assert client.get("/judgements", params={"claim": "nothing"}).status_code == 404


def test_another_site_says_nothing_in_anybodys_name(client: TestClient) -> None:
    given = _SAID | {"claim": _claim(client), "rating": "false"}
    assert client.post("/judgements", data=given, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.get("/judgements.json").json() == {"judgements": []}


def test_the_log_keeps_all_of_it_and_tells_what_holds(client: TestClient, example_room: Room) -> None:
    first, second = (str(one["id"]) for one in client.get("/claims.json").json()["claims"][:2])
    judge(example_room.ledger, first, "true", by="Noor", why="Seen.")
    judge(example_room.ledger, first, "false", by="Ada", why="Not seen.")
    judge(example_room.ledger, second, "mixed", by="Ada", why="Half.")
    judge(example_room.ledger, first, "withdrawn", by="Noor", why="")
    log = client.get("/judgements.json").json()["judgements"]
    assert [(one["by"], one["rating"], one["holds"]) for one in log] == [
        ("Noor", "withdrawn", False), ("Ada", "mixed", True), ("Ada", "false", True), ("Noor", "true", False),
    ]  # fmt: skip
    page = client.get("/judgements").text
    assert page.count("holds no longer") == 1
    assert [one["by"] for one in client.get("/judgements.json?by=Ada").json()["judgements"]] == ["Ada", "Ada"]
    assert client.get("/judgements.json?by=Nobody").json() == {"judgements": []}
    assert len(client.get("/judgements.json?before=3").json()["judgements"]) == 2
    assert client.get("/judgements.json?known=2020-01-01").json() == {"judgements": []}


def test_where_a_ledger_may_only_be_read_nothing_is_said(client: TestClient, example_room: Room) -> None:
    claim = _claim(client)
    example_room.ledger.close()
    room = Room(Ledger.open(example_room.ledger.name), writable=False)
    with TestClient(application(room), base_url="http://localhost") as reading:
        page = reading.get("/judgements", params={"claim": claim}).text
        assert "may only be read" in page
        assert "<button disabled>Say so" in page
        assert reading.post("/judgements", data=_SAID | {"claim": claim, "rating": "false"}).status_code == 503
    room.close()
