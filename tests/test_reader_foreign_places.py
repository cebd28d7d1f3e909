from __future__ import annotations

import pytest

from sayso.gazetteer import Gazetteer, open_gazetteer
from sayso.model import Mention, Report
from sayso.reader.foreign_places import choose_theatre, find_names, places_of
from sayso.reader.foreign_words import words_of
from sayso.theatres import GENERIC, load


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def found(text: str, language: str, gazetteer: Gazetteer) -> list[tuple[str, str]]:
    names, whole = find_names(list(words_of(Report("r", text, language=language))), language, gazetteer, None)
    assert whole
    told: list[Mention] = places_of(names, gazetteer, choose_theatre(names))
    return [(text[m.start : m.end], m.place.name) for m in told if m.place is not None]


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        (
            "uk",
            "У Харкові та Києві хмарно, у Одесі сонце, а з Полтави прибув потяг.",
            ["Kharkiv", "Kyiv", "Odesa", "Poltava"],
        ),
        ("uk", "Концерт у Білій Церкві перенесли до Кривого Рогу.", ["Bila Tserkva", "Kryvyi Rih"]),
        (
            "uk",
            "Дощить у Харківській області, на Полтавщині та в Криму.",
            ["Kharkiv region", "Poltava region", "Crimea"],
        ),
        ("uk", "Гості з Польщі та Румунії відвідали Слов'янськ.", ["Poland", "Romania", "Slovyansk"]),
        ("ru", "В Харькове и Киеве облачно, а из Полтавы прибыл поезд.", ["Kharkiv", "Kyiv", "Poltava"]),
        ("ru", "Выставка в Нижнем Новгороде и Старом Осколе открыта.", ["Nizhniy Novgorod", "Staryy Oskol"]),
        (
            "ar",
            "الطقس جميل في الخرطوم وأم درمان، وتصل الحافلة إلى بورتسودان من ود مدني.",
            ["Khartoum", "Omdurman", "Port Sudan", "Wad Madani"],
        ),
        ("ar", "هطلت الأمطار في شمال دارفور وبالفاشر.", ["North Darfur", "El Fasher"]),
        ("ar", "افتتح المعرض في الأبيض وفي حلب.", ["El Obeid", "Aleppo"]),
        # one town is enough where only one theatre has the name
        ("ar", "فتح السوق أبوابه في الخرطوم.", ["Khartoum"]),
        ("ru", "Ярмарка в Одесской области закрылась.", ["Odesa region"]),
        # adjectives that share their word, and regions that no theatre lists
        ("uk", "Тепло в Одеській та Полтавській областях.", ["Odesa region", "Poltava region"]),
        ("ru", "Концерт в Томской и Омской областях.", ["Tomsk Oblast", "Omsk Oblast"]),
        ("uk", "Конкурс у Бахмутському районі та на Бахмутщині.", ["Bakhmut Raion", "Bakhmut Raion"]),
        ("ar", "افتتح المعرض في محافظة حمص.", ["Homs province"]),
        ("uk", "Голова Полтавської ОВА та Сумської обласної ради відкрили парк.", ["Poltava region", "Sumy region"]),
        ("uk", "Гості з Нового Роздолу приїхали.", ["Novyi Rozdil"]),
        ("ru", "В Верхней Пышме цветёт сирень Центрального парка.", ["Verkhnyaya Pyshma"]),
        ("ar", "افتتح محافظ إدلب معرضا، وشكر سكان اللاذقية.", ["Idlib", "Latakia"]),
        # which case a name stands in is told by the larger town
        ("ru", "Гости приехали из Винницы.", ["Vinnytsya"]),
        ("uk", "Автобус до Кам'янця-Подільського запізнився.", ["Kamyanets-Podilskyi"]),
        ("uk", "Книгарня у Кам’янці-Подільському зачинена.", ["Kamyanets-Podilskyi"]),
        # a list, a hashtag, a headline
        ("uk", "Рахів зачекає, а Ужгород та Рахів співають.", ["Uzhhorod", "Rakhiv"]),
        ("ar", "مطر في حمص والسلمية.", ["Homs", "As Salamīyah"]),
        ("uk", "#Ковель #Кривий_Ріг сьогодні сонячно", ["Kovel", "Kryvyi Rih"]),
        ("uk", "НОВІ МАРШРУТИ У ПОЛТАВІ ТА ЛЬВОВІ", ["Poltava", "Lviv"]),
        ("uk", "Потяг Київ — Одеса спізнюється.", ["Kyiv", "Odesa"]),
    ],
)
def test_places_in_their_case(gazetteer: Gazetteer, language: str, text: str, names: list[str]) -> None:
    assert [name for _, name in found(text, language, gazetteer)] == names


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "Володимир Кравченко і Роман Полтавець розповіли про виставку."),
        ("uk", "Рада зібралася. Мир настав. Перемога! Слава прийшла пізно."),
        ("ru", "Владимир Путилов и Роман Сумской говорили о выставке."),
        ("ru", "Мир и труд. Победа близка."),
        ("ar", "قال محمد علي إن السلام جميل، وزار كريم حسن المدينة الكبيرة في الصباح."),
        ("ar", "كان القميص الأبيض طويلا والطريق طويلة."),
        ("ar", "وصل القطار في الصباح إلى محطة في مدينة صغيرة."),
        ("uk", "Київський трамвай і Полтавський театр подорожчали."),
        ("uk", "Сокіл сів на дах. Берег зелений. Броди мілкі."),
        ("uk", "Човен плив через Дніпро, а вода в Дніпрі холодна."),
        ("uk", "НОВЕ МЕТРО І СТАРИЙ ПАРК ВІДКРИЛИ ДЛЯ ВСІХ"),
        ("ru", "Сокол сел на крышу. Берег зелёный. Изюм сладкий."),
        ("ru", "Газета «Тамбов» и клуб «Томск» спорили."),
        ("ar", "قالت قناة الجزيرة إن صور الطيور جميلة."),
        ("uk", "Кафе «Одеса» та готель «Полтава» зачинені, а в Думі тихо."),
        ("ru", "В Думе спорили, рыба плывёт по Дону, Кавказ высок."),
        ("ar", "فتح أحمد باب البيت في شارع بغداد يوم الخميس والجمعة."),
    ],
)
def test_names_of_people_and_common_words_are_no_places(gazetteer: Gazetteer, language: str, text: str) -> None:
    assert found(text, language, gazetteer) == []


def test_what_is_written_together_with_a_name_is_no_part_of_it(gazetteer: Gazetteer) -> None:
    text = "تحدث سكان فيلمار ودولمير وليسنافا عن الطقس."
    assert found(text, "ar", gazetteer) == [("فيلمار", "Velmar"), ("دولمير", "Dolmir"), ("ليسنافا", "Lesnava")]
    assert found("مطر وأم درمان", "ar", gazetteer) == [("أم درمان", "Omdurman")]


@pytest.mark.parametrize(
    ("language", "text", "theatre"),
    [
        ("uk", "У Велмарі та Леснаві тихо.", "varnia"),
        ("uk", "У Харкові та Києві тихо.", "ukraine"),
        ("ar", "الطقس في الخرطوم ونيالا والفاشر هادئ.", "sudan"),
        ("ru", "В Москве и Казани идёт снег.", "generic"),
        ("uk", "У Харкові тихо.", "generic"),
        ("ru", "В Париже, Лионе и Берлине жарко, как и в Киеве.", "generic"),
    ],
)
def test_places_tell_the_theatre(gazetteer: Gazetteer, language: str, text: str, theatre: str) -> None:
    names, whole = find_names(list(words_of(Report("r", text, language=language))), language, gazetteer, None)
    assert whole
    assert choose_theatre(names).name == theatre


def test_native_names_are_of_places_that_their_theatre_knows(gazetteer: Gazetteer) -> None:
    for theatre in ("ukraine", "sudan", "varnia"):
        told = load(theatre)
        for table in told.native.values():
            assert all(told.place(name) or told.region(name) for name in table.values())
    assert not GENERIC.native


def test_a_text_of_nothing_but_names_is_looked_up_to_a_bound(
    gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sayso.reader.foreign_places._MOST_LOOKUPS", 20)
    text = "Алба Берег Велес Гура Дорн Ельм. " * 3 + "У Велмарі та Харкові тихо."
    names, whole = find_names(list(words_of(Report("r", text, language="uk"))), "uk", gazetteer, None)
    assert not whole
    assert [name.form for name in names] == ["Велмар"]  # what theatres name themselves is found all the same
