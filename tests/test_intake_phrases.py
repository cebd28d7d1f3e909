from __future__ import annotations

import pytest

from sayso.intake.phrases import is_agency, is_boilerplate_line, is_credit_line, marker_end, starts_boilerplate


@pytest.mark.parametrize(
    "text",
    [
        "Read more: The ferry", "Subscribe to our newsletter", "Sign up for our newsletter", "Related: Ferry kept",
        "© 2021 The Post", "Copyright 2021 The Post.", "Our Standards: The Example Principles.",
        "Article continues below", "WATCH: The ferry", "Editors’ picks",
    ],
)  # fmt: skip
def test_boilerplate(text: str) -> None:
    assert starts_boilerplate(text)


@pytest.mark.parametrize(
    "text",
    ["Subscribers said so.", "Related events were held.", "Watching the river, he said so.", "Listeners heard it."],
)
def test_prose_that_starts_alike(text: str) -> None:
    assert not starts_boilerplate(text)


def test_labels() -> None:
    assert is_boilerplate_line("Advertisement") or starts_boilerplate("Advertisement")
    assert is_boilerplate_line("SHARE")
    assert not is_boilerplate_line("Share of the vote")


@pytest.mark.parametrize(
    "text",
    [
        "By Ann Smith", "By Ann Smith and Jan Novy, Associated Press", "BY ANN SMITH",
        "(Reporting by Jan Novy and Ann Smith; Editing by Bob Roe)",
        "Reporting by Jan Novy in Lesna; Editing by Bob Roe",
        "Additional reporting by Ann Smith",
    ],
)  # fmt: skip
def test_bylines(text: str) -> None:
    assert is_credit_line(text)


@pytest.mark.parametrize(
    "text", ["By Monday the bridge was open.", "Reporting by Road Watch shows that it is open.", "By the river"]
)
def test_prose_is_no_byline(text: str) -> None:
    assert not is_credit_line(text)


def test_markers_and_agencies() -> None:
    assert marker_end("Open this photo in gallery: A bus", 0, 33) == 28
    assert marker_end("A bus", 0, 5) == 0
    assert is_agency("Reuters")
    assert not is_agency("The Post")
