"""schema.org Claims: read as JSON-LD by two readers, with no word that schema.org does not have, and no verdict."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib import RDF, SDO, URIRef

from sayso.exports import schema_org
from sayso.ledger.judging import Judgement
from sayso.weighing.accounts import Account
from tests.hostile import ALL
from tests.injections import KEPT
from tests.linking import DENIAL, document, expanded, graph, keys, written


@pytest.fixture(scope="module")
def made(linked_ledger: Path) -> dict[str, Any]:
    return document("schema-org", linked_ledger)


@pytest.fixture(scope="module")
def read(made: dict[str, Any]) -> rdflib.Graph:
    return graph(made)


def _of_schema_org(word: object) -> bool:
    return word in SDO  # type: ignore[attr-defined]  # rdflib's metaclass answers, of which mypy knows nothing


def _claim(made: dict[str, Any], id: str) -> dict[str, Any]:
    (found,) = [node for node in made["@graph"] if node["@id"] == f"urn:sayso:claim:{id}"]
    return dict(found)


def test_every_word_is_schema_orgs_or_marked_as_ours(made: dict[str, Any]) -> None:
    for key in keys(made["@graph"]):
        assert key.startswith(("@", "sayso:")) or _of_schema_org(URIRef(SDO + key)), key


def test_two_readers_understand_it_alike(made: dict[str, Any], read: rdflib.Graph) -> None:
    claims = set(read.subjects(RDF.type, SDO.Claim))
    assert {str(claim) for claim in claims} == {node["@id"] for node in made["@graph"] if node["@type"] == "Claim"}
    by_pyld = {node["@id"]: node for node in expanded(made)}
    for claim in claims:
        assert str(read.value(claim, SDO.text)) == by_pyld[str(claim)]["https://schema.org/text"][0]["@value"]


def test_a_claim_tells_who_says_it_and_by_what_way(made: dict[str, Any]) -> None:
    claim = _claim(made, "deal-1.0")
    assert claim["author"] == {
        "@type": "Person", "@id": "urn:sayso:account:person:dana-frey", "name": "Dana Frey", "sayso:side": "Varnia",
    }  # fmt: skip
    article = claim["appearance"]
    assert (article["@type"], article["url"]) == ("NewsArticle", "https://delta.example/selm/ferries?a=1&b=2")
    assert article["publisher"]["name"] == "Radio Delta"
    (nearest_to_us,) = article["isBasedOn"]
    (nearest_to_her,) = nearest_to_us["isBasedOn"]
    assert (nearest_to_us["publisher"]["name"], nearest_to_her["publisher"]["name"]) == ("Channel Nine", "Telegram")
    assert claim["firstAppearance"] == nearest_to_her
    assert claim["sayso:objection"] == [
        {"sayso:stance": "denies", "sayso:by": {
            "@type": "GovernmentOrganization", "@id": "urn:sayso:account:varnia:ostrya/defence-ministry",
            "name": "Ministry of Defence of Ostrya", "sayso:side": "Ostrya"}}
    ]  # fmt: skip


def test_a_claim_tells_days_and_places(made: dict[str, Any], read: rdflib.Graph) -> None:
    claim = _claim(made, "deal-1.0")
    assert claim["temporalCoverage"] == "2031-03-11/.."
    assert (claim["dateCreated"], claim["datePublished"]) == ("2031-03-11", "2031-03-14")
    hradov, selm = claim["contentLocation"]
    assert hradov["geo"] == {"@type": "GeoCoordinates", "latitude": -48.21, "longitude": -123.24}
    assert selm["@type"] == "AdministrativeArea"
    told = read.value(URIRef(claim["@id"]), SDO.datePublished)
    assert isinstance(told, rdflib.Literal)
    assert told.datatype == SDO.Date


def test_who_may_be_one_or_many_is_neither_person_nor_organisation(made: dict[str, Any]) -> None:
    assert _claim(made, "wire-1.1")["author"]["@type"] == "Thing", "a governor whom no theatre lists, or an office"


def test_a_wire_story_appeared_with_the_agency_first(made: dict[str, Any]) -> None:
    copied = [_claim(made, f"{paper}-1.0") for paper in ("wire", "courier")]
    firsts = [claim["firstAppearance"]["@id"] for claim in copied if "firstAppearance" in claim]
    assert len(firsts) == 1
    assert firsts[0] in {claim["appearance"]["@id"] for claim in copied}
    assert {claim["appearance"]["sourceOrganization"]["name"] for claim in copied} == {"Interwire"}


def test_to_vouch_for_a_reading_is_no_verdict(made: dict[str, Any]) -> None:
    assert _claim(made, "deal-1.0")["claimInterpreter"] == {"@type": "Person", "name": "Noor, night desk"}
    assert "claimInterpreter" not in _claim(made, "wire-1.0")
    assert "Review" not in json.dumps([node for node in made["@graph"] if node["@type"] == "Claim"])


def test_a_claim_review_is_what_a_person_holds_and_why(made: dict[str, Any], read: rdflib.Graph) -> None:
    ada, noor = [node for node in made["@graph"] if node["@type"] == "ClaimReview"]
    assert (ada["author"], ada["url"]) == ({"@type": "Person", "name": "Ada Vell"}, "https://desk.example/ferries")
    assert ada["itemReviewed"]["@id"] == "urn:sayso:claim:deal-1.0"
    assert ada["claimReviewed"] == "both sides had agreed to let the ferries cross"
    assert ada["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "False",
        "ratingValue": 1,
        "worstRating": 1,
        "bestRating": 5,
        "ratingExplanation": "The ferries lay at the pier all night; three photographs show it.",
    }
    assert ada["datePublished"] == "2031-06-01"
    assert (noor["reviewRating"]["alternateName"], "url" in noor) == ("Unproven", False)
    assert set(noor["reviewRating"]) == {"@type", "alternateName", "ratingExplanation"}, "no number for not knowing"
    assert len(set(read.subjects(SDO.itemReviewed, URIRef("urn:sayso:claim:deal-1.0")))) == 2


def test_a_review_taken_out_of_the_document_tells_what_it_is_of(made: dict[str, Any]) -> None:
    claim = _claim(made, "deal-1.0")
    ada = next(node for node in made["@graph"] if node["@type"] == "ClaimReview")
    reviewed = ada["itemReviewed"]
    assert (reviewed["@type"], reviewed["author"]["@type"]) == ("Claim", "Person")
    for key in ("author", "datePublished", "appearance", "firstAppearance"):
        assert reviewed[key] == claim[key]
    assert ada["claimReviewed"] == claim["text"]


def test_what_is_told_twice_is_one_thing(read: rdflib.Graph) -> None:
    """The reviews repeat the claim, and a first appearance stands at the end of the way as well."""
    assert len(set(read.objects(URIRef("urn:sayso:claim:deal-1.0"), SDO.firstAppearance))) == 1
    assert {type(relay) for relay in read.objects(None, SDO.isBasedOn)} == {URIRef}, "and has a name"


def test_who_may_be_either_is_no_author_of_what_is_reviewed() -> None:
    judged = Judgement(1, "x.0", "r", "x", "d", "true", "Seen.", None, "Ada Vell", "2031-06-01T12:30:00Z")
    somebody = replace(DENIAL, account=Account("name:one", "One", None, None, ""))
    assert "author" in schema_org.review(judged, DENIAL)["itemReviewed"]
    assert "author" not in schema_org.review(judged, somebody)["itemReviewed"], "readers take no mere thing for one"


def test_a_denial_is_not_told_as_what_it_denies() -> None:
    made = schema_org.claim(DENIAL)
    assert made["text"] == "Varnia's General Staff (“denied”): “its troops had left the town”"
    assert made["sayso:words"] == "its troops had left the town"
    judged = Judgement(1, "denial.0", "r", "denial", "d", "true", "Seen.", None, "Ada Vell", "2031-06-01T12:30:00Z")
    assert schema_org.review(judged, DENIAL)["claimReviewed"] == made["text"]
    asserted = replace(DENIAL, entry=replace(DENIAL.entry, claim=replace(DENIAL.claim, modality="asserted")))
    assert schema_org.claim(asserted)["text"] == "its troops had left the town"
    assert "sayso:words" not in schema_org.claim(asserted)


def test_it_is_as_known_on_a_day(linked_ledger: Path) -> None:
    then = document("schema-org", linked_ledger, known=date(2031, 3, 13))
    assert "ClaimReview" not in json.dumps(then), "nobody had judged anything yet"
    assert _claim(then, "deal-1.0")["datePublished"] == "2031-03-12"
    assert _claim(then, "bridge-1.0")["author"]["@type"] == "NewsMediaOrganization"
    assert document("schema-org", linked_ledger, known=date(2030, 1, 1))["@graph"] == []


def test_hostile_words_stay_words(hostile_ledger: Path) -> None:
    text = written("schema-org", hostile_ledger, report=ALL)
    assert not set(text) & set("<>&")
    made = json.loads(text)
    assert len(words := {node["text"] for node in made["@graph"] if node["@type"] == "Claim"}) > 300
    assert words <= set(KEPT)
    assert len([node for node in made["@graph"] if node["@type"] == "ClaimReview"]) > 50
    made["@graph"] = made["@graph"][::3]  # to read it all takes seconds
    read = graph(made)
    assert all(_of_schema_org(kind) for kind in read.objects(None, RDF.type))
    ours = ["type", "modality", "quote", "actor", "target", "side", "count", "objection", "stance", "by"]
    for told in set(read.predicates()) - {RDF.type}:
        assert _of_schema_org(told) or str(told).removeprefix("urn:sayso:vocab:") in ours, told
