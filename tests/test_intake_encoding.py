from __future__ import annotations

import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import InputError
from sayso.intake.encoding import LIMIT_BYTES, check_text, decode, read_limited

QUIET = "The mayor’s office said “all is well” – and that the village of Ольховка was quiet."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marks_and_utf8(encoding: str) -> None:
    assert decode(QUIET.encode(encoding), "x") == QUIET


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("The village of Ольховка was quiet. The mayor, Иван Петров, said that the road was open.", "cp1251"),
        ("Сьогодні у місті було тихо, повідомили місцеві жителі. Дорога відкрита.", "cp1251"),
        ("Сегодня в городе было тихо, сообщили местные жители. Дорога открыта.", "koi8-r"),
        ("The mayor’s office said “all is well” – nothing else.", "cp1252"),
        ("The mayor’s office said Zürich’s café was open.", "cp1252"),
        ("The mayor of Łódź said Gdańsk was open and that the road to Kraków had been cleared.", "cp1250"),
    ],
)
def test_other_encodings_are_detected(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "x") == text


@pytest.mark.parametrize(
    ("text", "encodings"),
    [
        ("Рада обговорила бюджет і план доріг.", ("cp1251", "koi8-u", "cp1125", "iso8859-5", "mac-cyrillic")),
        ("Студенты сдают экзамены, сказали в школе.", ("cp1251", "koi8-r", "cp866", "iso8859-5")),
        ("«Осінь», – сказала вона й усміхнулась.", ("cp1251", "koi8-u")),
        ("تأجل اجتماع المجلس البلدي إلى يوم الخميس.", ("cp1256", "iso8859-6")),
    ],
)
def test_whole_texts_in_cyrillic_and_arabic_letters(text: str, encodings: tuple[str, ...]) -> None:
    for encoding in encodings:
        with contextlib.suppress(UnicodeEncodeError):
            assert decode(text.encode(encoding), "x") == text, encoding


def test_other_scripts_are_left_to_be_detected() -> None:
    greek = "Η γέφυρα είναι ανοιχτή, είπε ο δήμαρχος της πόλης τη Δευτέρα το πρωί."
    assert decode(greek.encode("cp1253"), "x") == greek


def test_declared_charset_decides_and_a_false_one_does_not() -> None:
    text = "Дорога открыта"
    assert decode(text.encode("koi8-r"), "x", "KOI8-R") == text
    assert decode("It’s open".encode("cp1252"), "x", "iso-8859-1") == "It’s open"
    assert decode("It’s open".encode(), "x", "windows-1251") == "It’s open"
    assert decode("It’s open".encode("cp1252"), "x", "no-such-charset") == "It’s open"


def test_nearly_utf8_is_mended_not_redetected() -> None:
    assert decode(b"\xe2\x80\x9cquoted\xe2\x80\x9d \xff and \xe2\x80\x99", "x") == "“quoted” \ufffd and ’"
    assert decode(b"cut short \xe2\x80", "x") == "cut short \ufffd"


def test_line_ends_are_kept() -> None:
    assert decode(b"one\r\ntwo\rthree\n", "x") == "one\r\ntwo\rthree\n"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"%PDF-1.7\n...", "a PDF"),
        (b"PK\x03\x04....", "zip"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"text with \x00 in it", "NUL"),
        ("The bridge".encode("utf-16-le"), "NUL"),
        (bytes(range(1, 32)) * 20, "control characters"),
        (b"", "empty"),
        (" \n\ufeff\u200b\u2028 ".encode(), "empty"),
    ],
)
def test_binaries_and_empty_files_are_refused(data: bytes, told: str) -> None:
    with pytest.raises(InputError, match=r"^x: ") as refused:
        decode(data, "x")
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


def test_fifty_megabytes_are_refused_without_being_read() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"a" * size

    stream = Endless()
    with pytest.raises(InputError, match="big: size: more than 20,000,000 bytes: at most 20 MB"):
        read_limited(stream, "big")  # type: ignore[arg-type]  # all that is used of a stream is read
    assert stream.given == LIMIT_BYTES + 1
    with pytest.raises(InputError, match="size"):
        check_text("a" * 50_000_000, "big")


def test_lone_surrogates_become_replacements_one_for_one() -> None:
    assert check_text("a\ud800b", "x") == "a\ufffdb"


@given(st.text(min_size=1).map(lambda t: "The road is open. " + t.replace("\0", "")))
def test_utf8_round_trip(text: str) -> None:
    if "\ufeff" not in text[:1] and not any(ch < " " for ch in text):
        assert decode(text.encode("utf-8"), "x") == text


@given(st.binary())
def test_no_bytes_break_it(data: bytes) -> None:
    with contextlib.suppress(InputError):
        assert decode(data, "x")


@pytest.mark.parametrize("encoding", ["cp1251", "cp866"])  # one name is too little to tell KOI8 by
def test_one_cyrillic_name_in_an_english_text(encoding: str) -> None:
    text = "The village of Ольховка was quiet on Monday, and the road to the river was open."
    assert decode(text.encode(encoding), "x") == text


@pytest.mark.parametrize(
    "label", ["undefined", "idna", "zlib", "rot13", "utf-7", "cp037", "unicode_escape", "a\0b", "é"]
)
def test_a_label_of_no_encoding_of_the_web_tells_nothing(label: str) -> None:
    text = "It’s open, the mayor’s office said."
    assert decode(text.encode("cp1252"), "x", label) == text
