"""How many accounts does an event truly rest on? Counted by whose a telling is at bottom, shown as a tree to check.

What counts as one account is defined in ``whose``. A claim that the event is intended or demanded does not tell that it
happened; a negated one, and a stance that denies or disputes, is against it; "could not verify" is neither. Who says
that an attack killed nobody does not say that there was none: where no claim of the event tells of dead or damage, the
denial of such an effect is ``beside`` it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sayso.model import Claim, Entry, Publication, StanceKind
from sayso.weighing.accounts import Account, Accounts
from sayso.weighing.copies import CopyGroup
from sayso.weighing.events import Event
from sayso.weighing.things import table
from sayso.weighing.whose import Bottom, Copybook, Footing, Whose, in_order

__all__ = ["Root", "Telling", "Tree", "lines", "spares", "tree", "trees"]

_TELLS: Final = frozenset({"asserted", "possible", "negated"})
_COPY: Final = "copy of "
_CONTRARY: Final[frozenset[StanceKind]] = frozenset({"denies", "disputes"})


@dataclass(frozen=True, slots=True)
class Telling:
    """One time that an account tells of the event, and how it came: "own words", "copy of R", "through RIA".

    ``account`` is the teller's as the report has it. ``stance`` is given where the account only takes a stance on the
    claim.
    """

    entry: Entry
    how: str
    account: Account
    stance: StanceKind | None = None

    @property
    def copied(self) -> str | None:
        """The report that it is a copy of; None where it is none."""
        return self.how.removeprefix(_COPY) if self.how.startswith(_COPY) else None


@dataclass(frozen=True, slots=True)
class Root:
    """An independent account, why it counts as one, and its tellings as published; ``denies``: it is against it."""

    account: Account
    reason: str
    tellings: tuple[Telling, ...]
    denies: bool


@dataclass(frozen=True, slots=True)
class Tree:
    """What an event rests on: those who tell it, then those against it; ``unverified`` are those who could not say.

    ``count`` accounts tell that it happened, ``against`` say that it did not; one may do both. ``wishes`` are the
    claims that only intend or demand it, ``beside`` those that say only what it did not do ("nobody was killed").
    """

    roots: tuple[Root, ...]
    count: int
    against: int
    unverified: tuple[Telling, ...] = ()
    wishes: tuple[Telling, ...] = ()
    beside: tuple[Telling, ...] = ()


@dataclass(slots=True)
class _Growing:
    bottom: Bottom
    tellings: list[Telling] = field(default_factory=list)
    nameless: dict[str, None] = field(default_factory=dict)  # those who spoke to a newsroom, in order
    narrates: bool = False


def tree(
    event: Event, accounts: Accounts, copies: Sequence[CopyGroup] = (), *, publications: Iterable[Publication] = ()
) -> Tree:
    """The independent accounts that an event rests on, those that tell it before those against it.

    ``publications`` may give the originals of copies, for events of which they tell nothing themselves.
    """
    return trees((event,), accounts, copies, publications=publications)[0]


def trees(
    events: Sequence[Event],
    accounts: Accounts,
    copies: Sequence[CopyGroup] = (),
    *,
    publications: Iterable[Publication] = (),
) -> tuple[Tree, ...]:
    """The trees of many events, each as ``tree`` gives it when it is given the same publications."""
    book = Copybook(accounts, copies, publications)
    return tuple(_tree(event, book.whose(event.entries)) for event in events)


def _tree(event: Event, whose: Whose) -> Tree:
    found: dict[tuple[bool, str], _Growing] = {}
    unverified: list[Telling] = []
    wishes: list[Telling] = []
    beside: list[Telling] = []

    def grow(against: bool, bottom: Bottom, entry: Entry, stance: StanceKind | None) -> None:
        root = found.setdefault((against, bottom.account.id), _Growing(bottom))
        again = any(telling.account.id == bottom.teller.id for telling in root.tellings)
        how = _how(entry, whose, again=again, stance=stance)
        root.tellings.append(Telling(entry, how, bottom.teller, stance))
        if bottom.footing == "newsroom":
            if bottom.teller.id == bottom.account.id:
                root.narrates = True
            else:
                root.nameless[entry.claim.source.name if stance is None else bottom.teller.name] = None

    # Of one day an original comes before its copies, whatever their names.
    for entry in sorted(in_order(event.entries), key=lambda e: (_day_of(e), whose.copied(e) is not None)):
        claim = entry.claim
        if spares(claim, event):
            beside.append(Telling(entry, _how(entry, whose, again=False, stance=None), whose.of(entry).teller))
            continue
        if claim.modality in _TELLS:
            grow(claim.modality == "negated", whose.of(entry), entry, None)
        else:
            wishes.append(Telling(entry, f"{claim.modality} only", whose.of(entry).teller))
        for stance in claim.stances:
            bottom = whose.of_stance(stance, entry)
            if stance.stance == "could_not_verify":
                unverified.append(Telling(entry, "could not verify it", bottom.teller, stance.stance))
            elif claim.modality in _TELLS:
                against = (stance.stance in _CONTRARY) != (claim.modality == "negated")
                grow(against, bottom, entry, stance.stance)
    roots = [Root(g.bottom.account, _reason(g), tuple(g.tellings), key[0]) for key, g in found.items()]
    roots.sort(key=lambda root: root.denies)  # stable: as first told
    opposed = sum(1 for root in roots if root.denies)
    return Tree(tuple(roots), len(roots) - opposed, opposed, tuple(unverified), tuple(wishes), tuple(beside))


def spares(claim: Claim, event: Event) -> bool:
    """Whether a claim denies an effect ("nobody was killed") of which no claim of the event tells."""
    if claim.modality != "negated" or claim.type not in table("kinds")["effects"]:
        return False
    others = [entry.claim for entry in event.entries if entry.claim.modality in ("asserted", "possible")]
    return bool(others) and all(other.type != claim.type for other in others)


def lines(found: Tree) -> Iterator[tuple[int, str]]:
    """A tree as plain text, (depth, text) pairs from 0: what is told, by whom, and in which reports."""
    telling = [root for root in found.roots if not root.denies]
    against = [root for root in found.roots if root.denies]
    yield 0, f"{_many(found.count, 'independent account')} {'tells' if found.count == 1 else 'tell'} it"
    yield from _rooted(telling)
    if against:
        yield 0, f"{_many(found.against, 'account')} {'is' if found.against == 1 else 'are'} against it"
        yield from _rooted(against)
    for heading, tellings in (
        ("says only what it did not do", found.beside),
        ("could not verify it", found.unverified),
        ("only intended or demanded", found.wishes),
    ):
        if tellings:
            yield 0, heading
            yield from ((1, _told(each)) for each in tellings)


def _day_of(entry: Entry) -> date:
    return entry.publication.published or date.max


def _rooted(roots: Iterable[Root]) -> Iterator[tuple[int, str]]:
    for root in roots:
        yield 1, root.reason
        yield from ((2, _told(each)) for each in root.tellings)


def _told(telling: Telling) -> str:
    publication = telling.entry.publication
    where = publication.outlet or publication.agency
    there = publication.report if where is None else f"{where} ({publication.report})"
    day = publication.published.isoformat() if publication.published else "no date"
    text = " ".join(telling.entry.claim.text.split())
    return f"{day}, {there}: {telling.account.name}, {telling.how}: “{text}”"


def _how(entry: Entry, whose: Whose, *, again: bool, stance: StanceKind | None) -> str:
    claim = entry.claim
    if stance is not None:
        return f"{stance} it"
    if (original := whose.copied(entry)) is not None:
        return f"{_COPY}{original}"
    how = f"through {' and '.join(claim.via)}" if claim.via else "own words" if claim.source.is_narrator else "quoted"
    return f"told again, {how}" if again else how


_FOOTING: Final[dict[Footing, str]] = {
    "outsider": "an outsider counts once",
    "apart": "speaks from {side}'s side but not for it, and counts once",
}


def _reason(root: _Growing) -> str:
    account, footing = root.bottom.account, root.bottom.footing
    if footing == "side":
        tellers = list(dict.fromkeys(telling.account.name for telling in root.tellings))
        once = " count once" if len(tellers) > 1 else ""
        return f"{_of(account.name)} side: {_listed(tellers)}{once}"
    if footing == "newsroom":
        own = ["its narration"] if root.narrates else []
        own += [f"“{name}”" for name in root.nameless]
        return f"{_of(account.name)} newsroom: {_listed(own)}{' count once' if len(own) > 1 else ''}"
    return f"{account.name}: {_FOOTING[footing].format(side=account.side)}"


def _of(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "its word"


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
