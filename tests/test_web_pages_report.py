"""The pages of reports: the list, one with its claims and versions, two versions side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from starlette.testclient import TestClient

from sayso.gazetteer import open_gazetteer
from sayso.ledger import Keeper
from sayso.ledger.judging import judge
from sayso.model import Claim, Reading, record
from sayso.web import Room
from tests.abroad import readings
from tests.exports_sample import READING


@pytest.fixture
def versions(example_room: Room) -> Room:
    """The room with a report in it whose name needs quoting, in two versions, and one that was withdrawn."""
    report = replace(READING.report, id="march/09 a?b#c", theatre="varnia")
    claims = tuple(replace(claim, report=report.id) for claim in READING.claims)
    after = replace(
        report,
        text=report.text.replace("eight days", "nine days"),
        published=date(2023, 3, 9),
        title="CORRECTED: Ostrel",
    )
    longer = [replace(claim, text=after.text[claim.start : claim.end]) for claim in claims[:3]]
    later = (*longer[:2], replace(longer[2], id="new one", type="attack"))

    def write(keeper: Keeper) -> None:
        keeper.keep(replace(READING, report=report, claims=claims, why=READING.why))
        keeper.keep(Reading(after, later, "varnia"))
        keeper.keep(replace(READING, report=replace(READING.report, id="gone", url=None), claims=()))
        keeper.withdraw("gone", date(2023, 3, 20), why="<b>wrong</b> harbour")

    example_room.write(write)
    return example_room


AT = "/reports/march%2F09%20a%3Fb%23c"


def test_the_list_is_of_every_report(client: TestClient, example_readings: Sequence[Reading]) -> None:
    told = client.get("/reports.json").json()["reports"]
    assert {one["id"] for one in told} == {reading.report.id for reading in example_readings}
    days = [one["published"] for one in told]
    assert days == sorted(days, reverse=True)
    page = client.get("/reports").text
    assert all(reading.report.id in page for reading in example_readings)
    assert client.get("/reports.json", params={"outlet": "nobody"}).json() == {"reports": []}
    assert "No report fits" in client.get("/reports", params={"outlet": "nobody"}).text
    assert (
        client.get("/reports", params={"published_since": "2031-01-02", "published_until": "2031-01-01"}).status_code
        == 422
    )


@pytest.mark.usefixtures("versions")
def test_a_report_is_told_with_its_claims_versions_and_reasons(client: TestClient) -> None:
    told = client.get(f"{AT}.json", params={"version": 1}).json()
    assert [one["n"] for one in told["versions"]] == [1, 2]
    assert (told["version"], told["superseded"], told["superseded_by"]) == (1, "2023-03-09", 2)
    fixed = replace(READING.claims[1], report="march/09 a?b#c")
    assert {name: told["claims"][1][name] for name in record(fixed)} == record(fixed)
    assert told["claims"][1]["why"]["cue"] == ["“said” follows the claim"]
    now = client.get(f"{AT}.json").json()
    assert (now["version"], now["superseded"]) == (2, None)
    then = client.get(f"{AT}.json", params={"known": "2023-03-08"}).json()
    assert (then["version"], len(then["versions"])) == (1, 1)


@pytest.mark.usefixtures("versions")
def test_the_page_shows_the_text_its_cards_and_where_they_lead(client: TestClient) -> None:
    page = client.get(AT, params={"version": 1, "known": "2023-03-10"}).text
    assert page.count('<article class="card ') == len(READING.claims)
    assert f'href="{AT}?known=2023-03-10&amp;compare=1-2"' in page
    assert 'href="/places/Ostrel?known=2023-03-10"' in page
    assert 'href="/events/e-demo-02?known=2023-03-10"' in page
    assert "It stood until" in page
    assert 'class="locator' in page


def test_what_people_hold_of_a_claim_stands_in_its_card(client: TestClient, versions: Room) -> None:
    claim = READING.claims[1].id
    assert 'class="judged"' not in client.get(AT).text
    judge(versions.ledger, claim, "mixed", by="Ada Vell", why="Half of it <b>was</b> so.", url="https://desk.example/9")
    card = re.findall(r'<article class="card .*?</article>', client.get(AT).text, re.DOTALL)[1]
    assert "<bdi>Ada Vell</bdi> holds it <strong>mixed</strong>" in card
    assert "Half of it &lt;b&gt;was&lt;/b&gt; so." in card
    assert 'href="https://desk.example/9"' in card
    told = {one["id"]: one["judgements"] for one in client.get(f"{AT}.json").json()["claims"]}
    assert [(one["rating"], one["by"]) for one in told.pop(claim)] == [("mixed", "Ada Vell")]
    assert not any(told.values())
    assert 'class="judged"' not in client.get(AT, params={"known": "2023-03-10"}).text, "nobody had judged it yet"


@pytest.mark.usefixtures("versions")
def test_a_claims_address_finds_its_card_whatever_its_id(client: TestClient) -> None:
    answer = client.get("/claims/new one", follow_redirects=False)
    assert answer.headers["location"] == f"{AT}#new%20one"
    page = client.get(AT).text
    assert '<article class="card f-fighting" id="new%20one"' in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.usefixtures("versions")
def test_two_versions_stand_side_by_side_with_what_changed(client: TestClient) -> None:
    page = client.get(AT, params={"compare": "1-2"}).text
    assert "<del>eight</del>" in page
    assert "<ins>nine</ins>" in page
    told = client.get(f"{AT}.json", params={"compare": "1-2"}).json()
    assert (told["from"], told["to"]) == (1, 2)
    assert len(told["went"]) == len(READING.claims) - 3
    assert {name for change in told["changed"] for name in change["fields"]} >= {"type"}
    assert client.get(AT, params={"compare": "1-3"}).status_code == 404
    assert client.get(AT, params={"compare": "1"}).status_code == 422


@pytest.mark.usefixtures("versions")
def test_a_withdrawn_report_says_so_and_its_reason_is_text(client: TestClient) -> None:
    page = client.get("/reports/gone").text
    assert "Withdrawn on" in page
    assert "&lt;b&gt;wrong&lt;/b&gt; harbour" in page
    assert "Withdrawn on" not in client.get("/reports/gone", params={"known": "2023-03-19"}).text
    assert client.get("/reports/gone.json").json()["why_withdrawn"] == "<b>wrong</b> harbour"


@pytest.mark.usefixtures("versions")
def test_its_claims_can_be_had_as_linked_data(client: TestClient) -> None:
    (address,) = re.findall(r'<link rel="alternate" type="application/ld\+json" href="([^"]+)"', client.get(AT).text)
    told = client.get(address)
    assert told.headers["content-type"] == "application/ld+json"
    assert "<" not in told.text
    claims = told.json()["@graph"]
    assert {claim["@type"] for claim in claims} == {"Claim"}
    read = client.get(f"{AT}.json").json()["claims"]
    assert sorted(claim["text"] for claim in claims) == sorted(claim["text"] for claim in read)


@pytest.mark.usefixtures("versions")
def test_a_withdrawn_report_claims_nothing(client: TestClient) -> None:
    assert client.get("/reports/gone.jsonld").json()["@graph"] == []
    assert client.get("/reports/none.jsonld").status_code == 404


def test_a_report_that_is_not_there_is_told(client: TestClient) -> None:
    assert client.get("/reports/none").status_code == 404
    assert client.get("/reports/none.json").json()["field"] == "report"


def test_a_report_called_like_a_file_is_found(client: TestClient, example_room: Room) -> None:
    text = "Troops left the town."
    claim = Claim("x", "notes.json", text, 0, len(text), "withdraw", READING.claims[0].source)
    report = replace(READING.report, id="notes.json", text=text, blocks=(), url=None)
    example_room.write(lambda keeper: keeper.keep(Reading(report, (claim,))))
    assert client.get("/reports/notes.json").headers["content-type"].startswith("text/html")
    assert client.get("/reports/notes.json.json").json()["id"] == "notes.json"
    linked = replace(report, id="notes.jsonld")
    example_room.write(lambda keeper: keeper.keep(Reading(linked, (replace(claim, report="notes.jsonld"),))))
    assert client.get("/reports/notes.jsonld").headers["content-type"].startswith("text/html")
    assert client.get("/reports/notes.jsonld.jsonld").json()["@graph"][0]["text"] == text


@pytest.fixture
def abroad(example_room: Room) -> Room:
    """The room with reports in other languages in it."""
    told = readings(open_gazetteer())
    example_room.write(lambda keeper: [keeper.keep(reading) for reading in told])
    return example_room


@pytest.mark.usefixtures("abroad")
def test_a_report_in_another_language_is_shown_as_one(client: TestClient) -> None:
    page = client.get("/reports/ar").text
    assert '<div class="text" lang="ar" dir="rtl">' in page
    assert "Not read for claims" in page
    assert '<span class="named place" title="Velmar">فيلمار</span>' in page
    assert 'href="/reports?place=Velmar"' in page
    told = client.get("/reports/uk.json").json()
    assert (told["language"], told["claims"]) == ("uk", [])
    assert told["mentions"][0]["place"]["name"] == "Velmar"
    listed = client.get("/reports", params={"language": "ru"}).text
    assert "in Russian, not read for claims" in listed
    assert "Засідання" not in listed
    by_place = client.get("/reports.json", params={"place": "Lesnava", "language": "uk"}).json()["reports"]
    assert [one["id"] for one in by_place] == ["uk"]


@pytest.mark.usefixtures("abroad")
def test_the_page_of_a_place_tells_of_them_and_counts_none(client: TestClient) -> None:
    page = client.get("/places/Dolmir").text
    assert "3 reports in other languages" in page
    assert 'lang="ar"' in page
    assert client.get("/places/Dolmir.json").json()["elsewhere"]["reports"] == 3
    found = client.get("/search", params={"q": "снег"}).text
    assert "in Russian" in found
