"""How do the tellings of an event hang together, and in what do those who tell it differ?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sayso.model import ClaimType, Entry
from sayso.weighing.independence import Root, Telling, Tree
from sayso.weighing.wording import wording

__all__ = ["Branch", "Difference", "branches", "differences"]

# Who is told to have done it: of these kinds that is a question of guilt. That one side took a town and the other left
# it is one event without any quarrel.
_DEEDS: Final[frozenset[ClaimType]] = frozenset(
    ("attack", "shelling", "airstrike", "casualties", "damage", "displacement", "detention")
)


Way = tuple[str | date, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Branch:
    """A telling, ``more`` of the same account in the same report, and those beneath that only copy it."""

    telling: Telling
    more: tuple[Telling, ...]
    copies: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is told in two ways or more: each way with the accounts that tell it so."""

    what: str
    ways: tuple[Way, ...]


def branches(tellings: Sequence[Telling]) -> list[Branch]:
    """The tellings in their order, each copy beneath the one it copies.

    A copy of a report that tells nothing here stands by itself, with later copies of the same sentence beneath it.
    """
    found: list[_Growing] = []
    first: dict[object, _Growing] = {}
    for telling in tellings:
        copied = telling.copied is not None
        original = telling.copied if copied else telling.entry.publication.report
        key = (original, telling.account.id, telling.stance, wording(telling.entry.claim))
        if copied and key in first:
            # Of a report that is copied whole every sentence is a copy; that is said once.
            if telling.entry.publication.report not in {c.entry.publication.report for c in first[key].copies}:
                first[key].copies.append(telling)
            continue
        last = found[-1] if found else None
        if last is not None and not copied and _goes_on(last.telling, telling):
            last.more.append(telling)
        else:
            last = _Growing(telling)
            found.append(last)
        first.setdefault(key, last)
    return [Branch(one.telling, tuple(one.more), tuple(one.copies)) for one in found]


@dataclass(slots=True)
class _Growing:
    telling: Telling
    more: list[Telling] = field(default_factory=list)
    copies: list[Telling] = field(default_factory=list)


def _goes_on(last: Telling, telling: Telling) -> bool:
    same = last.account.id == telling.account.id and last.entry.publication.report == telling.entry.publication.report
    return (
        same
        and last.stance == telling.stance
        and telling.how.removeprefix("told again, ") == last.how.removeprefix("told again, ")
    )


def differences(tree: Tree) -> list[Difference]:
    """What those who tell the event tell in different ways: who did it, and on which day."""
    telling = [root for root in tree.roots if not root.denies]
    told = (("Who did it", _told(telling, _doer)), ("On which day", _told(telling, _day)))
    return [Difference(what, ways) for what, ways in told if len(ways) > 1]


def _told(roots: Sequence[Root], value: Callable[[Entry], str | date | None]) -> tuple[Way, ...]:
    ways: dict[str | date, dict[str, None]] = {}
    for root in roots:
        for telling in root.tellings:
            said = None if telling.stance is not None else value(telling.entry)
            if said is not None:
                ways.setdefault(said, {})[root.account.name] = None
    return tuple((said, tuple(names)) for said, names in ways.items())


def _doer(entry: Entry) -> str | None:
    claim = entry.claim
    return claim.actor.side if claim.type in _DEEDS and claim.actor is not None else None


def _day(entry: Entry) -> date | None:
    when = entry.claim.when
    return when.start if when is not None and when.start == when.end else None
