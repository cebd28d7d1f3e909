"""``sayso datasette``: written for the ledger that is named, and for no other."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sayso.cli.run import run
from sayso.ledger import Ledger
from tests import databases


def test_it_is_written_for_the_ledger_that_is_named(
    demo_ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["datasette", "--ledger", str(demo_ledger)]) == 0
    printed = capsys.readouterr().out
    assert list(yaml.safe_load(printed)["databases"]) == [demo_ledger.stem]
    monkeypatch.setenv("SAYSO_LEDGER", str(demo_ledger))
    out = tmp_path / "metadata.yaml"
    assert run(["datasette", "--out", str(out)]) == 0
    assert out.read_text(encoding="utf-8") == printed


def test_what_stands_there_is_replaced_whole_or_not_at_all(demo_ledger: Path, tmp_path: Path) -> None:
    out, other = tmp_path / "metadata.yaml", tmp_path / "other.yaml"
    out.write_text("before")
    other.hardlink_to(out)
    assert run(["datasette", "--ledger", str(demo_ledger), "--out", str(out)]) == 0
    assert out.read_text(encoding="utf-8") != other.read_text() == "before", "nothing was written into the file itself"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--ledger", "no-such.db"], "no such file"),
        (["--out", "."], "--out: Is a directory: name a file that can be written"),
    ],
)
def test_what_cant_be_done_is_said(
    given: list[str], said: str, demo_ledger: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAYSO_LEDGER", str(demo_ledger))
    assert run(["datasette", *given]) == 1
    assert said in capsys.readouterr().err


def test_a_server_is_none_of_datasettes(postgres: databases.Server, capsys: pytest.CaptureFixture[str]) -> None:
    with postgres.database() as url:
        Ledger.open(url, create=True).close()
        assert run(["datasette", "--ledger", url]) == 1
    assert "Datasette reads files: name a ledger in one" in capsys.readouterr().err
