from __future__ import annotations

from datetime import date

import pytest

from sayso.intake.header import Header, read_header

DAY = date(2021, 3, 4)


@pytest.mark.parametrize(
    "line",
    [
        "date 2021-03-04", "Date: 4 March 2021", "Published: 4 March 2021 10:12 GMT",
        "Published March 4, 2021 at 5:04 PM EST",
        "First published on Thursday, 4 March 2021", "2021-03-04", "March 4, 2021, 5:04 p.m.", "Thursday, 4 March 2021",
        "2021-03-04T10:12:00Z",
    ],
)  # fmt: skip
def test_date_lines(line: str) -> None:
    assert read_header(line, 0, len(line)) == Header(len(line), published=DAY)


def test_what_follows_a_date_in_its_line_is_left() -> None:
    text = " date 2021-03-04 Open this photo"
    found = read_header(text, 1, len(text))
    assert found is not None
    assert text[1 : found.end].strip() == "date 2021-03-04"


def test_an_update_is_not_the_publication() -> None:
    line = "Updated 4 March 2021"
    assert read_header(line, 0, len(line)) == Header(len(line))


def test_named_fields() -> None:
    read = [read_header(t, 0, len(t)) for t in ("Title: Bridge opens", "Source: The Post", "Agency: AFP", "3 min read")]
    assert [h and (h.title, h.outlet, h.agency) for h in read] == [
        ("Bridge opens", None, None),
        (None, "The Post", None),
        (None, None, "AFP"),
        (None, None, None),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "On 4 March 2021 the bridge opened.",
        "4 March 2021 was a Thursday.",
        "The source: a mayor.",
        "Dates 2021-03-04",
        "",
    ],
)
def test_prose_is_no_header(line: str) -> None:
    assert read_header(line, 0, len(line)) is None
