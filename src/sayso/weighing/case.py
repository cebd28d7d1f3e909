"""One side is said to have a place: who speaks for that, who against it, and what follows?

The verdict follows from four days alone: when a word of each kind was last published, for or against, by those who
gain from it or by outsiders and those who lose by it. The rules are those of ``control``, told in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from sayso.weighing.positions import Word

__all__ = ["NOTHING", "Bearing", "Case", "Kept", "Status", "Verdict", "loose"]

Status = Literal["held", "claimed", "contested", "unknown"]
Bearing = Literal["for", "against", "neither"]

OUTSIDER: Final = "an outsider says so and no later word is against it"
ADMITTED: Final = "the side that loses by it says so and no later word is against it"
SETTLED: Final = "an outsider's later word settled the contest"
CONCEDED: Final = "the word of the side that loses by it settled the contest"
CLAIMED: Final = "only the side that gains by it says so"
POSSIBLE: Final = "it is told as possible only"
DENIED: Final = "one side claims it and the other side's people deny it"
RIVALS: Final = "both sides claim it"
ANSWERED: Final = "one side denies what the other is said to claim"
DOUBTED: Final = "one side claims it and an outsider is against it"
REOPENED: Final = "an outsider or the losing side said so, and a word no older is against it"
DIFFER: Final = "accounts of equal weight differ"
FIGHTING: Final = "one side claims it, and fighting in it is told since"
PARTS: Final = "an outsider says that a side has a part of it"
NOTHING: Final = "nothing known tells who holds it"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows from the words, and by which rule."""

    status: Status
    holder: str | None
    claimants: tuple[str, ...]
    rule: str

    @property
    def answer(self) -> tuple[Status, str | None, tuple[str, ...]]:
        """The verdict without its rule."""
        return self.status, self.holder, self.claimants


@dataclass(frozen=True, slots=True)
class Kept:
    """A word and how it bears on the verdict; ``repeats`` are words of the same account to the same end before it."""

    word: Word
    bearing: Bearing
    repeats: int = 0


@dataclass(slots=True)
class _Tally:
    """When words to one end were last published; None where there is none.

    Strong words, of outsiders or of those who lose by them, come with the day they speak of: of two told on one day the
    one on the later state of things is the later.
    """

    own: date | None = None
    strong: tuple[date, date] | None = None
    named: tuple[date, date] | None = None  # the last strong one that names the holder or admits
    outsider: bool = False
    answers: bool = False  # one denies what the other side is said to claim
    claims: bool = False  # a side's own word names itself as the holder
    sure: bool = False  # not every word is of what is possible

    def add(self, word: Word) -> None:
        own = word.weight == "own" or word.act == "part"
        if own:
            self.own = _later(self.own, word.published)
            self.claims |= word.names and word.side == word.holds and word.act != "part"
        else:
            told = word.published, word.day
            self.strong = max(self.strong or told, told)
            self.outsider |= word.weight == "outsider"
            if word.names or word.weight == "admission":
                self.named = max(self.named or told, told)
        self.answers |= own and word.answers
        self.sure |= word.entry.claim.modality != "possible"

    def before(self, told: tuple[date, date]) -> bool:
        """Whether every word is older than a strong one."""
        return (self.own is None or self.own < told[0]) and (self.strong is None or self.strong < told)


class Case:
    """The words since a place was last said to change hands; ``side`` is said to have gained it or to hold it.

    ``gained`` is the latest day on which it is said to have gained it, ``held_by`` who held the place before by the
    verdict.
    """

    def __init__(self, opening: Word, held_by: str | None) -> None:
        side = opening.holds or opening.lost
        assert side is not None
        self.side = side
        self.gained: date | None = None
        self._before = held_by
        self._rival: str | None = None  # by its own words, else by who loses when this case's side gains
        self._loser = opening.lost if opening.holds else None
        self._for, self._against = _Tally(), _Tally()
        self._fighting: tuple[date, date] | None = None  # the latest: its day, and when it was published
        self._disturbed = False  # the fighting is what decides
        self._words: dict[tuple[str, str, str | None], tuple[Word, Word, int]] = {}

    def add(self, word: Word) -> None:
        """Adds a word of a day no earlier than any added before."""
        word = self._fitted(word)
        self._keep(word)
        if word.act == "fight":
            if word.side != self.side:
                self._fighting = max(self._fighting or (word.day, word.published), (word.day, word.published))
            return
        bearing = self._bearing(word)
        if bearing == "for" and word.act != "part":
            self._for.add(word)
            if word.act == "gain":
                self.gained = _later(self.gained, word.day)
            self._loser = self._loser or word.lost
        elif bearing == "against":
            self._against.add(word)
            self._rival = self._rival or word.holds

    def _fitted(self, word: Word) -> Word:
        """In a war of three sides, whom a word means that only says who has not got the place: the one that this case
        is about, where somebody else left; the one that objects, where it is this case's side that has it not.
        """
        if word.names or word.lost is None or word.holds is None:
            return word
        if word.lost != self.side:
            return replace(word, holds=self.side)
        return replace(word, holds=word.side) if word.side not in (None, self.side) else word

    def judge(self) -> Verdict:
        """What follows; where the words against have won, the case is the other side's from here on."""
        self._disturbed = False
        if self._lost():
            self._turn()
        side, rival, pro, con = self.side, self._other(), self._for, self._against
        both = (side, rival) if rival else (side,)
        if pro.strong is not None:
            if con.own is None and con.strong is None:
                return Verdict("held", side, (), OUTSIDER if pro.outsider else ADMITTED)
            if con.before(pro.strong):
                return Verdict("held", side, (), SETTLED if pro.outsider else CONCEDED)
            return Verdict("contested", None, both, REOPENED)
        if pro.own is None:  # only words that the other side has not got it, and who it is that has it is not known
            return Verdict("unknown", None, (), NOTHING)
        if con.own is not None:
            return Verdict("contested", None, both, RIVALS if con.claims and pro.claims else DENIED)
        if con.strong is not None:
            return Verdict("contested", None, both, DOUBTED)
        if pro.answers and rival:
            return Verdict("contested", None, both[::-1], ANSWERED)
        self._disturbed = self._fought(pro.own)
        if self._disturbed:
            return Verdict("contested", None, both, FIGHTING)
        return Verdict("claimed", None, (side,), CLAIMED if pro.sure else POSSIBLE)

    def kept(self) -> tuple[Kept, ...]:
        """The words of the case, those for it first; of one account's to one end the first and the last published."""
        found: list[Kept] = []
        for first, latest, more in self._words.values():
            if latest is first:
                found.append(Kept(first, self._bearing(first), more))
            else:
                found += (Kept(first, self._bearing(first)), Kept(latest, self._bearing(latest), more - 1))
        return tuple(sorted(found, key=lambda kept: (_BEARINGS.index(kept.bearing), kept.word.order)))

    def _bearing(self, word: Word) -> Bearing:
        if word.act == "unverified":
            return "neither"
        if word.act == "fight":
            return "against" if self._disturbed and word.side != self.side else "neither"
        if word.act == "part":
            # To have taken a part of a town, by one's own word, leaves the rest to those who have it.
            taken = word.entry.claim.type == "capture" and word.weight == "own"
            return "neither" if word.holds == self.side or taken else "against"
        if word.holds is not None:
            return "for" if word.holds == self.side else "against"
        return "against" if word.lost == self.side else "neither"

    def _other(self) -> str | None:
        return self._rival or self._loser

    def _lost(self) -> bool:
        """Whether an outsider, or the side itself, said after every word for the case that the other has the place."""
        pro, con = self._for, self._against
        rival = self._other()
        told = con.strong if self._before is not None and self._before == rival else con.named
        return told is not None and rival is not None and pro.before(told)

    def _turn(self) -> None:
        rival = self._other()
        assert rival is not None
        self.side, self._rival = rival, self.side
        self._for, self._against = self._against, self._for
        self.gained = None

    def _fought(self, claimed: date) -> bool:
        if self._fighting is None:
            return False
        day, published = self._fighting
        return published > claimed and (self.gained is None or day > self.gained)

    def _keep(self, word: Word) -> None:
        key = (word.account.id, word.says, word.stance.stance if word.stance else None)
        first, latest, more = self._words.get(key, (word, word, -1))
        self._words[key] = (first, word if word.published >= latest.published else latest, more + 1)


_BEARINGS: Final[Sequence[Bearing]] = ("for", "against", "neither")


def loose(told: Iterable[Word]) -> Verdict:
    """What follows where no word is on the whole place: a part of it that one side has leaves the rest to the other."""
    sides: dict[str, None] = {}
    outside = False
    for word in told:
        if word.act == "part" and word.holds is not None:
            outside |= word.weight != "own"
            sides |= dict.fromkeys(filter(None, (word.holds, word.lost)))
    return Verdict("contested", None, tuple(sorted(sides)), PARTS) if outside else Verdict("unknown", None, (), NOTHING)


def _later(a: date | None, b: date | None) -> date | None:
    return max(a, b) if a is not None and b is not None else a or b
