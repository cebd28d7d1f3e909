"""Annotated reports as they lie on disk."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sayso.errors import InputError
from sayso.model import Count, Party, Place, Source, Stance, When
from sayso.score import gold_files, load_gold

TEXT = "Ostryan troops held the mill on Monday. Nobody said how many of them stayed there for the night."
CLAIM: dict[str, Any] = {
    "text": "Ostryan troops held the mill",
    "start": 0,
    "end": 28,
    "source": {"name": "narrator"},
    "type": "hold",
}


def write(folder: Path, *claims: dict[str, Any], **header: Any) -> Path:
    gold = {"report": "mill", "published": "2031-03-07", "theatre": "varnia", "claims": list(claims), **header}
    path = folder / "mill.json"
    path.write_text(json.dumps(gold), encoding="utf-8")
    path.with_suffix(".txt").write_text(TEXT, encoding="utf-8")
    return path


def test_a_claim_with_every_field(tmp_path: Path) -> None:
    full = CLAIM | {
        "source": {"name": "Reed", "kind": "witness", "side": None},
        "cue": "said",
        "quote": "indirect",
        "via": ["Telegram"],
        "actor": {"name": "Ostryan troops", "side": "Ostrya"},
        "target": None,
        "places": [{"name": "Mill", "lat": 1.5, "lon": 2, "id": 3, "precision": "settlement"}],
        "when": {"start": "2031-03-03", "end": None},
        "said": "2031-03-07",
        "counts": [{"what": "troops", "min": 3}],
        "modality": "possible",
        "stances": [{"by": "Varnia", "stance": "denies"}],
    }
    (gold,) = load_gold(write(tmp_path, full))
    assert gold.report.text == TEXT
    assert gold.report.published == date(2031, 3, 7)
    (claim,) = gold.claims
    assert (claim.id, claim.report, claim.text) == ("mill#1", "mill", TEXT[:28])
    assert claim.source == Source("Reed", "witness")
    assert claim.actor == Party("Ostryan troops", "Ostrya")
    assert claim.places == (Place("Mill", 3, 1.5, 2.0),)
    assert claim.when == When(date(2031, 3, 3), None)
    assert claim.counts == (Count("troops", min=3),)
    assert claim.stances == (Stance("Varnia", "denies"),)
    assert claim.via == ("Telegram",)


def test_what_is_left_out_is_absent(tmp_path: Path) -> None:
    (gold,) = load_gold(write(tmp_path, CLAIM))
    assert gold.claims[0].source.is_narrator
    assert gold.claims[0].when is None
    assert gold.claims[0].places == ()


def test_a_folder_in_order_and_texts_from_elsewhere(tmp_path: Path) -> None:
    write(tmp_path, CLAIM).with_suffix(".txt").unlink()
    (tmp_path / "a.json").write_text(json.dumps({"report": "a", "claims": []}), encoding="utf-8")
    golds = load_gold(tmp_path, {"mill": TEXT, "a": TEXT})
    assert [gold.report.id for gold in golds] == ["a", "mill"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"typ": "hold"}, r"claims\[0\]\.typ: hold: use one of .*\btype\b"),
        ({"type": "halt"}, r"claims\[0\]\.type: halt: .*'hold'"),
        ({"when": {"start": "soon", "end": None}}, r"claims\[0\]\.when\.start: soon: "),
        ({"when": {"start": "2031-03-07", "end": "2031-03-06"}}, r"claims\[0\]\.when: .*must not end before it starts"),
        ({"start": 1, "end": 29}, r"claims\[0\]\.text: Ostryan troops held the mill: the report has 'stryan .*' at 1"),
        ({"end": 27}, r"claims\[0\]: .*does not fit its text"),
    ],
)
def test_a_slip_is_named(tmp_path: Path, wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=rf"mill\.json: {told}"):
        load_gold(write(tmp_path, CLAIM | wrong))


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"mill\.json: published: 7 March"):
        load_gold(write(tmp_path, CLAIM, published="7 March"))
    (tmp_path / "mill.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"mill\.json: file: Invalid JSON: .* at line 1 column 1: mend the JSON there"):
        load_gold(tmp_path)


def test_either_file_of_a_pair_names_it(tmp_path: Path) -> None:
    path = write(tmp_path, CLAIM)
    assert gold_files(path.with_suffix(".txt")) == gold_files(tmp_path) == [path]


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"folder: no \.json in it"):
        load_gold(tmp_path)
    with pytest.raises(InputError, match=r"gone\.json: file: No such file"):
        load_gold(tmp_path / "gone.json")
    path = write(tmp_path, CLAIM)
    path.with_suffix(".txt").unlink()
    with pytest.raises(InputError, match=r"text: mill\.txt: put the report's text beside it"):
        load_gold(path)


def test_a_span_left_out_is_looked_for_from_where_the_claim_before_begins(tmp_path: Path) -> None:
    rows = [{"text": text, "source": {"name": "narrator"}, "type": "hold"} for text in ("Nobody said", "the", "them")]
    (gold,) = load_gold(write(tmp_path, *rows, {**rows[0], "text": "Ostryan troops"}))
    assert [c.text for c in gold.claims] == ["Nobody said", "the", "them", "Ostryan troops"]
    assert gold.claims[1].start == TEXT.index("them")  # not "the mill", which stands before "Nobody said"
    assert gold.claims[3].start == 0
    with pytest.raises(InputError, match=r"claims\[0\]\.text: Varnian troops: copy it from the report"):
        load_gold(write(tmp_path, {**rows[0], "text": "Varnian troops"}))
