from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.languages import texts
from sayso.gazetteer import Gazetteer, open_gazetteer
from sayso.intake import report_from_text
from sayso.model import Block, Reading, Report
from sayso.reader.foreign import read_foreign

DAY = date(2031, 3, 10)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def read(text: str, gazetteer: Gazetteer, published: date | None = DAY) -> Reading:
    return read_foreign(report_from_text(text, published=published), gazetteer, None)


def places(reading: Reading) -> dict[str, str]:
    text = reading.report.text
    return {text[m.start : m.end]: m.place.name for m in reading.mentions if m.place is not None}


def days(reading: Reading) -> dict[str, str]:
    text = reading.report.text
    return {text[m.start : m.end]: f"{m.when.start}..{m.when.end}" for m in reading.mentions if m.when is not None}


UKRAINIAN = (
    "Засідання ради у Велмарі перенесли на четвер, повідомили у Дольмірі.\n\n"
    "У Сельській і Сельмській області сніг розтане, кажуть жителі Леснави. Учора у Варнії було тихо."
)
RUSSIAN = (
    "Заседание совета в Велмаре перенесли на четверг, сообщили в Дольмире.\n\n"
    "В Сельмской области снег растает, говорят жители Леснавы. Вчера в Варнии было тихо."
)
ARABIC = (
    "تأجل اجتماع المجلس في فيلمار إلى يوم الخميس، كما قيل في دولمير.\n\n"
    "وقال سكان ليسنافا إن الثلج سيذوب. كان الوضع هادئا في فارنيا أمس."
)


@pytest.mark.parametrize(
    ("text", "language", "named", "dated"),
    [
        (
            UKRAINIAN,
            "Ukrainian",
            {
                "Велмарі": "Velmar",
                "Дольмірі": "Dolmir",
                "Сельмській області": "Selm region",
                "Леснави": "Lesnava",
                "Варнії": "Varnia",
            },
            {"четвер": "2031-03-06..2031-03-06", "Учора": "2031-03-09..2031-03-09"},
        ),
        (
            RUSSIAN,
            "Russian",
            {
                "Велмаре": "Velmar",
                "Дольмире": "Dolmir",
                "Сельмской области": "Selm region",
                "Леснавы": "Lesnava",
                "Варнии": "Varnia",
            },
            {"четверг": "2031-03-06..2031-03-06", "Вчера": "2031-03-09..2031-03-09"},
        ),
        (
            ARABIC,
            "Arabic",
            {"فيلمار": "Velmar", "دولمير": "Dolmir", "ليسنافا": "Lesnava", "فارنيا": "Varnia"},
            {"يوم الخميس": "2031-03-06..2031-03-06", "أمس": "2031-03-09..2031-03-09"},
        ),
    ],
)
def test_a_report_in_another_language_has_places_and_days_and_no_claims(
    gazetteer: Gazetteer, text: str, language: str, named: dict[str, str], dated: dict[str, str]
) -> None:
    reading = read(text, gazetteer)
    assert reading.claims == ()
    assert reading.theatre == "varnia"
    assert reading.warnings == (f"in {language}: not read for claims; its places and dates are found",)
    assert places(reading) == named
    assert days(reading) == dated


def test_a_language_without_a_table_is_kept_and_says_so(gazetteer: Gazetteer) -> None:
    reading = read("Le maire a déclaré que le pont est ouvert et que les bus circulent dans la ville.", gazetteer)
    assert (reading.claims, reading.mentions, reading.theatre) == ((), (), "generic")
    assert reading.warnings == ("in French: not read for claims, and its places and dates are not looked for",)


def test_without_a_date_relative_times_are_left_open_and_dates_are_not(gazetteer: Gazetteer) -> None:
    reading = read("Вчора у Велмарі зібралася рада, а 7 березня 2031 року міст відкрили.", gazetteer, published=None)
    assert days(reading) == {"7 березня 2031 року": "2031-03-07..2031-03-07"}
    assert "give --published" in reading.warnings[1]


def test_what_is_furniture_is_not_searched(gazetteer: Gazetteer) -> None:
    text = "Читайте також: Велмар.\nУ Дольмірі й Леснаві тихо."
    blocks = (Block("boilerplate", 0, 22), Block("body", 23, len(text)))
    reading = read_foreign(Report("r", text, published=DAY, blocks=blocks, language="uk"), gazetteer, None)
    assert places(reading) == {"Дольмірі": "Dolmir", "Леснаві": "Lesnava"}


@pytest.mark.parametrize("code", ["uk", "ru", "ar", "fa", "bg"])
def test_offsets_are_of_the_text_and_nothing_is_ever_claimed(gazetteer: Gazetteer, code: str) -> None:
    text = "\n\n".join(texts()[code])
    reading = read_foreign(Report("r", text, published=DAY, language=code), gazetteer, None)
    assert reading.claims == ()
    ends = [0, *(m.end for m in reading.mentions)]
    assert all(before <= m.start < m.end <= len(text) for before, m in zip(ends, reading.mentions, strict=False))
    for m in reading.mentions:
        assert text[m.start : m.end].strip() == text[m.start : m.end]
        assert (m.place is None) != (m.when is None)


@given(
    st.lists(
        st.sampled_from(
            [*UKRAINIAN.split(), *RUSSIAN.split(), *ARABIC.split(), "7", "٣", "2031", "березня", ".", "-", "марта"]
        ),
        max_size=40,
    ).map(" ".join),
    st.sampled_from(["uk", "ru", "ar"]),
)
def test_words_in_any_order_are_read_without_a_fault(text: str, code: str) -> None:
    reading = read_foreign(Report("r", text, published=DAY, language=code), open_gazetteer_once(), None)
    assert not reading.claims
    assert all(0 <= m.start < m.end <= len(text) for m in reading.mentions)


_OPEN: list[Gazetteer] = []


def open_gazetteer_once() -> Gazetteer:
    """One for all examples: hypothesis asks for no fixture."""
    if not _OPEN:
        _OPEN.append(open_gazetteer())
    return _OPEN[0]
