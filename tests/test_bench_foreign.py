"""Places and days in other languages are found as well as ever on our own sentences, and the bench counts rightly."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.foreign import Answer, Sentence, figures, measure, sentences
from sayso.gazetteer import open_gazetteer
from sayso.reader.foreign_words import TONGUES

# A little under what was measured, of all sentences: precision and recall of places, then of days.
FLOORS = {"uk": (0.96, 0.93, 0.91, 0.95), "ru": (0.94, 0.92, 0.92, 0.94), "ar": (0.97, 0.86, 0.94, 0.89)}


@pytest.mark.parametrize("code", TONGUES)
def test_places_and_days_are_found_as_well_as_ever(code: str) -> None:
    tally, misses = measure(sentences(code), code, open_gazetteer(), None)
    told = (*figures(tally, "places")[:2], *figures(tally, "days")[:2])
    assert all(got >= low for got, low in zip(told, FLOORS[code], strict=True)), "\n".join([str(told), *misses])


def test_halves_are_even_and_every_place_is_known() -> None:
    for code in TONGUES:
        given = sentences(code)
        assert len(given) >= 120
        assert abs(sum(1 if s.held_out else -1 for s in given)) <= 1


def test_what_is_wrong_is_counted_and_what_is_optional_is_not() -> None:
    def counted(text: str, places: tuple[Answer, ...], days: tuple[Answer, ...]) -> Counter[str]:
        return measure([Sentence(text, places, days, held_out=False)], "uk", open_gazetteer(), None)[0]

    text = "У Харкові 3 березня було тепло."
    day = Answer(("2024-03-03",), asked=True)
    right = counted(text, (Answer(("Kharkiv",), asked=True),), (day,))
    assert (right["places right"], right["days right"]) == (1, 1)
    wrong = counted(text, (Answer(("Lviv",), asked=True),), (Answer(("2024-03-04",), asked=True),))
    assert (wrong["places false"], wrong["places missed"]) == (1, 1)
    assert (wrong["days false"], wrong["days missed"]) == (1, 1)
    spared = counted(text, (Answer(("Kharkiv",), asked=False), Answer(("Lviv",), asked=False)), (day,))
    assert not spared["places right"] + spared["places false"] + spared["places missed"]
    region = counted(text, (Answer(("Kharkiv Oblast",), asked=True),), (day,))
    assert (region["places false"], region["places missed"]) == (1, 1)
