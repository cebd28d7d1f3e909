"""What tables of coded events ask of an event: who did it, on which days, how many died; and what only Sayso knows.

Coders' tables hold one line an event, as if it were known. What an event rests on here, and who is against it, stands
in columns of Sayso's own at the end of each line, whose names all begin with ``sayso_``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from sayso.answers import EventAnswer
from sayso.exports import words
from sayso.exports.answer_records import event_row
from sayso.exports.safe import line
from sayso.model import Count, Party, Place, When
from sayso.weighing.figures import Figure

__all__ = [
    "OWN", "Deaths", "days", "deaths", "figure", "figures_told", "happened", "least", "notes", "outlets", "own",
    "party", "positioned", "unverified_by",
]  # fmt: skip

OWN: Final[tuple[str, ...]] = (
    *("sayso_type", "sayso_accounts", "sayso_against", "sayso_told_by", "sayso_denied_by", "sayso_unverified_by"),
    *("sayso_reports", "sayso_copies", "sayso_figures", "sayso_figures_told", "sayso_place_id", "sayso_other_places"),
    *("sayso_first_published", "sayso_last_published", "sayso_claims"),
)
_NOTED: Final = 5  # accounts quoted in a note
_HAPPENED: Final = ("asserted", "possible")


@dataclass(frozen=True, slots=True)
class Deaths:
    """How many are told to have died: the lowest and highest of the accounts' latest words, and the latest of all.

    Who says no more than "up to 90" gives no lowest.
    """

    low: int | None
    best: int
    high: int


def happened(found: Iterable[EventAnswer]) -> Iterator[EventAnswer]:
    """The events that some account says happened: no line is for what is only denied, wanted or planned.

    Nor is one for what was thought possible of days still to come when it was last told.
    """
    return (answer for answer in found if answer.tree.count and not _to_come(answer))


def _to_come(answer: EventAnswer) -> bool:
    """Whether an event begins behind the day after its last report: midnight is not everywhere at once."""
    published = [day for entry in answer.event.entries if (day := entry.publication.published) is not None]
    start = answer.event.when.start if answer.event.when else None
    return start is not None and bool(published) and start - max(published) > timedelta(days=1)


def own(answer: EventAnswer) -> Mapping[str, object]:
    """The cells of ``OWN``: what an event rests on and who is against it, down to the ids of its claims."""
    row, event = event_row(answer), answer.event
    return {
        "sayso_type": event.type,
        "sayso_accounts": row["accounts"],
        "sayso_against": row["against"],
        "sayso_told_by": row["told_by"],
        "sayso_denied_by": row["denied_by"],
        "sayso_unverified_by": unverified_by(answer),
        "sayso_reports": row["reports"],
        "sayso_copies": row["copies"],
        "sayso_figures": row["figures"],
        "sayso_figures_told": figures_told(answer),
        "sayso_place_id": row["place_id"],
        "sayso_other_places": tuple(place.name for place in event.places[1:]),
        "sayso_first_published": row["first_published"],
        "sayso_last_published": row["last_published"],
        "sayso_claims": tuple(entry.claim.id for entry in event.entries),
    }


def unverified_by(answer: EventAnswer) -> tuple[str, ...]:
    """Who could not verify it, each once."""
    return tuple(dict.fromkeys(telling.account.name for telling in answer.tree.unverified))


def figures_told(answer: EventAnswer) -> tuple[str, ...]:
    """Every account's latest word on every figure, as it was given: "Ilona Marek, 2031-03-04: at least 4 killed"."""
    return tuple(
        f"{told.account.name}{f', {told.published.isoformat()}' if told.published else ''}: "
        f"{words.count(Count(one.what, told.n, told.min, told.max))}"
        for one in answer.figures
        for told in one.last_words
    )


def party(answer: EventAnswer, role: Literal["actor", "target"]) -> Party | None:
    """Who is most often told to have done it, or to have had it done to them; of several, the one told first.

    Claims of the event's own type are asked before the others: who withdraws is not who captures.
    """
    claims = [entry.claim for entry in answer.event.entries if entry.claim.modality in _HAPPENED]
    for some in ([claim for claim in claims if claim.type == answer.event.type], claims):
        named = (claim.actor if role == "actor" else claim.target for claim in some)
        told = Counter(one for one in named if one is not None)
        if told:
            return told.most_common(1)[0][0]
    return None


def days(when: When | None) -> tuple[date, date, int | None] | None:
    """The first and last day of an event, and how many that are; None of how many where an end is open."""
    start, end = (when.start, when.end) if when is not None else (None, None)
    if start is not None and end is not None:
        return start, end, (end - start).days + 1
    day = start or end
    return None if day is None else (day, day, None)


def figure(answer: EventAnswer, what: str) -> Figure | None:
    """The figure that counts these, as ``weighing.things`` calls them; None where nobody gave one."""
    return next((one for one in answer.figures if one.what == what), None)


def least(told: Figure) -> int | None:
    """The lowest of the accounts' latest words; None where they say only what it is at the most ("up to 90")."""
    return told.low if any(one.n is not None or one.min is not None for one in told.last_words) else None


def deaths(answer: EventAnswer) -> Deaths | None:
    """How many are told to have been killed; None where no account gives a number."""
    told = figure(answer, "killed")
    if told is None or told.low is None or told.high is None:
        return None
    last = max(told.last_words, key=lambda one: (one.first or date.min, one.published or date.min, one.account.id))
    best = next(n for n in (last.n, last.min, last.max) if n is not None)
    return Deaths(least(told), best, told.high)


def positioned(answer: EventAnswer) -> Place | None:
    """The place that an event is put at on a map: its first, where its position is known."""
    place = answer.event.places[0] if answer.event.places else None
    return None if place is None or place.lat is None or place.lon is None else place


def outlets(answer: EventAnswer) -> tuple[str, ...]:
    """Who published it, each once, the first first."""
    told = (entry.publication.outlet or entry.publication.agency for entry in answer.event.entries)
    return tuple(dict.fromkeys(name for name in told if name))


def notes(answer: EventAnswer) -> str:
    """What the accounts say, each in its own first words, and who is against it: for people, on one line."""
    tree = answer.tree
    said = []
    for root in tree.roots[:_NOTED]:
        first = root.tellings[0]
        name = line(first.account.name)
        text = f"{name} {first.how}" if first.stance else f"{name}: “{line(first.entry.claim.text)}”"
        said.append(f"{text} (against it)" if root.denies and not first.stance else text)
    if len(tree.roots) > _NOTED:
        more = len(tree.roots) - _NOTED
        said.append(f"and {more:,} more {'account' if more == 1 else 'accounts'}")
    return f"{line(answer.event.title)}. {'; '.join(said)}."
