"""Fits the joint model: one pass over shuffled batches after another, the rate falling to nothing."""

from __future__ import annotations

import random
import time
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from sayso.reader.subwords import Encoded, Subwords, collate
from training.augment import Names, swap_names
from training.data import CLAIM_TAGS, ENTITY_TAGS, MODALITY_TAGS, RELATIONS, UPOS, Sentence
from training.model import Joint

__all__ = ["fit"]

_BATCH = 1000  # padded sub-words
_WARM_UP = 80
_LONGEST = (140, 256)  # words, sub-words: longer sentences are left out
_NONE = -100


def _targets(sentence: Sentence, xpos: dict[str, int]) -> dict[str, list[int]]:
    upos = {t: j for j, t in enumerate(UPOS)}
    relations = {t: j for j, t in enumerate(RELATIONS)}
    tags = {t: j for j, t in enumerate(ENTITY_TAGS)}
    none = [_NONE] * len(sentence.words)
    out = dict.fromkeys(("upos", "xpos", "heads", "relations", "entities", "claims", "modalities"), none)
    if sentence.heads and sentence.upos and sentence.xpos and sentence.relations:
        out["upos"] = [upos.get(t, _NONE) for t in sentence.upos]
        out["xpos"] = [xpos.get(t, _NONE) for t in sentence.xpos]
        out["heads"] = list(sentence.heads)
        out["relations"] = [relations.get(t, _NONE) for t in sentence.relations]
    if sentence.claims and sentence.modalities:
        out["claims"] = [CLAIM_TAGS.index(t) for t in sentence.claims]
        out["modalities"] = [_NONE if t is None else MODALITY_TAGS.index(t) for t in sentence.modalities]
    elif sentence.entities:
        out["entities"] = [_NONE if t is None else tags[t] for t in sentence.entities]
    return out


def _batches(lengths: list[int], rng: random.Random) -> list[list[int]]:
    """Indices grouped by nearly equal length, so that little is padding, in random order."""
    order = sorted(range(len(lengths)), key=lambda j: lengths[j] + rng.random() * 6)
    batches: list[list[int]] = []
    batch: list[int] = []
    longest = 0
    for j in order:
        if batch and max(longest, lengths[j]) * (len(batch) + 1) > _BATCH:
            batches.append(batch)
            batch, longest = [], 0
        batch.append(j)
        longest = max(longest, lengths[j])
    batches.append(batch)
    rng.shuffle(batches)
    return batches


def _padded(rows: list[list[int]]) -> Tensor:
    width = max(len(r) for r in rows)
    return torch.tensor([r + [_NONE] * (width - len(r)) for r in rows])


def _loss(model: Joint, encoded: list[Encoded], wanted: list[dict[str, list[int]]]) -> Tensor:
    batch = collate(encoded)
    ids, shapes, first, mask = map(torch.from_numpy, (batch.ids, batch.shapes, batch.first, batch.mask))
    gold = {k: _padded([w[k] for w in wanted]) for k in wanted[0]}

    def cross_entropy(scores: Tensor, target: Tensor) -> Tensor:
        return functional.cross_entropy(scores.float().flatten(0, -2), target.flatten(), ignore_index=_NONE)

    with torch.autocast("cpu", dtype=torch.bfloat16):
        arcs, label_head, label_child, upos, xpos, names, claims = model.features(ids, shapes, first, mask)
        loss = torch.zeros(())
        if bool((gold["entities"] >= 0).any()):
            loss = loss + cross_entropy(names, gold["entities"])
        if bool((gold["heads"] >= 0).any()):
            labels = model.labels(label_head, label_child, gold["heads"].clamp(min=0))
            loss = loss + cross_entropy(arcs, gold["heads"]) + cross_entropy(labels, gold["relations"])
            loss = loss + 0.5 * cross_entropy(upos, gold["upos"]) + 0.5 * cross_entropy(xpos, gold["xpos"])
        if bool((gold["claims"] >= 0).any()):
            kinds = len(CLAIM_TAGS)
            loss = loss + cross_entropy(claims[..., :kinds], gold["claims"])
            if bool((gold["modalities"] >= 0).any()):
                loss = loss + 0.2 * cross_entropy(claims[..., kinds:], gold["modalities"])
    return loss


def fit(
    model: Joint,
    sentences: list[Sentence],
    subwords: Subwords,
    names: Names,
    xpos: list[str],
    *,
    epochs: float,
    threads: int,
    peak: float = 1.0,
    swap: float = 0.3,
    seed: int = 0,
    checkpoint: Path | None = None,
) -> None:
    """Train the model in place for so many epochs; ``peak`` scales the learning rates, a second stage wants less."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    rng = random.Random(seed)
    xpos_index = {t: j for j, t in enumerate(xpos)}
    kept = [
        (s, e)
        for s, e in zip(sentences, subwords.encode([s.words for s in sentences]), strict=True)
        if len(s.words) <= _LONGEST[0] and len(e.ids) <= _LONGEST[1]
    ]
    data = [(s, e, _targets(s, xpos_index)) for s, e in kept]
    lengths = [len(e.ids) for _, e, _ in data]
    model.train()
    shape = model.encoder.shapes.weight
    inner = [p for p in model.encoder.parameters() if p.requires_grad and p is not shape]
    outer = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    rates = (2e-4 * peak, 2e-3 * peak, 1e-3 * peak)
    optimizer = torch.optim.AdamW(
        [
            {"params": inner, "weight_decay": 0.01},
            {"params": outer, "weight_decay": 0.0},
            {"params": [shape], "weight_decay": 0.0},
        ],
        lr=rates[0],
        betas=(0.9, 0.98),
        fused=True,
    )
    total = int(len(_batches(lengths, random.Random(seed))) * epochs)
    step, running, began = 0, 0.0, time.time()
    while step < total:
        for batch in _batches(lengths, rng):
            factor = min(1.0, (step + 1) / _WARM_UP) * (1 - step / total)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * factor
            told = [data[j] for j in batch]
            swapped = [swap_names(s, names, rng) if rng.random() < swap else s for s, _, _ in told]
            encoded = subwords.encode([s.words for s in swapped])
            loss = _loss(model, encoded, [t for _, _, t in told])
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(inner + outer, 2.0)
            optimizer.step()
            step += 1
            running += float(loss.detach())
            if step % 50 == 0:
                left = (time.time() - began) / step * (total - step) / 60
                print(f"step {step}/{total}  loss {running / 50:.3f}  {left:.0f} min left", flush=True)
                running = 0.0
                if checkpoint and step % 1000 == 0:
                    torch.save(model.state_dict(), checkpoint)
            if step >= total:
                break
    if checkpoint:
        torch.save(model.state_dict(), checkpoint)
    model.eval()
