"""How a claim's fields are put in words for people; plain text, escaped by whoever shows it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from math import ceil
from typing import TYPE_CHECKING

from sayso.model import Claim, Count, Modality, Party, Place, Quote, Report, Source, Stance, StanceKind, When

if TYPE_CHECKING:  # words are put to one report's claims too, and that needs no weighing
    from sayso.weighing.control import Bearing, Control
    from sayso.weighing.positions import Weight

__all__ = [
    "BEARINGS",
    "FIELDS",
    "MODALITIES",
    "PARTS",
    "QUOTES",
    "STANCES",
    "WEIGHTS",
    "account",
    "control",
    "count",
    "day",
    "listed",
    "month",
    "own",
    "party",
    "place",
    "saying",
    "short_day",
    "shortened",
    "source",
    "speaker",
    "stance",
    "standing",
    "title",
    "when",
    "within",
]

# strftime would follow the locale; the exports must read the same everywhere.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MODALITIES: dict[Modality, str] = {
    "asserted": "said to be so",
    "negated": "said not to be so",
    "possible": "said to be possible",
    "intended": "said to be intended",
    "demanded": "called for",
}
QUOTES: dict[Quote, str] = {
    "direct": "quoted word for word",
    "indirect": "reported in other words",
    "mixed": "reported, with quoted words in it",
    "none": "told by the report itself",
}
FIELDS: dict[str, str] = {
    "claim": "A claim",
    "span": "Evidence",
    "type": "Type",
    "source": "Source",
    "cue": "Cue",
    "quote": "Quotation",
    "via": "Channel",
    "actor": "Who acts",
    "target": "On whom",
    "places": "Place",
    "when": "Time",
    "said": "Said",
    "counts": "Figures",
    "modality": "How surely",
    "stances": "Objections",
}
STANCES: dict[StanceKind, str] = {
    "confirms": "confirms it",
    "denies": "denies it",
    "disputes": "disputes it",
    "could_not_verify": "could not verify it",
}


PARTS: dict[str, str] = {
    "prior": "before anything is compared",
    "kind": "what happened, and with what",
    "place": "where",
    "time": "when",
    "parties": "who did it to whom",
    "figures": "the figures",
    "wording": "the words used",
    "report": "told in one report",
    "by hand": "joined by a person",
}
BEARINGS: dict[Bearing, str] = {"for": "says so", "against": "is against it", "neither": ""}
WEIGHTS: dict[Weight, str] = {
    "own": "for its own side",
    "admission": "against its own side",
    "outsider": "an outsider",
}


def control(value: Control) -> str:
    """Who is said to hold a place: "held by Ostrya", "contested between Ostrya and Varnia"."""
    if value.status == "held":
        return f"held by {value.holder}"
    if value.status == "claimed":
        return f"claimed by {listed(value.claimants)}"
    if value.status == "contested":
        return f"contested between {listed(value.claimants)}" if len(value.claimants) > 1 else "contested"
    return "unknown"


def listed(names: Sequence[str]) -> str:
    """Names one after the other: "Ostrya", "Ostrya and Varnia", "Ostrya, Varnia and Selm"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def own(name: str) -> str:
    """A name in the genitive: "Ostrya's", "the Heralds'"."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def day(value: date) -> str:
    """A date as "1 Dec 2023"."""
    return f"{short_day(value)} {value.year}"


def short_day(value: date) -> str:
    """A date without its year, as "1 Dec"."""
    return f"{value.day} {month(value)}"


def month(value: date) -> str:
    """The month of a date, as "Dec"."""
    return _MONTHS[value.month - 1]


def within(days: float) -> str:
    """How soon, in whole days: "on the same day", "within 3 days"; half a day, a median between two, is within one."""
    whole = ceil(days)
    return "on the same day" if whole == 0 else f"within {whole} day{'' if whole == 1 else 's'}"


def when(value: When | None) -> str:
    """An interval in its shortest true form: "May 2023", "17–30 Nov 2023", "since 1 Jun 2023"; "" for none."""
    if value is None or (value.start is None and value.end is None):
        return ""
    if value.end is None and value.start is not None:
        return f"since {day(value.start)}"
    if value.start is None and value.end is not None:
        return f"until {day(value.end)}"
    assert value.start is not None  # for the type checker: both ends are known from here on
    assert value.end is not None
    return _closed(value.start, value.end)


def _closed(start: date, end: date) -> str:
    if start == end:
        return day(start)
    whole_months = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
    if whole_months and (start.month, end.month) == (1, 12):
        return f"{start.year}" if start.year == end.year else f"{start.year}–{end.year}"
    first, last = _MONTHS[start.month - 1], _MONTHS[end.month - 1]
    if whole_months:
        if start.year != end.year:
            return f"{first} {start.year} – {last} {end.year}"
        return f"{first} {start.year}" if start.month == end.month else f"{first}–{last} {start.year}"
    if start.year != end.year:
        return f"{day(start)} – {day(end)}"
    if start.month != end.month:
        return f"{start.day} {first} – {day(end)}"
    return f"{start.day}–{day(end)}"


def count(value: Count) -> str:
    """A figure as "3 killed", "at least 5 drones", "2 to 4 injured", "up to 90 missiles"."""
    if value.n is not None:
        return f"{value.n:,} {value.what}"
    if value.min is not None and value.max is not None:
        return f"{value.min:,} to {value.max:,} {value.what}"
    if value.min is not None:
        return f"at least {value.min:,} {value.what}"
    if value.max is not None:
        return f"up to {value.max:,} {value.what}"
    return value.what


def stance(value: Stance) -> str:
    """An objection or a confirmation as a short sentence: "Reuters could not verify it"."""
    return f"{value.by} {STANCES[value.stance]}"


def standing(claim: Claim) -> str | None:
    """The gravest thing said of a claim in its report: "denied", "disputed", "unverified", "confirmed" or None."""
    order: tuple[tuple[StanceKind, str], ...] = (
        ("denies", "denied"),
        ("disputes", "disputed"),
        ("could_not_verify", "unverified"),
        ("confirms", "confirmed"),
    )
    kinds = {s.stance for s in claim.stances}
    return next((word for kind, word in order if kind in kinds), None)


def place(value: Place) -> str:
    """A place's name, a region marked as one where the name does not say it."""
    region = value.precision == "region" and "region" not in value.name.lower()
    return f"{value.name} (region)" if region else value.name


def party(value: Party) -> str:
    """A party's name, with its side where the name does not already say it."""
    return _sided(value.name, value.side)


def source(value: Source) -> str:
    """What kind of source speaks, and for which side: "military, Ukraine"; "" for narration."""
    known = [value.kind.replace("_", " ") if value.kind else None, value.side]
    return ", ".join(k for k in known if k)


def _sided(name: str, side: str | None) -> str:
    return name if side is None or side in name else f"{name} ({side})"


def speaker(claim: Claim, report: Report) -> str:
    """On whose account, as one name: narration is the outlet's, or the agency's, own."""
    if not claim.source.is_narrator:
        return claim.source.name
    return report.outlet or report.agency or "the report"


def saying(who: str, claim: Claim) -> str:
    """Who says it, before the claim's words where nothing else stands: "Ostrya", or "Ostrya (“denied”)".

    A denial's own words are what is denied, a demand's what is demanded: only the report's word for saying it tells.
    """
    return who if claim.modality == "asserted" or not claim.cue else f"{who} (“{claim.cue}”)"


def account(claim: Claim, report: Report) -> list[tuple[str, str]]:
    """The way a claim came, nearest the source first, as (name, part): source, channels, agency, outlet."""
    way: list[tuple[str, str]] = []
    if not claim.source.is_narrator:
        way.append((claim.source.name, source(claim.source) or "source"))
    way += [(name, "channel") for name in claim.via]
    if report.agency:
        way.append((report.agency, "agency"))
    if report.outlet and report.outlet != report.agency:
        way.append((report.outlet, "outlet"))
    if not way or (claim.source.is_narrator and not (report.agency or report.outlet)):
        way.append(("the report", "outlet not known"))
    return way


def title(report: Report) -> str:
    """What to call a report: its title, its headline in the text, or its id."""
    if report.title:
        return report.title
    head = next((report.text[b.start : b.end].strip() for b in report.blocks if b.kind == "headline"), "")
    return head or report.id


def shortened(text: str, most: int) -> str:
    """``text`` of ``most`` characters at the most; a cut one ends in an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
