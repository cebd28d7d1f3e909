"""Is this about an armed conflict? By the words of war in ``relevance.toml``, a page in well under a millisecond.

A crawl is mostly something else, and to take a page apart properly costs a hundred times what this does. So a page's
title and paragraphs are taken out by plain search, as they stand in its bytes, and weighed; what passes is taken apart,
and weighed again by its article alone. In doubt both let pass.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib.resources import files
from itertools import pairwise
from typing import Final

from sayso.intake.language import common_words

__all__ = ["LANGUAGES", "about_conflict", "glimpse", "judged", "points"]

_APART: Final = ("uk", "ru", "ar", "el", "fa", "he")  # whose letters keep their words apart from all others
_LATIN: Final = ("en", "de", "fr", "es", "pt", "it", "nl", "pl", "cs", "ro", "sv", "tr")
_UNPARTED: Final = ("zh", "ja", "ko")  # written without spaces, or with endings that are as good as none
LANGUAGES: Final = _LATIN + _APART + _UNPARTED
"""The languages (ISO 639) whose words of war are known."""

_ENOUGH: Final = 8
_WEIGHTS: Final = {"war": 6, "arms": 4, "borrowed": 3, "harm": 2}
_MOST_HARM: Final = 2  # words
_SURE: Final = 2
_MOST = 30_000  # characters that are weighed: a report says early what it is about, and is rarely longer
_SHORT = 300  # a page with less in its paragraphs has its text elsewhere
_STEM = range(3, 20)  # how long a beginning of a word may be
_PLAINLY = 15  # distinct common words of English, from which a text needs no comparing with other languages
_NEAR = 0.8  # of the most common words of any language: what is as near as this may be it
_FEW = 4  # common words, from which a text shows a language
_LETTERS = re.compile("[\u0370-\u052f\u0590-\u06ff\u3040-\u9fff\uac00-\ud7af]")  # not Latin, in which words are known
_FIRST = 6_000  # letters of a text in signs for words or syllables, which says in one what others say in three

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PARAGRAPH = re.compile(rb"<(/?)[pP](?=[\s>])[^<>]*>")
_TAG = re.compile(rb"<[^<>]*>")
_TITLE = re.compile(rb"<title[^<>]{0,200}>([^<]{0,1000})", re.IGNORECASE)
_TOLD = re.compile(
    rb"""<meta[^<>]{0,100}?(?:og:|name=["'])(?:title|description)["'][^<>]{0,20}?content=["']([^"'<>]{0,1000})""",
    re.IGNORECASE,
)
_HEAD = 20_000  # bytes in which a page's description stands
_UNSEEN = re.compile(rb"<(script|style|svg|template)\b")


@dataclass(frozen=True, slots=True)
class _Words:
    whole: Mapping[str, int]
    begins: Mapping[str, int]
    first: frozenset[str]  # what beginnings begin with
    pairs: Mapping[tuple[str, str], int]
    lent: frozenset[tuple[str, str]]
    inside: Mapping[str, int]
    prefixes: frozenset[str]


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files(__package__) / "relevance.toml").read_text("utf-8"))


@cache
def _words(latin: tuple[str, ...]) -> _Words:
    """The words of some languages in Latin letters, and of all that others keep apart."""
    whole: dict[str, int] = {}
    begins: dict[str, int] = {}
    pairs: dict[tuple[str, str], int] = {}
    lent: set[tuple[str, str]] = set()
    inside: dict[str, int] = {}
    prefixes: set[str] = set()
    for language in latin + _APART + _UNPARTED:
        table = _tables()[language]
        for kind, weight in _WEIGHTS.items():
            for word in table[kind].split():
                if language in _UNPARTED:
                    inside.setdefault(word, weight)
                elif word.endswith("*"):
                    begins.setdefault(word[:-1], weight)
                elif "_" in word:
                    first, _, second = word.partition("_")
                    pairs.setdefault((first, second), weight)
                else:
                    whole.setdefault(word, weight)
        lent |= {(first, second) for first, _, second in (pair.partition("-") for pair in table["lent"].split())}
        prefixes |= set(table.get("prefixes", "").split())
    first_letters = frozenset(word[: _STEM[0]] for word in begins)
    return _Words(whole, begins, first_letters, pairs, frozenset(lent), inside, frozenset(prefixes))


def _latin(distinct: set[str]) -> tuple[str, ...]:
    """In which languages a text in Latin letters may be, of all that are told, by its commonest words."""
    common = common_words()
    english = len(distinct & common["en"])
    if english >= _PLAINLY:
        return ("en",)
    counts = {code: len(distinct & listed) for code, listed in common.items()}
    most = max(counts.values())
    if most < _FEW:
        return _LATIN
    return tuple(
        code for code, count in counts.items() if count >= _NEAR * most or (code == "en" and 2 * count >= most)
    )


def _found(text: str) -> tuple[dict[str | tuple[str, str], int], bool]:
    """The words of war in a text, each once, with its points, and whether its language's are known at all.

    What is lent ("a price war") is none.
    """
    words = _WORD.findall(text[:_MOST].replace("İ", "i").lower())
    distinct = set(words)
    nearest = _latin(distinct)
    latin = tuple(code for code in nearest if code in _LATIN)
    known = _words(latin)
    if latin != ("en",):  # "l'armée", "dell'esercito"
        distinct |= {re.split("['’]", word)[-1] for word in distinct if "'" in word or "’" in word}
    found: dict[str | tuple[str, str], int] = {word: known.whole[word] for word in distinct & known.whole.keys()}
    others = strange = 0
    for word in distinct:
        if "-" in word and (weight := known.whole.get(word[word.rindex("-") :])):
            found[word] = weight
        elif len(word) >= _STEM[0] and word[: _STEM[0]] in known.first:
            for end in reversed(_STEM[: len(word) - _STEM[0] + 1]):  # the longest that fits
                weight = known.begins.get(word[:end])
                if weight is not None:
                    found[word[:end]] = weight
                    break
        if word > "\u0370":
            others += 1
            strange += not _LETTERS.match(word)
            if "\u0590" <= word < "\u0600":
                _behind_prefixes(word, known, found)
    if others and max(distinct) >= "\u3040":
        first = text[:_FIRST]
        found |= {word: weight for word, weight in known.inside.items() if word in first}
    told = (bool(latin) and 2 * strange < len(distinct)) or 2 * (others - strange) > len(distinct)
    if not found:
        return found, told
    beside = list(pairwise(words))
    found |= {pair: known.pairs[pair] for pair in known.pairs.keys() & set(beside)}
    lent = [pair for pair in beside if pair in known.lent]
    for word in {word for pair in lent for word in pair} & found.keys():
        if sum(word in pair for pair in lent) >= words.count(word):
            del found[word]
    return found, told


def _behind_prefixes(word: str, known: _Words, found: dict[str | tuple[str, str], int]) -> None:
    for begin in (1, 2):
        if word[begin - 1] not in known.prefixes:
            return
        weight = known.whole.get(word[begin:])
        if weight is not None:
            found[word[begin:]] = weight


def points(text: str) -> int:
    """How much the words of war in ``text`` weigh together; with one of arms or war among them, a little more."""
    return _sum(_found(text)[0].values())


def _sum(found: Collection[int]) -> int:
    harm = [weight for weight in found if weight == _WEIGHTS["harm"]]
    heavy = [weight for weight in found if weight > _WEIGHTS["harm"]]
    if not heavy:
        return 0
    sure = _SURE if max(heavy) >= _WEIGHTS["arms"] else 0
    return sum(heavy) + sum(harm[:_MOST_HARM]) + sure


def about_conflict(text: str) -> bool:
    """Whether ``text`` is about an armed conflict, as far as words tell."""
    return points(text) >= _ENOUGH


def judged(text: str) -> bool | None:
    """The same; None where it shows no word of war, and is in a language of which none is known here."""
    found, told = _found(text)
    return True if _sum(found.values()) >= _ENOUGH else False if told else None


def glimpse(page: bytes, charset: str = "utf-8") -> str:
    """The title and the paragraphs of a page, roughly: enough to weigh its words, at little cost."""
    parts = [match.group(1) for match in (_TITLE.search(page), *_TOLD.finditer(page, 0, _HEAD)) if match]
    text = _paragraphs(page)
    if len(text) < _SHORT:
        text = _plain(page)
    told = b" \n".join((*parts, text))
    try:
        decoded = told.decode(charset, errors="replace")
    except (LookupError, ValueError):  # a charset that nobody knows, or that decodes nothing ("undefined"), or no name
        decoded = told.decode("utf-8", errors="replace")
    return unescape(decoded) if "&" in decoded else decoded


def _paragraphs(page: bytes) -> bytes:
    parts: list[bytes] = []
    size, start = 0, None
    for tag in _PARAGRAPH.finditer(page):
        if start is not None:
            parts.append(page[start : tag.start()])
            size += tag.start() - start + len(tag.group())
            if size > _MOST:
                break
        start = tag.end() if not tag.group(1) else None
    return _TAG.sub(b" ", b" \n".join(parts))


def _plain(page: bytes) -> bytes:
    """All that is no markup and no script, for pages without paragraphs."""
    lowered = page.lower()
    parts: list[bytes] = []
    at = 0
    while begin := _UNSEEN.search(lowered, at):
        parts.append(page[at : begin.start()])
        end = lowered.find(b"</" + begin.group(1), begin.end())
        at = end if end >= 0 else len(page)
    parts.append(page[at:])
    return _TAG.sub(b" ", b" ".join(parts))[: 2 * _MOST]
