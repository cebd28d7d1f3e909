"""Places of the wars of the world: the reader reaches the floor on our own sentences, and the bench counts rightly."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.place_cases import FLOOR, cases, digest, floor, misplaced
from bench.place_frames import FRAMES, Town, framed, km, towns
from sayso.gazetteer import open_gazetteer


def test_our_own_sentences_are_placed_as_well_as_ever() -> None:
    state, low = floor(FLOOR.read_text("utf-8"))
    assert state == digest(), "the sentences changed: `python -m bench.places --raise` sets the floor for them"
    asked = cases()
    missed = list(misplaced(asked, open_gazetteer()))
    assert 100 - 100 * len(missed) / len(asked) >= low, "\n".join(missed)


def test_a_case_is_a_sentence_and_what_stands_in_brackets() -> None:
    for case in cases():
        assert "[" not in case.text
        assert case.text[case.start].isalnum()
        assert 0 <= case.start < case.end <= len(case.text)
        assert (case.at is None) == (case.within == 0)


def test_a_wrong_place_is_told(tmp_path: Path) -> None:
    file = tmp_path / "places.txt"
    file.write_text("# note\ngeneric 10 10 20 Shells hit [Goma] on Friday.\n", encoding="utf-8")
    assert list(misplaced(cases(file), open_gazetteer())) == ["Shells hit Goma on Friday. -> Goma at -1.67 29.23"]


def test_frames_name_the_province_and_the_largest_town_nearby() -> None:
    known = [
        Town("Alba", 50.0, 30.0, "East", 10),
        Town("Brena", 50.1, 30.0, "East", 900),
        Town("Corso", 50.1, 30.1, "West", 50),
    ]
    row = {"name": "Alba (village)", "lat": "50.0", "lon": "30.0"}
    found = list(framed([row], known))
    assert [f.kind for f in found] == list(FRAMES)
    for one, other in zip(found, ("East", "Brena"), strict=True):
        assert one.text[one.start : one.start + one.length] == "Alba"
        assert other in one.text


def test_towns_are_read_from_a_dump(tmp_path: Path) -> None:
    line = ["1", "Álba", "Al'ba", "", "50.5", "30.5", "P", "PPL", "UA", "", "East'", "", "", "", "42", "", "", "", ""]
    river = [*line[:6], "H", *line[7:]]
    file = tmp_path / "dump.txt"
    file.write_text("\n".join("\t".join(x) for x in (line, river)) + "\n", encoding="utf-8")
    assert towns(file) == [Town("Alba", 50.5, 30.5, "East", 42)]


def test_kilometres_are_those_of_the_great_circle() -> None:
    assert km((0.0, 0.0), (0.0, 1.0)) == pytest.approx(111.2, abs=0.1)
