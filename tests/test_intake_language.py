from __future__ import annotations

import pytest

from sayso.intake.language import looks_english


@pytest.mark.parametrize(
    "text",
    [
        "The bridge is open again, the mayor said on Monday.",
        "Bridge opens",
        "Mayor Іван Петренко of Ольховка said that the road to the village was open again on Monday.",
        "Drones seen over Lesna, Dubno, Brod, Horka, Lipa and Novy Most, officials said on Monday night",
    ],
)
def test_english(text: str) -> None:
    assert looks_english(text) == (True, "English")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Сьогодні у місті було тихо, повідомили місцеві жителі.", "Ukrainian"),
        ("Сегодня в городе было тихо, сообщили местные жители, выходя из дома.", "Russian"),
        ("قال رئيس البلدية أمس إن الوضع هادئ", "Arabic"),
        ("በከተማዋ ዛሬ ሰላም ነበር", "Ethiopic"),
        ("市长说桥已经开放了", "Chinese"),
        ("昨日橋が開いたと市長が言った。", "Japanese"),
        ("Le maire a déclaré que le pont est ouvert et que les bus circulent.", "French"),
        ("El alcalde dijo que el puente está abierto y que los autobuses funcionan.", "Spanish"),
        ("Der Bürgermeister sagte, dass die Brücke wieder offen ist und die Busse fahren.", "German"),
        ("Most został otwarty, powiedział burmistrz, i autobusy jeżdżą jak zwykle.", "Polish"),
    ],
)
def test_other_languages_are_named(text: str, language: str) -> None:
    english, reason = looks_english(text)
    assert not english
    assert reason.startswith("looks like")
    assert language in reason


def test_figures_are_no_language() -> None:
    assert looks_english("1234, 5678") == (False, "no words in it")


def test_nonsense_in_latin_letters_is_not_english() -> None:
    assert not looks_english("lorem ipsum dolor sit amet " * 10)[0]


def test_an_english_heading_on_a_long_foreign_text_proves_nothing() -> None:
    text = "The mayor said that the bridge is open. " * 20 + "Сьогодні у місті було тихо. " * 4000
    assert looks_english(text) == (False, "looks like Ukrainian")
