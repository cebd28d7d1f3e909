"""What does a person mean who names a place, a source or a party in a correction? As the record writes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from sayso.errors import InputError
from sayso.ledger import schema as t
from sayso.ledger.filters import places_of
from sayso.ledger.fitting import fits
from sayso.ledger.rows import folded
from sayso.theatres import Theatre

__all__ = ["in_full", "place_named"]

_PLACE = ("name", "id", "lat", "lon", "precision")


def in_full(connection: Connection, fields: Mapping[str, Any], theatre: Theatre, claim: str) -> dict[str, Any]:
    """Corrections in which a place, a source, an actor or a target may be only a name, as the record has them.

    A place that only has a name becomes the one that the theatre, the ledger or the gazetteer knows by it, a source is
    of the kind and side that it has elsewhere in the ledger, a party of the side that the theatre gives it. InputError
    for a place that nobody knows: a name alone that is meant so is given as {"name": ...}.
    """
    out = dict(fields)
    if isinstance(out.get("places"), list):
        out["places"] = [
            place_named(connection, place, theatre, claim) if isinstance(place, str) else place
            for place in out["places"]
        ]
    if isinstance(out.get("source"), str):
        out["source"] = _source(connection, out["source"], theatre)
    for role in ("actor", "target"):
        if isinstance(out.get(role), str):
            name = out[role].strip()
            out[role] = {"name": name, "side": theatre.side_of(name)} if name else None
    return out


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
