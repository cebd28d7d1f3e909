from __future__ import annotations

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from sayso.intake.paragraphs import cut, paragraphs, trim

LONG = (
    "The mayor of Ostrava Nova said on Monday that the bridge over the river was open again and that buses were "
    "running as usual on all of the lines that cross it from the old town to the station and beyond."
)


def parts(text: str) -> list[str]:
    return [text[a:b] for a, b in paragraphs(text)]


def test_blank_lines_and_single_breaks_of_web_news() -> None:
    assert parts(f"{LONG}\n\n{LONG}\nHe left.\nShe stayed.") == [LONG, LONG, "He left.", "She stayed."]


def test_hard_wrapped_text_is_joined() -> None:
    for width in (60, 72, 80, 100):
        text = "\n\n".join(textwrap.fill(LONG, width) for _ in range(3))
        assert [p.replace("\n", " ") for p in parts(text)] == [LONG] * 3


def test_wrapped_paragraphs_without_blank_lines_between_them_come_apart() -> None:
    text = "\n".join(textwrap.fill(LONG, 72) for _ in range(3))
    assert [p.replace("\n", " ") for p in parts(text)] == [LONG] * 3


def test_a_line_that_goes_on_in_lower_case_is_joined() -> None:
    assert parts("The mayor said on Monday that the bridge\nis open again.\nHe left.") == [
        "The mayor said on Monday that the bridge\nis open again.",
        "He left.",
    ]


def test_lists_stay_lists() -> None:
    assert parts("- the ferry runs\n- the road is closed") == ["- the ferry runs", "- the road is closed"]


def test_unusual_space_and_line_ends() -> None:
    text = "\ufeff\u200b\xa0One is here.\u2028Two is here.\u2029\r\n\r\nThree\xa0is\u200bhere.\u200b \x85"
    assert parts(text) == ["One is here.", "Two is here.", "Three\xa0is\u200bhere."]


def test_crlf_counts() -> None:
    assert paragraphs("One.\r\nTwo.\r\n") == [(0, 4), (6, 10)]


def test_a_line_of_a_million_characters_is_cut_at_sentences() -> None:
    text = ("The bridge is open. " * 50_000).strip()
    pieces = list(cut(text, 0, len(text)))
    assert all(5_000 < b - a <= 10_000 for a, b in pieces[:-1])
    assert all(text[b - 1] == "." for _, b in pieces)
    assert " ".join(text[a:b] for a, b in pieces) == text


@given(st.text(alphabet="abC .!?\n\r\t\u2028\xa0\u200b-1“”", max_size=400))
def test_spans_are_exact_ordered_and_lose_no_word(text: str) -> None:
    spans = paragraphs(text)
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert trim(text, start, end) == (start, end)
        assert trim(text, at, start)[0] == trim(text, at, start)[1]
        at = end
    assert trim(text, at, len(text))[0] == trim(text, at, len(text))[1]


@given(st.text(alphabet="ab. \n\xa0", max_size=300), st.integers(1, 40))
def test_cut_loses_nothing(text: str, longest: int) -> None:
    pieces = list(cut(text, 0, len(text), longest))
    assert all(0 < b - a <= longest for a, b in pieces)
    assert "".join("".join(text[a:b].split()) for a, b in pieces) == "".join(text.split())


def test_a_quotation_that_its_cue_follows_on_the_next_line_goes_on() -> None:
    text = 'The staff denied that the village had fallen. "The enemy withdrew across the river,"\nspokesman Darel said.'
    assert paragraphs(text) == [(0, len(text))]
    text = "“We hold the whole of the northern bank,”\nthe mayor said.\nNobody answered."
    told, rest = text.rsplit("\n", 1)
    assert [text[a:b] for a, b in paragraphs(text)] == [told, rest]
