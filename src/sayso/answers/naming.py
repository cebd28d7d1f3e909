"""What does a person mean who writes a place, a source, a figure in words? As the record writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Connection, func, select

from sayso.errors import InputError
from sayso.ledger import schema as t
from sayso.ledger.filters import places_of
from sayso.ledger.fitting import fits
from sayso.ledger.rows import folded
from sayso.model import Claim
from sayso.theatres import Theatre

__all__ = ["in_full", "place_named"]

_PLACE: Final = ("name", "id", "lat", "lon", "precision")
_COUNT: Final = re.compile(
    r"(?:(?:(?P<how>at least|up to) )?(?P<one>\d[\d,]{0,15})(?: to (?P<most>\d[\d,]{0,15}))? )?(?P<what>\D.*)", re.ASCII
)
_STANCES: Final = tuple((f" {word} it", kind) for kind, word in (
    ("confirms", "confirms"), ("denies", "denies"), ("disputes", "disputes"), ("could_not_verify", "could not verify"),
))  # fmt: skip


def in_full(connection: Connection, fields: Mapping[str, Any], claim: Claim, theatre: Theatre) -> dict[str, Any]:
    """Corrections of a claim in which a place, a source, a party, a figure or a stance may be in words.

    A place that only has a name is the one that the claim has already, or that the theatre, the ledger or the
    gazetteer knows by it. A source is of the kind and side that it has elsewhere in the ledger, a party of the side
    that the theatre gives it. Figures and stances are in the words that Sayso puts them in: "at least 4 killed",
    "Interwire could not verify it". InputError for a place that nobody knows (a bare name that is meant so is given as
    {"name": ...}), and for words that are neither.
    """
    out = dict(fields)
    for name, made in (("places", _place), ("counts", _count), ("stances", _stance)):
        if isinstance(out.get(name), list):
            out[name] = [
                made(connection, each, claim, theatre) if isinstance(each, str) else each for each in out[name]
            ]
    if isinstance(out.get("source"), str):
        out["source"] = _source(connection, out["source"], theatre)
    for role in ("actor", "target"):
        if isinstance(out.get(role), str):
            name = out[role].strip()
            out[role] = {"name": name, "side": theatre.side_of(name)} if name else None
    return out


def _place(connection: Connection, words: str, claim: Claim, theatre: Theatre) -> dict[str, Any]:
    own = next((place for place in claim.places if place.name == words.strip()), None)
    return place_named(connection, words, theatre, claim.id) if own is None else asdict(own)


def _count(_: Connection, words: str, claim: Claim, __: Theatre) -> dict[str, Any]:
    found = _COUNT.fullmatch(words.strip())
    if found is None:
        fix = 'write it as "12 injured", "at least 4 killed", "2 to 4 drones" or "up to 90 missiles"'
        raise InputError(f"claim {claim.id}", "counts", words, fix)
    one, most = (int(number.replace(",", "")) if number else None for number in (found["one"], found["most"]))
    what = {"what": found["what"]}
    if one is None:
        return what
    if most is not None:
        return what | {"min": one, "max": most}
    return what | {{"at least": "min", "up to": "max", None: "n"}[found["how"]]: one}


def _stance(_: Connection, words: str, claim: Claim, __: Theatre) -> dict[str, Any]:
    for ending, stance in _STANCES:
        by = words.strip().removesuffix(ending)
        if by != words.strip() and by.strip():
            return {"by": by.strip(), "stance": stance}
    fix = "write who, and one of " + ", ".join(f'"{ending.strip()}"' for ending, _ in _STANCES)
    raise InputError(f"claim {claim.id}", "stances", words, fix)


def place_named(connection: Connection, name: str, theatre: Theatre, claim: str) -> dict[str, Any]:
    """The place of this name, or GeoNames id; InputError for one that is not known."""
    told = name.strip()
    own = theatre.place(told) or theatre.region(told)
    if own is not None:
        precision = getattr(own, "precision", "region")
        return {"name": own.name, "id": own.id, "lat": own.lat, "lon": own.lon, "precision": precision}
    ids = {int(told)} if told.isascii() and told.isdecimal() and len(told) < 18 else set()
    rows = [row for _, row in places_of(connection, () if ids or not fits(told) else (told,), ids)]
    if rows:
        # The one with a position and an id that most claims name.
        best = max(rows, key=lambda row: (row.lat is not None, row.geonames is not None, _named(connection, row.key)))
        return dict(zip(_PLACE, (best.name, best.geonames, best.lat, best.lon, best.precision), strict=True))
    from sayso.gazetteer import open_gazetteer

    found = None if ids else next(iter(open_gazetteer().candidates(told)), None)
    if found is None:
        fix = "no such place is known: check the name, or give it with lat and lon"
        raise InputError(f"claim {claim}", "places", name, fix)
    return dict(zip(_PLACE, (found.name, found.id, found.lat, found.lon, found.precision), strict=True))


def _named(connection: Connection, place: int) -> int:
    some = select(t.claim_place.c.claim_key).where(t.claim_place.c.place_key == place).limit(1000).subquery()
    return int(connection.execute(select(func.count()).select_from(some)).scalar_one())


def _source(connection: Connection, name: str, theatre: Theatre) -> dict[str, Any]:
    told, s = name.strip(), t.source.c
    if told == "narrator":
        return {"name": told}
    wanted = select(s.kind, s.side).where(s.name == told, s.kind.is_not(None)).order_by(s.key)
    known = connection.execute(wanted).all() if fits(told) else []
    if known:
        return {"name": told, "kind": known[0].kind, "side": known[0].side}
    actor = theatre.actor(told)
    if actor is not None:
        return {"name": told, "kind": actor.kind, "side": actor.side}
    return {"name": told, "kind": None, "side": theatre.side_of(told) if folded(told) else None}
