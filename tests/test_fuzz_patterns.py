from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from fuzz.patterns import LIMIT_MS, SIZE, Found, attack
from fuzz.pumps import pumps

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.slow
def test_no_text_makes_an_expression_slow() -> None:
    # In a process of its own: what is compiled while modules are imported is seen only once.
    run = subprocess.run([sys.executable, "-m", "fuzz.patterns"], cwd=ROOT, capture_output=True, text=True, check=False)
    slow = [line for line in run.stdout.splitlines() if line.endswith("SLOW")]
    assert (run.returncode, slow, run.stderr) == (0, [], "")
    told = re.search(r"^(\d+) expressions, 0 over 100 ms on 100,000 characters$", run.stdout, re.MULTILINE)
    assert told is not None
    assert int(told[1]) > 240


def test_an_expression_that_can_be_made_slow_is_found_out() -> None:
    for pattern in (r"\s+$", r"(?:<!--.*?-->\s*)*<p"):
        worst = attack(Found("here", pattern, re.DOTALL, ("search",)))
        assert worst.ms >= LIMIT_MS, pattern
        assert worst.pump is not None
    assert attack(Found("here", r"\s+", 0, ("search", "finditer"))).ms < LIMIT_MS


def test_texts_are_made_of_what_an_expression_repeats() -> None:
    made = pumps(r"date\s*:(?P<n>\d{2,4})+", 0)
    assert {"11", "1"} & {pump.part for pump in made}
    assert any(pump.start == "date" and pump.part.isspace() for pump in made)
    assert all(SIZE * 0.99 < len(pump.text(SIZE)) < SIZE * 1.01 for pump in made)
