"""What does one claim say about who holds a place, on whose word, and since which day?

A claim is read as *words*: that a side gained the place (it captured it, or the other side left), that a side holds
it, that it does not, or only that part of it is held or that there is fighting. A stance is a word too, of another
account.

- A word weighs as its side's **own** when the side that speaks gains by it, as an **admission** when it loses by it,
  and as an **outsider's** otherwise. That a side's word against itself is worth more than one for itself is the
  lawyers' rule on declarations against interest, and historians' since Bernheim ("Lehrbuch der historischen Methode",
  1889).
- The day of a word is the last day of the claim's time (the first of one that is still open), never after it was told;
  else the day it was said, else the day it was published. A gain told with a vague time ("in May") is the side's last
  gain within that time that is told to the day, if there is one.
- Who denies a gain without a time, and who takes a stance on one, speaks of the day on which it was told to be.
- Who is said to hold the place "since June" held it in June and holds it when that is told.
- What is intended or demanded says nothing. What is possible weighs no more than a side's own word.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from sayso.model import ClaimType, Entry, Party, Place, Publication, Stance
from sayso.theatres import GENERIC, Theatre, load, names
from sayso.weighing.happened import SHORTLY
from sayso.weighing.parts import is_beside, is_part
from sayso.weighing.wording import is_denial

if TYPE_CHECKING:
    from sayso.weighing.accounts import Account, Accounts

__all__ = ["TELLING", "Act", "TheatreOf", "Weight", "Word", "same_place", "words"]

Act = Literal["gain", "state", "part", "fight", "unverified"]
Weight = Literal["own", "admission", "outsider"]
TheatreOf = Callable[[str | None], Theatre]

_PRECISE: Final = 2  # days that a time told to the day may span: "overnight" is two
_NEAR: Final = 0.02  # degrees: two records of one settlement without a shared id
TELLING: Final[tuple[ClaimType, ...]] = ("capture", "hold", "withdraw", "clash")
"""The types of claim that tell who holds a place; no other says anything of it."""
_TELLS: Final = frozenset({"asserted", "negated", "possible"})


@dataclass(frozen=True, slots=True)
class Word:
    """What one account says, by one claim, of who holds a place.

    ``holds`` is the side that has it by this word and ``lost`` the one that has not, either None where it does not
    tell; ``names`` is whether the word names the holder itself, rather than who it is not. ``weight`` is by who speaks.
    ``stance`` is the objection or agreement that the word is, None when it is the claim itself.
    """

    entry: Entry
    account: Account
    side: str | None
    act: Act
    holds: str | None
    lost: str | None
    names: bool
    weight: Weight
    day: date
    published: date
    stance: Stance | None = None

    @property
    def order(self) -> tuple[date, date, str, str]:
        """By day, then as published; ties by the claim and the account."""
        return self.day, self.published, self.entry.claim.id, self.account.id

    @property
    def answers(self) -> bool:
        """Whether the word denies a gain by a cue ("denied") that tells that the gain is claimed by someone."""
        claim = self.entry.claim
        denies = self.stance is None and claim.modality == "negated" and claim.type == "capture"
        return denies and is_denial(claim)

    @property
    def says(self) -> str:
        """The word in words, the place being "it"; of a stance, what it is about."""
        if self.act == "unverified":
            return "could not verify it"
        if self.act == "fight":
            return "there is fighting in it"
        if self.act == "part":
            return f"{self.holds} has a part of it"
        if self.stance is not None and self.lost is not None and not self.names:
            return f"{self.stance.stance} that {self.lost} has it"
        if self.act == "gain":
            return f"{self.holds} took it" if self.names else f"{self.lost} left it"
        return f"{self.holds} holds it" if self.names else f"{self.lost} does not hold it"


def words(
    entries: Iterable[Entry], place: Place, accounts: Accounts, *, theatre: TheatreOf | None = None
) -> list[Word]:
    """Everything that the claims say of who holds a place, in order of the days they speak of.

    ``theatre`` gives a publication's theatre by its name; by default the shipped one of that name.
    """
    found: list[Word] = []
    theatres: dict[str | None, _Asked] = {}
    for entry in entries:
        claim = entry.claim
        if claim.type not in TELLING:
            continue
        if claim.modality in _TELLS and any(same_place(place, other) for other in claim.places):
            name = entry.publication.theatre
            if name not in theatres:
                theatres[name] = _Asked(accounts, name, (theatre or _shipped)(name))
            found += _of(entry, place, theatres[name])
    return sorted(_dated(found), key=lambda word: word.order)


def same_place(a: Place, b: Place) -> bool:
    """Whether two records mean one place: one id, else one name, not far apart. A region is never a settlement."""
    if a.precision != b.precision:
        return False
    if a.id is not None and b.id is not None:
        return a.id == b.id
    if a.name != b.name and a.name.casefold() != b.name.casefold():
        return False
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return True
    return a.precision == "region" or (abs(a.lat - b.lat) <= _NEAR and abs(a.lon - b.lon) <= _NEAR)


@cache
def _shipped(name: str | None) -> Theatre:
    return load(name) if name in names() else GENERIC


class _Asked:
    """The accounts and a theatre, each asked about a name only once."""

    def __init__(self, accounts: Accounts, name: str | None, theatre: Theatre) -> None:
        self.accounts, self.theatre, self._name = accounts, theatre, name
        self._named: dict[tuple[str, str | None, str | None], tuple[Account, str | None]] = {}
        self._sides: dict[str, str | None] = {}

    def named(self, name: str, publication: Publication) -> tuple[Account, str | None]:
        """Who takes a stance in a report, and for which side."""
        key = name, publication.outlet, publication.agency  # people without a name are their newsroom's
        if key not in self._named:
            account = self.accounts.named(name, self._name, publication)
            self._named[key] = account, account.side or self.theatre.side_of(name)
        return self._named[key]

    def side(self, party: Party | None) -> str | None:
        """The side of someone who acts."""
        if party is None or party.side is not None:
            return None if party is None else party.side
        if party.name not in self._sides:
            self._sides[party.name] = self.theatre.side_of(party.name)
        return self._sides[party.name]

    def weight(self, side: str | None, holds: str | None, lost: str | None) -> Weight:
        """What a word weighs that a side, or an outsider for None, says of who holds the place."""
        if side is None:
            return "outsider"
        if side == holds:
            return "own"
        return "admission" if side == lost or (holds is not None and self.theatre.opponent(holds) == side) else "own"


def _of(entry: Entry, place: Place, asked: _Asked) -> Iterator[Word]:
    claim = entry.claim
    day = _day(entry)
    said = _says(entry, place, asked)
    if day is None or said is None:
        return
    act, holds, lost, named = said
    account = asked.accounts.of_entry(entry)
    side = account.side or claim.source.side
    published = entry.publication.published or day
    weight = "own" if claim.modality == "possible" else asked.weight(side, holds, lost)
    yield Word(entry, account, side, act, holds, lost, named, weight, day, published)
    if act == "fight":
        return
    if claim.type == "hold" and (still := _still(entry)) is not None and still > day:
        yield Word(entry, account, side, act, holds, lost, named, weight, still, published)
    for stance in claim.stances:
        by, theirs = asked.named(stance.by, entry.publication)
        if stance.stance == "could_not_verify":
            yield Word(entry, by, theirs, "unverified", None, None, False, "outsider", day, published, stance)
        elif stance.stance == "confirms":
            again = asked.weight(theirs, holds, lost)
            yield Word(entry, by, theirs, act, holds, lost, named, again, day, published, stance)
        elif act != "part":  # who objects to a part only objects to that part: it is no word on the whole
            here, gone = (lost or asked.theatre.opponent(holds)), holds
            against = asked.weight(theirs, here, gone)
            yield Word(entry, by, theirs, "state", here, gone, False, against, day, published, stance)


def _day(entry: Entry) -> date | None:
    claim, published = entry.claim, entry.publication.published
    told = claim.said or published
    when = claim.when
    if when is None or (when.start is None and when.end is None):
        return told
    if when.end is None:
        return when.start
    if told is None or when.end <= told:
        return when.end
    return max(told, when.start) if when.start else told


def _still(entry: Entry) -> date | None:
    """The day on which what began at a told time and has no end was still so: when that was told."""
    when = entry.claim.when
    lasts = when is not None and when.start is not None and when.end is None
    return (entry.claim.said or entry.publication.published) if lasts else None


def _says(entry: Entry, place: Place, asked: _Asked) -> tuple[Act, str | None, str | None, bool] | None:
    """What the claim itself says: the act, who holds, who does not, and whether it names the holder."""
    claim = entry.claim
    actor, target = asked.side(claim.actor), asked.side(claim.target)
    if claim.type == "clash":
        if claim.modality != "asserted" or is_beside(claim.text):
            return None
        return "fight", None, None, False
    if actor is None and target is not None and claim.type == "capture":
        actor = asked.theatre.opponent(target)  # "wrested from the rebels", by whom goes without saying
    if actor is None and claim.type == "capture" and claim.modality == "negated":
        # "They denied that the town had fallen": to whom but the enemy of those who deny it?
        actor = asked.theatre.opponent(asked.accounts.of_entry(entry).side or claim.source.side)
    if actor is None:
        return None
    other = asked.theatre.opponent(actor) or (target if target != actor else None)
    called = frozenset((place.name, *(each.name for each in claim.places if same_place(place, each))))
    part = is_part(claim.text, called, claim.type == "withdraw")
    stays = (claim.type == "withdraw") == (claim.modality == "negated")
    if part:
        # Leaving a part says nothing of the rest, nor does not having one.
        return ("part", actor, other, True) if stays and claim.type != "withdraw" else None
    act: Act = "gain" if claim.type != "hold" and claim.modality != "negated" else "state"
    return (act, actor, other, True) if stays else (act, other, actor, False)


def _dated(found: Sequence[Word]) -> list[Word]:
    """The words, each at the day of the gain that it speaks of where another word tells that day better.

    That is so for gains told with a vague time, or with none and shortly after; for who denies a gain without saying
    when it should have been, and for stances, which are about the claim they stand with.
    """
    to_the_day: dict[str, list[date]] = {}
    for word in found:
        if word.act == "gain" and word.holds and _precise(word):
            to_the_day.setdefault(word.holds, []).append(word.day)
    known = {side: sorted(days) for side, days in to_the_day.items()}
    gains = [_same_gain(word, known) if word.act == "gain" else word for word in found]
    days = {word.entry.claim.id: word.day for word in gains if word.act == "gain" and word.stance is None}
    runs = _runs(gains)
    return [_about(word, days, runs) if word.act == "state" and not word.names else word for word in gains]


def _precise(word: Word) -> bool:
    when = word.entry.claim.when
    return when is not None and None not in (when.start, when.end) and _reach(word) < timedelta(days=_PRECISE)


def _reach(word: Word) -> timedelta:
    """How long before a word's day its gain may have been."""
    when = word.entry.claim.when
    if when is None or (when.start is None and when.end is None):
        return timedelta(days=SHORTLY)
    return max(word.day - when.start, timedelta()) if when.start is not None else timedelta()


def _same_gain(word: Word, to_the_day: Mapping[str, Sequence[date]]) -> Word:
    """A gain of a vague time, at the day of its side's last gain within it that is told to the day."""
    days = to_the_day.get(word.holds or "", ())
    last = bisect_right(days, word.day) - 1
    if _precise(word) or last < 0 or days[last] < word.day - _reach(word):
        return word
    return replace(word, day=days[last])


def _runs(found: Iterable[Word]) -> list[tuple[date, str, date]]:
    """Every gain by its day and side, with the day of the first one of that side since another side's."""
    runs: list[tuple[date, str, date]] = []
    for day, side in sorted({(word.day, word.holds) for word in found if word.act == "gain" and word.holds}):
        runs.append((day, side, runs[-1][2] if runs and runs[-1][1] == side else day))
    return runs


def _about(word: Word, days: Mapping[str, date], runs: Sequence[tuple[date, str, date]]) -> Word:
    """Who says that a gain was none, at the day of that gain."""
    claim = word.entry.claim
    if word.stance is not None:
        return replace(word, day=days.get(claim.id, word.day))
    last = bisect_right(runs, word.day, key=lambda run: run[0]) - 1
    if claim.type != "capture" or claim.when is not None or last < 0 or runs[last][1] != word.lost:
        return word
    return replace(word, day=runs[last][2])
