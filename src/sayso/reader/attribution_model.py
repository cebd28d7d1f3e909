"""What an attribution is: one speaker's words, and whose the words of each token are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from spacy.tokens import Token

from sayso.model import Source

__all__ = ["Attribution", "Attributions", "Manner", "Relation", "content_of"]

Manner = Literal["speech", "denial", "accusation", "appeal", "hearsay", "carried"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One speaker's words: whose, by what cue, through whom, over which tokens.

    ``accused`` is the party that an accusation is of; ``cue_token`` and ``source_token`` are indices, -1 for none.
    ``carried_from`` is the cue of an earlier attribution that these words go on with, ``passed_by`` who passes on
    what the source says and stands with the cue ("X reported, citing Y").
    """

    source: Source
    manner: Manner
    cue: str | None
    content: frozenset[int]
    cue_token: int = -1
    source_token: int = -1
    via: tuple[str, ...] = ()
    accused: Token | None = None
    rule: str = ""
    carried_from: int = -1
    passed_by: int = -1

    def carried_on(self, content: frozenset[int], rule: str, *, manner: Manner, cue: str | None = None) -> Attribution:
        """The same speaker's account over further words, which have no cue of their own."""
        start = self.cue_token if self.cue_token >= 0 else self.carried_from
        return replace(
            self, manner=manner, cue=cue, content=content, cue_token=-1, accused=None, rule=rule, carried_from=start
        )


@dataclass(slots=True)
class Attributions:
    """All attributions of a report, and the innermost one of every token (-1: narration)."""

    found: list[Attribution] = field(default_factory=list)
    of_token: list[int] = field(default_factory=list)
    cue_tokens: dict[int, int] = field(default_factory=dict)

    def at(self, token: Token) -> Attribution | None:
        """The attribution that a token's words stand on, None for narration."""
        k = self.of_token[token.i]
        return None if k < 0 else self.found[k]

    def add(self, attribution: Attribution) -> None:
        """Lay an attribution over its tokens; a smaller, inner one laid before is kept."""
        number = len(self.found)
        self.found.append(attribution)
        if attribution.cue_token >= 0:
            self.cue_tokens[attribution.cue_token] = number
        for j in attribution.content:
            before = self.of_token[j]
            if before < 0 or len(self.found[before].content) >= len(attribution.content):
                self.of_token[j] = number


@dataclass(frozen=True, slots=True)
class Relation:
    """Who (``source``) tells by what words (``cue``) what (``content``): token indices, the source may be empty.

    ``head`` is the cue's chief word. ``nested`` is one that stands within another's content, or inside a quotation.
    """

    head: int
    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]
    rule: str
    nested: bool = False


def content_of(tokens: Iterable[Token], *without: Token) -> frozenset[int]:
    """The indices of tokens, less blanks and the subtrees of some."""
    barred = {t.i for w in without for t in w.subtree}
    return frozenset(t.i for t in tokens if t.i not in barred and not t.is_space)
