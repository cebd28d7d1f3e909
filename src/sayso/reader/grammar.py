"""Questions about a parse: subjects, objects, phrases. Universal Dependencies, read through spaCy tokens."""

from __future__ import annotations

from collections.abc import Container, Iterator

from spacy.tokens import Token

__all__ = [
    "agent",
    "child",
    "children",
    "conjuncts",
    "is_clause",
    "is_finite",
    "is_negated",
    "objects",
    "oblique",
    "particle",
    "phrase_tokens",
    "preposition",
    "subject",
    "subtree_bounds",
    "verb_of",
]

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "csubj:pass"})
CLAUSES = frozenset({"ccomp", "advcl", "acl", "acl:relcl", "parataxis", "xcomp", "csubj", "conj", "ROOT"})


def children(token: Token, *deps: str) -> Iterator[Token]:
    """Children with one of these relations, in order of the text."""
    return (c for c in token.children if c.dep_ in deps)


def child(token: Token, *deps: str) -> Token | None:
    """The first child with one of these relations."""
    return next(children(token, *deps), None)


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


def oblique(verb: Token, words: Container[str]) -> Token | None:
    """The noun that one of these prepositions ties to a verb."""
    return next((c for c in children(verb, "obl", "nmod") if preposition(c) in words), None)


def particle(verb: Token) -> str:
    """A verb's particle ("shot down"), or an adverb that works as one ("pulled back"); "" if none."""
    found = child(verb, "compound:prt")
    if found is None:
        found = next(
            (c for c in children(verb, "advmod") if c.i > verb.i and c.lower_ in _ADVERB_PARTICLES), None
        )
    return "" if found is None else found.lower_


_ADVERB_PARTICLES = frozenset(
    "back out off down up away over forward through in on along alive together apart west east north south".split()
)


def is_negated(token: Token) -> bool:
    """Whether "not", "never" or "no longer" stands on a predicate."""
    return any(
        c.lower_ in {"not", "n't", "n’t", "never", "no", "neither", "nor"} and c.dep_ in {"advmod", "det", "cc", "cc:preconj", "neg"}
        for c in token.children
    )


def is_finite(verb: Token) -> bool:
    """Whether a verb stands in a clause with tense: its own, or an auxiliary's."""
    if verb.tag_ in {"VBD", "VBZ", "VBP", "MD"}:
        return True
    return any(c.dep_ in {"aux", "aux:pass", "cop"} and c.tag_ in {"VBD", "VBZ", "VBP", "MD"} for c in verb.children)


def is_clause(token: Token) -> bool:
    """Whether a token heads a clause rather than a phrase."""
    if token.pos_ in {"VERB", "AUX"}:
        return True
    return any(c.dep_ in SUBJECTS or c.dep_ == "cop" for c in token.children)


def subtree_bounds(token: Token) -> tuple[int, int]:
    """First and last token index of a token's subtree."""
    return token.left_edge.i, token.right_edge.i


def phrase_tokens(noun: Token, *, without: Container[str] = ()) -> list[Token]:
    """A noun phrase's tokens, less the subtrees of these relations."""
    out: list[Token] = []

    def walk(token: Token) -> None:
        out.append(token)
        for c in token.children:
            if c.dep_ not in without and not (token == noun and c.dep_ in {"case", "cc", "punct", "mark"}):
                walk(c)

    walk(noun)
    return sorted(out, key=lambda t: t.i)


def verb_of(token: Token) -> Token:
    """The nearest clause head at or above a token."""
    node = token
    while not is_clause(node) and node.head.i != node.i:
        node = node.head
    return node
