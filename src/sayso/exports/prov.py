"""Where every claim comes from, as PROV-O has it, in JSON-LD: from who spoke, through whom, to the page it was read on.

A claim (an entity) is quoted from a version of a report, attributed to whose account it is, and derived from what was
said on each channel, back to the statement itself. Versions are attributed to outlet and agency and revise each other;
an agency's reprint is derived from the agency's own. So one path tells through whom a claim came::

    ?claim (prov:wasQuotedFrom|prov:wasDerivedFrom|prov:hadPrimarySource)*/prov:wasAttributedTo ?who

What ends when a version is superseded or withdrawn is its publishing, and not the version or the claim: PROV lets
nobody use what is no longer valid, and a ledger may be filled years later from what somebody kept. Of a claim that
stands in no version any more ``sayso:ended`` tells the day. Elsewhere days are told as their first moment in UTC, since
PROV wants a time: a version is published from the beginning of its day, and no longer from the beginning of the day
that ended it. Whoever holds an office of a side acted on the side's behalf; a witness or an outlet of a side did not,
and only says which it is of (``sayso:side``). Whatever read a report is a software agent by its version
(``sayso:version``), where the ledger has kept it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final, TextIO, TypeGuard

from sayso.answers.provenance import Edition, Traced, traced_with_the_ended
from sayso.exports import iris, words
from sayso.exports.agents import OFFICIAL, sort_of
from sayso.exports.cells import iso
from sayso.exports.format import Format, Holding
from sayso.exports.jsonld import present, write
from sayso.model import Publication
from sayso.weighing.accounts import Account

__all__ = ["CONTEXT", "FORMAT", "nodes"]

_LINKS: Final = (
    "actedOnBehalfOf", "atLocation", "hadPrimarySource", "specializationOf", "used", "wasAssociatedWith",
    "wasAttributedTo", "wasDerivedFrom", "wasEndedBy", "wasGeneratedBy", "wasQuotedFrom", "wasRevisionOf",
)  # fmt: skip
_TIMES: Final = ("generatedAtTime", "startedAtTime", "endedAtTime")
CONTEXT: Final[Mapping[str, Any]] = {
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sayso": iris.VOCABULARY,
    **{f"prov:{name}": {"@type": "@id"} for name in _LINKS},
    **{f"prov:{name}": {"@type": "xsd:dateTime"} for name in _TIMES},
    "dcterms:issued": {"@type": "xsd:date"},
    "dcterms:created": {"@type": "xsd:date"},
    "sayso:ended": {"@type": "xsd:date"},
    "sayso:on": {"@type": "@id"},
}
"""Says what every word means, so that no reader has to fetch anything."""
_SORTS: Final = {"person": "prov:Person", "media": "prov:Organization", "government": "prov:Organization",
                 "body": "prov:Organization", "somebody": None}  # fmt: skip
Node = dict[str, Any]


def nodes(claims: Iterable[Traced]) -> Iterator[Node]:
    """Everything that claims come from, each thing once.

    Claims of one version come one after the other, and of a claim that stands in one version and stood in an earlier
    one, the one that stands comes first, as ``traced_with_the_ended`` has them. So only who speaks, and what has
    versions, is remembered: a ledger of any size can be written.
    """
    told: set[str] = set()
    settled: set[str] = set()
    last = ""
    for one in claims:
        iri, version = iris.claim(one.claim.id), iris.version(one.edition.publication)
        revised = bool(one.before) or one.edition.ended is not None
        again = revised and iri in settled  # an earlier version says no more of a claim than that it had it too
        if revised:
            settled.add(iri)
        yield from _claim(one, None if again else one.edition.ended)
        if not again:
            yield from _statement(one)
        shared = [*_voices(one)]
        if version != last:
            last, paper = version, _paper(one)
            if revised:
                shared += paper
            else:
                yield from paper
        for node in shared:
            name = " ".join((node["@id"], *node))
            if name not in told:
                told.add(name)
                yield node


def _claim(one: Traced, ended: date | None) -> Iterator[Node]:
    claim, iri, own = one.claim, iris.claim(one.claim.id), iris.version(one.edition.publication)
    relays = [iris.urn("relay", claim.id, str(n)) for n in range(len(one.channels))]
    statement = iris.urn("statement", claim.id)
    spoken = not claim.source.is_narrator
    yield present(
        {
            "@id": iri,
            "@type": ["prov:Entity", "sayso:Claim"],
            "rdfs:label": f"{words.saying(one.account.name, claim)}: {claim.text}",
            "prov:value": claim.text,
            "prov:wasAttributedTo": iris.account(one.account),
            "prov:wasQuotedFrom": own,
            "prov:wasDerivedFrom": [*relays[-1:]] or ([statement] if spoken else []),
            "prov:hadPrimarySource": statement if spoken else iris.version(one.original or one.entry.publication),
            "prov:wasGeneratedBy": _reading(one.edition.publication),
            "sayso:ended": iso(ended) if _told(ended) else None,
            "sayso:type": claim.type,
            "sayso:modality": claim.modality,
            "sayso:start": claim.start,
            "sayso:end": claim.end,
        }
    )
    for n, (account, stance) in enumerate(one.objections):
        yield {
            "@id": iris.urn("objection", claim.id, str(n)),
            "@type": ["prov:Entity", "sayso:Objection"],
            "prov:wasAttributedTo": iris.account(account),
            "prov:wasQuotedFrom": own,
            "sayso:stance": stance,
            "sayso:on": iri,
        }
    if one.vouched:
        yield {
            "@id": iris.urn("checking", claim.id, one.edition.publication.digest),
            "@type": ["prov:Activity", "sayso:Checking"],
            "prov:used": iri,
            "prov:wasAssociatedWith": iris.person(one.vouched),
        }


def _statement(one: Traced) -> Iterator[Node]:
    """What was said, and what it went through."""
    claim = one.claim
    if claim.source.is_narrator:
        return
    statement, saying = iris.urn("statement", claim.id), iris.urn("saying", claim.id)
    yield present(
        {
            "@id": saying,
            "@type": ["prov:Activity", "sayso:Saying"],
            "prov:wasAssociatedWith": iris.account(one.account),
            "dcterms:created": claim.said and claim.said.isoformat(),
            "sayso:cue": claim.cue,
        }
    )
    yield {
        "@id": statement,
        "@type": ["prov:Entity", "sayso:Statement"],
        "prov:wasGeneratedBy": saying,
        "prov:wasAttributedTo": iris.account(one.account),
    }
    before = statement
    for n, account in enumerate(one.channels):
        relay = iris.urn("relay", claim.id, str(n))
        yield {
            "@id": relay,
            "@type": ["prov:Entity", "sayso:Relay"],
            "prov:wasDerivedFrom": before,
            "prov:wasAttributedTo": iris.account(account),
        }
        before = relay


def _voices(one: Traced) -> Iterator[Node]:
    """Everybody who said it, passed it on, objected to it or read it."""
    objectors = (account for account, _ in one.objections)
    for account in (one.account, *one.channels, *objectors, *_newsroom(one)):
        yield from _agent(account, one.entry.publication)
    sayso = one.edition.sayso
    yield present(
        {
            "@id": _software(one.edition),
            "@type": "prov:SoftwareAgent",
            "rdfs:label": f"sayso {sayso}" if sayso else "sayso",
            "sayso:version": sayso,
        }
    )
    if one.vouched:
        yield {"@id": iris.person(one.vouched), "@type": "prov:Person", "rdfs:label": one.vouched}


def _newsroom(one: Traced) -> list[Account]:
    return [account for account in (one.outlet, one.agency) if account is not None]


def _paper(one: Traced) -> Iterator[Node]:
    """The version that the claim was read in, and those before it."""
    at = one.edition.publication
    before: Edition | None = None
    for edition in (*one.before, one.edition):
        # Of an earlier version from another newsroom, what it claimed tells whose it was.
        same = (edition.publication.outlet, edition.publication.agency) == (at.outlet, at.agency)
        yield from _version(edition, before, _newsroom(one) if same else [])
        before = edition
    if one.original is not None:
        yield {
            "@id": iris.version(one.edition.publication),
            "prov:wasDerivedFrom": iris.version(one.original),
        }
    yield {"@id": iris.report(at.report), "@type": ["prov:Entity", "sayso:Report"]}
    yield {
        "@id": _reading(at),
        "@type": ["prov:Activity", "sayso:Reading"],
        "prov:used": iris.version(at),
        "prov:wasAssociatedWith": _software(one.edition),
        "prov:startedAtTime": one.edition.seen,
    }


def _version(edition: Edition, before: Edition | None, papers: list[Account]) -> Iterator[Node]:
    at, iri = edition.publication, iris.version(edition.publication)
    publishing, withdrawal = (iris.urn(kind, at.report, at.digest) for kind in ("publishing", "withdrawal"))
    taken_back = edition.withdrawn is not None and edition.withdrawn == edition.ended
    page = iris.page(at.url)
    yield present(
        {
            "@id": iri,
            "@type": ["prov:Entity", "sayso:Version"],
            "rdfs:label": at.title,
            "dcterms:issued": at.published and at.published.isoformat(),
            "prov:specializationOf": iris.report(at.report),
            "prov:wasGeneratedBy": publishing,
            "prov:generatedAtTime": _moment(at.published),
            "prov:wasAttributedTo": [iris.account(account) for account in papers],
            "prov:wasRevisionOf": before and iris.version(before.publication),
            "prov:atLocation": page,
        }
    )
    yield present(
        {
            "@id": publishing,
            "@type": ["prov:Activity", "sayso:Publishing"],
            "prov:wasAssociatedWith": [iris.account(account) for account in papers],
            "prov:startedAtTime": _moment(at.published),
            "prov:endedAtTime": _moment(edition.ended),
            "prov:wasEndedBy": withdrawal if taken_back else None,
        }
    )
    if taken_back:
        yield present(
            {
                "@id": withdrawal,
                "@type": ["prov:Entity", "sayso:Withdrawal"],
                "prov:generatedAtTime": _moment(edition.withdrawn),
                "dcterms:description": edition.why or None,
            }
        )
    if page is not None:
        yield {"@id": page, "@type": "prov:Location"}


def _agent(account: Account, at: Publication) -> Iterator[Node]:
    sort = _SORTS[sort_of(account)]
    side = iris.side(at.theatre, account.side) if account.side else None
    yield present(
        {
            "@id": iris.account(account),
            "@type": ["prov:Agent", *([sort] if sort else [])],
            "rdfs:label": account.name,
            "prov:actedOnBehalfOf": side if account.kind in OFFICIAL else None,
            "sayso:kind": account.kind,
            "sayso:side": account.side,
        }
    )
    if side is not None and account.kind in OFFICIAL:
        yield {"@id": side, "@type": ["prov:Agent", "prov:Organization"], "rdfs:label": account.side}


def _software(edition: Edition) -> str:
    """The sayso that read a version: each of its own versions is an agent, and so is one that nobody noted."""
    return iris.urn("software", *([edition.sayso] if edition.sayso else []))


def _reading(at: Publication) -> str:
    return iris.urn("reading", at.report, at.digest)


def _moment(day: date | None) -> str | None:
    """The first moment of a day."""
    return f"{day.isoformat()}T00:00:00Z" if _told(day) else None


def _told(day: date | None) -> TypeGuard[date]:
    """Whether a day is one: year 1 stands for "replaced, nobody knows when"."""
    return day is not None and day.year > 1


def _write(claims: Iterable[Traced], out: TextIO) -> None:
    write(nodes(claims), CONTEXT, out)


FORMAT: Final = Format(
    "prov",
    Holding("claims", traced_with_the_ended),
    ".jsonld",
    "application/ld+json",
    "PROV-O: whose word, by what way, since when",
    _write,
)
