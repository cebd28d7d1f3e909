"""A quotation in another language inside an English report is kept and found, and no claim is made of it."""

from __future__ import annotations

import pytest

from sayso.reader.other_letters import in_other_letters
from tests.reading import reading_of

REPORT = (
    "The mayor of Velmar opened the market on Tuesday, the council said.\n\n"
    "«Ми дуже раді бачити всіх на ярмарку. Вчора наші війська захопили Леснаву, і троє людей загинули», the mayor "
    "said.\n\nThe council said the market closes at six."
)


def test_no_claim_is_made_of_a_quotation_in_other_letters() -> None:
    reading = reading_of(REPORT)
    assert reading.claims
    assert all(claim.text.isascii() for claim in reading.claims)
    assert all(claim.source.name.isascii() for claim in reading.claims)
    assert reading.warnings == ("2 sentences in other letters are not read for claims",)


def test_a_name_in_its_own_letters_makes_no_sentence_foreign() -> None:
    reading = reading_of("Ostryan troops captured Lesnava (Леснава), Vera Tolan (Вера Толан) said on Monday.")
    assert [claim.type for claim in reading.claims] == ["capture"]
    assert reading.warnings == ()


@pytest.mark.parametrize(
    ("words", "other"),
    [
        ("Ми дуже раді", True),
        ("قال العمدة", True),
        ("said «Ми дуже раді бачити всіх»", True),
        ("the town of Леснава, said the mayor", False),
        ("Øresund, Šabac and Đà Nẵng", False),
        ("12.03.2031 — …", False),
        ("", False),
    ],
)
def test_more_than_half_of_the_letters(words: str, other: bool) -> None:
    assert in_other_letters(words) is other
