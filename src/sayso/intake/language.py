"""Which language is this text in? A small honest check by letters and by the commonest words."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sayso.intake.alphabets import names, tell

__all__ = ["Guess", "beside", "common_words", "language_name", "languages", "looks_english", "quick_guess", "recognise"]

# Enough to tell a language, little enough to cost nothing on a text of megabytes.
_SAMPLE = 20_000
_QUICK = 1_800
_RAW = 12_000  # of a page with its markup, which is most of it
_WORD = re.compile(r"[^\W\d_]+")
# News English has 35 to 50 % of such words, headlines and lists less; other languages share up to 10 % by chance.
_SURE = 0.18
_FEW_WORDS = 12
_LEAD = 1.2  # how much more of them a language must have than any other, to be kept as that language
_PART = 0.25  # of the letters: what is told of a text that is partly in another language
_SOME = 0.2  # of the letters: what in other letters than Latin is more than names
# Links, handles and addresses are of no language, and may be the longer part of a short post.
_LINK = re.compile(r"(?:https?://|www\.)\S{1,2000}|@[\w.-]{1,100}|\bt\.me/\S{1,200}")
_PARAGRAPH = re.compile(r"[^\n]+")
_ELEMENTS = re.compile(
    r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)|<[^>]*(?:>|\Z)|&#?\w{1,10};", re.S | re.I
)


@dataclass(frozen=True, slots=True)
class Guess:
    """A language: ``code`` by ISO 639 and ``name`` in English; without a code it could not be told surely.

    ``reason`` says in a few words why a text is not English ("looks like Ukrainian"); "English" for one that is.
    """

    code: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Script:
    language: str
    blocks: Sequence[Sequence[int]]
    letters: str = ""

    def holds(self, letter: str) -> bool:
        return any(low <= ord(letter) <= high for low, high in self.blocks)


@dataclass(frozen=True, slots=True)
class _Tables:
    words: Mapping[str, frozenset[str]]
    scripts: tuple[_Script, ...]
    codes: Mapping[str, str]


@cache
def _tables() -> _Tables:
    data = tomllib.loads((files(__package__) / "languages.toml").read_text("utf-8"))
    words = {language: frozenset(listed.split()) for language, listed in data["words"].items()}
    return _Tables(words, tuple(_Script(**entry) for entry in data["scripts"]), data["codes"])


def _sample(text: str, most: int = _SAMPLE) -> str:
    """The start, the middle and the end of a long text, so that an English heading proves nothing."""
    if len(text) <= most:
        return text
    third, middle = most // 3, len(text) // 2
    return "\n".join((text[:third], text[middle : middle + third], text[-third:]))


def _is_latin(letter: str) -> bool:
    return letter < "\u0250" or "\u1e00" <= letter <= "\u1eff" or "\uff21" <= letter <= "\uff5a"


def _in_other_letters(sample: str, foreign: Counter[str]) -> Guess:
    told = tell(sample, foreign)
    if told is not None:
        return Guess(told.code, told.name, f"looks like {told.name}")
    for script in _tables().scripts:
        held = sum(n for letter, n in foreign.items() if script.holds(letter))
        if held * 2 < foreign.total():
            continue
        if script.letters and not set(foreign) & set(script.letters):
            continue
        return Guess(_tables().codes.get(script.language, ""), script.language, f"looks like {script.language}")
    return Guess("", "", "looks like a language in other letters than Latin")


def _in_latin_letters(words: Sequence[str]) -> Guess:
    tables = _tables()
    counts = Counter(words)
    shares = {
        language: sum(counts[word] for word in listed.intersection(counts)) / len(words)
        for language, listed in tables.words.items()
    }
    english = shares.pop("English")
    rival, next_best = sorted(shares, key=lambda language: -shares[language])[:2]
    if shares[rival] > max(english, 0.1):
        # To be kept under a name, a language must be surer than to be no English.
        sure = shares[rival] >= max(_SURE, _LEAD * shares[next_best]) and len(words) >= _FEW_WORDS
        code = tables.codes.get(rival, "") if sure else ""
        return Guess(code, rival, f"looks like {rival}")
    if english >= _SURE or len(words) < _FEW_WORDS:
        return Guess("en", "English", "English")
    if english < _SURE / 3:
        return Guess("", "", "hardly any English words in it")
    return Guess("en", "English", "English")


def _others(sample: str) -> int:
    """The letters of the words that have no Latin one in them: one among others is a slip, or made to deceive."""
    return sum(len(word) for word in _WORD.findall(sample) if not any(map(_is_latin, word)))


def _runs(words: Sequence[str]) -> bool:
    """Whether words in Latin letters are running text of any language, and not names and headings alone."""
    counts = Counter(words)
    return any(
        sum(counts[word] for word in listed.intersection(counts)) >= _SURE * len(words)
        for listed in _tables().words.values()
    )


def recognise(text: str, most: int = _SAMPLE) -> Guess:
    """The language of ``text``, by a sample of so many letters: the one that most of its letters are in.

    By the script of most letters, then by how often its languages write each letter, and by the share of function
    words. Very short texts in Latin letters pass for English unless another language's words stand out.
    """
    sample = _LINK.sub(" ", _sample(text, most))
    letters = Counter({ch: n for ch, n in Counter(sample).items() if ch.isalpha()})
    if not letters:
        return Guess("", "", "no words in it")
    foreign = Counter({ch: n for ch, n in letters.items() if not _is_latin(ch)})
    words = [w.lower() for w in _WORD.findall(sample) if _is_latin(w[0])]
    if foreign.total() * 2 > letters.total() or not words:  # half of the letters may be Latin, and begin no word
        return _in_other_letters(sample, foreign)
    guess = _in_latin_letters(words)
    if foreign.total() > _SOME * letters.total() and _others(sample) > _SOME * letters.total() and not _runs(words):
        # A post beneath an English heading, or above the names of its channels: the running text is the other.
        return _in_other_letters(sample, foreign)
    return guess


def looks_english(text: str) -> tuple[bool, str]:
    """Whether ``text`` is English, and a short reason ("looks like Ukrainian") when it is not.

    By the share of Latin letters (half at least), then by the share of function words against the lists of
    other languages. Very short texts pass unless another language's words stand out.
    """
    guess = recognise(text)
    return guess.code == "en", guess.reason


def quick_guess(page: str) -> str:
    """The ISO 639 code of a raw page's language, markup and all, or "": for filters, in some tens of microseconds.

    It looks at the page's beginning, middle and end only, takes elements for what they are as well as a pattern can,
    and may err where a page is mostly menu: what it lets through is recognised again when it is read.
    """
    return recognise(_ELEMENTS.sub(" ", _sample(page, _RAW)), _QUICK).code


def language_name(code: str) -> str:
    """The English name of a language that is recognised, by its ISO 639 code; the code itself for any other."""
    return _names().get(code, code)


@cache
def common_words() -> Mapping[str, frozenset[str]]:
    """The commonest words of every language in Latin letters that is recognised, by its code."""
    tables = _tables()
    return {code: tables.words[name] for name, code in tables.codes.items() if name in tables.words}


def languages() -> tuple[str, ...]:
    """The codes of the languages that are recognised, English first, then by name."""
    return ("en", *sorted(_names().keys() - {"en"}, key=language_name))


@cache
def _names() -> dict[str, str]:
    return {code: name for name, code in _tables().codes.items()} | names()


def beside(text: str, code: str) -> Guess | None:
    """The other language that a good part of a text is in, where its paragraphs are not all in ``code``; else None."""
    parts: Counter[str] = Counter()
    guesses: dict[str, Guess] = {}
    total = 0
    for match in _PARAGRAPH.finditer(_sample(text)):
        letters = sum(ch.isalpha() for ch in match.group())
        total += letters
        guess = recognise(match.group())
        if guess.code and guess.code != code and len(match.group().split()) >= _FEW_WORDS:
            parts[guess.code] += letters
            guesses[guess.code] = guess
    most = parts.most_common(1)
    return guesses[most[0][0]] if most and most[0][1] >= _PART * total else None
