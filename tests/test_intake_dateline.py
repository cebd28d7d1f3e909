from __future__ import annotations

from datetime import date

import pytest

from sayso.intake.dateline import find_dateline

Told = tuple[str | None, str | None, tuple[int, int] | None]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("NOVA, Dec 1 (Reuters) - ", ("Nova", "Reuters", (12, 1))),
        ("NOVA/LESNA, Dec. 1 (AP) — ", ("Nova", "AP", (12, 1))),
        ("PORT LESNA (AFP) – ", ("Port Lesna", "AFP", None)),
        ("Lesna, Vestland — ", ("Lesna", None, None)),
        ("LESNA, Vestland (AP) — ", ("Lesna", "AP", None)),
        ("LESNA, Vestland, June 2 (UPI) -- ", ("Lesna", "UPI", (6, 2))),
        ("L'ESNA, Dec. 1 (Xinhua) -- ", ("L'Esna", "Xinhua", (12, 1))),
        ("AL-LESNA, Vestland (Reuters) - ", ("Al-Lesna", "Reuters", None)),
        ("Lesna (dpa) - ", ("Lesna", "dpa", None)),
        ("Lesna, 1 December (Lesna Tribune) – ", ("Lesna", "Lesna Tribune", (12, 1))),
        ("NEW LESNA, 4 May — ", ("New Lesna", None, (5, 4))),
        ("ЛЕСНА, Dec 1 (Reuters) - ", ("Лесна", "Reuters", (12, 1))),
        ("LESNA — ", ("Lesna", None, None)),
        ("Dec 1 (Reuters) - ", (None, "Reuters", (12, 1))),
        ("(Reuters) - ", (None, "Reuters", None)),
        ("CNN — ", (None, "CNN", None)),
        ("Lesna, Vestland CNN — ", ("Lesna", "CNN", None)),
        ("LESNA\xa0(AP)\xa0—\xa0", ("Lesna", "AP", None)),
    ],
)
def test_datelines(line: str, told: Told) -> None:
    for opening in ("The bridge is open.", "“We are glad,” he said."):
        text = line + opening
        found = find_dateline(text, 0, len(text))
        assert found is not None
        assert (found.place, found.agency, found.day) == told
        assert found.published is None
        assert text[: found.end] == line.rstrip()


def test_a_year_makes_it_a_date() -> None:
    for line in (
        "LESNA, May 4, 2021 (AP) — A",
        "Lesna/Nova, 4 May 2021 – A",
        "LESNA (4 May 2021) – A",
        "4 May 2021, Lesna – A",
    ):
        found = find_dateline(line, 0, len(line))
        assert found is not None
        assert (found.place, found.published) == ("Lesna", date(2021, 5, 4))


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said on Monday that the bridge is open - at last.",
        "Novak — who came late — said so.",
        "Novak, the mayor's driver — He said so.",
        "Vestland – The bridge is open.",
        "Vestland Road Forces (VRF) – The forces said so.",
        "(VRF) The forces said so.",
        "EXCLUSIVE - The bridge is open.",
        "NATO — Ministers met.",
        "MIG-29 jets were seen.",
        "LESNA: The town by the river",
        "On Dec. 1 - The day of the opening",
        "May said - He would not go.",
        "LESNA",
        "",
    ],
)
def test_prose_is_no_dateline(text: str) -> None:
    assert find_dateline(text, 0, len(text)) is None


def test_offsets_count_in_the_whole_text() -> None:
    text = "Title\n\nLESNA (AP) — The bridge is open."
    found = find_dateline(text, 7, len(text))
    assert found is not None
    assert text[7 : found.end] == "LESNA (AP) —"
