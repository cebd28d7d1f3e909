from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sayso.exports.side_by_side import Piece, Row, side_by_side

_texts = st.lists(
    st.lists(
        st.sampled_from(["Dolmir", "was", "shelled", "twice,", "and", "three", "3", "men", "died", "."]), min_size=1
    ).map(" ".join)
).map("\n\n".join)


def _of(side: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in side)


def test_the_words_that_changed_are_told_and_no_others() -> None:
    (row,) = side_by_side("Shelling killed three people.", "Shelling killed at least five people.")
    assert [p.text for p in row.before if p.changed] == ["three"]
    assert [p.text for p in row.after if p.changed] == ["at least five"]


def test_paragraphs_that_came_or_went_stand_alone() -> None:
    rows = side_by_side("One stays.\n\nTwo goes away.", "Zero is new here.\n\nOne stays.")
    assert rows == [
        Row((), (Piece("Zero is new here.", changed=True),)),
        Row((Piece("One stays.", changed=False),), (Piece("One stays.", changed=False),)),
        Row((Piece("Two goes away.", changed=True),), ()),
    ]


def test_how_lines_are_broken_is_no_change() -> None:
    assert all(row.same for row in side_by_side("One  line.\n\nTwo.", "One line.\n\n\n\nTwo.\n"))


@given(_texts, _texts)
def test_each_side_is_its_whole_text(before: str, after: str) -> None:
    rows = side_by_side(before, after)
    for text, side in ((before, [row.before for row in rows]), (after, [row.after for row in rows])):
        assert [_of(one) for one in side if one] == [" ".join(p.split()) for p in text.split("\n\n") if p.strip()]
    for row in rows:
        kept = ["".join(p.text.split()) for p in row.before if not p.changed]
        assert "".join(kept) == "".join("".join(p.text.split()) for p in row.after if not p.changed)


@given(_texts)
def test_a_text_beside_itself_has_no_change(text: str) -> None:
    assert all(row.same for row in side_by_side(text, text))
