from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reader.quotes import QuoteSpan, find_quotes, quote_at


def _inner(text: str) -> list[str]:
    return [text[slice(*q.inner)] for q in find_quotes(text, [(0, len(text))])]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“We held,” he said. “All night.”", ["We held,", "All night."]),
        ('"We held," he said.', ["We held,"]),
        ("‘We didn’t leave,’ he said.", ["We didn’t leave,"]),
        ("'We don't know,' he said.", ["We don't know,"]),
        ("«Вперёд», he said.", ["Вперёд"]),
        ("''We held,'' he said. ''All night.''", ["We held,", "All night."]),
        ("``We don't know,'' he said.", ["We don't know,"]),
        ('“We held," he said.', ["We held,"]),
        ('“The road is open," she said. Nobody left.', ["The road is open,"]),
        ("”We held,” he said.", ["We held,"]),
        ("He said ”nobody” left.", ["nobody"]),
        ("The mayor's car and the troops' camp.", []),
        ('A 5" gun fired.', []),
        ("He called it a “special” day.", ["special"]),
    ],
)
def test_finds_what_is_quoted(text: str, quoted: list[str]) -> None:
    assert _inner(text) == quoted


def test_a_quote_runs_over_paragraphs_that_open_it_again() -> None:
    first, second = "He said: “We held the bridge.", "“Then we left.”"
    text = f"{first}\n{second}"
    a, b = find_quotes(text, [(0, len(first)), (len(first) + 1, len(text))])
    assert a.carries_on
    assert text[slice(*a.inner)] == "We held the bridge."
    assert not b.carries_on
    assert text[slice(*b.inner)] == "Then we left."


@given(st.lists(st.text(alphabet=st.sampled_from("ab s.,“”\"'‘’«»„(-"), max_size=40), max_size=4))
def test_spans_are_in_order_apart_and_inside_their_blocks(parts: list[str]) -> None:
    text = "\n".join(parts)
    blocks, at = [], 0
    for part in parts:
        blocks.append((at, at + len(part)))
        at += len(part) + 1
    quotes = find_quotes(text, blocks)
    for q in quotes:
        assert any(a <= q.start < q.end <= b for a, b in blocks)
        inner = q.inner
        assert q.start < inner[0] <= inner[1] <= q.end
    assert all(a.end <= b.start for a, b in pairwise(quotes))
    for offset in range(len(text)):
        expected = next((q for q in quotes if q.start <= offset < q.end), None)
        assert quote_at(quotes, offset) == expected


def test_no_quote_without_quotes() -> None:
    assert quote_at([], 3) is None
    assert quote_at([QuoteSpan(5, 9)], 4) is None
