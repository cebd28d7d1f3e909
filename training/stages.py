"""The two stages of training: syntax and names first, then claims beside them.

What heads a claim is told by the parse, so the parser comes first; the second stage goes on with a share of the
first's sentences, so that the encoder does not forget them, and with the labelled reports, each told several times
under other names.
"""

from __future__ import annotations

import random
from pathlib import Path

import spacy
import torch
from spacy.language import Language

from sayso.reader import language
from sayso.reader.subwords import Subwords
from training.augment import Names
from training.base import base_model
from training.claim_figures import claim_figures
from training.claims import held_out, labelled_sentences
from training.data import Sentence, training_set
from training.export import export
from training.fit import fit
from training.lemmas import write_lemmas
from training.marked import marked_sentences, read_marked
from training.model import Joint
from training.reports import read_reports
from training.war import war_sentences

__all__ = ["blended", "pipeline", "train"]

_KEPT = 0.4  # share of the first stage's sentences that the second goes on with
_TOLD = 3  # times that a labelled report's sentence comes up in an epoch of the second
_SECOND_PEAK = 0.5
_SECOND_SHARE = 0.75  # by the seen gold reports, the names of bench.entities and training.claim_figures


def pipeline(weights: Path) -> Language:
    """The English pipeline on the weights of a folder."""
    nlp = spacy.blank("en")
    for name in language.COMPONENTS:
        nlp.add_pipe(name, config={"weights": str(weights)} if name == "sayso_encoder" else {})
    return nlp


def blended(first: dict[str, torch.Tensor], second: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Weights between those of the two stages: names and trees that the second lost come back, and claims gain a
    little.

    Method: weight-space ensembling (Wortsman et al. 2022, Robust fine-tuning of zero-shot models).
    """
    return {
        name: _SECOND_SHARE * later + (1 - _SECOND_SHARE) * first[name]
        if name in first and later.is_floating_point() and not name.startswith(("claims.", "mix_claims"))
        else later
        for name, later in second.items()
    }


def train(shared: Path, build: Path, weights: Path, *, epochs: tuple[float, float], threads: int) -> None:
    """Train both stages and export into ``weights``; a first stage that lies in ``build`` is taken as it is."""
    base = base_model()
    build.mkdir(parents=True, exist_ok=True)
    sentences: list[Sentence] = [*training_set(shared), *war_sentences(seed=0)]
    xpos = sorted({t for s in sentences if s.xpos for t in s.xpos})
    tokenizer = base / "tokenizer.json"
    subwords = Subwords(tokenizer)
    names = Names(Path(__file__).parent / "names.toml")
    first = build / "first.pt"
    model = Joint(len(xpos))
    if first.is_file():
        print(f"first stage taken from {first}", flush=True)
        model.load_state_dict(torch.load(first), strict=False)
    else:
        model.encoder.load_base(base / "model.safetensors")
        fit(model, sentences, subwords, names, xpos, epochs=epochs[0], threads=threads, checkpoint=first)
    export(model, xpos, subwords, tokenizer, build / "first")
    reports = [r for r in read_reports() if not held_out(r)]
    nlp = pipeline(build / "first")
    claims = [*labelled_sentences(reports, nlp), *marked_sentences(read_marked(), nlp)]
    print(f"{len(reports)} labelled reports, {len(claims)} sentences with those marked one by one", flush=True)
    kept = random.Random(0).sample(sentences, int(_KEPT * len(sentences)))
    both = [*kept, *claims * _TOLD]
    second = build / "second.pt"
    fit(model, both, subwords, names, xpos, epochs=epochs[1], threads=threads, peak=_SECOND_PEAK, checkpoint=second)
    model.load_state_dict(blended(torch.load(first), model.state_dict()))
    export(model, xpos, subwords, tokenizer, weights)
    apart = [r for r in read_reports() if held_out(r)]
    print({k: round(v, 1) for k, v in claim_figures(apart, pipeline(weights)).items()}, flush=True)
    write_lemmas(sentences, weights / "lemmas.json")
