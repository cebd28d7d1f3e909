"""What the tests of formats share: entries and events without a ledger, plain ones and those made of injections."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sayso.answers import EventAnswer
from sayso.exports.format import Format
from sayso.model import Claim, Count, Entry, Place, Publication, Reading, Report, Source
from sayso.theatres import load
from sayso.weighing.accounts import Accounts
from sayso.weighing.events import events
from sayso.weighing.figures import figures
from sayso.weighing.independence import tree
from tests import hostile
from tests.injections import CORPUS
from tests.siege import READINGS

__all__ = ["HRADOV", "SIEGE", "answered", "entries", "entry", "hostile_entries", "hostile_events", "written"]

HRADOV = Place("Hradov", 9001, -48.21, -123.24)


def entries(readings: Iterable[Reading]) -> list[Entry]:
    """The claims of readings with where they were published, as a ledger hands them out."""
    found = []
    for reading in readings:
        found += [Entry(claim, _published(reading.report)) for claim in reading.claims]
    return found


def _published(report: Report) -> Publication:
    return Publication(
        report.id, f"digest of {report.id}", report.published, report.outlet, report.agency, report.theatre,
        report.title, report.url,
    )  # fmt: skip


def entry(id: str = "c", text: str = "they struck Hradov", **fields: Any) -> Entry:
    """A claim of a report of its own, told by its outlet unless ``source`` is given; ``publication`` may be given."""
    publication = fields.pop("publication", None) or Publication(f"r-{id}", f"d-{id}", outlet="Interwire")
    told: dict[str, Any] = {"type": "airstrike", "source": Source("narrator"), "places": (HRADOV,), **fields}
    return Entry(Claim(id, publication.report, text, 0, len(text), **told), publication)


def answered(told: Sequence[Entry], theatre: str = "varnia") -> list[EventAnswer]:
    """The events of these entries, weighed."""
    accounts = Accounts([(e.claim.source, e.publication) for e in told], lambda _: load(theatre))
    return [EventAnswer(one, tree(one, accounts), figures(one, accounts), (), ()) for one in events(told, accounts)]


SIEGE: list[Entry] = entries(READINGS)


@cache
def hostile_entries() -> tuple[Entry, ...]:
    """A claim for each text of the corpus, with it in every field; NUL and half characters too."""
    return tuple(entries(hostile.reading(text, n) for n, text in enumerate(CORPUS)))


@cache
def hostile_events() -> tuple[EventAnswer, ...]:
    """An event for each of them, with a death and a figure of a thing of the text's own in it."""
    made = []
    for told in hostile_entries():
        made += answered([told, _dead(told)])
    return tuple(made)


def _dead(told: Entry) -> Entry:
    claim = told.claim
    dead = Claim(
        f"{claim.id}+", claim.report, claim.text, claim.start, claim.end, claim.type, claim.source, actor=claim.actor,
        target=claim.target, places=claim.places, when=claim.when, counts=(Count("killed", 3), Count(claim.text, 2)),
    )  # fmt: skip
    return Entry(dead, told.publication)


def written(form: Format[Any, Any], items: Iterable[Any]) -> str:
    """What a format of text writes of these."""
    out = io.StringIO(newline="")
    form.write(items, out)
    return out.getvalue()
