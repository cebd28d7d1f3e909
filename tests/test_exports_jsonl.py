from __future__ import annotations

import io
import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sayso.exports import jsonl
from sayso.model import Claim, Reading, Report, Source, record
from tests.exports_sample import READING


def test_each_line_is_the_fixed_record() -> None:
    lines = list(jsonl.lines(READING))
    assert [json.loads(line) for line in lines] == READING.records()
    assert "Kestria’s" in lines[1], "letters stand as themselves"


@given(st.text(st.characters(), min_size=1))
def test_any_text_is_one_line_and_comes_back(text: str) -> None:
    claim = Claim("i", "r", text, 0, len(text), "statement", Source(text), cue=text)
    (line,) = jsonl.lines(Reading(Report("r", text), (claim,)))
    assert len(line.splitlines()) == 1
    assert json.loads(line) == record(claim)
    line.encode("utf-8")


def test_a_lone_surrogate_becomes_its_escape() -> None:
    claim = Claim("i", "r", "\ud83d", 0, 1, "statement", Source("narrator"))
    (line,) = jsonl.lines(Reading(Report("r", "\ud83d"), (claim,)))
    assert json.loads(line.encode("utf-8").decode("utf-8"))["text"] == "\ud83d"


def test_a_report_is_flushed_when_it_is_written() -> None:
    class Pipe(io.StringIO):
        flushed = 0

        def flush(self) -> None:
            self.flushed += 1

    pipe = Pipe()
    jsonl.write(READING, pipe)
    jsonl.write(replace(READING, claims=()), pipe)
    assert pipe.flushed == 2
    assert len(pipe.getvalue().splitlines()) == len(READING.claims)
