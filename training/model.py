"""The joint tagger, parser and entity recogniser, in torch: used for training only.

A BERT-like encoder (MiniLM, six layers) with a learned embedding of each word's letter case, three
learned mixes of its layers (for syntax, names and claims), and heads on each word's first
sub-word: UPOS, XPOS, biaffine arcs and labels (Dozat and Manning 2017), BIO entities, and the type
and modality of the claim that the word heads.
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from sayso.reader.subwords import SHAPES
from training.data import CLAIM_TAGS, ENTITY_TAGS, MODALITY_TAGS, RELATIONS, UPOS

__all__ = ["Encoder", "Joint"]

WIDTH = 384
HEADS = 12
_MASKED = -1e4


class Layer(nn.Module):
    """One transformer layer, post-norm as BERT has it."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm_attention = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, 4 * WIDTH)
        self.down = nn.Linear(4 * WIDTH, WIDTH)
        self.norm_out = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        if self.training:
            mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
        else:  # spelled out, so that the exporter sees plain operators
            weights = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + mask, -1)
            mixed = weights @ v
        x = self.norm_attention(x + self.dropout(self.out(mixed.transpose(1, 2).reshape(batch, length, WIDTH))))
        return self.norm_out(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Embeddings (frozen, but for the letter case) and six layers; returns every layer's output."""

    def __init__(self, layers: int = 6, vocabulary: int = 30522) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))

    def load_base(self, weights: Path) -> None:
        """Start from the published weights."""
        base = {k.removeprefix("bert."): v for k, v in load_file(weights).items()}
        self.words.weight.data = base["embeddings.word_embeddings.weight"].clone()
        self.positions.weight.data = (
            base["embeddings.position_embeddings.weight"] + base["embeddings.token_type_embeddings.weight"][0]
        )
        nn.init.zeros_(self.shapes.weight)
        self.norm.weight.data = base["embeddings.LayerNorm.weight"]
        self.norm.bias.data = base["embeddings.LayerNorm.bias"]
        plain = {
            "out": "attention.output.dense",
            "norm_attention": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm_out": "output.LayerNorm",
        }
        for j, layer in enumerate(self.layers):
            prefix = f"encoder.layer.{j}."
            for part in ("weight", "bias"):
                joined = [base[f"{prefix}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
                setattr(layer.qkv, part, nn.Parameter(torch.cat(joined)))
                for ours, theirs in plain.items():
                    getattr(layer, ours).__setattr__(part, nn.Parameter(base[f"{prefix}{theirs}.{part}"].clone()))
        self.words.weight.requires_grad = False
        self.positions.weight.requires_grad = False

    def forward(self, ids: Tensor, shapes: Tensor) -> list[Tensor]:
        positions = torch.arange(ids.shape[1], device=ids.device)
        x = self.dropout(self.norm(self.words(ids) + self.shapes(shapes) + self.positions(positions)))
        mask = (ids == 0)[:, None, None, :].to(x.dtype) * _MASKED
        outputs = [x]
        for layer in self.layers:
            x = layer(x, mask)
            outputs.append(x)
        return outputs


class Joint(nn.Module):
    """The encoder with its heads."""

    def __init__(self, xpos: int, arc: int = 192, label: int = 96, layers: int = 6) -> None:
        super().__init__()
        self.encoder = Encoder(layers)
        last = torch.tensor([0.0] * layers + [1.0])
        self.mix_syntax, self.mix_names = nn.Parameter(last.clone()), nn.Parameter(last.clone())
        self.mix_claims = nn.Parameter(last.clone())
        self.upos = nn.Linear(WIDTH, len(UPOS))
        self.xpos = nn.Linear(WIDTH, xpos)
        self.names = nn.Sequential(nn.Linear(WIDTH, 192), nn.GELU(), nn.Dropout(0.2), nn.Linear(192, len(ENTITY_TAGS)))
        told = len(CLAIM_TAGS) + len(MODALITY_TAGS)
        self.claims = nn.Sequential(nn.Linear(WIDTH, 256), nn.GELU(), nn.Dropout(0.3), nn.Linear(256, told))
        self.arc_head, self.arc_child = nn.Linear(WIDTH, arc), nn.Linear(WIDTH, arc)
        self.label_head, self.label_child = nn.Linear(WIDTH, label), nn.Linear(WIDTH, label)
        self.arc_weight = nn.Parameter(torch.zeros(arc + 1, arc))
        nn.init.xavier_uniform_(self.arc_weight.data[:arc])
        self.label_weight = nn.Parameter(torch.zeros(label + 1, len(RELATIONS) * (label + 1)))
        nn.init.normal_(self.label_weight, std=0.02)
        self.dropout = nn.Dropout(0.25)

    @staticmethod
    def _mix(outputs: list[Tensor], weights: Tensor) -> Tensor:
        shares = torch.softmax(weights, 0)
        total = outputs[0] * shares[0]
        for share, output in zip(shares[1:], outputs[1:], strict=True):
            total = total + output * share
        return total

    def features(
        self, ids: Tensor, shapes: Tensor, first: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Arc scores (B, N, N+1), label features of heads and children, and UPOS, XPOS, entity and claim scores."""
        outputs = self.encoder(ids, shapes)
        pick = first[:, :, None].expand(-1, -1, WIDTH)
        syntax, names = self._mix(outputs, self.mix_syntax), self._mix(outputs, self.mix_names)
        words = self.dropout(torch.gather(syntax, 1, pick))
        root = self.dropout(syntax[:, :1])
        name_words = self.dropout(torch.gather(names, 1, pick))
        claim_words = self.dropout(torch.gather(self._mix(outputs, self.mix_claims), 1, pick))
        rooted = torch.cat([root, words], 1)

        def head(layer: nn.Linear, x: Tensor) -> Tensor:
            return self.dropout(functional.gelu(layer(x)))

        arc_head, arc_child = head(self.arc_head, rooted), head(self.arc_child, words)
        one = torch.ones_like(arc_child[:, :, :1])
        arcs = torch.cat([arc_child, one], -1) @ self.arc_weight @ arc_head.transpose(1, 2)
        can_head = torch.cat([mask[:, :1], mask], 1)
        arcs = arcs.float() / math.sqrt(arc_head.shape[-1]) + (~can_head)[:, None, :].float() * _MASKED
        label_head, label_child = head(self.label_head, rooted), head(self.label_child, words)
        return (
            arcs,
            label_head,
            label_child,
            self.upos(words),
            self.xpos(words),
            self.names(name_words),
            self.claims(claim_words),
        )

    def labels(self, label_head: Tensor, label_child: Tensor, heads: Tensor) -> Tensor:
        """Scores (B, N, relations) of each word's relation to the head given for it."""
        width = label_head.shape[-1]
        chosen = torch.gather(label_head, 1, heads[:, :, None].expand(-1, -1, width))
        one = torch.ones_like(chosen[:, :, :1])
        batch, length, _ = label_child.shape
        form = (torch.cat([label_child, one], -1) @ self.label_weight).view(batch, length, len(RELATIONS), width + 1)
        return (form @ torch.cat([chosen, one], -1)[..., None]).squeeze(-1)

    def forward(self, ids: Tensor, shapes: Tensor, first: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """What the exported graph gives: arc scores, the best class of each head, entity scores, label features, claim
        scores."""
        arcs, label_head, label_child, upos, xpos, names, claims = self.features(ids, shapes, first, mask)
        relation = self.labels(label_head, label_child, arcs.argmax(-1)).argmax(-1)
        return arcs, relation, upos.argmax(-1), xpos.argmax(-1), names, label_head, label_child, claims
