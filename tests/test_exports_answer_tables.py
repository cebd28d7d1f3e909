"""Answers as tables: nothing of them is lost in a narrow terminal, and no name floods it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from rich.console import RenderableType

from sayso import answers
from sayso.answers import Asked
from sayso.exports import answer_tables
from sayso.exports.table import console
from sayso.ledger import Keeper, Ledger
from tests.siege import fill, reading

DAY = date(2031, 3, 6)
TABLES: dict[str, Callable[[Ledger], RenderableType]] = {
    "place": lambda ledger: answer_tables.place(answers.place(ledger, "Hradov", on=DAY)),
    "events": lambda ledger: answer_tables.events(answers.happenings(ledger, Asked())),
    "event": lambda ledger: answer_tables.event(answers.event(ledger, "wire-1.1")),
    "claims": lambda ledger: answer_tables.claims(answers.claims(ledger, Asked())),
    "sources": lambda ledger: answer_tables.speakers(answers.speakers(ledger, Asked())),
    "source": lambda ledger: answer_tables.source(answers.source(ledger, "the Ostryan MoD")),
    "search": lambda ledger: answer_tables.found(answers.search(ledger, "Hradov")),
}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "sayso.db", create=True) as made:
        yield made


def _shown(table: RenderableType, width: int) -> str:
    out = io.StringIO()
    console(out, width=width).print(table)
    return out.getvalue()


@pytest.mark.parametrize("command", TABLES)
def test_nothing_is_lost_in_a_narrow_terminal(ledger: Ledger, command: str) -> None:
    table = TABLES[command](fill(ledger))
    narrow, wide = (sorted(_shown(table, width).replace("─", "").split()) for width in (80, 250))
    assert sorted("".join(narrow)) == sorted("".join(wide))


def test_a_terminal_narrower_than_the_tables_breaks_the_lines_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert console(io.StringIO()).width == 80


def test_a_long_name_does_not_flood_the_table(ledger: Ledger) -> None:
    Keeper(ledger).keep(reading("r1", DAY, "O" * 2000, {"text": "Shells fell on Hradov", "type": "shelling"}))
    for command in ("events", "claims", "sources"):
        assert 50 <= _shown(TABLES[command](ledger), 100).count("O") <= 100


def test_a_decision_without_a_reason_ends_where_it_ends(ledger: Ledger) -> None:
    Keeper(fill(ledger)).decide("wire-1.1", "nine-1.1", apart=True, by="Vera", why="")
    assert "Vera parted nine-1.1 and wire-1.1\n" in _shown(TABLES["event"](ledger), 100).replace(" \n", "\n")
