"""Where: which place each claim is about.

A claim's own place stands in its words; else the town or plant that it points back to ("the town", "there"); else
the place that its paragraph is about. The seats of speakers and the origins of attackers are no places of events.
"""

from __future__ import annotations

import math

from spacy.tokens import Span, Token

from sayso.model import Place
from sayso.reader.attribution import Attributions
from sayso.reader.clauses import Unit
from sayso.reader.document import Document
from sayso.reader.grammar import child, children, preposition
from sayso.reader.place_names import Located, Places
from sayso.reader.wordlists import wordlists
from sayso.theatres import Theatre

__all__ = ["Placing"]

_LEAD = 2.0  # a place in the first paragraph counts double
_MAIN_SHARE = 0.5
_SAME_KM = 20.0


class Placing:
    """Ties places to claims, in order of the text."""

    def __init__(self, document: Document, places: Places, attributions: Attributions, theatre: Theatre) -> None:
        self._document = document
        self._places = places
        self._attributions = attributions
        self._theatre = theatre
        self._paragraph = -1
        self._focus: tuple[Place, ...] = ()
        self._focus_paragraph = -1
        self._speaker: str | None = None
        self._recent: Place | None = None
        told = {j for a in attributions.found for j in a.content}
        # A place in a speaker's description is the speaker's seat; a witness or a mayor was asked for being there.
        self._seats = {
            t.i
            for a in attributions.found
            if a.source_token >= 0 and a.source.kind in {"analyst", "government", "organisation"}
            for t in document.doc[a.source_token].subtree
            if t.i not in a.content and (t.i not in told or t.i <= a.cue_token)
        }
        self._main = self._report_place()

    def _report_place(self) -> Place | None:
        """The settlement that a report is about: named first or often, with no rival; places near it count for it."""
        tally: list[tuple[Place, float]] = []
        for p in self._places.found:
            if p.place is None or p.place.precision != "settlement" or self._is_seat(p) or self._relative(p):
                continue
            weight = _LEAD if self._document.paragraph_of[p.first] == 0 else 1.0
            for k, (place, before) in enumerate(tally):
                if _near_each_other(place, p.place):
                    tally[k] = (place, before + weight)
                    break
            else:
                tally.append((p.place, weight))
        if not tally:
            return None
        best, weight = max(tally, key=lambda t: t[1])
        total = sum(w for _, w in tally)
        return best if weight >= _LEAD and weight > _MAIN_SHARE * total else None

    def _root(self, located: Located) -> Token:
        """The word by which a name hangs on the rest: its last, or that one's head inside the name."""
        token = self._document.doc[located.last]
        return token.head if located.first <= token.head.i <= located.last else token

    def _is_seat(self, located: Located) -> bool:
        """A party's name rather than a place: "Moscow said", "Russian", "Ukraine's general prosecutor"."""
        root = self._root(located)
        dep = root.dep_
        words = wordlists("places")
        actor = self._theatre.actor(located.mention.name)
        state = actor is not None and actor.type == "state"
        if located.first in self._seats:
            return True
        if dep == "nmod:poss" or any(c.lower_ in {"'s", "’s"} for c in root.children):
            return root.head.lemma_.lower() not in words["settlement_words"] | words["part_words"]
        if dep in {"obj", "nsubj:pass"} and root.head.lemma_ in words["overrun"]:
            return False
        if preposition(root) == "to" and {root.head.lemma_, root.head.head.lemma_} & words["motion"]:
            return False
        speaks = dep == "nsubj" and root.head.pos_ == "VERB" and root.head.lemma_ in words["speaking"]
        if speaks or (state and dep in {"nsubj", "obl:agent"}):
            return True
        if state and dep in {"obj", "iobj", "conj", "compound", "appos"} and preposition(root) == "":
            listed = dep == "conj" and root.head.dep_ not in {"nsubj", "obj"}
            return not listed or self._theatre.region(located.mention.name) is None
        if state and preposition(root) in words["before_party"]:
            return True
        return dep == "compound" and root.head.pos_ in {"PROPN", "NOUN"} and root.head.ent_type_ == "ORG"

    def _own(self, first: int, last: int, source_tokens: set[int]) -> list[Place]:
        picked: list[Located] = []
        for p in self._places.inside(first, last):
            if self._is_seat(p) or p.container or p.first in source_tokens:
                continue
            if self._relative(p) and len(self._places.inside(first, last)) > 1:
                continue
            picked.append(p)
        settlements = [p for p in picked if p.place and p.place.precision == "settlement"]
        chosen = settlements or picked
        if settlements:
            # a region stands beside a settlement only when named as its equal ("X and other sectors in Y region")
            equal = [p for p in picked if p not in settlements and self._as_equal(p)]
            chosen = sorted([*settlements, *equal], key=lambda p: p.first)
        if len(chosen) > 1 and not settlements:
            small = [p for p in chosen if self._theatre.actor(p.mention.name) is None]
            chosen = small or chosen
        out: list[Place] = []
        for p in chosen:
            if p.place is not None and p.place not in out:
                out.append(p.place)
        return out

    def _relative(self, located: Located) -> bool:
        """A place that only says where another one lies ("south of X", "gateway to X", "20 km from X")."""
        doc, words = self._document.doc, wordlists("places")
        root = self._root(located)
        before = doc[located.first - 1].lower_ if located.first else ""
        two = doc[located.first - 2].lower_ if located.first > 1 else ""
        if before == "of" and two in words["compass"]:
            return True
        if before == "near" and located.first > 1 and (located.first - 2 in self._places.by_token or two == ","):
            return True
        if root.dep_ != "nmod":
            return False
        return before == "to" or (before in words["beside"] and root.head.pos_ in {"PROPN", "NOUN"})

    def _as_equal(self, located: Located) -> bool:
        doc = self._document.doc
        window = {t.lower_ for t in doc[max(0, located.first - 5) : located.first]}
        return "other" in window or ("and" in window and doc[located.first - 1].lower_ in {"and", ","})

    def enter(self, paragraph: int) -> None:
        """Note that a paragraph begins."""
        self._paragraph = paragraph

    def place(
        self, unit: Unit, sentence: Span, source_tokens: set[int], *, carry: bool
    ) -> tuple[tuple[Place, ...], str]:
        """The places of a claim, and why; ``carry`` lets it take over the place told before."""
        first, last = unit.first, unit.last
        speaker = unit.attribution.source.name if unit.attribution is not None else None
        goes_on = speaker is not None and speaker == self._speaker
        self._speaker = speaker
        if goes_on:
            self._focus_paragraph = self._paragraph
        own = self._own(first, last, source_tokens)
        if unit.kind == "holding" and own:
            return tuple(own), "named in the claim"
        if unit.head.dep_ in {"acl", "acl:relcl"} and not any(p.precision == "settlement" for p in own):
            told = self._places.by_token.get(unit.head.head.i)
            if told is not None and told.place is not None and told.place.precision == "settlement":
                return (told.place,), "the place that the clause is about"
        if own:
            self._focus, self._focus_paragraph = tuple(own), self._paragraph
            town = next((p for p in own if p.precision == "settlement"), None)
            if town is not None:
                self._recent = town
            return tuple(own), "named in the claim"
        back = self._pointed(first, last)
        if back is not None:
            self._focus, self._focus_paragraph = (back,), self._paragraph
            return (back,), "pointed back to"
        near = self._near(sentence, source_tokens)
        if near:
            self._focus, self._focus_paragraph = near, self._paragraph
            return near, "named in the sentence"
        if self._general(unit):
            return (), "told of the whole war"
        fresh = bool(self._focus) and self._focus_paragraph == self._paragraph
        if carry and fresh and (self._main is None or self._focus[0].precision == "settlement"):
            return self._focus, "carried on from before"
        if self._main is not None:
            return (self._main,), "what the report is about"
        return (), "no place named"

    def _general(self, unit: Unit) -> bool:
        """ "The war has killed thousands", "attacks on army-held areas": no one place is meant."""
        words = wordlists("places")
        for token in self._document.doc[unit.first : unit.last + 1]:
            in_clause = token.dep_ in {"nsubj", "obl", "ROOT", "conj", "nmod"} and token.head.i <= unit.last
            if token.lemma_.lower() in words["wars"] and in_clause:
                return token.dep_ != "nmod" or unit.head == token.head
            bare = child(token, "det", "nummod", "nmod", "appos") is None
            if token.lower_ in words["vague"] and token.dep_ in {"obl", "nmod", "obj"} and bare:
                return True
        return unit.head.head.lemma_.lower() in words["wars"] and unit.head.dep_ == "acl:relcl"

    def _pointed(self, first: int, last: int) -> Place | None:
        words = wordlists("places")
        for token in self._document.doc[first : last + 1]:
            low = token.lower_
            if low == "there":
                back = token.dep_ == "advmod"
            elif low in {"it", "its"}:
                back = token.dep_ in {"obj", "nsubj", "nsubj:pass"} and token.head.lemma_ in words["of_a_place"]
            else:
                back = token.lemma_.lower() in words["anaphora"] and self._definite(token)
            if back:
                return self._antecedent(token)
        return None

    @staticmethod
    def _definite(noun: Token) -> bool:
        """ "the town", not "the town of X" or "the area in Y", which name their place themselves."""
        the = any(c.lower_ in {"the", "this", "that"} for c in children(noun, "det"))
        return the and not any(preposition(c) in {"of", "in"} for c in children(noun, "nmod"))

    def _antecedent(self, token: Token) -> Place | None:
        for p in reversed(self._places.found):
            if p.first >= token.i or p.place is None or p.place.precision != "settlement":
                continue
            if not self._is_seat(p) and not self._relative(p):
                return p.place
        return self._recent or self._main

    def _near(self, sentence: Span, source_tokens: set[int]) -> tuple[Place, ...]:
        """A place that hangs on the sentence's main clause, before or after the claim's own words."""
        root = sentence.root
        for verb in [root, *children(root, "conj", "ccomp")]:
            if verb.i in self._attributions.cue_tokens:
                continue
            for o in children(verb, "obl"):
                located = self._places.by_token.get(o.i)
                if located is None or located.place is None or o.i in source_tokens:
                    continue
                if preposition(o) in wordlists("places")["at"] and not self._is_seat(located):
                    return (located.place,)
        return ()


def _near_each_other(one: Place, two: Place) -> bool:
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return one.name == two.name
    north = (one.lat - two.lat) * 111.2
    east = (one.lon - two.lon) * 111.2 * math.cos(math.radians(one.lat))
    return math.hypot(north, east) <= _SAME_KM
