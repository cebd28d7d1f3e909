"""Which language in Cyrillic or Arabic letters is this? By how often each letter comes, and by the commonest words.

A naive Bayes over the letters of the script, from the public letter counts in ``alphabets.toml``; a common word of a
language speaks for it as several letters do. What is too short or too mixed to tell is not guessed at.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice

__all__ = ["Told", "fluency", "names", "tell"]

# A letter that a language does not write comes into its texts by names, quotes and slips.
_FOREIGN = 0.05  # in a thousand letters
_WORD_SHARE, _ANY_SHARE = 0.28, 0.04  # how many words are the commonest ones: in the language itself, and by chance
_BEGIN_SHARE, _ANY_BEGIN = 0.3, 0.04
_END_SHARE, _ANY_END = 0.6, 0.35  # many endings are neighbours' too
_LONG = 4  # letters of a word that has an ending
_SURE = 1.5  # how much likelier than the next, as a logarithm: four and a half times
_SAMPLE_WORDS = 200
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_CAPITAL_INSIDE = re.compile(r"(?<=[а-яіїєґўђ-џ])[А-ЯІЇЄҐЎЂ-Џ]")
_PUNCTUATION = frozenset("«»„“”‘’…–—№§©®°·\xa0،؛؟٪")
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u0301]")


@dataclass(frozen=True, slots=True)
class Told:
    """A language by its ISO 639 code and English name; ``code`` is "" where only the script can be told."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class _Language:
    told: Told
    letters: Mapping[str, float]  # logarithms
    words: frozenset[str]
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    prior: float

    def weigh(self, letters: Counter[str], words: list[str]) -> float:
        """How likely these letters and words are in the language, as a logarithm but for what all languages share."""
        foreign = math.log(_FOREIGN)
        score = self.prior + sum(n * self.letters.get(letter, foreign) for letter, n in letters.items())
        common = sum(word in self.words for word in words)
        score += common * math.log(_WORD_SHARE / _ANY_SHARE)
        score += (len(words) - common) * math.log((1 - _WORD_SHARE) / (1 - _ANY_SHARE))
        if self.ends:
            ended = sum(word.endswith(self.ends) for word in words if len(word) >= _LONG)
            long = sum(len(word) >= _LONG for word in words)
            score += ended * math.log(_END_SHARE / _ANY_END)
            score += (long - ended) * math.log((1 - _END_SHARE) / (1 - _ANY_END))
        if self.begins:
            begun = sum(word.startswith(self.begins) for word in words)
            score += begun * math.log(_BEGIN_SHARE / _ANY_BEGIN)
            score += (len(words) - begun) * math.log((1 - _BEGIN_SHARE) / (1 - _ANY_BEGIN))
        return score


@dataclass(frozen=True, slots=True)
class _Script:
    name: str
    blocks: tuple[tuple[int, int], ...]
    languages: tuple[_Language, ...]

    def holds(self, letter: str) -> bool:
        return any(low <= ord(letter) <= high for low, high in self.blocks)


@cache
def _scripts() -> tuple[_Script, ...]:
    data = tomllib.loads((files(__package__) / "alphabets.toml").read_text("utf-8"))
    return tuple(
        _Script(
            script["name"],
            tuple((low, high) for low, high in script["blocks"]),
            tuple(
                _Language(
                    Told(code, told["name"]),
                    {each[0]: math.log(float(each[1:])) for each in told["letters"].split()},
                    frozenset(told["words"].split()),
                    tuple(told.get("begins", ())),
                    tuple(told.get("ends", ())),
                    told.get("prior", 0.0),
                )
                for code, told in script["languages"].items()
            ),
        )
        for script in data["scripts"]
    )


def tell(text: str, letters: Counter[str]) -> Told | None:
    """The language of a text in Cyrillic or Arabic letters; None for one in other letters.

    ``letters`` are the text's letters that are not Latin, with their numbers. Where no language is four times as
    likely as every other, only the script is told.
    """
    for script in _scripts():
        mine = Counter({letter: n for letter, n in letters.items() if script.holds(letter)})
        if 2 * mine.total() <= letters.total():
            continue
        lowered: Counter[str] = Counter()
        for letter, n in mine.items():
            lowered[letter.lower()] += n
        held = (word.lower() for word in _WORD.findall(_MARKS.sub("", text)) if word[0] in mine)
        words = list(islice(held, _SAMPLE_WORDS))
        ranked = sorted(
            ((language.weigh(lowered, words), n, language) for n, language in enumerate(script.languages)),
            key=lambda weighed: (-weighed[0], weighed[1]),
        )
        if ranked[0][0] - ranked[1][0] >= _SURE:
            return ranked[0][2].told
        return Told("", f"a language in {script.name} letters")
    return None


def fluency(text: str) -> float:
    """How much the letters of a text that are not ASCII look like running text in one of these languages.

    The mean logarithm of how often each comes in a thousand, in the language that fits best: about 3.8 where it is one,
    a good deal less where the bytes stand for other letters, or where capitals stand inside words.
    """
    high: Counter[str] = Counter()
    capitals = len(_CAPITAL_INSIDE.findall(text))
    for sign, n in Counter(text).items():
        if sign > "\x7f" and sign not in _PUNCTUATION:
            high[sign.lower()] += n
    if not high:
        return 0.0
    nothing = math.log(_FOREIGN)
    best = max(
        sum(n * language.letters.get(sign, nothing) for sign, n in high.items())
        for script in _scripts()
        for language in script.languages
    )
    return (best + 2 * nothing * capitals) / high.total()


def names() -> dict[str, str]:
    """The English names of the languages told apart here, by their codes."""
    return {language.told.code: language.told.name for script in _scripts() for language in script.languages}
