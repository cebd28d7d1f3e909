"""How many: figures, ranges, and what is left out."""

from __future__ import annotations

from typing import Any

import pytest

from sayso.reader.counts import number_of
from tests.reading import find, view

Want = dict[str, Any]

COUNTS: list[tuple[str, Want]] = [
    ("Two people were killed in Kamsin.", {"killed": 2}),
    ("At least 11 people were killed in Kamsin.", {"killed": (11, None)}),
    ("More than 40 people were wounded in Kamsin.", {"injured": (40, None)}),
    ("Up to 30 people were killed in Kamsin.", {"killed": (None, 30)}),
    ("As many as 30 people were killed in Kamsin.", {"killed": (None, 30)}),
    ("Nearly 200 people were wounded in Kamsin.", {"injured": 200}),
    ("About 50 people were wounded in Kamsin.", {"injured": 50}),
    ("Dozens of people were killed in Kamsin.", {}),
    ("Thousands of people were wounded in Kamsin.", {}),
    ("The attack killed two people and wounded 15 in Kamsin.", {"killed": 2, "injured": 15}),
    ("The shelling killed 12 soldiers in Kamsin.", {"killed": 12}),
    ("Between 20 and 30 people were killed in Kamsin.", {"killed": (20, 30)}),
    ("Twenty-one people were killed in Kamsin.", {"killed": 21}),
    ("1,200 soldiers were killed in Kamsin.", {"killed": 1200}),
    ("About 300 soldiers were killed or wounded in Kamsin.", {"killed or injured": 300}),
    ("About 300 soldiers were killed and wounded in Kamsin.", {"killed or injured": 300}),
    ("Shelling killed and wounded 40 people in Kamsin.", {"killed or injured": 40}),
    ("Two people were killed and many wounded in Kamsin.", {"killed": 2}),
    ("Two people were killed and houses burned in Kamsin.", {"killed": 2}),
    ("Six people, including two children, were killed in Kamsin.", {"killed": 6}),
    ("Six people were killed in Kamsin, including two children.", {"killed": 6}),
    ("The attack killed six people, among them two children.", {"killed": 6}),
    ("Ten people were killed and five are missing in Kamsin.", {"killed": 10, "missing": 5}),
    ("A missile killed one person in Kamsin.", {"killed": 1}),
]


COUNTS += [
    ("A missile strike on Kamsin left five dead and 12 hurt.", {"killed": 5, "injured": 12}),
    ("The attack left seven people dead in Lesnava.", {"killed": 7}),
]


@pytest.mark.parametrize(("text", "counts"), COUNTS)
def test_people(text: str, counts: Want) -> None:
    assert view(find(text, type="casualties"))["counts"] == counts


OTHERS: list[tuple[str, str, Want]] = [
    ("The attack left five buildings damaged in Hradov.", "damage", {"buildings": 5}),
    ("Rescuers pulled six people from the rubble in Kamsin.", "rescue", {"rescued": 6}),
    ("Rescuers pulled nine bodies from the rubble in Kamsin.", "rescue", {"killed": 9}),
    ("Rescuers pulled nine bodyguards from the rubble in Kamsin.", "rescue", {"rescued": 9}),
    ("Officials evacuated 300 residents from Lesnava.", "rescue", {"rescued": 300}),
    ("Nearly 20,000 people have fled the Selm region.", "displacement", {"displaced": 20000}),
    ("The two sides exchanged 60 prisoners on Tuesday.", "detention", {"prisoners": 60}),
    ("Varnian troops captured 12 soldiers near Mlin.", "detention", {"captured": 12}),
    ("Varnian air defences downed 14 drones over Kamsin.", "repel", {"drones": 14}),
    ("Varnian forces shot down six missiles over Kamsin.", "repel", {"missiles": 6}),
    ("Ten drones and two missiles were intercepted over Kamsin.", "repel", {"drones": 10, "missiles": 2}),
    ("Ostryan forces fired seven missiles at Kamsin.", "airstrike", {"missiles": 7}),
    ("Ostryan warplanes dropped two bombs on the village of Mlin.", "airstrike", {"bombs": 2}),
    ("Varnian troops repelled three attacks near Mlin.", "repel", {"attacks": 3}),
    ("The shelling damaged 15 houses in Lesnava.", "damage", {"houses": 15}),
]


@pytest.mark.parametrize(("text", "kind", "counts"), OTHERS)
def test_the_thing_counted(text: str, kind: str, counts: Want) -> None:
    assert view(find(text, type=kind))["counts"] == counts


NUMBERS = [
    ("two", 2),
    ("12", 12),
    ("1,200", 1200),
    ("twenty-one", 21),
    ("ninety", 90),
    ("dozens", None),
    ("a", None),
    ("3.5", None),
]


@pytest.mark.parametrize(("word", "number"), NUMBERS)
def test_number_words(word: str, number: int | None) -> None:
    assert number_of(word) == number


NONE = [
    "Ostryan forces captured the village of Hradov, 9 kilometres east of Lesnava.",
    "Ostryan forces captured Hradov after three weeks of fighting.",
    "Ostryan forces captured Hradov on June 3, 2031.",
]


@pytest.mark.parametrize("text", NONE)
def test_distances_and_times_are_no_counts(text: str) -> None:
    assert find(text, type="capture").counts == ()
