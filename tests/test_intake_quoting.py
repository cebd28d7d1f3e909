"""Are a message's own words told from those that it quotes and passes on?"""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.intake.quoting import own_markup, parted

OWN = "Our office in Lesnava says that drones hit a depot.\n\n"
THEIRS = "Ostryan shells fell on Mlin, the mayor said.\nTwo schools were hit.\n"
QUOTED = "".join(f"> {line}\n" for line in THEIRS.splitlines())
HEAD = "From: Interwire <desk@interwire.example>\nSent: Thursday, March 6, 2031 8:30 AM\nTo: Otto\nSubject: Mlin\n\n"


@pytest.mark.parametrize(
    "answered",
    [
        "On Fri, 7 Mar 2031 at 08:30, Interwire <desk@interwire.example> wrote:\n\n" + QUOTED,
        "On Fri, 7 Mar 2031 at 08:30, Interwire and its correspondents in the east\n<desk@interwire.example> wrote:\n"
        + QUOTED,
        "Am 07.03.2031 um 08:30 schrieb Interwire:\n" + QUOTED,
        "пт, 7 мар. 2031 г. в 08:30, Interwire пишет:\n" + QUOTED,
        QUOTED,
        "-----Original Message-----\n" + HEAD + THEIRS,
        "________________________________\n" + HEAD + THEIRS,
        "-----Ursprüngliche Nachricht-----\nVon: Interwire\nGesendet: Donnerstag\nAn: Otto\nBetreff: Mlin\n\n" + THEIRS,
        HEAD + THEIRS,
        "_______________________________________________\nNews mailing list\nNews@lists.example\n",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_a_reply_answers_is_left_out(answered: str, end: str) -> None:
    parts = parted((OWN + answered).replace("\n", end), "Re: Mlin")
    assert parts.own.strip() == OWN.strip()
    assert parts.passed_on is None


def test_answers_between_the_lines_are_kept() -> None:
    parts = parted("Interwire wrote:\n> Shells fell on Mlin.\n\nOn Pesk.\n\n> Two were hurt.\n\nThree.\n", "Re: Mlin")
    assert parts.own.split() == ["On", "Pesk.", "Three."]


@pytest.mark.parametrize(
    ("divider", "subject"),
    [
        ("---------- Forwarded message ---------\n", "Fwd: Mlin"),
        ("-------- Forwarded Message --------\n", "have a look"),
        ("Begin forwarded message:\n\n", "Fwd: Mlin"),
        ("-----Original Message-----\n", "FW: Mlin"),
        ("________________________________\n", "WG: Mlin"),
    ],
)
def test_what_is_passed_on_is_another_letter_with_a_header_of_its_own(divider: str, subject: str) -> None:
    parts = parted("FYI\n\n" + divider + HEAD + THEIRS, subject)
    assert parts.own.strip() == "FYI"
    assert (parts.passed_on or "").strip() == THEIRS.strip()
    assert parts.head["from"] == "Interwire <desk@interwire.example>"
    assert (parts.head["date"], parts.head["subject"]) == ("Thursday, March 6, 2031 8:30 AM", "Mlin")


def test_one_that_is_passed_on_with_marks_is_freed_of_them() -> None:
    parts = parted("Begin forwarded message:\n\n> " + HEAD.replace("\n", "\n> ") + "\n" + QUOTED, "Fwd: Mlin")
    assert (parts.passed_on or "").strip() == THEIRS.strip()


@pytest.mark.parametrize(
    "text",
    [
        THEIRS,
        "From: the staff\nof the hospital. To: all who asked.\n\n" + THEIRS,
        "The governor wrote:\n\n“Mlin stands.”\n",
        "____________________\n\n" + THEIRS,
        "-----Original Message-----\nwas the title of the play that the soldiers saw.\n",
        "From Mlin to Pesk it is a day's walk.\nSent: nobody.\n",
    ],
)
def test_prose_that_looks_alike_is_left_as_it_is(text: str) -> None:
    assert parted(text, "Mlin").own == text


@given(st.text(alphabet="From: Sent>-_\nOxwrte,\r "))
def test_nothing_is_invented(text: str) -> None:
    parts = parted(text, "Re: x")
    assert set((parts.own + (parts.passed_on or "")).split()) <= set(text.split())


@pytest.mark.parametrize("hostile", ["> ", "-", "_", " ", "\n", "From: a\n", "wrote:\n> x\n", "x wrote\n", ">", "a (b"])
def test_no_message_takes_long(hostile: str) -> None:
    begun = time.thread_time()
    parted(hostile * (200_000 // len(hostile)), "Fwd: x")
    assert time.thread_time() - begun < 1


def test_in_html_quotations_and_what_no_reader_sees_go_and_other_quotes_stay() -> None:
    markup = (
        "<div style='display:none'>Preview.</div><p>Own.</p><blockquote><p>We left, he said.</p></blockquote>"
        "<div class='gmail_quote'><div class='gmail_attr'>On Friday X wrote:</div><p>Theirs.</p></div> tail"
        "<blockquote type='cite'>Cited.</blockquote><div id='appendonsend'></div><hr><p>Old letter.</p>"
    )
    own = own_markup(f"<html><body>{markup}</body></html>", "Re: Mlin")
    for kept in ("Own.", "We left", "tail"):
        assert kept in own
    for gone in ("Preview", "Theirs", "wrote", "Cited", "Old letter"):
        assert gone not in own
    forwarded = "<p>FYI</p><div class='gmail_quote'><p>---------- Forwarded message ---------</p><p>Theirs.</p></div>"
    assert "Theirs." in own_markup(f"<html><body>{forwarded}</body></html>", "look")
    assert "Old letter" in own_markup(f"<html><body>{markup}</body></html>", "Fwd: Mlin")
