"""What was learned in some days: what changed hands, what is disputed, what became of claims, who was harmed.

The days are those of publication, on which it could be known; when a thing happened is told beside it. By default all
is as known on the last of them, so that a day's digest stays what it was; ``known`` lets what came later in. Old news
is none (``news``): neither a reprint, nor what an account only says again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

from sqlalchemy import Connection

from sayso.answers.asked import Asked, accounts_for, filter_of
from sayso.answers.events import EventAnswer, gathered, weighed
from sayso.answers.front import DEEDS
from sayso.answers.harm import Harm, harm, within
from sayso.answers.lately import Admitted, Confirmed, Corrected, corrected, lately
from sayso.answers.news import News, news
from sayso.answers.taken_back import taken_back
from sayso.answers.turns import Turn, turns
from sayso.errors import InputError
from sayso.ledger.filters import Filter, claim_keys, entries
from sayso.ledger.latest import Replaced, Withdrawn, last_day, replaced, withdrawn
from sayso.ledger.opening import Ledger
from sayso.ledger.rows import place_row
from sayso.model import ClaimType, Entry, Publication
from sayso.weighing.accounts import Accounts
from sayso.weighing.events import Event
from sayso.weighing.independence import Root
from sayso.weighing.wording import is_denial, wording

__all__ = ["Became", "Digest", "Disputed", "digest"]

_CHANGES: Final = 200  # reports that were corrected, and withdrawn
_OBJECTS: Final = frozenset(("denies", "disputes"))
_SAYS: Final = frozenset(("asserted", "possible", "negated"))
_GROUND: Final[frozenset[ClaimType]] = frozenset(("capture", "hold", "withdraw"))  # told of by place
_DEEDS: Final = frozenset(DEEDS) - _GROUND - {"casualties", "deploy", "fortify", "supply"}


@dataclass(frozen=True, slots=True)
class Disputed:
    """An event that somebody denies or disputes: ``denials`` are those whose objection is new.

    Without any it was told anew, against an objection that stands. Where nobody here tells it, it is only denied.
    """

    answer: EventAnswer
    denials: tuple[Root, ...]


@dataclass(frozen=True, slots=True)
class Became:
    """What became of earlier claims; ``whole`` is False where more might be confirmed than could be looked at.

    ``told`` are the claims that the withdrawn reports had told.
    """

    confirmed: tuple[Confirmed, ...] = ()
    admitted: tuple[Admitted, ...] = ()
    corrected: tuple[Corrected, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    whole: bool = True
    told: tuple[Entry, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.confirmed or self.admitted or self.corrected or self.withdrawn)


@dataclass(frozen=True, slots=True)
class Digest:
    """What was learned from ``news.since`` to ``news.until``, as known on ``news.known``; ``asked`` is what narrows it.

    ``turns`` are places whose answer is another now or is known for the first time, ``contested`` those that stay
    contested while more is said, ``again`` those of which the same is said again. ``others`` are further events that
    are told of for the first time, ``regions`` those that tell who holds, took or left more than a settlement: for
    those no answer is weighed. ``whole`` is False where more was published than could be weighed.
    """

    asked: Asked
    news: News
    turns: tuple[Turn, ...] = ()
    contested: tuple[Turn, ...] = ()
    again: tuple[Turn, ...] = ()
    disputed: tuple[Disputed, ...] = ()
    became: Became = Became()
    harm: tuple[Harm, ...] = ()
    others: tuple[EventAnswer, ...] = ()
    whole: bool = True
    regions: tuple[EventAnswer, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing was learned."""
        places = self.turns or self.contested or self.again or self.regions
        return not (places or self.disputed or self.became or self.harm or self.others)


def digest(
    ledger: Ledger, *, since: date | None = None, until: date | None = None, asked: Asked | None = None
) -> Digest:
    """What was learned from ``since`` to ``until``: by default the last day of the ledger, and up to it.

    ``asked`` narrows it by conflict, side, place, source and outlet; its ``known`` is by default ``until``. InputError
    for a day since which comes after the last, and for a name that is not known.
    """
    asked = asked or Asked()
    with ledger.reading() as connection:
        if until is None:
            last = last_day(connection, asked.known) or asked.known or since or date.today()
            until = max(last, since or last)
        until = min(until, asked.known or date.max)
        since = since or until
        if since > until:
            raise InputError(ledger.name, "--since", since, f"give a day no later than {until}")
        asked = replace(asked, known=asked.known or until)
        made = partial(_digest, connection, ledger, asked, since, until)
        return ledger.remembered.answer(connection, ("digest", asked, since, until), made)


def _digest(connection: Connection, ledger: Ledger, asked: Asked, since: date, until: date) -> Digest:
    assert asked.known is not None
    try:
        wanted = filter_of(connection, asked, ledger)
    except InputError:
        filter_of(connection, replace(asked, known=None), ledger)  # of whom nobody has told yet, nothing was learned
        return Digest(asked, News(since, until, asked.known))
    told = news(connection, ledger, asked, since, until)
    then = lately(ledger, since=since, known=asked.known)
    versions = replaced(connection, since, asked.known, limit=_CHANGES + 1)
    gone = withdrawn(connection, since, until, asked.known, limit=_CHANGES + 1)
    changed = list(corrected(connection, _at_once(versions[:_CHANGES], until)))
    back = taken_back(
        connection, {c.replaced.new[1].report for c in changed} | {w.publication.report for w in gone}, _before(since)
    )
    whole = told.whole and max(len(versions), len(gone)) <= _CHANGES
    changed = [c for c in changed if _is_asked(connection, wanted, asked, _new(c).report, _new(c).published)]
    gone = [w for w in gone if _is_asked(connection, wanted, asked, w.publication.report, _before(w.day))]
    taken = [entry for c in changed for entry in _told_then(connection, _new(c).report, c.replaced.old[1].published)]
    undone = [entry for w in gone for entry in _told_then(connection, w.publication.report, _before(w.day))]
    taken += undone
    among = None if wanted.places is None else frozenset(wanted.places)
    places, every_place = turns(connection, ledger, told, taken, among=among)
    turned = tuple(turn for turn in places if turn.turned or (turn.before is None and turn.fresh))
    still = [turn for turn in places if turn.fresh and turn not in turned]
    contested = tuple(turn for turn in still if turn.after.status == "contested")
    lost = {entry.claim.id for entry in taken}
    if asked != Asked(known=asked.known):
        reports = tuple({entry.publication.report for entry in taken})
        fitting = replace(wanted, known=_before(since), reports=reports)
        lost &= {entry.claim.id for entry in (entries(connection, fitting) if reports else ())}
    answers, accounts = _events(connection, told, back.others(connection, lost, told.known))
    answers = _once(answers, told)
    inner = within(told.entries)
    hurt = [
        one
        for answer in answers
        if (one := harm(answer, told, back.past(connection, answer, accounts, since), inner)) is not None
    ]
    harmful = {one.answer.event.id for one in hurt}
    # Of an event that harmed people all accounts are told there, also those against it.
    disputed = [
        one
        for one in _disputed(answers, told, (*turned, *contested))
        if one.denials or one.answer.event.id not in harmful
    ]
    shown = harmful | {one.answer.event.id for one in disputed}
    return Digest(
        asked,
        told,
        turned,
        contested,
        tuple(turn for turn in still if turn not in contested),
        tuple(sorted(disputed, key=_by_weight)),
        Became(
            tuple(_confirmed(then.confirmed, answers, told, (*turned, *contested))),
            tuple(_admitted(then.admitted, told, (*turned, *contested))),
            tuple(changed),
            tuple(gone),
            then.whole,
            tuple(undone),
        ),
        tuple(sorted(hurt, key=lambda each: (*(-n for n in each.weight), each.answer.event.id))),
        tuple(_others(answers, told, shown)),
        whole and every_place,
        tuple(_regions(answers, told, shown)),
    )


def _events(connection: Connection, told: News, more: Sequence[Entry]) -> tuple[list[EventAnswer], Accounts]:
    """The events that the new claims and ``more`` tell of, weighed; of mere words only those somebody objects to."""
    seeds = list({entry.claim.id: entry for entry in (*told.entries, *more) if _tells(entry)}.values())
    if not seeds:
        return [], accounts_for(connection, (), told.known)
    found, accounts, decisions = gathered(connection, seeds, told.known)
    ids = {entry.claim.id for entry in seeds}
    mine = [event for event in found if any(entry.claim.id in ids for entry in event.entries)]
    return [weighed(connection, event, accounts, decisions, told.known) for event in mine], accounts


def _once(answers: Sequence[EventAnswer], told: News) -> list[EventAnswer]:
    """The events without those that only copies tell of, word for word as another event is told where they come from.

    A sentence without a day or a place may prove too little to be joined with its own copy.
    """
    said: dict[object, list[EventAnswer]] = {}
    for answer in answers:
        for entry in answer.event.entries:
            said.setdefault(_wording(entry, told), []).append(answer)

    def echo(answer: EventAnswer) -> bool:
        reports = {entry.publication.report for entry in answer.event.entries}
        if reports.isdisjoint(told.copies):
            return False
        wordings = {_wording(entry, told) for entry in answer.event.entries}
        others = [other for wording in wordings for other in said[wording] if _rank(other) < _rank(answer)]
        return any(
            wordings <= {_wording(entry, told) for entry in other.event.entries}
            and reports.isdisjoint(entry.publication.report for entry in other.event.entries)
            for other in others
        )

    return [answer for answer in answers if not echo(answer)]


def _wording(entry: Entry, told: News) -> object:
    report, claim = entry.publication.report, entry.claim
    return told.copies.get(report, report), claim.type, claim.source.name, claim.modality, wording(claim)


def _rank(answer: EventAnswer) -> tuple[int, date, str]:
    """The one of most claims first, then the first told."""
    return -len(answer.event.entries), answer.first.published or date.max, answer.event.id


def _tells(entry: Entry) -> bool:
    claim = entry.claim
    deed = claim.type in DEEDS and claim.modality in _SAYS
    return deed or any(stance.stance in _OBJECTS for stance in claim.stances)


def _disputed(answers: Iterable[EventAnswer], told: News, places: Sequence[Turn]) -> Iterator[Disputed]:
    """The events with an objection where that or the telling is new; who holds a place is told by place."""
    by_place = {key for turn in places for key in turn.spot.keys}
    for answer in answers:
        event, tree = answer.event, answer.tree
        if not tree.against or (event.type in _GROUND and not _keys(event).isdisjoint(by_place)):
            continue
        against = [root for root in tree.roots if root.denies]
        if event.type not in DEEDS or not tree.count:
            # That something is not so answers nobody, unless it is said to: "denied", "rejected".
            against = [root for root in against if _answers(root)]
            if not against or (event.type not in DEEDS and not tree.count):
                continue
        denials = tuple(root for root in against if told.fresh(root.tellings[0].entry))
        if denials or any(told.fresh(root.tellings[0].entry) for root in tree.roots if not root.denies):
            yield Disputed(answer, denials)


def _keys(event: Event) -> set[int]:
    return {int(place_row(place)["key"]) for place in event.places}


def _answers(root: Root) -> bool:
    return any(telling.stance is not None or is_denial(telling.entry.claim) for telling in root.tellings)


def _by_weight(each: Disputed) -> tuple[bool, bool, int, str]:
    """New denials first, deeds before words, then what was published last."""
    event = each.answer.event
    last = each.answer.last.published or date.min
    return not each.denials, event.type not in DEEDS, -last.toordinal(), event.id


def _others(answers: Iterable[EventAnswer], told: News, shown: Collection[str]) -> list[EventAnswer]:
    """The other deeds that are told of for the first time, on most accounts first."""
    found = []
    for answer in answers:
        telling = [root for root in answer.tree.roots if not root.denies]
        first = [root.tellings[0].entry for root in telling]
        new = bool(first) and all(told.fresh(entry) and entry.claim.modality == "asserted" for entry in first)
        if new and answer.event.type in _DEEDS and answer.event.id not in shown:
            found.append(answer)
    return sorted(found, key=lambda answer: (-answer.tree.count, answer.event.title, answer.event.id))


def _regions(answers: Iterable[EventAnswer], told: News, shown: Collection[str]) -> Iterator[EventAnswer]:
    """What somebody newly tells of who holds, took or left a region, or a place that is not named."""
    for answer in answers:
        event = answer.event
        if event.type in _GROUND and event.id not in shown and all(p.precision != "settlement" for p in event.places):
            first = [root.tellings[0].entry for root in answer.tree.roots if not root.denies]
            if any(told.fresh(entry) and entry.claim.modality == "asserted" for entry in first):
                yield answer


def _confirmed(
    found: Iterable[Confirmed], answers: Iterable[EventAnswer], told: News, places: Sequence[Turn]
) -> Iterator[Confirmed]:
    """The new confirmations of what was told before these days, one of each event and account that confirms.

    Who also denies the event confirms something else of it.
    """
    weighed_here = {answer.event.id: answer for answer in answers}
    by_place = {key for turn in places for key in turn.spot.keys}
    seen: set[tuple[str, str]] = set()
    for each in found:
        answer, said = weighed_here.get(each.event.id), each.fared.entry.publication.published
        if answer is None or each.event.type not in DEEDS or not told.fresh(each.verdict.entry):
            continue
        denied = each.verdict.by.id in {root.account.id for root in answer.tree.roots if root.denies}
        ground = each.event.type in _GROUND and not _keys(each.event).isdisjoint(by_place)
        pair = each.event.id, each.verdict.by.id
        if said is not None and said < told.since and not denied and not ground and pair not in seen:
            seen.add(pair)
            yield each


def _admitted(found: Iterable[Admitted], told: News, places: Sequence[Turn]) -> Iterator[Admitted]:
    """The admissions that are new and not told by place already."""
    ids = {entry.claim.id for entry in told.entries}
    shown = {g.entry.claim.id for turn in places for voice in turn.fresh for g in voice.grounds}
    for each in found:
        if each.entry.claim.id in ids - shown:
            yield each


def _at_once(found: Sequence[Replaced], until: date) -> list[Replaced]:
    """Of versions that replaced each other up to a day, for each report the first and the last."""
    found = [pair for pair in found if (pair.new[1].published or date.max) <= until]
    before = {pair.new[0]: pair.old for pair in found}
    between = {old[0] for old in before.values()}
    out = []
    for pair in found:
        if pair.new[0] in between:
            continue
        old, seen = pair.old, {pair.new[0]}
        while old[0] in before and old[0] not in seen:
            seen.add(old[0])
            old = before[old[0]]
        out.append(Replaced(old, pair.new))
    return out


def _new(each: Corrected) -> Publication:
    return each.replaced.new[1]


def _before(day: date) -> date:
    return date.fromordinal(max(1, day.toordinal() - 1))


def _is_asked(connection: Connection, wanted: Filter, asked: Asked, report: str, day: date | None) -> bool:
    """Whether a report has any claim that fits, as known on a day; one without claims fits where nothing is asked."""
    if asked == Asked(known=asked.known):
        return True
    return bool(claim_keys(connection, replace(wanted, known=day, reports=(report,)), limit=1))


def _told_then(connection: Connection, report: str, day: date | None) -> list[Entry]:
    """What a report told on a day."""
    return entries(connection, Filter(known=day, reports=(report,)))
