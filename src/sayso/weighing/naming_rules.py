"""When do two ways of writing name the same source, by the rules of English alone? Words, spellings, bodies of state.

Names are taken apart into words without their possessive endings. A person's name is folded so that the ways in which
the press spells one Slavic or Arabic name come out alike (Zelensky, Zelenskyy; Maliar, Malyar; al-Burhan, Burhan):
after the families of spellings in ``sayso.gazetteer``, but milder, because a person has no map to be checked on.
What a body is called is brought to one order and spelling ("the MoD", "Ministry of Defense": "defence ministry").
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

__all__ = [
    "English",
    "Word",
    "as_text",
    "body",
    "english",
    "fold_name",
    "folded",
    "has_capital",
    "is_body",
    "is_initial",
    "is_person",
    "is_proper",
    "phrase_at",
    "proper_id",
    "slug",
    "spelled",
    "split",
    "without",
]

_WORD = re.compile(r"[^\s,;()\[\]“”\"«»]+")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "`": "'", "´": "'"})
_PATRONYMIC = re.compile(r"(?:ovych|ovich|evych|evich|yovych|ovna|evna|ivna|yivna)$")

# One way to write what the press writes in many, each after the one before it; what comes out need not be readable.
_SPELLINGS = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"^(?:al|el|ad|ar|as|ash|at|an)-", ""),
        (r"[^a-z]", ""),
        (r"kh", "h"),
        (r"q", "k"),
        (r"ou|oo", "u"),
        (r"(?<![yij])[yij]+(?=[aou])", "i"),
        (r"(?<![yij])[yij]+e", "e"),
        (r"(?<![yij])[yij]+$", "y"),
        (r"(?<=[aeou])[yj](?!$)", "i"),
        (r"(?:yy|ii|iy|yi|ij|ji)", "i"),
        (r"(?<=[^aeiou])y(?=[^aeiouy])", "i"),
        (r"(.)\1", r"\1"),
    )
)


@dataclass(frozen=True, slots=True)
class English:
    """The English words that the rules rest on; ``naming.toml`` explains each list."""

    articles: frozenset[str]
    vague: frozenset[str]
    joints: frozenset[str]
    whose: frozenset[str]
    mouthpieces: frozenset[str]
    officials: frozenset[str]
    offices: frozenset[str]
    bodies: frozenset[str]
    common: frozenset[str]
    parts: frozenset[str]
    outlets: frozenset[str]
    staff: frozenset[str]
    ranks: frozenset[str]
    genus: frozenset[str]
    trimmings: frozenset[str]
    particles: frozenset[str]
    spellings: Mapping[str, str]
    abbreviations: Mapping[str, str]
    bodies_of_state: Mapping[str, str]
    given: Mapping[str, str]


@cache
def english() -> English:
    """The table of English words, read once."""
    table = tomllib.loads(files("sayso.weighing").joinpath("naming.toml").read_text(encoding="utf-8"))
    families = table.pop("given")["names"]
    return English(
        spellings=table.pop("spellings"),
        abbreviations=table.pop("abbreviations"),
        bodies_of_state=table.pop("bodies_of_state"),
        given={fold_name(name): fold_name(family[0]) for family in families for name in family},
        **{name: frozenset(words) for name, words in table.items()},
    )


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name as written, and lower case without accents, stops, apostrophes and its possessive ending."""

    written: str
    plain: str
    owns: bool = False


def plain(text: str) -> str:
    """Text without accents, stops, apostrophes and case."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
        text = "".join(c for c in text if not unicodedata.combining(c))
    return text.casefold().replace(".", "").replace("'", "")


@lru_cache(maxsize=1 << 15)
def split(name: str) -> tuple[Word, ...]:
    """The words of a name, in order."""
    found = []
    for match in _WORD.finditer(name.translate(_APOSTROPHES)):
        written = match.group().strip("'.:!?-–—") if len(match.group()) > 2 else match.group()
        owns = written.endswith(("'s", "'S")) or match.group().endswith("s'")
        if written.endswith(("'s", "'S")):
            written = written[:-2]
        word = plain(written)
        if word:
            found.append(Word(written, english().spellings.get(word, word), owns))
    return tuple(found)


@lru_cache(maxsize=1 << 15)
def fold_name(word: str) -> str:
    """One word of a person's name as it is compared."""
    folded = plain(word)
    for pattern, put in _SPELLINGS:
        folded = pattern.sub(put, folded)
    return folded or plain(word)  # of letters that are not Latin nothing is left


def given(word: str) -> str:
    """A given name as it is compared: Serhiy and Sergei are one."""
    folded = fold_name(word)
    return english().given.get(folded, folded)


def is_initial(word: Word) -> bool:
    """Whether a word is the first letter of a name ("O.")."""
    return len(word.plain) == 1 and word.written[:1].isupper()


def is_person(words: Sequence[Word]) -> bool:
    """Whether words may be a person's name: with capitals, and none that only bodies and outlets have."""
    lists = english()
    if not 1 <= len(words) <= 6 or words[-1].plain in lists.particles:
        return False
    for word in words:
        small = word.plain in lists.particles
        if any(c.isdigit() for c in word.written) or not (small or has_capital(word)):
            return False
        if any(word.plain in some for some in (lists.bodies, lists.outlets, lists.joints, lists.common)):
            return False
    capitals = [w for w in words if w.written.isupper() and len(w.written) > 1]
    return len(capitals) < len(words)


def person_parts(words: Sequence[Word]) -> list[Word]:
    """The parts of a person's name that tell persons apart: without particles, patronymics and middle initials."""
    lists = english()
    kept = [w for k, w in enumerate(words) if k == 0 or w.plain not in lists.particles]
    middle = [w for w in kept[1:-1] if not is_initial(w) and not _PATRONYMIC.search(w.plain)]
    return [kept[0], *middle, kept[-1]] if len(kept) > 1 else kept


def without(words: Sequence[Word], *lists: frozenset[str]) -> list[Word]:
    """The words without those at the front that stand in one of these lists."""
    at = 0
    while at < len(words) - 1 and any(words[at].plain in some for some in lists):
        at += 1
    return list(words[at:])


def body(words: Sequence[Word]) -> str:
    """What a body of state is called, its state left out: "ministry of foreign affairs" is "foreign ministry"."""
    lists = english()
    kept = [
        lists.abbreviations.get(w.plain, w.plain)
        for w in words
        if w.plain not in lists.articles and w.plain not in lists.vague
    ]
    while kept and kept[0] in lists.joints:
        kept.pop(0)
    while kept and kept[-1] in lists.joints:
        kept.pop()
    if len(kept) > 2 and kept[0] in ("ministry", "office", "department") and kept[1] in ("of", "for"):
        kept = [*kept[2:], kept[0]]
    if len(kept) > 1 and kept[-1] in ("source", "sources") and kept[-2] in lists.officials:
        kept[-1] = "officials"  # "a government source"
    if kept and kept[-1] == "services":
        kept[-1] = "service"
    called = " ".join(kept)
    return lists.bodies_of_state.get(called, called)


def slug(text: str) -> str:
    """A text as a readable part of an id: lower-case letters and digits with hyphens between them."""
    return re.sub(r"[^\w]+", "-", plain(text)).strip("-")


def folded(words: Sequence[Word]) -> tuple[str, ...]:
    """The parts of a person's name as they are compared."""
    parts = person_parts(words)
    return (
        tuple(fold_name(w.written) if k else given(w.written) for k, w in enumerate(parts))
        if len(parts) > 1
        else (fold_name(parts[0].written),)
    )


def proper_id(words: Sequence[Word]) -> str:
    """The id of a body of its own name; or of a body of a land that no theatre lists, however the two are joined."""
    lists = english()
    owner = next((k for k, w in enumerate(words) if w.owns and has_capital(w)), None)
    of = next((k for k, w in enumerate(words) if w.plain == "of" and 0 < k < len(words) - 1), None)
    land: Sequence[Word] = ()
    rest: Sequence[Word] = words
    if owner is not None:
        land, rest = words[: owner + 1], words[owner + 1 :]
    elif words[0].plain == "ministry" and of is not None:
        second = next((k for k in range(of + 1, len(words)) if words[k].plain == "of"), None)
        land, rest = (words[second + 1 :], words[:second]) if second else ((), words)
    elif of is not None:
        land, rest = without(words[of + 1 :], lists.articles), words[:of]
    whole = all(has_capital(w) for w in land) and all(is_body(w.plain) or w.plain in lists.joints for w in rest)
    if land and rest and whole:
        return f"name:{slug(' '.join(w.plain for w in land))}/{slug(body(rest))}"
    return f"name:{slug(body(words) or as_text(words))}"


def as_text(words: Sequence[Word]) -> str:
    """Words as one text."""
    return " ".join(w.written + ("'s" if w.owns else "") for w in words)


def has_capital(word: Word) -> bool:
    """Whether a word, or a part of it behind a hyphen, has a capital."""
    return any(part[:1].isupper() for part in word.written.split("-"))


def is_proper(word: Word) -> bool:
    """Whether a word is part of a name of somebody's own."""
    return has_capital(word) and not is_body(word.plain) and word.plain not in english().abbreviations


@cache
def _body_words() -> frozenset[str]:
    lists = english()
    return lists.bodies | lists.officials | lists.offices | lists.mouthpieces | lists.common


@lru_cache(maxsize=1 << 14)
def is_body(called: str) -> bool:
    """Whether words describe a body, an office or people in one."""
    return called in english().bodies_of_state or not _body_words().isdisjoint(called.split())


def phrase_at(words: Sequence[Word], at: int, phrases: frozenset[str]) -> int:
    """How many words the longest of these phrases has that stands at a place; 0 for none."""
    for length in (2, 1):
        if " ".join(w.plain for w in words[at : at + length]) in phrases and at + length <= len(words):
            return length
    return 0


def spelled(name: str) -> str:
    """A person's first name in its own language's spelling: Serhiy and Serhii are one, Sergei is another."""
    return fold_name(split(name)[0].written) if split(name) else ""
