"""The options that commands share: a date is a date or wrong usage, and the ledger is what is given, or None."""

from __future__ import annotations

from datetime import date

import pytest
import typer
from typer.testing import CliRunner

from sayso.cli.options import Known, Ledger, On

app = typer.Typer()


@app.command()
def ask(ledger: Ledger = None, known: Known = None, on: On = None) -> None:
    print(repr((ledger, known, on)))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], (None, None, None)),
        (["--ledger", "a.db", "--known", "2031-03-09"], ("a.db", date(2031, 3, 9), None)),
        (["--on", "2031-03-08", "--ledger", "postgresql://h/d"], ("postgresql://h/d", None, date(2031, 3, 8))),
    ],
)
def test_what_is_given(given: list[str], told: object) -> None:
    assert CliRunner().invoke(app, given).output.strip() == repr(told)


@pytest.mark.parametrize("option", ["--known", "--on"])
def test_no_date_is_wrong_usage(option: str) -> None:
    done = CliRunner().invoke(app, [option, "yesterday"])
    assert done.exit_code == 2
    with pytest.raises(typer.BadParameter, match="'yesterday' is no date: write it as"):
        app([option, "yesterday"], standalone_mode=False)
