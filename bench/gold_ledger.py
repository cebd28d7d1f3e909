"""Do the twelve gold reports, added together, answer as a careful reader would?

    python -m bench.gold_ledger [--read]

Weighs the reports' true claims together and checks by hand what is told of some places, as known then and as known
later: first of all Khromove on 1 December 2023 and Bakhmut after May 2023. Each check is printed with what stands
behind the answer; exits 1 if one fails. ``--read`` weighs what the reader finds instead, to see what its mistakes cost.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bench._shared import shared
from sayso.model import Claim, Entry, Place, Publication, Report
from sayso.score import load_gold
from sayso.theatres import GENERIC, Theatre, load
from sayso.weighing.accounts import Accounts
from sayso.weighing.control import Control, Ground, control, timeline
from sayso.weighing.events import events
from sayso.weighing.independence import lines, tree
from sayso.weighing.positions import same_place

__all__ = ["CHECKS", "Answer", "Check", "Ledger", "main"]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Claims with their accounts, as a ledger would hold them."""

    entries: tuple[Entry, ...]

    def known(self, on: date) -> Ledger:
        """What had been published by a day."""
        days = ((entry, entry.publication.published) for entry in self.entries)
        return Ledger(tuple(entry for entry, day in days if day is not None and day <= on))

    def accounts(self) -> Accounts:
        """The accounts behind the claims."""
        return Accounts(((e.claim.source, e.publication) for e in self.entries), _theatre)

    def place(self, name: str) -> Place:
        """The settlement of this name; exits where no claim is of it."""
        for entry in self.entries:
            for place in entry.claim.places:
                if place.name == name and place.precision == "settlement":
                    return place
        return Place(name)


@dataclass(frozen=True, slots=True)
class Check:
    """A question with its answer by hand."""

    asked: str
    place: str
    on: date
    known: date
    holds: Callable[[Control], bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the claims answer, and whether it is what it should be."""

    check: Check
    control: Control
    holds: bool


def _by(found: Control, *, side: str | None = None, weight: str, bearing: str) -> list[Ground]:
    return [
        g
        for g in found.grounds
        if g.weight == weight and g.bearing == bearing and (side is None or g.account.side == side)
    ]


def _khromove(found: Control) -> bool:
    claimed = any("Defence" in g.account.name for g in _by(found, side="Russia", weight="own", bearing="for"))
    disputed = any(g.account.kind == "unofficial" for g in _by(found, side="Ukraine", weight="own", bearing="against"))
    unverified = any(g.account.name == "Reuters" and g.stance == "could_not_verify" for g in found.grounds)
    return found.status == "contested" and found.claimants[0] == "Russia" and claimed and disputed and unverified


def _bakhmut(found: Control) -> bool:
    agency = any(g.account.name == "Reuters" for g in _by(found, weight="outsider", bearing="for"))
    may = found.since is not None and (found.since.year, found.since.month) == (2023, 5)
    return (found.status, found.holder) == ("held", "Russia") and may and agency


def _bakhmut_then(found: Control) -> bool:
    denied = any(g.stance == "denies" for g in _by(found, side="Ukraine", weight="own", bearing="against"))
    return found.status == "contested" and set(found.claimants) == {"Russia", "Ukraine"} and denied


CHECKS: Final = (
    Check(
        "Khromove is contested: claimed on the Defence Ministry's word, disputed by unofficial accounts, not verified",
        "Khromove",
        date(2023, 12, 1),
        date(2023, 12, 1),
        _khromove,
    ),
    Check(
        "Bakhmut is Russia's since May, by the agency",
        "Bakhmut",
        date(2023, 12, 1),
        date(2023, 12, 1),
        _bakhmut,
    ),
    Check(
        "Bakhmut was contested by what was known then: Kyiv denied it",
        "Bakhmut",
        date(2023, 5, 23),
        date(2023, 5, 23),
        _bakhmut_then,
    ),
    Check(
        "Kupiansk is Ukraine's since autumn 2022",
        "Kupiansk",
        date(2023, 12, 1),
        date(2023, 12, 1),
        lambda found: (found.status, found.holder) == ("held", "Ukraine"),
    ),
    Check(
        "Avdiivka is Ukraine's, for it held out since 2014",
        "Avdiivka",
        date(2023, 12, 1),
        date(2023, 12, 1),
        lambda found: (found.status, found.holder) == ("held", "Ukraine"),
    ),
)


def _theatre(name: str | None) -> Theatre:
    return load(name) if name else GENERIC


def _entries(report: Report, claims: Sequence[Claim]) -> Iterator[Entry]:
    told = Publication(
        report.id, report.id, report.published, report.outlet, report.agency, report.theatre, report.title
    )
    return (Entry(claim, told) for claim in claims)


def _ledger(read: bool) -> Ledger:
    gold = load_gold(shared() / "gold")
    if not read:
        return Ledger(tuple(entry for each in gold for entry in _entries(each.report, each.claims)))
    from sayso.reader import Reader

    readings = Reader().read_all([each.report for each in gold])
    return Ledger(tuple(entry for each in readings for entry in _entries(each.report, each.claims)))


def _answers(ledger: Ledger) -> list[Answer]:
    found = []
    for check in CHECKS:
        known = ledger.known(check.known)
        answer = control(known.entries, known.place(check.place), check.on, known.accounts(), theatre=_theatre)
        found.append(Answer(check, answer, check.holds(answer)))
    return found


def _show(answer: Answer) -> None:
    check, found = answer.check, answer.control
    whose = found.holder or " and ".join(found.claimants) or "nobody"
    print(f"{'holds' if answer.holds else 'FAILS'}  {check.asked}")
    asked = f"{check.place} on {check.on}, known {check.known}"
    print(f"       {asked}: {found.status}, {whose}, since {found.since}; {found.rule}")
    for g in found.grounds:
        print(f"         {g.bearing:8} {g.published} {g.account.name}: {g.says} ({g.weight}, of {g.day})")


def _show_more(ledger: Ledger) -> None:
    accounts = ledger.accounts()
    khromove = ledger.place("Khromove")
    for event in events(ledger.entries, accounts):
        if event.type == "capture" and any(same_place(khromove, place) for place in event.places):
            for depth, text in lines(tree(event, accounts)):
                print(f"       {'  ' * depth}{text}")
    for span in timeline(ledger.entries, ledger.place("Bakhmut"), accounts, date(2023, 12, 1), theatre=_theatre):
        whose = span.control.holder or " and ".join(span.control.claimants)
        print(f"       Bakhmut {span.start} to {span.end}: {span.control.status} {whose}; {span.control.rule}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints every check with what stands behind it; 1 where one fails."""
    parser = argparse.ArgumentParser(prog="bench.gold_ledger", description="Hand checks over the gold reports.")
    parser.add_argument("--read", action="store_true", help="weigh what the reader finds, not the true claims")
    ledger = _ledger(parser.parse_args(arguments).read)
    answers = _answers(ledger)
    for answer in answers:
        _show(answer)
    _show_more(ledger)
    failed = sum(not answer.holds for answer in answers)
    print(f"{len(answers) - failed} of {len(answers)} checks hold")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
