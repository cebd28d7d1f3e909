"""What everything else speaks of: reports, claims and what they are made of. Knows no other module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple, get_args

__all__ = [
    "CLAIM_TYPES",
    "Block",
    "BlockKind",
    "Claim",
    "ClaimType",
    "Count",
    "Entry",
    "Kind",
    "Mention",
    "Modality",
    "Party",
    "Place",
    "Precision",
    "Publication",
    "Quote",
    "Reading",
    "Refusal",
    "Report",
    "Sketch",
    "Source",
    "Stance",
    "StanceKind",
    "When",
    "Why",
]

Kind = Literal[
    "government",
    "military",
    "law_enforcement",
    "local_official",
    "media",
    "analyst",
    "witness",
    "organisation",
    "unofficial",
    "unnamed",
]
Quote = Literal["direct", "indirect", "mixed", "none"]
Modality = Literal["asserted", "negated", "possible", "intended", "demanded"]
StanceKind = Literal["confirms", "denies", "disputes", "could_not_verify"]
Precision = Literal["settlement", "region"]
ClaimType = Literal[
    "capture",
    "hold",
    "withdraw",
    "advance",
    "attack",
    "repel",
    "clash",
    "shelling",
    "airstrike",
    "casualties",
    "rescue",
    "damage",
    "displacement",
    "detention",
    "fortify",
    "deploy",
    "supply",
    "meeting",
    "agreement",
    "appeal",
    "statement",
]
CLAIM_TYPES: tuple[ClaimType, ...] = get_args(ClaimType)
BlockKind = Literal["body", "caption", "credit", "header", "dateline", "headline", "boilerplate"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a report's text and what it is; ``start`` and ``end`` are code points."""

    kind: BlockKind
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a block must run forwards from 0: {self.start}..{self.end}")


@dataclass(frozen=True, slots=True)
class Report:
    """One published text and what is known of it.

    ``text`` is what claims' offsets count in. ``published`` is None when nothing tells the date;
    ``place`` and ``agency`` are the dateline's. ``blocks`` cover what intake could tell apart, in
    order of the text; a report without blocks is all body. ``language`` is an ISO 639 code; claims are read
    from English alone.
    """

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    outlet: str | None = None
    agency: str | None = None
    place: str | None = None
    theatre: str | None = None
    url: str | None = None
    blocks: tuple[Block, ...] = ()
    language: str = "en"

    def __post_init__(self) -> None:
        for block in self.blocks:
            if block.end > len(self.text):
                raise ValueError(f"report {self.id}: block {block.start}..{block.end} runs past the text")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A report that could not be read, kept with its reason so that nothing vanishes silently."""

    id: str
    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Someone who acts or is acted on; ``side`` is a party of the conflict, None for an outsider."""

    name: str
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """On whose account a claim stands; narration is ``Source("narrator")``."""

    name: str
    kind: Kind | None = None
    side: str | None = None

    @property
    def is_narrator(self) -> bool:
        """Whether the report itself speaks."""
        return self.kind is None and self.name == "narrator"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: a GeoNames id and WGS 84 degrees, each None where not known."""

    name: str
    id: int | None = None
    lat: float | None = None
    lon: float | None = None
    precision: Precision = "settlement"


@dataclass(frozen=True, slots=True)
class When:
    """An interval of days, both ends included; an open end is None."""

    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"an interval must not end before it starts: {self.start}..{self.end}")


@dataclass(frozen=True, slots=True)
class Count:
    """How many of what: ``n``, or a range open at either end."""

    what: str
    n: int | None = None
    min: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True)
class Stance:
    """What another account in the same report says of a claim."""

    by: str
    stance: StanceKind


@dataclass(frozen=True, slots=True)
class Claim:
    """One predicate on one account, standing on ``report.text[start:end]``."""

    id: str
    report: str
    text: str
    start: int
    end: int
    type: ClaimType
    source: Source
    cue: str | None = None
    quote: Quote = "none"
    via: tuple[str, ...] = ()
    actor: Party | None = None
    target: Party | None = None
    places: tuple[Place, ...] = ()
    when: When | None = None
    said: date | None = None
    counts: tuple[Count, ...] = ()
    modality: Modality = "asserted"
    stances: tuple[Stance, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.text):
            raise ValueError(f"claim {self.id}: {self.start}..{self.end} does not fit its text of {len(self.text)}")


@dataclass(frozen=True, slots=True)
class Why:
    """How a claim's fields were decided, for people: one line a decision, by field name.

    ``spans`` point at the words that a decision rests on (cue, source, time, place), as code points. ``sure`` is the
    confidence of a field, 0 to 1 ("claim": that it is one at all), and ``signs`` what it was reckoned from.
    """

    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    spans: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    sure: Mapping[str, float] = field(default_factory=dict)
    signs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place or a time that a report names, at ``start`` to ``end`` of its text, with no claim made of it."""

    start: int
    end: int
    place: Place | None = None
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A report with the claims read from it, in order of the text, and the reasons by claim id.

    A report in another language than English has no claims, and ``mentions`` instead, in order of the text. ``sayso``
    is the version that read it, None where nobody has noted which.
    """

    report: Report
    claims: tuple[Claim, ...]
    theatre: str | None = None
    why: Mapping[str, Why] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    sayso: str | None = None

    def records(self) -> list[dict[str, Any]]:
        """The fixed record of every claim, ready for JSON: absent is null or an empty list."""
        return [record(c) for c in self.claims]


@dataclass(frozen=True, slots=True)
class Publication:
    """The version of a report that a claim was published in, without its text.

    ``digest`` tells versions of one report apart; ``published`` is None when nothing tells the date.
    """

    report: str
    digest: str
    published: date | None = None
    outlet: str | None = None
    agency: str | None = None
    theatre: str | None = None
    title: str | None = None
    url: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger keeps and the weighing weighs: a claim, and where and when it was published.

    Among the entries known on one day a claim's ``id`` is unique: of a report only one version stands at a time.
    """

    claim: Claim
    publication: Publication


class Sketch(NamedTuple):
    """A claim by its kind and times alone, which tell soonest what it may be one event with."""

    type: ClaimType
    modality: Modality
    when: When | None
    said: date | None
    published: date | None

    @classmethod
    def of(cls, entry: Entry) -> Sketch:
        """The sketch of an entry."""
        claim = entry.claim
        return cls(claim.type, claim.modality, claim.when, claim.said, entry.publication.published)


def _party(party: Party | None) -> dict[str, Any] | None:
    return None if party is None else {"name": party.name, "side": party.side}


def _count(count: Count) -> dict[str, Any]:
    given = {"n": count.n, "min": count.min, "max": count.max}
    return {"what": count.what, **{k: v for k, v in given.items() if v is not None}}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def record(claim: Claim) -> dict[str, Any]:
    """A claim as the fixed record: plain values, dates in ISO 8601."""
    source: dict[str, Any] = {"name": claim.source.name}
    if not claim.source.is_narrator:
        source |= {"kind": claim.source.kind, "side": claim.source.side}
    return {
        "id": claim.id,
        "report": claim.report,
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "source": source,
        "cue": claim.cue,
        "quote": claim.quote,
        "via": list(claim.via),
        "type": claim.type,
        "actor": _party(claim.actor),
        "target": _party(claim.target),
        "places": [
            {"name": p.name, "id": p.id, "lat": p.lat, "lon": p.lon, "precision": p.precision} for p in claim.places
        ],
        "when": {"start": _iso(claim.when.start), "end": _iso(claim.when.end)} if claim.when else None,
        "said": _iso(claim.said),
        "counts": [_count(c) for c in claim.counts],
        "modality": claim.modality,
        "stances": [{"by": s.by, "stance": s.stance} for s in claim.stances],
    }
