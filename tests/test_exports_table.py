from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.cells import cell_len

from sayso.exports import table
from sayso.model import Claim, Reading, Report, Source, Stance
from tests.exports_sample import READING

NASTY = "\x1b]0;owned\x07[bold red]x[/] :boom: \x1b[2J\r\u202egnp"


def printed(reading: Reading, **how: int) -> str:
    out = io.StringIO()
    table.write(reading, table.console(out, **how))
    return out.getvalue()


def test_it_fits_in_100_columns_and_is_plain_when_piped() -> None:
    text = printed(READING)
    assert max(map(cell_len, text.splitlines())) <= 100
    assert "\x1b" not in text


def test_a_row_tells_who_through_whom_what_where_when_and_who_objects() -> None:
    flat = " ".join(printed(READING, width=400).split())
    for words in (
        "Kestria says it has retaken Ostrel",
        "8 Mar 2023 · theatre kestria · 15 claims",
        "■ hold Ivo Brandt “The village is under our control” Ostrel",
        "via Radio Selda ✗ Morvia denies it",
        "? Northwire could not verify it",
        "since 11 Jan 2023",
        "demanded",
    ):
        assert words in flat


def test_every_word_of_a_claim_is_in_the_table() -> None:
    for claim in READING.claims:
        for word in claim.text.split():
            assert word in printed(READING)


def test_it_is_coloured_in_a_terminal_unless_told_not_to(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    coloured = Terminal()
    table.write(READING, table.console(coloured))
    assert "\x1b[1;38;5;" in coloured.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    plain = Terminal()
    table.write(READING, table.console(plain))
    assert "38;5;" not in plain.getvalue()


def test_a_report_cannot_steer_the_terminal_or_the_markup() -> None:
    claim = Claim(
        "i",
        "r",
        NASTY,
        0,
        len(NASTY),
        "statement",
        Source(NASTY, "unnamed"),
        via=(NASTY,),
        stances=(Stance(NASTY, "denies"),),
    )
    reading = Reading(Report("r", NASTY, title=NASTY, outlet=NASTY), (claim,), NASTY, warnings=(NASTY,))
    text = printed(reading, width=300)
    assert not set(text) & {"\x1b", "\x07", "\r", "\u202e"}
    assert "[bold red]x[/] :boom:" in text


def test_a_report_without_claims_says_so() -> None:
    text = printed(replace(READING, claims=(), warnings=("the report has no date",)))
    assert "0 claims" in text
    assert "note: the report has no date" in text
