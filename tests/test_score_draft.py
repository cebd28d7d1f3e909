"""Drafts: laid out as annotated reports, never written over a person's work, and read back as they were."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import InputError
from sayso.intake import read_source
from sayso.model import Claim, Reading, Report, Source
from sayso.score import figures, load_gold, score
from sayso.score.draft import draft, file_name, write_draft
from tests.exports_sample import READING as SAMPLE

READING = replace(SAMPLE, report=replace(SAMPLE.report, theatre="varnia"), theatre="varnia")


def test_a_draft_has_the_header_and_every_field_of_every_claim_but_its_ids() -> None:
    told = draft(READING)
    assert [k for k in told if k != "blocks"] == [
        *("report", "title", "published", "outlet", "agency", "theatre", "sides", "url", "claims")
    ]
    assert told["sides"] == ["Varnia", "Ostrya"]
    assert len(told["claims"]) == len(READING.claims)
    assert all("id" not in c and "report" not in c and len(c) == 16 for c in told["claims"])
    places = [p for c in told["claims"] for p in c["places"]]
    assert list(places[0]) == ["name", "lat", "lon", "id", "precision"]


def test_what_is_written_is_read_back_and_scores_full_marks(tmp_path: Path) -> None:
    path = write_draft(READING, tmp_path / "new" / "folder")
    (gold,) = load_gold(path)
    assert gold.report == replace(READING.report, place=gold.report.place)
    told = score(gold, READING.claims)
    assert told.misses == ()
    every = figures(told.tally)
    assert {v for k, v in every.items() if k not in {"gold", "read"}} == {1.0}


PAGE = """<html><head><title>Ferries stopped</title></head><body><article><h1>Ferries stopped</h1>
<figure><img src="a.jpg"><figcaption>Smoke stands over the docks of Halven on Thursday</figcaption></figure>
<p>Ostryan drones struck the docks of Halven overnight, the city council said on Thursday.</p>
<p>Nobody was hurt, the council said, and the ferries were expected to sail again before the weekend.</p>
</article></body></html>"""


def test_the_captions_of_a_page_stay_captions(tmp_path: Path) -> None:
    page = tmp_path / "ferries.html"
    page.write_text(PAGE, encoding="utf-8")
    (report,) = read_source(str(page))
    assert isinstance(report, Report)
    assert "caption" in {b.kind for b in report.blocks}
    (gold,) = load_gold(write_draft(Reading(report, ()), tmp_path))
    assert gold.report == report
    path = tmp_path / "ferries.json"
    assert "blocks" in json.loads(path.read_text(encoding="utf-8"))
    path.with_suffix(".txt").write_text(report.text[:60], encoding="utf-8")
    with pytest.raises(InputError, match=r"ferries\.json: blocks: .*leave blocks out"):
        load_gold(path)


@pytest.mark.parametrize(
    "text", ["\ufeffThe mill burned.\r\n\r\nThe dam held for now.\r\n", "The mill “burned”.\rThen it rained."]
)
def test_line_ends_and_marks_are_kept(text: str, tmp_path: Path) -> None:
    start = text.index("The mill")
    claim = Claim("c", "mill", text[start : start + 8], start, start + 8, "damage", Source("narrator"))
    source = tmp_path / "mill.jsonl"
    source.write_text(json.dumps({"id": "mill", "text": text}), encoding="utf-8")
    (report,) = read_source(str(source))
    assert isinstance(report, Report)
    (gold,) = load_gold(write_draft(Reading(report, (claim,)), tmp_path))
    assert gold.report.text == text
    assert gold.claims[0].text == "The mill"


def test_a_persons_work_is_not_written_over(tmp_path: Path) -> None:
    path = write_draft(READING, tmp_path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    write_draft(READING, tmp_path)  # the same again is harmless
    path.write_text("corrected", encoding="utf-8")
    with pytest.raises(InputError, match=r"demo\.json: file: there already: .*--out.*--force"):
        write_draft(READING, tmp_path)
    assert path.read_text(encoding="utf-8") == "corrected"
    write_draft(READING, tmp_path, force=True)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_neither_file_is_written_where_one_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "demo.txt").write_text("another report", encoding="utf-8")
    with pytest.raises(InputError, match=r"demo\.txt: file: there already"):
        write_draft(READING, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["demo.txt"]


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"file.*: --out: .*name a folder"):
        write_draft(READING, tmp_path / "file" / "below")


@pytest.mark.parametrize(
    ("report_id", "name"),
    [("a-siege", "a-siege"), ("2023/12/01 x", "2023-12-01-x"), ("../../etc", "etc"), ("..", "report"), ("é:1", "é-1")],
)
def test_an_id_makes_a_name(report_id: str, name: str) -> None:
    assert file_name(report_id) == name


@given(st.text())
def test_no_id_leads_out_of_the_folder(report_id: str) -> None:
    name = file_name(report_id)
    assert name
    assert not name.startswith(".")
    assert Path(name).name == name
