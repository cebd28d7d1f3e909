"""What a claim in the making is: a head, the event that it reports, and on whose account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Token

from sayso.reader.attribution_model import Attribution
from sayso.reader.events import Trigger

__all__ = ["Unit", "UnitKind"]

UnitKind = Literal["clause", "reduced", "noun", "holding", "appeal"]


@dataclass(slots=True)
class Unit:
    """A claim in the making: its head, what it reports, on whose account, and its tokens' bounds; how sure its type
    is."""

    head: Token
    kind: UnitKind
    trigger: Trigger | None
    attribution: Attribution | None
    first: int = 0
    last: int = 0
    merged: list[Token] = field(default_factory=list)
    side: str | None = None
    sure: float | None = None

    @property
    def heads(self) -> list[Token]:
        """The head and the heads merged into it."""
        return [self.head, *self.merged]
