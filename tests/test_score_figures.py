"""Tallies and figures over whole reports."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sayso.model import Claim, Report, Source
from sayso.score.agreement import FIELDS
from sayso.score.figures import Tally, figures, score, total
from sayso.score.gold import Gold

TEXT = "The mill burned down. Troops seized the bridge. Nobody said a word about the dam."
REPORT = Report("r", TEXT)


def claim(text: str, kind: Any = "damage", **fields: Any) -> Claim:
    start = TEXT.index(text)
    return Claim(f"r#{start}", "r", text, start, start + len(text), kind, Source("narrator"), **fields)


MILL, BRIDGE = claim("The mill burned down"), claim("Troops seized the bridge", "capture")
GOLD = Gold(REPORT, (MILL, BRIDGE))


def test_a_perfect_reading() -> None:
    told = score(GOLD, [BRIDGE, MILL])
    assert told.misses == ()
    assert figures(told.tally) == {
        "gold": 2,
        "read": 2,
        "found": 1,
        "precise": 1,
        "claim_f1": 1,
        **dict.fromkeys(("type", "source", "actor", "modality", "quote"), 1),
        **dict.fromkeys(("places", "when", "via", "counts", "stances"), 0),  # none given by anyone
        "whole": 1,
        "whole_f1": 1,
    }


def test_nothing_read() -> None:
    told = score(GOLD, [])
    assert [m.what for m in told.misses] == ["not found", "not found"]
    assert figures(told.tally)["claim_f1"] == 0


def test_nothing_to_find() -> None:
    told = score(Gold(REPORT, ()), [MILL])
    assert [m.line() for m in told.misses] == ["r: not in gold [damage] 'The mill burned down'"]
    assert figures(told.tally)["precise"] == 0


def test_half_found_with_a_wrong_type_and_one_too_many() -> None:
    told = score(GOLD, [claim("seized the bridge", "attack"), claim("the dam")])
    shares = figures(told.tally)
    assert (shares["found"], shares["precise"], shares["type"], shares["source"]) == (0.5, 0.5, 0, 0.5)
    assert [m.line() for m in told.misses] == [
        "r: not found [damage] 'The mill burned down'",
        "r: type gold=capture read=attack in 'Troops seized the bridge'",
        "r: not in gold [damage] 'the dam'",
    ]


def test_an_optional_field_counts_where_the_reader_gives_one_too_many() -> None:
    told = score(GOLD, [claim("The mill burned down", via=("Telegram",)), BRIDGE])
    assert (told.tally.right["via"], told.tally.asked["via"]) == (0, 1)


def test_spans_that_share_less_than_half_their_words_are_two() -> None:
    assert score(GOLD, [claim("mill burned")]).tally.found == 1
    assert score(GOLD, [claim("mill")]).tally.found == 0


def test_a_claim_is_matched_once() -> None:
    told = score(GOLD, [MILL, MILL])
    assert (told.tally.found, told.tally.read) == (1, 2)


def test_a_right_type_breaks_a_tie() -> None:
    told = score(Gold(REPORT, (BRIDGE,)), [claim("Troops seized the bridge", "attack"), BRIDGE])
    assert told.tally.right["type"] == 1


def test_reports_add_up_claim_by_claim() -> None:
    both = total([score(GOLD, [MILL, BRIDGE]), score(GOLD, [])])
    assert (both.gold, both.read, both.found, both.whole) == (4, 2, 2, 2)
    assert figures(both)["found"] == 0.5
    assert total([]) == Tally()


@given(st.lists(st.tuples(st.integers(0, len(TEXT) - 2), st.integers(1, 40)), max_size=8), st.data())
def test_figures_are_shares_and_reading_the_gold_is_perfect(spans: list[tuple[int, int]], data: st.DataObject) -> None:
    claims = [
        Claim(str(n), "r", TEXT[s : s + length], s, s + len(TEXT[s : s + length]), "attack", Source("narrator"))
        for n, (s, length) in enumerate(spans)
        if any(c.isalnum() for c in TEXT[s : s + length])
    ]
    read = data.draw(st.permutations(claims))
    told = score(Gold(REPORT, tuple(claims)), read)
    assert told.tally.found == len(claims)
    shares = figures(score(Gold(REPORT, tuple(claims)), read[::2]).tally)
    assert all(0 <= shares[name] <= 1 for name in (*FIELDS, "found", "precise", "claim_f1", "whole", "whole_f1"))
