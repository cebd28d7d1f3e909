"""What of a claim is compared when claims are linked? Its facets, small and hashable, made once a claim.

Claims share facets (a hundred claims of one town have one place), so what is weighed by pairs of facets is weighed
once for many pairs of claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from sayso.model import Claim, Entry, Party, Place, When
from sayso.weighing.accounts import Accounts
from sayso.weighing.happened import happened, told
from sayso.weighing.things import number, table, thing

__all__ = ["Days", "Facets", "Roles", "Spot", "Trait", "Where", "days", "in_context", "traits", "words"]

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BEHIND: Final = 30  # code points between a clause and the one that goes on from it
_FOLDS: Final = (("ies", "y"), ("sses", "ss"), ("s", ""))


class Days(NamedTuple):
    """The days a claim counts under and the day it was told, as ordinals; ``dated``: the report gave the time."""

    first: int
    last: int
    told: int
    dated: bool
    open: bool  # it began and lasts: "since June"


class Spot(NamedTuple):
    """One place by what identifies it: a GeoNames id or, without one, its name."""

    key: int | str
    name: str
    lat: float | None
    lon: float | None


class Where(NamedTuple):
    """A claim's settlements, most specific first, and its regions, by key."""

    settlements: tuple[Spot, ...]
    regions: tuple[Spot, ...]


class Roles(NamedTuple):
    """Who did it and to whom, by side; turned round for the kinds that name the doer second.

    ``names`` are the words of the doer's name, where it belongs to no side; ``speaker`` is the side of who says so.
    """

    doer: str | None
    victim: str | None
    names: frozenset[str]
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Trait:
    """A claim's facets. ``plan`` is its modality where it tells of nothing that happened, else None.

    ``armed``: it names its weapons; else they are those that its kind means, if any.
    ``behind``: it is the effect of what the claim before it in order tells, and goes on from it.
    """

    entry: Entry
    kind: str
    plan: str | None
    days: Days | None
    where: Where
    roles: Roles
    figures: tuple[tuple[str, int], ...]
    words: frozenset[str]
    weapons: frozenset[str]
    armed: bool
    account: str
    behind: bool = False

    @property
    def report(self) -> str:
        """The report that it stands in."""
        return self.entry.claim.report

    @property
    def order(self) -> tuple[bool, int, str, int, str]:
        """First published first, the undated last; ties by report, then by where it stands, then by id."""
        published, claim = self.entry.publication.published, self.entry.claim
        return (published is None, published.toordinal() if published else 0, claim.report, claim.start, claim.id)


def traits(entry: Entry, accounts: Accounts) -> Trait:
    """The facets of a claim."""
    claim = entry.claim
    named = _weapons(claim)
    return Trait(
        entry=entry,
        kind=claim.type,
        plan=claim.modality if claim.modality in ("intended", "demanded") else None,
        days=days(claim.when, told(claim.said, entry.publication.published)),
        where=_where(claim.places),
        roles=_roles(claim),
        figures=_figures(claim),
        words=words(claim.text) - _told_elsewhere(claim),
        weapons=named or frozenset(table("wording")["arms"].get(claim.type, ())),
        armed=bool(named),
        account=accounts.of_entry(entry).id,
    )


class Facets:
    """Makes the facets of claims that are weighed again and again beside more of them, those of each claim once."""

    def __init__(self) -> None:
        self._made: dict[str, Trait] = {}

    def of(self, entries: Iterable[Entry], accounts: Accounts) -> list[Trait]:
        """The facets of these claims; whose account each is may have changed with what else is known."""
        return [self._of(entry, accounts) for entry in entries]

    def keep(self, made: Iterable[Trait]) -> None:
        """Let go of all but these: for who goes over more claims than memory has room for."""
        self._made = {trait.entry.claim.id: trait for trait in made}

    def _of(self, entry: Entry, accounts: Accounts) -> Trait:
        made = self._made.get(entry.claim.id)
        if made is None or made.entry is not entry:
            made = self._made[entry.claim.id] = traits(entry, accounts)
        elif made.account != (account := accounts.of_entry(entry).id):
            made = self._made[entry.claim.id] = replace(made, account=account)
        return made


@lru_cache(maxsize=1 << 13)  # a warm process is asked about the same towns again
def words(text: str) -> frozenset[str]:
    """The content words of a text, in the singular, one word for those that reports choose between."""
    same, empty = _same(), _empty()
    return frozenset([same.get(word, word) for word in _words(text) if word not in empty])


def in_context(claims: Iterable[Trait]) -> list[Trait]:
    """The claims in order, what a report leaves out because it has just said it filled in.

    An attack's effect told right behind it ("..., killing two") on the same account has its weapon and its place.
    """
    found: list[Trait] = []
    for claim in sorted(claims, key=lambda claim: claim.order):
        before = found[-1] if found else None
        if before is not None and claim.kind in table("kinds")["effects"] and _right_behind(claim, before):
            where = claim.where if claim.where != Where((), ()) else before.where
            arms = claim if claim.weapons else before
            claim = replace(claim, where=where, weapons=arms.weapons, armed=arms.armed, behind=True)
        found.append(claim)
    return found


def _right_behind(claim: Trait, before: Trait) -> bool:
    one, other = before.entry.claim, claim.entry.claim
    if one.report != other.report or claim.account != before.account or not 0 <= other.start - one.end <= _BEHIND:
        return False
    return claim.where in (before.where, Where((), ())) and claim.days == before.days and claim.plan == before.plan


def days(when: When | None, known: date | None) -> Days | None:
    """The days that a claim of this time, ``told`` on that day, counts under; None where nothing tells."""
    span = happened(when, known)
    if span is None:
        return None
    first, last = span[0].toordinal(), span[1].toordinal()
    dated = when is not None and when.start is not None
    return Days(first, last, known.toordinal() if known else last, dated, when is not None and dated and not when.end)


@lru_cache(maxsize=1 << 13)
def _where(places: tuple[Place, ...]) -> Where:
    return Where(_spots(places, "settlement"), _spots(places, "region"))


def _spots(places: Iterable[Place], precision: str) -> tuple[Spot, ...]:
    found = (p for p in places if p.precision == precision)
    return tuple(
        dict.fromkeys(Spot(p.name.casefold() if p.id is None else p.id, p.name.casefold(), p.lat, p.lon) for p in found)
    )


def _roles(claim: Claim) -> Roles:
    doer, victim = claim.actor, claim.target
    if claim.type in table("kinds")["neutral"]:
        return Roles(None, None, _name(doer), claim.source.side)
    if claim.type in table("kinds")["inverse"]:
        doer, victim = victim, doer
    return Roles(doer.side if doer else None, victim.side if victim else None, _name(doer), claim.source.side)


def _name(party: Party | None) -> frozenset[str]:
    return frozenset() if party is None or party.side is not None else frozenset(_words(party.name)) - _empty()


def _figures(claim: Claim) -> tuple[tuple[str, int], ...]:
    given = ((thing(c.what), number(c)) for c in claim.counts)
    return tuple(sorted({what: n for what, n in given if n is not None}.items()))


@lru_cache(maxsize=1 << 15)  # names and reprinted sentences come again and again
def _words(text: str) -> tuple[str, ...]:
    return tuple(map(_singular, _WORD.findall(text.casefold())))


@lru_cache(maxsize=1 << 16)
def _singular(word: str) -> str:
    """A word without "'s"; a plural as its singular, no more.

    Harman's S-stemmer (How effective is suffixing?, JASIS 42, 1991).
    """
    word = word.removesuffix("'s").removesuffix("’s")
    if len(word) > 3 and not word.endswith(("us", "ss", "is")):
        for ending, instead in _FOLDS:
            if word.endswith(ending):
                return word[: -len(ending)] + instead
    return word


@cache
def _empty() -> frozenset[str]:
    return frozenset(table("wording")["empty"])


def _told_elsewhere(claim: Claim) -> frozenset[str]:
    """The words of the claim's places and parties, which are weighed by themselves."""
    parties = [p.name for p in (claim.actor, claim.target) if p is not None]
    return frozenset(w for name in [*(p.name for p in claim.places), *parties] for w in _words(name))


@cache
def _same() -> Mapping[str, str]:
    return {word: one for one, words in table("wording")["same"].items() for word in words}


def _weapons(claim: Claim) -> frozenset[str]:
    """The weapons that a claim's words and counts name."""
    words = [w for text in (claim.text, *(count.what for count in claim.counts)) for w in _words(text)]
    single, double, opening = _arms()
    found = [single[word] for word in single.keys() & words]
    if not opening.isdisjoint(words):
        found += [double[pair] for pair in double.keys() & set(pairwise(words))]
    return frozenset().union(*found) if found else frozenset()


@cache
def _arms() -> tuple[Mapping[str, set[str]], Mapping[tuple[str, ...], set[str]], frozenset[str]]:
    """The weapons by a word that names them and by two of them together, and the first words of those two."""
    single: dict[str, set[str]] = {}
    double: dict[tuple[str, ...], set[str]] = {}
    for weapon, names in table("wording")["weapons"].items():
        for name in names:
            one, _, other = name.partition(" ")
            if other:
                double.setdefault((one, other), set()).add(weapon)
            else:
                single.setdefault(one, set()).add(weapon)
    return single, double, frozenset(one for one, *_ in double)
