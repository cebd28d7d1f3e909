"""Is this about an armed conflict? By the words of war in ``relevance.toml``, a page in well under a millisecond.

A crawl is mostly something else, and to take a page apart properly costs a hundred times what this does. So a page's
title and paragraphs are taken out by plain search, as they stand in its bytes, and weighed; what passes is taken apart,
and weighed again by its article alone. In doubt both let pass.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib.resources import files
from itertools import pairwise
from typing import Final

__all__ = ["LANGUAGES", "about_conflict", "glimpse", "points"]

LANGUAGES: Final = ("en", "uk", "ru", "ar")
"""The languages (ISO 639) whose words of war are known."""

_ENOUGH: Final = 8
_WEIGHTS: Final = {"war": 6, "arms": 4, "borrowed": 3, "harm": 2}
_MOST_HARM: Final = 2  # words
_SURE: Final = 2
_MOST = 30_000  # characters that are weighed: a report says early what it is about, and is rarely longer
_SHORT = 300  # a page with less in its paragraphs has its text elsewhere
_STEM = range(3, 11)  # how long a beginning of a word may be

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
    pairs: Mapping[tuple[str, str], int]
    lent: frozenset[tuple[str, str]]


@cache
def _words() -> _Words:
    """All languages' words in one: their letters or their forms keep them apart."""
    tables = tomllib.loads((files(__package__) / "relevance.toml").read_text("utf-8"))
    whole: dict[str, int] = {}
    begins: dict[str, int] = {}
    pairs: dict[tuple[str, str], int] = {}
    lent: set[tuple[str, str]] = set()
    for language in LANGUAGES:
        table = tables[language]
        for kind, weight in _WEIGHTS.items():
            for word in table[kind].split():
                if word.endswith("*"):
                    begins.setdefault(word[:-1], weight)
                elif "_" in word:
                    first, _, second = word.partition("_")
                    pairs.setdefault((first, second), weight)
                else:
                    whole.setdefault(word, weight)
        lent |= {(first, second) for first, _, second in (pair.partition("-") for pair in table["lent"].split())}
    return _Words(whole, begins, pairs, frozenset(lent))


def _found(words: list[str]) -> dict[str | tuple[str, str], int]:
    """The words of war among words, each once, with its points; what is lent ("a price war") is none."""
    known = _words()
    distinct = set(words)
    found: dict[str | tuple[str, str], int] = {word: known.whole[word] for word in distinct & known.whole.keys()}
    for word in distinct:
        if "-" in word and (weight := known.whole.get(word[word.rindex("-") :])):
            found[word] = weight
        elif word > "\u0370":  # only languages beyond Latin letters have beginnings
            for end in _STEM:
                weight = known.begins.get(word[:end])
                if weight is not None:
                    found[word[:end]] = weight
                    break
    if not found:
        return found
    beside = list(pairwise(words))
    found |= {pair: known.pairs[pair] for pair in known.pairs.keys() & set(beside)}
    lent = [pair for pair in beside if pair in known.lent]
    for word in {word for pair in lent for word in pair} & found.keys():
        if sum(word in pair for pair in lent) >= words.count(word):
            del found[word]
    return found


def points(text: str) -> int:
    """How much the words of war in ``text`` weigh together; with one of arms or war among them, a little more."""
    weights = _found(_WORD.findall(text[:_MOST].lower())).values()
    harm = [weight for weight in weights if weight == _WEIGHTS["harm"]]
    heavy = [weight for weight in weights if weight > _WEIGHTS["harm"]]
    if not heavy:
        return 0
    sure = _SURE if max(heavy) >= _WEIGHTS["arms"] else 0
    return sum(heavy) + sum(harm[:_MOST_HARM]) + sure


def about_conflict(text: str) -> bool:
    """Whether ``text`` is about an armed conflict, as far as words tell."""
    return points(text) >= _ENOUGH


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
