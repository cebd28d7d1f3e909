from __future__ import annotations

import pytest

from sayso.ledger.searching import match_query


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("shelled hospital", '"shelled" "hospital"'),
        ('"shelled the hospital" now', '"shelled the hospital"'),
        ('the "of the" bridge', '"bridge"'),
        ("a OR b* -c (d) e:f", '"b*" "-c" "(d)" "e:f"'),
        ('say "', '"say"'),
        ('""', '""'),
        ("", '""'),
        ("the of", '""'),
        ("!!! 😀", '""'),
        ("x\0y \ud800", '"x" "y"'),
    ],
)
def test_a_query_is_words_in_quotes_without_those_that_every_report_has(words: str, query: str) -> None:
    assert match_query(words) == query
