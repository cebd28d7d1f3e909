"""Which words does a claim stand on, as they are compared, and are they those of what somebody denies?"""

from __future__ import annotations

from functools import cache

from sayso.model import Claim
from sayso.weighing.things import table

__all__ = ["is_denial", "wording"]


def wording(claim: Claim) -> str:
    """A claim's words letter by letter; blanks and capitals make no others of them."""
    return " ".join(claim.text.casefold().split())


def is_denial(claim: Claim) -> bool:
    """Whether the report's word for saying it denies ("denied that X"): its words are what is denied, with no "not"."""
    return not _denials().isdisjoint((claim.cue or "").casefold().split())


@cache
def _denials() -> frozenset[str]:
    return frozenset(table("positions")["denials"])
