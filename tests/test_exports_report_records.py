from __future__ import annotations

import json

from sayso.exports.report_records import read
from sayso.model import record
from tests.exports_sample import READING, TEXT


def test_a_reading_is_its_report_and_the_fixed_records_with_their_reasons() -> None:
    told = json.loads(json.dumps(read(READING)))
    assert told["text"] == TEXT
    assert told["published"] == "2023-03-08"
    assert told["blocks"][0] == {"kind": "caption", "start": 0, "end": TEXT.index(" HANDOUT")}
    for claim, one in zip(READING.claims, told["claims"], strict=True):
        assert {name: one[name] for name in record(claim)} == json.loads(json.dumps(record(claim)))
    assert told["claims"][1]["why"]["when"] == ["“on Tuesday”: the nearest Tuesday not after 8 Mar 2023"]
    (span,) = told["claims"][1]["rests_on"]["when"]
    assert TEXT[span["start"] : span["end"]] == "on Tuesday"
    assert told["claims"][0]["why"] == {}
