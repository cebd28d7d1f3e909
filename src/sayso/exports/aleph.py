"""Claims as entities of FollowTheMoney, for Aleph: who says what happened, in which article, and who is against it.

=====================  ============  ==================================================================================
what                   schema        why
=====================  ============  ==================================================================================
a version of a report  Article       a document with its publisher and address; the text itself stays in the ledger
a claim                Event         what is said to have happened; its name begins "According to": Aleph shows
                                     names alone, and such an event without it would be taken for a fact. Not one for
                                     all who tell of it: what is one event may change with every report, ids must not
who says so, who is    UnknownLink   from the account to the Event, with the part as its role, the words as its summary
against it                           and the Article as its proof
an account             Person, PublicBody, Organization, or LegalEntity where it may be either
a place                Address       with its degrees; the Event has its name as location too
=====================  ============  ==================================================================================

People without a name ("residents") are no entities: Aleph compares names, and would find them everywhere. They stand in
the Event's summary. Needs the extra ``sayso[aleph]``; every entity is made, and so checked, by FollowTheMoney's model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TextIO

from sayso.answers.provenance import Traced, traced
from sayso.errors import SetupError
from sayso.exports import iris, words
from sayso.exports.agents import Sort, sort_of
from sayso.exports.cells import iso
from sayso.exports.format import Format, Holding
from sayso.exports.jsonl import dump
from sayso.model import Modality, Place
from sayso.weighing.accounts import Account

if TYPE_CHECKING:
    from followthemoney.proxy import EntityProxy

__all__ = ["FORMAT", "entities"]

_SCHEMATA: Final[Mapping[Sort, str]] = {"person": "Person", "media": "Organization", "government": "PublicBody",
                                        "body": "Organization", "somebody": "LegalEntity"}  # fmt: skip
_MODALITIES: Final[Mapping[Modality, str]] = {
    "asserted": "says so",
    "negated": "says that something is not so",  # the words may say "not" themselves, or be what is denied
    "possible": "says that it is possible",
    "intended": "says that it is intended",
    "demanded": "calls for it",
}
Make = Callable[..., "EntityProxy"]
_NAME: Final = 120  # characters of a claim, or of who says it, in the name of its event
_MOST_KEPT: Final = 1 << 16


def entities(claims: Iterable[Traced]) -> Iterator[dict[str, Any]]:
    """The entities of these claims, each as FollowTheMoney writes it; an article or account mostly once.

    Of a ledger with very many accounts some come again: they are the same, and Aleph merges what has one id. SetupError
    where FollowTheMoney is not installed.
    """
    make = _maker()
    told: set[str] = set()
    for one in claims:
        for entity in _of(make, one):
            if entity.id not in told:
                if len(told) >= _MOST_KEPT:
                    told.clear()
                told.add(str(entity.id))
                yield dict(entity.to_dict())


def _maker() -> Make:
    try:
        from followthemoney import model
    except ImportError as error:
        raise SetupError("aleph", "package", "followthemoney is not installed", "pip install 'sayso[aleph]'") from error

    def make(schema: str, id: str, **values: Any) -> EntityProxy:
        entity: EntityProxy = model.make_entity(schema)
        entity.id = id
        for name, value in values.items():
            longest = model[schema].properties[name].type.max_length
            for each in value if isinstance(value, list) else [value]:
                # What the model does not take for a value of its kind, such as an address that is none, is left out.
                entity.add(name, each and words.shortened(each, longest))
        return entity

    return make


def _of(make: Make, one: Traced) -> Iterator[EntityProxy]:
    claim, at = one.claim, one.entry.publication
    article = _id("article", at.report, at.digest)
    yield make(
        "Article", article, title=at.title or at.report, publishedAt=iso(at.published), publisher=at.outlet,
        author=at.agency, sourceUrl=iris.page(at.url),
    )  # fmt: skip
    event = _id("claim", claim.id)
    places = [_address(make, place) for place in claim.places]
    when = claim.when
    yield make(
        "Event", event, name=_name(one), summary=_summary(one), description=claim.text, recordId=claim.id,
        proof=article, publisher=at.outlet, sourceUrl=iris.page(at.url), keywords=[claim.type, claim.modality],
        startDate=iso(when.start if when else None), endDate=iso(when.end if when else None),
        location=[place.name for place in claim.places], addressEntity=[place.id for place in places],
        namesMentioned=[party.name for party in (claim.actor, claim.target) if party is not None],
    )  # fmt: skip
    yield from places
    said = [(one.account, _MODALITIES[claim.modality])]
    said += [(account, words.STANCES[stance]) for account, stance in one.objections]
    for n, (account, role) in enumerate(said):
        if _nameless(account):
            continue
        speaker = _account(make, account)
        yield speaker
        yield make(
            "UnknownLink", _id("link", claim.id, str(n)), subject=speaker.id, object=event, role=role, proof=article,
            date=iso(claim.said or at.published), summary=claim.text if n == 0 else None,
            description=_through(one) if n == 0 else None, publisher=at.outlet, sourceUrl=iris.page(at.url),
        )  # fmt: skip


def _account(make: Make, account: Account) -> EntityProxy:
    side = f"of {account.side}, as this conflict's data has it" if account.side else None
    kind = account.kind.replace("_", " ") if account.kind else None
    schema = _SCHEMATA[sort_of(account)]
    return make(schema, _id("account", account.id), name=account.name, summary=side, keywords=kind)


def _address(make: Make, place: Place) -> EntityProxy:
    known = place.lat is not None and place.lon is not None
    return make(
        "Address",
        _id("place", iris.place(place)),
        full=place.name,
        latitude=str(place.lat) if known else None,
        longitude=str(place.lon) if known else None,
        remarks="the whole region" if place.precision == "region" else None,
    )


def _name(one: Traced) -> str:
    said = " ".join(one.claim.text.split())
    who = words.saying(words.shortened(one.account.name, _NAME), one.claim)
    return f"According to {who}: {words.shortened(said, _NAME)}"


def _summary(one: Traced) -> str:
    claim = one.claim
    said = f"{one.account.name} {_MODALITIES[claim.modality]}{_through(one, ', through ')}."
    against = [f"{account.name} {words.STANCES[stance]}" for account, stance in one.objections]
    figures = [words.count(count) for count in claim.counts]
    return " ".join((said, *(f"{told}." for told in (*against, *figures))))


def _through(one: Traced, before: str = "through ") -> str:
    return before + ", ".join(account.name for account in one.channels) if one.channels else ""


def _nameless(account: Account) -> bool:
    return account.gathered_by not in (None, account.id)


def _id(kind: str, *parts: str) -> str:
    """An id as FollowTheMoney wants it, letters, digits and dashes, of what names the thing."""
    told = "\0".join(parts).encode("utf-8", "surrogatepass")
    return f"sayso-{kind}-{hashlib.sha256(told).hexdigest()[:24]}"


def _write(claims: Iterable[Traced], out: TextIO) -> None:
    for entity in entities(claims):
        out.write(dump(entity) + "\n")
    out.flush()


FORMAT: Final = Format(
    "followthemoney",
    Holding("claims", traced),
    ".ftm.json",
    "application/json+ftm",
    "entities for Aleph, one a line",
    _write,
)
