"""A ledger in which every word that a stranger may choose is an injection: bodies, titles, names, addresses, reasons.

One report for each text of the corpus that a ledger takes, with that text in all its fields; and one long report with a
claim for each of them, so that a page that shows a report shows all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import update

from sayso.intake.feeds import FeedEntry
from sayso.ledger import Keeper, Ledger
from sayso.ledger import schema as t
from sayso.ledger.entries import Entries
from sayso.ledger.feeds import Feeds, Listed
from sayso.ledger.judging import judge
from sayso.ledger.reviewing import review
from sayso.ledger.reviews import Verdict
from sayso.model import (
    CLAIM_TYPES,
    Block,
    Claim,
    Count,
    Party,
    Place,
    Reading,
    Refusal,
    Report,
    Source,
    Stance,
    When,
    Why,
)
from tests.injections import KEPT

__all__ = ["ALL", "DAYS", "kept", "reading", "readings"]

ALL: Final = "all-of-them"
"""The id of the report with a claim for each."""
_FIRST: Final = date(2030, 8, 1)
DAYS: Final = 40
_SIDES: Final = ("Varnia", "Ostrya")
_HRADOV: Final = (Place("Hradov", None, -48.25, -123.03),)


def _claim(text: str, n: int, report: str, start: int, id: str) -> Claim:
    day = _FIRST + timedelta(days=n % DAYS)
    type = CLAIM_TYPES[n % len(CLAIM_TYPES)]
    return Claim(
        id=id,
        report=report,
        text=text,
        start=start,
        end=start + len(text),
        type=type,
        source=Source(text, "unnamed", text if n % 3 else _SIDES[n % 2]),
        cue=text,
        quote="direct",
        via=(text, f"{text} again"),
        actor=Party(text, _SIDES[n % 2]),
        target=Party(text, text),
        places=(
            Place(text, None, -58 + (n % 20) * 6.0, -170 + (n // 20) * 17.0),
            *_HRADOV[n % 20 :],
        ),
        when=When(day, day),
        said=day,
        counts=(Count(text, n=n), Count("killed", min=n % 9)),
        stances=(Stance(text, "denies"), Stance(text, "could_not_verify")),
    )


def _why(text: str, start: int) -> Why:
    notes = {"cue": (text,), "source": (text, text), "place": (text,), text: (text,)}
    return Why(notes, {"cue": ((start, start + len(text)),)}, {"claim": 0.4, "source": 0.3}, {"source": (text,)})


def reading(text: str, n: int) -> Reading:
    """A report that is nothing but ``text``, whatever one asks of it."""
    claim = _claim(text, n, text, 0, f"{text}#{n}" if n % 2 else text)
    report = Report(
        id=text,
        text=f"{text} said {text}.\n\n{text}",
        title=text,
        published=_FIRST + timedelta(days=n % DAYS),
        outlet=text,
        agency=text if n % 2 else None,
        place=text,
        theatre="varnia",
        url=text if n % 2 else f"https://example.org/{n}?x={text}",
        blocks=(Block("headline", 0, len(text)),),
    )
    return Reading(report, (claim,), "varnia", {claim.id: _why(text, 0)}, (text,))


def _later(text: str, n: int) -> Reading:
    """A second version of the report, a day later, in which the claim is of another type."""
    first = reading(text, n)
    claim = replace(first.claims[0], type="statement", counts=(Count(text, n=n + 1),))
    assert first.report.published is not None
    report = replace(
        first.report, text=f"{text} says {text}.\n\n{text}", published=first.report.published + timedelta(days=1)
    )
    return replace(first, report=report, claims=(claim,))


def _all() -> Reading:
    text, claims, why = "", [], {}
    for n, one in enumerate(KEPT):
        claims.append(_claim(one, n, ALL, len(text), f"{ALL}-{one}"))
        why[claims[-1].id] = _why(one, len(text))
        text += f"{one}\n\n"
    report = Report(ALL, text, "All of them", _FIRST + timedelta(days=DAYS), "Velmar Courier", theatre="varnia")
    return Reading(report, tuple(claims), "varnia", why)


def readings() -> Iterator[Reading]:
    """All of it, as if a reader had read it."""
    for n, text in enumerate(KEPT):
        yield reading(text, n)
    yield _all()


def kept(path: Path) -> Path:
    """The ledger in a file: versions, withdrawals, problems, and people's words on claims and events as well."""
    with Ledger.open(path, create=True) as ledger:
        keeper = Keeper(ledger)
        for one in readings():
            keeper.keep(one)
        for n, text in enumerate(KEPT):
            keeper.problem(Refusal(text, text, n))
            if n % 4 == 1:
                keeper.withdraw(text, _FIRST + timedelta(days=DAYS + 1), why=text)
            if n % 8 == 3:
                keeper.keep(_later(text, n))
            if n % 4 == 2:
                first, second = f"{ALL}-{text}", f"{ALL}-{KEPT[n - 1]}"
                keeper.decide(first, second, apart=bool(n % 8 > 4), by=text, why=text)
            if n % 5 == 0 and text.strip():
                kinds: tuple[Verdict, ...] = ("accept", "reject", "correct")
                verdict = kinds[n // 5 % 3] if n % 4 != 1 else "accept"  # what is withdrawn stays in the long report
                fields = {"actor": {"name": text, "side": text}} if verdict == "correct" else None
                review(ledger, f"{ALL}-{text}", verdict, by=text[:200], why=text, fields=fields)
            elif n % 5 == 3 and text.strip():
                judge(
                    ledger,
                    f"{ALL}-{text}",
                    "false",
                    by=text[:200],
                    why=text,
                    url=f"https://example.org/?x={text}"[:2000],
                )
        _watched(ledger)
    return path


def _watched(ledger: Ledger) -> None:
    """Feeds by such names, with what is wrong with them, and every eighth with a story that was refused for it."""
    feeds, entries, now = Feeds(ledger), Entries(ledger), datetime.combine(_FIRST, time(), UTC)
    keys = feeds.watch([Listed(text, text) for text in KEPT], now)
    for feed in feeds.of(keys[::8]):
        entries.meet(feed, [FeedEntry(feed.url, None, feed.url, body=feed.url)], now)
    with ledger.writing() as connection:
        connection.execute(update(t.feed).values(wrong=t.feed.c.title, failures=1, asked=t.feed.c.seen))
        connection.execute(update(t.feed_entry).values(wrong=t.feed_entry.c.title, state="refused"))
