"""The dictionary form of a word, from its tag: regular endings undone, irregular forms looked up."""

from __future__ import annotations

import json
from functools import cache, cached_property
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from sayso.errors import SetupError
from sayso.reader.encoder import WEIGHTS
from sayso.reader.wordlists import table as read_table

__all__ = ["Lemmas", "irregular_verbs", "make_lemmas", "regular_forms"]

_VERB = {"VBD": "ed", "VBN": "ed", "VBG": "ing", "VBZ": "s"}
_NOUN = {"NNS": "s", "NNPS": "s"}
_ADJECTIVE = {"JJR": "er", "RBR": "er", "JJS": "est", "RBS": "est"}
# "retook" is inflected as "took" is.
_PREFIXES = ("re", "over", "under", "out", "un", "mis", "with", "fore")
_NEEDS_E = ("c", "v", "u", "s", "z", "g", "at", "it", "ot", "ir", "iz", "bl", "pl", "tl", "dl", "rs")


@cache
def irregular_verbs() -> dict[str, str]:
    """Lemma by past form or participle, from ``data/verbs.toml``."""
    table: dict[str, list[str]] = read_table("verbs")
    return {form: lemma for lemma, forms in table.items() for form in forms}


def regular_forms(word: str, tag: str) -> list[str]:
    """Lemmas that regular inflection allows for a lower-case word, the likeliest first."""
    ending = _VERB.get(tag) or _NOUN.get(tag) or _ADJECTIVE.get(tag)
    if ending is None or not word.endswith(ending) or len(word) <= len(ending) + 1:
        return [word]
    if ending == "s":
        if word.endswith("ies") and len(word) > 4:
            return [word[:-3] + "y", word[:-1]]
        if word.endswith(("sses", "shes", "ches", "xes", "zes", "oes")):
            return [word[:-2], word[:-1]]
        if word.endswith("ss"):
            return [word]
        return [word[:-1], word[:-2]] if word.endswith("es") else [word[:-1]]
    stem = word[: -len(ending)]
    if stem.endswith("e") and ending == "ed":
        return [stem + "e"]  # "freed", "agreed"
    if stem.endswith("i") and ending != "ing":
        return [stem[:-1] + "y", stem + "e"]
    if stem.endswith("y") and ending == "ing":
        return [stem, stem[:-1] + "ie"]
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "aeiou":
        undoubled = [stem[:-1], stem]
        return undoubled[::-1] if stem[-1] in "lszf" else undoubled
    return [stem + "e", stem] if stem.endswith(_NEEDS_E) and not stem.endswith(("ss", "ous")) else [stem, stem + "e"]


class Lemmas:
    """The lemmatizer as a spaCy component; needs tags."""

    def __init__(self, table: Path = WEIGHTS / "lemmas.json") -> None:
        self._table = table

    @cached_property
    def _data(self) -> tuple[dict[str, dict[str, str]], dict[str, frozenset[str]]]:
        try:
            raw = json.loads(self._table.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            fix = "reinstall sayso, or re-make it: python -m training"
            raise SetupError(str(self._table), "table of lemmas", error, fix) from error
        verbs = irregular_verbs()
        irregular: dict[str, dict[str, str]] = raw["irregular"]
        for tag in ("VBD", "VBN"):  # taggers confuse the two, and few forms tell them apart
            irregular[tag] = {**irregular.get(tag, {}), **verbs}
        known = {k: frozenset(v) for k, v in raw["known"].items()}
        known["VB"] = known.get("VB", frozenset()) | frozenset(verbs.values())
        return irregular, known

    def lemma(self, word: str, tag: str) -> str:
        """The lemma of a word with a Penn tag; names keep their capitals."""
        if tag in {"NNP", "NNPS"}:
            return word
        lower = word.lower()
        irregular, known = self._data
        found = irregular.get(tag, {}).get(lower)
        if found is not None:
            return found
        if tag in {"VB", "VBP"} and lower not in known["VB"] and lower in irregular["VBD"]:
            return irregular["VBD"][lower]  # a past that the tagger took for a present
        for prefix in _PREFIXES:
            inner = irregular.get(tag, {}).get(lower.removeprefix(prefix)) if lower.startswith(prefix) else None
            if inner is None and tag in {"VB", "VBP"} and lower.startswith(prefix) and lower not in known["VB"]:
                inner = irregular["VBD"].get(lower.removeprefix(prefix))
            if inner is not None and tag.startswith("VB"):
                return prefix + inner
        forms = regular_forms(lower, tag)
        words = known.get(tag[:2], frozenset())
        return next((f for f in forms if f in words), forms[0])

    def __call__(self, doc: Doc) -> Doc:
        """Set every token's lemma."""
        for token in doc:
            token.lemma_ = self.lemma(token.text, token.tag_)
        return doc


@Language.factory("sayso_lemmas", requires=["token.tag"], assigns=["token.lemma"])
def make_lemmas(nlp: Language, name: str) -> Lemmas:
    """Make the lemmatizer for a spaCy pipeline."""
    return Lemmas()
