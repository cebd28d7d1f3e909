"""Figures and misses, for people and for programs."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

from rich.console import RenderableType

from sayso.exports import scores
from sayso.exports.table import console
from sayso.model import Place
from sayso.score import Gold, Score, score
from tests.exports_sample import READING

GOLD = Gold(READING.report, READING.claims)
FIRST = next(c for c in READING.claims if c.places and c.places[0].lat)


def read(**changed: Any) -> Score:
    """The sample read with its first placed claim changed."""
    return score(GOLD, [replace(c, **changed) if c is FIRST else c for c in READING.claims])


def printed(what: RenderableType) -> str:
    out = io.StringIO()
    console(out).print(what)
    return out.getvalue()


def test_nothing_asked_is_no_figure() -> None:
    bare = Gold(GOLD.report, tuple(replace(c, via=(), places=()) for c in GOLD.claims))
    told = scores.shares(score(bare, bare.claims).tally)
    assert told["via"] is None
    assert told["places"] is None
    assert told["type"] == 1.0
    assert set(scores.shares(score(Gold(GOLD.report, ()), ()).tally).values()) == {None}
    assert scores.shares(score(Gold(GOLD.report, ()), GOLD.claims).tally)["claim_f1"] == 0.0


def test_one_report_needs_no_table_of_reports() -> None:
    told = printed(scores.render([read()]))
    assert told.splitlines()[0].split() == f"demo {len(GOLD.claims)} claims annotated, {len(GOLD.claims)} read".split()
    assert "in total" not in told
    assert "whole_f1" in told


def test_several_reports_have_a_row_each_and_a_total() -> None:
    told = printed(scores.render([read(), replace(read(type="meeting"), report="other\x1b[31m")]))
    rows = {line.split()[0]: line.split() for line in told.splitlines() if line.strip()}
    assert rows["demo"][-1] == "1.00"
    assert rows["other␛[31m"][4] < "1.00"
    assert rows["in"][2] == str(2 * len(GOLD.claims))
    assert "2 reports" in told
    assert all(len(line) <= 100 for line in told.splitlines())


def test_misses_stand_under_the_words_they_are_about() -> None:
    told = printed(scores.render_misses([read(type="meeting", modality="possible")]))
    assert f"{FIRST.start}–{FIRST.end} {FIRST.type} “" in told
    assert f"annotated {FIRST.type}" in told
    assert "read meeting" in told
    assert "read possible" in told


def test_one_name_for_two_places_is_told_apart() -> None:
    (place, *rest) = FIRST.places
    elsewhere = Place(place.name, None, 10.0, 20.0, place.precision)
    told = printed(scores.render_misses([read(places=(elsewhere, *rest))]))
    assert f"{place.name} ({place.lat}, {place.lon})" in told
    assert f"{place.name} (10.0, 20.0)" in told


def test_what_was_not_read_and_what_was_read_too_much() -> None:
    told = printed(scores.render_misses([score(GOLD, [c for c in GOLD.claims if c is not FIRST])]))
    assert f"not read: {FIRST.type}" in told
    told = printed(scores.render_misses([score(Gold(GOLD.report, GOLD.claims[1:]), GOLD.claims)]))
    assert f"not annotated: {GOLD.claims[0].type}" in told
    assert "nothing missed" in printed(scores.render_misses([read()]))


def test_a_span_read_otherwise_is_shown() -> None:
    shorter = replace(FIRST, text=FIRST.text[:-1], end=FIRST.end - 1)
    told = score(GOLD, [shorter if c is FIRST else c for c in GOLD.claims])
    assert told.misses == ()
    changed = [replace(shorter, type="meeting") if c is FIRST else c for c in GOLD.claims]
    assert "read as “" in printed(scores.render_misses([score(GOLD, changed)]))


def test_plain_values_for_programs() -> None:
    one = read(type="meeting")
    told = json.loads(json.dumps(scores.plain([one], misses=True)))
    assert told["total"]["gold"] == len(GOLD.claims)
    assert told["reports"][0]["report"] == "demo"
    (miss,) = told["reports"][0]["misses"]
    assert (miss["what"], miss["gold"]["type"], miss["read"]["type"]) == ("type", FIRST.type, "meeting")
    assert "misses" not in scores.plain([one])["reports"][0]
