"""What tests of linked data share: a ledger with every kind of way in it, and documents read as others would read them.

Nothing is fetched: the one context that is named by its address is here, with the terms that we use of it.
"""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import rdflib
from pyld import jsonld

from sayso.answers import Asked
from sayso.answers.provenance import Edition, Traced
from sayso.exports.formats import FORMATS
from sayso.ledger import Keeper, Ledger
from sayso.ledger.judging import judge
from sayso.ledger.reviewing import review
from sayso.model import Claim, Entry, Party, Place, Publication, Source, Stance, When
from sayso.weighing.accounts import Account
from tests.siege import HRADOV, READINGS, reading

__all__ = ["ANNOTATIONS", "DEAL", "DENIAL", "SEEN", "document", "expanded", "filled", "graph", "keys", "written"]

SEEN: Final = datetime(2031, 6, 1, 12, 30, tzinfo=UTC)
_RIVER: Final = Place("Selm", None, -48.2, -123.1, "region")
DEAL: Final = (
    reading(
        "deal-1", date(2031, 3, 12), "Radio Delta",
        {"text": "both sides had agreed to let the ferries cross", "type": "agreement",
         "source": Source("Dana Frey", "local_official", "Varnia"), "cue": "wrote", "said": date(2031, 3, 11),
         "via": ("Telegram", "Channel Nine"), "when": When(date(2031, 3, 11), None), "places": (HRADOV, _RIVER),
         "actor": Party("both sides"), "stances": (Stance("Ostrya's Defence Ministry", "denies"),)},
        {"text": "residents heard the ferries at night", "type": "statement", "source": Source("residents", "witness")},
        url="https://delta.example/selm/ferries?a=1&b=2",
    ),
    reading("bridge-1", date(2031, 3, 13), "Radio Delta",
            {"text": "the bridge was open again", "type": "rescue", "quote": "none"}),
)  # fmt: skip
"""What the siege has not: two channels, an open interval, a region, a revision, a withdrawal."""


def _denial() -> Traced:
    text = "The staff denied that its troops had left the town."
    words = "its troops had left the town"
    start = text.index(words)
    claim = Claim(
        "denial.0", "denial", words, start, start + len(words), "withdraw",
        Source("Varnia's General Staff", "military"), cue="denied", modality="negated",
    )  # fmt: skip
    at = Publication("denial", "d1", date(2031, 3, 14), "Channel Nine")
    staff = Account("varnia:varnia/general-staff", "Varnia's General Staff", "military", "Varnia", "")
    return Traced(Entry(claim, at), Edition(at, text, "2031-06-01T12:30:00Z"), staff)


DENIAL: Final = _denial()
"""A claim whose words alone are the opposite of what is claimed."""


def filled(path: Path | str) -> Path | str:
    """The siege and the deal in a ledger: one report revised the day after, one withdrawn, two claims read over."""
    with Ledger.open(path, create=True) as ledger:
        keeper = Keeper(ledger)
        for each in (*READINGS, *DEAL):
            keeper.keep(each, seen=SEEN)
        first = DEAL[0]
        revised = replace(first.report, published=date(2031, 3, 14), text=f"{first.report.text}It was corrected.")
        keeper.keep(replace(first, report=revised, claims=first.claims[:1]), seen=SEEN)
        keeper.withdraw("bridge-1", date(2031, 3, 15), why="It was another bridge.")
        review(ledger, "deal-1.0", "accept", by="Noor, night desk", made=SEEN)
        review(ledger, "nine-2.1", "reject", by="Noor, night desk", made=SEEN)
        why = "The ferries lay at the pier all night; three photographs show it."
        judge(ledger, "deal-1.0", "unproven", by="Ada Vell", why="Nobody answered yet.", made=SEEN)
        judge(ledger, "deal-1.0", "false", by="Ada Vell", why=why, url="https://desk.example/ferries", made=SEEN)
        judge(ledger, "deal-1.0", "unproven", by="Noor, night desk", why="One pier of two.", made=SEEN)
    return path


def written(name: str, path: Path, limit: int | None = None, **asked: Any) -> str:
    """What a format writes of a ledger."""
    out, form = io.StringIO(), FORMATS[name]
    with Ledger.open(path) as ledger:
        form.write(form.holds.gather(ledger, Asked(**asked), limit), out)
    return out.getvalue()


def document(name: str, path: Path, **asked: Any) -> dict[str, Any]:
    """The same as a JSON document."""
    made: dict[str, Any] = json.loads(written(name, path, **asked))
    return made


_OA: Final = "http://www.w3.org/ns/oa#"
_AS: Final = "http://www.w3.org/ns/activitystreams#"
_FOAF: Final = "http://xmlns.com/foaf/0.1/"
_DCTERMS: Final = "http://purl.org/dc/terms/"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
ANNOTATIONS: Final[dict[str, Any]] = {
    "id": "@id", "type": "@type",
    "Annotation": f"{_OA}Annotation", "AnnotationPage": f"{_AS}OrderedCollectionPage",
    "SpecificResource": f"{_OA}SpecificResource", "TimeState": f"{_OA}TimeState",
    "TextQuoteSelector": f"{_OA}TextQuoteSelector", "TextPositionSelector": f"{_OA}TextPositionSelector",
    "TextualBody": f"{_OA}TextualBody", "format": f"{_DC}format", "language": f"{_DC}language",
    "value": f"{_RDF}value", "purpose": {"@id": f"{_OA}hasPurpose", "@type": "@vocab"},
    "describing": f"{_OA}describing", "tagging": f"{_OA}tagging",
    "Person": f"{_FOAF}Person", "Organization": f"{_FOAF}Organization", "Software": f"{_AS}Application",
    "items": {"@id": f"{_AS}items", "@type": "@id", "@container": "@list"},
    "startIndex": {"@id": f"{_AS}startIndex", "@type": f"{_XSD}nonNegativeInteger"},
    "motivation": {"@id": f"{_OA}motivatedBy", "@type": "@vocab"}, "identifying": f"{_OA}identifying",
    "body": {"@id": f"{_OA}hasBody", "@type": "@id"}, "target": {"@id": f"{_OA}hasTarget", "@type": "@id"},
    "source": {"@id": f"{_OA}hasSource", "@type": "@id"}, "state": {"@id": f"{_OA}hasState", "@type": "@id"},
    "selector": {"@id": f"{_OA}hasSelector", "@type": "@id"}, "cached": {"@id": f"{_OA}cachedSource", "@type": "@id"},
    "sourceDate": {"@id": f"{_OA}sourceDate", "@type": f"{_XSD}dateTime"},
    "sourceDateStart": {"@id": f"{_OA}sourceDateStart", "@type": f"{_XSD}dateTime"},
    "sourceDateEnd": {"@id": f"{_OA}sourceDateEnd", "@type": f"{_XSD}dateTime"},
    "exact": f"{_OA}exact", "prefix": f"{_OA}prefix", "suffix": f"{_OA}suffix",
    "start": {"@id": f"{_OA}start", "@type": f"{_XSD}nonNegativeInteger"},
    "end": {"@id": f"{_OA}end", "@type": f"{_XSD}nonNegativeInteger"},
    "creator": {"@id": f"{_DCTERMS}creator", "@type": "@id"}, "generator": {"@id": f"{_AS}generator", "@type": "@id"},
    "created": {"@id": f"{_DCTERMS}created", "@type": f"{_XSD}dateTime"}, "name": f"{_FOAF}name",
}  # fmt: skip
_CONTEXTS: Final = {"http://www.w3.org/ns/anno.jsonld": ANNOTATIONS}


def _here(told: Any) -> Any:
    """A context, or a list of them, with those named by their address put in their place; KeyError for a stranger."""
    if isinstance(told, list):
        return [_here(each) for each in told]
    return _CONTEXTS[told] if isinstance(told, str) else told


def _own(document: dict[str, Any]) -> dict[str, Any]:
    return document | {"@context": _here(document["@context"])}


def _nowhere(url: str, _: Any) -> Any:
    raise AssertionError(f"asked for {url}")


def expanded(document: dict[str, Any]) -> list[dict[str, Any]]:
    """A document as pyld expands it."""
    made: list[dict[str, Any]] = jsonld.expand(_own(document), {"documentLoader": _nowhere})
    return made


def graph(document: dict[str, Any]) -> rdflib.Graph:
    """A document as rdflib reads it."""
    with warnings.catch_warnings():
        # rdflib's reader of JSON-LD uses what rdflib itself warns of.
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated", DeprecationWarning)
        return rdflib.Graph().parse(data=json.dumps(_own(document)), format="json-ld")


def keys(document: Any) -> Iterator[str]:
    """Every key in a document, its contexts left out, and every type."""
    if isinstance(document, list):
        for each in document:
            yield from keys(each)
    elif isinstance(document, dict):
        for key, value in document.items():
            if key != "@context":
                yield key
                if key in ("@type", "type"):
                    yield from [value] if isinstance(value, str) else value
                yield from keys(value)
