"""Which clauses of the report's own voice describe, and so are no claims, beside look-alikes that report."""

from __future__ import annotations

import pytest

from sayso.reader.descriptions import is_unreal
from sayso.reader.language import load_pipeline
from tests.reading import claims_of, find

BEFORE = "Ostryan forces shelled the town of Lesnava on Monday. "

DESCRIBED = [
    "Schools in Lesnava open three mornings a week.",  # a habit
    "Bread in parts of Lesnava is rationed.",  # a state that is so every day
    "The organ of Lesnava can be heard across the lake.",
    "The mill of Lesnava has been silent since the spring.",
    "Lesnava had about 40,000 inhabitants before the war and a brewery.",  # what it has
    "Lesnava is the seat of the district.",  # what it is
    "Before the war Lesnava was known for its cheeses.",
    "The fair used to draw traders from the coast.",  # a habit that ended
    "Ostrya and Varnia share a border of 300 km.",  # where things lie
    "It was 9 degrees at dusk in Lesnava.",  # a measure
    "It was one more long day in Lesnava.",
    "The war in the Selm region dragged on into its third month.",
    "An earlier version of this story was wrong in its second paragraph.",
]


@pytest.mark.parametrize("text", DESCRIBED)
def test_a_description_is_no_claim(text: str) -> None:
    told = claims_of(BEFORE + text)
    assert [c.type for c in told] == ["shelling"], [c.text for c in told]


REPORTED = [
    ("Ostryan forces control the town of Lesnava.", "hold"),  # a side's state is the war's
    ("Three residents of Lesnava remain unaccounted for.", "statement"),  # some, of whom a number is told
    ("Varnian troops still hold the bridge at Lesnava.", "hold"),
    ("The town of Lesnava is under Ostryan occupation.", "hold"),
    ("The bridge at Lesnava is held by Varnian troops.", "hold"),
    ("Residents said bread in Lesnava was rationed from Monday.", "statement"),  # somebody says it
    ("Ostryan troops crossed the bridge in Lesnava on Tuesday.", "advance"),
]


@pytest.mark.parametrize(("text", "kind"), REPORTED)
def test_what_a_side_does_or_somebody_says_is_a_claim(text: str, kind: str) -> None:
    find(BEFORE + text, type=kind)


def test_an_outlets_own_ways_are_no_news() -> None:
    text = BEFORE + "The Selm Courier follows the war from offices on both sides."
    assert [c.type for c in claims_of(text, outlet="The Selm Courier")] == ["shelling"]


def test_what_things_are_likened_to_did_not_happen() -> None:
    doc = load_pipeline()("A clerk swept the yard as if nothing were wrong. He left as nothing was wrong.")
    found = [t.text for t in doc if is_unreal(t)]
    assert found == ["wrong"]
