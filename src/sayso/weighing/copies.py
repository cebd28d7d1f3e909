"""Which reports are one text: reprinted, trimmed, lightly edited or with a paragraph of its own added?

Method. Candidates are reports within 14 days of each other that share sampled runs of five words (A. Broder, "On the
resemblance and containment of documents", 1997). Each pair is then verified on the words themselves: a word is shared
when it stands in a run of five words that the other text has too (with one word in twelve changed, six in seven still
do), and what counts is the share of that text of which more is shared, so that a trimmed tail or an added paragraph
costs little. Four things keep apart what only looks alike:

- words inside quotation marks don't count, since two newsrooms quote one statement at length;
- names and figures amid what is shared count by themselves: an editor changes wording, a bulletin on a form these;
- an opening must be shared too, because news stands first and agencies' standing background last;
- of a short text nearly all must be shared, since a sentence or two that agencies repeat is much of it.

Groups grow by average linkage (Sokal and Michener, 1958): a round-up of two stories doesn't chain them into one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sayso.ledger.fingerprints import Hashes, located, shingle_hashes
from sayso.model import Publication

__all__ = ["DAYS", "Copy", "CopyGroup", "CopyKind", "Likeness", "Text", "compare", "copy_groups"]

DAYS = 14  # a copy is printed within two weeks
CopyKind = Literal["reprinted", "trimmed", "edited", "extended"]
Span = tuple[int, int]
Mask = NDArray[np.bool_]

_RUN = 5  # words that a shared run has at least
_SHOWN = 6  # words that a passage worth showing has at least
_CHANGED = 4  # words that an editor may have changed within a passage
_FEWEST = 12  # words outside quotation marks that a text needs to be compared by them
_SHARED = 0.57  # of a text's own words, for a copy
_OPENING = 0.5  # of its opening,
_TOGETHER = 1.25  # and of both in sum
_NAMES = 0.7  # of its names and figures
_LEAST = 30  # words shared, for a copy,
_NEARLY = 0.9  # unless so much of a text is shared
_FIRST = 0.4  # the opening, as a part of a text
_FEW_NAMES = 3  # names and figures below which they tell nothing
_GAP = 10  # words between shared ones, at most, that an editor may have changed
_LINKED = 0.5  # average score at which two groups become one
_WHOLE = 0.97  # shared on both sides: nothing was changed
_CUT = 0.12  # one side shares so much more of itself than the other: the other has more text
_SAMPLED = 4  # one shingle in so many makes candidates
_CANDIDATE = 0.15  # of the sampled shingles of the text that has fewer
_PAIRWISE = 8  # texts up to which it is quicker to compare each with each than to sort all that they have
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

    # Arrays, where lists and sets would do: of some thousand texts kept, every word would be a few objects.
    __slots__ = ("_names", "_own", "_runs", "hashes", "sampled", "spans", "vocabulary", "words")

    def __init__(self, text: str) -> None:
        self.words, spans = located(text, _body(text))
        self.spans = np.array(spans, dtype=np.int64).reshape(-1, 2)
        self.vocabulary = frozenset(self.words)
        # Runs of words stand for themselves by 64 bits of a hash: two alike by chance are not to be met with.
        self._runs: Hashes = shingle_hashes(self.words, _RUN)
        self.hashes: Hashes = np.unique(self._runs)
        self.sampled: Hashes = self.hashes[self.hashes % np.uint64(_SAMPLED) == 0]
        self._names = np.fromiter(_names(text, self.words, spans), dtype=np.int64)
        self._own = self._outside_quotes(text)

    def _outside_quotes(self, text: str) -> Mask:
        own = np.ones(len(self.words), dtype=np.bool_)
        starts = self.spans[:, 0]
        for match in _QUOTED.finditer(text):
            own[np.searchsorted(starts, match.start()) : np.searchsorted(starts, match.end())] = False
        return own if own.sum() >= _FEWEST else np.ones_like(own)

    def shared(self, common: Hashes) -> Mask:
        """Which words stand in one of these runs."""
        mask = np.zeros(len(self.words), dtype=np.bool_)
        found = np.isin(self._runs, common)
        for at in range(_RUN):
            mask[at : at + len(found)] |= found[: len(mask) - at]
        return mask

    def shares(self, mask: Mask) -> tuple[float, float, int]:
        """How much of the text's own words is shared, in all and in its opening, and how many words that is."""
        own = mask[self._own]
        if not len(own):
            return 0.0, 0.0, 0
        first = own[: max(1, round(len(own) * _FIRST))]
        return float(own.mean()), float(first.mean()), int(own.sum())

    def kept_names(self, mask: Mask, other: Text) -> float:
        """The share of names and figures that another text has too, of those in what is shared or in a gap of it.

        In a paragraph of its own a text may name whom it will.
        """
        shared = np.flatnonzero(mask)
        behind = np.searchsorted(shared, self._names)
        inside = (behind > 0) & (behind < len(shared))
        behind, names = behind[inside], self._names[inside]
        amid = (
            names[shared[behind] - shared[behind - 1] <= _GAP + 1].tolist()
            + self._names[~inside & mask[self._names]].tolist()
        )
        if len(amid) < _FEW_NAMES:
            return 1.0
        return sum(self.words[k] in other.vocabulary for k in amid) / len(amid)

    def passages(self, mask: Mask) -> tuple[Span, ...]:
        """The shared passages worth showing, as code points; a few words changed in one don't part it."""
        shared = np.flatnonzero(mask)
        breaks = np.flatnonzero(np.diff(shared) > _CHANGED + 1)
        firsts = shared[np.concatenate(([0], breaks + 1))].tolist() if len(shared) else []
        lasts = shared[np.concatenate((breaks, [-1]))].tolist() if len(shared) else []
        runs = zip(firsts, lasts, strict=True)
        return tuple((int(self.spans[a, 0]), int(self.spans[b, 1])) for a, b in runs if b - a + 1 >= _SHOWN)


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
        figure = not word.isalpha() and any(map(str.isdigit, word))  # most words have nothing but letters
        if figure or (text[start].isupper() and not _OPENS.search(text[before:start])):
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
    common = np.intersect1d(one.hashes, two.hashes, assume_unique=True)
    least = min(len(one.hashes), len(two.hashes))
    if len(one.words) < _FEWEST or len(two.words) < _FEWEST or len(common) < least * _CANDIDATE:
        return Likeness(None, 0.0)
    mask_a, mask_b = one.shared(common), two.shared(common)
    (in_a, first_a, many_a), (in_b, first_b, many_b) = one.shares(mask_a), two.shares(mask_b)
    opening = max(first_a, first_b)
    fuller, other = (one, two) if in_a > in_b or (in_a == in_b and len(one.words) < len(two.words)) else (two, one)
    names = fuller.kept_names(mask_a if fuller is one else mask_b, other)
    share = max(in_a, in_b)
    score = share * min(1.0, opening / (_TOGETHER - _SHARED)) * min(1.0, names / _NAMES)
    enough = min(many_a, many_b) >= _LEAST or share >= _NEARLY
    high = share >= _SHARED and opening >= _OPENING and share + opening >= _TOGETHER
    copied = enough and high and names >= _NAMES
    return Likeness(
        kind=_kind(in_a, in_b) if copied else None,
        score=round(score, 4),
        in_a=round(in_a, 4),
        in_b=round(in_b, 4),
        opening=round(opening, 4),
        names=round(names, 4),
        passages_a=one.passages(mask_a) if copied else (),
        passages_b=two.passages(mask_b) if copied else (),
    )


def _kind(in_a: float, in_b: float) -> CopyKind:
    if min(in_a, in_b) >= _WHOLE:
        return "reprinted"
    if in_b - in_a > _CUT:
        return "trimmed"
    return "extended" if in_a - in_b > _CUT else "edited"


def copy_groups(
    reports: Sequence[tuple[Publication, str | Text]], known: dict[tuple[Text, Text], Likeness] | None = None
) -> tuple[CopyGroup, ...]:
    """The groups of copies among these reports; a report without a copy is in none.

    Takes texts, or ``Text`` objects that a caller has kept. Groups come in the order of their originals: by day of
    publication, then id. The order of ``reports`` changes nothing. ``known`` are likenesses that a caller keeps with
    the texts, for reports that are asked about again among others; what is found is added.
    """
    known = {} if known is None else known
    ordered = sorted(reports, key=lambda report: _order(report[0]))
    papers = [publication for publication, _ in ordered]
    texts = [text if isinstance(text, Text) else Text(text) for _, text in ordered]
    likeness = {
        (i, j): found
        for i, j in _candidates(papers, texts)
        if (found := _compared(texts[i], texts[j], known)).score > 0
    }
    groups = [_group(members, papers, texts, likeness) for members in _linked(len(papers), likeness)]
    place = {paper.report: k for k, paper in enumerate(papers)}
    return tuple(sorted(groups, key=lambda group: place[group.original]))


def _compared(one: Text, two: Text, known: dict[tuple[Text, Text], Likeness]) -> Likeness:
    found = known.get((one, two))
    if found is None:
        found = known[one, two] = compare(one, two)
    return found


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
    least = [len(some) * _CANDIDATE for some in sampled]
    if len(sampled) <= _PAIRWISE:
        shared = (
            (i, j, len(np.intersect1d(sampled[i], sampled[j], assume_unique=True)))
            for i, j in combinations(range(len(sampled)), 2)
        )
        return {(i, j) for i, j, n in shared if n and n >= min(least[i], least[j])}
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
