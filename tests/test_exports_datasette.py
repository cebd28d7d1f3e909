"""A ledger in Datasette, asked through Datasette itself: every table is explained, and every question runs."""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import yaml
from datasette.app import Datasette
from datasette.utils import parse_metadata

from sayso import answers
from sayso.errors import InputError
from sayso.exports.datasette import metadata
from sayso.ledger import Ledger
from sayso.ledger.judging import judge
from tests.injections import KEPT


class Asking:
    """Datasette over a ledger that it may only read."""

    def __init__(self, path: Path) -> None:
        self.told: dict[str, Any] = parse_metadata(metadata(path.stem))
        (self.name,) = self.told["databases"]
        self.database = self.told["databases"][self.name]
        self._datasette = Datasette([], immutables=[str(path)], metadata=self.told)
        self._runner = asyncio.Runner()

    def __call__(self, path: str, **query: str) -> Any:
        address = f"/{quote(self.name)}{path}" + (f"?{urlencode(query)}" if query else "")
        response = self._runner.run(self._datasette.client.get(address))
        assert response.status_code == 200, f"{address}: {response.text[:500]}"
        return response.json() if ".json" in path else response.text

    def rows(self, path: str, **query: str) -> list[dict[str, Any]]:
        """The rows of an answer."""
        return list(self(f"{path}.json", _shape="objects", **query)["rows"])

    def close(self) -> None:
        self._runner.close()


@pytest.fixture(scope="module")
def demo(demo_ledger: Path) -> Iterator[Asking]:
    before = hashlib.sha256(demo_ledger.read_bytes()).hexdigest()
    asking = Asking(demo_ledger)
    yield asking
    asking.close()
    assert hashlib.sha256(demo_ledger.read_bytes()).hexdigest() == before


def _columns(path: Path) -> dict[str, set[str]]:
    with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as plain:
        names = [name for (name,) in plain.execute("select name from sqlite_master where type in ('table', 'view')")]
        return {name: {row[1] for row in plain.execute(f'pragma table_info("{name}")')} for name in names}


def test_every_table_is_explained_or_out_of_sight(demo: Asking, demo_ledger: Path) -> None:
    columns, told = _columns(demo_ledger), demo.database["tables"]
    searched = {name for name in columns if name.startswith(("claim_words", "report_words"))}
    assert set(told) == set(columns) - searched
    for name, table in told.items():
        assert table.get("hidden") or table["title"], name
        named = {*table.get("columns", ()), *table.get("facets", ()), *table.get("sortable_columns", ())}
        named |= {table[key] for key in ("sort", "sort_desc", "label_column", "fts_pk") if key in table}
        assert named <= columns[name], name
        if "columns" in table:
            assert set(table["columns"]) == columns[name], name
    plain = {name for name, table in told.items() if not table.get("hidden") and "columns" not in table}
    assert plain == {"feed", "feed_entry"}, "whose columns are the watcher's own business"


def test_what_is_of_use_to_programs_alone_is_hidden(demo: Asking) -> None:
    listed = demo(".json")["tables"]
    shown = {table["name"] for table in listed if not table["hidden"]}
    assert shown == {name for name, table in demo.database["tables"].items() if not table.get("hidden")} - {
        "claims_now", "reports_now",
    }  # fmt: skip
    assert {view["name"] for view in demo(".json")["views"]} == {"claims_now", "reports_now"}


def test_every_table_can_be_looked_at_with_its_facets(demo: Asking) -> None:
    for name, table in demo.database["tables"].items():
        if table.get("hidden"):
            continue
        answer = demo(f"/{name}.json", _shape="objects", _size="5", _facet_size="3")
        facets = answer["facet_results"]
        assert set(facets) == set(table.get("facets", ())), name
        assert answer.get("facets_timed_out", []) == []
        page = demo(f"/{name}")
        assert table["title"].split(",")[0].split("'")[0] in page
        for told in table.get("columns", {}).values():
            assert str(told).split("'")[0].split('"')[0] in page, name


def test_what_waits_for_its_time_is_not_shown(demo: Asking) -> None:
    with pytest.raises(AssertionError, match=r"403|Forbidden"):
        demo("/waiting")


ASKED = {
    "who_holds_a_place": {"place": "Drevin", "day": "2031-03-14"},
    "who_says_so": {"place": "Drevin", "type": "capture"},
    "claims_of_a_source": {"source": "Defence Ministry"},
    "disputed_claims": {"place": ""},
    "who_was_harmed": {"place": ""},
    "search_claims": {"words": "the bridges"},
    "search_reports": {"words": "bridge Drevin"},
    "as_known_on": {"known": "2031-03-08"},
    "corrected_and_withdrawn": {},
    "what_people_hold": {},
}


@pytest.mark.parametrize("name", ASKED)
def test_every_question_has_an_answer_in_the_demo(name: str, demo: Asking) -> None:
    assert set(demo.database["queries"]) == set(ASKED)
    assert list(ASKED[name]) == demo.database["queries"][name].get("params", [])
    rows = demo.rows(f"/{name}", **ASKED[name])
    assert rows or name == "what_people_hold", "nobody has judged any claim of it"
    assert demo.database["queries"][name]["title"] in demo(f"/{name}").replace("&#39;", "'")


def test_the_answers_are_the_ledgers(demo: Asking) -> None:
    held = demo.rows("/who_holds_a_place", place="drevin", day="2031-03-14")
    assert {row["type"] for row in held} <= {"capture", "hold", "withdraw", "advance", "repel"}
    assert max(row["day"] for row in held) <= "2031-03-14"
    assert [row["day"] for row in held] == sorted((row["day"] for row in held), reverse=True)
    later = demo.rows("/who_holds_a_place", place="Drevin", day="")
    assert len(later) > len(held)
    assert {row["stance"] for row in demo.rows("/disputed_claims", place="")} <= {
        "denies", "disputes", "could_not_verify",
    }  # fmt: skip
    then = demo.rows("/as_known_on", known="2031-03-08")
    assert max(row["published"] for row in then) <= "2031-03-08"
    gone = demo.rows("/corrected_and_withdrawn")
    assert {bool(row["withdrawn"]) for row in gone} == {True, False}
    assert demo.rows("/who_holds_a_place", place="Nowhere", day="") == []


def test_what_people_hold_is_the_last_word_of_each(demo_copy: Path) -> None:
    with Ledger.open(demo_copy, create=True) as ledger:
        first, second, *_ = (entry.claim.id for entry in answers.claims(ledger, answers.Asked()).entries)
        judge(ledger, first, "unproven", by="Ada", why="Nobody was there.")
        judge(ledger, first, "false", by="Ada", why="The bridge stands.", url="https://desk.example/1")
        judge(ledger, first, "true", by="Noor", why="Seen.")
        judge(ledger, second, "mixed", by="Noor", why="Half.")
        judge(ledger, first, "withdrawn", by="Noor", why="")
    asking = Asking(demo_copy)
    told = asking.rows("/what_people_hold")
    asking.close()
    assert [(row["person"], row["rating"], row["published_at"]) for row in told] == [
        ("Noor", "mixed", None), ("Ada", "false", "https://desk.example/1"),
    ]  # fmt: skip


def test_the_views_are_searched_as_the_tables_are(demo: Asking) -> None:
    found = demo.rows("/claims_now", _search="bridges")
    assert 0 < len(found) < 100
    assert {row["text"] for row in found} <= {row["text"] for row in demo.rows("/claims_now", _size="max")}


@pytest.mark.parametrize("name", [name for name in ASKED if ASKED[name]])
def test_no_words_break_a_question(name: str, demo: Asking) -> None:
    for text in (*KEPT[::23], "", "'", '"', '"a', "a AND", "NEAR(", "*", "%", "ф'\"*"):
        demo.rows(f"/{name}", **dict.fromkeys(ASKED[name], text))


@pytest.mark.parametrize("name", ["sayso", "my ledger", 'a"b', "x: y", "Зоря", "- a", "#", "null", "{a: b}", "&a *b"])
def test_the_ledgers_name_stands_in_it_as_it_is(name: str) -> None:
    (found,) = yaml.safe_load(metadata(name))["databases"]
    assert found == name
    assert yaml.safe_load(metadata(name))["databases"][name] == yaml.safe_load(metadata("x"))["databases"]["x"]


@pytest.mark.parametrize("name", ["", "a\nb", "\x00", "\ud800"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="name the ledger's file"):
        metadata(name)
