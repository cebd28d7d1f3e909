from __future__ import annotations

import pytest

from sayso.errors import InputError
from sayso.model import Reading, Refusal, Report
from sayso.refusing import attempt, reason

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
