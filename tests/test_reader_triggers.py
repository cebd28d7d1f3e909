"""Which event a whole clause reports, by more than its own verb."""

from __future__ import annotations

import pytest

from tests.reading import claims_of, find, types_of

WHOLE: list[tuple[str, str]] = [
    ("Ostryan forces tried to capture the village of Hradov.", "capture"),  # a verb that the verb controls
    ("The village of Mlin is under Ostryan occupation.", "hold"),
    ("The town of Lesnava came under shelling on Sunday.", "shelling"),
    ("Three people were dead in Kamsin.", "casualties"),
]


@pytest.mark.parametrize(("text", "kind"), WHOLE)
def test_a_clause_reports_what_its_words_together_tell(text: str, kind: str) -> None:
    find(text, type=kind)


def test_an_order_is_the_thing_ordered() -> None:
    find("Governor Anna Belova ordered the evacuation of the village of Mlin.", type="rescue", source="Anna Belova")


def test_a_main_clause_may_bring_up_fighting_that_has_no_place_of_its_own() -> None:
    assert [c.type for c in claims_of("Heavy fighting is underway.")] == ["clash"]
    assert [c.type for c in claims_of("Sporadic gunfire was heard on Friday.")] == ["clash"]
    assert not claims_of("The fighting is over.")


RUNNING = [
    ("The truce has held for nine days.", "agreement"),
    ("The ceasefire collapsed on Sunday.", "agreement"),
    ("The talks collapsed on Monday.", "meeting"),
    ("The negotiations resumed on Monday.", "meeting"),
    ("The mayor of Dolmir is in custody.", "detention"),
    ("Two editors were under arrest in Kadrin.", "detention"),
    ("President Viktor Halm ordered two brigades into the Selm region.", "deploy"),
    ("Viktor Halm ordered three battalions to the town of Kadrin.", "deploy"),
]


@pytest.mark.parametrize(("text", "kind"), RUNNING)
def test_how_it_goes_with_an_agreement_or_with_talks_tells_of_them(text: str, kind: str) -> None:
    assert kind in types_of(text)
