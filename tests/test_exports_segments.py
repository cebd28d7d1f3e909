from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sayso.exports.segments import Span, cut


def spans(length: int) -> st.SearchStrategy[list[Span]]:
    ends = st.tuples(st.integers(0, length), st.integers(0, length))
    return st.lists(ends.map(lambda pair: (min(pair), max(pair))), max_size=8)


@given(st.integers(1, 40).flatmap(lambda n: st.tuples(st.just(n), spans(n), st.lists(spans(n), max_size=3))))
def test_segments_cover_everything_once_and_know_their_claims(given_: tuple[int, list[Span], list[list[Span]]]) -> None:
    length, claims, support = given_
    segments = cut(length, claims, support)
    assert [s.start for s in segments] == [0, *(s.end for s in segments[:-1])]
    assert segments[-1].end == length
    for segment in segments:
        assert segment.start < segment.end
        for at in range(segment.start, segment.end):
            assert set(segment.claims) == {i for i, (a, b) in enumerate(claims) if a <= at < b}
            assert set(segment.beside) == {i for i, own in enumerate(support) if any(a <= at < b for a, b in own)}


def test_the_innermost_claim_comes_last() -> None:
    outer, inner, middle = (0, 10), (4, 6), (3, 9)
    at = {s.start: s.claims for s in cut(12, [outer, inner, middle])}
    assert at == {0: (0,), 3: (0, 2), 4: (0, 2, 1), 6: (0, 2), 9: (0,), 10: ()}


def test_two_claims_on_one_span_both_stand() -> None:
    assert cut(4, [(0, 4), (0, 4)])[0].claims == (0, 1)


def test_spans_past_the_text_are_clipped_and_nothing_comes_of_no_text() -> None:
    assert [(s.start, s.end, s.claims) for s in cut(3, [(-2, 9)])] == [(0, 3, (0,))]
    assert cut(0, []) == []
