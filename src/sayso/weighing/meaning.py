"""Whom may somebody mean by a text? Known names in the order in which they are likely."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from functools import lru_cache

from sayso.weighing.naming_rules import fold_name, split

__all__ = ["likely", "plain"]

_ALIKE = 0.75  # of difflib's ratio, from which a name is what somebody may have meant


def likely(
    text: str, known: Iterable[tuple[str, Collection[str]]], by_rule: Collection[str], least: int
) -> dict[str, float]:
    """How likely each of those known is meant, by id; who surely isn't is not among them.

    ``known`` are ids, each with its names; ``by_rule`` the ids that the text has by the rules of naming. An id or a
    name itself counts most, then a rule, then names that have all of the words, then names spelled alike, which are
    looked for only where fewer than the ``least`` are found without.
    """
    wanted = plain(text)
    ranked: dict[str, float] = {}
    words = set(wanted.split())
    others: dict[str, set[str]] = {}
    for found, called in known:
        names = {plain(name) for name in called}
        if found == text.strip() or wanted in names:
            ranked[found] = 4.0
        elif found in by_rule:
            ranked[found] = 3.0
        elif any(words <= set(name.split()) for name in names):
            ranked[found] = 2.0
        else:
            others[found] = names
    if len(ranked) < least:
        ranked |= {found: max(_likeness(wanted, name) for name in names) for found, names in others.items()}
    return {found: score for found, score in ranked.items() if score >= _ALIKE}


@lru_cache(maxsize=1 << 15)
def plain(name: str) -> str:
    """A name's words as they are compared: in small letters, without marks and signs."""
    return " ".join(w.plain for w in split(name))


def _likeness(wanted: str, name: str) -> float:
    """How alike a text is to a name, or a single word to the surname in it."""
    last = name.split()[-1] if name else ""
    alike = _ratio(wanted, name)
    return max(alike, _ratio(fold_name(wanted), fold_name(last))) if " " not in wanted else alike


def _ratio(one: str, two: str) -> float:
    matcher = difflib.SequenceMatcher(None, one, two, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE else 0.0
