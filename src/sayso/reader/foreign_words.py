"""What are the words of a text that is not English, and which names may they be forms of? One table a language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice, product
from typing import Any, Literal

from sayso.gazetteer.keys import plain_key
from sayso.model import Report

__all__ = ["TONGUES", "Tongue", "Word", "tongue", "words_of"]

TONGUES = ("uk", "ru", "ar")
"""The languages that places and dates are found in, by ISO 639 code."""

# Figures that "and" or "in" is written together with are a number all the same.
_WORD = re.compile(r"[وفبلك](?=\d)|[^\W\d_](?:[\w\u064b-\u0652\u0670\u0640]|['’ʼ\-‑](?=[^\W\d_]))*|\d+")
# A line, or a good part of one, in capitals: a headline. There a capital tells nothing.
_LOUD = re.compile(
    r"(?<![А-яЄІЇҐЁєіїґё])"
    r"(?:[А-ЯЄІЇҐЁ]['’ʼ\-\dА-ЯЄІЇҐЁ]{0,40}+(?![а-яєіїґё])[ ,:«»\"–—-]{0,4}+){3,}+"
)
_ENDS_SENTENCE = re.compile(r"(?:[.!?…:;]|\A|\n)[\s\"“”„«»'’‘()\[\]–—-]*\Z")
_PARTS, _MOST_FORMS = 4, 60  # of a word with hyphens, and what it may be in the nominative
_NOT_READ = frozenset({"boilerplate", "credit", "header"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a number of a text: code points, as written, as names are compared, and whether it begins a sentence.

    ``gap`` is what stands between it and the word before; ``loud`` is true in a stretch of capitals.
    """

    start: int
    end: int
    written: str
    key: str
    opens: bool
    gap: str
    loud: bool = False

    @property
    def capital(self) -> bool:
        """Whether it is written as names are."""
        return self.written[0].isupper() or self.tagged

    @property
    def tagged(self) -> bool:
        """Whether it is a hashtag."""
        return self.gap.endswith("#")


@dataclass(frozen=True, slots=True)
class Tongue:
    """What a language needs to have its places and dates found (``data/foreign_*.toml``), words as keys."""

    code: str
    letters: Literal["Cyrillic", "Arabic"]
    endings: Mapping[str, tuple[str, ...]]
    prefixes: tuple[str, ...]
    fused: tuple[str, ...]
    contracted: Mapping[str, str]
    article: str
    home: frozenset[str]
    settlement: frozenset[str]
    region: frozenset[str]
    at: frozenset[str]
    conj: frozenset[str]
    not_places: frozenset[str]
    not_behind: frozenset[str]
    ambiguous: frozenset[str]
    openers: frozenset[str]
    rivers: frozenset[str]
    by_rivers: frozenset[str]
    surely: tuple[str, ...]
    kinds: Mapping[str, str]
    adjectives: tuple[tuple[str, str], ...]
    adjective_ends: frozenset[str]
    lands: tuple[tuple[str, str], ...]
    countries: Mapping[str, str]
    dates: Mapping[str, Any]

    def forms(self, word: Word) -> list[str]:
        """What a word may be in the nominative and without what is written together with it, its own form first.

        A word with a hyphen, or a hashtag of several words, may have a case in each of its parts.
        """
        first, *rest = word.key.split(" ")[:_PARTS]
        made = [first, *self._changed(first)]
        if rest:
            parts = [[part, *self._without_case(part)] if self.letters == "Cyrillic" else [part] for part in rest]
            made = [" ".join(run) for run in islice(product(made, *parts), _MOST_FORMS)]
        return list(dict.fromkeys(form for form in made if len(form) > 1))

    def _changed(self, key: str) -> Iterator[str]:
        return self._without_case(key) if self.letters == "Cyrillic" else self._bare(key)

    def _without_case(self, key: str) -> Iterator[str]:
        for length in range(min(4, len(key) - 2), -1, -1):
            ending = key[len(key) - length :]
            for nominative in self.endings.get(ending, ()):
                yield key[: len(key) - length] + nominative

    def _bare(self, key: str) -> Iterator[str]:
        for short, whole in self.contracted.items():
            if key.startswith(short) and len(key) - len(short) > 2:
                yield whole + key[len(short) :]
                yield key[len(short) :]
        for prefix in self.prefixes:
            rest = key[len(prefix) :]
            if key.startswith(prefix) and len(rest) > 1:
                yield rest


@cache
def tongue(code: str) -> Tongue:
    """The table of one of the ``TONGUES``."""
    data = tomllib.loads(files("sayso.reader").joinpath("data", f"foreign_{code}.toml").read_text("utf-8"))
    words = {name: frozenset(map(plain_key, listed.split())) for name, listed in data["words"].items()}
    return Tongue(
        code=code,
        letters=data["letters"],
        endings=_endings(data.get("endings", {})),
        prefixes=tuple(sorted(data.get("prefixes", ()), key=len, reverse=True)),
        fused=tuple(data.get("fused", ())),
        contracted=data.get("contracted", {}),
        article=data.get("article", ""),
        home=frozenset(data["home"].split()),
        settlement=words["settlement"],
        region=words["region"],
        at=words["at"],
        conj=words["conj"],
        not_places=words["not_places"] | _times(data["dates"]),
        not_behind=words["not_behind"],
        ambiguous=words["ambiguous"],
        openers=words.get("openers", frozenset()),
        rivers=words.get("rivers", frozenset()),
        by_rivers=words.get("by_rivers", frozenset()),
        surely=tuple(map(plain_key, data.get("surely", ()))),
        kinds={plain_key(word): kind for kind, listed in data["kinds"].items() for word in listed.split()},
        adjectives=_pairs(data.get("adjectives", {})),
        adjective_ends=frozenset(map(plain_key, data.get("adjective_ends", "").split())),
        lands=_pairs(data.get("lands", {})),
        countries={
            written: name
            for table in ("countries", "places")
            for name, listed in data.get(table, {}).items()
            for written in listed
        },
        dates=data["dates"],
    )


def _times(dates: Mapping[str, Any]) -> frozenset[str]:
    """The names of days, months and seasons: some are towns somewhere."""
    return frozenset(plain_key(name) for table in ("weekdays", "months", "seasons", "days") for name in dates[table])


def _pairs(table: Mapping[str, list[str]]) -> tuple[tuple[str, str], ...]:
    """Each ending with each of what it may stand for, the longest first."""
    told = ((plain_key(ending), plain_key(made)) for ending, listed in table.items() for made in listed)
    return tuple(sorted(told, key=lambda pair: -len(pair[0])))


def _endings(table: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """The endings as keys have them, which know neither й nor ї; what falls together is put together."""
    found: dict[str, dict[str, None]] = {}
    for ending, nominatives in table.items():
        found.setdefault(plain_key(ending), {}).update(dict.fromkeys(map(plain_key, nominatives)))
    return {ending: tuple(nominatives) for ending, nominatives in found.items()}


def words_of(report: Report) -> Iterator[list[Word]]:
    """The words of every block of a report that is read, a list for each; a report without blocks is one."""
    blocks = [(b.start, b.end) for b in report.blocks if b.kind not in _NOT_READ] or (
        [(0, len(report.text))] if not report.blocks else []
    )
    for start, end in blocks:
        text = report.text[start:end]
        found: list[Word] = []
        last = 0
        loud = [(m.start(), m.end()) for m in _LOUD.finditer(text)]
        for match in _WORD.finditer(text):
            gap = text[last : match.start()]
            opens = _ENDS_SENTENCE.search(text, max(0, match.start() - 40), match.start()) is not None
            key = plain_key(match.group())
            while loud and loud[0][1] <= match.start():
                del loud[0]
            shouted = bool(loud) and loud[0][0] <= match.start()
            if key:
                found.append(Word(start + match.start(), start + match.end(), match.group(), key, opens, gap, shouted))
            last = match.end()
        yield found
