from __future__ import annotations

from pathlib import Path

from fuzz.mutants import bases, mutants, run
from sayso.reader import Reader


def test_spoiled_reports_are_each_read_or_recorded(reader: Reader, tmp_path: Path) -> None:
    outcome = run(40, 1, reader, tmp_path / "sayso.db")
    assert outcome.faults == []
    assert outcome.inputs == 40
    assert outcome.counts.total() >= 40
    # Neither is all of it refused, nor are they so little spoiled that none is.
    assert outcome.counts["read"] > 15
    assert outcome.counts["recorded"] > 5
    assert outcome.claims > 20


def test_the_same_seed_spoils_alike() -> None:
    assert len(bases()) > 100
    assert list(mutants(30, 7)) == list(mutants(30, 7))
    assert list(mutants(30, 7)) != list(mutants(30, 8))
