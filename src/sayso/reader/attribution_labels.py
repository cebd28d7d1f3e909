"""Speakers that layout alone tells: "DAREL: We hold the town.", "“We hold the town.” — Ivo Darel, mayor"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Token

from sayso.reader.attribution_model import Relation, content_of
from sayso.reader.document import Document

__all__ = ["labels"]

_DASHES = frozenset({"―", "—", "–", "--", "-"})
_LONGEST_LABEL = 5  # words before a colon that may name a speaker
_LONGEST_NAME = 16  # words behind a dash that may name one
_SPEAKERS = frozenset({"PER", "PERSON", "ORG"})


def labels(document: Document) -> Iterator[Relation]:
    """The attributions of paragraphs that begin with a speaker's name and a colon, or end with a dash and a name.

    Words before a colon are a name where the report has them for one elsewhere, or where they come back in capitals.
    """
    paragraphs = [[t for s in p.sentences for t in s if not t.is_space] for p in document.paragraphs]
    names = {t.lower_ for e in document.doc.ents if e.label_ in _SPEAKERS for t in e}
    labelled = [found for words in paragraphs if (found := _label(words)) is not None]
    often = Counter(" ".join(t.lower_ for t in name) for name, _ in labelled)
    for name, relation in labelled:
        shouted = all(t.text.isupper() for t in name) and often[" ".join(t.lower_ for t in name)] > 1
        if shouted or names.issuperset(t.lower_ for t in name):
            yield relation
    for before, words in pairwise([[], *paragraphs]):
        yield from _signature(document, words, before)


def _label(words: list[Token]) -> tuple[list[Token], Relation] | None:
    """ "DAREL: We hold the town.": the words before a colon in front, and what stands behind it as told by them."""
    start = 1 if words and words[0].text in {'"', "“"} else 0
    colon = next((k for k, t in enumerate(words[: _LONGEST_LABEL + start + 1]) if t.text == ":"), 0)
    name = words[start:colon]
    if not name or colon + 2 >= len(words) or not all(t.text[0].isupper() for t in name):
        return None
    at = words[colon].i
    return name, Relation(at, frozenset(t.i for t in name), frozenset({at}), content_of(words[colon + 1 :]), "label")


def _signature(document: Document, words: list[Token], before: list[Token]) -> Iterator[Relation]:
    """ "“We hold the town.” — Ivo Darel": a dash and a name after a quotation close it."""
    dash = next((k for k in range(len(words) - 2, -1, -1) if words[k].text in _DASHES), -1)
    name = words[dash + 1 :]
    if dash < 0 or len(name) > _LONGEST_NAME or name[0].pos_ != "PROPN":
        return
    said = words[:dash] or before
    if said and document.quote_of(said[-1]) is not None and document.quote_of(name[0]) is None:
        named = name[:-1] if name[-1].text in {".", ","} else name
        at = words[dash].i
        yield Relation(at, frozenset(t.i for t in named), frozenset({at}), content_of(said), "signature")
