"""The places of a digest as lines: who holds each, who did before, and the words that are new to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sayso.answers.history import Voice
from sayso.answers.news import News
from sayso.answers.turns import Turn
from sayso.exports import words
from sayso.exports.digest_lines import Item, Line, address, capital, names, quoted, sided
from sayso.weighing.wording import is_denial

__all__ = ["again", "turn_item"]

_KEPT: Final = 3
_SIGNS: Final = {"for": "●", "against": "✗", "neither": "?"}


def turn_item(turn: Turn, news: News) -> Item:
    """A place: who is said to hold it now and before, by which words."""
    after, before = turn.after, turn.before
    since = f", since {words.day(after.since)}" if after.since else ""
    if after.since and turn.turned and (news.since - after.since).days > 1:
        since += f" (known only {(news.until - after.since).days} days later)"
    state = f"{capital(words.control(after))}{since}"
    if before is not None:
        state += f"; before {words.control(before)}" if turn.turned else _as_before(turn)
    if turn.taken:
        state += "; nothing was known of it before"
    notes = [f"Because {after.rule}."] if after.status != "unknown" else []
    if len(steps := _steps(turn)) > 1:
        notes.append(f"As it was published: {'; '.join(steps)}.")
    if not turn.fresh and turn.turned:
        notes.append("No new word turned it: what was said for it no longer stands.")
    for bearing, name in (("for", "Said so before"), ("against", "Were against it before")):
        kept = [voice for voice in turn.kept if voice.first.bearing == bearing]
        if kept:
            notes.append(f"{name}: {_kept(kept)}.")
    spot = turn.spot
    room = address("places", str(spot.id) if spot.id else spot.name, on=news.until.isoformat(), known=news.known)
    lines = sorted((_voice(voice, news) for voice in turn.fresh), key=lambda line: (not line.new, _order(line.sign)))
    return Item(spot.name, room, "", state, tuple(lines), tuple(notes))


def _steps(turn: Turn) -> list[str]:
    """The answers of days on which it was another than on the last, in words."""
    told: list[str] = []
    last = words.control(turn.before) if turn.before is not None else ""
    for day, control in turn.steps:
        now = words.control(control)
        if now != last:
            told.append(f"{words.day(day)} {now}")
        last = now
    return told


def _as_before(turn: Turn) -> str:
    before = turn.before.since if turn.before else None
    if before is None or turn.after.since is None or turn.after.since <= before:
        return ", as before"
    return f"; the same since {words.day(before)}, but not all the while"


def _order(sign: str) -> int:
    return list(_SIGNS.values()).index(sign)


def _voice(voice: Voice, news: News) -> Line:
    first = voice.first
    new = news.fresh(first.entry)
    quotes = [[ground for ground in said if news.fresh(ground.entry)] for said in voice.quotes]
    says = first.says if new else f"again: {first.says}, as on {words.day(first.published)}"
    shown = [ground for said in quotes for ground in said]
    negated = all(ground.stance is None and ground.entry.claim.modality == "negated" for ground in shown)
    if negated and any(is_denial(ground.entry.claim) for ground in shown):
        says += "; denies this"
    return Line(
        _SIGNS[first.bearing],
        first.account.name,
        sided(first.account, "" if first.weight == "outsider" else words.WEIGHTS[first.weight]),
        says,
        tuple(quoted([ground.entry for ground in said], news.known) for said in quotes if said),
        new,
    )


def _kept(voices: Sequence[Voice]) -> str:
    ordered = sorted(voices, key=lambda voice: voice.grounds[-1].published, reverse=True)
    told = [f"{voice.first.account.name} ({words.day(voice.grounds[-1].published)})" for voice in ordered[:_KEPT]]
    if len(ordered) > _KEPT:
        told.append(f"{len(ordered) - _KEPT} more")
    return words.listed(told)


def again(turns: Iterable[Turn], news: News) -> Iterator[Item]:
    """Places of which the same is said again, a line each."""
    for turn in turns:
        item = turn_item(turn, news)
        tell = "tells" if len(item.others) == 1 else "tell"
        notes = (f"{names(item.others)} {tell} of it too.",) if item.others else ()
        yield Item(item.title, item.room, "", item.state.removesuffix(", as before"), item.lines[:1], notes)
