"""Do the passes of the scale bench go over the same pages, and would it see a byte that differs?"""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.scale import Pass, archive, extractor_pass, intake_pass, reader_pass, same


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive(tmp_path_factory.mktemp("crawl") / "a.warc", 600_000, 3, 0.5)


def test_every_pass_goes_over_the_same_pages(crawl: Path) -> None:
    before = crawl.stat().st_mtime_ns
    assert archive(crawl, 5, 9) == crawl
    assert crawl.stat().st_mtime_ns == before, "what is there is not made again"
    went_by, reports = intake_pass(crawl, "conflict")
    assert went_by.number == reader_pass(crawl)
    assert 0 < reports < went_by.number
    extracted, bodies = extractor_pass(crawl)
    assert reports <= extracted.number == bodies <= went_by.number


def test_a_pass_tells_what_one_costs() -> None:
    taken = Pass(2.0, 500, 10_000_000)
    assert (taken.each_ms, taken.megabytes) == (4.0, 5.0)


def test_runs_are_the_same_byte_for_byte_or_not(tmp_path: Path) -> None:
    for run in ("one", "other"):
        for kind in ("claims", "reports"):
            (tmp_path / run / kind).mkdir(parents=True)
            (tmp_path / run / kind / "a.parquet").write_bytes(b"PAR1")
    assert same(tmp_path / "one", tmp_path / "other")
    (tmp_path / "other/reports/a.parquet").write_bytes(b"PAR2")
    assert not same(tmp_path / "one", tmp_path / "other")
