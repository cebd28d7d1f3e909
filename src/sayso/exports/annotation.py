"""What every claim stands on, as a W3C Web Annotation; and the way back, from an annotation to the words in a text.

The target is the report's page, or a urn where it has no address, in the state in which it was read: the text that the
ledger keeps (``cached``), on the days on which that version stood. The words are pointed at twice: by what they are,
with what stands before and after them (to be found in the page, or in a text that has changed), and by their place
among the code points of that kept text. Which page shows what text is for its intake to say, so the place alone is good
for nothing but the kept text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TextIO

from sayso.answers.provenance import Edition, Traced, traced
from sayso.errors import InputError
from sayso.exports import iris, words
from sayso.exports.agents import Sort, sort_of
from sayso.exports.format import Format, Holding
from sayso.exports.jsonld import embedded, present
from sayso.weighing.accounts import Account

__all__ = ["CONTEXT", "FORMAT", "annotation", "find"]

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
"""The context that the standard has every annotation name."""
OWN: Final[Mapping[str, str]] = {"sayso": iris.VOCABULARY}
AROUND: Final = 32
"""How many characters before and after the words are told."""
_UNSEEN: Final = "\u00ad\u200b\u2060\ufeff"
_SORTS: Final[Mapping[Sort, str]] = {"person": "Person", "media": "Organization", "government": "Organization",
                                     "body": "Organization"}  # fmt: skip


def annotation(told: Traced) -> dict[str, Any]:
    """One annotation: its bodies are the claim, and what of it people are shown; its target the words in the report."""
    claim, edition = told.claim, told.edition
    text, at = edition.text, edition.publication
    return present(
        {
            "id": iris.urn("annotation", claim.id, at.digest),
            "type": "Annotation",
            "motivation": "identifying",
            "creator": told.vouched and {"type": "Person", "name": told.vouched},
            "created": edition.seen,
            "generator": {"id": iris.urn("software"), "type": "Software", "name": "sayso"},
            "body": [
                {
                    "id": iris.claim(claim.id),
                    "type": "sayso:Claim",
                    "creator": _agent(told.account),
                    "sayso:type": claim.type,
                    "sayso:modality": claim.modality,
                },
                _words("describing", _said(told)),
                _words("tagging", claim.type),
            ],
            "target": {
                "type": "SpecificResource",
                "source": iris.page(at.url) or iris.version(at),
                "state": _state(edition),
                "selector": [
                    {
                        "type": "TextQuoteSelector",
                        "exact": claim.text,
                        "prefix": text[max(0, claim.start - AROUND) : claim.start],
                        "suffix": text[claim.end : claim.end + AROUND],
                    },
                    {"type": "TextPositionSelector", "start": claim.start, "end": claim.end},
                ],
            },
        }
    )


def _words(purpose: str, value: str) -> dict[str, Any]:
    """What programs show beside the words that are annotated: they know nothing of claims."""
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "language": "en", "value": value}


def _said(told: Traced) -> str:
    """On whose account, through whom, how surely, and who objects."""
    via = ", via " + words.listed([account.name for account in told.channels]) if told.channels else ""
    surely = "" if told.claim.modality == "asserted" else f", {words.MODALITIES[told.claim.modality]}"
    against = "".join(f"; {account.name} {words.STANCES[stance]}" for account, stance in told.objections)
    return f"According to {words.saying(told.account.name, told.claim)}{via}{surely}{against}"


def _agent(account: Account) -> dict[str, Any]:
    kind = _SORTS.get(sort_of(account))
    return present({"id": iris.account(account), "type": kind, "name": account.name})


def _state(edition: Edition) -> dict[str, Any]:
    """The days on which the version stood; of one that still does, its first, and without a date when it was met."""
    start, end = edition.publication.published, edition.ended
    told: dict[str, Any] = {"type": "TimeState", "cached": iris.version(edition.publication)}
    if start is None:
        return told | {"sourceDate": edition.seen}
    last = f"{end.isoformat()}T00:00:00Z" if end is not None and end > start else f"{start.isoformat()}T23:59:59Z"
    return told | {"sourceDateStart": f"{start.isoformat()}T00:00:00Z", "sourceDateEnd": last}


def find(note: Mapping[str, Any], text: str) -> tuple[int, int] | None:
    """Where the words of an annotation stand in a text, as code points; None where they do not.

    They are looked for where the position says, and else, the text having changed, where they occur: of several places
    it is the one with most of what stood before and after, and of equals the nearest to the position. In a page's own
    text, which breaks its lines where it likes, white space of any kind and length is the same, and what only tells
    where a word may be parted is nothing. InputError for an annotation that quotes no words.
    """
    quote, position = _selectors(note)
    start = int(position.get("start", 0))
    if (found := _found(quote, start, text)) is not None:
        return found
    parts = {name: _loose(quote.get(name, ""))[0] for name in ("exact", "prefix", "suffix")}
    loose, places = _loose(text)
    if not parts["exact"].strip() or (found := _found(parts, start, loose)) is None:
        return None
    first, last = found[0], found[1] - 1
    return places[first], places[last] + 1


def _found(quote: Mapping[str, Any], start: int, text: str) -> tuple[int, int] | None:
    exact = quote["exact"]
    if text[start : start + len(exact)] == exact and _alike(quote, text, start) == _most(quote):
        return start, start + len(exact)
    found = list(_occurrences(exact, text))
    if not found:
        return None
    best = max(found, key=lambda at: (_alike(quote, text, at), -abs(at - start)))
    return best, best + len(exact)


def _selectors(note: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    try:
        given = note["target"]["selector"]
        by_type = {each["type"]: each for each in ([given] if isinstance(given, Mapping) else given)}
        quote = by_type["TextQuoteSelector"]
        if not quote["exact"]:
            raise ValueError("no words")
        return quote, by_type.get("TextPositionSelector", {})
    except (KeyError, TypeError, ValueError) as error:
        fix = "give one whose target has a TextQuoteSelector with the words as exact"
        raise InputError(f"annotation {note.get('id', '')}".strip(), "target.selector", error, fix) from error


def _loose(text: str) -> tuple[str, list[int]]:
    """A text with one blank for all white space and nothing that is not seen, and where each character of it stood."""
    kept = [(" " if char.isspace() else char, at) for at, char in enumerate(text) if char not in _UNSEEN]
    kept = [one for n, one in enumerate(kept) if one[0] != " " or n == 0 or kept[n - 1][0] != " "]
    return "".join(char for char, _ in kept), [at for _, at in kept]


def _occurrences(exact: str, text: str) -> Iterator[int]:
    at = text.find(exact)
    while at >= 0:
        yield at
        at = text.find(exact, at + 1)


def _alike(quote: Mapping[str, Any], text: str, at: int) -> int:
    """How many characters next to a place are those that stood next to the words."""
    before, after = quote.get("prefix", ""), quote.get("suffix", "")
    end = at + len(quote["exact"])
    return _shared(before[::-1], text[max(0, at - len(before)) : at][::-1]) + _shared(after, text[end:])


def _most(quote: Mapping[str, Any]) -> int:
    return len(quote.get("prefix", "")) + len(quote.get("suffix", ""))


def _shared(one: str, other: str) -> int:
    """How long the beginning is that two texts share."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _write(claims: Iterable[Traced], out: TextIO) -> None:
    """One page of annotations, named at its end for what it holds: nothing is gathered first."""
    told = hashlib.blake2b(digest_size=16)
    out.write(f'{{"@context": {embedded([CONTEXT, OWN])}, "type": "AnnotationPage", "startIndex": 0, "items": [')
    before = "\n"
    for one in claims:
        line = embedded(annotation(one))
        told.update(line.encode())
        out.write(before + line)
        before = ",\n"
    out.write("]" if before == "\n" else "\n]")
    out.write(f', "id": {embedded(iris.urn("annotations", told.hexdigest()))}}}\n')
    out.flush()


FORMAT: Final = Format(
    "annotations",
    Holding("claims", traced),
    ".jsonld",
    "application/ld+json",
    "W3C Web Annotations on the words of the page",
    _write,
)
