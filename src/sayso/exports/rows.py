"""Claims as rows: what the formats for programs and spreadsheets write, one row a claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sayso.exports import words
from sayso.model import Entry, Party, Place, record

__all__ = ["COLUMNS", "facts", "flat"]

# In the order in which a person asks: where it was told, who says it, what, where, when, what else; keys come last.
COLUMNS: tuple[str, ...] = (
    *("report", "published", "outlet", "agency"),
    *("source", "source_kind", "source_side", "via", "cue", "quote"),
    *("type", "modality", "actor", "actor_side", "target", "target_side"),
    *("place", "place_id", "lat", "lon", "precision", "other_places"),
    *("when_start", "when_end", "said", "counts", "stances"),
    *("text", "start", "end", "id"),
    *("title", "url", "theatre"),
)


def facts(entry: Entry) -> dict[str, Any]:
    """The fixed record of a claim (`model.record`) and, after it, what is known of its report; plain JSON values."""
    publication = entry.publication
    return record(entry.claim) | {
        "published": publication.published.isoformat() if publication.published else None,
        "outlet": publication.outlet,
        "agency": publication.agency,
        "theatre": publication.theatre,
        "title": publication.title,
        "url": publication.url,
    }


def flat(entry: Entry) -> Mapping[str, object]:
    """A claim as a row with every one of ``COLUMNS``; figures and stances are in words, several are a list.

    The first place, which is the most specific, has columns of its own, and ``other_places`` the names of the rest.
    Beside the columns, ``places`` has every place with the columns that it would fill, for GeoJSON, which shows each.
    """
    claim, publication = entry.claim, entry.publication
    when, places = claim.when, [_place(place, claim.places) for place in claim.places]
    return {
        "report": claim.report,
        "published": publication.published,
        "outlet": publication.outlet,
        "agency": publication.agency,
        "source": claim.source.name,
        "source_kind": claim.source.kind,
        "source_side": claim.source.side,
        "via": claim.via,
        "cue": claim.cue,
        "quote": claim.quote,
        "type": claim.type,
        "modality": claim.modality,
        **_party("actor", claim.actor),
        **_party("target", claim.target),
        **(places[0] if places else dict.fromkeys(("place", "place_id", "lat", "lon", "precision", "other_places"))),
        "when_start": when.start if when else None,
        "when_end": when.end if when else None,
        "said": claim.said,
        "counts": tuple(words.count(count) for count in claim.counts),
        "stances": tuple(words.stance(stance) for stance in claim.stances),
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "id": claim.id,
        "title": publication.title,
        "url": publication.url,
        "theatre": publication.theatre,
        "places": places,
    }


def _party(role: str, party: Party | None) -> dict[str, str | None]:
    return {role: party.name if party else None, f"{role}_side": party.side if party else None}


def _place(place: Place, among: tuple[Place, ...]) -> dict[str, object]:
    return {
        "place": place.name,
        "place_id": place.id,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision,
        "other_places": tuple(other.name for other in among if other is not place),
    }
