"""Answers as plain values: whole for JSON, and one flat row each for CSV and GeoJSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sayso.answers import EventAnswer, PlaceAnswer, SourceAnswer, Speaker
from sayso.answers.history import History
from sayso.answers.places_known import Spot
from sayso.exports.cells import iso
from sayso.exports.rows import facts
from sayso.model import Place, Publication, When
from sayso.weighing.accounts import Account
from sayso.weighing.control import Control, Ground, Span
from sayso.weighing.figures import Figure, Told
from sayso.weighing.independence import Root, Telling
from sayso.weighing.record import Fared

__all__ = [
    "EVENT_COLUMNS",
    "PLACE_COLUMNS",
    "REPORT_COLUMNS",
    "SPEAKER_COLUMNS",
    "event_record",
    "event_row",
    "figure_words",
    "history_record",
    "place_record",
    "place_row",
    "report_row",
    "source_record",
    "speaker_record",
    "speaker_row",
]

EVENT_COLUMNS: tuple[str, ...] = (
    *("id", "title", "type", "when_start", "when_end", "place", "place_id", "lat", "lon", "precision"),
    *("accounts", "against", "told_by", "denied_by", "claims", "reports", "copies", "figures"),
    *("first_published", "last_published"),
)
PLACE_COLUMNS: tuple[str, ...] = (
    *("place", "place_id", "lat", "lon", "precision", "on", "known"),
    *("status", "holder", "claimants", "since", "rule", "told_by", "denied_by"),
)
REPORT_COLUMNS: tuple[str, ...] = ("report", "published", "outlet", "agency", "theatre", "title", "url", "language")
SPEAKER_COLUMNS: tuple[str, ...] = ("id", "name", "kind", "side", "claims", "first", "last", "names", "reason")


def place_record(answer: PlaceAnswer) -> dict[str, Any]:
    """A place with who is said to hold it, on what grounds, and over time."""
    return {
        "place": _spot(answer.spot),
        "on": iso(answer.on),
        "known": iso(answer.known),
        **_control(answer.control),
        "timeline": _spans(answer.timeline),
        "others": [_spot(spot) for spot in answer.others],
    }


def elsewhere_record(total: int, newest: Sequence[Publication]) -> dict[str, Any]:
    """How many reports that are not read for claims name a place, and the newest of them."""
    return {"reports": total, "newest": [{"id": at.report, "language": at.language} for at in newest]}


def history_record(told: History) -> dict[str, Any]:
    """A place on a day with the whole of its timeline, and what hindsight makes of the day."""
    seen = told.hindsight
    return {
        **place_record(told.answer),
        "last": iso(told.last),
        "timeline": _spans(told.timeline),
        "hindsight": None
        if seen is None
        else {
            "known": iso(seen.known),
            "then": None if seen.then is None else _control(seen.then, grounds=False),
            "later": _control(seen.later, grounds=False),
            "differs": seen.differs,
            "turned": iso(seen.turned),
            "by": [_ground(ground) for ground in seen.by],
            "timeline": _spans(seen.timeline),
        },
    }


def place_row(answer: PlaceAnswer) -> Mapping[str, object]:
    """A place as a row with every one of ``PLACE_COLUMNS``."""
    spot, control = answer.spot, answer.control
    by = {
        bearing: tuple(dict.fromkeys(ground.account.name for ground in control.grounds if ground.bearing == bearing))
        for bearing in ("for", "against")
    }
    return {
        "place": spot.name,
        "place_id": spot.id,
        "lat": spot.lat,
        "lon": spot.lon,
        "precision": spot.precision,
        "on": answer.on,
        "known": answer.known,
        "status": control.status,
        "holder": control.holder,
        "claimants": control.claimants,
        "since": control.since,
        "rule": control.rule,
        "told_by": by["for"],
        "denied_by": by["against"],
    }


def _spans(timeline: Sequence[Span]) -> list[dict[str, Any]]:
    return [
        {"start": iso(span.start), "end": iso(span.end), **_control(span.control, grounds=False)} for span in timeline
    ]


def _spot(spot: Spot) -> dict[str, Any]:
    return _place(spot.place()) | {"claims": spot.claims}


def _place(place: Place) -> dict[str, Any]:
    return {"name": place.name, "id": place.id, "lat": place.lat, "lon": place.lon, "precision": place.precision}


def _control(control: Control, *, grounds: bool = True) -> dict[str, Any]:
    out: dict[str, Any] = {
        "status": control.status,
        "holder": control.holder,
        "claimants": list(control.claimants),
        "since": iso(control.since),
        "rule": control.rule,
    }
    return out | {"grounds": [_ground(ground) for ground in control.grounds]} if grounds else out


def _ground(ground: Ground) -> dict[str, Any]:
    return {
        "bearing": ground.bearing,
        "account": _account(ground.account),
        "says": ground.says,
        "stance": ground.stance,
        "weight": ground.weight,
        "day": iso(ground.day),
        "published": iso(ground.published),
        "repeats": ground.repeats,
        "claim": facts(ground.entry),
    }


def _account(account: Account) -> dict[str, Any]:
    return {"id": account.id, "name": account.name, "kind": account.kind, "side": account.side}


def event_record(answer: EventAnswer) -> dict[str, Any]:
    """An event with its independent accounts and their tellings, figures, copies, links and what people decided."""
    event, tree = answer.event, answer.tree
    return {
        "id": event.id,
        "title": event.title,
        "type": event.type,
        "places": [_place(place) for place in event.places],
        "when": _when(event.when),
        "accounts": tree.count,
        "against": tree.against,
        "roots": [_root(root) for root in tree.roots],
        "unverified": [_telling(telling) for telling in tree.unverified],
        "wishes": [_telling(telling) for telling in tree.wishes],
        "beside": [_telling(telling) for telling in tree.beside],
        "figures": [_figure(figure) for figure in answer.figures],
        "copies": [
            {
                "original": group.original,
                "members": list(group.members),
                "pairs": [{"a": p.a, "b": p.b, "score": round(p.score, 3), "kind": p.kind} for p in group.pairs],
            }
            for group in answer.copies
        ],
        "links": [
            {"a": k.a, "b": k.b, "score": round(k.score, 3), "parts": {n: round(v, 3) for n, v in k.parts.items()}}
            for k in event.links
        ],
        "decisions": [{"a": d.a, "b": d.b, "apart": d.apart, "by": d.by, "why": d.why} for d in answer.decisions],
        "claims": [facts(entry) for entry in event.entries],
    }


def _root(root: Root) -> dict[str, Any]:
    return {
        "account": _account(root.account),
        "denies": root.denies,
        "reason": root.reason,
        "tellings": [_telling(telling) for telling in root.tellings],
    }


def _telling(telling: Telling) -> dict[str, Any]:
    return {
        "claim": telling.entry.claim.id,
        "report": telling.entry.publication.report,
        "published": iso(telling.entry.publication.published),
        "account": _account(telling.account),
        "how": telling.how,
        "stance": telling.stance,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "what": figure.what,
        "low": figure.low,
        "high": figure.high,
        "latest": _told(figure.latest),
        "told": [_told(told) for told in figure.told],
    }


def _told(told: Told) -> dict[str, Any]:
    numbers = {"n": told.n, "min": told.min, "max": told.max}
    return {
        "account": _account(told.account),
        "published": iso(told.published),
        **{name: value for name, value in numbers.items() if value is not None},
        "claim": told.entry.claim.id,
    }


def event_row(answer: EventAnswer) -> Mapping[str, object]:
    """An event as a row with every one of ``EVENT_COLUMNS``, its first place in columns of its own."""
    event, tree = answer.event, answer.tree
    place = event.places[0] if event.places else None
    return {
        "id": event.id,
        "title": event.title,
        "type": event.type,
        "when_start": event.when.start if event.when else None,
        "when_end": event.when.end if event.when else None,
        "place": place and place.name,
        "place_id": place and place.id,
        "lat": place and place.lat,
        "lon": place and place.lon,
        "precision": place and place.precision,
        "accounts": tree.count,
        "against": tree.against,
        "told_by": tuple(root.account.name for root in tree.roots if not root.denies),
        "denied_by": tuple(root.account.name for root in tree.roots if root.denies),
        "claims": len(event.entries),
        "reports": len({entry.publication.report for entry in event.entries}),
        "copies": sum(len(group.members) - 1 for group in answer.copies),
        "figures": tuple(figure_words(figure) for figure in answer.figures),
        "first_published": answer.first.published,
        "last_published": answer.last.published,
    }


def figure_words(figure: Figure) -> str:
    """A figure in words: "5 to 12 killed"."""
    if figure.low is None and figure.high is None:
        return figure.what
    if figure.low == figure.high:
        return f"{figure.low:,} {figure.what}"
    return f"{_number(figure.low)} to {_number(figure.high)} {figure.what}"


def _number(value: int | None) -> str:
    return "?" if value is None else f"{value:,}"


def speaker_record(speaker: Speaker) -> dict[str, Any]:
    """A source in a list of sources."""
    return _account(speaker.account) | {
        "claims": speaker.claims,
        "first": iso(speaker.first),
        "last": iso(speaker.last),
        "names": list(speaker.names),
        "reason": speaker.account.reason,
    }


def speaker_row(speaker: Speaker) -> Mapping[str, object]:
    """A source as a row with every one of ``SPEAKER_COLUMNS``."""
    return speaker_record(speaker) | {"first": speaker.first, "last": speaker.last, "names": speaker.names}


def source_record(answer: SourceAnswer) -> dict[str, Any]:
    """A source with its channels, its latest claims, and how its claims fared."""
    kept = answer.record
    sorts = {"confirmed": kept.confirmed, "disputed": kept.disputed, "both": kept.both, "alone": kept.alone}
    return speaker_record(answer.speaker) | {
        "via": [{"name": name, "claims": times} for name, times in answer.via],
        "record": {
            "weighed": answer.weighed,
            "events": kept.total,
            **{name: [_fared(fared) for fared in sort] for name, sort in sorts.items()},
            "days_confirmed": kept.days_confirmed,
            "days_disputed": kept.days_disputed,
        },
        "latest": [facts(entry) for entry in answer.latest],
    }


def _fared(fared: Fared) -> dict[str, Any]:
    return {
        "event": fared.event,
        "claim": fared.entry.claim.id,
        "text": fared.entry.claim.text,
        "published": iso(fared.entry.publication.published),
        "told": fared.told,
        "verdicts": [
            {"outcome": v.outcome, "by": _account(v.by), "claim": v.entry.claim.id, "days": v.days}
            for v in fared.verdicts
        ],
    }


def report_row(at: Publication) -> dict[str, Any]:
    """A report as a row with every one of ``REPORT_COLUMNS``."""
    return {"report": at.report} | {name: getattr(at, name) for name in REPORT_COLUMNS[1:]}


def _when(when: When | None) -> dict[str, str | None] | None:
    return None if when is None else {"start": iso(when.start), "end": iso(when.end)}
