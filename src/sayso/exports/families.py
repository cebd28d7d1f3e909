"""Which family a type of claim belongs to, and the marks by which a family is told apart.

Five families can be learnt where twenty-one colours cannot. Hues follow Okabe and Ito (Color Universal Design,
2008), and every family has a sign of its own besides, so that nothing depends on colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from sayso.model import ClaimType

__all__ = ["FAMILIES", "Family", "family"]


@dataclass(frozen=True, slots=True)
class Family:
    """A family of types: its key (also its CSS hook), its name for people, its sign and its terminal colour."""

    key: str
    title: str
    sign: str
    colour: str
    types: tuple[ClaimType, ...]


# The colours have 3:1 or more on white and on black, so they can be read in light and dark terminals.
FAMILIES: tuple[Family, ...] = (
    Family("ground", "Ground", "■", "#2a7fc0", ("capture", "hold", "withdraw", "advance")),
    Family("fighting", "Fighting", "◆", "#d55e00", ("attack", "repel", "clash", "shelling", "airstrike")),
    Family("people", "Harm", "●", "#b8609a", ("casualties", "damage", "displacement", "detention", "rescue")),
    Family("forces", "Forces", "▲", "#00906a", ("fortify", "deploy", "supply")),
    Family("words", "Words", "○", "#8f7a1c", ("meeting", "agreement", "appeal", "statement")),
)
_OF: dict[ClaimType, Family] = {t: f for f in FAMILIES for t in f.types}


def family(claim_type: ClaimType) -> Family:
    """The family that ``claim_type`` belongs to."""
    return _OF[claim_type]
