"""How claims and reports become rows, and rows claims and reports again, with nothing lost."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Connection, Row, select

from sayso.ledger import schema as t
from sayso.ledger.keys import address, claim_key, value_key
from sayso.ledger.versions import mark
from sayso.model import (
    Block,
    BlockKind,
    Claim,
    ClaimType,
    Count,
    Entry,
    Kind,
    Modality,
    Party,
    Place,
    Precision,
    Publication,
    Quote,
    Report,
    Source,
    Stance,
    StanceKind,
    When,
    Why,
)

__all__ = ["claim_rows", "days_of", "entries_of", "folded", "place_row", "report_of", "report_row", "source_row"]

_BATCH = 400  # keys asked for at once: well under what any database takes
_MANY = 1 << 14  # sources and places that come again and again
Values = dict[str, Any]


def folded(name: str) -> str:
    """A name as names are compared: no case, accents, punctuation or leading "the"."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else "" if c in "'’ʼ`" else " " for c in bare).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def report_row(
    report: Report, key: int, digest: str, seen: str, theatre: str | None, warnings: Sequence[str]
) -> Values:
    """A report's row; when it is superseded or withdrawn is for ``versions`` to say later."""
    return {
        "key": key,
        "id": report.id,
        "digest": digest,
        "published": report.published,
        "mark": mark(report.title),
        "seen": seen,
        "until": None,
        "withdrawn": None,
        "title": report.title,
        "outlet": report.outlet,
        "agency": report.agency,
        "place": report.place,
        "theatre": theatre,
        "url": report.url,
        "address": address(report.url),
        "text": report.text,
        "blocks": json.dumps([[b.kind, b.start, b.end] for b in report.blocks]),
        "warnings": json.dumps(list(warnings), ensure_ascii=False),
    }


@lru_cache(maxsize=_MANY)
def source_row(source: Source) -> Values:
    """A source's row, once for every distinct source; not to be changed."""
    name = folded(source.name)
    return {
        "key": value_key(source.name, source.kind, source.side),
        "name": source.name,
        "kind": source.kind,
        "side": source.side,
        "last": name.rpartition(" ")[2],
    }


@lru_cache(maxsize=_MANY)
def place_row(place: Place) -> Values:
    """A place's row, once for every distinct name, id, position and precision; not to be changed."""
    return {
        "key": value_key(place.name, place.id, place.lat, place.lon, place.precision),
        "name": place.name,
        "geonames": place.id,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision,
        "folded": folded(place.name),
    }


def days_of(claim: Claim, published: date | None) -> tuple[date | None, date | None]:
    """The days that a claim is looked for under: those of its event, else when it was said, else published.

    An interval that is open ends when it was told, or starts when it ends.
    """
    told = claim.said or published
    if claim.when is None or (claim.when.start is None and claim.when.end is None):
        return told, told
    start, end = claim.when.start, claim.when.end
    if start is None:
        return end, end
    return start, end or (max(told, start) if told else start)


def claim_rows(
    claims: Iterable[Claim], report_key: int, published: date | None, why: Mapping[str, Why]
) -> dict[str, list[Values]]:
    """The rows of a report's claims by the name of their table; sources and places may stand there already."""
    rows: dict[str, list[Values]] = {
        "source": [],
        "place": [],
        "claim": [],
        "claim_place": [],
        "figure": [],
        "stance": [],
    }
    sources: dict[Source, Values] = {}
    places: dict[Place, Values] = {}
    for position, claim in enumerate(claims):
        key = claim_key(report_key, position)
        by = sources.setdefault(claim.source, source_row(claim.source))
        start, end = days_of(claim, published)
        rows["claim"].append(_claim_row(claim, key, report_key, by["key"], start, end, why.get(claim.id)))
        for n, place in enumerate(claim.places):
            at = places.setdefault(place, place_row(place))
            rows["claim_place"].append(
                {
                    "claim_key": key,
                    "position": n,
                    "place_key": at["key"],
                    "type": claim.type,
                    "day_from": start,
                    "day_to": end,
                }
            )
        rows["figure"].extend(
            {"claim_key": key, "position": n, "what": c.what, "n": c.n, "min": c.min, "max": c.max}
            for n, c in enumerate(claim.counts)
        )
        rows["stance"].extend(
            {"claim_key": key, "position": n, "by": s.by, "stance": s.stance} for n, s in enumerate(claim.stances)
        )
    # In order of their keys: two writers who want the same ones then wait for each other instead of locking up.
    rows["source"] = sorted(sources.values(), key=lambda row: row["key"])
    rows["place"] = sorted(places.values(), key=lambda row: row["key"])
    return rows


def _claim_row(
    claim: Claim, key: int, report_key: int, source_key: int, start: date | None, end: date | None, why: Why | None
) -> Values:
    actor, target, when = claim.actor, claim.target, claim.when
    names = [claim.source.name if not claim.source.is_narrator else None, actor and actor.name, target and target.name]
    names += [*claim.via, *(place.name for place in claim.places)]
    return {
        "key": key,
        "report_key": report_key,
        "id": claim.id,
        "text": claim.text,
        "span_start": claim.start,
        "span_end": claim.end,
        "type": claim.type,
        "source_key": source_key,
        "cue": claim.cue,
        "quote": claim.quote,
        "via": json.dumps(claim.via, ensure_ascii=False) if claim.via else "[]",
        "actor": actor and actor.name,
        "actor_side": actor and actor.side,
        "target": target and target.name,
        "target_side": target and target.side,
        "has_when": int(when is not None),
        "when_start": when and when.start,
        "when_end": when and when.end,
        "said": claim.said,
        "modality": claim.modality,
        "day_from": start,
        "day_to": end,
        "about": "; ".join(dict.fromkeys(name for name in names if name)),
        "sure": json.dumps({k: round(v, 4) for k, v in why.sure.items()}) if why and why.sure else None,
        "why": _why_json(why) if why else None,
    }


def _why_json(why: Why) -> str:
    said = {"notes": dict(why.notes), "spans": dict(why.spans), "signs": dict(why.signs)}
    return json.dumps(said, ensure_ascii=False, default=list)


def report_of(row: Row[Any]) -> Report:
    """The report of a ``report`` row."""
    blocks = tuple(Block(cast(BlockKind, kind), start, end) for kind, start, end in json.loads(row.blocks))
    return Report(
        id=row.id, text=row.text, title=row.title, published=row.published, outlet=row.outlet, agency=row.agency,
        place=row.place, theatre=row.theatre, url=row.url, blocks=blocks,
    )  # fmt: skip


_CLAIM = (
    t.claim.c.key, t.claim.c.report_key, t.claim.c.id, t.claim.c.text, t.claim.c.span_start, t.claim.c.span_end,
    t.claim.c.type, t.claim.c.source_key, t.claim.c.cue, t.claim.c.quote, t.claim.c.via, t.claim.c.actor,
    t.claim.c.actor_side, t.claim.c.target, t.claim.c.target_side, t.claim.c.has_when, t.claim.c.when_start,
    t.claim.c.when_end, t.claim.c.said, t.claim.c.modality,
)  # fmt: skip
_PUBLICATION = (
    t.report.c.key, t.report.c.id, t.report.c.digest, t.report.c.published, t.report.c.outlet, t.report.c.agency,
    t.report.c.theatre, t.report.c.title, t.report.c.url,
)  # fmt: skip


def entries_of(connection: Connection, keys: Sequence[int]) -> list[Entry]:
    """The entries of these claim keys, in their order; keys that are not there are left out."""
    found: dict[int, Entry] = {}
    for at in range(0, len(keys), _BATCH):
        found |= _some(connection, keys[at : at + _BATCH])
    return [found[key] for key in keys if key in found]


def _some(connection: Connection, keys: Sequence[int]) -> dict[int, Entry]:
    claims = connection.execute(select(*_CLAIM).where(t.claim.c.key.in_(keys))).all()
    reports = {row.report_key for row in claims}
    publications = {
        row.key: Publication(row.id, row.digest, row.published, row.outlet, row.agency, row.theatre, row.title, row.url)
        for row in connection.execute(select(*_PUBLICATION).where(t.report.c.key.in_(reports)))
    }
    wanted = {row.source_key for row in claims}
    sources = {
        row.key: Source(row.name, cast("Kind | None", row.kind), row.side)
        for row in connection.execute(select(t.source).where(t.source.c.key.in_(wanted)))
    }
    places = _places(connection, keys)
    figures: dict[int, list[Count]] = {}
    for row in connection.execute(_of(t.figure, keys)):
        figures.setdefault(row.claim_key, []).append(Count(row.what, row.n, row.min, row.max))
    stances: dict[int, list[Stance]] = {}
    for row in connection.execute(_of(t.stance, keys)):
        stances.setdefault(row.claim_key, []).append(Stance(row.by, cast(StanceKind, row.stance)))
    out: dict[int, Entry] = {}
    for row in claims:
        publication = publications[row.report_key]
        out[row.key] = Entry(
            Claim(
                id=row.id,
                report=publication.report,
                text=row.text,
                start=row.span_start,
                end=row.span_end,
                type=cast(ClaimType, row.type),
                source=sources[row.source_key],
                cue=row.cue,
                quote=cast(Quote, row.quote),
                via=tuple(json.loads(row.via)) if row.via != "[]" else (),
                actor=None if row.actor is None else Party(row.actor, row.actor_side),
                target=None if row.target is None else Party(row.target, row.target_side),
                places=tuple(places.get(row.key, ())),
                when=When(row.when_start, row.when_end) if row.has_when else None,
                said=row.said,
                counts=tuple(figures.get(row.key, ())),
                modality=cast(Modality, row.modality),
                stances=tuple(stances.get(row.key, ())),
            ),
            publication,
        )
    return out


def _of(table: Any, keys: Sequence[int]) -> Any:
    return select(table).where(table.c.claim_key.in_(keys)).order_by(table.c.claim_key, table.c.position)


def _places(connection: Connection, keys: Sequence[int]) -> dict[int, list[Place]]:
    rows = connection.execute(
        select(t.claim_place.c.claim_key, t.claim_place.c.place_key)
        .where(t.claim_place.c.claim_key.in_(keys))
        .order_by(t.claim_place.c.claim_key, t.claim_place.c.position)
    ).all()
    wanted = sorted({row.place_key for row in rows})
    known: dict[int, Place] = {}
    for at in range(0, len(wanted), _BATCH):
        for p in connection.execute(select(t.place).where(t.place.c.key.in_(wanted[at : at + _BATCH]))):
            known[p.key] = Place(p.name, p.geonames, p.lat, p.lon, cast(Precision, p.precision))
    out: dict[int, list[Place]] = {}
    for row in rows:
        out.setdefault(row.claim_key, []).append(known[row.place_key])
    return out
