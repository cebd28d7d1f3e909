"""Questions about a parse: subjects, objects, phrases. Universal Dependencies, read through spaCy tokens."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

__all__ = [
    "SUBJECTS",
    "agent",
    "child",
    "children",
    "clause_tokens",
    "conjuncts",
    "is_clause",
    "is_clause_head",
    "is_condition",
    "is_finite",
    "is_negated",
    "objects",
    "particle",
    "preposition",
    "subject",
]

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "csubj:pass"})
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor"})
_MEANS = frozenset({"by", "in", "for"})
# Adverbs that work as particles ("pulled back", "pushed west").
_ADVERB_PARTICLES = frozenset(
    {"back", "out", "off", "down", "up", "away", "over", "forward", "through", "in", "on", "along", "alive"}
    | {"together", "apart", "west", "east", "north", "south"}
)
_FRAGMENT = 4  # words that a verbless complement needs to be read as a clause


def children(token: Token, *deps: str) -> Iterator[Token]:
    """Children with one of these relations, in order of the text."""
    return (c for c in token.children if c.dep_ in deps)


def child(token: Token, *deps: str) -> Token | None:
    """The first child with one of these relations."""
    for c in token.children:  # asked for many times a word: no generator between
        if c.dep_ in deps:
            return c
    return None


def conjuncts(token: Token) -> list[Token]:
    """A token with those coordinated under it."""
    out = [token]
    for c in children(token, "conj"):
        out.extend(conjuncts(c))
    return out


def subject(verb: Token, *, borrowed: bool = True) -> Token | None:
    """A verb's subject: its own, that of the verb it is coordinated with, or its controller's.

    A relative pronoun gives its antecedent; a participle or infinitive its governor's subject.
    """
    seen = 0
    node = verb
    while seen < 6:
        own = [c for c in node.children if c.dep_ in SUBJECTS]
        found = next((c for c in own if c.tag_ not in {"WDT", "WP"}), own[0] if own else None)
        if found is not None:
            if found.tag_ in {"WDT", "WP"} and node.dep_ == "acl:relcl":
                return node.head
            return found
        if not borrowed:
            return None
        if node.dep_ in {"conj", "xcomp", "advcl"} and node.head.i != node.i:
            node = node.head
        elif node.dep_ in {"acl", "acl:relcl"}:
            # "forces attacking X" have a subject; "X captured by" does not.
            return node.head if node.tag_ != "VBN" or node.dep_ == "acl:relcl" else None
        else:
            return None
        seen += 1
    return None


def agent(verb: Token) -> Token | None:
    """Who did what a passive tells ("by Russian forces")."""
    found = child(verb, "obl:agent")
    if found is not None:
        return found
    return next((c for c in children(verb, "obl", "nmod") if preposition(c) == "by" and c.ent_type_ != "DATE"), None)


def objects(verb: Token) -> list[Token]:
    """What a verb acts on: objects, or the subject of a passive, with those coordinated."""
    found = [c for c in verb.children if c.dep_ in {"obj", "iobj", "nsubj:pass"}]
    if not found and verb.dep_ == "acl" and verb.tag_ == "VBN":
        found = [verb.head]
    if not found and verb.dep_ == "conj" and verb.head.pos_ == "VERB" and verb.tag_ == "VBN":
        found = [c for c in verb.head.children if c.dep_ == "nsubj:pass"]
    # "which was captured": the relative stands for its antecedent
    found = [verb.head if f.tag_ in {"WDT", "WP"} and verb.dep_ == "acl:relcl" else f for f in found]
    return [t for f in found for t in conjuncts(f)]


def preposition(token: Token) -> str:
    """The preposition before a noun, lower-case; "" where there is none."""
    case = child(token, "case")
    return "" if case is None else case.lower_


def particle(verb: Token) -> str:
    """A verb's particle ("shot down"), or an adverb that works as one ("pulled back"); "" if none."""
    found = child(verb, "compound:prt")
    if found is None:
        found = next((c for c in children(verb, "advmod") if c.i > verb.i and c.lower_ in _ADVERB_PARTICLES), None)
    return "" if found is None else found.lower_


def is_negated(token: Token) -> bool:
    """Whether "not", "never" or "no longer" stands on a predicate."""
    return any(c.lower_ in _NEGATIONS for c in children(token, "advmod", "det", "cc", "cc:preconj", "neg"))


def is_finite(verb: Token) -> bool:
    """Whether a verb stands in a clause with tense: its own, or an auxiliary's."""
    if verb.tag_ in {"VBD", "VBZ", "VBP", "MD"}:
        return True
    return any(c.dep_ in {"aux", "aux:pass", "cop"} and c.tag_ in {"VBD", "VBZ", "VBP", "MD"} for c in verb.children)


def is_condition(head: Token) -> bool:
    """Whether a clause opens with "if", "unless" or "whether": nothing is reported in it."""
    return any(c.lower_ in {"if", "unless", "whether"} for c in children(head, "mark"))


def is_clause(token: Token) -> bool:
    """Whether a token heads a clause rather than a phrase."""
    if token.pos_ in {"VERB", "AUX"}:
        return True
    return any(c.dep_ in SUBJECTS or c.dep_ == "cop" for c in token.children)


def is_clause_head(token: Token) -> bool:
    """Whether a token opens a clause of its own, rather than being part of its governor's."""
    if token.is_punct or token.is_space:
        return False
    dep = token.dep_
    if dep == "ROOT":
        return True
    if dep == "ccomp":
        return is_clause(token) or sum(1 for _ in token.subtree) > _FRAGMENT
    if dep in {"csubj", "csubj:pass"}:
        # "it is likely that X": what is likely is told by the whole
        return is_clause(token) and child(token.head, "cop") is None
    if dep in {"parataxis", "acl:relcl"}:
        return is_clause(token)
    if dep == "conj":
        return is_clause(token) and is_clause(token.head)
    to = any(c.tag_ == "TO" for c in token.children)
    if dep == "advcl":
        # a purpose ("to win X") or a means ("by firing X") is part of what is done
        return is_clause(token) and not to and all(c.lower_ not in _MEANS for c in children(token, "mark", "case"))
    if dep == "acl":
        return token.pos_ == "VERB" and not to and child(token, "mark", "case") is None
    return dep in {"list", "appos", "dep"} and token.pos_ == "VERB" and is_finite(token)


def clause_tokens(head: Token) -> Iterator[Token]:
    """Tokens of a clause, less those of clauses inside it, nearest first."""
    queue = [head]
    while queue:
        token = queue.pop(0)
        yield token
        queue.extend(c for c in token.children if not is_clause_head(c))
