"""How claims and reports become rows, and rows claims and reports again, with nothing lost."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any, Final, cast

from sqlalchemy import ARRAY, BigInteger, Connection, Row, Select, any_, bindparam, func, select

from sayso.ledger import schema as t
from sayso.ledger.keys import address, claim_key, value_key
from sayso.ledger.versions import mark
from sayso.model import (
    Block,
    BlockKind,
    Claim,
    Count,
    Entry,
    Party,
    Place,
    Publication,
    Report,
    Source,
    Stance,
    When,
    Why,
)

__all__ = [
    "claim_rows",
    "days_of",
    "doubt",
    "entries_of",
    "folded",
    "place_row",
    "report_of",
    "report_row",
    "source_row",
]

_BATCH: Final = 2000  # keys asked for at once
_MANY: Final = 1 << 14  # sources and places that come again and again
Values = dict[str, Any]


@lru_cache(maxsize=1 << 15)
def folded(name: str) -> str:
    """A name as names are compared: no case, accents, punctuation or leading "the"."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else "" if c in "'’ʼ`" else " " for c in bare).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def report_row(
    report: Report,
    key: int,
    digest: str,
    seen: str,
    theatre: str | None,
    warnings: Sequence[str],
    sayso: str | None = None,
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
        "language": report.language,
        "sayso": sayso,
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


def doubt(sure: Mapping[str, float]) -> int:
    """How doubtful a claim is, in thousandths, by the least sure of its fields; -1 where no field tells."""
    return round(1000 * (1 - min(sure.values()))) if sure else -1


def claim_rows(
    claims: Iterable[Claim], report_key: int, published: date | None, why: Mapping[str, Why], first: int = 0
) -> dict[str, list[Values]]:
    """The rows of a report's claims by the name of their table; sources and places may stand there already.

    ``first`` is the position that the first of them gets in its report.
    """
    rows: dict[str, list[Values]] = {
        "source": [],
        "place": [],
        "claim": [],
        "claim_place": [],
        "figure": [],
        "stance": [],
        "doubtful": [],
    }
    sources: dict[Source, Values] = {}
    places: dict[Place, Values] = {}
    for position, claim in enumerate(claims, first):
        key = claim_key(report_key, position)
        by = sources.setdefault(claim.source, source_row(claim.source))
        start, end = days_of(claim, published)
        told = why.get(claim.id)
        rows["claim"].append(_claim_row(claim, key, report_key, by["key"], start, end, told))
        rows["doubtful"].append({"claim_key": key, "doubt": doubt(told.sure if told else {})})
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


def why_of(sure: str | None, why: str | None) -> Why:
    """How a claim was decided, from its row's columns of these names."""
    told: dict[str, dict[str, Any]] = json.loads(why) if why else {}
    return Why(
        notes={name: tuple(notes) for name, notes in told.get("notes", {}).items()},
        spans={name: tuple((start, end) for start, end in spans) for name, spans in told.get("spans", {}).items()},
        sure=json.loads(sure) if sure else {},
        signs={name: tuple(signs) for name, signs in told.get("signs", {}).items()},
    )


def report_of(row: Row[Any]) -> Report:
    """The report of a ``report`` row."""
    blocks = tuple(Block(cast(BlockKind, kind), start, end) for kind, start, end in json.loads(row.blocks))
    return Report(
        id=row.id, text=row.text, title=row.title, published=row.published, outlet=row.outlet, agency=row.agency,
        place=row.place, theatre=row.theatre, url=row.url, blocks=blocks,
        language=row.language,
    )  # fmt: skip


def entries_of(connection: Connection, keys: Sequence[int]) -> list[Entry]:
    """The entries of these claim keys, in their order; keys that are not there are left out."""
    found: dict[int, Entry] = {}
    for at in range(0, len(keys), _BATCH):
        found |= _some(connection, keys[at : at + _BATCH])
    return [found[key] for key in keys if key in found]


def _some(connection: Connection, keys: Sequence[int]) -> dict[int, Entry]:
    # Thousands of entries go into some answers, so rows are taken apart by position, and what repeats is made once.
    claims = _rows(connection, "claim", keys)
    publications = {row[0]: Publication(*row[1:]) for row in _rows(connection, "report", {row[1] for row in claims})}
    sources = {row[0]: Source(*row[1:]) for row in _rows(connection, "source", {row[7] for row in claims})}
    places: dict[int, list[Place]] = {}
    at = _rows(connection, "claim_place", keys)
    known = {row[0]: Place(*row[1:]) for row in _rows(connection, "place", {row[2] for row in at})}
    for of, _, place_key in at:
        places.setdefault(of, []).append(known[place_key])
    figures: dict[int, list[Count]] = {}
    for of, _, what, n, least, most in _rows(connection, "figure", keys):
        figures.setdefault(of, []).append(Count(what, n, least, most))
    stances: dict[int, list[Stance]] = {}
    for of, _, by, stance in _rows(connection, "stance", keys):
        stances.setdefault(of, []).append(Stance(by, stance))
    parties: dict[tuple[str, str | None], Party] = {}

    def party(name: str | None, side: str | None) -> Party | None:
        return (
            None if name is None else parties.get((name, side)) or parties.setdefault((name, side), Party(name, side))
        )

    out: dict[int, Entry] = {}
    for (
        key, report_key, id, text, start, end, type, source_key, cue, quote, via, actor, actor_side, target,
        target_side, has_when, when_start, when_end, said, modality,
    ) in claims:  # fmt: skip
        publication = publications[report_key]
        out[key] = Entry(
            Claim(
                id,
                publication.report,
                text,
                start,
                end,
                type,
                sources[source_key],
                cue,
                quote,
                tuple(json.loads(via)) if via != "[]" else (),
                party(actor, actor_side),
                party(target, target_side),
                tuple(places.get(key, ())),
                When(when_start, when_end) if has_when else None,
                said,
                tuple(figures.get(key, ())),
                modality,
                tuple(stances.get(key, ())),
            ),
            publication,
        )
    return out


# What is asked of each table, by which key, in the order in which it is taken apart above.
_ASKED: Final[dict[str, tuple[str, ...]]] = {
    "claim": (
        "key", "report_key", "id", "text", "span_start", "span_end", "type", "source_key", "cue", "quote", "via",
        "actor", "actor_side", "target", "target_side", "has_when", "when_start", "when_end", "said", "modality",
    ),
    "report": ("key", "id", "digest", "published", "outlet", "agency", "theatre", "title", "url"),
    "source": ("key", "name", "kind", "side"),
    "place": ("key", "name", "geonames", "lat", "lon", "precision"),
    "claim_place": ("claim_key", "position", "place_key"),
    "figure": ("claim_key", "position", "what", "n", "min", "max"),
    "stance": ("claim_key", "position", "by", "stance"),
}  # fmt: skip


def _rows(connection: Connection, table: str, keys: Collection[int]) -> Sequence[Any]:
    if connection.dialect.name == "sqlite":
        return connection.execute(_asking(table, sqlite=True), {"keys": json.dumps(list(keys))}).all()
    return connection.execute(_asking(table, sqlite=False), {"keys": list(keys)}).all()


@cache
def _asking(name: str, *, sqlite: bool) -> Select[Any]:
    """A statement that takes any number of keys as one value, and so is made but once."""
    table = t.metadata.tables[name]
    columns = [table.c[column] for column in _ASKED[name]]
    if sqlite:
        listed = func.json_each(bindparam("keys")).table_valued("value")
        wanted = select(*columns).where(columns[0].in_(select(listed.c.value)))
    else:
        wanted = select(*columns).where(columns[0] == any_(bindparam("keys", type_=ARRAY(BigInteger))))
    return wanted.order_by(*columns[:2]) if columns[1].name == "position" else wanted
