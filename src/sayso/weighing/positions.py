"""What does one claim say about who holds a place, on whose word, and since which day?

A claim is read as *words*: that a side gained the place (it captured it, or the other side left), that a side holds
it, that it does not, or only that part of it is held or that there is fighting. A stance is a word too, of another
account.

- A word weighs as its side's **own** when the side that speaks gains by it, as an **admission** when it loses by it,
  and as an **outsider's** otherwise. That a side's word against itself is worth more than one for itself is the
  lawyers' rule on declarations against interest, and historians' since Bernheim ("Lehrbuch der historischen Methode",
  1889).
- The day of a word is the last day of the claim's time (the first of one that is still open), never after it was told;
  else the day it was said, else the day it was published. A gain told with a vague time ("in May") is the same gain as
  one told to the day within that time, if no other came after it.
- What is intended or demanded says nothing. What is possible weighs no more than a side's own word.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal

from sayso.model import ClaimType, Entry, Party, Place, Publication, Stance
from sayso.theatres import GENERIC, Theatre, load, names

if TYPE_CHECKING:
    from sayso.weighing.accounts import Account, Accounts

__all__ = ["Act", "TheatreOf", "Weight", "Word", "same_place", "words"]

Act = Literal["gain", "state", "part", "fight", "unverified"]
Weight = Literal["own", "admission", "outsider"]
TheatreOf = Callable[[str | None], Theatre]

_PRECISE: Final = 2  # days that a time told to the day may span: "overnight" is two
_NEAR: Final = 0.02  # degrees: two records of one settlement without a shared id
_HOLDING: Final[frozenset[ClaimType]] = frozenset({"capture", "hold", "withdraw"})
_FIGHTING: Final[frozenset[ClaimType]] = frozenset({"clash", "repel"})
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
    def says(self) -> str:
        """The word in words, the place being "it"; of a stance, what it is about."""
        if self.act == "unverified":
            return "could not verify it"
        if self.act == "fight":
            return "there is fighting in it"
        if self.act == "part":
            return f"{self.holds} has a part of it"
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
        if claim.type not in _HOLDING and claim.type not in _FIGHTING:
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


def _says(entry: Entry, place: Place, asked: _Asked) -> tuple[Act, str | None, str | None, bool] | None:
    """What the claim itself says: the act, who holds, who does not, and whether it names the holder."""
    claim = entry.claim
    actor, target = asked.side(claim.actor), asked.side(claim.target)
    if claim.type in _FIGHTING:
        if claim.modality != "asserted" or _lexicon().beside.search(claim.text):
            return None
        return "fight", None, None, False
    if actor is None and target is not None and claim.type == "capture":
        actor = asked.theatre.opponent(target)  # "wrested from the rebels", by whom goes without saying
    if actor is None:
        return None
    other = asked.theatre.opponent(actor) or (target if target != actor else None)
    called = frozenset((place.name, *(each.name for each in claim.places if same_place(place, each))))
    part = _is_part(claim.text, called, claim.type == "withdraw")
    stays = (claim.type == "withdraw") == (claim.modality == "negated")
    if part:
        # Leaving a part says nothing of the rest, nor does not having one.
        return ("part", actor, other, True) if stays and claim.type != "withdraw" else None
    act: Act = "gain" if claim.type != "hold" and claim.modality != "negated" else "state"
    return (act, actor, other, True) if stays else (act, other, actor, False)


def _dated(found: list[Word]) -> list[Word]:
    """The words, with the gains of a vague time set to the day that another word tells."""
    gains = sorted({(w.day, w.holds) for w in found if w.act == "gain" and w.holds and _span(w) in range(_PRECISE)})
    return [_refined(word, gains) if word.act == "gain" and _span(word) >= _PRECISE else word for word in found]


def _span(word: Word) -> int:
    """Days from a time's first to its last, -1 for one that is not told or open."""
    when = word.entry.claim.when
    return (when.end - when.start).days if when and when.start and when.end else -1


def _refined(word: Word, gains: Sequence[tuple[date, str]]) -> Word:
    when = word.entry.claim.when
    assert when is not None
    assert when.start is not None
    within = [gain for gain in gains if when.start <= gain[0] <= word.day]
    return replace(word, day=within[-1][0]) if within and within[-1][1] == word.holds else word


@dataclass(frozen=True, slots=True)
class _Lexicon:
    part: re.Pattern[str]
    title: re.Pattern[str]
    beside: re.Pattern[str]
    parts: frozenset[str]
    wholes: frozenset[str]
    grounds: frozenset[str]
    between: frozenset[str]
    takings: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    raw = tomllib.loads(files("sayso.weighing").joinpath("positions.toml").read_text(encoding="utf-8"))

    def any_of(*lists: str) -> re.Pattern[str]:
        listed = sorted({word for name in lists for word in raw[name]}, key=lambda word: (-len(word), word))
        return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, listed))})(?![\w-])", re.IGNORECASE)

    sets = {name: frozenset(raw[name]) for name in ("parts", "wholes", "grounds", "between", "takings")}
    return _Lexicon(any_of("parts", "shares"), any_of("titles"), any_of("beside"), **sets)


_TOKEN: Final = re.compile(r"[\w’'-]+|[,;:(]")
_APPOSED: Final = re.compile(r"[,(]\s*(?:an?|the|one)\b[^,;)]*", re.IGNORECASE)
_ADJECTIVES: Final = 2  # at most that many stand before a place's name or noun: "the shattered mining town"
_REACH: Final = 2  # words after a place's name in which the part it names may stand: "Tarn power plant"


def _tokens(words: str) -> tuple[str, ...]:
    return tuple(token.casefold() for token in _TOKEN.findall(words))


@lru_cache(maxsize=8192)
def _is_part(text: str, place_names: frozenset[str], leaves: bool) -> bool:
    """Whether a claim of taking, holding or leaving is of a part of the place only: "the western outskirts of Tarn".

    It is when a part is named, and the place (by its name or as "the town") only as where that part lies. What an
    apposition says of the place ("Tarn, a suburb of Velmar") names no part of it. ``leaves``: the claim is of leaving,
    so that "from" comes before what is left.
    """
    lexicon = _lexicon()
    if not lexicon.part.search(text):
        return False
    bare = _APPOSED.sub(",", text) if "," in text or "(" in text else text
    if lexicon.title.search(bare):
        bare = lexicon.title.sub("town", bare)
    if bare is not text and not lexicon.part.search(bare):
        return False
    tokens = _tokens(bare)
    called = {_tokens(name) for name in place_names} | {(whole,) for whole in lexicon.wholes}
    for length in sorted({len(name) for name in called}):
        for at in range(len(tokens) - length + 1):
            end = at + length
            last = tokens[end - 1]
            owner = last.endswith(("'s", "’s"))
            here = (*tokens[at : end - 1], last[:-2] if owner else last)
            if here in called and not owner and not _is_ground(tokens, at, end, leaves):
                return False
    return True


def _is_ground(tokens: tuple[str, ...], at: int, end: int, leaves: bool) -> bool:
    """Whether the name at ``at`` only says where something lies: "in Tarn", "the edge of Tarn", "Tarn airfield"."""
    lexicon = _lexicon()
    for token in tokens[end : end + _REACH]:
        if token in lexicon.parts:
            return True
        if token in lexicon.grounds or not token[0].isalpha() or token in ("and", "or"):
            break
    before = _before(tokens, at)
    if before < 0 or tokens[before] not in lexicon.grounds or (leaves and tokens[before] == "from"):
        return False
    if tokens[before] != "of" or not before:
        return True
    if tokens[before - 1] in lexicon.wholes:  # "the town of Tarn" is as its "town" is
        return _is_ground(tokens, before - 1, before, leaves)
    return tokens[before - 1] not in lexicon.takings


def _before(tokens: tuple[str, ...], at: int) -> int:
    """Where the word before the noun phrase ending at ``at`` stands, past adjectives and article; -1 for none."""
    between = _lexicon().between
    for adjectives in range(_ADJECTIVES + 1):
        article = at - 1 - adjectives
        if article < 0 or not tokens[article][0].isalpha():
            break
        if tokens[article] in between:
            return article - 1
    return at - 1
