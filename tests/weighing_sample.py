"""Invented claims for the tests of weighing: a war between Varnia and Orsk, and accounts by name alone."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from sayso.model import Claim, ClaimType, Count, Entry, Party, Place, Publication, Source, When
from sayso.weighing.accounts import Account, Accounts

__all__ = ["HRADOV", "LIPNA", "MIRNA", "ORSK", "PROVINCE", "VARNIA", "at", "by_name", "entry", "killed", "the"]

HRADOV = Place("Hradov", 901, 48.0, 37.0)
LIPNA = Place("Lipna", 902, 48.04, 37.04)  # five kilometres away
MIRNA = Place("Mirna", 903, 49.5, 36.0)
PROVINCE = Place("Hradov province", 904, 48.2, 37.2, "region")
VARNIA, ORSK = Party("Varnian troops", "Varnia"), Party("Orsk's army", "Orsk")


class _ByName:
    """Stands in for the accounts of the weighing: a source is its name, narration its outlet."""

    def of_entry(self, entry: Entry) -> Account:
        return self.of(entry.claim.source, entry.publication)

    def of(self, source: Source, publication: Publication) -> Account:
        name = publication.agency or publication.outlet or "an outlet" if source.is_narrator else source.name
        return Account(name, name, source.kind, source.side, "by name")


def by_name() -> Accounts:
    """Accounts by name alone."""
    return cast(Accounts, _ByName())


def the(day: int, to: int | None = None) -> When:
    """A day of May 2031, or some days."""
    return When(date(2031, 5, day), date(2031, 5, to or day))


def at(day: int) -> date:
    """A day of May 2031."""
    return date(2031, 5, day)


def killed(n: int | None = None, least: int | None = None, what: str = "killed") -> tuple[Count, ...]:
    """A count of people."""
    return (Count(what, n, least),)


def entry(id: str, type: ClaimType, text: str = "it happened", **given: Any) -> Entry:
    """A claim of a report that is its id up to the "#"; published on the 10th unless told."""
    published, outlet = given.pop("published", at(10)), given.pop("outlet", None)
    report = id.partition("#")[0]
    start = given.pop("start", 100 * int(id.partition("#")[2] or 0))
    fields = {"source": Source("narrator"), "places": (HRADOV,), **given}
    claim = Claim(id, report, text, start, start + len(text), type, **fields)
    return Entry(claim, Publication(report, "d", published, outlet or f"Paper {report}"))
