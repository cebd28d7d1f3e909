"""The application as a whole: its errors in people's words, and what holds for every page."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient


def test_an_unknown_address_is_a_page_of_its_own(client: TestClient) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "<h1>Not found</h1>" in answer.text


def test_what_is_not_there_names_input_field_value_and_fix(client: TestClient) -> None:
    told = client.get("/claims.json", params={"place": "Atlantis"})
    assert told.status_code == 404
    assert told.json()["field"] == "place"
    assert told.json()["value"] == "Atlantis"
    assert "check the name" in told.json()["fix"]
    page = client.get("/claims", params={"place": "<Atlantis>"})
    assert page.status_code == 404
    assert "&lt;Atlantis&gt;" in page.text


def test_a_wrong_question_is_told_and_is_no_failure_of_ours(client: TestClient) -> None:
    assert client.get("/claims.json", params={"since": "soon"}).status_code == 422
    page = client.get("/claims", params={"since": "2031-03-02", "until": "2031-03-01"})
    assert page.status_code == 422
    assert "since is later than until" in page.text


def test_openapi_describes_every_page_and_its_json(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert "/claims" in paths
    assert "/claims.json" in paths
    for path, methods in paths.items():
        for asked in methods.values():
            assert asked["summary"], path


def test_every_page_without_parameters_answers_in_both_shapes(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    plain = [path for path, asked in paths.items() if "{" not in path and "get" in asked]
    assert len(plain) >= 4
    for path in plain:
        answer = client.get(path)
        assert answer.status_code in (200, 422), path  # 422: it needs to be told something
        if answer.headers["content-type"].startswith("text/html") and answer.status_code == 200:
            assert not re.search(r"<[^>]+\sstyle=|<style|javascript:|\son\w+=", answer.text), f"{path}: inline"
            assert f'href="{path if path != "/" else "/index"}.json' in answer.text


@pytest.mark.parametrize("path", ["/claims", "/claims.json", "/nowhere", "/claims?since=soon", "/static/nothing.js"])
def test_head_is_answered_as_get_is_but_for_the_body(client: TestClient, path: str) -> None:
    whole, head = client.get(path), client.head(path)
    assert head.status_code == whole.status_code
    assert head.content == b""
    assert head.headers["content-type"] == whole.headers["content-type"]
    assert head.headers["content-length"] == whole.headers["content-length"] == str(len(whole.content))


def test_scripts_and_styles_come_from_the_room_and_may_be_kept(client: TestClient) -> None:
    page = client.get("/").text
    files = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert len(files) >= 3
    for file in files:
        answer = client.get(file)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("path", ["/static/../application.py", "/static/%2e%2e/application.py", "/static/"])
def test_nothing_but_static_files_is_given_out(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_day_known_is_kept_in_every_link(client: TestClient) -> None:
    page = client.get("/claims", params={"known": "2031-01-31"}).text
    assert "As known on" in page
    own = [href for href in re.findall(r'<a [^>]*href="(/(?!static)[^"]+)"', page) if ".json" not in href]
    without = [href for href in own if "known=2031-01-31" not in href and href != "/claims"]
    assert without == []


def test_an_invented_war_is_called_invented_on_every_page(client: TestClient) -> None:
    for path in ("/", "/claims", "/nowhere"):
        assert "Invented." in client.get(path).text
