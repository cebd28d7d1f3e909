"""Compiles the lemmatizer's table from the treebanks: which lemmas exist, and which forms are irregular."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path

from sayso.reader.cues import cues
from sayso.reader.lemmas import regular_forms
from sayso.reader.lexicon import lexicon
from training.data import Sentence

__all__ = ["write_lemmas"]


def write_lemmas(sentences: list[Sentence], path: Path) -> None:
    """Write ``{"known": {tag group: lemmas}, "irregular": {tag: {form: lemma}}}``."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    known: dict[str, set[str]] = defaultdict(set)
    for s in sentences:
        if s.xpos is None or s.lemmas is None:
            continue
        for word, tag, lemma in zip(s.words, s.xpos, s.lemmas, strict=True):
            plain = word.isalpha() or "'" in word or "’" in word
            if tag.startswith("NNP") or not plain:
                continue
            seen[tag, word.lower()][lemma.lower()] += 1
            if tag[:2] in {"VB", "NN", "JJ", "RB"} and lemma.isalpha():
                known[tag[:2]].add(lemma.lower())
    # A lemma that is nowhere a word of its own is an annotator's slip ("fre" for "freed").
    bare = {form for tag, form in seen if tag in {"VB", "VBP", "NN", "JJ", "RB"}}
    known = defaultdict(set, {group: words & bare for group, words in known.items()})
    # Verbs that the reader asks for and web English lacks ("rebuff", "shell").
    known["VB"] |= {v.split("_")[0] for v in lexicon().verbs} | {v for v in cues().speech if v.isalpha()}
    known["NN"] |= set(lexicon().nouns)
    irregular: dict[str, dict[str, str]] = defaultdict(dict)
    for (tag, form), lemmas in sorted(seen.items()):
        lemma = lemmas.most_common(1)[0][0]
        forms = regular_forms(form, tag)
        if tag[:2] in {"VB", "NN"} and lemma not in bare and lemma.isalpha():
            continue
        if next((f for f in forms if f in known[tag[:2]]), forms[0]) != lemma:
            irregular[tag][form] = lemma
    table = {"known": {k: sorted(v) for k, v in sorted(known.items())}, "irregular": irregular}
    path.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
