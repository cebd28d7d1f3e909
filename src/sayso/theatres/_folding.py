"""When do two spellings name the same thing? Folds names to keys and looks them up by key."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Generic, Protocol, TypeVar

__all__ = ["English", "Index", "Named", "Token", "english", "key", "tokens"]

_WORD = re.compile(r"[\w.'’ʼ&/+-]+")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "`": "'", "´": "'"})


@dataclass(frozen=True, slots=True)
class English:
    """The English words that lookups rest on; ``_english.toml`` explains each list."""

    common: frozenset[str]
    spellings: Mapping[str, str]
    leaning: frozenset[str]
    origin: frozenset[str]
    favour: frozenset[str]
    against: frozenset[str]
    cuts: frozenset[str]
    belonging: frozenset[str]
    officials: frozenset[str]


@cache
def english() -> English:
    """The table of English words, read once."""
    table = tomllib.loads((files(__package__) / "_english.toml").read_text(encoding="utf-8"))
    spellings = table.pop("spellings")
    return English(spellings=spellings, **{name: frozenset(words) for name, words in table.items()})


class Named(Protocol):
    """Anything with a name and other names."""

    @property
    def name(self) -> str:
        """The name to show."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names, as they are written."""


T = TypeVar("T", bound=Named)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a name as written, without its possessive ending, and the form it is compared by."""

    written: str
    folded: str


@lru_cache(
    maxsize=1 << 14
)  # the names of a theatre are folded for its checks and its lookups, and a report repeats itself
def tokens(words: str) -> tuple[Token, ...]:
    """The words of a name or noun phrase; any kind of apostrophe, full stop or accent compares equal."""
    found = []
    for match in _WORD.finditer(words):
        written = match.group().translate(_APOSTROPHES).strip("'").rstrip(".-/")
        if written[-2:] in ("'s", "'S"):
            written = written[:-2]
        if written:
            found.append(Token(written, _fold(written)))
    return tuple(found)


def _fold(word: str) -> str:
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    folded = word.casefold().replace(".", "").replace("'", "")
    return english().spellings.get(folded, folded)


def _bare(words: Sequence[Token]) -> Sequence[Token]:
    return words[1:] if len(words) > 1 and words[0].folded == "the" else words


def key(name: str) -> str:
    """What two spellings of one name have in common: no case, accents, stops, possessives or leading "the"."""
    return " ".join(token.folded for token in _bare(tokens(name)))


def _same_case(alias: str, given: str) -> bool:
    """Whether a word may stand for an alias's word in its case: "ministry" for "Ministry", but not "who" for "WHO"."""
    if not given[:1].islower():
        letters = sum(c.isalpha() for c in alias)
        acronym = alias.isupper() and letters > 1
        return not acronym or given.isupper() or letters > 3  # Nato and Unicef are words, Who and Un are not
    return not alias[:1].isupper() or _fold(alias) in english().common


class Index(Generic[T]):
    """Named things by any of their names; the first to claim a name keeps it."""

    def __init__(self, things: Iterable[T]) -> None:
        self._by_key: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        self._longest: dict[str, int] = {}
        for thing in things:
            for name in (thing.name, *thing.aliases):
                self._add(name, thing)

    def _add(self, name: str, thing: T) -> None:
        words = _bare(tokens(name))
        if not words:
            return
        folded = " ".join(word.folded for word in words)
        self._by_key.setdefault(folded, []).append((tuple(word.written for word in words), thing))
        first = words[0].folded
        self._longest[first] = max(self._longest.get(first, 0), len(words))

    def opens(self, word: str) -> bool:
        """Whether a name may begin with this word: much cheaper than to look up every run of words behind it."""
        found = tokens(word)
        return bool(found) and (found[0].folded in self._longest or found[0].folded == "the")

    def get(self, name: str) -> T | None:
        """The thing of this name, or None."""
        return self._look_up(_bare(tokens(name)))

    def _look_up(self, words: Sequence[Token]) -> T | None:
        entries = self._by_key.get(" ".join(word.folded for word in words))
        if entries is None:
            return None
        for written, thing in entries:
            if all(_same_case(alias, word.written) for alias, word in zip(written, words, strict=True)):
                return thing
        return None

    def longest_at(self, words: Sequence[Token], start: int) -> tuple[int, T] | None:
        """The longest name that begins at ``words[start]``: how many words, and whose."""
        most = min(self._longest.get(words[start].folded, 0), len(words) - start)
        for length in range(most, 0, -1):
            thing = self._look_up(words[start : start + length])
            if thing is not None:
                return length, thing
        return None

    def keys(self) -> Iterator[str]:
        """Every folded name."""
        return iter(self._by_key)
