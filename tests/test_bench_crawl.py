"""Is the invented crawl the same every time, of the size that was asked for, and what a reader of archives expects?"""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from fastwarc import ArchiveIterator, WarcRecordType

from bench import passing
from bench.crawl import pages
from bench.crawl.__main__ import main, size
from sayso.intake.html import read_page


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_an_archive_is_the_same_twice_and_reads_back(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--pages", "30", "--share", "0.3", "--seed", "7"]
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        assert main([*asked, "--out", str(tmp_path / folder / name)]) == 0
    assert " 30 pages, " in capsys.readouterr().out
    made = (tmp_path / "one" / name).read_bytes()
    assert made == (tmp_path / "two" / name).read_bytes()
    with (tmp_path / "one" / name).open("rb") as stream:
        found = {
            r.headers["WARC-Target-URI"]: r.reader.read() for r in ArchiveIterator(stream, WarcRecordType.response)
        }
    for page in islice(pages(7, war=0.3), 30):
        assert found[page.url] == page.html


def test_a_size_ends_it_and_the_theatre_is_written(tmp_path: Path) -> None:
    out, theatre = tmp_path / "small.warc", tmp_path / "war.toml"
    assert main(["--size", "0.5M", "--out", str(out), "--theatre", str(theatre)]) == 0
    assert 500_000 <= out.stat().st_size < 700_000
    assert "sides = [" in theatre.read_text(encoding="utf-8")
    assert [size(text) for text in ("1G", "250m", "4096")] == [10**9, 250 * 10**6, 4096]


def test_pages_are_as_large_as_news_pages_are_and_their_article_is_found() -> None:
    some = list(islice(pages(2, war=0.5, foreign=0.2), 40))
    assert all(40_000 <= len(page.html) <= 160_000 for page in some)
    assert 10 <= sum(page.war for page in some) <= 30
    assert {page.language for page in some} > {"en"}
    told = next(page for page in some if page.war)
    article = read_page(told.html.decode(), "page", told.url)
    assert article.title
    assert "__STATE__" not in article.text
    assert "Privacy" not in article.text


def test_what_a_page_costs_is_measured_beside_a_bare_pass(tmp_path: Path) -> None:
    out = tmp_path / "crawl.warc"
    assert main(["--pages", "8", "--share", "0", "--out", str(out)]) == 0
    found = passing.measure(out)
    assert isinstance(found["items"], dict)
    assert found["items"]["not about a conflict"] == 8
    assert {"bare pass, ms a page", "on top of the bare pass, ms a page", "peak memory, MB"} <= found.keys()
