"""`sayso feed`: feeds for cron and static sites, to the screen or a file that appears whole."""

from __future__ import annotations

import json
from pathlib import Path

import feedparser
import pytest
from typer.testing import CliRunner

from sayso.cli.app import app
from tests import rooms
from tests.siege import READINGS


@pytest.fixture(scope="module")
def siege(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(rooms.kept(tmp_path_factory.mktemp("feed") / "sayso.db", READINGS))


def _said(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["feed", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_disputes_go_to_a_file_as_atom(siege: str, tmp_path: Path) -> None:
    out = tmp_path / "disputes.atom"
    told = _said("disputes", "--ledger", siege, "--out", str(out), "--address", "https://example.org/disputes.atom")
    assert told == ""
    found = feedparser.parse(out.read_bytes())
    assert not found.bozo
    assert found.feed.links[0] == {
        "rel": "self", "type": "application/atom+xml", "href": "https://example.org/disputes.atom",
    }  # fmt: skip
    assert "capture of Hradov" in found.entries[0].title


def test_claims_and_searches_are_printed_as_the_room_would(siege: str) -> None:
    told = json.loads(_said("claims", "--ledger", siege, "--place", "Mlin", "--format", "json"))
    assert [item["summary"] for item in told["items"]] == ["shells fell on Mlin through the night"]
    assert told["items"][0]["url"] == "https://nine.example/2"
    told = json.loads(
        _said(
            "search", "bus", "station", "--ledger", siege, "--side", "Varnia", "--format", "json", "--room", "http://x/"
        )
    )
    assert told["home_page_url"] == "http://x/search?q=bus+station&side=Varnia"
    assert {item["authors"][0]["name"] for item in told["items"]} >= {"Ilona Marek"}


def test_wrong_usage_is_told(siege: str) -> None:
    assert CliRunner().invoke(app, ["feed", "search", "--ledger", siege]).exit_code == 2
    assert CliRunner().invoke(app, ["feed", "claims", "--ledger", siege, "--within", "5"]).exit_code == 2
    assert CliRunner().invoke(app, ["feed", "claims", "--ledger", siege, "--side", "Nobody"]).exit_code != 0
    for address in ("not a url", "javascript:alert(1)", "https://"):
        told = CliRunner().invoke(app, ["feed", "claims", "--ledger", siege, "--address", address])
        assert (told.exit_code, "Invalid value for '--address'" in told.output) == (2, True), address
