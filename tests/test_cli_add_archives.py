"""``sayso add`` over archives, mail, news items and tables: what is kept, passed over, kept back and said."""

from __future__ import annotations

import csv
import gzip
import json
import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bench.crawl.archive import response
from sayso.cli.run import run
from sayso.ledger import Ledger
from sayso.ledger.turns import utc
from sayso.ledger.waiting import waits
from sayso.model import Claim, Reading, Report, Source

TEXT = "The army of Varnia said on Friday that its troops had taken the village of Hradov, north of the river."
CALM = "The bakers of Lesnava agree on one thing: the dough wants a whole night and a cool cellar, said the mayor."
WHEN = datetime(2031, 3, 7, 6, 30, tzinfo=UTC)


class FakeReader:
    """One claim a report, on its first words."""

    def __init__(self, theatre: str | None = None, model: str | None = None) -> None:
        pass

    def read(self, report: Report) -> Reading:
        claim = Claim(f"{report.id}-1", report.id, report.text[:8], 0, 8, "capture", Source("narrator"))
        return Reading(report, (claim,), "varnia")


@pytest.fixture(autouse=True)
def _fakes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sayso.reader.Reader", FakeReader)
    monkeypatch.delenv("SAYSO_LEDGER", raising=False)
    monkeypatch.chdir(tmp_path)


def kept() -> list[tuple[str, str]]:
    connection = sqlite3.connect("sayso.db")
    try:
        return list(connection.execute("select id, text from report order by id, seen"))
    finally:
        connection.close()


def page(text: str) -> bytes:
    return f"<html><head><title>News</title></head><body><h1>News</h1><p>{text}</p></body></html>".encode()


def crawl(*texts: str) -> str:
    parts = [response(f"https://x.example/2031/03/07/{n}", WHEN, page(text)) for n, text in enumerate(texts)]
    Path("c.warc.gz").write_bytes(b"".join(gzip.compress(part, mtime=0) for part in parts))
    return "c.warc.gz"


def item(uri: str, **more: Any) -> dict[str, Any]:
    known = {
        "uri": uri,
        "type": "text",
        "versioncreated": "2031-03-05T09:00:00Z",
        "headline": "News",
        "body_text": TEXT,
    }
    return known | more


def news(*items: dict[str, Any], name: str = "n.json") -> str:
    Path(name).write_text(json.dumps(items), encoding="utf-8")
    return name


def test_an_archive_goes_in_as_it_is_and_what_is_passed_over_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["add", crawl(TEXT, CALM, CALM)]) == 0
    assert capsys.readouterr() == ("1 report kept, 1 claim; 2 passed over, not about a conflict\n", "")
    assert run(["add", "c.warc.gz", "--about", "anything"]) == 0
    assert capsys.readouterr().out == "2 reports kept, 2 claims; 1 already there\n"


def test_nothing_kept_but_all_passed_over_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["add", crawl(CALM)]) == 0
    assert "1 passed over" in capsys.readouterr().out


def test_other_sources_may_be_narrowed_too(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    Path("b.txt").write_text(CALM, encoding="utf-8")
    Path("c.txt").write_text("Армія повідомила, що військові відбили штурм села, є поранені. " * 5, encoding="utf-8")
    assert run(["add", "a.txt", "b.txt", "c.txt", "--about", "conflict", "--language", "en,ru"]) == 0
    assert capsys.readouterr().out.startswith("1 report kept, 1 claim; ")
    assert [id for id, _ in kept()] == ["a"]


def test_a_table_with_columns_named(capsys: pytest.CaptureFixture[str]) -> None:
    with Path("t.csv").open("w", newline="", encoding="utf-8") as table:
        csv.writer(table).writerows([["Wortlaut", "Tag"], [TEXT, "2031-03-07"], ["", "soon"]])
    assert run(["add", "t.csv"]) == 1
    assert "--columns text=NAME" in capsys.readouterr().err
    assert run(["add", "t.csv", "--columns", "text=Wortlaut,published=Tag"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("1 report kept, 1 claim; 1 could not be read")
    assert "t.csv: line 3: published: soon" in err
    assert run(["add", "t.csv", "--columns", "Wortlaut"]) == 2
    assert "names no column" in capsys.readouterr().err


def test_gzipped_files_are_unpacked_while_they_are_read(capsys: pytest.CaptureFixture[str]) -> None:
    lines = "".join(json.dumps({"id": f"r{n}", "text": f"{TEXT} {n}"}) + "\n" for n in range(3)).encode()
    Path("r.jsonl.gz").write_bytes(gzip.compress(lines))
    Path("a.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    Path("cut.jsonl.gz").write_bytes(gzip.compress(lines)[:-9])
    Path("bomb.txt.gz").write_bytes(gzip.compress(b"a" * 30_000_000))
    assert run(["add", "r.jsonl.gz", "a.txt.gz", "cut.jsonl.gz", "bomb.txt.gz"]) == 0
    assert [id for id, _ in kept()] == ["a", "r0", "r1", "r2"]
    err = capsys.readouterr().err
    assert "cut.jsonl.gz: gzip: " in err
    assert "bomb.txt.gz: size: " in err


def test_a_folder_gives_what_is_news_in_it_and_not_the_parts_of_saved_pages(capsys: pytest.CaptureFixture[str]) -> None:
    os.makedirs("f/Mlin_files/deep")
    os.makedirs("f/own_files")
    Path("f/Mlin.html").write_bytes(page(TEXT))
    Path("f/Mlin_files/frame.html").write_bytes(page(TEXT))
    Path("f/Mlin_files/deep/app.js").write_bytes(b"x")
    Path("f/own_files/b.html").write_bytes(page(TEXT + " Again."))
    Path("f/package.json").write_text('{"name": "x", "version": "1.0.0"}', encoding="utf-8")
    news(item("urn:n"), name="f/items.json")
    assert run(["add", "f"]) == 0
    assert [id for id, _ in kept()] == ["Mlin", "own_files/b", "urn:n"]
    assert "3 files passed over (2 parts of saved pages, 1 .json)" in capsys.readouterr().err


def test_an_embargo_is_kept_until_its_time_and_comes_with_the_next_add(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    until = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(days=3)
    assert run(["add", news(item("urn:a", embargoed=until.isoformat()), item("urn:b"))]) == 0
    assert f"1 report kept, 1 claim; 1 waits until {until.day} {until:%b %Y %H:%M} UTC" in capsys.readouterr().out
    assert [id for id, _ in kept()] == ["urn:b"]
    monkeypatch.setattr("sayso.ledger.waiting.utc", lambda when=None: utc(when or until))
    assert run(["add", "n.json"]) == 0
    assert "1 had waited for its time" in capsys.readouterr().out
    assert [id for id, _ in kept()] == ["urn:a", "urn:b"]


def test_one_canceled_while_it_waits_never_comes(capsys: pytest.CaptureFixture[str]) -> None:
    until = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    kill = {"uri": "urn:a", "versioncreated": "2031-03-06T09:00:00Z", "pubstatus": "canceled"}
    assert run(["add", news(item("urn:a", embargoed=until), kill)]) == 0
    assert capsys.readouterr().out == "0 reports kept, 0 claims; 1 withdrawn\n"
    with Ledger.open("sayso.db") as ledger:
        assert waits(ledger) == []


def test_read_says_of_what_must_wait_that_it_must(capsys: pytest.CaptureFixture[str]) -> None:
    until = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    assert run(["read", news(item("urn:a", embargoed=until))]) == 1
    assert "embargoed" in capsys.readouterr().err
