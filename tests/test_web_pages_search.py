"""The page of the search: what it finds, how its links narrow, and that no text in it is markup."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.testclient import TestClient


def test_claims_reports_and_facets_come_as_json(client: TestClient) -> None:
    told = client.get("/search.json", params={"q": "troops"}).json()
    assert told["claims"]
    assert told["reports"]
    for claim in told["claims"]:
        assert any("troop" in claim["text"][start:end].lower() for start, end in claim["marked"])
    types = next(facet for facet in told["facets"] if facet["name"] == "type")
    assert sum(value["claims"] for value in types["values"]) == told["found"]["claims"]


def test_every_link_that_narrows_finds_as_many_as_it_says(client: TestClient) -> None:
    page = client.get("/search", params={"q": "Hradov"}).text
    links = re.findall(r'<a href="(/search\?[^"]*)"><span class="v">.*?<span class="n">(\d+)</span>', page)
    assert len(links) > 5
    for address, n in links:
        told = client.get(unescape(address).replace("/search", "/search.json")).json()
        assert told["found"]["claims"] == int(n), address


def test_what_it_is_narrowed_to_can_be_taken_away(client: TestClient) -> None:
    page = client.get("/search", params={"q": "Hradov", "type": "capture", "side": "Ostrya"}).text
    chips = dict(
        re.findall(r'<li><a href="([^"]*)"><span class="unseen">Take away:</span> <span class="part">(\w+)', page)
    )
    assert {name: unescape(address) for address, name in chips.items()} == {
        "type": "/search?side=Ostrya&q=Hradov",
        "side": "/search?type=capture&q=Hradov",
    }


def test_words_are_marked_and_nothing_else_is_markup(client: TestClient) -> None:
    page = client.get("/search", params={"q": "troops"}).text
    assert "<mark>troops</mark>" in page
    page = client.get("/search", params={"q": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("words", ["", "zzzzzz", '"', "*", "a" * 500, "the", "'; drop table claim", "\u2028", "Hradow"])
def test_any_words_are_answered(client: TestClient, words: str) -> None:
    for address in ("/search", "/search.json"):
        assert client.get(address, params={"q": words}).status_code == 200


def test_nothing_found_says_what_may_have_been_meant(client: TestClient) -> None:
    page = client.get("/search", params={"q": "Hradow"}).text
    assert "Did you mean" in page
    assert "/search?q=Hradov" in page
    missing = client.get("/search.json", params={"q": "Hradov", "side": "Nobody"})
    assert missing.status_code == 404
    assert missing.json()["field"] == "--side"


def test_reports_can_be_leafed_through(client: TestClient) -> None:
    both = client.get("/search.json", params={"q": "said"}).json()
    reports = client.get("/search.json", params={"q": "said", "show": "reports"}).json()
    assert reports["claims"] == []
    assert reports["reports"][: len(both["reports"])] == both["reports"]
    assert len(reports["reports"]) == both["found"]["reports"]
