"""A conflict as data: its sides, who is who, its regions, places and dates, and which one a text is about."""

from __future__ import annotations

from sayso.theatres._brought import Brought, brought
from sayso.theatres._choose import choose
from sayso.theatres._load import generic, load, names, parse
from sayso.theatres._model import Actor, ActorType, Anchor, KnownPlace, Land, Region, Ring, Theatre

__all__ = [
    "GENERIC",
    "Actor",
    "ActorType",
    "Anchor",
    "Brought",
    "KnownPlace",
    "Land",
    "Region",
    "Ring",
    "Theatre",
    "brought",
    "choose",
    "load",
    "names",
    "parse",
]

GENERIC: Theatre = generic()
