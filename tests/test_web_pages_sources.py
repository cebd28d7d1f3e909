"""The pages of sources: who speaks, and of one how its claims fared, in words that judge nobody."""

from __future__ import annotations

import csv
import io
import re

from starlette.testclient import TestClient


def test_who_speaks_is_listed_and_can_be_taken_away(siege: TestClient) -> None:
    told = siege.get("/sources.json").json()
    assert told["total"] == len(told["sources"])
    names = [source["name"] for source in told["sources"]]
    page = siege.get("/sources?whole=true").text
    for name in names:
        assert f">{name}</bdi>" in page
    rows = list(csv.DictReader(io.StringIO(siege.get("/sources.csv").text)))
    assert [row["name"] for row in rows] == names
    narrowed = siege.get("/sources.json", params={"side": "Ostrya"}).json()
    assert [source["side"] for source in narrowed["sources"]] == ["Ostrya"]
    assert siege.get("/sources.json", params={"side": "Nowhere"}).status_code == 404


def test_every_source_of_the_list_has_a_page(siege: TestClient) -> None:
    page = siege.get("/sources?whole=true").text
    addresses = re.findall(r'data-open class="who" href="([^"]+)"', page)
    assert len(addresses) == siege.get("/sources.json").json()["total"]
    for address in addresses:
        assert siege.get(address, params={"whole": "true"}).status_code == 200, address
        assert siege.get(f"{address}.json").status_code == 200, address


def test_how_its_claims_fared_is_told_with_by_whom_and_when(siege: TestClient) -> None:
    page = siege.get("/sources/Ilona%20Marek?whole=true").text
    assert "Its latest 2 claims tell of 1 event:\n1 confirmed." in page
    assert re.search(r"International Committee of the Red Cross</bdi></a> tells it too, after 1 day", page)
    assert "not whether a source is honest" in page
    denied = siege.get("/sources/Ministry%20of%20Defence%20of%20Ostrya?whole=true").text
    assert "1 disputed" in denied
    assert re.search(r"Varnia</bdi></a> says otherwise, after 1 day", denied)


def test_what_it_has_said_of_a_place_leads_to_its_claims(siege: TestClient) -> None:
    page = siege.get("/sources/Ilona%20Marek?whole=true").text
    address = re.search(r'href="(/claims\?source=Ilona\+Marek&amp;place=Hradov)"', page)
    assert address is not None
    told = siege.get(address.group(1).replace("&amp;", "&").replace("/claims", "/claims.json")).json()
    assert told["total"] == 2


def test_a_day_known_is_kept_and_nobody_is_told(siege: TestClient) -> None:
    page = siege.get("/sources/Ilona%20Marek", params={"known": "2031-03-04", "whole": "true"}).text
    assert "1 left alone" in page
    assert "/claims?known=2031-03-04&amp;source=Ilona+Marek" in page
    for address in ("/sources/nobody", "/sources/nobody.json", "/sources/%2e%2e%2fx", "/sources/%F0%9F%91%BB"):
        assert siege.get(address, params={"whole": "true"}).status_code == 404
