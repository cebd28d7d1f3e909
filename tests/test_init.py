"""The Python API that a notebook uses."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

import sayso
from sayso.errors import InputError, SetupError


def test_reads_a_text_with_its_date() -> None:
    reading = sayso.read(
        "Varnia’s Defence Ministry said on Friday that its troops had retaken Hradov.",
        published="2031-03-07",
        theatre="varnia",
    )
    assert reading.theatre == "varnia"
    (claim,) = reading.claims
    assert (claim.type, claim.source.side, claim.places[0].name) == ("capture", "Varnia", "Hradov")
    assert claim.text == reading.report.text[claim.start : claim.end]
    assert sayso.read(reading.report.text, published=date(2031, 3, 7), theatre="varnia").records() == reading.records()


@pytest.mark.parametrize("wrong", ["yesterday", "2031-13-01", "7 March"])
def test_names_a_date_that_it_cannot_read(wrong: str) -> None:
    with pytest.raises(InputError, match=f"published: {wrong}: give a date"):
        sayso.read("Troops entered Hradov.", published=wrong)


def test_names_an_unknown_theatre() -> None:
    with pytest.raises(SetupError, match="atlantis"):
        sayso.read("Troops entered the town of Hradov on Friday, the army said.", theatre="atlantis")


def test_importing_sayso_loads_no_pipeline() -> None:
    code = "import sayso, sys; sys.exit(any(m in sys.modules for m in ('spacy', 'onnxruntime', 'trafilatura')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
