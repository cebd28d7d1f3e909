"""The English pipeline: Sayso's own trained components, or a spaCy model that the user names."""

from __future__ import annotations

from functools import lru_cache

import spacy
from spacy.language import Language

from sayso.errors import SetupError

# Imported for their side effect: spaCy learns the factories' names.
from sayso.reader import encoder, lemmas, sentences
from sayso.reader.universal import is_clear

__all__ = ["COMPONENTS", "load_pipeline"]

COMPONENTS = ("sayso_sentences", "sayso_encoder", "sayso_lemmas")
_ = (encoder, lemmas, sentences)


@lru_cache(maxsize=4)
def load_pipeline(model: str | None = None) -> Language:
    """A spaCy ``Language`` that tags, parses, lemmatizes and finds names.

    ``model`` names an installed spaCy model or a folder; without it Sayso's own runs. A model that parses in
    the CLEAR style, as spaCy's own do, has its trees turned into Universal Dependencies. SetupError when the
    model can't be loaded or gives no parse.
    """
    if model is None:
        nlp = spacy.blank("en")
        for name in COMPONENTS:
            nlp.add_pipe(name)
        return nlp
    try:
        nlp = spacy.load(model)
    except (OSError, ValueError, ImportError) as error:
        fix = f"install it first, or leave --model out ({error})"
        raise SetupError("--model", "spaCy model", model, fix) from error
    if not {"parser", "sayso_encoder"} & set(nlp.pipe_names):
        raise SetupError("--model", "spaCy model", model, "choose one with a parser")
    if "parser" in nlp.pipe_names and is_clear(nlp.pipe_labels["parser"]) and "sayso_universal" not in nlp.pipe_names:
        nlp.add_pipe("sayso_universal", last=True)
    return nlp
