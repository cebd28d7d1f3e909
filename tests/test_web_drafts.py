from __future__ import annotations

from dataclasses import replace

from sayso.web.drafts import AGE_S, MOST, Drafts
from tests.exports_sample import READING


def test_a_draft_is_found_by_its_name_and_by_no_other() -> None:
    drafts = Drafts()
    one, two = drafts.add(READING), drafts.add(READING)
    assert one.id != two.id
    assert len(one.id) >= 20
    found = drafts.get(one.id)
    assert found is not None
    assert found.item is READING
    assert drafts.get("") is None


def test_the_oldest_makes_room_for_the_newest() -> None:
    drafts = Drafts()
    named = [drafts.add(READING).id for _ in range(MOST + 2)]
    assert [drafts.get(id) is None for id in named[:3]] == [True, True, False]
    assert drafts.get(named[-1]) is not None


def test_a_draft_is_held_for_a_while() -> None:
    now = 0.0
    drafts = Drafts(lambda: now)
    id = drafts.add(READING).id
    now = AGE_S
    assert drafts.get(id) is not None
    now = AGE_S + 1
    assert drafts.get(id) is None


def test_long_texts_make_room_sooner_but_the_newest_stays() -> None:
    drafts = Drafts()
    long = replace(READING, report=replace(READING.report, text=READING.report.text + " " * 30_000_000))
    first, second = drafts.add(long), drafts.add(long)
    assert drafts.get(first.id) is None
    assert drafts.get(second.id) is not None
