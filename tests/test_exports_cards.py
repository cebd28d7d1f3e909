from __future__ import annotations

from dataclasses import replace

from sayso.exports.cards import Ways, card
from sayso.model import Why
from tests.exports_sample import READING, REPORT, WHY, span

CLAIM = READING.claims[1]
TO = Ways(
    source=lambda name: f"/sources/{name}",
    outlet=lambda name: f"/reports?outlet={name}",
    place=lambda name: f"/places/{name}",
    event=lambda claim: f"/events/e-{claim.id}",
    map=lambda claim: f"<svg>{len(claim.places)}</svg>",
    more=lambda _: "<p>more</p>",
)


def test_a_card_that_stands_alone_leads_nowhere() -> None:
    assert "<a " not in card("k", 2, CLAIM, REPORT, WHY["demo-02"])


def test_names_lead_to_their_pages_where_there_are_any() -> None:
    shown = card("k", 2, CLAIM, REPORT, None, TO)
    for address in (
        '"/sources/Kestria’s Defence Ministry"',
        '"/reports?outlet=Northwire"',
        '"/reports?outlet=The Harbour Post"',
        '"/places/Ostrel"',
        '"/events/e-demo-02"',
    ):
        assert f"<a href={address}>" in shown
    assert "<svg>1</svg>" in shown
    assert "<p>more</p>" in shown


def test_the_reports_own_voice_is_a_source_and_a_channel_leads_nowhere() -> None:
    own = card("k", 1, READING.claims[0], REPORT, None, TO)
    assert '<a href="/sources/The Harbour Post">' in own
    told = card("k", 6, READING.claims[5], REPORT, None, TO)
    assert "Telegram" in told
    assert "/Telegram" not in told
    assert "Telegram</bdi></a>" not in told


def test_a_time_has_the_words_that_it_came_from() -> None:
    assert '7 Mar 2023 <span class="part">from “on Tuesday”</span>' in card("k", 2, CLAIM, REPORT, WHY["demo-02"])
    said = replace(CLAIM, said=REPORT.published)
    why = Why(spans={"said": (span("within the hour"),)})
    assert '8 Mar 2023 <span class="part">from “within the hour”</span>' in card("k", 2, said, REPORT, why)
    assert "from “" not in card("k", 2, replace(CLAIM, when=None), REPORT, WHY["demo-02"])


def test_the_doubtful_fields_are_told_first() -> None:
    why = Why(sure={"source": 0.97, "when": 0.41, "places": 0.7})
    shown = card("k", 2, CLAIM, REPORT, why)
    assert "<summary>Less sure of: time, place</summary>" in shown
    assert shown.index("41%") < shown.index("70%") < shown.index("97%")
    assert shown.count('<svg class="doubt"') == 2
    assert "Sure of every field" in card("k", 2, CLAIM, REPORT, Why(sure={"source": 0.97}))
    many = Why(sure={"claim": 0.1, "type": 0.2, "source": 0.3, "when": 0.4, "places": 0.5})
    assert "Less sure of: that it is a claim, type, source and 2 more<" in card("k", 2, CLAIM, REPORT, many)
