"""Where a claim begins and ends."""

from __future__ import annotations

import pytest

from tests.reading import claims_of, find

SPANS: list[tuple[str, str, str]] = [
    (
        "Vera Tolan said Varnian forces had repelled three attacks near Mlin.",
        "repel",
        "Varnian forces had repelled three attacks near Mlin",
    ),
    (
        "Ostryan forces shelled the town of Lesnava overnight, Ivo Stanek said.",
        "shelling",
        "Ostryan forces shelled the town of Lesnava overnight",
    ),
    ("“We have captured the village of Hradov,” Vera Tolan said.", "capture", "We have captured the village of Hradov"),
    (
        "Ostrya’s Defence Ministry announced the capture of the village of Hradov.",
        "capture",
        "the capture of the village of Hradov",
    ),
    ("According to Petra Lind, Ostryan troops stormed the town.", "attack", "Ostryan troops stormed the town"),
]


@pytest.mark.parametrize(("text", "kind", "span"), SPANS)
def test_the_smallest_clause_carries_the_claim(text: str, kind: str, span: str) -> None:
    assert find(text, type=kind).text.removeprefix("the ") == span.removeprefix("the ")


def test_a_span_neither_opens_nor_closes_with_punctuation() -> None:
    for claim in claims_of("“Ostryan forces shelled the town of Lesnava,” Ivo Stanek said, “and captured Hradov.”"):
        assert claim.text[0].isalnum()
        assert claim.text[-1].isalnum()
