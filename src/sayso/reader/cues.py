"""The words that carry an attribution, as a table that a linguist can edit (``data/cues.toml``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sayso.reader.wordlists import table as read_table

__all__ = ["Cues", "cues"]


@dataclass(frozen=True, slots=True)
class Cues:
    """Lemmas by what they do; see the comments in the table, which names its lists as the fields here."""

    speech: frozenset[str]
    finding: frozenset[str]
    with_event: frozenset[str]
    denial: frozenset[str]
    accusation: frozenset[str]
    appeal: frozenset[str]
    questions: frozenset[str]
    hearsay: frozenset[str]
    relays: frozenset[str]
    participles: frozenset[str]
    going_on: frozenset[str]
    nouns: frozenset[str]
    denial_nouns: frozenset[str]
    with_infinitive: frozenset[str]
    with_participle: frozenset[str]
    inverting: frozenset[str]
    naming: frozenset[str]
    by_passive: frozenset[str]
    by_nobody: frozenset[str]
    telling_again: frozenset[str]
    by_outlet: frozenset[str]
    declining: frozenset[str]
    declined: frozenset[str]
    replying: frozenset[str]
    asked: frozenset[str]
    ordering: frozenset[str]
    verifying: frozenset[str]
    links: frozenset[str]
    things: frozenset[str]
    by_anyone: frozenset[str]
    mute: frozenset[str]
    empty_subjects: frozenset[str]
    none: frozenset[str]
    told_again: frozenset[str]
    statement: frozenset[str]
    plain_statement: frozenset[str]
    addressing: frozenset[str]
    reaching: frozenset[str]
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
    table = read_table("cues")
    subjects, channels = table.pop("subjects"), table.pop("channels")
    by_verb = channels.pop("by_verb")
    return Cues(**{k: frozenset(words) for k, words in (table | subjects | channels).items()}, by_verb=by_verb)
