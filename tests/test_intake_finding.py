"""Which files in folders are sources, and how many reports are to be expected of them?"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from sayso.intake.finding import Source, expected, found


@pytest.mark.parametrize("ending", ["_files", "-Dateien", ".files"])
def test_the_parts_of_a_saved_page_are_passed_over(tmp_path: Path, ending: str) -> None:
    parts = tmp_path / f"Mlin{ending}"
    parts.mkdir()
    (parts / "advert.html").write_text("<p>x</p>", encoding="utf-8")
    (tmp_path / "Mlin.htm").write_text("<p>x</p>", encoding="utf-8")
    other = tmp_path / f"Pesk{ending}"
    other.mkdir()
    (other / "report.txt").write_text("x", encoding="utf-8")
    lying = found([str(tmp_path)])
    assert [source.id for source in lying.sources] == ["Mlin", f"Pesk{ending}/report"]
    assert lying.passed == {"parts of saved pages": 1}


def test_what_is_no_file_and_links_to_folders_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").touch()
    os.mkfifo(tmp_path / "b.jsonl")
    (tmp_path / "c.jsonl").symlink_to("a.jsonl")
    (tmp_path / "d.jsonl").symlink_to("nowhere")
    (tmp_path / "e").symlink_to(tmp_path)
    lying = found([str(tmp_path)])
    assert [source.id for source in lying.sources] == ["a", "c", "d"], "of a link to nowhere it is told"
    assert lying.passed == {"no files": 1, "links to folders": 1}


def test_json_is_a_source_where_it_is_news(tmp_path: Path) -> None:
    (tmp_path / "gold.json").write_text('{"report": "a", "claims": []}', encoding="utf-8")
    (tmp_path / "items.json").write_text(json.dumps([{"uri": "urn:x", "body_text": "x"}]), encoding="utf-8")
    lying = found([str(tmp_path)])
    assert [Path(source.name).name for source in lying.sources] == ["items.json"]
    assert lying.passed == {".json": 1}


def test_how_many_to_expect_only_reading_tells_of_most_that_hold_many(tmp_path: Path) -> None:
    lines = tmp_path / "r.jsonl"
    lines.write_text("{}\n\n{}\n", encoding="utf-8")
    assert expected([Source(str(lines)), Source("a.txt")]) == 3
    assert expected([Source(str(lines)), Source("c.warc.gz")]) is None
