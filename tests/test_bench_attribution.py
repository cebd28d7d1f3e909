"""Attribution in war reporting of our own: how it is written down, counted, and the floors that may only rise."""

from __future__ import annotations

import pytest

from bench._attributed import FLOORS, PARAGRAPHS, Told, dice, digest, floors, link, measured, misses, parse, written
from tests.flooring import check_never_lowered

CONTENT = PARAGRAPHS.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_reader_reaches_every_floor() -> None:
    state, low = floors(FLOORS.read_text(encoding="utf-8"))
    assert state == digest(CONTENT), "the paragraphs changed: `python -m bench.attribution --own --raise`"
    found = measured(CONTENT)
    below = {name: (found[name], floor) for name, floor in low.items() if found[name] < floor}
    assert not below, "\n".join([f"(found, floor): {below}", *misses(CONTENT)])


def test_no_floor_was_ever_lowered() -> None:
    check_never_lowered(FLOORS, floors)


def test_the_notation() -> None:
    text, (said, adding) = parse("S1,2[Lund] C1[said] T1[it rained], C2[adding] T2[it] was T2[cold].")
    assert text == "Lund said it rained, adding it was cold."
    assert said == Told(frozenset({0}), frozenset({5}), frozenset({10, 13}))
    assert adding == Told(frozenset({0}), frozenset({21}), frozenset({28, 35}))
    with pytest.raises(ValueError, match="bracket"):
        parse("S1[Lund said")


def test_contents_are_linked_one_to_one_and_the_most_alike_first() -> None:
    def one(*content: int) -> Told:
        return Told(frozenset(), frozenset(), frozenset(content))

    assert link([one(1, 2, 3), one(7)], [one(1, 2), one(1, 2, 3)]) == {0: 1}
    assert dice(frozenset(), frozenset()) == 1
    assert dice(frozenset({1}), frozenset()) == 0


def test_floors_are_written_as_they_are_read() -> None:
    assert floors(written("abc", {"F1": 92.9})) == ("abc", {"F1": 91})
