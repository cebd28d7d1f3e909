"""Through whom an account came: stations, networks and statements, but never the report's own outlet."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reading import claims_of, find, view

Want = dict[str, Any]

CHANNELS: list[tuple[str, list[str]]] = [
    ("Ostryan forces shelled Mlin on Monday, Ivo Stanek told Channel Nine.", ["Channel Nine"]),
    ("Ivo Stanek told Radio Delta that Ostryan forces had shelled the village of Mlin.", ["Radio Delta"]),
    ("“The enemy shelled Mlin on Monday,” Ivo Stanek told the Northern Herald.", ["Northern Herald"]),
    ("The village of Mlin was captured on Monday, Ivo Stanek told Radio Free Orn.", ["Radio Free Orn"]),
    ("Pavel Drenko, speaking to TV Orn, said the bridge at Mlin had been destroyed.", ["TV Orn"]),
    ("“We captured Mlin,” Colonel Ivo Darel told Radio Delta in Kamsin.", ["Radio Delta"]),
    ("Anna Belova said on Telegram that Ostryan missiles had struck the city of Dolmir.", ["Telegram"]),
    ("Ostryan missiles struck the city of Dolmir, Anna Belova wrote on Telegram.", ["Telegram"]),
    ("Anna Belova said on Facebook that two people had been killed in Kamsin.", ["Facebook"]),
    ("Ostrya’s Defence Ministry said in a statement that its troops had captured Hradov.", ["statement"]),
    ("In a statement, the Varnian army said its troops had captured Hradov.", ["statement"]),
    ("Varnian forces captured Hradov on Sunday, the army said in a statement.", ["statement"]),
    ("OTA cited an Ostryan official as saying that Varnian drones had hit the city of Zubrin.", ["OTA"]),
    ("Ostryan forces captured Mlin on Sunday, OTA quoted Goran Talvik as saying.", ["OTA"]),
    ("In a post on Telegram, Anna Belova said that a missile had struck the town of Orvik.", ["Telegram"]),
]


@pytest.mark.parametrize(("text", "via"), CHANNELS)
def test_a_channel_is_named(text: str, via: list[str]) -> None:
    claim = next(c for c in claims_of(text) if c.quote != "none")
    assert list(claim.via) == via
    assert claim.source.name not in via


NO_CHANNEL = [
    "Vera Tolan told reporters that Ostryan forces had captured the village of Mlin.",
    "Vera Tolan told a news conference that Ostryan forces had captured the village of Mlin.",
    "Viktor Halm said in a speech on Monday that his troops had captured the town of Lesnava.",
    "Karel Aust told parliament that Ostryan forces had captured the village of Mlin.",
    "Vera Tolan said that Ostryan forces had captured the village of Mlin.",
]


@pytest.mark.parametrize("text", NO_CHANNEL)
def test_speeches_and_news_conferences_are_none(text: str) -> None:
    claim = find(text, type="capture", quote="indirect")
    assert claim.via == ()


OWN = [
    ("Ivo Stanek told Interwire that Ostryan forces had shelled the village of Mlin.", {"agency": "Interwire"}),
    ("Ivo Stanek told the Northern Herald that drones had struck the town of Orvik.", {"outlet": "Northern Herald"}),
]


@pytest.mark.parametrize(("text", "about"), OWN)
def test_the_reports_own_outlet_and_agency_are_no_channel(text: str, about: Want) -> None:
    claim = find(text, source="Ivo Stanek", **about)
    assert claim.via == ()


def test_the_place_of_a_statement_is_no_channel() -> None:
    claim = find("Karel Aust said in Velmar that Ostryan forces had shelled the village of Mlin.", type="shelling")
    assert claim.via == ()
    assert view(claim)["places"] == ["Mlin"]


GOES_ON = [
    "“We captured the village of Mlin,” Ivo Stanek told Radio Delta. The enemy had left Hradov, Stanek added.",
    "Ivo Stanek told Channel Nine that Mlin had been shelled. The bridge was destroyed, Stanek added.",
]


@pytest.mark.parametrize("text", GOES_ON)
def test_who_adds_something_does_so_in_the_same_channel(text: str) -> None:
    first, second = claims_of(text)
    assert first.via == second.via != ()


def test_who_says_something_elsewhere_does_not() -> None:
    text = "Ivo Stanek told Radio Delta that Mlin had been shelled. Stanek told parliament that Hradov was destroyed."
    first, second = claims_of(text)
    assert (first.via, second.via) == (("Radio Delta",), ())
