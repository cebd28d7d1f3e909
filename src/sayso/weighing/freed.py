"""Does a claim of detention tell that people came free? A swap of prisoners harms nobody, though it is of that kind.

Of a sentence that has words for both, what stands in the passive tells ("men detained in October were released"), the
last of it where there is more; else the first word does ("police detained a man released in May").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Literal, cast

from sayso.model import Claim
from sayso.weighing.things import table

__all__ = ["Freed", "freed", "title"]

Freed = Literal["exchange", "release"]


def freed(claim: Claim) -> Freed | None:
    """How people came free as a claim tells it; None where it tells of no such thing."""
    if claim.type != "detention":
        return None
    found = list(_pattern().finditer(claim.text))
    passive = [match for match in found if match["passive"]]
    told = passive[-1] if passive else found[0] if found else None
    kind = None if told is None else _kinds()[" ".join(told["word"].casefold().split())]
    return None if kind == "taken" else cast(Freed | None, kind)


def title(claims: Iterable[Claim]) -> tuple[str, str] | None:
    """What an event of detention is called that frees people, and the preposition to its place; else None."""
    told = [freed(claim) for claim in claims if claim.type == "detention"]
    if not told or None in told:
        return None
    name, preposition = table("freed")["titles"]["exchange" if "exchange" in told else "release"]
    return name, preposition


@cache
def _kinds() -> dict[str, str]:
    words = table("freed")
    return {word: kind for kind in ("exchange", "release", "taken") for word in words[kind]}


@cache
def _pattern() -> re.Pattern[str]:
    # The longest first: "set free" is no "free".
    words = "|".join(r"\s+".join(each.split()) for each in sorted(_kinds(), key=len, reverse=True))
    passive, between = ("|".join(table("freed")[each]) for each in ("passive", "between"))
    return re.compile(rf"\b(?P<passive>(?:{passive})\s+(?:(?:{between})\s+)?)?(?P<word>{words})\b", re.IGNORECASE)
