from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sayso.exports.layout import paragraphs
from sayso.model import Block, BlockKind, Report


def texts(report: Report) -> list[str]:
    return [report.text[p.start : p.end] for p in paragraphs(report)]


def test_long_lines_are_paragraphs_of_their_own() -> None:
    long = "word " * 30
    assert len(texts(Report("r", f"{long}\n{long}\n\n{long}"))) == 3


def test_text_wrapped_at_a_width_is_parted_by_blank_lines_only() -> None:
    assert texts(Report("r", "One line\nand its end.\n\nAnother.\n")) == ["One line\nand its end.", "Another."]


def test_short_lines_without_blank_ones_are_paragraphs() -> None:
    assert texts(Report("r", "One.\nTwo.\nThree.")) == ["One.", "Two.", "Three."]


def test_a_dateline_stays_in_the_paragraph_it_opens() -> None:
    text = "SELDA, March 8 - Troops moved out of the town.\n\nMore."
    (first, second) = paragraphs(Report("r", text, blocks=(Block("dateline", 0, 17),)))
    assert [(p.kind, text[p.start : p.end]) for p in first.pieces] == [
        ("dateline", "SELDA, March 8 - "),
        ("body", "Troops moved out of the town."),
    ]
    assert first.kind == "body"
    assert second.kind == "body"


KINDS: list[BlockKind] = ["body", "caption", "header"]


@given(
    st.text(alphabet="ab \n\r\t", max_size=60).flatmap(
        lambda t: st.tuples(
            st.just(t),
            st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, len(t)), st.integers(0, len(t))), max_size=4),
        )
    )
)
def test_nothing_but_white_space_stands_between_paragraphs(
    given_: tuple[str, list[tuple[BlockKind, int, int]]],
) -> None:
    text, cuts = given_
    report = Report("r", text, blocks=tuple(Block(kind, min(a, b), max(a, b)) for kind, a, b in cuts))
    at = 0
    for paragraph in paragraphs(report):
        assert text[at : paragraph.start].strip() == ""
        for piece in paragraph.pieces:
            assert piece.start < piece.end
        ends = [paragraph.start, *(p.end for p in paragraph.pieces)]
        assert [p.start for p in paragraph.pieces] == ends[:-1]
        at = paragraph.end
    assert text[at:].strip() == ""
