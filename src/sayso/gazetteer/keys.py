"""When are two spellings one name? Turns names into keys that are equal when the spellings are."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from importlib.resources import files

__all__ = ["FAMILIES", "family_of", "folded_key", "hashed", "plain_key", "without_article"]

_DROP = "'’‘ʼʻ`´ʹ′\"“”.ʿʾ·"
_SPACE = "-–—‑_/,()"
_TABLE = {ord(c): None for c in _DROP} | {ord(c): " " for c in _SPACE}
# Letters that NFKD leaves whole although English writes them plainly.
_TABLE |= {ord(a): b for a, b in {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss"}.items()}
# Arabic as it is typed: letters that stand for one another, those of Persian keyboards, and what only stretches a word.
_TABLE |= {ord(a): b for a, b in {"ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك"}.items()}
_TABLE |= dict.fromkeys((0x640, 0x200C, 0x200D, 0x200E, 0x200F), None)
# What NFKD splits off a letter: every combining mark that a spelling of a place's name may hold.
_TABLE |= {c: None for c in (*range(0x300, 0x3100), *range(0xFE20, 0xFE30)) if unicodedata.combining(chr(c))}
_SHORT = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}
_DATA = tomllib.loads(files("sayso.gazetteer").joinpath("folds.toml").read_text("utf-8"))
_CYRILLIC = str.maketrans(_DATA["cyrillic"]["table"])
FAMILIES: tuple[str, ...] = tuple(_DATA["families"])
_COUNTRY = {c: family for family, data in _DATA["families"].items() for c in data["countries"]}


def family_of(country: str) -> str | None:
    """The family of spellings that a country's names are folded by (ISO alpha-2), None where none is needed."""
    return _COUNTRY.get(country)


def plain_key(name: str) -> str:
    """A name without case, accents, apostrophes, full stops and hyphens, "Saint" shortened and "the" left out."""
    key = name.casefold().translate(_TABLE)
    if not key.isascii():
        key = unicodedata.normalize("NFKD", key).translate(_TABLE)
    words = key.split()
    if len(words) > 1:
        if words[0] == "the":
            del words[0]
        words[0] = _SHORT.get(words[0], words[0])
    return " ".join(words)


@cache
def _chain(family: str) -> Callable[[str], str]:
    steps = [(re.compile(pattern).sub, into) for pattern, into in _DATA["families"][family]["rules"]]

    def fold(key: str) -> str:
        for sub, into in steps:
            key = sub(into, key)
        return key

    return fold


def folded_key(key: str, family: str) -> str:
    """A plain key with the spellings of a family (one of ``FAMILIES``) folded together, Cyrillic put into Latin."""
    return _chain(family)(key if key.isascii() else key.translate(_CYRILLIC))


def without_article(key: str, family: str) -> str:
    """A plain key without the article that a family's names begin with and English leaves out."""
    article = _DATA["families"][family].get("article")
    return re.sub(article, "", key) if article else key


def hashed(kind: str, key: str) -> int:
    """A key as 48 bits, for the index; ``kind`` ("" or a family) keeps plain and folded keys apart.

    Among a million keys a false hit is expected once in some hundred million look-ups.
    """
    return int.from_bytes(blake2b(f"{kind}:{key}".encode(), digest_size=6).digest(), "big")
