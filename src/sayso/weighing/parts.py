"""Is a claim of a place of all of it, or of a part: "the western outskirts of Tarn", "positions near the town"?

The words are data (``parts.toml``); the rules are of English noun phrases: what is taken, held or left is a part when
a part is named, and the place is only named as where that part lies.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

__all__ = ["is_beside", "is_part"]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    part: re.Pattern[str]
    title: re.Pattern[str]
    beside: re.Pattern[str]
    parts: frozenset[str]
    wholes: frozenset[str]
    grounds: frozenset[str]
    between: frozenset[str]
    takings: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    raw = tomllib.loads(files("sayso.weighing").joinpath("parts.toml").read_text(encoding="utf-8"))

    def any_of(*lists: str) -> re.Pattern[str]:
        listed = sorted({word for name in lists for word in raw[name]}, key=lambda word: (-len(word), word))
        # By their first letters: most words are none of these, and that is seen at one glance instead of a hundred.
        starting: dict[str, list[str]] = {}
        for word in listed:
            starting.setdefault(word[0], []).append(re.escape(word[1:]))
        words = "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in starting.items())
        return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)

    sets = {name: frozenset(raw[name]) for name in ("parts", "wholes", "grounds", "between", "takings")}
    return _Lexicon(any_of("parts", "shares"), any_of("titles"), any_of("beside"), **sets)


_TOKEN: Final = re.compile(r"[\w’'-]+|[,;:(]")
_APPOSED: Final = re.compile(r"[,(]\s*(?:an?|the|one)\b[^,;)]*", re.IGNORECASE)
_ADJECTIVES: Final = 2  # at most that many stand before a place's name or noun: "the shattered mining town"
_REACH: Final = 2  # words after a place's name in which the part it names may stand: "Tarn power plant"


def _tokens(words: str) -> tuple[str, ...]:
    return tuple(token.casefold() for token in _TOKEN.findall(words))


def is_beside(text: str) -> bool:
    """Whether a claim of fighting puts it beside the place it names: "clashes near Tarn"."""
    return _lexicon().beside.search(text) is not None


@lru_cache(maxsize=8192)
def is_part(text: str, place_names: frozenset[str], leaves: bool) -> bool:
    """Whether a claim of taking, holding or leaving is of a part of the place only: "the western outskirts of Tarn".

    It is when a part is named, and the place (by its name or as "the town") only as where that part lies. What an
    apposition says of the place ("Tarn, a suburb of Velmar") names no part of it. ``leaves``: the claim is of leaving,
    so that "from" comes before what is left.
    """
    lexicon = _lexicon()
    if not lexicon.part.search(text):
        return False
    bare = _APPOSED.sub(",", text) if "," in text or "(" in text else text
    if lexicon.title.search(bare):
        bare = lexicon.title.sub("town", bare)
    if bare is not text and not lexicon.part.search(bare):
        return False
    tokens = _tokens(bare)
    called = {_tokens(name) for name in place_names} | {(whole,) for whole in lexicon.wholes}
    for length in sorted({len(name) for name in called}):
        for at in range(len(tokens) - length + 1):
            end = at + length
            last = tokens[end - 1]
            owner = last.endswith(("'s", "’s"))
            here = (*tokens[at : end - 1], last[:-2] if owner else last)
            if here in called and not owner and not _is_ground(tokens, at, end, leaves):
                return False
    return True


def _is_ground(tokens: tuple[str, ...], at: int, end: int, leaves: bool) -> bool:
    """Whether the name at ``at`` only says where something lies: "in Tarn", "the edge of Tarn", "Tarn airfield"."""
    lexicon = _lexicon()
    for token in tokens[end : end + _REACH]:
        if token in lexicon.parts:
            return True
        if token in lexicon.grounds or not token[0].isalpha() or token in ("and", "or"):
            break
    before = _before(tokens, at)
    if before < 0 or tokens[before] not in lexicon.grounds or (leaves and tokens[before] == "from"):
        return False
    if tokens[before] != "of" or not before:
        return True
    if tokens[before - 1] in lexicon.wholes:  # "the town of Tarn" is as its "town" is
        return _is_ground(tokens, before - 1, before, leaves)
    return tokens[before - 1] not in lexicon.takings


def _before(tokens: tuple[str, ...], at: int) -> int:
    """Where the word before the noun phrase ending at ``at`` stands, past adjectives and article; -1 for none."""
    between = _lexicon().between
    for adjectives in range(_ADJECTIVES + 1):
        article = at - 1 - adjectives
        if article < 0 or not tokens[article][0].isalpha():
            break
        if tokens[article] in between:
            return article - 1
    return at - 1
