"""Mends what parsers of news are known to get wrong, before any rule reads the tree.

Each repair is about a construction of English, not about a sentence; each moves one word to another head.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from sayso.reader.cues import cues
from sayso.reader.grammar import child, children, is_finite
from sayso.reader.lexicon import lexicon
from sayso.reader.quotes import QuoteSpan, quote_at

__all__ = ["repair"]

_Move = tuple[Token, Token, str]  # a word, its new head, its new relation

_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
# Nouns of measure: a number of them tells how long or how far, and is no object.
_MEASURES = frozenset(
    {"year", "month", "week", "day", "hour", "minute", "second", "time", "percent"}
    | {"kilometre", "kilometer", "mile", "meter", "metre", "km"}
)
_SUBJECT = ("nsubj", "nsubj:pass")
_SUBJECT_OR_STRAY = frozenset(
    {*_SUBJECT, "obj", "appos", "parataxis", "conj", "dep"}
)  # what a parse makes of a speaker
_NAMED = frozenset({"NOUN", "PROPN"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET"})


def repair(doc: Doc, quotes: Sequence[QuoteSpan] = ()) -> Doc:
    """Apply every repair to a parsed document, in place."""
    tokens = list(doc)  # made once: walking a document makes each of its tokens anew
    verbs = {t.i for t in tokens if t.pos_ == "VERB"}
    for token in tokens:
        if token.i in verbs and token.lemma_.lower() in cues().speech:
            _apply(_speaker_in_quote(token, quotes))
            _apply(_inserted(token))
            _apply(_trailing(token))
            turned = _inverted(token)
            if turned:
                token.tag_ = "VBD"  # a participle has no subject behind it
                _apply(turned)
        elif token.lower_ == "citing":
            _apply(_cited(token))
    moves: list[_Move] = []
    for token in tokens:
        if token.i in verbs:
            moves.extend(_that_less(token))
            moves.extend(_twin_subjects(token))
            moves.extend(_gapped(token))
            moves.extend(_bare_object(token))
            moves.extend(_reduced_passive(token))
            moves.extend(_finite_conjunct(token))
            moves.extend(_said_without_that(token))
            moves.extend(_attack_by(token))
        elif token.pos_ == "ADJ" and token.dep_ == "acl":
            moves.extend(_trailing_adjective(token))
        elif token.text == "-":
            moves.extend(_hyphened(token))
        elif token.lower_ in _DAYS:
            moves.extend(_day_of_subject(token))
        elif token.lower_ == "at":
            moves.extend(_at_least(token))
    _apply(moves)
    return doc


def _apply(moves: list[_Move]) -> None:
    moved: set[int] = set()
    for token, head, dep in moves:
        if token.i in moved or token.is_ancestor(head):
            continue
        moved.add(token.i)
        if token.head != head:
            token.head = head
        token.dep_ = dep


def _speaker_in_quote(cue: Token, quotes: Sequence[QuoteSpan]) -> list[_Move]:
    """ "“We hold Orn,” Darel said": the name behind the marks is the cue's subject, never a quoted verb's."""
    if quote_at(quotes, cue.idx) is not None or child(cue, *_SUBJECT) is not None:
        return []
    for j in range(cue.i - 1, max(cue.sent.start - 1, cue.i - 12), -1):
        name = cue.doc[j]
        if quote_at(quotes, name.idx) is not None:
            break
        if name.pos_ in _NOMINAL and name.dep_ in _SUBJECT_OR_STRAY and name.head != cue:
            inside = quote_at(quotes, name.head.idx) is not None
            if inside and cue.head == name:
                return [(cue, name.head, "parataxis"), (name, cue, "nsubj")]
            if inside:
                return [(name, cue, "nsubj")]
    return []


def _inserted(cue: Token) -> list[_Move]:
    """ "The troops, the ministry said, had left": a cue between commas is beside the clause, under no noun of it."""
    noun = cue.head
    if cue.dep_ not in {"acl:relcl", "appos", "acl"} or noun.dep_ not in _SUBJECT or not is_finite(cue):
        return []
    own = child(cue, *_SUBJECT)
    first, last = cue.left_edge, cue.right_edge
    after = last if last.text == "," else cue.doc[last.i + 1] if last.i + 1 < len(cue.doc) else None
    if own is None or own.tag_ in {"WDT", "WP"} or child(cue, "obj", "ccomp") is not None or after is None:
        return []
    commas = after.text == "," and (first.text == "," or (first.i and first.nbor(-1).text == ","))
    return [(cue, noun.head, "parataxis")] if commas else []


def _inverted(cue: Token) -> list[_Move]:
    """ "The talks have failed, explained the envoy": what follows a cue behind the comma is who spoke."""
    if (
        cue.lemma_.lower() not in cues().speech
        or cue.tag_ not in {"VBD", "VBZ", "VBN"}
        or cue.head.i >= cue.i
        or cue.i < 2
    ):
        return []
    said = cue.nbor(-1).text == "," and cue.dep_ in {"advcl", "conj", "parataxis", "acl", "dep"}
    if not said or child(cue, "cc", "ccomp", "xcomp", "mark") is not None:
        return []
    behind = [c for c in children(cue, "nsubj", "obj", "iobj") if c.i > cue.i]
    if len(behind) != 1 or any(c.i < cue.i for c in children(cue, *_SUBJECT)) or not is_finite(cue.head):
        return []
    return [(behind[0], cue, "nsubj"), (cue, cue.head, "parataxis")]


def _trailing(cue: Token) -> list[_Move]:
    """ "Shells hit the port, Ana Belova, a clerk, said": the name behind the comma speaks, and does nothing in what is
    told, which has its doer already."""
    if child(cue, *_SUBJECT) is not None:
        return []
    for told in children(cue, "ccomp"):
        doer = child(told, *_SUBJECT)
        if doer is None or not doer.i < told.i < cue.i:
            continue
        for c in children(told, "vocative", *_SUBJECT_OR_STRAY):
            start = c.left_edge.i
            comma = c.left_edge.text == "," or c.doc[start - 1].text == ","
            if told.i < start and c.i < cue.i and c.pos_ in _NAMED and comma:
                return [(c, cue, "nsubj")]
        behind = [c for c in children(cue, "obj", "iobj") if c.i > cue.i]
        if len(behind) == 1 and behind[0].pos_ in _NAMED and cue.nbor(-1).text == ",":
            return [(behind[0], cue, "nsubj")]  # "the talks failed, reported the envoy"
    return []


def _cited(citing: Token) -> list[_Move]:
    """ "reported that X had fallen, citing two officers": the officers are cited, and it is the reporter who cites."""
    if citing.lower_ != "citing" or child(citing, "obj") is not None or citing.i + 1 >= len(citing.doc):
        return []
    moves: list[_Move] = []
    noun = next((t for t in citing.sent if t.i > citing.i and t.left_edge.i == citing.i + 1 and t.pos_ in _NAMED), None)
    if noun is not None and noun.head.i < noun.left_edge.i:
        moves.append((noun, citing, "obj"))
    clause = citing.head
    if citing.dep_ == "advcl" and clause.dep_ == "ccomp" and clause.head.lemma_.lower() in cues().speech:
        moves.append((citing, clause.head, "advcl"))
    return moves


def _trailing_adjective(adjective: Token) -> list[_Move]:
    """ "a person familiar with the matter": an adjective behind its noun describes it, as one before it does."""
    plain = child(adjective, "cop", "mark", *_SUBJECT) is None
    return [(adjective, adjective.head, "amod")] if plain and adjective.i == adjective.head.i + 1 else []


def _attack_by(verb: Token) -> list[_Move]:
    """ "repelled an attack by rebels": an active verb's object has the attackers, not the verb."""
    struck = child(verb, "obj")
    if (
        struck is None
        or struck.i < verb.i
        or child(verb, "aux:pass") is not None
        or (verb.tag_ == "VBN" and not verb.n_lefts)
    ):
        return []
    for agent in children(verb, "obl", "obl:agent"):
        by = child(agent, "case")
        if (
            by is not None
            and by.lower_ == "by"
            and by.i == struck.right_edge.i + 1
            and struck.lemma_.lower() in lexicon().nouns
        ):
            return [(agent, struck, "nmod")]
    return []


def _that_less(verb: Token) -> list[_Move]:
    """ "said an attack on X had killed one": the noun after the cue is the subject of what was said, not its object."""
    if verb.lemma_.lower() not in cues().clausal:
        return []
    for clause in children(verb, "ccomp"):
        if clause.i < verb.i or clause.pos_ not in {"VERB", "AUX"} or not is_finite(clause):
            continue
        if child(clause, *_SUBJECT, "expl") is not None:
            continue
        if any(c.dep_ == "mark" for c in clause.children):
            continue
        between = [c for c in verb.children if verb.i < c.i < clause.i and _could_be_subject(c)]
        if between and verb.lemma_ != "tell":
            passive = child(clause, "aux:pass") is not None
            return [(between[-1], clause, "nsubj:pass" if passive else "nsubj")]
    return []


def _could_be_subject(token: Token) -> bool:
    nominal = token.dep_ in {"obj", "nsubj", "obl", "xcomp"} and token.pos_ in _NOMINAL
    return nominal and child(token, "case") is None and token.ent_type_ != "DATE"


def _twin_subjects(verb: Token) -> list[_Move]:
    """ "spokesman Ivo Darel said": two subjects side by side are one, a title and a name."""
    subjects = [c for c in children(verb, "nsubj") if c.i < verb.i]
    if len(subjects) != 2:
        return []
    first, second = subjects
    if second.left_edge.i == first.right_edge.i + 1 and second.pos_ == "PROPN" and first.pos_ in {"NOUN", "PROPN"}:
        return [(second, first, "flat")]
    return []


def _gapped(verb: Token) -> list[_Move]:
    """ "was killed and four others wounded": the second noun is the subject of the second participle."""
    if verb.tag_ != "VBN":
        return []
    for noun in children(verb, "conj"):
        second = next((c for c in children(noun, "acl", "amod") if c.tag_ == "VBN" and c.i > noun.i), None)
        if noun.pos_ in {"NOUN", "NUM"} and second is not None:
            return [(second, verb, "conj"), (noun, second, "nsubj:pass")]
    return []


def _at_least(token: Token) -> list[_Move]:
    """ "killed at least three people": "at" belongs to "least", not to the people."""
    if not _before_least(token) or token.head == token.nbor(1):
        return []
    return [(token, token.nbor(1), "case")]


def _before_least(token: Token) -> bool:
    return token.i + 1 < len(token.doc) and token.nbor(1).lower_ in {"least", "most"}


def _bare_object(verb: Token) -> list[_Move]:
    """ "killed at least 21 people": a counted noun after the verb with no preposition of its own is the object."""
    if child(verb, "obj", "aux:pass", "ccomp") is not None:
        return []
    for noun in children(verb, "obl"):
        if noun.i < verb.i or any(not _before_least(c) for c in children(noun, "case")):
            continue
        if child(noun, "nummod") is not None and noun.lemma_.lower() not in _MEASURES:
            return [(noun, verb, "obj")]
    return []


def _reduced_passive(verb: Token) -> list[_Move]:
    """ "near the town of Orn, captured by rebels in May": the participle tells of the noun before the comma."""
    first = verb.left_edge
    if verb.dep_ != "advcl" or verb.tag_ != "VBN":
        return []
    if child(verb, "obl:agent") is None or child(verb, "aux", "mark", *_SUBJECT) is not None:
        return []
    comma = first if first.text == "," else (first.nbor(-1) if first.i else None)
    if comma is None or comma.text != "," or not comma.i or verb.i - comma.i > 2:
        return []
    noun = comma.nbor(-1)
    return [(verb, noun, "acl")] if noun.pos_ in {"NOUN", "PROPN"} and verb.head.i < noun.i else []


def _finite_conjunct(verb: Token) -> list[_Move]:
    """ "advised people to stay and said ...": a finite verb is no partner of an infinitive, but of its governor."""
    node = verb.head
    if verb.dep_ != "conj" or verb.tag_ not in {"VBD", "VBZ"} or node.tag_ != "VB" or child(verb, "nsubj") is not None:
        return []
    while node.dep_ in {"xcomp", "advcl", "ccomp", "acl"} and node.head.i != node.i:
        if node.tag_ in {"VBD", "VBZ", "VBP"}:
            break
        node = node.head
    return [(verb, node, "conj")] if node.tag_ in {"VBD", "VBZ"} and node.i < verb.i else []


def _said_without_that(verb: Token) -> list[_Move]:
    """ "The ministry said attempts had been repelled": a clause behind a bare cue, with no "and", is what was said."""
    cue = verb.head
    if verb.dep_ not in {"conj", "parataxis"} or verb.i < cue.i or cue.lemma_.lower() not in cues().speech:
        return []
    own = child(verb, *_SUBJECT)
    bare = child(verb, "cc") is None and child(cue, "ccomp", "obj") is None
    return [(verb, cue, "ccomp")] if own is not None and own.i > cue.i and bare and is_finite(verb) else []


def _hyphened(hyphen: Token) -> list[_Move]:
    """ "Ostryan-held Orn": NAME-PARTICIPLE NOUN is always one modifier of the noun."""
    if not 0 < hyphen.i < len(hyphen.doc) - 2:
        return []
    name, word, noun = hyphen.nbor(-1), hyphen.nbor(1), hyphen.nbor(2)
    if name.whitespace_ or hyphen.whitespace_ or word.head == noun or word.tag_ not in {"VBN", "VBD"}:
        return []
    if noun.pos_ not in {"NOUN", "PROPN"} or name.pos_ not in {"PROPN", "ADJ", "NOUN"}:
        return []
    while noun.dep_ in {"compound", "amod"} and noun.head.i > noun.i:
        noun = noun.head
    moves: list[_Move] = []
    if noun.head in {name, word}:
        outside = word.head if name.head in {word, hyphen, noun} else name.head
        moves.append((noun, outside, name.dep_))
    return [*moves, (word, noun, "amod"), (name, word, "compound"), (hyphen, word, "punct")]


def _day_of_subject(token: Token) -> list[_Move]:
    """ "the Ministry on Wednesday announced": the day dates the verb, not the speaker."""
    head = token.head
    if token.dep_ not in {"nmod", "appos", "flat", "compound"}:
        return []
    if head.dep_ not in _SUBJECT or head.pos_ not in {"NOUN", "PROPN"}:
        return []
    verb = head.head
    plain = token.i > head.i and verb.i > token.i and not any(c.lower_ in {"'s", "’s"} for c in token.children)
    return [(token, verb, "obl")] if plain and verb.pos_ == "VERB" else []
