"""Which theatre is a text about? Counts what names one, against what names any other country."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from sayso.theatres._load import generic, load, names
from sayso.theatres._model import Theatre

__all__ = ["choose"]

_WORD = re.compile(r"[^\W\d_]+")
_LOOK = 200_000  # code points; a longer text has told its subject by then
_LEAST = 2.5  # what a theatre must weigh: two keywords and a repeat, or one told over and over
_LEAD = 1.5  # and how much more than any other
_SHARE = 0.7  # how often it is named, against the country outside it that is named most


def choose(text: str) -> Theatre:
    """The theatre that a text is plainly about, else the generic one.

    Weighs a theatre's keywords, each for being there and, less and less, for every repeat. The theatre must outweigh
    each other one half as much again, and be named about as often as any country outside it. Linear in the text's
    first 200,000 code points.
    """
    head = text[:_LOOK]
    words = Counter(_WORD.findall(head))
    scored = sorted(((_weigh(load(name), head, words), name) for name in names()), reverse=True)
    if not scored or scored[0][0] < _LEAST:
        return generic()
    best = load(scored[0][1])
    if len(scored) > 1 and scored[0][0] < _LEAD * scored[1][0]:
        return generic()
    inside = sum(_times(keyword, head, words) for keyword in best.keywords)
    return best if inside >= _SHARE * _loudest_country_outside(best, words) else generic()


def _times(keyword: str, text: str, words: Counter[str]) -> int:
    return words[keyword] if keyword.isalpha() else text.count(keyword)


def _weigh(theatre: Theatre, text: str, words: Counter[str]) -> float:
    """1 for a keyword that is there, and 1/2, 1/3, ... for its repeats up to the fourth."""
    weights = (0.0, 1.0, 1.5, 1.83, 2.08, 2.28)
    return sum(weights[min(_times(keyword, text, words), len(weights) - 1)] for keyword in theatre.keywords)


@cache
def _country_words() -> dict[str, frozenset[str]]:
    """The single words that name each state of the world or its people, by ISO code."""
    world = generic()
    found: dict[str, set[str]] = {}
    for demonym, country in world.peoples.items():
        found.setdefault(country, set()).add(demonym.capitalize())
    for region in world.regions:
        if region.country in found:
            found[region.country].update((region.name, *region.aliases))
    return {country: frozenset(filter(str.isalpha, named)) for country, named in found.items()}


def _loudest_country_outside(theatre: Theatre, words: Counter[str]) -> int:
    counts = (
        sum(words[word] for word in named) for iso, named in _country_words().items() if iso not in theatre.countries
    )
    return max(counts, default=0)
