"""Claims as schema.org has them, in JSON-LD: who says what, in which article, through whom, about where and when.

A ``Claim`` is what somebody says. Nothing in it says whether it is so: that takes a ``ClaimReview``, and there is one
only where a person has given a judgement, in their own name and with a reason (``ledger.judging``). None is made up
from how many say so, or from a person's word that a report was read right: that makes them the ``claimInterpreter``.

What schema.org has no word for (how surely it is said, who objects) has a name of our own before it, so that readers
who do not know it pass over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TextIO

from sayso.answers.provenance import Traced, traced
from sayso.exports import iris, words
from sayso.exports.agents import sort_of
from sayso.exports.cells import iso
from sayso.exports.format import Format, Holding
from sayso.exports.jsonld import present, write
from sayso.ledger.judging import Judgement, Rating
from sayso.model import Count, Party, Place, Publication, When
from sayso.weighing.accounts import Account

__all__ = ["CONTEXT", "FORMAT", "agent", "claim", "review"]

CONTEXT: Final[Mapping[str, Any]] = {
    "@vocab": "https://schema.org/",
    "sayso": iris.VOCABULARY,
    "url": {"@type": "@id"},
    **{term: {"@type": "Date"} for term in ("dateCreated", "datePublished")},
}
"""Says what every word of a claim means, so that no reader has to fetch anything."""
_SORTS: Final = {
    "person": "Person",
    "media": "NewsMediaOrganization",
    "government": "GovernmentOrganization",
    "body": "Organization",
}
_PEOPLE: Final = ("witness", "analyst")
# On the usual scale of five; there is none on which "unproven" has a place.
_VALUES: Final[Mapping[Rating, int]] = {"false": 1, "mixed": 3, "true": 5}
_SCALE: Final = {"worstRating": 1, "bestRating": 5}
_REVIEWED: Final = ("@type", "@id", "author", "datePublished", "appearance", "firstAppearance")


def claim(told: Traced) -> dict[str, Any]:
    """A claim with where it appeared, as one node; what is not known is not there."""
    one, at = told.claim, told.entry.publication
    return present(
        {
            "@type": "Claim",
            "@id": iris.claim(one.id),
            "text": _text(told),
            "sayso:words": None if _text(told) == one.text else one.text,
            "author": agent(told.account),
            "appearance": _article(told),
            "firstAppearance": _first(told),
            "claimInterpreter": told.vouched and {"@type": "Person", "name": told.vouched},
            "dateCreated": iso(one.said),
            "datePublished": iso(at.published),
            "contentLocation": [_place(place) for place in one.places],
            "temporalCoverage": _interval(one.when),
            "sayso:type": one.type,
            "sayso:modality": one.modality,
            "sayso:quote": one.quote,
            "sayso:actor": _party(one.actor),
            "sayso:target": _party(one.target),
            "sayso:count": [_count(count) for count in one.counts],
            "sayso:objection": [
                {"sayso:stance": stance, "sayso:by": agent(account)} for account, stance in told.objections
            ],
        }
    )


def review(one: Judgement, told: Traced) -> dict[str, Any]:
    """A person's judgement on a claim, as a node of its own: it can be taken out of the document and still be read."""
    value = _VALUES.get(one.rating)
    return present(
        {
            "@type": "ClaimReview",
            "@id": iris.urn("judgement", one.claim, one.by, one.made),
            "url": iris.page(one.url),
            "itemReviewed": _reviewed(told),
            "claimReviewed": _text(told),
            "author": {"@type": "Person", "name": one.by},
            "datePublished": one.made[:10],
            "reviewRating": {
                "@type": "Rating",
                "alternateName": one.rating.capitalize(),
                **({} if value is None else {"ratingValue": value} | _SCALE),
                "ratingExplanation": one.why,
            },
        }
    )


def _reviewed(told: Traced) -> dict[str, Any]:
    """What readers of reviews ask of the claim, which look no node up.

    They take only a person or an organisation for its author; who may be either is told of the claim itself.
    """
    node = claim(told)
    either = node["author"]["@type"] == "Thing"
    return {key: node[key] for key in _REVIEWED if key in node and not (either and key == "author")}


def _text(told: Traced) -> str:
    """What is claimed, by itself: of a denial the words of the report alone are the opposite."""
    who, said = told.account.name, told.claim.text
    by = words.saying(who, told.claim)
    return said if by == who else f"{by}: “{said}”"


def agent(account: Account) -> dict[str, Any]:
    """Who says it; a mere thing where it may be a person or an office, since one word too many would be a false one."""
    kind = _SORTS.get(sort_of(account)) or ("Person" if account.kind in _PEOPLE else "Thing")
    return present({"@type": kind, "@id": iris.account(account), "name": account.name, "sayso:side": account.side})


def _article(told: Traced) -> dict[str, Any]:
    return present(
        _published(told.entry.publication)
        | {
            "publisher": told.outlet and agent(told.outlet),
            "sourceOrganization": told.agency and agent(told.agency),
            "isBasedOn": _relays(told)[-1:],
        }
    )


def _published(at: Publication) -> dict[str, Any]:
    return present(
        {
            "@type": "NewsArticle",
            "@id": iris.version(at),
            "url": iris.page(at.url),
            "identifier": at.report,
            "headline": at.title,
            "datePublished": iso(at.published),
        }
    )


def _relays(told: Traced) -> list[dict[str, Any]]:
    """What the claim came through before it was published, nearest the speaker first; each based on the one before."""
    out: list[dict[str, Any]] = []
    for n, account in enumerate(told.channels):
        id = iris.urn("relay", told.claim.id, str(n))
        relay = {"@type": "CreativeWork", "@id": id, "publisher": agent(account), "isBasedOn": out[-1:]}
        out.append(present(relay))
    return out


def _first(told: Traced) -> dict[str, Any] | None:
    """Where it appeared first, as far as anybody told: on a channel, else in the report that this one is a copy of."""
    if relays := _relays(told):
        return relays[0]
    return None if told.original is None else _published(told.original)


def _place(place: Place) -> dict[str, Any]:
    known = place.lat is not None and place.lon is not None
    geo = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon} if known else None
    kind = "AdministrativeArea" if place.precision == "region" else "Place"
    return present({"@type": kind, "@id": iris.place(place), "name": place.name, "geo": geo})


def _interval(when: When | None) -> str | None:
    """Days as ISO 8601 writes them, an open end as two dots."""
    if when is None or (when.start is None and when.end is None):
        return None
    if when.start == when.end:
        return iso(when.start)
    return f"{iso(when.start) or '..'}/{iso(when.end) or '..'}"


def _party(party: Party | None) -> dict[str, Any] | None:
    return None if party is None else present({"name": party.name, "sayso:side": party.side})


def _count(count: Count) -> dict[str, Any]:
    told = {"value": count.n, "minValue": count.min, "maxValue": count.max, "unitText": count.what}
    return {"@type": "QuantitativeValue"} | present(told)


def _write(claims: Iterable[Traced], out: TextIO) -> None:
    write(_nodes(claims), CONTEXT, out)


def _nodes(claims: Iterable[Traced]) -> Iterator[dict[str, Any]]:
    for one in claims:
        yield claim(one)
        for judgement in one.judgements:
            yield review(judgement, one)


def _gather(*asked: Any) -> Iterator[Traced]:
    return traced(*asked, originals=True)


FORMAT: Final = Format(
    "schema-org",
    Holding("claims", _gather),
    ".jsonld",
    "application/ld+json",
    "schema.org Claims, for fact-checkers' tools",
    _write,
)
