"""What is in a file, and which bytes it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.bulk import inputs
from sayso.bulk.inputs import feed, file_digest, looked_at
from sayso.intake.building import Given
from sayso.intake.finding import Source
from sayso.intake.told import Told, Withdrawal
from sayso.model import Refusal
from tests.bulking import jsonl, told

GIVEN = Given(history=True)


def test_first_the_file_itself_and_then_what_it_tells(tmp_path: Path) -> None:
    back = {"id": "one", "withdrawn": "2031-03-09"}
    path = jsonl(tmp_path / "a.jsonl", [told("one"), "no json", back, told("two\0")])
    first, *items = feed((Source(str(path)), GIVEN))
    assert first == looked_at(path)
    assert [type(item) for item in items] == [Told, Refusal, Withdrawal, Refusal]
    assert isinstance(items[3], Refusal)
    assert items[3].reason == "two\\x00: id: broken characters: give text that is whole, without NUL"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    first, refusal = feed((Source(str(tmp_path / "a.jsonl")), GIVEN))
    assert first is None
    assert isinstance(refusal, Refusal)


def test_a_fault_of_ours_in_a_file_is_the_files_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(*_: object) -> None:
        raise IndexError("out of range")

    monkeypatch.setattr(inputs, "items", faulty)
    path = str(jsonl(tmp_path / "a.jsonl", [told("one")]))
    _, refusal = feed((Source(path), GIVEN))
    assert refusal == Refusal(path, f"{path}: intake: IndexError: out of range: a fault of sayso")


def test_other_bytes_have_another_digest(tmp_path: Path) -> None:
    one, two = (jsonl(tmp_path / f"{n}.jsonl", [told(n)]) for n in "ab")
    assert file_digest(one) != file_digest(two)
    two.write_bytes(one.read_bytes())
    assert file_digest(one) == file_digest(two)
