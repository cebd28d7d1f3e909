"""Which reports are one text: reprinted, trimmed, lightly edited or with a paragraph of its own added?

Method. Candidates are reports within 14 days of each other that share sampled runs of five words (A. Broder, "On the
resemblance and containment of documents", 1997). Each pair is then verified on the words themselves: a word is shared
when it stands in a run of three words that the other text has too, and what counts is the share of that text of which
more is shared, so that a trimmed tail or an added paragraph costs little. Three things keep apart what only looks so:

- words inside quotation marks don't count, since two newsrooms quote one statement at length;
- names and figures amid what is shared count by themselves: an editor changes wording, a bulletin on a form these;
- an opening must be shared too, because news stands first and agencies' standing background last.

Groups grow by average linkage (Sokal and Michener, 1958): a round-up of two stories doesn't chain them into one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby, pairwise
from typing import Literal

import numpy as np

from sayso.ledger.fingerprints import Hashes, located, shingle_hashes
from sayso.model import Publication

__all__ = ["DAYS", "Copy", "CopyGroup", "CopyKind", "Likeness", "Text", "compare", "copy_groups"]

DAYS = 14  # a copy is printed within two weeks
CopyKind = Literal["reprinted", "trimmed", "edited", "extended"]
Span = tuple[int, int]

_RUN = 3  # words that a shared run has at least
_SHOWN = 6  # words that a passage worth showing has at least
_FEWEST = 12  # words outside quotation marks that a text needs to be compared by them
_SHARED = 0.6  # of a text's own words, for a copy
_OPENING = 0.5  # of its opening
_NAMES = 0.7  # of its names and figures
_FIRST = 0.4  # the opening, as a part of a text
_FEW_NAMES = 4  # names and figures below which they tell nothing
_GAP = 10  # words between shared ones, at most, that an editor may have changed
_LINKED = 0.5  # average score at which two groups become one
_WHOLE = 0.97  # shared on both sides: nothing was changed
_CUT = 0.12  # one side shares so much more of itself than the other: the other has more text
_SAMPLED = 4  # one shingle in so many makes candidates
_CANDIDATE = 0.15  # of the sampled shingles of the text that has fewer
_CROWD = 150  # texts with one shingle in common beyond which it only makes neighbours in time candidates

_QUOTED = re.compile(r"[“«„][^“”«»„]{0,1500}[”»]|(?<!\w)\"[^\"]{0,1500}\"(?!\w)")
_LINE = re.compile(r"[^\n]+")
_CLOSED = re.compile(r"[.!?…][\"”'’»)]*\s*$")
_OPENS = re.compile(r"[.!?…:\n“\"«]|^$")  # between two words: the second opens a sentence, a line or a quotation
_HEADER_WORDS = 25  # a line of no more words that no full stop closes, before the first sentence, is a header line


class Text:
    """A report's text made ready for comparing; may be kept by the digest of the text.

    ``words`` are the body's folded words without header lines, ``spans`` where they stand (code points).
    """

    __slots__ = ("_own", "hashes", "names", "runs", "sampled", "spans", "vocabulary", "words")

    def __init__(self, text: str) -> None:
        self.words, self.spans = located(text, _body(text))
        self.vocabulary = frozenset(self.words)
        self.runs = frozenset(zip(self.words, self.words[1:], self.words[2:], strict=False))
        self.hashes: Hashes = np.unique(shingle_hashes(self.words))
        self.sampled: Hashes = self.hashes[self.hashes % np.uint64(_SAMPLED) == 0]
        self.names = tuple(_names(text, self.words, self.spans))
        self._own = self._outside_quotes(text)

    def _outside_quotes(self, text: str) -> list[bool]:
        quoted = [match.span() for match in _QUOTED.finditer(text)]
        own, at = [True] * len(self.words), 0
        for k, (start, _) in enumerate(self.spans):
            while at < len(quoted) and quoted[at][1] <= start:
                at += 1
            own[k] = at == len(quoted) or start < quoted[at][0]
        return own if sum(own) >= _FEWEST else [True] * len(own)

    def shared(self, common: frozenset[tuple[str, str, str]]) -> list[bool]:
        """Which words stand in one of these runs."""
        mask = [False] * len(self.words)
        for k, run in enumerate(zip(self.words, self.words[1:], self.words[2:], strict=False)):
            if run in common:
                mask[k] = mask[k + 1] = mask[k + 2] = True
        return mask

    def shares(self, mask: Sequence[bool]) -> tuple[float, float]:
        """How much of the text's own words is shared, in all and in its opening."""
        own = [shared for shared, counts in zip(mask, self._own, strict=True) if counts]
        if not own:
            return 0.0, 0.0
        first = own[: max(1, round(len(own) * _FIRST))]
        return sum(own) / len(own), sum(first) / len(first)

    def kept_names(self, mask: Sequence[bool], other: Text) -> float:
        """The share of names and figures that another text has too, of those in what is shared or in a gap of it.

        In a paragraph of its own a text may name whom it will.
        """
        runs = [(shared, len(list(some))) for shared, some in groupby(mask)]
        counts: list[bool] = []
        for k, (shared, length) in enumerate(runs):
            counts += [shared or (length <= _GAP and 0 < k < len(runs) - 1)] * length
        at = [k for k in self.names if counts[k]]
        return sum(self.words[k] in other.vocabulary for k in at) / len(at) if len(at) >= _FEW_NAMES else 1.0

    def passages(self, mask: Sequence[bool]) -> tuple[Span, ...]:
        """The shared passages worth showing, as code points."""
        edges = [k for k, (one, two) in enumerate(pairwise([False, *mask, False])) if one != two]
        runs = zip(edges[::2], edges[1::2], strict=True)
        return tuple((self.spans[a][0], self.spans[b - 1][1]) for a, b in runs if b - a >= _SHOWN)


def _body(text: str) -> int:
    """Where the first line that is not a headline, byline or date begins; 0 where there is no such line."""
    for line in _LINE.finditer(text):
        if _CLOSED.search(line.group()) or len(line.group().split()) > _HEADER_WORDS:
            return line.start()
    return 0


def _names(text: str, words: Sequence[str], spans: Sequence[Span]) -> Iterator[int]:
    """Where words with a digit stand, and those with a capital that is not owed to the opening of a sentence."""
    before = 0
    for k, (word, (start, end)) in enumerate(zip(words, spans, strict=True)):
        if any(c.isdigit() for c in word) or (text[start].isupper() and not _OPENS.search(text[before:start])):
            yield k
        before = end


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two texts compare: ``kind`` says what became of the first in the second, None where it is no copy.

    ``score`` is from 0 to 1; ``in_a`` and ``in_b`` are the shares of each text's own words that the other has,
    ``opening`` and ``names`` those of an opening and of the names and figures. Passages are code points in each text.
    """

    kind: CopyKind | None
    score: float
    in_a: float = 0.0
    in_b: float = 0.0
    opening: float = 0.0
    names: float = 0.0
    passages_a: tuple[Span, ...] = ()
    passages_b: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """Two reports verified to be one text: ``b`` is ``a`` reprinted, trimmed, edited or extended (report ids)."""

    a: str
    b: str
    score: float
    kind: CopyKind
    passages_a: tuple[Span, ...] = ()
    passages_b: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """Reports that are one account: the original first, the others as published, and the pairs that were verified."""

    original: str
    members: tuple[str, ...]
    pairs: tuple[Copy, ...]


def compare(a: str | Text, b: str | Text) -> Likeness:
    """How a text and what may be its copy compare, verified on their words."""
    one, two = (x if isinstance(x, Text) else Text(x) for x in (a, b))
    common = one.runs & two.runs
    least = min(len(one.runs), len(two.runs))
    if len(one.words) < _FEWEST or len(two.words) < _FEWEST or len(common) < least * _CANDIDATE:
        return Likeness(None, 0.0)
    mask_a, mask_b = one.shared(common), two.shared(common)
    (in_a, first_a), (in_b, first_b) = one.shares(mask_a), two.shares(mask_b)
    opening = max(first_a, first_b)
    fuller, other = (one, two) if in_a > in_b or (in_a == in_b and len(one.words) < len(two.words)) else (two, one)
    names = fuller.kept_names(mask_a if fuller is one else mask_b, other)
    share = max(in_a, in_b)
    score = share * min(1.0, opening / _OPENING) * min(1.0, names / _NAMES)
    copied = share >= _SHARED and opening >= _OPENING and names >= _NAMES
    return Likeness(
        _kind(in_a, in_b) if copied else None,
        round(score, 4),
        round(in_a, 4),
        round(in_b, 4),
        round(opening, 4),
        round(names, 4),
        one.passages(mask_a),
        two.passages(mask_b),
    )


def _kind(in_a: float, in_b: float) -> CopyKind:
    if min(in_a, in_b) >= _WHOLE:
        return "reprinted"
    if in_b - in_a > _CUT:
        return "trimmed"
    return "extended" if in_a - in_b > _CUT else "edited"


def copy_groups(reports: Sequence[tuple[Publication, str | Text]]) -> tuple[CopyGroup, ...]:
    """The groups of copies among these reports; a report without a copy is in none.

    Takes texts, or ``Text`` objects that a caller has kept. Groups come in the order of their originals: by day of
    publication, then id. The order of ``reports`` changes nothing.
    """
    ordered = sorted(reports, key=lambda report: _order(report[0]))
    papers = [publication for publication, _ in ordered]
    texts = [text if isinstance(text, Text) else Text(text) for _, text in ordered]
    likeness = {
        (i, j): found for i, j in _candidates(papers, texts) if (found := compare(texts[i], texts[j])).score > 0
    }
    groups = [_group(members, papers, texts, likeness) for members in _linked(len(papers), likeness)]
    place = {paper.report: k for k, paper in enumerate(papers)}
    return tuple(sorted(groups, key=lambda group: place[group.original]))


def _order(publication: Publication) -> tuple[bool, str, str]:
    day = publication.published
    return day is None, day.isoformat() if day else "", publication.report


def _near(one: Publication, two: Publication) -> bool:
    if one.published is None or two.published is None:
        return True
    return abs((one.published - two.published).days) <= DAYS


def _candidates(papers: Sequence[Publication], texts: Sequence[Text]) -> list[tuple[int, int]]:
    """Pairs that share enough shingles to be worth comparing, the earlier first."""
    sampled = [text.sampled for text in texts]
    found = _alike(sampled)
    # A text of few sampled shingles is compared by all that it has.
    scant = [k for k, some in enumerate(sampled) if len(some) < _FEWEST]
    if scant:
        theirs = np.unique(np.concatenate([texts[k].hashes for k in scant]))
        short = set(scant)
        among = _alike([np.intersect1d(text.hashes, theirs, assume_unique=True) for text in texts])
        found |= {pair for pair in among if not short.isdisjoint(pair)}
    return sorted((i, j) for i, j in found if papers[i].report != papers[j].report and _near(papers[i], papers[j]))


def _alike(sampled: Sequence[Hashes]) -> set[tuple[int, int]]:
    """The pairs of which one has a good part of the other's hashes."""
    hashes = np.concatenate([*sampled, np.zeros(0, dtype=np.uint64)])
    owners = np.repeat(np.arange(len(sampled)), [len(some) for some in sampled])
    order = np.lexsort((owners, hashes))
    hashes, owners = hashes[order], owners[order]
    edges = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1], [True]))) if len(hashes) else owners
    counts: Counter[tuple[int, int]] = Counter()
    crowded = np.flatnonzero(np.diff(edges) > 1)
    for start, end in zip(edges[crowded].tolist(), edges[crowded + 1].tolist(), strict=True):
        crowd = owners[start:end].tolist()
        counts.update(pairwise(crowd) if len(crowd) > _CROWD else combinations(crowd, 2))
    least = [len(some) * _CANDIDATE for some in sampled]
    return {(i, j) for (i, j), n in counts.items() if n >= min(least[i], least[j])}


def _linked(size: int, likeness: Mapping[tuple[int, int], Likeness]) -> list[list[int]]:
    """The groups of two and more: verified pairs join, best first, while their groups are alike on average."""
    group = {k: [k] for k in range(size)}
    pairs = sorted((-found.score, pair) for pair, found in likeness.items() if found.kind is not None)
    for _, (i, j) in pairs:
        one, two = group[i], group[j]
        if one is two:
            continue
        scores = [
            likeness[pair].score if (pair := (min(a, b), max(a, b))) in likeness else 0.0 for a in one for b in two
        ]
        if sum(scores) / len(scores) >= _LINKED:
            merged = sorted(one + two)
            group.update(dict.fromkeys(merged, merged))
    distinct: dict[int, list[int]] = {members[0]: members for members in group.values() if len(members) > 1}
    return list(distinct.values())


def _group(
    members: Sequence[int],
    papers: Sequence[Publication],
    texts: Sequence[Text],
    likeness: Mapping[tuple[int, int], Likeness],
) -> CopyGroup:
    agencies = {agency.casefold() for k in members if (agency := papers[k].agency) is not None}
    own = [k for k in members if (outlet := papers[k].outlet) is not None and outlet.casefold() in agencies]
    first = own[0] if own else members[0]
    ranked = [first, *(k for k in members if k != first)]
    pairs: list[Copy] = []
    for i, j in combinations(sorted(members), 2):
        likely = likeness.get((i, j))
        if likely is None or likely.kind is None:
            continue
        # The original may have been published on the same day, or later.
        one, two, found = (j, i, _turned(likely)) if j == first else (i, j, likely)
        kind: CopyKind = found.kind or likely.kind
        pairs.append(
            Copy(papers[one].report, papers[two].report, found.score, kind, found.passages_a, found.passages_b)
        )
    return CopyGroup(papers[first].report, tuple(papers[k].report for k in ranked), tuple(pairs))


def _turned(found: Likeness) -> Likeness:
    """The same comparison with the texts changed about."""
    return replace(
        found,
        kind=_kind(found.in_b, found.in_a),
        in_a=found.in_b,
        in_b=found.in_a,
        passages_a=found.passages_b,
        passages_b=found.passages_a,
    )
