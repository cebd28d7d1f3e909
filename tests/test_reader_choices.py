"""Learned choices: options with one value are one, the rules' own come first, weights decide."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sayso.reader.choices import RULE, Chooser, Option, crossed, merged

FIRST = Option("first", frozenset({"near"}), "the rules' reason")
SECOND = Option("second", frozenset({"far"}), "another reason")


def test_options_with_one_value_are_one_with_the_first_reason_and_all_signs() -> None:
    again = Option("first", frozenset({"again"}), "a reason more")
    one, two = merged([FIRST, SECOND, again])
    assert (one.value, one.why) == ("first", "the rules' reason")
    assert one.signs == {"near", "again", RULE}
    assert two.signs == {"far"}


def test_without_weights_the_rules_own_option_is_taken_and_nobody_says_how_sure() -> None:
    chosen, sure = Chooser({}).choose("places", [FIRST, SECOND])
    assert chosen.value == "first"
    assert sure is None


def test_weights_can_overrule_the_rules() -> None:
    chosen, sure = Chooser({"places": {RULE: 1.0, "far": 3.0}}).choose("places", [FIRST, SECOND])
    assert chosen.value == "second"
    assert sure is not None
    assert 0.5 < sure < 1


def test_only_plain_signs_are_crossed_with_marks() -> None:
    option = crossed(Option("x", frozenset({"own", "own: a day"}), ""), ["capture"])
    assert option.signs == {"own", "own: a day", "own & capture"}


@given(st.lists(st.tuples(st.integers(0, 5), st.sets(st.sampled_from("abcdef"))), min_size=1, max_size=8))
def test_the_chosen_one_is_among_the_options_and_its_share_is_one(rows: list[tuple[int, set[str]]]) -> None:
    options = [Option(value, frozenset(signs), "") for value, signs in rows]
    weights = {"q": {"a": 1.0, "b": -2.0, "c": 0.5, RULE: 0.1}}
    chosen, sure = Chooser(weights).choose("q", options)
    assert chosen.value in {value for value, _ in rows}
    assert sure is not None
    assert 1 / len(merged(options)) - 1e-9 <= sure <= 1
