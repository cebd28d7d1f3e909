"""When: which time expression of a sentence dates a claim, and which dates the utterance."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from spacy.tokens import Doc, Span, Token

from sayso.model import ClaimType, When
from sayso.reader.attribution import Attribution
from sayso.reader.clauses import Unit
from sayso.reader.grammar import SUBJECTS, child, children, is_clause, preposition
from sayso.reader.times import TimeMention
from sayso.reader.wordlists import wordlists

__all__ = ["Timing"]

# Types that hang on an attack told before: their time is its time.
_CONSEQUENCE = frozenset({"casualties", "damage", "rescue"})
# Types that happen at a place on a day: the story's day is theirs when the place is the story's.
_GROUND = frozenset({"attack", "airstrike", "shelling", "casualties", "damage", "rescue", "repel"})
_STATES = frozenset({"hold", "statement", "appeal", "fortify"})
_BRIEF = 4  # days: a longer interval is a background, not the time of one attack
_ARMED = frozenset({"attack", "airstrike", "shelling"})
# "for three months" says how long, not when
_DATING = frozenset({"date", "vague", "time-of-day"})
# Relations by which a word is part of the phrase of its governor ...
_IN_PHRASE = frozenset({"compound", "flat", "nummod", "amod", "appos", "nmod:poss", "det", "case"})
# ... and by which a clause is part of the one that it depends on.
_IN_CLAUSE = frozenset({"conj", "xcomp", "ccomp", "advcl", "acl", "acl:relcl", "obl", "nmod", "obj"}) | SUBJECTS


class Timing:
    """Ties a report's time expressions to its claims, in order of the text."""

    def __init__(self, doc: Doc, mentions: Sequence[TimeMention], published: date | None) -> None:
        self._doc = doc
        # "during the invasion" names the war that all of it belongs to, and dates nothing
        self._mentions = [
            m for m in mentions if m.kind != "frequency" and not (m.rule == "event" and m.when.end is None)
        ]
        self._tokens = [self._token(m) for m in self._mentions]
        self._focus: TimeMention | None = None
        self._story: tuple[TimeMention, frozenset[str]] | None = None
        self._published = published
        self._paragraph = self._focus_paragraph = -1

    def _token(self, mention: TimeMention) -> Token | None:
        span = self._doc.char_span(mention.start, mention.end, alignment_mode="expand")
        return span.root if span is not None else None

    def enter(self, paragraph: int) -> None:
        """Note that a paragraph begins."""
        self._paragraph = paragraph

    def within(self, first: int, last: int) -> list[tuple[TimeMention, Token]]:
        """Time expressions between two tokens."""
        start, end = self._doc[first].idx, self._doc[last].idx + len(self._doc[last])
        k = bisect_left(self._mentions, start, key=lambda m: m.start)
        out = []
        while k < len(self._mentions) and self._mentions[k].start < end:
            token = self._tokens[k]
            if token is not None:
                out.append((self._mentions[k], token))
            k += 1
        return out

    def said(self, attribution: Attribution, sentence: Span) -> TimeMention | None:
        """The time that hangs on the cue itself ("announced on Wednesday")."""
        if attribution.cue_token < 0:
            return None
        cue = self._doc[attribution.cue_token]
        source = self._doc[attribution.source_token] if attribution.source_token >= 0 else None
        for mention, token in self.within(sentence.start, sentence.end - 1):
            if token.i in attribution.content or mention.kind == "duration":
                continue
            governor = _governor(token)
            if governor.i == cue.i or (source is not None and source.is_ancestor(token)):
                return mention
        return None

    def when(
        self,
        unit: Unit,
        kind: ClaimType,
        others: set[int],
        sentence: Span,
        said: TimeMention | None,
        where: frozenset[str],
    ) -> tuple[When | None, str, TimeMention | None]:
        """The time of a claim's event, why, and the words that told it; None when nothing tells it.

        ``where`` are the names of its places.
        """
        own = [
            (m, t)
            for m, t in self.within(unit.first, unit.last)
            if m is not said and m.kind in _DATING and not self._elsewhere(t, unit, others) and not self._measures(m, t)
        ]
        if own:
            mention = self._best(own, unit)
            self._keep(mention, kind, where)
            return mention.when, f"“{mention.text}” in the claim ({mention.rule})", mention
        beside = self._beside(unit, sentence, said, kind) if unit.kind != "holding" else None
        if beside is not None:
            self._keep(beside, kind, where)
            return beside.when, f"“{beside.text}” beside the claim ({beside.rule})", beside
        if self._focus is not None and self._looks_back(unit, kind):
            return self._focus.when, "the time of the attack told before", self._focus
        if self._story is not None and kind in _GROUND and where & self._story[1] and not _lasting(unit):
            story = self._story[0]
            return story.when, "the time of what the report is about, at the same place", story
        narrated = unit.attribution is None and kind not in _STATES
        if self._published is not None and narrated and _historic_present(unit.head):
            return When(self._published, self._published), "told in the present: the report's day", None
        return None, "no time told", None

    def _keep(self, told: TimeMention, kind: ClaimType, where: frozenset[str]) -> None:
        """Remember when an attack was, for the damage and the dead that are told after it."""
        when = told.when
        if when.start is None or when.end is None or (when.end - when.start).days > _BRIEF:
            return
        if kind in _CONSEQUENCE | _ARMED:
            self._focus, self._focus_paragraph = told, self._paragraph
        if self._story is None and self._paragraph <= 1 and kind in _GROUND | {"meeting", "capture"} and where:
            self._story = (told, where)

    def _elsewhere(self, token: Token, unit: Unit, others: set[int]) -> bool:
        """Whether a time inside the span belongs to another claim's clause inside it."""
        governor = _governor(token)
        while governor.i != unit.head.i and governor.head.i != governor.i:
            if governor.i in others or governor.dep_ in {"appos", "acl:relcl", "parataxis"}:
                return True
            governor = governor.head
        return False

    def _best(self, own: list[tuple[TimeMention, Token]], unit: Unit) -> TimeMention:
        token = unit.trigger.token if unit.trigger else unit.head

        def rank(pair: tuple[TimeMention, Token]) -> tuple[int, int, int]:
            mention, at = pair
            governor = _governor(at)
            near = 0 if governor.i in {token.i, unit.head.i} else 1
            return (near, 0 if mention.kind == "date" else 1, abs(at.i - token.i))

        return min(own, key=rank)[0]

    def _beside(self, unit: Unit, sentence: Span, said: TimeMention | None, kind: ClaimType) -> TimeMention | None:
        """A time that hangs on the clause which the claim depends on ("On Sunday, X and then Y")."""
        words = wordlists("timing")
        chain = {unit.head.i: len(self._doc)}
        node = unit.head
        limit = len(self._doc)
        while node.head.i != node.i and node.dep_ in _IN_CLAUSE:
            if node.dep_ == "ccomp" and node.head.lemma_ in words["saying"]:
                break
            if node.dep_ == "conj" and node.head.pos_ == "VERB":
                limit = min(limit, node.head.i)  # only what opens the sentence dates both of two partners
            node = node.head
            chain[node.i] = limit
        # a clause set down beside the claim ("after missiles hit the city on Friday") dates it too
        below = [c for c in children(unit.head, "advcl", "obl") if is_clause(c) or preposition(c) in words["beside"]]
        dated = [(m, t) for m, t in self.within(sentence.start, sentence.end - 1) if m is not said and m.kind == "date"]
        for mention, token in dated:
            if token.i < chain.get(_governor(token).i, -1) and not self._measures(mention, token):
                return mention
        for mention, token in dated:
            if any(b.is_ancestor(token) for b in below):
                return mention
        if kind in _CONSEQUENCE and unit.attribution is not None and not unit.attribution.source.is_narrator:
            for mention, token in dated:
                if token.i in unit.attribution.content and mention.when.end is not None:
                    return mention
        return None

    def _measures(self, mention: TimeMention, token: Token) -> bool:
        """ "the largest since June": a time that a superlative counts from, not one that dates."""
        start = token.left_edge.i if token.left_edge.i < token.i else token.i
        before = self._doc[max(0, start - 7) : start + 1]
        return mention.rule.startswith("since") and any(t.tag_ in {"JJS", "RBS"} or t.lower_ == "first" for t in before)

    def _looks_back(self, unit: Unit, kind: ClaimType) -> bool:
        if kind in {"statement", "appeal"} or unit.head.dep_ == "acl:relcl":
            return False
        if kind in _CONSEQUENCE and self._paragraph <= self._focus_paragraph + 1:
            return True
        words = wordlists("timing")
        attacks = (t for t in self._doc[unit.first : unit.last + 1] if t.lower_ in words["attacks"])
        return any(c.lower_ in words["pointing"] for t in attacks for c in t.children)


def _lasting(unit: Unit) -> bool:
    """A perfect or progressive tells of more than the day ("has been shelling")."""
    return any(c.lower_ in wordlists("timing")["lasting"] and c.dep_ == "aux" for c in unit.head.children)


def _historic_present(head: Token) -> bool:
    """ "Gunmen attack a bus; two people are killed": the present tense of a digest of the day."""
    if head.tag_ in {"VBZ", "VBP"} and head.pos_ == "VERB":
        return child(head, "aux") is None
    passive = any(c.dep_ == "aux:pass" and c.lower_ in {"is", "are"} for c in head.children)
    return head.tag_ == "VBN" and passive and child(head, "aux") is None


def _governor(token: Token) -> Token:
    """The verb or noun that a time expression modifies."""
    node = token
    while node.head.i != node.i and node.dep_ in _IN_PHRASE:
        node = node.head
    return node.head if node.head.i != node.i else node
