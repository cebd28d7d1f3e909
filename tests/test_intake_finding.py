"""Which files in folders are sources, and how many reports are to be expected of them?"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from sayso.intake.building import Given
from sayso.intake.finding import NOTHING, Source, expected, found, items
from sayso.intake.soundness import whole
from sayso.intake.told import Passed, Told


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


def test_json_is_a_source_where_it_is_news(tmp_path: Path) -> None:
    (tmp_path / "gold.json").write_text('{"report": "a", "claims": []}', encoding="utf-8")
    (tmp_path / "items.json").write_text(json.dumps([{"uri": "urn:x", "body_text": "x"}]), encoding="utf-8")
    lying = found([str(tmp_path)])
    assert [Path(source.name).name for source in lying.sources] == ["items.json"]
    assert lying.passed == {".json": 1}


def test_names_that_are_no_utf_8_give_ids_that_stay_apart(tmp_path: Path) -> None:
    for name in (b"obstr\xed l.txt", b"obstr\xee l.txt", b"d\xedl/a.txt"):
        path = os.path.join(os.fsencode(tmp_path), name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as out:
            out.write(b"Ostryan shells fell on Mlin on Thursday, the mayor said.")
    lying = found([str(tmp_path)])
    assert [source.id for source in lying.sources] == ["obstr\\xed l", "obstr\\xee l", "d\\xedl/a"]
    told = [whole(item) for source in lying.sources for item in items(source, Given())]
    assert [item.report.id for item in told if isinstance(item, Told)] == [source.id for source in lying.sources]


def test_a_source_that_tells_nothing_is_not_passed_over_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("text,date\n")
    assert list(items(Source(str(tmp_path / "names.csv")), Given())) == [Passed(NOTHING)]


def test_how_many_to_expect_only_reading_tells_of_most_that_hold_many(tmp_path: Path) -> None:
    lines = tmp_path / "r.jsonl"
    lines.write_text("{}\n\n{}\n", encoding="utf-8")
    assert expected([Source(str(lines)), Source("a.txt")]) == 3
    assert expected([Source(str(lines)), Source("c.warc.gz")]) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes have names here")
def test_what_a_folder_holds_beside_files_of_its_own_is_neither_waited_for_nor_followed(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    (folder / "march").mkdir(parents=True)
    (folder / "march" / "a.txt").write_text("x", encoding="utf-8")
    (tmp_path / "private.txt").write_text("x", encoding="utf-8")
    os.mkfifo(folder / "pipe.txt")
    for name, to in {
        "zero.jsonl": "/dev/zero", "private.txt": "../private.txt", "b.txt": "march/a.txt", "gone.txt": "nowhere.txt",
        "loop.txt": "loop.txt", "folder.txt": "march",
    }.items():  # fmt: skip
        (folder / name).symlink_to(to)
    (tmp_path / "linked").symlink_to(folder)
    for named in (folder, tmp_path / "linked"):
        lying = found([str(named)])
        assert [source.id for source in lying.sources] == ["b", "gone", "loop", "march/a"]
        assert lying.passed == {"not files": 2, "links out of the folder": 1, "links to folders": 1}
