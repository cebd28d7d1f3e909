"""The reader on the shipped examples: it reaches every floor, and no floor was ever lowered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.flooring import check_never_lowered
from tools.floors import FLOORS, HELD, annotated, digest, floors, measured, scores

if TYPE_CHECKING:
    from sayso.reader import Reader


@pytest.mark.slow
def test_the_reader_reaches_every_floor(reader: Reader) -> None:
    state, low = floors(FLOORS.read_text(encoding="utf-8"))
    assert state == digest(), "the annotations changed: `make floors` sets the floors for them"
    told = scores(reader)
    found = measured(told)
    below = {name: (found[name], floor) for name, floor in low.items() if found[name] < floor}
    assert not below, "\n".join([f"(found, floor): {below}", *(m.line() for one in told for m in one.misses)])


def test_every_figure_has_a_floor() -> None:
    assert set(floors(FLOORS.read_text(encoding="utf-8"))[1]) == set(HELD)


def test_no_floor_was_ever_lowered() -> None:
    check_never_lowered(FLOORS, floors)


def test_the_annotated_examples_are_of_the_invented_war() -> None:
    golds = annotated()
    assert len(golds) >= 6
    assert {gold.report.theatre for gold in golds} == {"varnia"}
    assert all(gold.claims for gold in golds)


def test_the_annotated_examples_show_most_of_what_a_claim_can_be() -> None:
    claims = [claim for gold in annotated() for claim in gold.claims]
    assert len({claim.type for claim in claims}) >= 18
    assert {claim.modality for claim in claims} == {"asserted", "negated", "possible", "intended", "demanded"}
    assert {claim.quote for claim in claims} == {"direct", "indirect", "mixed", "none"}
    assert {s.stance for claim in claims for s in claim.stances} >= {"denies", "disputes", "could_not_verify"}
