from __future__ import annotations

import pytest

from sayso.model import Claim, Source
from sayso.weighing.wording import is_denial, wording


def _claim(text: str, cue: str | None = None) -> Claim:
    return Claim("c", "r", text, 0, len(text), "capture", Source("narrator"), cue=cue, modality="negated")


def test_blanks_and_capitals_make_no_other_words() -> None:
    assert wording(_claim("The town\n  had fallen ")) == wording(_claim("the town had FALLEN")) == "the town had fallen"
    assert wording(_claim("the town has fallen")) != wording(_claim("the town had fallen"))


@pytest.mark.parametrize(
    ("cue", "denies"), [("denied", True), ("flatly Denied", True), ("said", False), ("", False), (None, False)]
)
def test_a_denial_is_told_by_the_report_s_word_for_it(cue: str | None, denies: bool) -> None:
    assert is_denial(_claim("the town had fallen", cue)) is denies
