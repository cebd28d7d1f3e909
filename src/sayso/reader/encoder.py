"""The spaCy component that tags, parses and finds names in one pass of an int8 encoder.

Method: a joint model on MiniLM (see ``training/``), run by onnxruntime. Sentences of many documents are
sorted by length and padded into batches of at most ``batch_pieces`` sub-words. The int8 scales are set from
all that stands in a batch: in other company a sentence may be read differently (about one head in eighty), so
what should be read the same way every time goes through ``pipe`` by itself, as a report does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import onnxruntime
from spacy.attrs import DEP, HEAD, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc, Span

from sayso.errors import SetupError
from sayso.reader.claim_scores import blank_scores, keep_scores
from sayso.reader.subwords import Encoded, Subwords, collate
from sayso.reader.trees import best_tree

__all__ = ["WEIGHTS", "Encoder", "make_encoder"]

WEIGHTS = Path(__file__).parent / "weights"
_PIECES_MAX = 500  # the base encoder has 512 positions
_WORDS_MAX = 160  # a longer "sentence" is a list or a table: cut, so that cost stays linear


class Encoder:
    """Tagger, parser and entity recogniser as one spaCy component; needs sentence starts set before it."""

    def __init__(self, vocab: Any, weights: Path = WEIGHTS, batch_pieces: int = 128, threads: int = 1) -> None:
        self._vocab = vocab
        self._weights = weights
        self._batch_pieces = batch_pieces
        self._threads = threads

    def _part(self, name: str) -> Path:
        path = self._weights / name
        if not path.is_file():
            fix = "reinstall sayso, or re-make them: python -m training"
            raise SetupError(str(self._weights), "pipeline weights", f"no {name}", fix)
        return path

    @cached_property
    def _labels(self) -> dict[str, list[str]]:
        labels: dict[str, list[str]] = json.loads(self._part("labels.json").read_text(encoding="utf-8"))
        return labels

    @cached_property
    def _flat(self) -> int:
        return self._labels["relations"].index("flat")

    @cached_property
    def _ids(self) -> dict[str, npt.NDArray[np.uint64]]:
        add = self._vocab.strings.add
        return {k: np.array([add(t) for t in self._labels[k]], dtype=np.uint64) for k in ("upos", "xpos", "relations")}

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Padded shapes differ from batch to batch: the arena would keep the largest of each.
        options.enable_mem_pattern = False
        return onnxruntime.InferenceSession(
            str(self._part("joint.int8.onnx")), options, providers=["CPUExecutionProvider"]
        )

    @cached_property
    def _labeller(self) -> npt.NDArray[np.float32]:
        stored: npt.NDArray[np.float32] = np.load(self._part("labeller.npy")).astype(np.float32)
        return stored

    @cached_property
    def _subwords(self) -> Subwords:
        return Subwords(self._part("tokenizer.json"))

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document."""
        self._annotate([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Annotate a stream, so many documents at a time."""
        waiting = iter(stream)
        while docs := list(islice(waiting, batch_size)):
            self._annotate(docs)
            yield from docs

    def _annotate(self, docs: list[Doc]) -> None:
        jobs: list[tuple[int, list[int]]] = []  # a document and the tokens of one of its sentences
        for d, doc in enumerate(docs):
            jobs.extend((d, tokens) for tokens in _sentences(doc))
        encoded = self._subwords.encode([[docs[d][j].text for j in tokens] for d, tokens in jobs]) if jobs else []
        arrays = [_blank(doc) for doc in docs]
        entities: list[list[tuple[int, int, str]]] = [[] for _ in docs]
        told = [blank_scores(len(doc)) for doc in docs]
        order = sorted(range(len(jobs)), key=lambda j: len(encoded[j].ids))
        for group in _groups(order, encoded, self._batch_pieces):
            self._run([jobs[j] for j in group], [encoded[j] for j in group], arrays, entities, told)
        for doc, array, found, scores in zip(docs, arrays, entities, told, strict=True):
            if self._labels.get("claims"):
                keep_scores(doc, scores)
            _attach_spaces(doc, array)
            doc.from_array([POS, TAG, DEP, HEAD], cast(Any, array))  # spaCy's stub names thinc's arrays, not numpy's
            doc.set_ents([Span(doc, a, b, label=label) for a, b, label in sorted(found)])

    def _run(
        self,
        jobs: list[tuple[int, list[int]]],
        encoded: list[Encoded],
        arrays: list[npt.NDArray[np.uint64]],
        entities: list[list[tuple[int, int, str]]],
        told: list[npt.NDArray[np.float32]],
    ) -> None:
        batch = collate(encoded)
        feed = {"ids": batch.ids, "shapes": batch.shapes, "first": batch.first, "mask": batch.mask}
        arcs, relations, upos, xpos, names, label_head, label_child, *claims = self._session.run(None, feed)
        tags = names.argmax(-1)
        for row, (d, tokens) in enumerate(jobs):
            n = len(tokens)
            heads, repaired = best_tree(arcs[row, :n, : n + 1])
            label = relations[row, :n]
            if repaired:
                label = self._label_again(label_head[row], label_child[row, :n], heads)
            array = arrays[d]
            where = np.array(tokens)
            array[where, 0] = self._ids["upos"][upos[row, :n]]
            array[where, 1] = self._ids["xpos"][xpos[row, :n]]
            array[where, 2] = self._ids["relations"][label]
            to = np.array([tokens[h - 1] if h else tokens[k] for k, h in enumerate(heads)])
            if claims:  # weights of one's own may have no such head
                told[d][where] = claims[0][row, :n]
            array[where, 3] = (to - where).astype(np.int64).view(np.uint64)
            root = heads.index(0)
            array[tokens[root], 2] = self._vocab.strings.add("ROOT")
            flat = {t: int(to[k]) for k, t in enumerate(tokens) if label[k] == self._flat}
            found = _spans(tokens, tags[row, :n].tolist(), self._labels["entities"])
            entities[d].extend(_whole(found, flat))

    def _label_again(
        self, label_head: npt.NDArray[np.float32], label_child: npt.NDArray[np.float32], heads: list[int]
    ) -> npt.NDArray[np.int64]:
        n, width = label_child.shape
        one = np.ones((n, 1), dtype=np.float32)
        form = (np.concatenate([label_child, one], 1) @ self._labeller).reshape(n, -1, width + 1)
        chosen = np.concatenate([label_head[heads], one], 1)
        best: npt.NDArray[np.int64] = np.einsum("nrk,nk->nr", form, chosen).argmax(1)
        return best


def _sentences(doc: Doc) -> Iterator[list[int]]:
    """Token indices of each sentence, white space left out; over-long ones in pieces."""
    if not len(doc):
        return
    if not doc.has_annotation("SENT_START"):
        raise SetupError("spaCy pipeline", "component order", "sayso_encoder", "add sayso_sentences before it")
    tokens: list[int] = []
    for token in doc:
        if (token.is_sent_start or len(tokens) >= _WORDS_MAX) and tokens:
            yield tokens
            tokens = []
        if not token.is_space:
            tokens.append(token.i)
    if tokens:
        yield tokens


def _groups(order: list[int], encoded: list[Encoded], most: int) -> Iterator[list[int]]:
    group: list[int] = []
    for j in order:  # ascending, so the newest is the longest
        if len(encoded[j].ids) > _PIECES_MAX:
            _shorten(encoded[j])
        if group and len(encoded[j].ids) * (len(group) + 1) > most:
            yield group
            group = []
        group.append(j)
    if group:
        yield group


def _shorten(sentence: Encoded) -> None:
    """Words of many pieces keep their first one each, so that the sentence fits the encoder."""
    first = sentence.first
    ids = [sentence.ids[0], *(sentence.ids[j] for j in first), sentence.ids[-1]]
    shapes = [sentence.shapes[0], *(sentence.shapes[j] for j in first), sentence.shapes[-1]]
    sentence.ids[:], sentence.shapes[:] = ids, shapes
    first[:] = range(1, len(first) + 1)


def _blank(doc: Doc) -> npt.NDArray[np.uint64]:
    return np.zeros((len(doc), 4), dtype=np.uint64)


def _attach_spaces(doc: Doc, array: npt.NDArray[np.uint64]) -> None:
    """Hang white-space tokens on the word before them (at the start: after), as spaCy's own parser does."""
    pos, tag, dep, root = (doc.vocab.strings.add(s) for s in ("SPACE", "_SP", "dep", "ROOT"))
    starts = [t.i for t in doc if t.is_sent_start]
    for a, b in pairwise([*starts, len(doc)]):
        for j in range(a, b):
            if doc[j].is_space:
                near = next((k for k in [*range(j - 1, a - 1, -1), *range(j + 1, b)] if not doc[k].is_space), j)
                array[j] = (pos, tag, root if near == j else dep, np.int64(near - j).view(np.uint64))


def _spans(tokens: list[int], tags: list[int], names: list[str]) -> Iterator[tuple[int, int, str]]:
    """Entity spans from BIO tags; an I without its B opens a span."""
    start, kind = -1, ""
    for k, t in enumerate([*tags, 0]):
        name = names[t]
        if kind and (name[0] != "I" or name[2:] != kind):
            yield tokens[start], tokens[k - 1] + 1, kind
            kind = ""
        if name != "O" and not kind:
            start, kind = k, name[2:]


def _whole(spans: Iterable[tuple[int, int, str]], flat: dict[int, int]) -> list[tuple[int, int, str]]:
    """Names in pieces that the tree holds for one: "Yahya | Harun Dagal", "Wilner Désir | - | Paul".

    ``flat`` has the head of each word that goes on with a name. A person's name in pieces is a person's.
    """
    out: list[tuple[int, int, str]] = []
    for start, end, kind in spans:
        before = out[-1] if out else None
        beside = before is not None and before[1] <= start <= before[1] + 1 and {kind, before[2]} <= {"PER", "LOC"}
        if before is not None and beside and before[0] <= flat.get(start, -1) < before[1]:
            out[-1] = (before[0], end, "PER" if "PER" in {kind, before[2]} else kind)
        else:
            out.append((start, end, kind))
    return out


@Language.factory(
    "sayso_encoder",
    assigns=["token.pos", "token.tag", "token.dep", "token.head", "doc.ents"],
    requires=["token.is_sent_start"],
    default_config={"weights": None, "batch_pieces": 128, "threads": 1},
)
def make_encoder(nlp: Language, name: str, weights: str | None, batch_pieces: int, threads: int) -> Encoder:
    """Make the component for a spaCy pipeline; ``weights`` names a folder other than the packaged one."""
    return Encoder(nlp.vocab, Path(weights) if weights else WEIGHTS, batch_pieces, threads)
