from __future__ import annotations

import pytest

from bench import languages as measured
from sayso.intake.language import beside, language_name, looks_english, quick_guess, recognise


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


def test_no_page_is_taken_for_its_neighbours_language() -> None:
    """Ukrainian, Russian and Arabic beside what is written in the same letters; the bench prints the whole table."""
    for code, said in measured.texts().items():
        for at in range(0, len(said), 5):
            assert recognise("\n".join(said[at : at + 5])).code == code, said[at]


def test_single_sentences_are_rather_left_open_than_taken_for_another_language() -> None:
    found = measured.confused(measured.texts())
    wrong = {code: {taken for taken in counts if taken not in (code, "unsure")} for code, counts in found.items()}
    assert sum(map(len, wrong.values())) <= 2, wrong
    assert found["ar"]["ar"] == found["ar"].total()
    assert found["uk"]["uk"] >= 25
    assert found["ru"]["ru"] >= 25
    assert found["en"]["en"] == found["en"].total()


def test_a_foreign_quotation_makes_no_foreign_report() -> None:
    text = "The teacher read the poem aloud, and the class was asked to learn it by heart until Monday. "
    quote = "«Уранці над річкою стояв густий туман, а до обіду виглянуло сонце»"
    assert recognise(text * 2 + quote).code == "en"
    assert recognise(quote * 4 + text).code == "uk"


@pytest.mark.parametrize(
    "text",
    [
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore "
        "magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris.",
        "qwer asdf zxcv " * 20,
        "кран",
        "ከተማዋ ዛሬ ሰላም ነበረች",
    ],
)
def test_what_is_no_language_that_can_be_told_has_no_code(text: str) -> None:
    assert recognise(text).code == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Le maire a déclaré que le pont est ouvert et que les bus circulent dans la ville depuis hier.", "fr"),
        ("El alcalde dijo que el puente está abierto y que los autobuses funcionan como siempre en la ciudad.", "es"),
        ("O prefeito disse que a ponte está aberta e que os ônibus não mudaram na cidade, mas que ele não sabe.", "pt"),
        ("Der Bürgermeister sagte, dass die Brücke wieder offen ist und die Busse in der Stadt fahren.", "de"),
        ("昨日橋が開いたと市長が言った。", "ja"),
        ("ראש העיר אמר שהגשר פתוח", "he"),
    ],
)
def test_other_languages_have_their_code(text: str, code: str) -> None:
    assert recognise(text).code == code


def test_a_raw_page_is_guessed_at_behind_its_markup() -> None:
    head = "<html><head><style>p { color: red }</style><script>if (a < b) { open('the of and to') }</script></head>"
    menu = '<a href="/the/news/of/the/day">Menu</a>' * 20
    body = "<p>Засідання міської ради перенесли на четвер, і міст знову відкрито.</p>" * 10
    assert quick_guess(head + menu + body) == "uk"
    assert (
        quick_guess(head + menu + "<p>The mayor said that the bridge is open again, and so is the market.</p>" * 10)
        == "en"
    )
    assert quick_guess("") == ""
    assert quick_guess("<script>" + "the of and " * 1000) == ""


def test_names_of_languages() -> None:
    assert [language_name(code) for code in ("uk", "ru", "ar", "en", "fr", "xx")] == [
        "Ukrainian", "Russian", "Arabic", "English", "French", "xx",
    ]  # fmt: skip


def test_what_stands_beside_the_language_of_a_text() -> None:
    english = "The mayor said that the bridge was open again and that the market would be open on Monday.\n"
    russian = "Мэр сказал, что мост снова открыт и что рынок будет работать в понедельник, как обычно.\n"
    found = beside(english * 2 + russian, "en")
    assert found is not None
    assert found.code == "ru"
    assert beside(english * 9 + russian, "en") is None
    assert beside(english, "en") is None


def test_letters_half_of_which_are_latin_and_begin_no_word() -> None:
    assert looks_english("жa жb жc") == (False, looks_english("ж ж ж")[1])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Breaking News from Velmar Today: Subscribe\nШкола у Велмарі відкрилася.", "uk"),
        ("⚡️ Потяг затримується\n\n👉 Підписуйся https://t.me/velmar_today | @velmar_bot | YouTube | TikTok", "uk"),
        (
            "Потяг запізнився. https://www.youtube.com/watch?v=abcdefghijkl https://instagram.com/velmar_today_official",
            "uk",
        ),
        ("❗️В Варнии отменили утренний автобус.\n@varnia_live | t.me/varnia_live | Прислать новость", "ru"),
        ("🔴 عاجل | تأجيل المباراة\n#فيلمار t.me/velmar_news @velmar_news_official", "ar"),
        ("НОВИЙ АВТОБУС ХОДИТИМЕ ДО ДОЛЬМІРА", "uk"),
        ("Velmar (Велмар) and Dolmir (Дольмір) agreed to share a bus.", "en"),
        ("The market opened on Tuesday, the mayor said: «Ми дуже раді бачити всіх», and left.", "en"),
        ("Тhe mаrkеt in Vеlmаr wаs ореnеd оn Tuеsdау, thе соunсil sаid.", "en"),  # letters that only look Latin
    ],
)
def test_posts_go_by_their_running_text(text: str, code: str) -> None:
    assert recognise(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "Poezd iz Dolmira opozdal na chas, potomu chto na puti upalo derevo, skazal dezhurnyy vchera.",
            "ru-Latn",
        ),
        ("Rynok rabotaet kazhdyy den krome vtornika, no med i yabloki mozhno kupit tolko v subbotu.", "ru-Latn"),
        ("Rynok pratsiuie shchodnia krim vivtorka, ale med i yabluka mozhna kupyty tilky v subotu.", "uk-Latn"),
        ("Doshch ishov vsiu nich, i dorohy rozmylo, tomu avtobusy sohodni ne khodiat, a ispyty perenesly.", "uk-Latn"),
        ("Dibistan wê heta duşemê girtî be û zarok bi mamosteyên xwe re biçin şanoyê, wekî par.", "kmr"),
        ("Danas je u gradu otvorena nova izložba na koju su došli svi stanovnici, rekao je gradonačelnik.", "sr"),
        (
            "Dnes byla otevřena nová výstava, na kterou přišli všichni, a starosta řekl, že je to svátek.",
            "cs",
        ),
    ],
)
def test_languages_in_letters_that_are_not_their_own(text: str, code: str) -> None:
    assert recognise(text).code == code


def test_a_link_alone_is_in_no_language() -> None:
    assert recognise("https://t.me/velmar/12345 @velmar").code == ""
