"""The whole record: what holds for any report, however its sentences are cut, shuffled or joined."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.examples import REPORT, REPORTS
from sayso.intake import read_source, report_from_text
from sayso.model import Reading, Report
from sayso.reader import Reader
from tests.reading import FIELDS, check, claims_of, find, reading_of, types_of, view

TEXTS = [
    REPORT.read_text(encoding="utf-8"),
    *(json.loads(line)["text"] for line in REPORTS.read_text(encoding="utf-8").splitlines()),
]
SENTENCES = sorted({s.strip() for text in TEXTS for s in re.split(r"(?<=[.”])\s+", text) if s.strip()})
SCRAPS = ["“", "“”", "said.", "12", "—", "“We” said", "According to", "said on Monday.", "(Interwire) -"]
QUICK = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _bare(text: str) -> Report:
    """A text as it stands, past intake, which would refuse scraps and other languages."""
    return Report(id="t", text=text, published=date(2031, 6, 18), theatre="varnia")


def _examples() -> list[Report]:
    return [r for path in (REPORT, REPORTS) for r in read_source(str(path)) if isinstance(r, Report)]


@pytest.fixture(scope="module")
def readings(reader: Reader) -> list[Reading]:
    return list(reader.read_all(_examples()))


def test_every_claim_of_every_example_stands_on_its_words(readings: list[Reading]) -> None:
    assert len(readings) > 1
    for reading in readings:
        assert reading.claims
        check(reading)


def test_every_record_has_every_field_and_goes_through_json(readings: list[Reading]) -> None:
    for reading in readings:
        for row in reading.records():
            assert set(row) == FIELDS
            assert json.loads(json.dumps(row)) == row
            for place in row["places"]:
                assert set(place) == {"name", "id", "lat", "lon", "precision"}
            for party in (row["actor"], row["target"]):
                assert party is None or set(party) == {"name", "side"}
            for stance in row["stances"]:
                assert set(stance) == {"by", "stance"}


def test_ids_are_the_same_in_a_second_read(reader: Reader, readings: list[Reading]) -> None:
    again = list(reader.read_all(_examples()))
    assert [[c.id for c in r.claims] for r in again] == [[c.id for c in r.claims] for r in readings]


def test_a_second_read_tells_the_very_same(reader: Reader, readings: list[Reading]) -> None:
    assert [r.records() for r in reader.read_all(_examples())] == [r.records() for r in readings]


def test_no_claim_stands_in_a_headline_a_credit_or_a_header(readings: list[Reading]) -> None:
    for reading in readings:
        barred = [
            b for b in reading.report.blocks if b.kind in {"headline", "credit", "header", "boilerplate", "dateline"}
        ]
        for claim in reading.claims:
            assert not any(b.start < claim.end and claim.start < b.end for b in barred)


def test_every_claim_has_its_reasons(readings: list[Reading]) -> None:
    for reading in readings:
        for claim in reading.claims:
            for spans in reading.why[claim.id].spans.values():
                assert all(0 <= a <= b <= len(reading.report.text) for a, b in spans)


def test_a_report_without_claims_is_a_reading_all_the_same() -> None:
    assert claims_of("The weather was fine and the shops were open.") == ()


@QUICK
@given(st.permutations(SENTENCES).map(lambda p: p[:12]), st.sampled_from([" ", "\n\n"]))
def test_sentences_in_any_order_break_nothing(reader: Reader, sentences: list[str], between: str) -> None:
    check(reader.read(_bare(between.join(sentences))))


@QUICK
@given(st.sampled_from(TEXTS), st.integers(0, 3000), st.integers(1, 700))
def test_a_report_cut_anywhere_breaks_nothing(reader: Reader, text: str, start: int, length: int) -> None:
    start = min(start, len(text) - 1)
    check(reader.read(_bare(text[start : start + length])))


@QUICK
@given(st.text(alphabet=st.sampled_from(list("ab Mlin said.,“”\"'’—-()\n0123%")), max_size=120))
def test_any_string_of_quotes_and_stops_is_read(reader: Reader, text: str) -> None:
    check(reader.read(_bare(text)))


@pytest.mark.parametrize("text", SCRAPS)
def test_scraps_are_read(reader: Reader, text: str) -> None:
    check(reader.read(_bare(text)))


def test_the_text_before_a_claim_does_not_change_its_words() -> None:
    one = "Ostryan forces captured the village of Hradov on Sunday."
    two = "Varnian troops shelled the city of Dolmir on Monday.\n\n" + one
    assert find(one, type="capture").text == find(two, type="capture").text


def test_the_same_words_in_curly_and_straight_quotes_are_the_same_claims() -> None:
    curly = "“We captured the village of Hradov,” Vera Tolan said. “The enemy’s troops retreated to Mlin.”"
    straight = curly.translate({ord("“"): '"', ord("”"): '"', ord("’"): "'"})
    drop = {"text"}
    assert [{k: v for k, v in view(c).items() if k not in drop} for c in claims_of(curly)] == [
        {k: v for k, v in view(c).items() if k not in drop} for c in claims_of(straight)
    ]


REPORTED = (
    "Mayor Ivo Stanek told Radio Delta on Tuesday that Ostryan drones killed at least two people in Kamsin on Monday."
)


def test_one_sentence_fills_the_whole_record() -> None:
    seen = view(find(REPORTED, type="casualties"))
    assert seen["source"] == "Ivo Stanek"
    assert (seen["kind"], seen["side"]) == ("local_official", "Varnia")
    assert (seen["cue"], seen["quote"], seen["via"]) == ("told", "indirect", ["Radio Delta"])
    assert seen["actor_side"] == "Ostrya"
    assert seen["places"] == ["Kamsin"]
    assert (seen["when"], seen["said"]) == (("2031-06-16", "2031-06-16"), "2031-06-17")
    assert seen["counts"] == {"killed": (2, None)}
    assert seen["modality"] == "asserted"


def test_the_date_of_the_report_moves_relative_times_only() -> None:
    text = "Ostryan forces shelled the town of Lesnava on Monday."
    earlier = find(text, published=date(2031, 6, 11))
    later = find(text, published=date(2031, 6, 18))
    assert earlier.when != later.when
    assert (earlier.text, earlier.type, earlier.places) == (later.text, later.type, later.places)


SAME_DAY = "Published: June 18, 2031\n\n"


def test_a_caption_that_reports_an_event_is_read() -> None:
    text = (
        SAME_DAY + "Talks open\n\n"
        "Open this photo in gallery: Rescuers stand at a school destroyed by a missile in Kamsin, on June 16. "
        "Photo: Mira Koval/Interwire\n\nVELMAR, June 18 (Interwire) - Ostryan forces shelled the town of Lesnava."
    )
    assert "shelling" in types_of(text)
    assert any(c.start < text.index("Photo: Mira") for c in claims_of(text))


def test_a_report_of_another_theatre_is_read_by_its_own() -> None:
    report = report_from_text("Varnian troops captured the village of Hradov.", id="t", theatre="varnia")
    assert Reader(theatre="ukraine").read(report).theatre == reading_of("Varnian troops left.").theatre


WIRE: list[tuple[str, dict[str, Any]]] = [
    (
        (
            "Ostryan forces have seized two villages in the Selm region, Varnian military "
            "officials said on Wednesday, as fighting intensified in the east."
        ),
        {
            "type": "capture",
            "source": "Varnian military officials",
            "kind": "military",
            "places": ["Selm region"],
            "said": "2031-06-18",
        },
    ),
    (
        (
            "The governor of the Selm region, Anna Belova, said three people were "
            "killed when a missile struck a house in Kamsin on Tuesday evening."
        ),
        {"type": "casualties", "source": "Anna Belova", "places": ["Kamsin"], "counts": {"killed": 3}},
    ),
    (
        (
            "Ostrya’s Defence Ministry said on Wednesday its air defences had "
            "destroyed 33 Varnian drones over the Zubria region overnight."
        ),
        {
            "type": "repel",
            "actor_side": "Ostrya",
            "target_side": "Varnia",
            "counts": {"drones": 33},
            "said": "2031-06-18",
        },
    ),
    (
        (
            "Ostrya’s Defence Ministry said on Wednesday its air defences had "
            "destroyed 33 Varnian drones over the Zubria region."
        ),
        {"type": "repel", "actor": "Ostryan air defences"},
    ),
    (
        (
            "“The enemy is trying to break through our defences near Hradov,” "
            "Radek Holm, commander of Varnia’s army, wrote on Telegram."
        ),
        {
            "type": "advance",
            "source": "Radek Holm",
            "via": ["Telegram"],
            "actor_side": "Ostrya",
            "target_side": "Varnia",
            "modality": "intended",
        },
    ),
    (
        (
            "Milan Sorvo said Varnia would not give up its territory and urged "
            "Western partners to speed up deliveries of air defence systems."
        ),
        {"type": "appeal", "source": "Milan Sorvo"},
    ),
    (
        (
            "Varnian forces have not lost control of the town, Vera Tolan said, "
            "dismissing Ostryan claims that it had been captured."
        ),
        {"type": "withdraw", "source": "Vera Tolan", "modality": "negated"},
    ),
    (
        (
            "At least 14 people, including three children, were killed in an Ostryan air "
            "strike on a market in Tarn on Sunday, according to Varnian prosecutors."
        ),
        {
            "type": "casualties",
            "source": "Varnian prosecutors",
            "actor_side": "Ostrya",
            "counts": {"killed": (14, None)},
            "when": ("2031-06-15", "2031-06-15"),
        },
    ),
    (
        "An explosion at an ammunition depot near Zubrin injured 12 people, the local governor said.",
        {
            "type": "casualties",
            "source": "local governor",
            "kind": "local_official",
            "counts": {"injured": 12},
            "places": ["Zubrin"],
        },
    ),
    (
        (
            "The United Nations said more than 100,000 people had been forced "
            "from their homes since the start of the conflict."
        ),
        {
            "type": "displacement",
            "source": "United Nations",
            "counts": {"displaced": (100000, None)},
            "when": ("2030-08-19", None),
        },
    ),
    (
        "Ostrya, which has occupied Dolmir since September, has been building trenches around the city.",
        {"type": "fortify", "actor": "Ostrya", "places": ["Dolmir"]},
    ),
    (
        "Ostrya, which has occupied Dolmir since September, has been building trenches around the city.",
        {"type": "hold", "actor": "Ostrya", "when": ("2030-09-01", None)},
    ),
    (
        "Ostryan troops were forced to retreat from Mlin after suffering heavy losses, Vera Tolan said.",
        {"type": "withdraw", "source": "Vera Tolan", "actor_side": "Ostrya", "places": ["Mlin"]},
    ),
    (
        (
            "Petra Lind, a military analyst in Velmar, said Ostryan forces were "
            "likely to launch a new offensive in the coming weeks."
        ),
        {"type": "advance", "source": "Petra Lind", "modality": "possible", "places": []},
    ),
    (
        "Rescue workers found four bodies in a school in Kamsin on Wednesday, bringing the death toll to 11.",
        {"type": "casualties", "counts": {"killed": 11}},
    ),
    (
        (
            "Ostrya claims to have captured the village of Mlin, but Varnian "
            "officials say their troops are still holding out there."
        ),
        {"type": "hold", "source": "Varnian officials", "actor_side": "Varnia", "places": ["Mlin"]},
    ),
    (
        "Ostryan forces attacked the town of Orvik overnight with drones and missiles, damaging a hospital.",
        {"type": "damage", "actor_side": "Ostrya", "places": ["Orvik"], "when": ("2031-06-17", "2031-06-18")},
    ),
    (
        "Anna Belova said on Telegram that two women, aged 45 and 62, had been killed by shelling in Hradov.",
        {"type": "casualties", "via": ["Telegram"], "counts": {"killed": 2}, "places": ["Hradov"]},
    ),
    (
        "The Varnian army says it has pushed Ostryan troops back from the outskirts of Lesnava.",
        {"type": "withdraw", "actor_side": "Varnia", "target_side": "Ostrya", "places": ["Lesnava"]},
    ),
    (
        "Ostrya has sent thousands of soldiers to reinforce its lines around Dolmir, according to Western officials.",
        {"type": "deploy", "actor": "Ostrya", "source": "Western officials", "modality": "asserted"},
    ),
    (
        "Varnian forces crossed the river at Kamsin early on Monday, two officers told the Northern Herald.",
        {
            "type": "advance",
            "via": ["Northern Herald"],
            "actor_side": "Varnia",
            "places": ["Kamsin"],
            "when": ("2031-06-16", "2031-06-16"),
        },
    ),
    (
        (
            "The defence ministry in Vrasna said Varnian attempts to retake "
            "Hradov had been repelled and 200 soldiers killed."
        ),
        {"type": "repel", "side": "Ostrya", "cue": "said"},
    ),
    ("The mayor said no one had been hurt in the attack on the port.", {"type": "casualties", "modality": "negated"}),
    (
        "Thousands of people were evacuated from Halven after a drone hit a fuel tank in the port.",
        {"type": "rescue", "places": ["Halven"], "counts": {}},
    ),
    (
        (
            "Ostryan shelling has killed more than 90 civilians in the Selm "
            "region this year, the prosecutor’s office said."
        ),
        {"type": "casualties", "kind": "law_enforcement", "actor": "Ostrya", "counts": {"killed": (90, None)}},
    ),
    (
        "Germany said on Tuesday it would supply Varnia with two more air defence systems.",
        {"type": "supply", "actor": "Germany", "target": "Varnia", "modality": "intended", "said": "2031-06-17"},
    ),
    ("The European Union agreed to lend Varnia 3 billion euros.", {"type": "supply", "actor": "European Union"}),
    (
        "Ostryan troops opened fire on a bus carrying civilians near Mlin, killing six, local police said.",
        {
            "type": "casualties",
            "kind": "law_enforcement",
            "actor_side": "Ostrya",
            "counts": {"killed": 6},
            "places": ["Mlin"],
        },
    ),
    (
        (
            "Fighting continued on Tuesday in the village of Hradov, where "
            "Ostryan forces have been trying to break through for weeks."
        ),
        {"type": "clash", "places": ["Hradov"], "when": ("2031-06-17", "2031-06-17")},
    ),
    (
        "Karel Aust told Interwire in an interview that Varnia needed 500 tanks to win the war.",
        {"type": "statement", "source": "Karel Aust"},
    ),
    (
        "Two Ostryan brigades have been moved to the border near Kadrin, satellite images show.",
        {"type": "deploy", "actor_side": "Ostrya", "target": None, "places": ["Kadrin"]},
    ),
    ("The fall of Dolmir was a heavy blow to Varnia.", {"type": "capture", "places": ["Dolmir"]}),
    (
        "Ostrya accused Varnia of attacking a school in Kadrin with rockets on Monday, a charge that Velmar rejected.",
        {"type": "shelling", "actor": "Varnia", "when": ("2031-06-16", "2031-06-16")},
    ),
    (
        "Ostryan commander Goran Talvik was killed in Zubrin, a Varnian official said on condition of anonymity.",
        {"type": "casualties", "target_side": "Ostrya", "side": "Varnia", "places": ["Zubrin"]},
    ),
]


@pytest.mark.parametrize(("text", "want"), WIRE)
def test_sentences_as_the_wires_write_them(text: str, want: dict[str, Any]) -> None:
    find(text, **want)


JUNK = [
    (
        "Varnian forces have not lost control of the town, Vera Tolan said, "
        "dismissing Ostryan claims that it had been captured."
    ),
    "Viktor Halm said that, of course, his troops had captured the village of Hradov.",
    "“Yes,” Vera Tolan said. “Our troops captured the village of Hradov.”",
]


@pytest.mark.parametrize("text", JUNK)
def test_a_word_alone_is_no_claim(text: str) -> None:
    assert all(len(c.text.split()) > 1 for c in claims_of(text))


def test_a_time_is_told_with_the_words_that_it_came_from(reader: Reader) -> None:
    text = (
        "Ostryan missiles hit Dolmir on Monday, the mayor said on Wednesday. Five people were killed. "
        "Varnian troops hold Mlin, residents said."
    )
    reading = reader.read(report_from_text(text, published=date(2030, 9, 12), theatre="varnia"))
    told = {}
    for claim in reading.claims:
        spans = reading.why[claim.id].spans
        told[claim.type] = [[text[a:b] for a, b in spans.get(field, ())] for field in ("when", "said")]
        assert bool(spans.get("said")) == (claim.said is not None)
    hit = told.get("airstrike") or told["attack"]
    assert hit == [["Monday"], ["Wednesday"]]
    assert told["casualties"][0] == ["Monday"], "of the attack told before"
    assert told["hold"] == [[], []]
