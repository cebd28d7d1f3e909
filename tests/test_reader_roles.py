"""What descriptions tell of kinds."""

from __future__ import annotations

import pytest

from sayso.reader.roles import kind_of, media_words


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("army spokesman", "military"),
        ("district police chief", "law_enforcement"),
        ("mayor of Orvik", "local_official"),
        ("retired baker", "witness"),
        ("doctors", "organisation"),
        ("a person familiar with the matter", "unnamed"),
        ("lamp", None),
    ],
)
def test_kinds(said: str, kind: str | None) -> None:
    assert kind_of(said) == kind


def test_words_of_outlets() -> None:
    assert {"radio", "gazette"} <= media_words()
