from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sayso.errors import InputError
from sayso.intake.told import Withdrawal
from sayso.ledger.asking import versions_of
from sayso.model import Reading, Refusal, Report
from sayso.web import Room
from sayso.web.drafts import MOST
from sayso.web.taking import Drafted, Given, draft, keep, taken

TEXT = "Ostryan forces took the village of Hradov on Tuesday, Ostrya's defence ministry said. Varnia denied it."


@pytest.fixture
def room(example_room: Room, monkeypatch: pytest.MonkeyPatch) -> Room:
    """A room whose reader finds nothing, at once."""
    monkeypatch.setattr(example_room, "read", lambda report: Reading(report, ()))
    return example_room


def _all(room: Room, **given: object) -> list[Drafted | Refusal]:
    return list(taken(room, Given(**given)))  # type: ignore[arg-type] # of a test


def _refusal(room: Room, **given: object) -> str:
    (one,) = _all(room, **given)
    assert isinstance(one, Refusal)
    return one.reason


def test_nothing_is_kept_until_it_is_said_so_and_again_is_harmless(room: Room) -> None:
    (one,) = _all(room, text=TEXT, outlet="The Courier", theatre="varnia")
    assert isinstance(one, Drafted)
    assert one.reading is not None
    assert (one.state, one.reading.report.outlet) == ("new", "The Courier")
    with room.ledger.reading() as connection:
        assert versions_of(connection, one.reading.report.id) == []
    assert keep(room, draft(room, one.draft.id)).how == "new"
    assert keep(room, draft(room, one.draft.id)).how == "unchanged"
    (again,) = _all(room, text=TEXT, outlet="The Courier", theatre="varnia")
    assert isinstance(again, Drafted)
    assert again.state == "there"


def test_a_file_of_a_name_that_is_there_would_be_a_version_of_it(room: Room) -> None:
    told = [item.state for item in _all(room, files=(("hradov.txt", TEXT.encode()),)) if isinstance(item, Drafted)]
    assert told == ["new"]
    (first,) = _all(room, files=(("hradov.txt", TEXT.encode()),))
    assert isinstance(first, Drafted)
    keep(room, first.draft)
    (second,) = _all(room, files=((r"C:\reports\hradov.txt", TEXT.replace("Tuesday", "Monday").encode()),))
    assert isinstance(second, Drafted)
    assert second.state == "version"
    assert second.reading is not None
    assert second.reading.report.id == "hradov"


def test_lines_are_reports_withdrawals_and_refusals_in_their_order(room: Room) -> None:
    lines = [{"id": "a", "text": TEXT}, {"id": "b", "withdrawn": "2030-09-12", "why": "wrong"}, {"id": "c", "text": 3}]
    data = "\n".join(map(json.dumps, lines)).encode()
    report, back, refused = _all(room, files=(("many.jsonl", data),))
    assert isinstance(report, Drafted)
    assert isinstance(back, Drafted)
    assert isinstance(back.draft.item, Withdrawal)
    assert keep(room, back.draft).report == "b"
    assert isinstance(refused, Refusal)
    assert refused.line == 3


def test_a_bad_one_among_several_stops_nobody(room: Room) -> None:
    files = (("a.txt", b""), ("b.html", b"<p>"), ("c.txt", TEXT.encode()), ("d.txt", b"\0\1\2" * 90))
    kinds = [type(item) for item in _all(room, files=files, text="Ceci n'est pas un texte anglais, mais il est long.")]
    assert kinds == [Refusal, Refusal, Refusal, Drafted, Refusal]


def test_more_than_can_be_held_is_not_read_in_vain(room: Room) -> None:
    data = "\n".join(json.dumps({"id": f"r{n}", "text": TEXT}) for n in range(MOST + 5)).encode()
    found = _all(room, files=(("many.jsonl", data),))
    assert len(found) == MOST + 1
    assert isinstance(found[-1], Refusal)
    assert "sayso add" in found[-1].reason


@pytest.mark.parametrize(
    "address", ["/etc/passwd", "file:///etc/passwd", "x://y", "-", "javascript:alert(1)", "C:\\a.txt"]
)
def test_nothing_on_this_machine_is_opened_by_an_address(room: Room, address: str) -> None:
    assert "give a whole address" in _refusal(room, address=address)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/", "https://localhost/x", "http://[::1]/", "localhost.localdomain/x"]
)
def test_addresses_are_fetched_under_the_guard(room: Room, address: str) -> None:
    assert "only public addresses" in _refusal(room, address=address) or "no address is known" in _refusal(
        room, address=address
    )


def test_an_address_may_lack_its_scheme(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def fetched(source: str, **known: object) -> object:
        asked.append(source)
        return iter(())

    monkeypatch.setattr("sayso.web.taking.read_history", fetched)
    _all(room, address=" example.org/2030/report ")
    _all(room, address="HTTP://example.org")
    assert asked == ["https://example.org/2030/report", "HTTP://example.org"]


def test_a_theatre_is_one_of_those_that_come_with_sayso_and_never_a_file(room: Room, tmp_path: Path) -> None:
    file = tmp_path / "secret.toml"
    file.write_text('title = "x"')
    assert "give one of" in _refusal(room, text=TEXT, theatre=str(file))
    line = json.dumps({"id": "a", "text": TEXT, "theatre": str(file)}).encode()
    assert "give one of" in _refusal(room, files=(("a.jsonl", line),))


def test_half_a_character_and_nothing_at_all_are_told(room: Room) -> None:
    assert "half a character" in _refusal(room, text="A \ud800 b")
    with pytest.raises(InputError, match="paste a text"):
        _all(room)
    with pytest.raises(InputError, match="no longer held"):
        draft(room, "gone")


class _Reads:
    """A reader that does as it is told."""

    def __init__(self, work: Callable[[], Reading]) -> None:
        self._work = work

    def read(self, report: Report) -> Reading:
        return self._work()


def test_a_fault_in_one_report_is_told_of_that_report(example_room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> Reading:
        raise ZeroDivisionError("by none")

    monkeypatch.delenv("SAYSO_DEBUG", raising=False)
    monkeypatch.setattr("sayso.reader.Reader", lambda: _Reads(fails))
    assert "ZeroDivisionError: by none: a fault of sayso" in _refusal(example_room, text=TEXT)


def test_a_report_that_takes_too_long_is_given_up_in_a_thread_too(
    example_room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def for_good() -> Reading:
        while True:
            pass

    monkeypatch.setenv("SAYSO_PATIENCE", "0.2")
    monkeypatch.setattr("sayso.reader.Reader", lambda: _Reads(for_good))
    with ThreadPoolExecutor(1) as threads:  # as the room's server has it
        told = threads.submit(_refusal, example_room, text=TEXT).result(30)
    assert "reader: given up after 0 seconds" in told


def test_what_must_wait_is_not_shown_and_what_is_passed_over_is_counted(room: Room) -> None:
    item = {"uri": "urn:a", "type": "text", "versioncreated": "2031-03-07T09:00:00Z", "body_text": TEXT}
    news = json.dumps([{**item, "embargoed": "2099-01-01T00:00:00Z"}, {**item, "type": "picture"}]).encode()
    held, passed = _all(room, files=(("items.json", news),))
    assert isinstance(held, Refusal)
    assert isinstance(passed, Refusal)
    assert "embargoed: 2099-01-01" in held.reason
    assert "1 passed over, not a text" in passed.reason
