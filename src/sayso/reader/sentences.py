"""Where sentences start: rules on raw text, for a parser that takes one sentence at a time."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, cast

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Token

from sayso.reader.wordlists import table as read_table

__all__ = ["make_sentences", "mark_sentences"]

_CLOSERS = frozenset("\"'”’)]»")
_OPENERS = frozenset("\"'“‘([«")
_INITIAL = re.compile(r"^(?:[A-Z]\.)+$")


@cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    table = read_table("sentences")
    return frozenset(table["never_ends"]), frozenset(table["may_end"]), frozenset(table["openers"])


def _could_start(token: Token) -> bool:
    text = token.text
    return text[0].isupper() or text[0].isdigit() or text[0] in _OPENERS or text[0] in "-–—•" or not text.isascii()


def _ends(token: Token, after: Token) -> bool:
    """Whether a sentence ends at ``token`` (its last mark, before any closing quotes)."""
    never, may, openers = _abbreviations()
    text = token.text
    if text[-1] in "!?…":
        return True
    if text in {".", ".."} and token.i and not token.nbor(-1).whitespace_:
        text = token.nbor(-1).text + "."  # "Col" and "." come apart in tokenizing
        if text.lower() not in never and not (_INITIAL.match(text) and not token.nbor(-1).is_sent_start):
            return True
    elif text in {".", ".."}:
        return True
    if not text.endswith("."):
        return False
    if text.lower() in never or _INITIAL.match(text):
        # "U.S. Forces" goes on; "in the U.S. He said" ends: only a clear opener may follow.
        return text.lower() in may and after.text in openers
    return True


def mark_sentences(doc: Doc) -> Doc:
    """Set every token's sentence start: at blank lines, and after closing punctuation that is no abbreviation."""
    n = len(doc)
    starts = [False] * n
    if n:
        starts[0] = True
    j = 0
    while j < n:
        token = doc[j]
        # A single break may be a hard wrap; which lines are paragraphs is intake's to say.
        if token.is_space and token.text.count("\n") > 1 and j + 1 < n:
            starts[j + 1] = True
            j += 1
            continue
        if token.text[-1] in ".!?…" and not token.is_space:
            end = j
            while end + 1 < n and doc[end + 1].text[0] in _CLOSERS and not _opens(doc, end + 1):
                end += 1
            k = end + 1
            spaced = bool(doc[end].whitespace_)
            while k < n and doc[k].is_space:
                spaced = True
                k += 1
            closes_quote = end > j
            if k < n and (spaced or closes_quote) and _could_start(doc[k]) and _ends(token, doc[k]):
                starts[end + 1 if end + 1 == k else k] = True
            j = end
        j += 1
    # At once: a token that is told by itself has spaCy look the whole text over first.
    if n:
        doc.from_array([SENT_START], cast(Any, np.where(starts, 1, -1).astype(np.int64).view(np.uint64).reshape(n, 1)))
    return doc


def _opens(doc: Doc, j: int) -> bool:
    """A straight quote opens when white space stands before it and none after."""
    if doc[j].text not in {'"', "'"}:
        return False
    return bool(doc[j - 1].whitespace_) and not doc[j].whitespace_


@Language.factory("sayso_sentences", assigns=["token.is_sent_start"])
def make_sentences(nlp: Language, name: str) -> object:
    """Make the sentence splitter for a spaCy pipeline."""
    return mark_sentences
