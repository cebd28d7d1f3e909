"""Who acts on whom, and which side each is on: "we" and "the enemy" by the speaker's side."""

from __future__ import annotations

from spacy.tokens import Token

from sayso.model import ClaimType, Party, Source
from sayso.reader.clauses import Unit
from sayso.reader.events import noun_trigger
from sayso.reader.grammar import agent, child, children, conjuncts, objects, preposition, subject
from sayso.reader.lexicon import lexicon
from sayso.reader.speakers import Cast, noun_phrase
from sayso.reader.wordlists import wordlists
from sayso.theatres import Theatre

__all__ = ["Parties"]

# A state is the party behind an attack when only its adjective tells who ("a Russian attack").
_ARMED = frozenset({"attack", "airstrike", "shelling", "casualties"})
# What an attack told before has caused, when nobody else is named.
_CAUSED = frozenset({"casualties", "damage", "attack", "airstrike", "shelling"})
# Passives without an agent whose subject acts ("troops were spotted", "residents were displaced").
_MOVED = frozenset({"deploy", "displacement", "withdraw"})
# Announcing these, an official speaks of his own side's doing.
_OWN_DOING = frozenset({"capture", "advance", "repel", "withdraw"})


class Parties:
    """Resolves actors and targets of one report's claims."""

    def __init__(self, cast: Cast, theatre: Theatre) -> None:
        self._cast = cast
        self._theatre = theatre
        self.last: Party | None = None
        self.attacker: Party | None = None
        self._attacked = -9
        self._speaker_side: str | None = None
        self._speaker: Source | None = None
        self._words = wordlists("parties")

    def of_unit(self, unit: Unit, kind: ClaimType, paragraph: int) -> tuple[Party | None, Party | None]:
        """The actor and the target of a claim."""
        side = unit.attribution.source.side if unit.attribution else None
        self._speaker_side = side
        self._speaker = unit.attribution.source if unit.attribution else None
        actor, target = self._find(unit, kind, side)
        if actor is None and kind in _CAUSED and self.attacker is not None and paragraph - self._attacked <= 1:
            actor = self.attacker
        if actor is not None and actor.side is not None and kind not in {"meeting", "statement"}:
            self.last = actor
            if kind in _ARMED:
                self.attacker, self._attacked = Party(actor.side, actor.side), paragraph
        return actor, target

    def _find(self, unit: Unit, kind: ClaimType, side: str | None) -> tuple[Party | None, Party | None]:
        attribution = unit.attribution
        if unit.kind == "holding":
            return (Party(unit.side, unit.side) if unit.side else None), None
        if unit.kind == "appeal" and attribution is not None:
            asked = child(unit.head, "obj", "iobj")
            source = attribution.source
            return Party(source.name, source.side), self.party(asked, side) if asked is not None else None
        head = unit.head
        event = unit.trigger.event_noun if unit.trigger else None
        token = unit.trigger.token if unit.trigger else head
        if attribution is not None and attribution.accused is not None:
            outermost = unit.kind == "noun" or head.head.i not in attribution.content
            if outermost:
                return self.party(attribution.accused, side), self._target(token, side)
        if unit.kind == "noun" and token.pos_ == "NOUN":
            whose = self._of_noun(token, side)
            if whose is None and kind in _OWN_DOING and side is not None:
                whose = Party(side, side)
            return whose, self._noun_target(token, side)
        if kind == "casualties":
            return self._killer(head, token, side), self._victim(token, side)
        under = next((t for t in (event, token, *children(token, "obl")) if t and preposition(t) == "under"), None)
        if under is not None and (kind in _ARMED or kind == "hold"):
            struck = self.party(subject(token), side) if kind in _ARMED else None
            return self._above(under, side), struck if struck is not None and struck.side is not None else None
        if kind == "clash" and (both := self._between((token, head), side)) is not None:
            return both
        doer = self._doer(token, head)
        if doer is None and kind in _MOVED:
            doer = next(iter(objects(token)), None)
        if doer is None and event is not None:
            return self._of_noun(event, side), self._noun_target(event, side)
        party = None
        if doer is not None:
            inner = noun_trigger(doer, self._theatre, bare=True) if doer.pos_ == "NOUN" else None
            event_does = inner is not None and inner.type != "meeting"
            party = self._of_noun(doer, side) if event_does else self.party(doer, side)
        if party is None and token.pos_ == "NOUN":
            party = self._of_noun(token, side)
        return party, self._target(event or token, side)

    def _above(self, under: Token, side: str | None) -> Party | None:
        """Who does what somebody is under: "under fire from X", "under the control of X", "under X's rule"."""
        whose = self._of_noun(under, side)
        if whose is not None:
            return whose
        for c in (*children(under, "nmod", "obl"), *children(under.head, "obl", "nmod")):
            if preposition(c) in {"from", "of", "by"}:
                found = self.party(c, side)
                if found is not None and found.side is not None:
                    return found
        return None

    def _between(self, told: tuple[Token, ...], side: str | None) -> tuple[Party | None, Party | None] | None:
        """ "Clashes broke out between X and Y": the two that fight, in the order told."""
        words = [w for t in told for w in (t, *children(t, "nsubj", "obj"))]
        for c in (c for t in words for c in children(t, "obl", "nmod")):
            pair = conjuncts(c)
            if preposition(c) == "between" and len(pair) > 1:
                one, other = self.party(pair[0], side), self.party(pair[1], side)
                if one is not None and other is not None and one.side is not None and other.side is not None:
                    return one, other
        return None

    @staticmethod
    def _doer(token: Token, head: Token) -> Token | None:
        for verb in (token, head):
            if _is_passive(verb):
                found = agent(verb)
                if found is not None:
                    return found
                continue
            found = subject(verb)
            if found is not None:
                return found
        return None

    def _killer(self, head: Token, token: Token, side: str | None) -> Party | None:
        """Who caused casualties: the attack's side, never the dead."""
        for verb in dict.fromkeys((token, head)):
            passive = child(verb, "aux:pass", "nsubj:pass") is not None
            doer = agent(verb) if passive else subject(verb)
            if doer is not None and verb.pos_ == "VERB" and verb.lemma_ not in self._words["suffering"]:
                told = noun_trigger(doer, self._theatre, bare=True)
                if told is not None and told.type == "casualties":
                    continue  # a toll that rises: who caused it is told of the attack
                if told is not None or _is_weapon(doer):
                    return self._of_noun(doer, side)
                if passive or doer.lemma_.lower() not in lexicon().classes["people"] | {"other"}:
                    found = self.party(doer, side)
                    if found is not None:
                        return found
        if token.lemma_ in self._words["suffering"] - self._words["dying"]:
            return None
        for noun in (t for t in [*head.subtree, *head.sent] if t.pos_ == "NOUN"):
            told = noun_trigger(noun, self._theatre, bare=True)
            if told is not None and told.type in {"attack", "airstrike", "shelling"}:
                party = self._of_noun(noun, side)
                if party is not None:
                    return party
        return None

    def _victim(self, token: Token, side: str | None) -> Party | None:
        suffers = token.lemma_ in self._words["suffering"] or child(token, "cop") is not None
        for t in [*objects(token), *(children(token, "nsubj") if suffers else ())]:
            party = self.party(t, side)
            if party is not None and party.side is not None:
                return party
        return None

    def _target(self, token: Token, side: str | None) -> Party | None:
        for t in objects(token):
            if noun_trigger(t, self._theatre, bare=True) is not None:
                party = self._of_noun(t, side)
            else:
                party = self.party(t, side)
            if party is not None and (party.side is not None or t.ent_type_ in {"PER", "ORG", "PERSON"}):
                return party
        return None

    def _noun_target(self, noun: Token, side: str | None) -> Party | None:
        for c in children(noun, "nmod"):
            if preposition(c) in self._words["aimed"]:
                party = self.party(c, side)
                if party is not None and party.side is not None:
                    return party
        return None

    def _of_noun(self, noun: Token, side: str | None) -> Party | None:
        """Whose attack an event noun tells: "by X", a possessive, an adjective ("Russian")."""
        by = next((c for c in children(noun, "nmod", "obl", "obl:agent") if preposition(c) == "by"), None)
        if by is not None:
            return self.party(by, side)
        clause = child(noun, "acl:relcl", "acl")
        own = list(children(noun, "nmod:poss", "amod", "compound"))
        beside = list(children(noun.head, "nmod:poss", "amod", "compound")) if noun.dep_ == "conj" else []
        below = [g for modifier in children(noun, "compound", "amod") for g in modifier.children]
        for c in [*own, *beside, *below]:
            if c.lower_ in self._words["we"]:
                return Party(side, side) if side else None
            if c.lower_ in self._words["they"]:
                return self.last
            if c.lemma_.lower() in self._words["enemy"]:
                return self._enemy(side)
            whose = self._theatre.demonyms.get(c.lower_)
            if whose is not None:
                return Party(whose, whose)
            actor = self._theatre.actor(c.text) if c.pos_ in {"PROPN", "NOUN"} else None
            if actor is not None and actor.side is not None:
                return Party(actor.side if actor.type == "state" else actor.name, actor.side)
        if clause is not None and clause.tag_ != "VBN":
            doer = subject(clause, borrowed=False)
            if doer is not None and doer.tag_ not in {"WDT", "WP"}:
                return self.party(doer, side)
        of = next((c for c in children(noun, "nmod") if preposition(c) in {"of", "from"}), None)
        if of is not None and noun.lemma_.lower() in self._words["doings"]:
            return self.party(of, side)
        return None

    def _enemy(self, side: str | None) -> Party | None:
        other = self._theatre.opponents.get(side) if side else None
        return Party(other, other) if other else Party("enemy", None)

    def party(self, token: Token | None, side: str | None) -> Party | None:
        """The party that a noun phrase names, None when it is no party."""
        if token is None:
            return None
        if token.lower_ in self._words["we"]:
            return Party(side, side) if side else None
        if token.lemma_.lower() in self._words["enemy"]:
            return self._enemy(side)
        if token.pos_ == "PRON":
            return self._pronoun(token)
        entity = self._cast.person_in(token)
        if entity is not None:
            source = self._cast.resolve(token)
            return Party(source.name, source.side)
        words = noun_phrase(token)
        if any(t.lower_ in self._words["we"] for t in words) and side:
            core = " ".join(t.text for t in words if t.lower_ not in self._words["we"])
            return Party(f"{_adjective(self._theatre, side)} {core}", side)
        if any(t.lemma_.lower() in self._words["enemy"] for t in words):
            return self._enemy(side)
        name = "".join(t.text_with_ws for t in words).strip()
        if any(t.lower_ in self._words["possessives"] for t in words):
            theirs = self._possessed(words)
            if theirs is not None:
                return theirs
        name = self._cast.acronyms.get(name, name)
        actor = self._theatre.actor(name)
        if actor is not None:
            return Party(name, actor.side)
        whole = "".join(t.text_with_ws for t in noun_phrase(token, long=True)).strip()
        whose = self._theatre.side_of(whole)
        if whose is not None:
            return Party(whose if _is_weapon(token) else name, whose)
        if _is_weapon(token) or (token.lemma_.lower() in lexicon().classes["place"] and not token.ent_type_):
            return None
        if len(conjuncts(token)) > 1 and token.ent_type_ in {"ORG", "LOC"}:
            name = " and ".join("".join(t.text_with_ws for t in noun_phrase(c)).strip() for c in conjuncts(token))
        return Party(name, None) if self._can_act(token) else None

    def _possessed(self, words: list[Token]) -> Party | None:
        """ "its troops": the speaker's, or of the side told of last."""
        core = " ".join(t.text for t in words if t.lower_ not in self._words["possessives"])
        whose = self._speaker_side or (self.last.side if self.last is not None else None)
        speaker = self._speaker
        if whose is None and speaker is not None and speaker.kind not in {None, "unnamed", "witness", "media"}:
            return Party(speaker.name, None)
        if whose is None or self._theatre.side_of(core) is not None:
            return None
        return Party(f"{_adjective(self._theatre, whose)} {core}", whose)

    def _can_act(self, token: Token) -> bool:
        """Whether a noun may be a party at all: a name, people, troops, a body; not "a series" or "the mission"."""
        if token.ent_type_ in {"ORG", "LOC", "GPE", "PER", "PERSON"}:
            return True
        table = lexicon().classes
        lemma = token.lemma_.lower()
        if lemma in (table["people"] - self._words["no_party"]) | table["troops"]:
            return True
        words = " ".join(t.lower_ for t in noun_phrase(token))
        return token.pos_ in {"NOUN", "PROPN"} and self._cast.kind_of(words) is not None

    def _pronoun(self, token: Token) -> Party | None:
        speaker = self._speaker
        if speaker is not None and not speaker.is_narrator and token.dep_ in {"nsubj", "nsubj:pass"}:
            # "X said it had ...": the speaker speaks of himself
            person = speaker.name in self._cast.people.values()
            involved = speaker.kind not in {"witness", "unnamed", "analyst", "media"}
            if (token.lower_ in {"he", "she"}) == person and involved:
                return Party(speaker.name, speaker.side)
        if token.lower_ in self._words["group"] and self.last is not None:
            return self.last
        if token.lower_ in self._words["person"] and self._cast.last_person is not None:
            return Party(self._cast.last_person.name, self._cast.last_person.side)
        return None


def _adjective(theatre: Theatre, side: str) -> str:
    """A side's adjective: the demonym that its name begins like, else its first."""
    words = [w for w, s in theatre.demonyms.items() if s == side]
    alike = [w for w in words if w[:4] == side[:4].lower()]
    return next((w.capitalize() for w in [*alike, *words]), side)


def _is_passive(verb: Token) -> bool:
    """Whether a verb tells of what was done to its subject, or to the noun that it modifies."""
    if child(verb, "aux:pass", "nsubj:pass") is not None:
        return True
    bare = verb.tag_ == "VBN" and verb.dep_ in {"acl", "conj"} and child(verb, "aux") is None
    return bare and subject(verb, borrowed=False) is None


def _is_weapon(token: Token) -> bool:
    words = lexicon().weapons
    return not {token.lemma_.lower(), token.lower_}.isdisjoint(words["airstrike"] | words["shelling"])
