"""Is this text English? A small honest check by letters and by the commonest words."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["looks_english"]

# Enough to tell a language, little enough to cost nothing on a text of megabytes.
_SAMPLE = 20_000
_WORD = re.compile(r"[^\W\d_]+")
# News English has 35 to 50 % of such words, headlines and lists less; other languages share up to 10 % by chance.
_SURE = 0.18
_FEW_WORDS = 12


@dataclass(frozen=True, slots=True)
class _Script:
    language: str
    blocks: Sequence[Sequence[int]]
    letters: str = ""
    unless: str = ""

    def holds(self, letter: str) -> bool:
        return any(low <= ord(letter) <= high for low, high in self.blocks)


@cache
def _tables() -> tuple[Mapping[str, frozenset[str]], tuple[_Script, ...]]:
    data = tomllib.loads((files(__package__) / "languages.toml").read_text("utf-8"))
    words = {language: frozenset(listed.split()) for language, listed in data["words"].items()}
    return words, tuple(_Script(**entry) for entry in data["scripts"])


def _sample(text: str) -> str:
    """The start, the middle and the end of a long text, so that an English heading proves nothing."""
    if len(text) <= _SAMPLE:
        return text
    third, middle = _SAMPLE // 3, len(text) // 2
    return "\n".join((text[:third], text[middle : middle + third], text[-third:]))


def _is_latin(letter: str) -> bool:
    return letter < "\u0250" or "\u1e00" <= letter <= "\u1eff" or "\uff21" <= letter <= "\uff5a"


def _other_script(letters: Counter[str]) -> str:
    for script in _tables()[1]:
        held = sum(n for letter, n in letters.items() if script.holds(letter))
        if held * 2 < letters.total():
            continue
        lowered = {letter.lower() for letter in letters}
        if script.letters and not lowered & set(script.letters):
            continue
        if lowered & set(script.unless):
            continue
        return script.language
    return "a language in other letters than Latin"


def looks_english(text: str) -> tuple[bool, str]:
    """Whether ``text`` is English, and a short reason ("looks like Ukrainian") when it is not.

    By the share of Latin letters (half at least), then by the share of function words against the lists of
    other languages. Very short texts pass unless another language's words stand out.
    """
    sample = _sample(text)
    letters = Counter(ch for ch in sample if ch.isalpha())
    if not letters:
        return False, "no words in it"
    foreign = Counter({ch: n for ch, n in letters.items() if not _is_latin(ch)})
    if foreign.total() * 2 > letters.total():
        return False, f"looks like {_other_script(foreign)}"
    words = [w.lower() for w in _WORD.findall(sample) if _is_latin(w[0])]
    shares = {language: sum(word in listed for word in words) / len(words) for language, listed in _tables()[0].items()}
    english = shares.pop("English")
    rival = max(shares, key=lambda language: shares[language])
    if shares[rival] > max(english, 0.1):
        return False, f"looks like {rival}"
    if english >= _SURE or len(words) < _FEW_WORDS:
        return True, "English"
    if english < _SURE / 3:
        return False, "hardly any English words in it"
    return True, "English"
