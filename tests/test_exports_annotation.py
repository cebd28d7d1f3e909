"""Web Annotations: what the standard demands, and the way back to the words, in the same text and in a changed one."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import rdflib
from hypothesis import assume, given
from hypothesis import strategies as st
from rdflib import RDF

from sayso.answers import Asked
from sayso.answers.provenance import Edition, Traced, traced
from sayso.errors import InputError
from sayso.exports.annotation import CONTEXT, annotation, find
from sayso.ledger import Ledger
from sayso.model import Claim, Entry, Publication, Source
from sayso.weighing.accounts import Account
from tests.hostile import ALL
from tests.injections import KEPT
from tests.linking import ANNOTATIONS, DENIAL, document, expanded, graph, keys, written

OA = rdflib.Namespace("http://www.w3.org/ns/oa#")


@pytest.fixture(scope="module")
def made(linked_ledger: Path) -> dict[str, Any]:
    return document("annotations", linked_ledger)


def _of(text: str, start: int, end: int, published: date | None = None, **ended: Any) -> dict[str, Any]:
    """The annotation of a claim on a stretch of a text."""
    claim = Claim("c", "r", text[start:end], start, end, "statement", Source("narrator"))
    at = Publication("r", "d", published)
    edition = Edition(at, text, "2031-06-01T12:30:00Z", **ended)
    return annotation(Traced(Entry(claim, at), edition, Account("outlet:x", "X", "media", None, "", "outlet:x")))


def test_every_word_is_the_standards(made: dict[str, Any]) -> None:
    assert made["@context"][0] == CONTEXT == "http://www.w3.org/ns/anno.jsonld"
    assert {key for key in keys(made) if not key.startswith(("@", "sayso:"))} <= set(ANNOTATIONS)


def test_an_annotation_has_what_the_standard_demands(made: dict[str, Any]) -> None:
    assert (made["type"], made["id"].startswith("urn:sayso:annotations:")) == ("AnnotationPage", True)
    assert len({note["id"] for note in made["items"]}) == len(made["items"])
    for note in made["items"]:
        assert note["type"] == "Annotation"
        quote, position = note["target"]["selector"]
        assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        assert 0 <= position["start"] < position["end"]
        state = note["target"]["state"]
        assert ("sourceDate" in state) != ("sourceDateStart" in state)
        assert ("sourceDateStart" in state) == ("sourceDateEnd" in state)
        for day in ("sourceDate", "sourceDateStart", "sourceDateEnd"):
            assert day not in state or datetime.fromisoformat(state[day]).tzinfo is not None


def test_two_readers_find_the_same_words(made: dict[str, Any]) -> None:
    read = graph(made)
    words = sorted(str(word) for word in read.objects(None, OA.exact))
    assert words == sorted(note["target"]["selector"][0]["exact"] for note in made["items"])
    assert len(set(read.subjects(RDF.type, OA.Annotation))) == len(made["items"])
    (page,) = expanded(made)
    assert len(page["http://www.w3.org/ns/activitystreams#items"][0]["@list"]) == len(words)


def test_it_points_at_the_page_in_the_state_in_which_it_was_read(made: dict[str, Any]) -> None:
    (deal,) = [note for note in made["items"] if note["body"][0]["id"] == "urn:sayso:claim:deal-1.0"]
    assert deal["target"]["source"] == "https://delta.example/selm/ferries?a=1&b=2"
    assert deal["target"]["state"]["cached"].startswith("urn:sayso:version:deal-1:")
    assert deal["target"]["state"]["sourceDateStart"] == "2031-03-14T00:00:00Z"
    assert (deal["body"][0]["creator"]["name"], deal["creator"]["name"]) == ("Dana Frey", "Noor, night desk")
    (wire,) = [note for note in made["items"] if note["body"][0]["id"] == "urn:sayso:claim:wire-1.0"]
    assert wire["target"]["source"] == wire["target"]["state"]["cached"]


def test_programs_that_know_nothing_of_claims_have_words_to_show(made: dict[str, Any]) -> None:
    (deal,) = [note for note in made["items"] if note["body"][0]["id"] == "urn:sayso:claim:deal-1.0"]
    describing, tagging = deal["body"][1:]
    assert {each["type"] for each in (describing, tagging)} == {"TextualBody"}
    assert (describing["purpose"], tagging["purpose"], tagging["value"]) == ("describing", "tagging", "agreement")
    assert describing["value"] == (
        "According to Dana Frey, via Telegram and Channel Nine; Ministry of Defence of Ostrya denies it"
    )
    told = annotation(DENIAL)["body"][1]["value"]
    assert told == "According to Varnia's General Staff (“denied”), said not to be so"


@pytest.mark.parametrize(
    ("published", "ended", "told"),
    [
        (None, {}, {"sourceDate": "2031-06-01T12:30:00Z"}),
        (date(2031, 3, 1), {}, {"sourceDateStart": "2031-03-01T00:00:00Z", "sourceDateEnd": "2031-03-01T23:59:59Z"}),
        (
            date(2031, 3, 1),
            {"superseded": date(2031, 3, 9), "withdrawn": date(2031, 3, 4)},
            {"sourceDateStart": "2031-03-01T00:00:00Z", "sourceDateEnd": "2031-03-04T00:00:00Z"},
        ),
        (
            date(2031, 3, 1),
            {"superseded": date.min},
            {"sourceDateStart": "2031-03-01T00:00:00Z", "sourceDateEnd": "2031-03-01T23:59:59Z"},
        ),
    ],
)
def test_a_state_is_the_days_on_which_the_version_stood(
    published: date | None, ended: dict[str, date], told: dict[str, str]
) -> None:
    state = _of("It rained.", 0, 9, published, **ended)["target"]["state"]
    assert {key: value for key, value in state.items() if key.startswith("source")} == told


def test_every_claim_is_found_again_in_its_report(linked_ledger: Path) -> None:
    with Ledger.open(linked_ledger) as ledger:
        every = list(traced(ledger, Asked()))
    assert every
    for one in every:
        note = json.loads(json.dumps(annotation(one)))
        assert find(note, one.edition.text) == (one.claim.start, one.claim.end)
        assert find(note, f"UPDATE.\n\n{one.edition.text}") == (one.claim.start + 9, one.claim.end + 9)
        assert find(note, "Another story.") is None


_TEXTS = st.text(st.characters(exclude_categories=()), min_size=1, max_size=80) | st.text("ab ", min_size=1)


@given(_TEXTS, st.data())
def test_from_words_to_annotation_and_back(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    note = json.loads(json.dumps(_of(text, start, end)))
    assert find(note, text) == (start, end)


@given(_TEXTS, st.text(max_size=60), st.text(max_size=60), st.data())
def test_words_are_found_where_they_went(text: str, before: str, after: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    changed = before + text + after
    assume(changed.count(text[start:end]) == 1)
    assert find(_of(text, start, end), changed) == (start + len(before), end + len(before))


def test_words_are_found_in_the_text_of_the_page_itself() -> None:
    text = "The ministry said that its troops had captured the town of Hradov. It gave no proof."
    start = text.index("its troops")
    note = _of(text, start, text.index(". It"))
    page = "Home\n\t The ministry\nsaid that its\u00a0troops\n   had cap\u00adtured the town of Hradov.\n\nIt gave"
    found = find(note, page)
    assert found is not None
    assert page[found[0] : found[1]] == "its\u00a0troops\n   had cap\u00adtured the town of Hradov"
    assert find(note, page.replace("troops", "tanks")) is None
    blank = {"target": {"selector": {"type": "TextQuoteSelector", "exact": "\u00ad \n"}}}
    assert find(blank, "no such words") is None


@given(_TEXTS, st.data())
def test_white_space_of_any_kind_is_the_same(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assume(text[start:end].strip() == text[start:end] and not set(text) & set("\u00ad\u200b\u2060\ufeff"))
    page = "".join(data.draw(st.sampled_from([" ", "\n", "\u00a0 \n"])) if char.isspace() else char for char in text)
    found = find(_of(text, start, end), page)
    assert found is not None
    assert page[found[0] : found[1]].split() == text[start:end].split()


def test_of_several_places_it_is_the_one_with_the_same_around_it() -> None:
    text = "On Monday the town fell. On Friday the town fell. On Sunday the town fell, again."
    at = text.index("the town fell", 40)
    note = _of(text, at, at + 13)
    for changed in (
        f"Corrected. {text}",
        text.replace("On Monday the", "On Monday a"),
        text.replace(" fell.", " fell!"),
    ):
        start, end = find(note, changed) or (0, 0)
        assert changed[:end].endswith("On Sunday the town fell")
        assert changed[start:end] == "the town fell"


def test_places_are_code_points_not_units_of_any_encoding() -> None:
    text = "😀 e\u0301 “said”"
    at = text.index("said")
    note = _of(text, at, at + 4)
    assert note["target"]["selector"][1] == {"type": "TextPositionSelector", "start": 6, "end": 10}
    assert find(note, text) == (6, 10)


def test_another_tools_annotation_will_do() -> None:
    note = {"target": {"selector": {"type": "TextQuoteSelector", "exact": "fell"}}}
    assert find(note, "the town fell") == (9, 13)


@pytest.mark.parametrize(
    "note",
    [
        {},
        {"target": "https://x.example/"},
        {"target": {"selector": [{"type": "TextPositionSelector", "start": 0, "end": 1}]}},
        {"target": {"selector": {"type": "TextQuoteSelector", "exact": ""}}},
    ],
)
def test_one_that_quotes_nothing_is_refused(note: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"target\.selector: .*: give one whose target has a TextQuoteSelector"):
        find(note, "the town fell")


def test_hostile_words_stay_words(hostile_ledger: Path) -> None:
    text = written("annotations", hostile_ledger, report=ALL)
    assert not set(text) & set("<>&")
    made = json.loads(text)
    assert len(words := {note["target"]["selector"][0]["exact"] for note in made["items"]}) > 300
    assert words <= set(KEPT)
    for note in made["items"]:
        assert note["target"]["source"].startswith(("urn:sayso:version:", "http://", "https://"))
    made["items"] = made["items"][::4]  # to read it all takes seconds
    assert len(set(graph(made).subjects(RDF.type, OA.Annotation))) == len(made["items"])
