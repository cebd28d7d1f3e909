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
from sayso.exports.digest_lines import Item, Line, Quote, address, capital, many, names, quoted, same_words, sided, tidy
from sayso.model import Count, Entry
from sayso.weighing.independence import Root

__all__ = ["brief_events", "dispute_item", "harm_item", "root_line", "toll_words"]

_ROOTS: Final = 2  # accounts of a disputed event with their words; the others by name


def dispute_item(each: Disputed, news: News) -> Item:
    """A disputed event: who denies it and who tells it."""
    answer = each.answer
    for_it = [root for root in answer.tree.roots if not root.denies]
    against = [root for root in answer.tree.roots if root.denies]
    state = "New denial" if each.denials else "Told anew, against a denial that stands"
    if not for_it:
        state = "Denied; no report here tells it"
    lines = [root_line(root, news.known, news.fresh) for root in against] + [
        root_line(root, news.known, news.fresh) for root in for_it[:_ROOTS]
    ]
    return Item(
        capital(answer.event.title), _event_room(answer, news), _event_facts(answer, news), state, tuple(lines),
        tuple(_event_notes(answer, for_it[_ROOTS:])),
    )  # fmt: skip


def root_line(root: Root, known: date | None, fresh: Callable[[Entry], bool] = lambda _: False) -> Line:
    """An account of an event: that it tells it or is against it, and its first words, new ones before others."""
    tellings = [telling for telling in root.tellings if fresh(telling.entry)] or list(root.tellings)
    told = tellings[0]
    stance = told.stance
    says = f"{stance} it" if stance else "says that it is not so" if root.denies else "tells it"
    part = sided(root.account)
    if told.account.id != root.account.id and told.account.name not in root.account.name:
        part = told.account.name
    again = [other.entry for other in tellings if same_words(other.entry, told.entry)]
    sign = "✗" if root.denies else "●"
    return Line(sign, root.account.name, part, says, (quoted(again, known),), fresh(root.tellings[0].entry))


def harm_item(each: Harm, news: News) -> Item:
    """An event that harmed people: the ranges, every account's figures, and who is against it."""
    answer = each.answer
    state = "; ".join(toll_words(toll) for toll in each.tolls)
    lines = list(_given(each.tolls, news))
    told = {quote.claim for line in lines for quote in line.quotes}
    for entry in each.words:
        if entry.claim.id not in told:
            name, quote = _speaker(entry), quoted([entry], news.known)
            at = next((n for n, line in enumerate(lines) if line.who == name), None)
            if at is None:
                lines.append(Line("●", name, words.source(entry.claim.source), "", (quote,), True))
            else:
                lines[at] = replace(lines[at], quotes=(*lines[at].quotes, quote))
    lines += [root_line(root, news.known, news.fresh) for root in answer.tree.roots if root.denies]
    return Item(
        capital(answer.event.title), _event_room(answer, news), _event_facts(answer, news),
        capital(state) if state else "No figure is given", tuple(lines), tuple(_event_notes(answer)),
    )  # fmt: skip


def toll_words(toll: Toll, *, short: bool = False) -> str:
    """A figure with what it was the day before; ``short`` says so only where it has changed."""
    now = figure_words(toll.figure)
    if toll.before is None or (short and not toll.moved):
        return now
    return f"{now} ({figure_words(toll.before)} the day before)" if toll.moved else f"{now}, as the day before"


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
            words.count(Count(toll.figure.what, given.told.n, given.told.min, given.told.max))
            + (" as before" if new and not given.fresh else "")
            for toll, given in several
        ]
        quotes: dict[str, Quote] = {}
        for _, given in several:
            entry = given.told.entry
            key = " ".join(entry.claim.text.casefold().split())
            quotes.setdefault(key, quoted([entry], news.known, copies=given.reports - 1))
        first = min((given.told.published or date.max) for _, given in several)
        line = Line("●", account.name, sided(account), words.listed(figures), tuple(quotes.values()), new)
        lines.append((not new, first, line))
    yield from (line for _, _, line in sorted(lines, key=lambda each: each[:2]))


def _speaker(entry: Entry) -> str:
    at = entry.publication
    return (at.outlet or at.agency or at.report) if entry.claim.source.is_narrator else entry.claim.source.name


def _event_facts(answer: EventAnswer, news: News) -> str:
    facts = []
    when = answer.event.when
    if days := words.when(when):
        late = (news.since - when.end).days if when is not None and when.end is not None else 0
        facts.append(f"{days}, told {late} days later" if late > 1 else days)
    count = answer.tree.count
    if count:
        facts.append(f"{many(count, 'independent account')} {'tells' if count == 1 else 'tell'} it")
    copies = sum(len(group.members) - 1 for group in answer.copies)
    if copies:
        facts.append(f"{copies} {'copy' if copies == 1 else 'copies'} not counted")
    return " · ".join(facts)


def _event_notes(answer: EventAnswer, more: Sequence[Root] = ()) -> Iterator[str]:
    if more:
        yield f"Told by {names([root.account.name for root in more])} too."
    unsure = [telling.account.name for telling in answer.tree.unverified]
    if unsure:
        yield f"{names(unsure)} could not verify it."


def _event_room(answer: EventAnswer, news: News) -> str:
    return address("events", answer.event.id, known=news.known)


def brief_events(found: Sequence[EventAnswer], news: News) -> Iterator[Item]:
    """Events of which a line is told."""
    for answer in found:
        who = names(root.account.name for root in answer.tree.roots if not root.denies)
        text = tidy(answer.event.entries[0].claim.text)
        yield Item(capital(answer.event.title), _event_room(answer, news), who, f"“{text}”")
