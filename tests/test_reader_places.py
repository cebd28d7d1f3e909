"""Where it happened: the event's place, the nearest named, never the speaker's seat."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reading import find, view

Want = dict[str, Any]

WHERE: list[tuple[str, str, list[str]]] = [
    ("Ostryan forces captured the village of Hradov.", "capture", ["Hradov"]),
    ("Ostryan forces captured Hradov on Sunday.", "capture", ["Hradov"]),
    ("Ostryan forces captured the village of Hradov in the Selm region.", "capture", ["Hradov"]),
    ("A missile struck the city of Dolmir in eastern Varnia.", "airstrike", ["Dolmir"]),
    ("Varnian troops attacked Ostryan positions near Mlin.", "attack", ["Mlin"]),
    ("Fighting raged north of Lesnava on Sunday.", "clash", ["Lesnava"]),
    ("Fighting raged on the outskirts of Lesnava on Sunday.", "clash", ["Lesnava"]),
    ("Fighting raged in the Orvik sector on Sunday.", "clash", ["Orvik"]),
    ("Ostryan forces shelled the Selm region on Monday.", "shelling", ["Selm region"]),
    ("Ostryan forces attacked the villages of Mlin and Hradov on Sunday.", "attack", ["Mlin", "Hradov"]),
    ("Ostryan drones attacked Kamsin, Orvik and Tarn on Sunday.", "airstrike", ["Kamsin", "Orvik", "Tarn"]),
    ("In Kamsin, two people were killed on Sunday.", "casualties", ["Kamsin"]),
    ("Lesnawa was shelled by Ostryan troops overnight.", "shelling", ["Lesnava"]),
]


@pytest.mark.parametrize(("text", "kind", "places"), WHERE)
def test_the_nearest_place_named_for_the_event(text: str, kind: str, places: list[str]) -> None:
    assert sorted(view(find(text, type=kind))["places"]) == sorted(places)


BACK: list[tuple[str, str, list[str]]] = [
    ("Ostryan forces shelled Lesnava on Monday. Two people were killed in the town.", "casualties", ["Lesnava"]),
    (
        "Varnian troops captured the village of Hradov. Ostryan forces shelled the village on Sunday.",
        "shelling",
        ["Hradov"],
    ),
    ("Drones hit the Orvik power plant on Sunday. A fire broke out at the plant.", "damage", ["Orvik"]),
    ("Ostrya attacked the city of Dolmir. Its troops entered the city on Sunday.", "advance", ["Dolmir"]),
]


@pytest.mark.parametrize(("text", "kind", "places"), BACK)
def test_the_town_goes_back_to_the_name_before(text: str, kind: str, places: list[str]) -> None:
    seen = view(find(text, type=kind))["places"]
    assert [p.split()[0] for p in seen] == places


SEATS: list[tuple[str, str, list[str]]] = [
    ("Velmar said Ostryan forces had shelled the village of Mlin.", "shelling", ["Mlin"]),
    ("Officials in Velmar said Ostryan forces had shelled the village of Mlin.", "shelling", ["Mlin"]),
    ("Ostryan forces shelled the village of Mlin, officials in Velmar said.", "shelling", ["Mlin"]),
    ("Vrasna said its army had captured the town of Lesnava.", "capture", ["Lesnava"]),
    ("Kamsin mayor Ivo Stanek said two people were killed in Orvik.", "casualties", ["Orvik"]),
    ("The governor of the Selm region said two people were killed in Orvik.", "casualties", ["Orvik"]),
]


@pytest.mark.parametrize(("text", "kind", "places"), SEATS)
def test_the_seat_of_a_speaker_is_no_place(text: str, kind: str, places: list[str]) -> None:
    assert view(find(text, type=kind))["places"] == places


def test_equals_named_beside_a_region_all_stand() -> None:
    claim = find("Ostryan forces attacked Lesnava, Hradov and other towns in the Selm region.", type="attack")
    assert {"Lesnava", "Hradov"} <= {p.name for p in claim.places}
