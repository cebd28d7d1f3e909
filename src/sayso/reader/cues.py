"""The words that carry an attribution, as a table that a linguist can edit (``data/cues.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["Cues", "cues"]

_DATA = Path(__file__).parent / "data" / "cues.toml"


@dataclass(frozen=True, slots=True)
class Cues:
    """Lemmas by what they do; see the comments in the table."""

    speech: frozenset[str]
    finding: frozenset[str]
    with_event: frozenset[str]
    denial: frozenset[str]
    accusation: frozenset[str]
    appeal: frozenset[str]
    hearsay: frozenset[str]
    relays: frozenset[str]
    participles: frozenset[str]
    nouns: frozenset[str]
    denial_nouns: frozenset[str]
    things: frozenset[str]
    statement: frozenset[str]
    in_person: frozenset[str]
    social: frozenset[str]
    by_verb: dict[str, str]

    @property
    def clausal(self) -> frozenset[str]:
        """Verbs that may take a clause as content."""
        return self.speech | self.finding | self.denial


@cache
def cues() -> Cues:
    """The table, read once."""
    table = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return Cues(
        **{k: frozenset(table[k]) for k in ("speech", "finding", "with_event", "denial", "accusation", "appeal")},
        **{k: frozenset(table[k]) for k in ("hearsay", "relays", "participles", "nouns", "denial_nouns")},
        things=frozenset(table["subjects"]["things"]),
        statement=frozenset(table["channels"]["statement"]),
        in_person=frozenset(table["channels"]["in_person"]),
        social=frozenset(table["channels"]["social"]),
        by_verb=table["channels"]["by_verb"],
    )
