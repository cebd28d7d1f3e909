"""Takes in what a visitor gives to be read, a text, an address or files, and reads it report by report.

Nothing is kept here, and nothing of the visitor's machine or this one is opened by a name that was given: an address is
fetched under the guard that the command line's are, a file's name is only a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath, PureWindowsPath
from typing import Final, Literal

from sayso.errors import InputError, SaysoError
from sayso.intake import read_bytes, read_history
from sayso.intake.told import Held, Item, Passed, Told, Withdrawal
from sayso.ledger import asking
from sayso.ledger.keeping import Kept
from sayso.ledger.keys import digest
from sayso.model import Reading, Refusal, Report
from sayso.theatres import names
from sayso.web.drafts import MOST, Draft, Drafts
from sayso.web.room import Room

__all__ = ["Drafted", "Given", "State", "draft", "keep", "taken", "theatres_to_choose"]

State = Literal["new", "version", "there"]
_Taken = Told | Withdrawal | Refusal
_SPELT: Final = re.compile(r"[^\s/:@?#]+\.[^\s/:@?#]+(?:/\S*)?")  # "example.org/report": the scheme is often left out


@dataclass(frozen=True, slots=True)
class Given:
    """What was given: any of a text, an address and files (name, bytes), and what is known of all of it."""

    text: str | None = None
    address: str | None = None
    files: tuple[tuple[str, bytes], ...] = ()
    published: date | None = None
    outlet: str | None = None
    theatre: str | None = None


@dataclass(frozen=True, slots=True)
class Drafted:
    """Something that was read and can be kept: as a "new" report, a new "version" of one, or one that is "there"."""

    draft: Draft
    state: State

    @property
    def reading(self) -> Reading | None:
        """The reading, where it is not a withdrawal."""
        return self.draft.item if isinstance(self.draft.item, Reading) else None


def theatres_to_choose() -> list[str]:
    """The theatres that a report may be read in."""
    return [*names(), "generic"]


def taken(room: Room, given: Given) -> Iterator[Drafted | Refusal]:
    """What was given, read and drafted as it comes; what can't be read comes as a Refusal. InputError for nothing."""
    if given.text is None and given.address is None and not given.files:
        raise InputError("the form", "text", "nothing", "paste a text, give an address or choose files")
    drafts = room.kept("drafts", Drafts)
    done = 0
    for item in _items(given):
        if isinstance(item, Refusal):
            yield item
            continue
        if done == MOST:
            fix = "read them in parts, or with `sayso add`"
            yield Refusal("the rest", str(InputError("the rest", "reports", f"more than {MOST} at once", fix)))
            return
        done += 1
        read = item if isinstance(item, Withdrawal) else _read(room, item)
        yield read if isinstance(read, Refusal) else Drafted(drafts.add(read), _state(room, read))


def draft(room: Room, id: str) -> Draft:
    """The draft of this name; InputError where it is gone."""
    found = room.kept("drafts", Drafts).get(id)
    if found is None:
        raise InputError("the reading room", "draft", id, "it is no longer held: read the report again")
    return found


def keep(room: Room, one: Draft) -> Kept:
    """Keep a draft in the ledger; again is harmless."""
    item = one.item
    if isinstance(item, Withdrawal):
        room.write(lambda keeper: keeper.withdraw(item.report, item.on, why=item.why))
        return Kept(item.report, "unchanged", 0)
    return room.write(lambda keeper: keeper.keep(item))


def _items(given: Given) -> Iterator[_Taken]:
    if given.text is not None:
        yield from _guarded("the text", _text(given, given.text))
    if given.address is not None:
        yield from _guarded(given.address, _address(given, given.address))
    for name, data in given.files:
        bare = PurePath(PureWindowsPath(name).name).name or "a file"
        yield from _guarded(bare, _file(given, bare, data))


def _text(given: Given, text: str) -> Iterator[Item]:
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise InputError("the text", "text", "half a character", "give text that is whole") from None
    yield from read_bytes(data, "the text", published=given.published, outlet=given.outlet, theatre=given.theatre)


def _address(given: Given, said: str) -> Iterator[Item]:
    address = said.strip()
    if _SPELT.fullmatch(address):
        address = f"https://{address}"
    # Only these: anything else might be the name of a file on this machine.
    if not address.lower().startswith(("http://", "https://")):
        raise InputError(said, "address", said, "give a whole address, such as https://example.org/report")
    yield from read_history(address, published=given.published, outlet=given.outlet, theatre=given.theatre)


def _file(given: Given, name: str, data: bytes) -> Iterator[Item]:
    yield from read_bytes(
        data, name, id=PurePath(name).stem, published=given.published, outlet=given.outlet, theatre=given.theatre
    )


def _guarded(name: str, items: Iterator[Item]) -> Iterator[_Taken]:
    """What cannot be read at all, or only to a part, gives a Refusal under its own name.

    So does what is passed over, once for all of it, and what must wait: the room shows nothing before its time.
    """
    passed: Counter[str] = Counter()
    try:
        for item in items:
            if isinstance(item, Passed):
                passed[item.why] += 1
            elif isinstance(item, Held):
                fix = "`sayso add` keeps it back until its time"
                yield Refusal(item.report.id, str(InputError(name, "embargoed", item.until.isoformat(), fix)))
            else:
                yield item
    except SaysoError as error:
        yield Refusal(name, str(error))
    for why, number in passed.items():
        fix = "`sayso add --about anything` takes them"
        yield Refusal(name, str(InputError(name, "reports", f"{number:,} passed over, {why}", fix)))


def _read(room: Room, told: Told) -> Reading | Refusal:
    report = told.report
    if report.theatre is not None and report.theatre not in theatres_to_choose():
        # On the command line it may be the name of a file; a visitor opens none.
        fix = f"give one of {', '.join(theatres_to_choose())}, or leave it out"
        return Refusal(report.id, str(InputError(report.id, "theatre", report.theatre, fix)))
    try:
        return room.read(report)
    except SaysoError as error:  # there is no reader
        return Refusal(report.id, str(error))


def _state(room: Room, read: Reading | Withdrawal) -> State:
    if isinstance(read, Withdrawal):
        return "new"
    report = read.report
    with room.ledger.reading() as connection:
        versions = asking.versions_of(connection, report.id)
        versions += asking.versions_of(connection, report.url) if report.url else []
    if any(_same(report, version.report) for version in versions):
        return "there"
    return "version" if versions else "new"


def _same(report: Report, kept: Report) -> bool:
    # One that names no theatre is kept with the one that it was read in.
    return kept.id == report.id and digest(report) == digest(replace(kept, theatre=report.theatre))
