"""The page of claims: what it lists, what it leads to, what can be taken away."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest
from starlette.testclient import TestClient

from sayso.ledger.judging import judge
from sayso.model import Reading
from sayso.web import Room


def test_it_lists_the_fixed_record_of_every_claim(client: TestClient, example_readings: Sequence[Reading]) -> None:
    told = client.get("/claims.json").json()
    records = {r["id"]: r for reading in example_readings for r in reading.records()}
    assert told["total"] == len(records)
    for claim in told["claims"]:
        own = {name: claim[name] for name in records[claim["id"]]}
        assert own == records[claim["id"]]


def test_it_tells_what_people_hold_of_each(client: TestClient, example_room: Room) -> None:
    first, second, *_ = client.get("/claims.json").json()["claims"]
    assert (first["judgements"], second["judgements"]) == ([], [])
    judge(example_room.ledger, second["id"], "unproven", by="Ada Vell", why="Nobody was there.")
    first, second, *_ = client.get("/claims.json").json()["claims"]
    assert first["judgements"] == []
    assert [(one["by"], one["why"]) for one in second["judgements"]] == [("Ada Vell", "Nobody was there.")]


def test_it_is_narrowed_by_the_address(client: TestClient) -> None:
    told = client.get("/claims.json", params={"type": ["capture", "withdraw"], "side": "Varnia"}).json()
    assert told["claims"]
    assert {c["type"] for c in told["claims"]} <= {"capture", "withdraw"}
    assert {c["source"]["side"] for c in told["claims"]} == {"Varnia"}


def test_a_claims_address_leads_into_its_report(client: TestClient) -> None:
    claim = client.get("/claims.json").json()["claims"][0]
    answer = client.get(f"/claims/{claim['id']}", follow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["location"] == f"/reports/{claim['report']}#{claim['id']}"
    assert client.get("/claims/nothing").status_code == 404


def test_csv_and_geojson_have_every_claim(client: TestClient) -> None:
    total = client.get("/claims.json").json()["total"]
    answer = client.get("/claims.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="claims.csv"'
    assert len(list(csv.DictReader(io.StringIO(answer.text)))) == total
    features = client.get("/claims.geojson").json()["features"]
    assert len({f["id"].partition("#")[0] for f in features}) == total
    assert client.get("/claims.exe").status_code == 422


@pytest.mark.parametrize(
    ("form", "name", "media"),
    [
        ("csv", "claims.csv", "text/csv; charset=utf-8"),
        ("geojson", "claims.geojson", "application/geo+json"),
        ("kml", "claims.kml", "application/vnd.google-earth.kml+xml"),
        ("geoparquet", "claims.parquet", "application/vnd.apache.parquet"),
    ],
)
def test_the_claims_asked_for_can_be_taken_away(client: TestClient, form: str, name: str, media: str) -> None:
    asked = {"type": "capture", "side": "Varnia"}
    page = client.get("/claims", params=asked)
    assert f'href="/claims.{form}?' in page.text
    answer = client.get(f"/claims.{form}", params=asked)
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["content-type"] == media
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert len(answer.content) < len(client.get(f"/claims.{form}").content)


def test_the_list_can_be_leafed_through(client: TestClient) -> None:
    first = client.get("/claims.json").json()["claims"]
    rest = client.get("/claims.json", params={"skip": 40}).json()["claims"]
    assert rest[: len(first) - 40] == first[40:]
