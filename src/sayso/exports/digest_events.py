"""The events of a digest as lines: what is disputed, who was harmed by every account's figure, and what else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from sayso.answers.digest import Disputed
from sayso.answers.events import EventAnswer
from sayso.answers.harm import Given, Harm, Toll
from sayso.answers.news import News
from sayso.exports import words
from sayso.exports.answer_records import figure_words
from sayso.exports.digest_lines import (
    Item,
    Line,
    Quote,
    address,
    capital,
    many,
    names,
    quoted,
    same_words,
    sided,
    where,
)
from sayso.model import Count, Entry
from sayso.weighing.figures import Figure
from sayso.weighing.independence import Root, Telling
from sayso.weighing.wording import is_denial, wording

__all__ = ["brief_events", "dispute_item", "harm_item", "region_item", "root_line", "toll_words"]

_ROOTS: Final = 2  # accounts of a disputed event with their words; the others by name
_LOST: Final = 5
# What counts are folded to (weighing/things.toml) has one word for what befalls people very differently.
_MEANS: Final = {"captured": "captured or detained", "rescued": "rescued or evacuated"}


def dispute_item(each: Disputed, news: News) -> Item:
    """A disputed event: who denies it and who tells it."""
    answer = each.answer
    for_it = [root for root in answer.tree.roots if not root.denies]
    against = [root for root in answer.tree.roots if root.denies]
    state = "New denial" if each.denials else "Told anew, against a denial that stands"
    if not for_it:
        state = "Denied; no report here tells it"
    blamed = _blamed(answer)
    lines = [root_line(root, news.known, news.fresh) for root in against] + [
        root_line(root, news.known, news.fresh, blamed=blamed) for root in for_it[:_ROOTS]
    ]
    return Item(
        _called(answer), _event_room(answer, news), _event_facts(answer, news), state, tuple(lines),
        tuple(_event_notes(answer, for_it[_ROOTS:])),
    )  # fmt: skip


def region_item(answer: EventAnswer, news: News) -> Item:
    """What is told of who holds, took or left a region, or a place that is not named."""
    lines = [root_line(root, news.known, news.fresh) for root in answer.tree.roots]
    return Item(
        _called(answer), _event_room(answer, news), _event_facts(answer, news), "", tuple(lines),
        tuple(_event_notes(answer)),
    )  # fmt: skip


def root_line(
    root: Root, known: date | None, fresh: Callable[[Entry], bool] = lambda _: False, *, blamed: bool = False
) -> Line:
    """An account of an event: that it tells it or is against it, and its first words, new ones before others.

    Who else speaks for it, and counts as one account with it, is named; ``blamed``: also whom it names as the doer.
    """
    tellings = [telling for telling in root.tellings if fresh(telling.entry)] or list(root.tellings)
    told = tellings[0]
    says = _says(told, root.denies)
    if blamed and told.entry.claim.actor is not None and told.entry.claim.actor.side and not root.denies:
        says = f"says that {told.entry.claim.actor.side} did it"
    if others := [name for name in _tellers(root) if name != told.account.name]:
        says += f", as {'does' if len(others) == 1 else 'do'} {names(others)}"
    new = fresh(told.entry)
    before = [t.entry for t in root.tellings if t.account.id == told.account.id and not fresh(t.entry)]
    if new and before:
        new, first = False, before[0].publication.published
        says = f"again: {says}" + (f", as on {words.day(first)}" if first else "")
    again = [other.entry for other in tellings if same_words(other.entry, told.entry)]
    sign = "✗" if root.denies else "●"
    return Line(sign, told.account.name, sided(told.account), says, (quoted(again, known),), new)


def _tellers(root: Root) -> list[str]:
    """Who speaks for an account, each once; a newsroom that only prints a copy does not."""
    told = [telling for telling in root.tellings if telling.copied is None] or root.tellings
    return list(dict.fromkeys(telling.account.name for telling in told))


def _says(told: Telling, denies: bool) -> str:
    """What an account says of an event, so that the words which follow are read as they are meant."""
    if told.stance:
        return f"{told.stance} it"
    if not denies:
        return "tells it"
    return "denies this" if is_denial(told.entry.claim) else "says that it is not so"


def _blamed(answer: EventAnswer) -> bool:
    """Whether the accounts of an event name different sides as who did it."""
    told = [telling.entry.claim for root in answer.tree.roots if not root.denies for telling in root.tellings]
    doers = {claim.actor.side for claim in told if claim.actor is not None and claim.type == answer.event.type}
    return len(doers - {None}) > 1


def harm_item(each: Harm, news: News) -> Item:
    """An event that harmed people: the ranges, every account's figures, and who is against it."""
    answer = each.answer
    state = "; ".join(toll_words(toll) for toll in each.tolls)
    lines = list(_given(each.tolls, news))
    told = {quote.claim for line in lines for quote in line.quotes}
    tellers = {t.entry.claim.id: t.account for root in answer.tree.roots for t in root.tellings if t.stance is None}
    for entry in each.words:
        if entry.claim.id not in told:
            account, quote = tellers.get(entry.claim.id), quoted([entry], news.known)
            name = account.name if account is not None else entry.claim.source.name
            at = next((n for n, line in enumerate(lines) if line.who == name), None)
            if at is None:
                lines.append(Line("●", name, sided(account) if account is not None else "", "", (quote,), True))
            else:
                lines[at] = replace(lines[at], quotes=(*lines[at].quotes, quote))
    named = {line.who for line in lines}
    silent = [
        root
        for root in answer.tree.roots
        if not root.denies and named.isdisjoint({root.account.name, *(t.account.name for t in root.tellings)})
    ]
    lines += [root_line(root, news.known, news.fresh) for root in answer.tree.roots if root.denies]
    return Item(
        _called(answer), _event_room(answer, news), _event_facts(answer, news),
        capital(state) if state else "No figure is given", tuple(lines),
        (*_lost_notes(each), *_event_notes(answer, silent, " without a new figure")),
    )  # fmt: skip


def _lost_notes(each: Harm) -> Iterator[str]:
    if not each.lost:
        return
    if not each.fresh:
        yield "No new word changed it: what was told of it was taken back."
    told = [
        f"{words.listed([words.count(count) for count in entry.claim.counts])} by {_speaker(entry)} "
        f"({where(entry.publication)})"
        for entry in each.lost[:_LOST]
    ]
    more = len(each.lost) - _LOST
    yield f"Told no more: {words.listed([*told, f'{more} more'] if more > 0 else told)}."


def toll_words(toll: Toll, *, short: bool = False) -> str:
    """A figure with what it was the day before; ``short`` says so only where it has changed."""
    now = _figure_words(toll.figure)
    if toll.before is None or (short and not toll.moved):
        return now
    return f"{now} ({_figure_words(toll.before)} the day before)" if toll.moved else f"{now}, as the day before"


def _figure_words(figure: Figure) -> str:
    """A figure in words, "at least" where nobody gives the number itself: "4 to at least 11 killed"."""
    low, high, what = figure.low, figure.high, _MEANS.get(figure.what, figure.what)
    if low is None or high is None:
        return figure_words(figure)
    said = figure.last_words
    if low == high:
        plain = [told for told in said if told.n is not None or (told.min is not None and told.max is not None)]
        only = said[0] if len(said) == 1 or not plain else None
        bound = "" if plain or only is None else "at least " if only.max is None else "up to "
        return f"{bound}{low:,} {what}"
    open_end = all(told.n != high and told.max != high for told in said)
    return f"{low:,} to {'at least ' if open_end else ''}{high:,} {what}"


def _given(tolls: Sequence[Toll], news: News) -> Iterator[Line]:
    """What each account counts, all its figures together; whoever tells something new first."""
    by: dict[str, list[tuple[Toll, Given]]] = {}
    for toll in tolls:
        for given in toll.given:
            by.setdefault(given.told.account.id, []).append((toll, given))
    lines: list[tuple[bool, date, Line]] = []
    for several in by.values():
        account = several[0][1].told.account
        new = any(given.fresh for _, given in several)
        figures = [
            words.count(
                Count(_MEANS.get(toll.figure.what, toll.figure.what), given.told.n, given.told.min, given.told.max)
            )
            + (" as before" if new and not given.fresh else "")
            for toll, given in several
        ]
        quotes: dict[str, Quote] = {}
        for _, given in several:
            entry = given.told.entry
            quotes.setdefault(wording(entry.claim), quoted([entry], news.known, copies=given.reports - 1))
        first = min((given.told.published or date.max) for _, given in several)
        line = Line("●", account.name, sided(account), words.listed(figures), tuple(quotes.values()), new)
        lines.append((not new, first, line))
    yield from (line for _, _, line in sorted(lines, key=lambda each: each[:2]))


def _speaker(entry: Entry) -> str:
    at = entry.publication
    return (at.outlet or at.agency or at.report) if entry.claim.source.is_narrator else entry.claim.source.name


def _event_facts(answer: EventAnswer, news: News) -> str:
    facts = list(_days(answer, news))
    count = answer.tree.count
    if count:
        facts.append(f"{many(count, 'independent account')} {'tells' if count == 1 else 'tell'} it")
    copies = sum(len(group.members) - 1 for group in answer.copies)
    if copies:
        facts.append(f"{copies} {'copy' if copies == 1 else 'copies'} not counted")
    return " · ".join(facts)


def _days(answer: EventAnswer, news: News) -> Iterator[str]:
    """When an event happened, and when it was first told, where that is not the same."""
    when, first = answer.event.when, answer.first.published
    days = words.when(when)
    if first is not None and first < news.since:
        at_once = when is not None and when.start == when.end == first
        told = "told since" if at_once else f"first told on {words.day(first)}"
        yield f"{days}, {told}" if days else told
    elif days:
        late = (first - when.end).days if when is not None and when.end is not None and first is not None else 0
        yield f"{days}, told {late} days later" if late > 1 else days


def _event_notes(answer: EventAnswer, more: Sequence[Root] = (), how: str = " too") -> Iterator[str]:
    if more:
        yield f"Told by {names(name for root in more for name in _tellers(root))}{how}."
    unsure = [telling.account.name for telling in answer.tree.unverified]
    if unsure:
        yield f"{names(unsure)} could not verify it."


def _event_room(answer: EventAnswer, news: News) -> str:
    return address("events", answer.event.id, known=news.known)


def _called(answer: EventAnswer) -> str:
    """What an event is called; that no place is told is said."""
    title = capital(answer.event.title)
    return title if answer.event.places else f"{title}, place not told"


def brief_events(found: Sequence[EventAnswer], news: News) -> Iterator[Item]:
    """Events of which a line is told: by each account that counts, or by one and the names of the others."""
    for answer in found:
        first, *more = [root for root in answer.tree.roots if not root.denies]
        line = replace(root_line(first, news.known, news.fresh), says="")
        notes = tuple(_event_notes(answer, more))
        yield Item(_called(answer), _event_room(answer, news), ", ".join(_days(answer, news)), "", (line,), notes)
