"""``sayso annotate``: drafts of what is read, and ``sayso score`` on them untouched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sayso.cli.run import run
from sayso.examples import REPORT, REPORTS


@pytest.mark.slow
def test_an_untouched_draft_scores_full_marks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for source in (REPORT, REPORTS):
        assert run(["annotate", str(source), "--out", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    drafts = sorted(tmp_path.glob("*.json"))
    assert len(drafts) == len(lines) - 2
    assert f"sayso score {tmp_path}" in lines[-1]
    assert run(["score", str(tmp_path), "--format", "json", "--misses"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["reports"]) == len(drafts)
    for report in told["reports"]:
        assert report["misses"] == []
        assert {v for k, v in report.items() if k not in {"report", "gold", "read", "misses"}} <= {1.0, None}
    assert set(told["total"].values()) - {told["total"]["gold"]} == {1.0}
    assert told["total"]["gold"] > 40


@pytest.mark.slow
def test_a_page_and_a_report_of_a_real_war_round_trip(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html><body><article><h1>Ferries stopped</h1><figure><img src='a.jpg'><figcaption>Soldiers clear the road "
        "to Sumy on Friday</figcaption></figure><p>Ukraine's army said on Friday that it had cleared the road to Sumy. "
        "Russia's army denied that.</p><p>Ukrainian volunteers, who asked for more lorries, said that 14 of them had "
        "been hurt near Sumy last week, and that Ukraine needed more of everything.</p></article></body></html>",
        encoding="utf-8",
    )
    out = tmp_path / "drafts"
    assert run(["annotate", str(page), "--out", str(out), "--published", "2031-03-08"]) == 0
    assert json.loads((out / "page.json").read_text(encoding="utf-8"))["published"] == "2031-03-08"
    capsys.readouterr()
    assert run(["score", str(out), "--format", "json", "--misses"]) == 0
    (report,) = json.loads(capsys.readouterr().out)["reports"]
    assert report["gold"] >= 3
    assert report["misses"] == []


@pytest.mark.slow
def test_nothing_is_written_over_without_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    report = Path("mill.txt")
    report.write_text("Ostryan troops seized the mill of Hradov on Monday, Varnian officials said.", encoding="utf-8")
    # beside the report itself: its text is there already, and stays as it is
    assert run(["annotate", "mill.txt", "--published", "2031-03-07"]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == ["mill.json: 1 claim", "Correct the claims, then measure: sayso score ."]
    Path("mill.json").write_text("corrected", encoding="utf-8")
    assert run(["annotate", "mill.txt", "--published", "2031-03-07"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        "sayso: mill.json: file: there already: name another folder with --out, or write over it with --force\n"
    )
    assert Path("mill.json").read_text(encoding="utf-8") == "corrected"
    assert run(["annotate", "mill.txt", "--force"]) == 0
    assert capsys.readouterr().err == "sayso: mill: no date: relative times are left open; give --published\n"
    assert json.loads(Path("mill.json").read_text(encoding="utf-8"))["published"] is None


def test_a_report_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["annotate", "gone.txt"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("sayso: gone.txt: path: no such file: ")


def test_a_source_without_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "none.jsonl"
    empty.write_text("\n", encoding="utf-8")
    assert run(["annotate", str(empty), "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.slow
def test_two_reports_of_one_name_do_not_replace_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        {"id": i, "text": f"Ostryan troops seized {t} on Monday."} for i, t in (("a/b", "Hradov"), ("a-b", "Mlin"))
    ]
    source = tmp_path / "two.jsonl"
    source.write_text("\n".join(json.dumps(one) for one in lines), encoding="utf-8")
    assert run(["annotate", str(source), "--out", str(tmp_path), "--force", "--published", "2031-03-07"]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "sayso: a-b: id: a-b is another report's file name too: give each an id of its own",
        "sayso: 1 draft written, 1 refused",
    ]
    assert "Hradov" in (tmp_path / "a-b.txt").read_text(encoding="utf-8")
