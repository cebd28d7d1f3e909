from __future__ import annotations

import pytest

from sayso.errors import InputError
from sayso.ledger.fitting import ID_LONGEST, check_id, check_rows, fits, shown


@pytest.mark.parametrize("value", ["", "a", "é😀", None, 0, 2**63 - 1, -(2**63) + 1, 1.5, True])
def test_what_every_database_holds_fits(value: object) -> None:
    assert fits(value)


@pytest.mark.parametrize(
    ("value", "fix"),
    [
        ("a\0b", "NUL"),
        ("é\0", "NUL"),
        ("\ud800", "surrogate"),
        ("😀\udfff", "surrogate"),
        (2**63, "18 digits"),
        (-(2**64), "18 digits"),
        (float("nan"), "a number"),
        (float("inf"), "a number"),
    ],
)
def test_what_a_database_refuses_is_named_with_its_field_and_the_fix(value: object, fix: str) -> None:
    assert not fits(value)
    with pytest.raises(InputError, match=f"wire: claim cue: .*{fix}"):
        check_rows("wire", "claim", [{"key": 1, "cue": "said"}, {"key": 2, "cue": value}])


def test_an_id_has_something_in_it_and_an_end() -> None:
    check_id("x" * ID_LONGEST)
    for id in ("", "x" * (ID_LONGEST + 1), "a\0", "\udc80.txt"):
        with pytest.raises(InputError, match="report id"):
            check_id(id)


def test_what_is_shown_can_be_kept_and_printed() -> None:
    assert shown("né\0 \udc80") == "né\\x00 \\udc80"
    assert fits(shown("\ud800\0"))
