"""What bulk read, in a ledger: row by row the one that adding the same files makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from sayso.bulk.loading import Loaded, load
from sayso.bulk.local import Engine
from sayso.bulk.tasks import CLAIMS, REPORTS, marks
from sayso.cli.run import run
from sayso.ledger import Keeper, Ledger
from sayso.ledger.asking import problems
from sayso.ledger.receiving import Receiver
from sayso.ledger.schema import metadata
from sayso.model import Refusal
from tests.bulking import FOREIGN, Quick, jsonl, made, own_theatre, tasks, told


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files with everything that a source may tell, in ``in``, and what bulk makes of them, in ``out``."""
    top = tmp_path_factory.mktemp("loading")
    own = own_theatre(top)
    jsonl(
        top / "in/a.jsonl",
        [
            told("one"),
            told("two", url="https://example.org/two"),
            "no json",
            told("one", "It was a new version."),
            told("three", "It is unreadable."),
            {"id": "two", "withdrawn": "2031-03-09", "why": "mistaken"},
            told("four\0"),
            told("nine", FOREIGN),
            {"id": "undated", "text": told("x")["text"]},
        ],
    )
    jsonl(
        top / "in/b.jsonl",
        [
            told("one", "It was an edit in silence."),
            told("one"),
            told("five", theatre=str(own)),
            told("six", theatre="nowhere"),
            told("seven", seen="2031-03-07T08:00:00Z", outlet="Meridian"),
            {"id": "later", "status": "canceled", "published": "2031-03-08"},
        ],
    )
    (top / "in/c.txt").write_text("")
    item = {"type": "text", "versioncreated": "2031-03-07T12:00:00Z", "body_text": told("x")["text"]}
    held = item | {"uri": "held", "embargoed": "2999-01-01T06:00:00Z"}
    jsonl(top / "in/d.json", [item | {"uri": "eight"}, held, {"uri": "picture", "type": "picture"}])
    with Engine(2, make=made) as engine:
        engine.run(tasks(top / "in", top / "out"))
    return top


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.reader.Reader", lambda theatre=None, model=None: Quick())


def contents(url: str) -> dict[str, list[str]]:
    """Every table of a ledger, but for when it met things."""
    with Ledger.open(url) as ledger, ledger.reading() as connection:
        return {
            table.name: sorted(
                repr(tuple(row))
                for row in connection.execute(select(*(c for c in table.c if c.name not in ("seen", "mended"))))
            )
            for table in metadata.sorted_tables
        }


def loaded(folder: Path, url: str) -> Loaded:
    count = Loaded()
    with Ledger.open(url, create=True) as ledger:
        load(marks(folder / "out"), folder / "out", Receiver(Keeper(ledger)), count)
    return count


def test_the_ledger_is_the_one_that_adding_makes(folder: Path, database_url: str, tmp_path: Path) -> None:
    added = str(tmp_path / "added.db")
    assert run(["add", str(folder / "in"), "--ledger", added, "--jobs", "1"]) == 0
    count = loaded(folder, database_url)
    assert (count.kept, count.versions, count.there, count.withdrawn, count.undated) == (10, 2, 1, 2, 1)
    assert (count.files, count.held, count.broken) == (4, 1, [])
    assert contents(database_url) == contents(added)
    assert len(contents(added)["mention"]) == 2
    with Ledger.open(database_url) as ledger, ledger.reading() as connection:
        told = {problem.input.rpartition("/")[2] for problem in problems(connection)}
    assert told == {"a.jsonl#3", "three", "four\\x00", "c.txt"}


def test_again_is_harmless(folder: Path, tmp_path: Path) -> None:
    url = str(tmp_path / "sayso.db")
    first = loaded(folder, url)
    before = contents(url)
    again = loaded(folder, url)
    assert (again.kept, again.claims) == (0, 0)
    assert sum((Counter(done.passed) for done in marks(folder / "out")), Counter()) == {"not a text": 1}
    assert again.there == first.kept + first.there
    assert contents(url) == before


def test_it_goes_on_where_it_was_stopped(folder: Path, tmp_path: Path) -> None:
    steps = iter(range(5))

    def stop() -> None:
        if next(steps, None) is None:
            raise KeyboardInterrupt

    whole, part = str(tmp_path / "whole.db"), str(tmp_path / "part.db")
    loaded(folder, whole)
    with pytest.raises(KeyboardInterrupt), Ledger.open(part, create=True) as ledger:
        load(marks(folder / "out"), folder / "out", Receiver(Keeper(ledger)), Loaded(), stop)
    assert contents(part) != contents(whole)
    loaded(folder, part)
    assert contents(part) == contents(whole)


def test_problems_that_are_mended_are_noted(folder: Path, tmp_path: Path) -> None:
    url = str(tmp_path / "sayso.db")
    source = next(done.source for done in marks(folder / "out") if done.source.endswith("b.jsonl"))
    with Ledger.open(url, create=True) as ledger:
        Keeper(ledger).problem(Refusal(f"{source}#2", "no json", 2))
        Keeper(ledger).problem(Refusal("elsewhere.jsonl#2", "no json", 2))
    loaded(folder, url)
    with Ledger.open(url) as ledger, ledger.reading() as connection:
        open_now = {problem.input for problem in problems(connection)}
    assert f"{source}#2" not in open_now
    assert "elsewhere.jsonl#2" in open_now


@pytest.fixture
def broken(folder: Path) -> Iterator[Path]:
    """The folder, to be broken and mended again."""
    held = {path: path.read_bytes() for path in (folder / "out").rglob("*") if path.is_file()}
    yield folder
    for path, data in held.items():
        path.write_bytes(data)


@pytest.mark.parametrize("kind", [CLAIMS, REPORTS])
def test_a_result_that_is_not_whole_is_told_and_the_rest_is_kept(kind: str, broken: Path, tmp_path: Path) -> None:
    def file(name: str) -> Path:
        (path,) = (broken / "out" / kind).glob(f"{name}*.parquet")
        return path

    path = file("a")
    path.write_bytes(path.read_bytes()[:-4])
    file("c").unlink()
    count = loaded(broken, str(tmp_path / "sayso.db"))
    assert count.files == 2
    assert count.kept == 6
    first, second = (str(error) for error in count.broken)
    assert "not the file that its mark speaks of: do it again with `sayso bulk`" in first
    assert "No such file or directory" in second


def test_a_result_that_is_replaced_while_it_is_loaded_is_loaded_as_it_was(broken: Path, tmp_path: Path) -> None:
    class Slow(Keeper):
        def theatre(self, name: str, toml: str) -> None:  # asked for when the files are known to be whole
            super().theatre(name, toml)
            for path in (broken / "out").glob("*/*.parquet"):
                path.with_name("other").write_bytes(b"other")
                path.with_name("other").replace(path)

    mark = next(done for done in marks(broken / "out") if done.source.endswith("b.jsonl"))
    with Ledger.open(str(tmp_path / "sayso.db"), create=True) as ledger:
        load([mark], broken / "out", Receiver(Slow(ledger)), count := Loaded())
    assert count.broken == []
    assert (count.kept, count.withdrawn, count.refused) == (5, 1, 0)


def test_the_tables_are_read_as_they_are(folder: Path) -> None:
    import duckdb
    import pandas

    out = folder / "out"
    wanted = f"""
        select r.outlet, c.source.name, c.why.sure['claim']
        from '{out}/claims/*.parquet' c
        join '{out}/reports/*.parquet' r on r.id = c.report and r.digest = c.digest
        where c.report = 'seven'"""
    asked = duckdb.execute(wanted).fetchall()
    assert asked == [("Meridian", "narrator", 0.123456789)]
    frame: Any = pandas.read_parquet(out / "claims")
    assert sorted(set(frame["report"])) == ["eight", "five", "one", "seven", "six", "two", "undated"]
