from __future__ import annotations

import pytest

from sayso.intake.captions import find_credit, is_credit

CAPTION = "A bus crosses the bridge in Lesna on March 3."


@pytest.mark.parametrize(
    "tail",
    [
        "HANDOUT/Getty Images", " HANDOUT/Getty Images", " REUTERS/Jan Novy", " (AP Photo/Ann Smith, File)",
        " (AP Photo/Ann Smith)", " Ann Smith/AFP via Getty Images", " Photo by Ann Smith/Getty Images",
        " Photograph: Ann Smith/AP", " [Ann Smith/Reuters]", " | Ann Smith/EPA", " Photo: Ann Smith",
        " Handout via REUTERS", " Getty Images", " Lesna Town Council/Handout via REUTERS", " Courtesy of Ann Smith",
    ],
)  # fmt: skip
def test_credits_are_told_from_captions(tail: str) -> None:
    text = CAPTION + tail
    found = find_credit(text, 0, len(text), sure=False)
    assert found is not None
    assert text[: found.caption_end].rstrip() == CAPTION
    assert text[found.start : found.end] == tail.strip(" []()|")


@pytest.mark.parametrize("tail", [" Reuters", " AP", " (AFP)"])
def test_a_bare_agency_is_a_credit_only_under_a_known_photo(tail: str) -> None:
    text = CAPTION + tail
    assert find_credit(text, 0, len(text), sure=False) is None
    assert find_credit(text, 0, len(text), sure=True) is not None


@pytest.mark.parametrize(
    "text",
    [
        "The mayor told Reuters/Lesna reporters that the bridge is open.",
        "He said so to The New York Times.",
        "The bridge is open.",
        "A spokesman handed out a photo by the river.",
    ],
)
def test_prose_has_no_credit(text: str) -> None:
    assert find_credit(text, 0, len(text), sure=False) is None
    assert not is_credit(text)


def test_credit_alone() -> None:
    assert is_credit("AP Photo/Ann Smith")
    assert is_credit("(Photo by Ann Smith/Getty Images)")
    assert not is_credit(CAPTION)
