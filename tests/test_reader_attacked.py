"""Texts that no newsroom writes: the reader ends soon on each of them, and what it finds holds."""

from __future__ import annotations

import time

import pytest

from sayso.errors import SaysoError
from sayso.intake import report_from_text
from sayso.reader import Reader

FIRST = "The mayor said that shells hit the market in Hradov on Monday. "
PARTS = {
    "brackets": "(", "quotes": '"', "commas": ",", "no blank": "a", "hyphens": "a-", "newlines": "\n", "lines": "a\n\n",
    "quotes apart": '" ', "curly quotes": "“a ", "single quotes": " 'a", "dashes": "— ", "digits": "12 ",
    "quotes in quotes": "“he said ‘it ", "said": "he said that ", "said at the end": "he said\n\nhe ",
    "acronyms": "the Ministry of Defence (MOD) ", "of": "of the ", "possessives": "the mayor's son's ",
    "unseen": "the a\u200b\u202e e\u0301\u0301 ", "times": "on 1 March and from 2 to 3 p.m. the ", "and": "and Hradov ",
    "long words": "(" * 50 + " ",
}  # fmt: skip


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
@pytest.mark.timeout(60)  # the cue that ended a text was once looked beyond for ever
def test_a_text_of_one_thing_over_and_over_is_read_soon(reader: Reader, part: str) -> None:
    reader.read(report_from_text(FIRST))
    text = f"{FIRST}\n\n{part * (1200 // len(part))}"
    start = time.process_time()
    try:
        report = report_from_text(text)
    except SaysoError:
        return  # told as no English, or without prose
    reading = reader.read(report)
    assert time.process_time() - start < 10  # a fifth of a second where nothing else runs
    for claim in reading.claims:
        assert report.text[claim.start : claim.end] == claim.text
