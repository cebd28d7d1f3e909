"""Who holds the towns? Scenarios of towns taken, claimed, denied, lost and admitted, each with the truth beside it.

Every function tells one story of one town from today on, and after each telling says what a careful editor would now
say of the town, by the definitions that the weighing is held to: a side's own word alone is "claimed"; one side's
against the other's is "contested"; an outsider's word, or the loser's own, makes it "held", until somebody later says
otherwise; what could not be verified confirms nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from bench.chronicle.agenda import Agenda, Happening
from bench.chronicle.wording import pick
from bench.chronicle.world import Side

__all__ = ["SCENARIOS", "begin"]

Scenario = Callable[[Agenda, int, Side, Side], date | None]
"""Gives the day on which the town is free for another story; None where this one ends open."""


def begin(agenda: Agenda) -> None:
    """Start one scenario in a town where none is running."""
    rng = agenda.rng
    free = [n for n in range(len(agenda.world.towns)) if agenda.busy.get(n, agenda.start) <= agenda.today]
    if not free:
        return
    # The front moves over some towns again and again, and never over others: what is never told stays unknown.
    number = pick(rng, free[: max(1, (2 * len(free)) // 3)])
    town = agenda.town(number)
    home = agenda.world.side(town.home)
    holder = agenda.world.side(agenda.holder.get(number, home.name))
    attacker = agenda.world.other(holder)
    third = agenda.world.third
    if holder is third:
        attacker = home
    elif third is not None and rng.random() < 0.3:
        attacker = third
    end = pick(rng, SCENARIOS)(agenda, number, attacker, holder)
    # An open question stays open: a second capture of a town that may have been captured would be anyone's guess.
    agenda.busy[number] = end + timedelta(days=4) if end is not None else date.max


def _capture(agenda: Agenda, town: int, by: Side, of: Side, day: date) -> Happening:
    form = "recapture" if agenda.town(town).home == by.name else "capture"
    return agenda.event("capture", town, day, type="capture", form=form, actor=by, target=of)


def _claims(agenda: Agenda, event: Happening, side: Side, lag: int = 0, many: int = 2) -> tuple[int, ...]:
    """The side says so itself: through its own agency, and through others; the first telling is dated."""
    rng = agenda.rng
    first = event.day + timedelta(days=lag)
    like = side.name if rng.random() < 0.4 else "agency"
    if lag == 0 and rng.random() < 0.25:
        plans = [agenda.tell(event, first, like=like, voice=side.ministry, frame="announced")]
    else:
        plans = [agenda.tell(event, first, like=like, voice=agenda.official(side), firm=True)]
    for _ in range(rng.randrange(many + 1)):
        later = first + timedelta(days=rng.choice((0, 0, 1)))
        day = event.day if rng.random() < 0.8 else None
        plans.append(agenda.tell(event, later, voice=agenda.official(side), day=day))
    return tuple(plans)


def _denies(agenda: Agenda, event: Happening, side: Side, lag: int) -> tuple[int, ...]:
    """The loser says that it is not so."""
    rng = agenda.rng
    day = event.day + timedelta(days=lag)
    voice = agenda.official(side)
    like = side.name if rng.random() < 0.4 else "any"
    form, frame = (event.telling.form, "denied") if rng.random() < 0.5 else ("uncaptured", None)
    return (agenda.tell(event, day, like=like, voice=voice, form=form, frame=frame, modality="negated", firm=True),)


def _confirms(agenda: Agenda, event: Happening, lag: int) -> tuple[int, ...]:
    """Outsiders say that it is so: a newsroom's own reporters, monitors, or both."""
    rng = agenda.rng
    day = event.day + timedelta(days=lag)
    if rng.random() < 0.6:
        plans = [agenda.tell(event, day, like="agency")]
    else:
        plans = [agenda.tell(event, day, voice=pick(rng, agenda.world.outsiders[:7]))]
    if rng.random() < 0.5:
        plans.append(agenda.tell(event, day + timedelta(days=rng.randrange(3)), like="outlet"))
    return tuple(plans)


def _settle(agenda: Agenda, event: Happening, lag: int, holder: Side) -> None:
    """From a while after the confirmation newsrooms tell of it as background, for as long as it holds."""
    event.settled = event.day + timedelta(days=lag + 2)
    agenda.holder[event.town] = holder.name
    for other in agenda.events.values():
        if other.town == event.town and other.family == "capture" and other is not event and other.over is None:
            other.over = event.day - timedelta(days=1)


def claimed(agenda: Agenda, town: int, a: Side, b: Side) -> None:
    """A says that it took the town, and nobody else says a word."""
    event = _capture(agenda, town, a, b, agenda.today)
    agenda.step(town, _claims(agenda, event, a, agenda.rng.randrange(2)), event.day, "claimed", a)
    _stale(agenda, event)
    return


def _stale(agenda: Agenda, event: Happening) -> None:
    """A new claim on the town ends what background could say of the older ones."""
    for other in agenda.events.values():
        if other.town == event.town and other.family == "capture" and other is not event and other.over is None:
            other.over = event.day - timedelta(days=1)


def contested(agenda: Agenda, town: int, a: Side, b: Side) -> None:
    """A says that it took the town; a day or two later B denies it."""
    event = _capture(agenda, town, a, b, agenda.today)
    lag = agenda.rng.randrange(2)
    agenda.step(town, _claims(agenda, event, a, lag, 1), event.day, "claimed", a)
    agenda.step(town, _denies(agenda, event, b, lag + 1), event.day, "contested", a, b)
    _stale(agenda, event)
    return


def disputed(agenda: Agenda, town: int, a: Side, b: Side) -> None:
    """A's ministry announces it; in the same report B's unofficial accounts dispute it, nobody could verify it."""
    event = _capture(agenda, town, a, b, agenda.today)
    objects = ((b.crowd, "disputes"), (None, "could_not_verify"))
    plan = agenda.tell(event, agenda.today, like="agency", voice=a.ministry, objects=objects)
    agenda.step(town, (plan,), event.day, "contested", a, b)
    agenda.tell(event, agenda.on(1), like=a.name, voice=agenda.official(a))
    _stale(agenda, event)
    return


def unverified(agenda: Agenda, town: int, a: Side, b: Side) -> None:
    """A says that it took the town, and a newsroom could not verify it: that confirms nothing."""
    event = _capture(agenda, town, a, b, agenda.today)
    plan = agenda.tell(
        event, agenda.today, like="agency", voice=agenda.official(a), objects=((None, "could_not_verify"),)
    )
    agenda.step(town, (plan,), event.day, "claimed", a)
    _stale(agenda, event)
    return


def confirmed(agenda: Agenda, town: int, a: Side, b: Side) -> date:
    """A claims, B denies, and days later reporters or monitors say that A did take it."""
    event = _capture(agenda, town, a, b, agenda.today)
    lag = agenda.rng.randrange(3, 6)
    agenda.step(town, _claims(agenda, event, a, 0, 1), event.day, "claimed", a)
    if agenda.rng.random() < 0.7:
        agenda.step(town, _denies(agenda, event, b, 1), event.day, "contested", a, b)
    agenda.step(town, _confirms(agenda, event, lag), event.day, "held", a)
    _settle(agenda, event, lag, a)
    return agenda.on(lag + 4)


def seen(agenda: Agenda, town: int, a: Side, b: Side) -> date:
    """A claims, B denies; reporters who reach the town find A in control, and say so of that day."""
    event = _capture(agenda, town, a, b, agenda.today)
    agenda.step(town, _claims(agenda, event, a, 0, 1), event.day, "claimed", a)
    agenda.step(town, _denies(agenda, event, b, 1), event.day, "contested", a, b)
    day = agenda.on(4)
    hold = agenda.event("hold", town, day, type="hold", form="hold", actor=a)
    plans = (agenda.tell(hold, day, like="agency"), agenda.tell(hold, day + timedelta(days=1), like="outlet"))
    agenda.step(town, plans, day, "held", a)
    agenda.holder[town] = a.name
    _stale(agenda, event)
    event.over = event.day
    return agenda.on(8)


def admitted(agenda: Agenda, town: int, a: Side, b: Side) -> date:
    """A claims, B denies, and late B admits that it left the town, on a day of its own telling."""
    rng = agenda.rng
    event = _capture(agenda, town, a, b, agenda.today)
    agenda.step(town, _claims(agenda, event, a, 0, 1), event.day, "claimed", a)
    if rng.random() < 0.6:
        agenda.step(town, _denies(agenda, event, b, 1), event.day, "contested", a, b)
    left = event.day + timedelta(days=rng.randrange(2))
    # The loser's withdrawal is its word on the same change of hands, so it is the same event.
    gone: dict[str, Any] = {"type": "withdraw", "form": "withdraw", "actor": b, "target": a, "day": left}
    late = agenda.on(rng.randrange(4, 8))
    frame = "admitted" if rng.random() < 0.6 else None
    plans = [agenda.tell(event, late, like="agency", voice=agenda.official(b), frame=frame, firm=True, **gone)]
    if rng.random() < 0.6:
        plans.append(agenda.tell(event, late, like=b.name, voice=agenda.official(b), firm=True, **gone))
    agenda.step(town, tuple(plans), left, "held", a)
    if rng.random() < 0.5:
        agenda.tell(event, late + timedelta(days=1), voice=agenda.official(a), **gone)
    _settle(agenda, event, (late - event.day).days, a)
    if left != event.day:
        event.settled = None  # a newsroom that dated it to the capture would settle the day before, too
    return late + timedelta(days=4)


def at_once(agenda: Agenda, town: int, a: Side, b: Side) -> date:
    """Reporters or monitors and the taker say so on the same days."""
    event = _capture(agenda, town, a, b, agenda.today)
    agenda.step(town, _claims(agenda, event, a, 0), event.day, "claimed", a)
    lag = agenda.rng.randrange(2)
    agenda.step(town, _confirms(agenda, event, lag), event.day, "held", a)
    _settle(agenda, event, lag, a)
    return agenda.on(6)


def denied_late(agenda: Agenda, town: int, a: Side, b: Side) -> date | None:
    """Reporters say that A took it; B then denies it, so it is contested; monitors settle it in the end, or nobody."""
    rng = agenda.rng
    event = _capture(agenda, town, a, b, agenda.today)
    agenda.step(town, (agenda.tell(event, agenda.today, like="agency"),), event.day, "held", a)
    agenda.step(town, _denies(agenda, event, b, 2), event.day, "contested", a, b)
    if rng.random() < 0.5:
        plan = agenda.tell(event, agenda.on(6), voice=pick(rng, agenda.world.outsiders[:7]))
        agenda.step(town, (plan,), event.day, "held", a)
        _settle(agenda, event, 6, a)
        return agenda.on(9)
    _stale(agenda, event)
    return None


def back_and_forth(agenda: Agenda, town: int, a: Side, b: Side) -> date | None:
    """A takes the town for all to see; a week later B says that it has it back, which A denies or outsiders confirm."""
    rng = agenda.rng
    first = _capture(agenda, town, a, b, agenda.today)
    agenda.step(town, _claims(agenda, first, a, 0, 1), first.day, "claimed", a)
    agenda.step(town, _confirms(agenda, first, 1), first.day, "held", a)
    second = _capture(agenda, town, b, a, agenda.on(rng.randrange(7, 11)))
    agenda.step(town, _claims(agenda, second, b, 0, 1), second.day, "claimed", b)
    ending = rng.random()
    if ending < 0.4:
        agenda.step(town, _denies(agenda, second, a, 1), second.day, "contested", a, b)
        _stale(agenda, second)
    elif ending < 0.8:
        agenda.step(town, _confirms(agenda, second, 2), second.day, "held", b)
        _settle(agenda, second, 2, b)
    else:
        _stale(agenda, second)
    first.settled, first.over = first.day + timedelta(days=3), second.day - timedelta(days=1)
    return second.day + timedelta(days=5) if 0.4 <= ending < 0.8 else None


def held_firm(agenda: Agenda, town: int, _a: Side, b: Side) -> date:
    """B says that the town is its own; then reporters or monitors say so too. What was held by B before stays so."""
    rng = agenda.rng
    before = town in agenda.holder
    hold = agenda.event("hold", town, agenda.today, type="hold", form="hold", actor=b)
    plan = agenda.tell(hold, agenda.today, like=b.name if rng.random() < 0.5 else "any", voice=agenda.official(b))
    if not before:
        agenda.step(town, (plan,), agenda.today, "claimed", b)
    if rng.random() < 0.6:
        voice = None if rng.random() < 0.5 else pick(rng, agenda.world.outsiders[:7])
        plan = agenda.tell(hold, agenda.on(1), like="agency", voice=voice)
        agenda.step(town, (plan,), agenda.today, "held", b)
        agenda.holder[town] = b.name
    return agenda.on(5)


def both_hold(agenda: Agenda, town: int, a: Side, b: Side) -> None:
    """A says that it took the town; B says next day that the town is under its control."""
    event = _capture(agenda, town, a, b, agenda.today)
    agenda.step(town, _claims(agenda, event, a, 0, 0), event.day, "claimed", a)
    next_day = agenda.on(1)
    hold = agenda.event("hold", town, next_day, type="hold", form="hold", actor=b)
    plans = (agenda.tell(hold, next_day, voice=agenda.official(b)),)
    agenda.step(town, plans, next_day, "contested", a, b)
    _stale(agenda, event)
    return


def withdrawn(agenda: Agenda, town: int, a: Side, b: Side) -> date:
    """An agency quotes A's claim, and two days later withdraws the report: all is as before."""
    event = _capture(agenda, town, a, b, agenda.today)
    gone = agenda.on(2)
    plan = agenda.tell(event, agenda.today, like="agency", voice=agenda.official(a), alone=True, mended_on=gone)
    agenda.step(town, (plan,), event.day, "claimed", a, gone=gone)
    return agenda.on(6)


def misplaced(agenda: Agenda, town: int, a: Side, b: Side) -> date | None:
    """An agency quotes A's claim with the wrong town, and next day corrects the report: it was the neighbour."""
    near = [n for n in agenda.world.near[town] if agenda.busy.get(n, agenda.start) <= agenda.today]
    near = [n for n in near if agenda.holder.get(n, agenda.town(n).home) == b.name]
    if not near:
        contested(agenda, town, a, b)
        return None
    right = pick(agenda.rng, near)
    event = _capture(agenda, right, a, b, agenda.today)
    _stale(agenda, event)
    voice, gone = agenda.official(a), agenda.on(1)
    told = replace(event.telling, voice=voice, firm=True)
    plan = agenda.tell(
        event,
        agenda.today,
        like="agency",
        voice=voice,
        place=agenda.town(town).place,
        firm=True,
        alone=True,
        mended=told,
        mended_on=gone,
    )
    agenda.step(town, (plan,), event.day, "claimed", a, gone=gone)
    agenda.step(right, (plan + 1,), event.day, "claimed", a)
    agenda.busy[right] = date.max
    return agenda.on(6)


def planned(agenda: Agenda, town: int, a: Side, _b: Side) -> date:
    """A says that it will take the town, or B that it may fall: intentions change nothing."""
    event = agenda.event("plan", town, agenda.today, type="capture", form="plan", actor=a, modality="intended")
    for lag in range(agenda.rng.randrange(1, 3)):
        agenda.tell(event, agenda.on(lag), voice=pick(agenda.rng, (a.president, a.spokesman)), day=None)
    return agenda.on(12)


SCENARIOS: Final[tuple[Scenario, ...]] = (
    claimed,
    claimed,
    contested,
    contested,
    disputed,
    unverified,
    confirmed,
    confirmed,
    confirmed,
    seen,
    admitted,
    admitted,
    at_once,
    at_once,
    denied_late,
    back_and_forth,
    back_and_forth,
    back_and_forth,
    held_firm,
    both_hold,
    withdrawn,
    misplaced,
    planned,
)
