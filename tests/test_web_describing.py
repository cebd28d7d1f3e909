"""The description for programs: complete, true of what the room answers, and of use to a program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from sayso.web import Room, application
from tests.room_pages import Examples, html_pages, operations


@pytest.fixture(scope="module")
def asked(example_ledger: Path) -> Iterator[TestClient]:
    room = Room.open(example_ledger)
    with TestClient(application(room), base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client
    room.close()


@pytest.fixture(scope="module")
def description(asked: TestClient) -> dict[str, Any]:
    told: dict[str, Any] = asked.get("/openapi.json").json()
    return told


@pytest.fixture(scope="module")
def example(asked: TestClient) -> Examples:
    return Examples(lambda path: asked.get(path).json())


def test_everything_is_told_in_words(description: dict[str, Any]) -> None:
    silent = []
    for method, path, told in operations(description):
        what = {"summary": told.get("summary"), "description": told.get("description")}
        for one in told.get("parameters", []):
            what[one["name"]] = one.get("description")
        for code, response in told["responses"].items():
            what[code] = response["description"] if response["description"] != "Successful Response" else None
        silent += [f"{method} {path}: {name}" for name, words in what.items() if not words]
    for name, schema in description["components"]["schemas"].items():
        silent += [
            f"{name}.{field}" for field, one in schema.get("properties", {}).items() if not one.get("description")
        ]
    assert silent == []


def test_every_page_has_its_json(description: dict[str, Any]) -> None:
    paths = set(description["paths"])
    assert [path for path in html_pages(description) if f"{path if path != '/' else '/index'}.json" not in paths] == []


def test_bodies_are_described(description: dict[str, Any]) -> None:
    posts = [(path, told) for method, path, told in operations(description) if method == "POST"]
    assert posts
    for path, told in posts:
        if path.endswith("/prepare"):
            continue
        for kind, body in told["requestBody"]["content"].items():
            schema = body["schema"]
            if "$ref" in schema:
                schema = description["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
            assert schema["properties"], f"{path}: {kind}"


def test_every_json_answer_is_json_in_ascii(asked: TestClient, description: dict[str, Any], example: Examples) -> None:
    def never(found: str) -> Any:
        raise AssertionError(f"{found} is no JSON")

    for method, path, _ in operations(description):
        if method == "GET" and path.endswith(".json"):
            answer = asked.get(example(path), params={"place": "Dolmir"} if path.startswith("/map/card") else None)
            assert answer.status_code == 200, path
            assert answer.headers["content-type"] == "application/json", path
            json.loads(answer.content.decode("ascii"), parse_constant=never)


def test_answers_are_of_the_kind_that_was_told(
    asked: TestClient, description: dict[str, Any], example: Examples
) -> None:
    for method, path, told in operations(description):
        if method != "GET" or "200" not in told["responses"]:
            continue
        kinds = told["responses"]["200"].get("content")
        assert kinds, path
        answer = asked.get(example(path), params={"place": "Dolmir"} if path == "/map/card" else None)
        assert answer.status_code == 200, path
        assert answer.headers["content-type"].partition(";")[0] in kinds, path


def test_errors_are_of_the_shape_that_was_told(asked: TestClient, description: dict[str, Any]) -> None:
    shape = description["components"]["schemas"]["Error"]
    for address, status in (
        ("/claims.json?place=Atlantis", 404),
        ("/claims.json?since=soon", 422),
        ("/reports/nothing.json", 404),
        ("/places/Atlantis.json?on=soon", 422),
    ):
        answer = asked.get(address)
        assert answer.status_code == status
        told = answer.json()
        assert set(shape["required"]) <= set(told) <= set(shape["properties"])
        path = next(
            path for path in description["paths"] if address.startswith(path.partition("{")[0]) and ".json" in path
        )
        responses = description["paths"][path]["get"]["responses"]
        assert responses[str(status)]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Error"}


def test_a_token_is_told_of_where_one_is_asked_for(example_ledger: Path, description: dict[str, Any]) -> None:
    assert "security" not in description
    room = Room.open(example_ledger)
    with TestClient(application(room, token="t"), base_url="http://sayso.example") as client:
        assert client.get("/openapi.json").status_code == 401
        told = client.get("/openapi.json", headers={"authorization": "Bearer t"}).json()
    room.close()
    assert told["security"] == [{"token": []}]
    assert told["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_no_page_that_fetches_from_elsewhere_shows_it(asked: TestClient) -> None:
    for path in ("/docs", "/redoc", "/docs/oauth2-redirect"):
        assert asked.get(path).status_code == 404
