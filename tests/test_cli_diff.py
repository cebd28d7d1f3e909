"""``sayso diff`` and ``sayso withdraw``: versions of a report, what changed between them, and taking one back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sayso.cli.run import run
from sayso.ledger import Keeper, Ledger
from sayso.ledger.asking import versions_of
from sayso.model import Claim, Count, Place, Reading, Report, Source

HRADOV = (Place("Hradov", 1),)


def reading(text: str, *claims: tuple[str, Any, int | None], id: str = "r", day: int = 7, **known: Any) -> Reading:
    told = []
    for n, (words, type, killed) in enumerate(claims):
        start = text.index(words)
        counts = (Count("killed", killed),) if killed is not None else ()
        told.append(
            Claim(
                f"{id}{day}{n}",
                id,
                words,
                start,
                start + len(words),
                type,
                Source("narrator"),
                places=HRADOV,
                counts=counts,
            )
        )
    report = Report(id, text, published=date(2031, 3, day), **known)
    return Reading(report, tuple(told), "varnia")


FIRST = reading(
    "Hradov. Shelling killed 5 people. Troops left [the mill]. A bridge fell.",
    ("Shelling killed 5 people", "casualties", 5),
    ("Troops left [the mill]", "withdraw", None),
    ("A bridge fell", "damage", None),
    title="Five die in Hradov",
    url="https://news.example/hradov",
)
SECOND = reading(
    "Hradov. Shelling killed 12 people. A bridge fell. Rockets hit the market.",
    ("Shelling killed 12 people", "casualties", 12),
    ("A bridge fell", "damage", None),
    ("Rockets hit the market", "shelling", None),
    title="UPDATE 1: Twelve die in Hradov",
    url="https://www.news.example/hradov?utm_source=x",
    day=8,
)
THIRD = reading(
    "Hradov. A bridge fell.", ("A bridge fell", "damage", None), title="UPDATE 2: A bridge fell in Hradov", day=9
)


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keeper]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAYSO_LEDGER", raising=False)
    with Ledger.open("sayso.db", create=True) as opened:
        keeper = Keeper(opened)
        for one in (SECOND, FIRST, reading("Quiet. A bridge fell.", ("A bridge fell", "damage", None), id="lone")):
            keeper.keep(one)
        yield keeper


def told(capsys: pytest.CaptureFixture[str]) -> str:
    return "\n".join(line.rstrip() for line in capsys.readouterr().out.splitlines())


@pytest.mark.parametrize("name", ["r", "https://news.example/hradov"])
def test_what_came_went_and_changed(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", name]) == 0
    assert told(capsys) == (
        "version   published    title                            claims   stands\n"
        f"{'─' * 81}\n"
        "      1   7 Mar 2031   Five die in Hradov                    3   until 8 Mar 2031\n"
        "      2   8 Mar 2031   UPDATE 1: Twelve die in Hradov        3   yes\n"
        "\n"
        "from version 1 to 2: 1 came, 1 went, 1 changed, 1 claim as before\n"
        "-  withdraw        “Troops left [the mill]”\n"
        "                   Hradov\n"
        "+  shelling        “Rockets hit the market”\n"
        "                   Hradov\n"
        "~  casualties      “Shelling killed 12 people”\n"
        "                   Hradov\n"
        "                   was: “Shelling killed 5 people”\n"
        "                   figures: 5 killed → 12 killed"
    )


def test_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "r", "--format", "json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["report"], record["from"], record["to"], record["same"]) == ("r", 1, 2, 1)
    assert [v["superseded"] for v in record["versions"]] == ["2031-03-08", None]
    assert [c["text"] for c in record["came"]] == ["Rockets hit the market"]
    assert [c["text"] for c in record["went"]] == ["Troops left [the mill]"]
    (change,) = record["changed"]
    assert change["fields"]["counts"] == {"from": [{"what": "killed", "n": 5}], "to": [{"what": "killed", "n": 12}]}
    assert change["before"]["text"] == change["fields"]["text"]["from"]


@pytest.mark.parametrize(
    ("options", "between"),
    [
        ([], (2, 3)),
        (["--from", "1"], (1, 3)),
        (["--to", "2"], (1, 2)),
        (["--to", "1"], (2, 1)),
        (["--from", "3"], (3, 2)),
        (["--from", "3", "--to", "1"], (3, 1)),
        (["--from", "2", "--to", "2"], (2, 2)),
    ],
)
def test_which_versions(
    options: list[str], between: tuple[int, int], ledger: Keeper, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger.keep(THIRD)
    assert run(["diff", "r", "--format", "json", *options]) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["from"], record["to"]) == between


def test_one_version_is_shown_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "lone"]) == 0
    assert told(capsys).endswith("one version: there is nothing to compare it with")
    assert run(["diff", "lone", "--format", "json"]) == 0
    assert "changed" not in json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["diff", "nix"], "nix: report: not in sayso.db: give a report's id or address"),
        (["diff", "r", "--from", "3"], "r: --from: 3: give a number from 1 to 2"),
        (["diff", "lone", "--to", "2"], "lone: --to: 2: give a number 1: there is one version only"),
        (["diff", "r", "--ledger", "none.db"], "none.db: --ledger: no such file"),
        (["withdraw", "nix"], "nix: report: not in sayso.db"),
        (["withdraw", "r", "--on", "2031-03-01"], "r: --on: 2031-03-01: it was published on 2031-03-07"),
        (["withdraw", "r", "--ledger", "none.db"], "none.db: --ledger: no such file"),
    ],
)
def test_what_is_not_there_is_said_in_a_line(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 1
    seen = capsys.readouterr()
    assert seen.err.startswith(f"sayso: {words}")
    assert seen.err.count("\n") == 1
    assert seen.out == ""
    assert not Path("none.db").exists()


@pytest.mark.parametrize("arguments", [["diff", "r", "--from", "0"], ["withdraw", "r", "--on", "soon"], ["diff"]])
def test_bad_usage_is_2(arguments: list[str]) -> None:
    assert run(arguments) == 2


def test_a_report_is_withdrawn_and_kept(ledger: Keeper, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["withdraw", "r", "--on", "2031-03-08", "--why", "it was made up"]) == 0
    assert run(["withdraw", "r", "--on", "2031-03-08"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "r is withdrawn from 2031-03-08 on, and with it 3 claims",
        "r was withdrawn from 2031-03-08 on already",
    ]
    ledger.keep(THIRD)
    with ledger.ledger.reading() as connection:
        days = [v.withdrawn for v in versions_of(connection, "r")]
    assert days == [date(2031, 3, 8), date(2031, 3, 8), None], "a version of a later day stands"
    assert run(["diff", "r"]) == 0
    assert "withdrawn 8 Mar 2031" in capsys.readouterr().out


def test_by_its_address_every_id_of_it_is_withdrawn(ledger: Keeper) -> None:
    page = "https://news.example/two"
    ledger.keep(reading("One. A bridge fell.", ("A bridge fell", "damage", None), id="a", url=page))
    ledger.keep(reading("Two. A bridge fell.", ("A bridge fell", "damage", None), id="b", url=page, day=8))
    assert run(["withdraw", page, "--on", "2031-03-09"]) == 0
    with ledger.ledger.reading() as connection:
        assert [v.withdrawn for v in versions_of(connection, page)] == [date(2031, 3, 9)] * 2


def test_every_field_can_be_put_in_words() -> None:
    from sayso.exports import version_tables
    from sayso.ledger.differences import FIELDS
    from tests.exports_sample import READING

    assert set(version_tables.FIELDS) == set(FIELDS) - {"text"}
    for claim in READING.claims:
        assert all(version_tables.field_in_words(claim, field) for field in version_tables.FIELDS)
