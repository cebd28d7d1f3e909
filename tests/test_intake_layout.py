from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.intake.layout import Layout, lay_out

PROSE = "The bridge over the river is open again, the mayor said on Monday."
MORE = "Buses in the old town ran late, the driver said, and a second bridge stays shut until the summer."


def shown(text: str, layout: Layout | None = None) -> list[tuple[str, str]]:
    return [(b.kind, text[b.start : b.end]) for b in (layout or lay_out(text)).blocks]


def test_header_marker_caption_and_credit_in_one_line() -> None:
    caption = "Mayor Ann Novak, centre, and Driver Jan Roe, right, cross the bridge on March 3."
    text = f" date 2021-03-04 Open this photo in gallery: {caption}HANDOUT/Getty Images\n\n{PROSE}\n\n{MORE}\n"
    layout = lay_out(text)
    assert layout.published == date(2021, 3, 4)
    assert shown(text, layout) == [
        ("header", "date 2021-03-04"),
        ("boilerplate", "Open this photo in gallery:"),
        ("caption", caption),
        ("credit", "HANDOUT/Getty Images"),
        ("body", PROSE),
        ("body", MORE),
    ]


def test_a_whole_page_of_news() -> None:
    text = "\n\n".join(
        [
            "Bridge in Lesna opens again after spring flood",
            "By Ann Smith and Jan Novy, Associated Press",
            "Published: 4 March 2021 10:12 GMT",
            f"LESNA, Vestland (AP) — {PROSE}",
            "Advertisement",
            "Read more: Ferry to be kept",
            "Reaction in the capital",
            MORE,
            "FILE - A bus crosses the bridge on Feb. 3. (AP Photo/Ann Smith, File)",
            "A bus waits at the stop. REUTERS/Jan Novy",
            f"{MORE} (Reporting by Jan Novy; Editing by Ann Smith)",
            "https://example.org/ferry",
            "* * *",
            "© 2021 Example News. All rights reserved.",
        ]
    )
    layout = lay_out(text)
    assert (layout.title, layout.published) == ("Bridge in Lesna opens again after spring flood", date(2021, 3, 4))
    assert (layout.agency, layout.place) == ("Associated Press", "Lesna")
    kinds = " ".join(k for k, _ in shown(text, layout))
    assert kinds == (
        "headline boilerplate header dateline body boilerplate boilerplate headline body boilerplate caption credit "
        "caption credit body boilerplate boilerplate boilerplate boilerplate"
    )
    assert [t for k, t in shown(text, layout) if k == "body"] == [PROSE, MORE, MORE]


def test_a_dateline_without_a_year_tells_a_day() -> None:
    layout = lay_out(f"LESNA, Dec 1 (Reuters) - {PROSE}")
    assert (layout.published, layout.day, layout.agency) == (None, (12, 1), "Reuters")


def test_a_title_that_is_repeated_is_the_headline() -> None:
    text = f"The bridge is open.\n{PROSE}"
    assert shown(text, lay_out(text, title="The bridge is  open."))[0] == ("headline", "The bridge is open.")
    assert shown(text)[0][0] == "body"


def test_known_captions_need_no_credit() -> None:
    text = f"Cars on the bridge on Monday\n{PROSE}\nA bus. Reuters"
    layout = lay_out(text, captions=("Cars on the bridge on Monday", "A bus. Reuters"))
    assert [k for k, _ in shown(text, layout)] == ["caption", "body", "caption", "credit"]


def test_sign_offs_give_the_agency() -> None:
    text = f"{PROSE} —AFP"
    layout = lay_out(text)
    assert layout.agency == "AFP"
    assert shown(text, layout) == [("body", PROSE), ("boilerplate", "—AFP")]


def test_prose_without_full_stops_keeps_its_lines() -> None:
    text = "Bridge opens in Lesna\nFerry to be kept by the town\nSecond bridge stays shut until summer"
    assert [k for k, _ in shown(text)] == ["body"] * 3


def test_a_single_line_is_body() -> None:
    assert shown("Bridge opens in Lesna") == [("body", "Bridge opens in Lesna")]


def test_quotes_over_paragraphs_stay_body() -> None:
    text = "“We are glad,” she said.\n\n“The bridge is open.\n\n“The ferry too.”"
    assert [k for k, _ in shown(text)] == ["body"] * 3


def test_a_million_characters_without_a_space_are_set_aside_and_the_rest_is_read() -> None:
    junk = "x" * 1_000_000
    text = f"{PROSE}\n{junk}\n{MORE} {junk}"
    assert [(k, t[:20]) for k, t in shown(text)] == [
        ("body", PROSE[:20]),
        ("boilerplate", "x" * 20),
        ("body", MORE[:20]),
        ("boilerplate", "x" * 20),
    ]


def test_a_million_characters_of_prose_in_a_line_are_read_in_pieces() -> None:
    text = (PROSE + " ") * (1_000_000 // len(PROSE))
    blocks = lay_out(text).blocks
    assert {b.kind for b in blocks} == {"body"}
    assert all(b.end - b.start <= 10_000 and text[b.end - 1] == "." for b in blocks)


def test_unusual_space_does_not_move_offsets() -> None:
    text = f"\ufeff\u200bLESNA\xa0(AP)\xa0—\xa0{PROSE}\u2028\u200b{MORE}\r\n"
    assert shown(text) == [("dateline", "LESNA\xa0(AP)\xa0—"), ("body", PROSE), ("body", MORE)]


_LINES = st.sampled_from(
    [
        PROSE, MORE, "", " ", "Advertisement", "date 2021-03-04", f"LESNA (AP) — {PROSE}", "By Ann Smith",
        "- the ferry",
        "Open this photo in gallery: A bus.HANDOUT/Getty Images", "A bus. (AP Photo/Ann Smith)", "Title", "x" * 600,
        "“We are glad", "\u200b", f"{PROSE} (Reporting by Jan Novy)", "Photo: Ann Smith", "file -", "(Reuters) -",
    ]
)  # fmt: skip
_ENDS = st.sampled_from(["\n", "\r\n", "\n\n", "\u2028", " ", "\x85"])


@given(st.lists(st.tuples(_LINES | st.text(max_size=60), _ENDS), max_size=12))
def test_blocks_are_ordered_apart_trimmed_and_lose_no_prose(pieces: list[tuple[str, str]]) -> None:
    text = "".join(line + end for line, end in pieces)
    at = 0
    for block in lay_out(text).blocks:
        assert at <= block.start < block.end <= len(text)
        part = text[block.start : block.end]
        assert part == part.strip()
        # Between blocks: space, bullets, dashes and brackets, but never a word.
        assert not any(ch.isalnum() for ch in text[at : block.start])
        at = block.end
    assert not any(ch.isalnum() for ch in text[at:])


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("title", ["Bridge opens", "A bridge over the river opens in Tarn after eleven years of work"])
def test_header_lines_may_follow_each_other_without_a_blank_one(title: str, gap: str) -> None:
    prose = "The bridge opened in Tarn this morning. Hundreds of people came to walk over it."
    for lines in ([f"Title: {title}", "Published: 4 March 2021"], ["Published: 4 March 2021", f"Title: {title}"]):
        text = gap.join([*lines, prose])
        found = lay_out(text)
        assert (found.title, found.published) == (title, date(2021, 3, 4))
        assert [text[b.start : b.end] for b in found.blocks if b.kind == "header"] == lines
        assert [text[b.start : b.end] for b in found.blocks if b.kind == "body"] == [prose]


def test_a_title_may_be_wrapped_where_it_goes_on_in_lower_case() -> None:
    text = "Title: A bridge over the river opens at last after\nyears of work\nPublished: 4 March 2021\n\nIt opened."
    found = lay_out(text)
    assert found.published == date(2021, 3, 4)
