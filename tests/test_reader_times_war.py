"""Times as war is reported: every sentence of ``war_times.toml`` means the days written beside it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from sayso.reader.times import find_times

TABLE = tomllib.loads((Path(__file__).parent / "war_times.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Event:
    names: tuple[str, ...]
    start: date
    end: date | None = None


EVENTS = tuple(Event(tuple(e["names"]), e["start"], e.get("end")) for e in TABLE["events"])
CASES = [(case[0], report["published"], case[1:]) for report in TABLE["reports"] for case in report["cases"]]


@pytest.mark.parametrize(("text", "published", "days"), CASES, ids=[c[0] for c in CASES])
def test_what_a_report_of_war_means(text: str, published: date, days: list[str]) -> None:
    found = [m.when for m in find_times(text, published, EVENTS)]
    assert [f"{w.start or ''}/{w.end or ''}" for w in found] == days


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 120
