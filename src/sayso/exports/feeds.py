"""What a feed tells: new disputes, or the claims and reports of a saved search, each with who says it and who objects.

Entries have ids of their own that stay the same in every ledger: a claim's is made of the claim's, a denial's of the
claim it first stood in. Their days are those of publication, not those on which this ledger happened to be filled: the
same reports give the same feed, byte for byte, and one made anew marks nothing as new. Atom and JSON Feed are both
written from this.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from sayso.answers.disputes import Contest, Contests, Dispute, Disputes
from sayso.answers.events import EventAnswer
from sayso.answers.finding import Finding, FoundReport
from sayso.answers.front import DEEDS
from sayso.exports import words
from sayso.exports.digest_events import root_line
from sayso.exports.digest_lines import Line, Quote, address, names, quoted, tidy, where
from sayso.model import Entry, StanceKind
from sayso.weighing.control import Ground
from sayso.weighing.independence import Root

__all__ = ["CONTESTS", "MOST", "Feed", "Told", "claims_feed", "disputes_feed", "search_feed"]

MOST: Final = 50
"""How many entries a feed has: the newest."""
CONTESTS: Final = 12
"""How many contested places a feed of disputes looks for."""
_OURS: Final = uuid.UUID("7d0c4a0e-6c0f-5d0a-9a0a-3f2a51f8d3d4")
_LONG: Final = 140  # characters of a title
_SIGNS: Final[dict[StanceKind, str]] = {"confirms": "●", "denies": "✗", "disputes": "✗", "could_not_verify": "?"}
_OF_CLAIMS: Final = ("place", "side", "source", "type", "modality", "stance", "on", "since", "until", "report")
_UNDATED: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Told:
    """One entry: ``published`` is the day on which it was told, ``updated`` that on which anything was last added.

    ``room`` is its address in the reading room, ``url`` that of the report; ``tags`` are what it is about.
    """

    id: str
    title: str
    author: str
    published: date | None
    updated: date
    room: str
    url: str | None
    words: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """The newest entries first; ``home`` is the page in the reading room that shows the same."""

    id: str
    title: str
    about: str
    home: str
    entries: tuple[Told, ...]

    @property
    def updated(self) -> date:
        """The last day of any entry."""
        return max((entry.updated for entry in self.entries), default=_UNDATED)


def claims_feed(found: Iterable[Entry], asked: Mapping[str, Any]) -> Feed:
    """A feed of claims, the newest published first; ``asked`` are the parameters of the page that lists them."""
    told = tuple(_claim(entry, _known(asked)) for entry in found)
    about = "Claims as they are published: who says what happened, where and when, and who objects."
    return _feed("claims", "Claims", about, asked, told[:MOST])


def search_feed(found: Finding, asked: Mapping[str, Any]) -> Feed:
    """A feed of claims with some words, and of reports that have them outside any claim; the newest first.

    What only begins with a word is a help while one types, and no news. Where the search is narrowed by what only
    claims have, such as a side, no report can tell whether it fits, and none is told of.
    """
    known = _known(asked)
    claims = [] if found.begun is not None else [entry for entry, _ in found.entries]
    narrowed = any(asked.get(name) not in (None, [], ()) for name in _OF_CLAIMS)
    reports = () if found.begun is not None or narrowed else found.shown
    there = {entry.publication.report for entry in claims}
    told = [_claim(entry, known) for entry in claims]
    told += [_report(report, known) for report in reports if report.publication.report not in there]
    told.sort(key=lambda each: each.published or _UNDATED, reverse=True)  # stable: claims of a day as they came
    title = f"“{tidy(str(asked['q']))}”" if asked.get("q") else "Claims"
    return _feed("search", title, "Claims and reports with these words, as they are published.", asked, told[:MOST])


def disputes_feed(contests: Contests, disputes: Disputes, asked: Mapping[str, Any]) -> Feed:
    """A feed of denials, each with the event that it is of by all accounts, and of places that are contested."""
    known = _known(asked)
    told = [each for dispute in disputes.disputes for each in _denials(dispute, known)]
    told += [_contested(contest, known) for contest in contests.contests]
    told.sort(key=lambda each: (each.published or each.updated, each.updated, each.id), reverse=True)
    about = "What somebody denies, and which places are contested, with everybody's words."
    return _feed("disputes", "Disputes", about, asked, told[:MOST])


def _feed(kind: str, title: str, about: str, asked: Mapping[str, Any], told: Iterable[Told]) -> Feed:
    pairs = [(name, one) for name, value in sorted(asked.items()) for one in _several(value) if one not in (None, "")]
    query = urlencode([(name, str(one)) for name, one in pairs], errors="replace")
    narrowed = ", ".join(f"{name.replace('_', ' ')} {one}" for name, one in pairs if name != "q")
    return Feed(
        _id("feed", kind, query),
        f"sayso: {title}" + (f" ({narrowed})" if narrowed else ""),
        about,
        f"/{kind}" + (f"?{query}" if query else ""),
        tuple(told),
    )


def _several(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list | tuple) else (value,)


def _known(asked: Mapping[str, Any]) -> date | None:
    known = asked.get("known")
    return date.fromisoformat(known) if isinstance(known, str) else known


def _claim(entry: Entry, known: date | None) -> Told:
    claim, at = entry.claim, entry.publication
    who = (at.outlet or at.agency or "the report") if claim.source.is_narrator else claim.source.name
    surely = "" if claim.modality == "asserted" else words.MODALITIES[claim.modality]
    surely = f"“{claim.cue}”, {surely}" if surely and claim.cue else surely
    by = words.saying(who, claim)
    lines = [Line("●", who, words.source(claim.source), surely, (quoted([entry], known),))]
    lines += [Line(_SIGNS[stance.stance], stance.by, "", words.STANCES[stance.stance]) for stance in claim.stances]
    facts = {
        "Where": ", ".join(words.place(place) for place in claim.places),
        "When": words.when(claim.when),
        "Figures": ", ".join(words.count(count) for count in claim.counts),
    }
    return Told(
        _id("claim", claim.id),
        _short(f"{by}: {claim.text}"),
        who,
        at.published,
        at.published or _UNDATED,
        address("claims", claim.id, known=known),
        at.url,
        claim.text if by == who else f"{by}: {claim.text}",
        tuple(lines),
        tuple(f"{name}: {value}" for name, value in facts.items() if value),
        _tags(claim.type, claim.source.side, *(place.name for place in claim.places)),
    )


def _report(found: FoundReport, known: date | None) -> Told:
    at = found.publication
    stretch = tidy("".join(text for text, _ in found.stretch))
    room = address("reports", at.report, known=known)
    line = Line(
        "●",
        at.outlet or at.agency or at.report,
        "",
        "",
        (Quote(stretch, None, (), where(at), at.published, 0, room, at.url),),
    )
    return Told(
        _id("report", at.report, at.digest),
        _short(at.title or at.report),
        line.who,
        at.published,
        at.published or _UNDATED,
        room,
        at.url,
        stretch,
        (line,),
        (),
        _tags("report"),
    )


def _denials(dispute: Dispute, known: date | None) -> Iterator[Told]:
    """A disputed event once for everybody who is against it: what is new is that they are."""
    answer = dispute.answer
    event, roots = answer.event, answer.tree.roots
    others = [root for root in roots if not root.denies]
    last = max((entry.publication.published or _UNDATED for entry in event.entries), default=_UNDATED)
    unsure = names(telling.account.name for telling in answer.tree.unverified)
    for root in (root for root in roots if root.denies):
        first = root.tellings[0]
        at = first.entry.publication
        against = [root, *(other for other in roots if other.denies and other is not root)]
        notes = [words.when(event.when), f"{unsure} could not verify it." if unsure else ""]
        yield Told(
            _id("denial", first.entry.claim.id, root.account.id),
            _short(f"{root.account.name} {_does(root)}: {_called(answer)}"),
            root.account.name,
            at.published,
            last,
            address("events", event.id, known=known),
            at.url,
            first.entry.claim.text,
            tuple(root_line(each, known) for each in (*against, *others)),
            tuple(note for note in notes if note),
            _tags("denial", event.type, *(place.name for place in event.places[:3])),
        )


def _called(answer: EventAnswer) -> str:
    """What is denied: an event by its title, of mere words the words."""
    event = answer.event
    telling = next((root for root in answer.tree.roots if not root.denies), None)
    if event.type in DEEDS or telling is None:
        return event.title
    return f"“{telling.tellings[0].entry.claim.text}”"


def _does(root: Root) -> str:
    stance = root.tellings[0].stance
    return stance or "says that it is not so"


def _contested(contest: Contest, known: date | None) -> Told:
    answer, control = contest.answer, contest.answer.control
    spot = answer.spot
    name = str(spot.id) if spot.id else spot.name
    grounds = [ground for ground in (contest.claimed, contest.against) if ground is not None]
    since = control.since.isoformat() if control.since else ""
    return Told(
        _id("contest", name, since),
        _short(f"{spot.name}: {words.control(control)}"),
        names(ground.account.name for ground in grounds) or "sayso",
        None,
        contest.latest,
        address("places", name, known=known),
        None,
        f"{spot.name} is {words.control(control)}, because {control.rule}.",
        tuple(_ground(ground, known) for ground in grounds),
        (f"Because {control.rule}.", *((f"Since {words.day(control.since)}.",) if control.since else ())),
        _tags("contest", spot.name, *control.claimants),
    )


def _ground(ground: Ground, known: date | None) -> Line:
    sign = "●" if ground.bearing == "for" else "✗"
    side = ground.account.side if ground.account.side and ground.account.side not in ground.account.name else ""
    return Line(sign, ground.account.name, side, ground.says, (quoted([ground.entry], known),))


def _tags(*about: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tidy(tag) for tag in about if tag and tidy(tag)))


def _short(text: str) -> str:
    return words.shortened(tidy(text), _LONG)


def _id(*parts: str) -> str:
    said = "\0".join(part.encode("utf-8", "replace").decode() for part in parts)
    return f"urn:uuid:{uuid.uuid5(_OURS, said)}"
