"""How surely: asserted, negated, possible, intended, demanded."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reading import claims_of, find

Want = dict[str, Any]

MODALITY: list[tuple[str, str, str]] = [
    ("Ostryan forces captured the village of Hradov.", "capture", "asserted"),
    ("Vera Tolan said Ostryan forces had captured Hradov.", "capture", "asserted"),
    ("Ostryan forces did not capture the village of Hradov.", "capture", "negated"),
    ("The town of Lesnava has not fallen.", "capture", "negated"),
    ("Ostryan forces have failed to capture the town of Lesnava.", "capture", "negated"),
    ("There were no casualties in the town of Kamsin.", "casualties", "negated"),
    ("No one was killed in the attack on Kamsin.", "casualties", "negated"),
    ("Nobody was injured in the attack on Kamsin.", "casualties", "negated"),
    ("Ostryan troops never captured the village of Hradov.", "capture", "negated"),
    ("Ostryan troops no longer control the village of Hradov.", "hold", "negated"),
    ("Ostryan forces may attack the town of Orvik.", "attack", "possible"),
    ("Ostryan forces could attack the town of Orvik.", "attack", "possible"),
    ("Ostryan forces might have captured the village of Hradov.", "capture", "possible"),
    ("Ostryan forces have probably captured the village of Hradov.", "capture", "possible"),
    ("Ostryan forces appear to have captured the village of Hradov.", "capture", "possible"),
    ("Ostryan forces will attack the town of Orvik.", "attack", "intended"),
    ("Ostryan forces plan to attack the town of Orvik.", "attack", "intended"),
    ("Ostryan forces are trying to capture the town of Lesnava.", "capture", "intended"),
    ("Ostryan forces tried to capture the town of Lesnava.", "capture", "intended"),
    ("Ostrya wants to capture the town of Lesnava.", "capture", "intended"),
    ("Viktor Halm vowed to capture the town of Lesnava.", "capture", "intended"),
    ("Ostrya must withdraw from the city of Dolmir.", "withdraw", "demanded"),
    ("Viktor Halm ordered his troops to withdraw from the town of Lesnava.", "withdraw", "demanded"),
    ("Milan Sorvo urged France to send more tanks.", "appeal", "demanded"),
    ("Milan Sorvo called for talks with Ostrya.", "appeal", "demanded"),
]


@pytest.mark.parametrize(("text", "kind", "modality"), MODALITY)
def test_modality(text: str, kind: str, modality: str) -> None:
    find(text, type=kind, modality=modality)


def test_a_denial_of_no_claim_in_the_report_is_one_negated_statement() -> None:
    (claim,) = claims_of("Ostrya denies targeting civilians.")
    assert (claim.modality, claim.source.name, claim.source.side) == ("negated", "Ostrya", "Ostrya")
    assert claim.type == "statement"


SILENT = [
    "Ostrya’s Defence Ministry declined to comment on the attack.",
    "Ostrya’s Defence Ministry did not respond to a request for comment.",
]


@pytest.mark.parametrize("text", SILENT)
def test_no_comment_is_a_negated_statement(text: str) -> None:
    (claim,) = claims_of(text)
    assert (claim.type, claim.modality, claim.source.side) == ("statement", "negated", "Ostrya")


def test_an_accusation_by_nobody_named_is_possible() -> None:
    claim = find("Ostryan soldiers are accused of killing ten civilians in Dolmir.", type="casualties")
    assert (claim.source.name, claim.modality) == ("narrator", "possible")


def test_one_clauses_modality_does_not_colour_the_next() -> None:
    text = "Ostryan forces captured the village of Hradov and may attack the town of Orvik."
    find(text, type="capture", modality="asserted")
    find(text, type="attack", modality="possible")
