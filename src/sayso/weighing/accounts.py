"""Whose account is a claim? One source is one across reports, however each report names it, with the reason kept.

Method, the surer first:

1. a theatre's data: the names and other names of its actors, in any spelling;
2. the rules of English (``account_names``): a body of a state by whatever form names the state ("Russia's Defence
   Ministry", "the Russian MoD", "the defence ministry in Moscow"), a person without titles and appositions and in one
   spelling, a nameless spokesman as the body that he speaks for;
3. what else is known: a bare surname is the one person known by that surname in the same war, on no other side and of
   no other sort; where two are known, the one whom the same report names in full; else it stays alone.

A report's own voice is its agency's, else its outlet's. Nameless people are no source across reports: officials of a
side are one account of that side's, residents and "a source" belong to the outlet that they spoke to (``gathered_by``).

Steps 1 and 2 depend on the name and the theatre alone, so that such an ``id`` is the same in every ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sayso.model import Entry, Kind, Publication, Source
from sayso.theatres import Theatre
from sayso.weighing.account_names import Named, Resolver, outlet_id
from sayso.weighing.meaning import likely, plain
from sayso.weighing.naming_rules import spelled, split
from sayso.weighing.shortening import initials, is_letters, may_be

__all__ = ["Account", "Accounts", "in_each_newsroom"]

_MOST_FOUND = 20
_MOST_THEATRES = 16


@dataclass(frozen=True, slots=True)
class Account:
    """Who vouches for a claim, one across reports.

    ``id`` is stable and readable ("ukraine:russia/defence-ministry", "person:oleksandr-shtupun", "outlet:reuters");
    ``side`` a party of the conflict, None for outsiders; ``reason`` why a name is this account, for people.
    ``gathered_by`` is the id of the outlet's account whose own newsgathering it is: set for outlets and agencies (their
    own id), for a report of no known outlet, and for the nameless people who spoke to one; None for all others.
    """

    id: str
    name: str
    kind: Kind | None
    side: str | None
    reason: str
    gathered_by: str | None = None


_T = TypeVar("_T", bound=str)

# A source, and what its account may hang on: theatre, outlet, agency, and the report where that matters.
_Key = tuple[Source, str | None, str | None, str | None, str]


@dataclass(slots=True)
class _Seen:
    """How an account is named in what is known, and of which kinds and sides, each with how often."""

    names: dict[str, int] = field(default_factory=dict)
    shown: dict[str, int] = field(default_factory=dict)
    written: dict[str, int] = field(default_factory=dict)  # where what is shown is made up, not a name of its own
    kinds: dict[Kind, int] = field(default_factory=dict)
    sides: dict[str, int] = field(default_factory=dict)


_RESOLVERS: dict[int, Resolver] = {}


def _resolver(theatre: Theatre) -> Resolver:
    """A theatre's resolver, kept with the theatre that it holds, so that its address is not given to another."""
    found = _RESOLVERS.get(id(theatre))
    if found is None:
        if len(_RESOLVERS) >= _MOST_THEATRES:
            _RESOLVERS.clear()
        found = _RESOLVERS[id(theatre)] = Resolver(theatre)
    return found


def in_each_newsroom(source: Source, theatre: Theatre) -> bool:
    """Whether a source is another one in each newsroom: its own voice, and the nameless who spoke to it."""
    return source.is_narrator or _resolver(theatre).named(source).form == "people"


class Accounts:
    """The accounts behind all that is known; built once from its sources, then asked.

    ``known`` may come in any order and repeat itself, or say by ``times`` how often each is to be counted.
    ``theatre`` gives a publication's theatre by its name, and a general one for None. ``rooms`` are newsrooms, each as
    theatre, outlet and agency, that are known beside.
    """

    def __init__(
        self,
        known: Iterable[tuple[Source, Publication]],
        theatre: Callable[[str | None], Theatre],
        *,
        times: Iterable[int] | None = None,
        rooms: Iterable[tuple[str | None, str | None, str | None]] = (),
    ) -> None:
        self._theatre = theatre
        self._resolvers: dict[str | None, Resolver] = {}
        self._cache: dict[_Key, Account] = {}
        self._outlets: dict[str, str] = {}
        self._rooms: dict[tuple[str, str | None], tuple[str, str, str | None]] = {}
        self._persons: defaultdict[tuple[str | None, str], dict[str, Named]] = defaultdict(dict)
        self._spoken: defaultdict[str, set[str]] = defaultdict(set)  # by report: the persons whom it names in full
        self._bodies: defaultdict[str, dict[str, Named]] = defaultdict(dict)  # by report
        self._everybody: list[tuple[str | None, Named]] = []
        self._letters: defaultdict[tuple[str | None, str], dict[str, Named]] | None = None  # made when first asked for
        self._homonyms: frozenset[str] = frozenset()
        self._seen: dict[str, _Seen] = {}
        self._accounts: dict[str, Account] = {}
        counted = zip(known, times, strict=True) if times is not None else ((pair, 1) for pair in known)
        self._learn(counted, {(agency, outlet, theatre) for theatre, outlet, agency in rooms})

    def of(self, source: Source, publication: Publication) -> Account:
        """The account behind a source as a report names it; the narrator's is the agency's, else the outlet's."""
        key = self._key(source, publication)
        found = self._cache.get(key)
        if found is None:
            found = self._of(source, publication)
            if found.id not in self._accounts and self._made_up(source, publication, found):
                found = replace(found, name=_bare(source.name))  # who only takes a stance is among no sources
            found = self._cache[key] = self._dressed(found)
        return found

    def of_entry(self, entry: Entry) -> Account:
        """The account behind a claim; nameless people who spoke through another outlet are that outlet's."""
        source, publication = entry.claim.source, entry.publication
        account = self.of(source, publication)
        if account.gathered_by is not None and not source.is_narrator:
            for channel in entry.claim.via:
                through = self.named(channel, publication.theatre)
                if through.kind == "media" and through.id != account.gathered_by:
                    return self._gathered(account, through.id, through.name)
        return account

    def named(self, name: str, publication_theatre: str | None, publication: Publication | None = None) -> Account:
        """The account of a name without kind or side: who took a stance, a channel.

        With the ``publication`` that it stands in, nameless people are its outlet's; without, nobody's.
        """
        resolver = self._of_theatre(publication_theatre)
        source = Source(name, None, resolver.theatre.side_of(name))
        return self.of(source, publication or Publication("", "", theatre=publication_theatre))

    def meant(self, text: str) -> Account | None:
        """The known account that somebody most likely means by a text: the first that ``find`` gives, sooner."""
        found = self._find(text, least=1)
        return found[0] if found else None

    def find(self, text: str) -> tuple[Account, ...]:
        """The known accounts that somebody may mean by a text, best first.

        An account's id or a name of it counts most, then what the text names by the rules, then names that have all of
        its words, then names spelled alike.
        """
        return self._find(text, least=_MOST_FOUND)

    def _find(self, text: str, *, least: int) -> tuple[Account, ...]:
        """The same; names spelled alike are looked for only where fewer than the ``least`` are found without."""
        if not plain(text):
            return ()
        by_rule = {self.named(text, theatre).id for theatre in self._resolvers}
        known = ((found, (*seen.names, self._accounts[found].name)) for found, seen in self._seen.items())
        ranked = likely(text, known, by_rule, least)
        best = sorted(ranked, key=lambda found: (-ranked[found], -sum(self._seen[found].names.values()), found))
        return tuple(self._accounts[found] for found in best[:_MOST_FOUND])

    def _of_theatre(self, name: str | None) -> Resolver:
        found = self._resolvers.get(name)
        if found is None:
            found = self._resolvers[name] = _resolver(self._theatre(name))
        return found

    def _learn(
        self,
        known: Iterable[tuple[tuple[Source, Publication], int]],
        rooms: set[tuple[str | None, str | None, str | None]],
    ) -> None:
        """Takes in who is known: outlets and those named in full first, then whose account everybody's is."""
        weights: dict[_Key, int] = {}
        drafts: dict[_Key, tuple[Source, Publication]] = {}
        for (source, publication), times in known:
            key = self._key(source, publication)
            if key not in weights:
                drafts[key] = source, publication
            weights[key] = weights.get(key, 0) + times
            rooms.add((publication.agency, publication.outlet, publication.theatre))
            if publication.report and not source.is_narrator:
                named = self._of_theatre(publication.theatre).named(source)
                if len(named.parts) > 1 and named.form != "surname":
                    self._spoken[publication.report].add(named.id)
                elif "/" in named.id:
                    self._bodies[publication.report][named.id] = named
        for agency, outlet, theatre in rooms:
            for name in filter(None, (agency, outlet)):
                self._outlets[outlet_id(name)] = self._outlet(name, theatre)[0]
        self._meet({(source, publication.theatre) for source, publication in drafts.values()})
        first = {key: self._of(*drafts[key]) for key in drafts}
        for key, account in first.items():
            self._see(key[0], account, weights[key], self._made_up(*drafts[key], account))
        self._accounts = {found: self._told(found, seen) for found, seen in self._seen.items()}
        self._cache = {key: self._dressed(account) for key, account in first.items()}

    def _meet(self, sources: Iterable[tuple[Source, str | None]]) -> None:
        """Takes in who has a full name, by surname, and which bodies go by which first letters."""
        spellings: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        named_ones = [(s, theatre, self._of_theatre(theatre).named(s)) for s, theatre in sources if not s.is_narrator]
        self._everybody = [(theatre, named) for _, theatre, named in named_ones]
        for source, theatre, named in named_ones:
            if len(named.parts) > 1 and named.form != "surname":
                self._persons[theatre, named.parts[-1]][named.id] = named
                if named.form == "person" and source.side is not None:
                    spellings[named.id][spelled(named.name)].add(source.side)
        self._homonyms = frozenset(found for found, ways in spellings.items() if _differ(ways.values()))

    def _key(self, source: Source, publication: Publication) -> _Key:
        """A source, and of its publication what its account hangs on."""
        theatre, outlet, agency, report = publication.theatre, publication.outlet, publication.agency, ""
        form = None if source.is_narrator else self._of_theatre(theatre).named(source).form
        if form in (None, "people"):
            return source, theatre, outlet, agency, "" if outlet or agency else publication.report
        if form in ("surname", "body"):
            report = publication.report
        return source, theatre, None, None, report

    def _made_up(self, source: Source, publication: Publication, account: Account) -> bool:
        """Whether an account's name is ours, a theatre's or a rule's word for people or a body without one."""
        if source.is_narrator:
            return False
        named = self._of_theatre(publication.theatre).named(source)
        if named.id != account.id or named.parts:
            return False
        if named.form != "body" and not (named.form == "listed" and named.kind == "unofficial"):
            return False
        return any(w.written[:1].isupper() for w in split(source.name))

    def _see(self, source: Source, account: Account, times: int, made_up: bool) -> None:
        seen = self._seen.setdefault(account.id, _Seen())
        _count(seen.names, account.name if source.is_narrator else source.name, times)
        _count(seen.shown, account.name, times)
        if made_up:
            _count(seen.written, _bare(source.name), times)
        _count(seen.kinds, account.kind, times)
        _count(seen.sides, account.side, times)

    def _told(self, found: str, seen: _Seen) -> Account:
        """An account as most of what is known has it; the reason is that of the name given."""
        kind, side = _most(seen.kinds), _most(seen.sides)
        name = _most(seen.shown) or found
        # What no report says ("Varnian bloggers" for "unofficial Varnian accounts") would be taken for somebody else.
        if seen.written and plain(name) not in map(plain, seen.names):
            name = _most(seen.written) or name
        return Account(found, name, kind, side, "the name most often given to it")

    def _dressed(self, account: Account) -> Account:
        """An account with the name, kind and side that most of what is known gives to it."""
        told = self._accounts.get(account.id)
        if told is None:
            return account
        return Account(account.id, told.name, told.kind, told.side, account.reason, account.gathered_by)

    def _of(self, source: Source, publication: Publication) -> Account:
        if source.is_narrator:
            return self._own_voice(publication)
        resolver = self._of_theatre(publication.theatre)
        named = resolver.named(source)
        if named.form == "people":
            if not publication.report and not publication.outlet and not publication.agency:
                return replace(_account(named), id=f"name:{named.id}", reason="nameless people")
            voice = self._own_voice(publication)
            return self._gathered(_account(named), voice.id, voice.name)
        whole = self._spelled_out(named, source, publication) or self._last_named(named, publication)
        if whole is not None:
            return whole
        if named.form in ("surname", "person"):
            return self._of_person(named, publication, resolver)
        return _account(named)

    def _spelled_out(self, named: Named, source: Source, publication: Publication) -> Account | None:
        """The one body known whose first letters a name is: "ICM"."""
        if named.form == "listed" or not is_letters(source.name):
            return None
        if self._letters is None:
            self._letters = defaultdict(dict)
            for theatre, other in self._everybody:
                for letters in initials(other):
                    self._letters[theatre, letters][other.id] = other
        known = self._letters.get((publication.theatre, named.name.casefold()), {})
        fits = [other for other in known.values() if named.side is None or other.side in (None, named.side)]
        if len(fits) != 1:
            return None
        return replace(_account(fits[0]), reason=f"the only one known by these first letters: {fits[0].name}")

    def _last_named(self, named: Named, publication: Publication) -> Account | None:
        """The one body that the report names in full, where it says "the ministry" of a side's."""
        scope, _, called = named.id.rpartition("/")
        if named.form != "body" or not scope or "-" in called:
            return None
        fuller = self._bodies.get(publication.report, {})
        fits = [other for found, other in fuller.items() if found.startswith(scope) and found.endswith(f"-{called}")]
        if len(fits) != 1:
            return None
        return replace(_account(fits[0]), reason=f"the only {called} of {named.side} that the report names in full")

    def _own_voice(self, publication: Publication) -> Account:
        """The account of a report that speaks for itself."""
        for name, whose in ((publication.agency, "agency"), (publication.outlet, "outlet")):
            if name:
                found, shown, side = self._outlet(name, publication.theatre)
                return Account(found, shown, "media", side, f"the own voice of the report's {whose}", found)
        found = f"report:{publication.report}"
        return Account(found, f"report {publication.report}", "media", None, "a report of no named outlet", found)

    def _outlet(self, name: str, theatre: str | None) -> tuple[str, str, str | None]:
        """An outlet's id, name and side."""
        found = self._rooms.get((name, theatre))
        if found is None:
            found = outlet_id(name), name, None
            resolver = self._of_theatre(theatre)
            actor = resolver.theatre.actor(name)
            if actor is not None and actor.type == "outlet":
                named = resolver.of_actor(actor, "")
                found = named.id, named.name, named.side
            self._rooms[name, theatre] = found
        return found

    def _gathered(self, account: Account, outlet: str, name: str) -> Account:
        """Nameless people as the people of the outlet that they spoke to."""
        people = account.id.rpartition("/")[2]
        who = account.name.partition(" (")[0]
        return replace(
            account,
            id=f"{outlet}/{people}",
            name=f"{who} ({name})",
            reason=f"nameless people who spoke to {name}",
            gathered_by=outlet,
        )

    def _of_person(self, named: Named, publication: Publication, resolver: Resolver) -> Account:
        """A person whom the theatre doesn't list: an outlet after all, someone known by a fuller name, or himself."""
        outlet = self._outlets.get(outlet_id(named.name))
        if outlet is not None:
            reason = "an outlet that is known by this name"
            return replace(_account(named), id=outlet, kind="media", reason=reason, gathered_by=outlet)
        surname = named.parts[-1]
        fuller = dict(self._persons[publication.theatre, surname])
        for actor in resolver.surnames.get(surname, ()):
            listed = resolver.of_actor(actor, "")
            fuller.setdefault(listed.id, listed)
        fits = {found: other for found, other in fuller.items() if may_be(named, other) and found != named.id}
        if len(fits) > 1:
            here = self._spoken.get(publication.report, set()) & fits.keys()  # of a report without an id, none
            fits = {found: fits[found] for found in here} if len(here) == 1 else fits
        if len(fits) == 1:
            other = next(iter(fits.values()))
            why = f"the only one known by that {'surname' if named.form == 'surname' else 'name'}: {other.name}"
            return replace(_account(other), reason=why)
        if len(fits) > 1:
            several = ", ".join(sorted(other.name for other in fits.values()))
            return replace(_account(named), reason=f"stays alone: several are known by that name: {several}")
        if named.id in self._homonyms and named.form == "person":
            apart = f"{named.id}-{spelled(named.name)}"
            return replace(_account(named), id=apart, reason="the name as written; one like it is of another side")
        return _account(named)


def _bare(name: str) -> str:
    """A name without "the" before it."""
    return name[4:] if name[:4].casefold() == "the " else name


def _account(named: Named) -> Account:
    own = named.id if named.id.startswith("outlet:") else None
    return Account(named.id, named.name, named.kind, named.side, named.reason, own)


def _differ(sides: Iterable[set[str]]) -> bool:
    """Whether the spellings of one name are of different sides each."""
    groups = list(sides)
    return len(groups) > 1 and any(a.isdisjoint(b) for a in groups for b in groups)


def _count(counted: dict[_T, int], what: _T | None, times: int) -> None:
    if what is not None:
        counted[what] = counted.get(what, 0) + times


def _most(counted: Mapping[_T, int]) -> _T | None:
    """What was counted most, the first by the alphabet of several; None of nothing."""
    if len(counted) < 2:
        return next(iter(counted), None)
    return min(counted, key=lambda name: (-counted[name], name))
