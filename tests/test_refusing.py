from __future__ import annotations

import pytest

from sayso.errors import InputError
from sayso.model import Reading, Refusal, Report
from sayso.refusing import LONGEST_S, attempt, patience, reason

REPORT = Report("r", "Words.")


def test_what_can_be_read_is() -> None:
    assert attempt(lambda report: Reading(report, ()), REPORT) == Reading(REPORT, ())


def test_what_cannot_is_refused_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Report) -> Reading:
        raise InputError("r", "text", "x", "give another")

    def fail(_: Report) -> Reading:
        raise ZeroDivisionError("by none")

    monkeypatch.delenv("SAYSO_DEBUG", raising=False)
    assert attempt(refuse, REPORT) == Refusal("r", "r: text: x: give another")
    told = attempt(fail, REPORT)
    assert isinstance(told, Refusal)
    assert "ZeroDivisionError: by none: a fault of sayso" in told.reason
    monkeypatch.setenv("SAYSO_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        attempt(fail, REPORT)


def test_a_reason_names_its_report_once() -> None:
    assert reason(Refusal("r", "r: text: x", 3)) == "line 3: r: text: x"
    assert reason(Refusal("r", "broken")) == "r: broken"


def test_what_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def for_good(_: Report) -> Reading:
        while True:
            pass

    monkeypatch.setenv("SAYSO_PATIENCE", "0.1")
    told = attempt(for_good, REPORT)
    assert told == Refusal("r", "r: reader: given up after 0 seconds: split the report, or try it again")


def test_patience_grows_with_the_text_and_ends() -> None:
    few, many, all_of_it = (patience(Report("a", "x" * size)) for size in (1, 100_000, 20_000_000))
    assert 60 <= few < many < all_of_it == LONGEST_S
    assert patience(Report("a", "x" * 100_000), 90.0) == 90.0
