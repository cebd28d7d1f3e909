"""The errors that Sayso raises on purpose: one line each, naming input, field, value and fix."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import FetchError, InputError, SaysoError, SetupError


def test_names_input_field_value_and_fix() -> None:
    error = InputError("report.txt", "published", "32 May", "give a date such as 2025-05-31")
    assert str(error) == "report.txt: published: 32 May: give a date such as 2025-05-31"
    assert (error.source, error.field, error.value, error.fix) == (
        "report.txt",
        "published",
        "32 May",
        "give a date such as 2025-05-31",
    )


@given(st.text())
def test_is_one_short_line_whatever_the_value(value: str) -> None:
    line = str(SaysoError("a.txt", "text", value, "send text"))
    assert len(line.splitlines()) == 1
    assert len(line) <= len("a.txt: text: : send text") + 120


def test_a_long_value_is_cut_where_it_shows() -> None:
    line = str(InputError("a.txt", "text", "x" * 1000, "shorten it"))
    assert line.count("x") - "a.txt: text".count("x") < 121
    assert "...: shorten it" in line


@pytest.mark.parametrize("kind", [InputError, FetchError, SetupError])
def test_one_family_to_catch(kind: type[SaysoError]) -> None:
    with pytest.raises(SaysoError):
        raise kind("a", "b", "c", "d")


def test_a_fetch_that_fails_is_bad_input() -> None:
    assert issubclass(FetchError, InputError)


@pytest.mark.parametrize("kind", [InputError, FetchError, SetupError])
def test_comes_back_whole_from_another_process(kind: type[SaysoError]) -> None:
    error = kind("a.txt", "text", "v", "send text")
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is kind
    assert (str(back), back.fix) == (str(error), "send text")
