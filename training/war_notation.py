"""A short notation for dependency trees, in which the war patterns are parsed by hand.

A phrase is written in its order, in brackets that begin with its relation:
``[nsubj the attack/N [nmod on Lyman/P@LOC]]``. Its head is the one bare word in it. Every other word is a leaf,
``relation:word/TAG@KIND``; function words know their relation and tag (``_WORDS``), and one that heads a phrase is
written ``=word``. What stands outside all brackets is the root's phrase. ``+to`` is the infinitive's mark; ``p:`` is a
passive auxiliary and ``c:`` a copula, of the shorter names in ``_RELATION``. Commas and conjunctions find their heads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from training.data import RELATIONS

__all__ = ["Word", "parse"]


@dataclass(slots=True)
class Word:
    """A word of a tree; ``head`` is one-based, 0 for the root; ``entity`` is PER, ORG, LOC or None."""

    form: str
    xpos: str
    relation: str
    entity: str | None
    head: int = -1
    upos: str = ""


_RELATION = {
    "S": "nsubj", "P": "nsubj:pass", "O": "obj", "I": "iobj", "N": "nmod", "B": "obl", "A": "obl:agent", "C": "ccomp",
    "X": "xcomp", "J": "conj", "R": "acl:relcl", "L": "acl", "V": "advcl", "G": "nmod:poss", "a": "amod",
    "k": "compound", "v": "advmod", "n": "nummod", "p": "aux:pass", "c": "cop", "t": "compound:prt", "f": "fixed",
    "Y": "parataxis",
}  # fmt: skip
_TAG = {
    "N": "NN", "S": "NNS", "P": "NNP", "Ps": "NNPS", "V": "VB", "D": "VBD", "G": "VBG", "E": "VBN", "Z": "VBZ",
    "R": "VBP", "J": "JJ", "A": "RB",
}  # fmt: skip
_BY_RELATION = {
    "amod": "JJ", "compound": "NN", "advmod": "RB", "nummod": "CD", "det": "DT", "mark": "IN", "flat": "NNP",
    "compound:prt": "RP", "case": "IN", "cc": "CC",
}  # fmt: skip
_VERBS = {
    "was": "VBD", "were": "VBD", "is": "VBZ", "are": "VBP", "be": "VB", "been": "VBN", "being": "VBG", "has": "VBZ",
    "have": "VBP", "had": "VBD", "having": "VBG", "did": "VBD", "does": "VBZ", "do": "VBP", "will": "MD",
    "would": "MD", "could": "MD", "can": "MD", "may": "MD", "might": "MD", "should": "MD", "must": "MD",
}  # fmt: skip
_PUNCT = {",": ",", ".": ".", "?": ".", "!": ".", ";": ":", ":": ":", "—": ":", "–": ":", "“": "``", "”": "''",
          "(": "-LRB-", ")": "-RRB-", "-": "HYPH"}  # fmt: skip
_WORDS = {
    ("det", "DT"): "the a an this these those no some any all both",
    ("case", "IN"): "in on of at by from with for near into over under against during towards toward through across "
    "around between along inside outside after before until despite since within to amid behind off above like via "
    "without",
    ("mark", "IN"): "that while if because although as whether",
    ("cc", "CC"): "and or but",
    ("nsubj", "PRP"): "he she it they we i",
    ("nmod:poss", "PRP$"): "his her its their our my",
    ("advmod", "RB"): "not n’t also still now only later earlier already again just",
    ("advmod", "WRB"): "when where",
    ("nsubj", "WP"): "who",
    ("nsubj", "WDT"): "which",
    ("expl", "EX"): "there",
    ("case", "POS"): "’s ’",
}
_KNOWN = (
    {word: meaning for meaning, words in _WORDS.items() for word in words.split()}
    | {w: ("aux", t) for w, t in _VERBS.items()}
    | {p: ("punct", t) for p, t in _PUNCT.items()}
)
_PRONOUNS = dict.fromkeys(("him", "them", "us", "me", "himself", "itself", "themselves"), "PRP")
_LEAF = re.compile(r"(?P<word>.+?)(?:/(?P<tag>[A-Z$a-z-]+|``|'')?)?(?:@(?P<kind>PER|ORG|LOC))?$")


def _relation(name: str) -> str:
    relation = _RELATION.get(name, name)
    if relation not in RELATIONS:
        raise ValueError(f"no such relation: {name!r}")
    return relation


def _leaf(token: str) -> tuple[Word, bool]:
    """The word, and whether it is the head of its phrase."""
    if token == "+to":
        return Word("to", "TO", "mark", None), False
    relation = None
    head = token.startswith("=")
    token = token.removeprefix("=")
    named = re.match(r"(?P<relation>[a-zA-Z]+(?::[a-z]+)??):(?P<rest>.+)", token)
    if named:
        two = re.match(r"([a-z]+:(?:prt|pass|poss|agent|relcl)):(.+)", token)
        relation, token = (two[1], two[2]) if two else (named["relation"], named["rest"])
        relation = _relation(relation)
    m = _LEAF.fullmatch(token)
    if not m:
        raise ValueError(f"not a word: {token!r}")
    word = m["word"]
    known = _KNOWN.get(word)
    tag = _TAG.get(m["tag"], m["tag"]) if m["tag"] else None
    by_relation = _BY_RELATION.get(relation or "")
    if relation in {"compound:prt", "det"}:  # "through" and "that" are known as other words
        known = None
    tag = tag or (known[1] if known else None) or _PRONOUNS.get(word) or by_relation
    if not tag:
        raise ValueError(f"no tag for {token!r}")
    if not relation and known and not head:
        relation = known[0]
    return Word(word, tag, relation or "", m["kind"]), relation is None


def _upos(w: Word) -> str:
    tag, rel = w.xpos, w.relation
    if tag in {"NNP", "NNPS"}:
        return "ADJ" if rel == "amod" else "PROPN"
    if tag.startswith("NN"):
        return "NOUN"
    if tag == "MD" or (tag.startswith("VB") and rel.split(":")[0] in {"aux", "cop"}):
        return "AUX"
    if tag == "IN":
        return "SCONJ" if rel == "mark" else "ADV" if rel == "advmod" else "ADP"
    if tag == "DT":
        return "DET" if rel == "det" else "PRON"
    if w.form.lower() in {"not", "n’t"}:
        return "PART"
    return {
        "VB": "VERB", "JJ": "ADJ", "RB": "ADV", "RP": "ADP", "TO": "PART", "CD": "NUM", "CC": "CCONJ", "PO": "PART",
        "PR": "PRON", "EX": "PRON", "WP": "PRON", "WD": "PRON", "WR": "ADV", "PD": "DET", "$": "SYM",
    }.get(tag[:2], "PUNCT")  # fmt: skip


def _hang(words: list[Word], head: int, waiting: list[int]) -> None:
    """Hangs a phrase's words on its head, but a comma or a conjunction on the part that it sets off."""
    for at, number in enumerate(waiting):
        word = words[number - 1]
        word.head = head
        after = [n for n in waiting[at + 1 :] if words[n - 1].relation not in {"punct", "cc"}]
        joins = bool(after) and words[after[0] - 1].relation == "conj"
        if word.relation == "cc" and joins:
            word.head = after[0]
        elif word.form in {",", ":"}:
            if number > head and after:
                word.head = after[0]
            elif number < head and at and words[waiting[at - 1] - 1].relation != "punct":
                word.head = waiting[at - 1]


def parse(pattern: str) -> list[Word]:
    """The words of a filled pattern with their heads; ValueError says which phrase is wrong."""
    words: list[Word] = []
    # Each open phrase: its relation, its head's number or 0, and the numbers that wait for that head.
    open_phrases: list[tuple[str, list[int], list[int]]] = [("root", [], [])]
    for token in [*re.sub(r"\]", " ] ", pattern).split(), "]"]:
        if token.startswith("[") and len(token) > 1:
            open_phrases.append((_relation(token[1:]), [], []))
        elif token == "]":
            relation, heads, waiting = open_phrases.pop()
            if len(heads) != 1:
                found = [words[h - 1].form for h in heads]
                raise ValueError(f"a phrase [{relation}] needs one head, not {found}, in: {pattern}")
            words[heads[0] - 1].relation = relation
            _hang(words, heads[0], waiting)
            if open_phrases:
                open_phrases[-1][2].append(heads[0])
            else:
                words[heads[0] - 1].head = 0
        else:
            if not open_phrases:
                raise ValueError(f"a bracket too many in: {pattern}")
            word, head = _leaf(token)
            words.append(word)
            _, heads, waiting = open_phrases[-1]
            (heads if head else waiting).append(len(words))
    if open_phrases:
        raise ValueError(f"a bracket is left open in: {pattern}")
    for j, w in enumerate(words):
        if w.form == "have" and any(x.xpos in {"MD", "TO"} for x in words[max(0, j - 2) : j]):
            w.xpos = "VB"
        w.upos = _upos(w)
    return words
