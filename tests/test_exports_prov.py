"""PROV-O, asked as whoever gets it would ask: whose word, through whom, in which version, and does it stand?"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib import PROV, RDF, RDFS, Literal, URIRef

from sayso.answers.provenance import Edition, Traced
from sayso.exports import iris
from sayso.exports.prov import CONTEXT, nodes
from sayso.model import Claim, Entry, Publication, Source
from sayso.weighing.accounts import Account
from tests.hostile import ALL
from tests.injections import KEPT
from tests.linking import document, expanded, graph, keys, written

_CAME = "(prov:wasQuotedFrom|prov:wasDerivedFrom|prov:hadPrimarySource)*/prov:wasAttributedTo"


@pytest.fixture(scope="module")
def made(linked_ledger: Path) -> dict[str, Any]:
    return document("prov", linked_ledger)


@pytest.fixture(scope="module")
def read(made: dict[str, Any]) -> rdflib.Graph:
    return graph(made)


def _asked(read: rdflib.Graph, query: str) -> set[tuple[str, ...]]:
    rows = read.query(query, initNs={"prov": PROV, "rdfs": RDFS, "s": rdflib.Namespace("urn:sayso:vocab:")})
    return {tuple(str(value) for value in row) for row in rows if isinstance(row, tuple)}


def _through(read: rdflib.Graph, claim: str) -> set[str]:
    return {who for (who,) in _asked(read, f"select ?l {{ <urn:sayso:claim:{claim}> {_CAME}/rdfs:label ?l }}")}


def test_every_word_is_provs_or_has_its_vocabulary_named(made: dict[str, Any]) -> None:
    for key in keys(made["@graph"]):
        prefix, _, name = key.partition(":")
        assert key.startswith("@") or prefix in made["@context"], key
        assert prefix != "prov" or PROV[name] in PROV, key


@pytest.mark.parametrize(
    ("claim", "through"),
    [
        ("deal-1.0", {"Dana Frey", "Telegram", "Channel Nine", "Radio Delta"}),
        ("courier-1.0", {"Ministry of Defence of Ostrya", "Interwire", "The Velmar Courier"}),
        ("nine-2.0", {"Channel Nine"}),
    ],
)
def test_one_question_tells_through_whom_a_claim_came(claim: str, through: set[str], read: rdflib.Graph) -> None:
    assert _through(read, claim) == through


def test_what_came_through_one_channel_came_to_it_through_the_other(read: rdflib.Graph) -> None:
    way = "<urn:sayso:claim:deal-1.0> prov:wasDerivedFrom+ ?on . ?on prov:wasAttributedTo/rdfs:label ?whose"
    assert _asked(read, f"select ?whose {{ {way} }}") == {("Dana Frey",), ("Telegram",), ("Channel Nine",)}
    nearest = "<urn:sayso:claim:deal-1.0> prov:wasDerivedFrom/prov:wasAttributedTo/rdfs:label ?whose"
    assert _asked(read, f"select ?whose {{ {nearest} }}") == {("Channel Nine",)}


def test_another_claim_of_the_report_did_not_come_that_way(linked_ledger: Path) -> None:
    before = graph(document("prov", linked_ledger, known=date(2031, 3, 13)))
    assert "Telegram" in _through(before, "deal-1.0")
    assert _through(before, "deal-1.1") == {"residents (Radio Delta)", "Radio Delta"}


def test_an_office_acts_for_its_side_and_a_witness_does_not(read: rdflib.Graph) -> None:
    acted = _asked(read, "select ?who ?side { ?a prov:actedOnBehalfOf/rdfs:label ?side ; rdfs:label ?who }")
    assert ("Ministry of Defence of Ostrya", "Ostrya") in acted
    assert ("Dana Frey", "Varnia") in acted
    assert "Channel Nine" not in {who for who, _ in acted}
    assert ("Channel Nine", "Varnia") in _asked(read, "select ?who ?side { ?a s:side ?side ; rdfs:label ?who }")


def test_a_version_revises_the_one_before_and_ends_it(read: rdflib.Graph) -> None:
    told = _asked(
        read,
        "select ?old ?new ?ended { ?v prov:wasRevisionOf ?b ; prov:generatedAtTime ?new . "
        "?b prov:generatedAtTime ?old ; prov:wasGeneratedBy/prov:endedAtTime ?ended }",
    )
    assert told == {("2031-03-12T00:00:00+00:00", "2031-03-14T00:00:00+00:00", "2031-03-14T00:00:00+00:00")}


def test_what_was_withdrawn_says_when_and_why(read: rdflib.Graph) -> None:
    told = _asked(
        read,
        "select ?c ?day ?at ?why { ?c s:ended ?day ; prov:wasQuotedFrom/prov:wasGeneratedBy/prov:wasEndedBy ?w . "
        "?w prov:generatedAtTime ?at ; <http://purl.org/dc/terms/description> ?why }",
    )
    why = "It was another bridge."
    assert told == {("urn:sayso:claim:bridge-1.0", "2031-03-15", "2031-03-15T00:00:00+00:00", why)}


def test_a_claim_that_stands_in_the_next_version_has_not_ended(read: rdflib.Graph) -> None:
    ended = {claim for (claim,) in _asked(read, "select ?c { ?c a s:Claim ; s:ended ?day }")}
    assert ended == {"urn:sayso:claim:bridge-1.0", "urn:sayso:claim:deal-1.1"}
    quoted = _asked(read, "select ?v { <urn:sayso:claim:deal-1.0> prov:wasQuotedFrom ?v }")
    assert len(quoted) == 2


def test_who_read_it_and_who_read_it_over(read: rdflib.Graph) -> None:
    by = "select ?c ?who { ?act prov:used ?c ; prov:wasAssociatedWith/rdfs:label ?who . ?c a s:Claim }"
    assert _asked(read, by) == {("urn:sayso:claim:deal-1.0", "Noor, night desk")}
    software = URIRef("urn:sayso:software")
    assert (software, RDF.type, PROV.SoftwareAgent) in read
    reading = read.value(URIRef("urn:sayso:claim:wire-1.0"), PROV.wasGeneratedBy)
    assert (reading, PROV.wasAssociatedWith, software) in read
    begun = read.value(reading, PROV.startedAtTime)
    assert isinstance(begun, Literal)
    assert begun.toPython().isoformat() == "2031-06-01T12:30:00+00:00"


def test_who_objects_is_told_of_the_claim(read: rdflib.Graph) -> None:
    against = "select ?c ?how ?who { ?o s:on ?c ; s:stance ?how ; prov:wasAttributedTo/rdfs:label ?who }"
    told = _asked(read, against)
    assert ("urn:sayso:claim:deal-1.0", "denies", "Ministry of Defence of Ostrya") in told
    assert ("urn:sayso:claim:wire-1.0", "could_not_verify", "Interwire") in told


def test_nothing_is_told_twice_and_nothing_hangs_loose(made: dict[str, Any], read: rdflib.Graph) -> None:
    lines = [json.dumps(node, sort_keys=True) for node in made["@graph"]]
    assert len(lines) == len(set(lines))
    things = set(read.subjects(RDF.type, None))
    links = [term for term, told in CONTEXT.items() if isinstance(told, dict) and told["@type"] == "@id"]
    assert len(links) > 10
    for link in links:
        if not link.startswith("prov:"):
            continue
        for thing in read.objects(None, PROV[link.removeprefix("prov:")]):
            assert thing in things, f"{link} {thing}"


_KINDS = {
    "used": ("Activity", "Entity"),
    "wasGeneratedBy": ("Entity", "Activity"),
    "wasEndedBy": ("Activity", "Entity"),
    "wasDerivedFrom": ("Entity", "Entity"),
    "wasQuotedFrom": ("Entity", "Entity"),
    "wasRevisionOf": ("Entity", "Entity"),
    "hadPrimarySource": ("Entity", "Entity"),
    "specializationOf": ("Entity", "Entity"),
    "wasAttributedTo": ("Entity", "Agent"),
    "wasAssociatedWith": ("Activity", "Agent"),
    "actedOnBehalfOf": ("Agent", "Agent"),
    "atLocation": ("Entity", "Location"),
    "generatedAtTime": ("Entity", None),
    "startedAtTime": ("Activity", None),
    "endedAtTime": ("Activity", None),
}
"""What may stand before and behind each of PROV's words that are used."""
_AGENTS = (PROV.Person, PROV.Organization, PROV.SoftwareAgent)


def _before(read: rdflib.Graph) -> dict[tuple[Any, ...], dict[tuple[Any, ...], bool]]:
    """Which event comes before which, by PROV-CONSTRAINTS, and whether it must be strictly earlier."""
    out: dict[tuple[Any, ...], dict[tuple[Any, ...], bool]] = {}

    def comes(first: tuple[Any, ...], then: tuple[Any, ...], strictly: bool = False) -> None:
        out.setdefault(first, {})[then] = strictly or out.get(first, {}).get(then, False)
        out.setdefault(then, {})

    for act in read.subjects(RDF.type, PROV.Activity):
        comes(("start", act), ("end", act))
    for thing, act in read.subject_objects(PROV.wasGeneratedBy):
        comes(("start", act), ("made", thing))
        comes(("made", thing), ("end", act))
    for act, thing in read.subject_objects(PROV.used):
        comes(("start", act), ("used", act, thing))
        comes(("used", act, thing), ("end", act))
        comes(("made", thing), ("used", act, thing))
        comes(("used", act, thing), ("gone", thing))
    for act, thing in read.subject_objects(PROV.wasEndedBy):
        comes(("made", thing), ("end", act))
    for thing, _ in read.subject_objects(PROV.invalidatedAtTime):
        comes(("made", thing), ("gone", thing))
    for word in ("wasDerivedFrom", "wasQuotedFrom", "wasRevisionOf", "hadPrimarySource"):
        for thing, other in read.subject_objects(PROV[word]):
            comes(("made", other), ("made", thing), strictly=True)
    for thing, other in read.subject_objects(PROV.specializationOf):
        comes(("made", other), ("made", thing))
    return out


def _after(event: tuple[Any, ...], before: dict[tuple[Any, ...], dict[tuple[Any, ...], bool]]) -> set[tuple[Any, ...]]:
    found, left = set(), list(before[event])
    while left:
        one = left.pop()
        if one not in found:
            found.add(one)
            left += before[one]
    return found


def test_every_word_stands_between_things_of_its_kinds(read: rdflib.Graph) -> None:
    def is_a(thing: Any, kind: str) -> bool:
        kinds = set(read.objects(thing, RDF.type))
        return PROV[kind] in kinds or (kind == "Agent" and not kinds.isdisjoint(_AGENTS))

    used = {str(word).removeprefix(str(PROV)) for word in read.predicates() if str(word).startswith(str(PROV))}
    assert used - {"value"} == set(_KINDS)
    for word, (one, other) in _KINDS.items():
        for thing, what in read.subject_objects(PROV[word]):
            assert is_a(thing, one), f"{thing} {word}"
            assert other is None or is_a(what, other), f"{word} {what}"
    for kind in ("Activity", "Location"):
        assert set(read.subjects(RDF.type, PROV[kind])).isdisjoint(read.subjects(RDF.type, PROV.Entity))


def test_nothing_comes_before_what_it_comes_from(read: rdflib.Graph) -> None:
    """No event of PROV's is strictly before itself, and where times are told, none contradicts that order.

    A ledger is filled long after reports were withdrawn, and was told so all the same.
    """
    before = _before(read)
    after = {event: _after(event, before) for event in before}
    for event, some in before.items():
        for then, strictly in some.items():
            assert not (strictly and event in after[then]), f"{event} {then}"
    words = {"made": PROV.generatedAtTime, "gone": PROV.invalidatedAtTime, "start": PROV.startedAtTime,
             "end": PROV.endedAtTime}  # fmt: skip
    times = {event: read.value(event[1], words[event[0]]) for event in before if event[0] in words}
    dated = {event: str(time) for event, time in times.items() if time is not None}
    assert len(dated) > 20
    for event, time in dated.items():
        for then in after[event] & dated.keys():
            assert time <= dated[then], f"{event} {then}"


def test_an_earlier_version_from_another_newsroom_is_not_this_ones() -> None:
    claim = Claim("c", "r", "It rained", 0, 9, "statement", Source("narrator"))
    now, then = Publication("r", "d2", date(2031, 3, 2), "Nine"), Publication("r", "d1", date(2031, 3, 1), "Ten")
    nine = Account("outlet:nine", "Nine", "media", None, "", "outlet:nine")
    before = Edition(then, "It rained.", "2031-06-01T12:30:00Z", superseded=now.published)
    told = Traced(Entry(claim, now), Edition(now, "It rained!", before.seen), nine, outlet=nine, before=(before,))
    made = {node["@id"]: node for node in nodes([told])}
    assert made[iris.version(now)]["prov:wasAttributedTo"] == ["urn:sayso:account:outlet:nine"]
    assert "prov:wasAttributedTo" not in made[iris.version(then)]


def test_whichever_sayso_read_a_report_is_an_agent_of_its_own() -> None:
    claim = Claim("c", "r", "It rained", 0, 9, "statement", Source("narrator"))
    nine = Account("outlet:nine", "Nine", "media", None, "", "outlet:nine")
    by = (None, "0.1.0", "0.2.0")
    told = []
    for n, sayso in enumerate(by):
        at = Publication(f"r{n}", "d", date(2031, 3, 2), "Nine")
        one = Edition(at, "It rained!", "2031-06-01T12:30:00Z", sayso=sayso)
        told.append(Traced(Entry(replace(claim, id=f"c{n}"), at), one, nine, outlet=nine))
    made = {node["@id"]: node for node in nodes(told)}
    reading = [made[made[iris.claim(f"c{n}")]["prov:wasGeneratedBy"]]["prov:wasAssociatedWith"] for n in range(3)]
    assert reading == ["urn:sayso:software", "urn:sayso:software:0.1.0", "urn:sayso:software:0.2.0"]
    assert [made[agent].get("sayso:version") for agent in reading] == list(by)
    assert [made[agent]["rdfs:label"] for agent in reading] == ["sayso", "sayso 0.1.0", "sayso 0.2.0"]


def test_both_readers_find_as_many_claims(made: dict[str, Any], read: rdflib.Graph) -> None:
    claims = {str(c) for c in read.subjects(RDF.type, URIRef("urn:sayso:vocab:Claim"))}
    by_pyld = {node["@id"] for node in expanded(made) if "urn:sayso:vocab:Claim" in node.get("@type", ())}
    assert by_pyld == claims != set()


def test_hostile_words_stay_words(hostile_ledger: Path) -> None:
    text = written("prov", hostile_ledger, report=ALL)
    assert not set(text) & set("<>&")
    made = json.loads(text)
    assert len(words := {node["prov:value"] for node in made["@graph"] if "prov:value" in node}) > 300
    assert words <= set(KEPT)
    made["@graph"] = made["@graph"][::4]  # to read it all takes seconds
    read = graph(made)
    ours = (str(PROV), str(RDF), str(RDFS), "urn:sayso:vocab:", "http://purl.org/dc/terms/")
    assert all(str(told).startswith(ours) for told in read.predicates())
    things = {*read.subjects(), *(thing for thing in read.objects() if isinstance(thing, URIRef))}
    assert all(str(thing).startswith(("urn:sayso:", *ours, "http://", "https://")) for thing in things)
