"""What does a language call its months, weekdays and spans of time? Its table (``data/foreign_*.toml``), as keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sayso.gazetteer.keys import plain_key
from sayso.reader.foreign_words import Word, tongue
from sayso.reader.time_model import Part, Unit, Way

__all__ = ["Calendar", "calendar"]


class Calendar:
    """A language's words for times, as names are compared: without case, accents and apostrophes."""

    def __init__(self, code: str) -> None:
        told = tongue(code)
        dates = told.dates
        self.months: dict[tuple[str, ...], int] = _named(dates["months"])
        self.hijri: dict[tuple[str, ...], int] = _named(dates.get("hijri", {}))
        self.weekdays: dict[str, int] = _keyed(dates["weekdays"])
        self.days: dict[str, int] = _keyed(dates["days"])
        self.day_pairs: dict[tuple[str, ...], int] = _named(dates["day_pairs"])
        self.stretches: dict[str, tuple[Unit, int]] = {
            word: (unit, n) for word, (unit, n) in _keyed(dates["stretches"]).items()
        }
        self.units: dict[str, Unit] = _keyed(dates["units"])
        self.counts: dict[str, Unit] = _keyed(dates["counts"])
        self.duals: dict[str, Unit] = _keyed(dates.get("duals", {}))
        self.numbers: dict[str, int] = _keyed(dates["numbers"])
        self.ordinals: dict[str, int] = _keyed(dates["ordinals"])
        self.tens_before: dict[str, int] = _keyed(dates["tens_before"])
        self.tens_behind: dict[str, int] = _keyed(dates["tens_behind"])
        self.seasons: dict[str, int] = _keyed(dates["seasons"])
        self.parts: dict[str, Part] = _keyed(dates["parts"])
        ways: tuple[Way, ...] = ("last", "this", "next")
        self.ways: dict[str, Way] = {word: way for way in ways for word in _listed(dates, way)}
        self.this_before = _listed(dates, "this_before")
        self.year, self.to, self.between = (_listed(dates, name) for name in ("year", "to", "between"))
        self.ago, self.every, self.same_day = (_listed(dates, name) for name in ("ago", "every", "same_day"))
        self.year_ends = _listed(dates, "year_ends")
        self.ordinal_ends, self.ordinal_of = _listed(dates, "ordinal_ends"), _listed(dates, "ordinal_of")
        self.weekend, self.weekend_at = _listed(dates, "weekend"), _listed(dates, "weekend_at")
        self.doubtful, self.doubtful_weekdays = _listed(dates, "doubtful"), _listed(dates, "doubtful_weekdays")
        self.month_words, self.weekday_words = _listed(dates, "month_words"), _listed(dates, "weekday_words")
        self.not_days = _listed(dates, "not_days")
        self._future, self._not_future = _listed(dates, "future"), _listed(dates, "not_future")
        self._future_begins = tuple(map(plain_key, dates.get("future_begins", ())))
        self._future_ends = tuple(map(plain_key, dates.get("future_ends", ())))
        self.article = told.article
        self.after = told.letters == "Arabic"  # "last" stands behind its noun, "ago" and the year's word before it
        self.at = told.at
        self.conj = told.conj
        self.prefixes = told.prefixes

    def to_come(self, words: Sequence[Word]) -> list[tuple[int, int]]:
        """From where to where in the text the sentences run that speak of days to come."""
        out: list[tuple[int, int]] = []
        first, comes = 0, False
        for n, word in enumerate(words):
            if word.opens and n:
                out += [(words[first].start, words[n - 1].end)] * comes
                first, comes = n, False
            comes = comes or self._is_future(word.key)
        return out + [(words[first].start, words[-1].end)] * comes if words else out

    def _is_future(self, key: str) -> bool:
        if key in self._future or (key in self.days and self.days[key] > 0):
            return True
        ends = bool(self._future_ends) and key.endswith(self._future_ends)
        begins = len(key) > 4 and bool(self._future_begins) and key.startswith(self._future_begins)
        return ends or (begins and key not in self._not_future)


def _listed(dates: Mapping[str, Any], name: str) -> frozenset[str]:
    return frozenset(map(plain_key, dates.get(name, "").split()))


def _keyed(table: Mapping[str, Any]) -> dict[str, Any]:
    return {plain_key(word): meant for word, meant in table.items()}


def _named(table: Mapping[str, int]) -> dict[tuple[str, ...], int]:
    """Names of one word or two, by the keys of their words."""
    return {tuple(plain_key(name).split()): meant for name, meant in table.items()}


@cache
def calendar(code: str) -> Calendar:
    """The words for times of one of the ``TONGUES``."""
    return Calendar(code)
