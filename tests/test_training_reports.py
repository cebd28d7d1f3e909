"""The notation of labelled reports: what is written is read, and a slip is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.reports import NotationError, read_report, read_reports

HEAD = "report: x-01\noutlet: Delta\npublished: 2031-05-14\ntheatre: varnia\nsides: Varnia, Ostrya\n\n"
BODY = "Ostryan troops took Mlin, the ministry said. Ostryan troops took Tarn.\n===\n"


def read(tmp_path: Path, claims: str) -> Path:
    path = tmp_path / "x-01.txt"
    path.write_text(HEAD + BODY + claims, encoding="utf-8")
    return path


def test_a_claim_has_its_span_and_its_fields(tmp_path: Path) -> None:
    line = (
        "[capture] Ostryan troops took Mlin | source: Ostryan Defence Ministry / government / Ostrya | cue: said"
        " | quote: indirect | places: Mlin | when: 2031-05-01..2031-05-13"
        " | counts: killed 3; injured 5+; drones 20-30; missiles ..40"
    )
    report = read_report(read(tmp_path, line))
    (claim,) = report.claims
    assert report.text[claim.start : claim.end] == "Ostryan troops took Mlin"
    assert claim.fields["source"] == {"name": "Ostryan Defence Ministry", "kind": "government", "side": "Ostrya"}
    assert claim.fields["when"] == {"start": "2031-05-01", "end": "2031-05-13"}
    assert claim.fields["counts"] == [
        {"what": "killed", "n": 3},
        {"what": "injured", "min": 5},
        {"what": "drones", "min": 20, "max": 30},
        {"what": "missiles", "max": 40},
    ]


def test_the_second_place_where_words_stand_can_be_meant(tmp_path: Path) -> None:
    (claim,) = read_report(read(tmp_path, "[capture#2] Ostryan troops took")).claims
    assert claim.start == len("Ostryan troops took Mlin, the ministry said. ")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("[conquest] Ostryan troops took Mlin", "conquest"),
        ("[capture] Varnian troops took Mlin", "does not have"),
        ("[capture] Ostryan troops took Mlin | colour: red", "colour"),
        ("[capture] Ostryan troops took Mlin | source: Ostrya", "name / kind / side"),
        ("[capture] Ostryan troops took Mlin | quote: direct", "narrator"),
        ("[capture] Ostryan troops took Mlin | when: 2031-15-01", "month"),
    ],
)
def test_a_slip_is_named_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(NotationError, match=r"x-01\.txt:9") as caught:
        read_report(read(tmp_path, line))
    assert told in str(caught.value)


def test_all_our_labelled_reports_can_be_read() -> None:
    reports = read_reports()
    assert len(reports) >= 200
    assert all(r.text[c.start : c.end].strip() for r in reports for c in r.claims)
    assert len({r.head["report"] for r in reports}) == len(reports)
