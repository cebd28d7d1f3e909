"""Turns the trained model into what ships: an int8 ONNX graph, the labeller's weights, and the label names."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.optimizer import optimize_model
from torch.export import Dim

from sayso.reader.subwords import Subwords, collate
from training.data import CLAIM_TAGS, ENTITY_TAGS, MODALITY_TAGS, RELATIONS, UPOS
from training.model import HEADS, WIDTH, Joint

__all__ = ["export"]

INPUTS = ("ids", "shapes", "first", "mask")
OUTPUTS = ("arcs", "relations", "upos", "xpos", "entities", "label_head", "label_child", "claims")


def _graph(model: Joint, subwords: Subwords, path: Path) -> None:
    examples = [["Troops", "entered", "Merova", "on", "Monday", "."], ["No", "!"], ["He", "said"]]
    sample = collate(subwords.encode(examples))
    tensors = tuple(torch.from_numpy(getattr(sample, name)) for name in INPUTS)
    batch, pieces, words = Dim("batch", min=1, max=512), Dim("pieces", min=2, max=512), Dim("words", min=1, max=510)
    wide, narrow = {0: batch, 1: pieces}, {0: batch, 1: words}
    torch.onnx.export(
        model,
        tensors,
        path,
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamo=True,
        dynamic_shapes=(wide, wide, narrow, narrow),
        external_data=False,
        opset_version=18,
    )


def _quantised(source: Path, target: Path) -> None:
    """Fuse attention and norms, then hold matrices and embeddings as int8 per channel."""
    fused = source.with_suffix(".fused.onnx")
    optimised = optimize_model(
        str(source), model_type="bert", num_heads=HEADS, hidden_size=WIDTH, opt_level=0, use_gpu=False
    )
    optimised.save_model_to_file(str(fused))
    quantize_dynamic(fused, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=False)
    onnx.checker.check_model(onnx.load(target))


def export(model: Joint, xpos: list[str], subwords: Subwords, tokenizer: Path, folder: Path) -> None:
    """Write the shipped files into ``folder``: graph, labeller, labels and the tokenizer."""
    folder.mkdir(parents=True, exist_ok=True)
    model.eval()
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "joint.onnx"
        _graph(model, subwords, plain)
        _quantised(plain, folder / "joint.int8.onnx")
    # Tree repair changes a few heads after the graph has run; their labels are scored again with this.
    np.save(folder / "labeller.npy", model.label_weight.detach().numpy().astype(np.float16))
    labels = {"upos": UPOS, "xpos": xpos, "relations": RELATIONS, "entities": ENTITY_TAGS}
    labels |= {"claims": CLAIM_TAGS, "modalities": MODALITY_TAGS}
    (folder / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
