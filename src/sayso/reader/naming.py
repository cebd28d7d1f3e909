"""Which words name or describe someone: the phrase that a noun heads, its owner, what it is called."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from sayso.reader.grammar import child

__all__ = ["bare", "core", "is_definite", "noun_phrase", "owner", "text_of"]

# Relations of clauses, asides and partners, which are no part of a name or description.
_ASIDE = frozenset(
    {"acl", "acl:relcl", "appos", "parataxis", "conj", "cc", "punct", "case", "advcl", "ccomp", "dep", "list"}
    | {"nsubj", "cop", "advmod", "mark", "aux"}
)
_THE = frozenset({"the", "this", "that", "these", "those"})


def noun_phrase(head: Token, *, long: bool = False) -> list[Token]:
    """The words that name or describe someone: from the first modifier on, without clauses and asides.

    With ``long``, prepositional tails ("of Ukraine's general prosecutor") stay.
    """
    out: list[Token] = []

    def walk(token: Token, depth: int) -> None:
        out.append(token)
        for c in token.children:
            if c.dep_ in {"cc", "conj"} and depth:
                walk(c, depth + 1)
                continue
            if c.dep_ in {"case", "punct"} and depth:
                if c.dep_ == "case" or c.text == "-":
                    out.append(c)
                continue
            backed = c.i < token.i and token.tag_ == "VBN" and depth > 0  # "Ostryan-backed"
            if c.dep_ in _ASIDE or (c.dep_ == "obl" and not backed):
                continue
            tail = c.dep_ == "nmod" and c.i > token.i
            if tail and not (long or depth):
                continue
            walk(c, depth + 1)

    walk(head, 0)
    kept = sorted(set(out), key=lambda t: t.i)
    # a comma closes the name: "authorities in Orn, Varnia"
    for k in range(1, len(kept)):
        between = head.doc[kept[k - 1].i + 1 : kept[k].i]
        if kept[k].i > head.i and kept[k].dep_ != "conj" and any(t.text == "," for t in between):
            kept = kept[:k]
            break
    while kept and kept[0].pos_ in {"DET", "PUNCT", "ADP"} and kept[0].lower_ not in {"no"}:
        kept.pop(0)
    return kept or [head]


def text_of(tokens: Sequence[Token]) -> str:
    """Tokens as one text, with the blanks between them."""
    return "".join(t.text_with_ws for t in tokens).strip()


def is_definite(head: Token) -> bool:
    """ "the president", "Ukraine's president": one that has been told of."""
    return any(c.dep_ == "nmod:poss" or c.lower_ in _THE for c in head.children)


def owner(head: Token) -> Token | None:
    """Whose it is: "her" in "her office", "country" in "the country's army"."""
    return child(head, "nmod:poss")


def core(head: Token) -> list[Token]:
    """A description without whose it is: "defence minister" of "her defence minister"."""
    whose = owner(head)
    gone = set() if whose is None else {t.i for t in whose.subtree}
    return [t for t in noun_phrase(head) if t.i not in gone] or [head]


def bare(head: Token) -> bool:
    """Whether a noun stands by itself, with nothing but an article or a number: "the group", "two others"."""
    plain = (c.pos_ in {"DET", "NUM", "PUNCT"} or c.dep_ in {"case", "cc"} or c.i > head.i for c in head.children)
    return all(plain) and child(head, "nmod") is None
