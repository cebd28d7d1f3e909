from __future__ import annotations

from collections import Counter

import pytest

from sayso.intake.alphabets import Told, fluency, names, tell


def _tell(text: str) -> Told | None:
    return tell(text, Counter(ch for ch in text if ch.isalpha() and ch > "\u024f"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Міст знову відкрито, сказав мер.", Told("uk", "Ukrainian")),
        ("Мост снова открыт, сказал мэр.", Told("ru", "Russian")),
        ("Мост зноў адкрыты, сказаў мэр.", Told("be", "Belarusian")),
        ("Мостът отново е отворен, каза кметът.", Told("bg", "Bulgarian")),
        ("Мост је поново отворен, рекао је градоначелник.", Told("sr", "Serbian")),
        ("أعيد فتح الجسر، قال رئيس البلدية.", Told("ar", "Arabic")),
        ("پل دوباره باز شد، شهردار گفت.", Told("fa", "Persian")),
        ("میئر نے کہا کہ پل دوبارہ کھل گیا ہے۔", Told("ur", "Urdu")),
        ("ښاروال وويل چې پل بيا پرانيستل شو.", Told("ps", "Pashto")),
        ("Η γέφυρα", None),
        ("", None),
        ("кран", Told("", "a language in Cyrillic letters")),
    ],
)
def test_tell(text: str, told: Told | None) -> None:
    assert _tell(text) == told


def test_vowel_signs_and_long_lines_do_not_hide_a_word() -> None:
    assert _tell("قَالَ رَئِيسُ البَلَدِيَّةِ إِنَّ السُّوقَ مَفْتُوحٌ") == Told("ar", "Arabic")


def test_fluency_falls_where_bytes_stand_for_other_letters() -> None:
    text = "Рада обговорила бюджет і план доріг на наступний рік."
    assert fluency(text) > 3.5
    assert fluency(text.encode("cp1251").decode("koi8-u")) < 3.1
    assert fluency(text.swapcase()) < fluency(text)
    assert fluency("plain") == 0.0


def test_every_language_has_a_name() -> None:
    assert names()["uk"] == "Ukrainian"
    assert all(code.islower() and name[0].isupper() for code, name in names().items())
