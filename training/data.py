"""What the pipeline is trained and tested on: treebanks and entity corpora, read and joined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from sayso.model import CLAIM_TYPES, Modality

__all__ = [
    "CLAIM_TAGS",
    "ENTITY_TAGS",
    "MODALITY_TAGS",
    "RELATIONS",
    "UPOS",
    "Sentence",
    "read_conllu",
    "read_wikigold",
    "test_sets",
    "training_set",
]

# one label to a line would say no more
# fmt: off
UPOS = [
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ",
    "SYM", "VERB", "X",
]
# Universal relations, and only those subtypes that the reader's rules ask about.
RELATIONS = [
    "acl", "acl:relcl", "advcl", "advmod", "amod", "appos", "aux", "aux:pass", "case", "cc", "ccomp", "clf",
    "compound", "compound:prt", "conj", "cop", "csubj", "csubj:pass", "dep", "det", "discourse", "dislocated", "expl",
    "fixed", "flat", "goeswith", "iobj", "list", "mark", "nmod", "nmod:poss", "nsubj", "nsubj:pass", "nummod", "obj",
    "obl", "obl:agent", "orphan", "parataxis", "punct", "reparandum", "root", "vocative", "xcomp",
]
# fmt: on
ENTITY_TAGS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]
CLAIM_TAGS = ["none", *CLAIM_TYPES]
MODALITY_TAGS = list(get_args(Modality))


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence's words with what is known of them; a layer that nobody annotated is None.

    ``heads`` are one-based with 0 for the root. An entity tag of None is a word left out of the
    loss (UNER's B-OTH: a name, but of none of our kinds). ``claims`` has the type of the claim that a word heads, or
    "none";
    ``modalities`` its modality, or None. Where ``claims`` are given, the entities are a guess and not learnt.
    """

    words: tuple[str, ...]
    upos: tuple[str, ...] | None = None
    xpos: tuple[str, ...] | None = None
    heads: tuple[int, ...] | None = None
    relations: tuple[str, ...] | None = None
    lemmas: tuple[str, ...] | None = None
    entities: tuple[str | None, ...] | None = None
    text: str | None = None
    document: str | None = None
    claims: tuple[str, ...] | None = None
    modalities: tuple[str | None, ...] | None = None


def _relation(label: str) -> str:
    return label if label in RELATIONS else label.split(":")[0]


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Sentences of a CoNLL-U file; multi-word and empty nodes are passed over."""
    rows: list[list[str]] = []
    text = document = None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# text = "):
            text = line[9:]
        elif line.startswith("# newdoc id"):
            document = line.split("=", 1)[1].strip()
        elif not line and rows:
            column = list(zip(*rows, strict=True))
            yield Sentence(
                words=column[1],
                lemmas=column[2],
                upos=column[3],
                xpos=column[4],
                heads=tuple(int(h) for h in column[6]),
                relations=tuple(_relation(d) for d in column[7]),
                text=text,
                document=document,
            )
            rows = []
        elif line and not line.startswith("#"):
            cells = line.split("\t")
            if cells[0].isdigit():
                rows.append(cells)


def _read_iob(path: Path) -> Iterator[tuple[tuple[str, ...], tuple[str | None, ...]]]:
    words: list[str] = []
    tags: list[str | None] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if not line:
            if words:
                yield tuple(words), tuple(tags)
            words, tags = [], []
        elif not line.startswith("#"):
            cells = line.split("\t")
            words.append(cells[1])
            tags.append(None if cells[2].endswith("OTH") else cells[2] if cells[2] in ENTITY_TAGS else "O")


def read_wikigold(path: Path) -> Iterator[Sentence]:
    """WikiGold's sentences: its IO tags become BIO, and MISC is left out of the loss."""
    words: list[str] = []
    tags: list[str | None] = []
    before = "O"
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if not line.strip():
            if words:
                yield Sentence(words=tuple(words), entities=tuple(tags))
            words, tags, before = [], [], "O"
            continue
        word, tag = line.split()
        words.append(word)
        if tag == "O":
            tags.append("O")
        elif tag.endswith("MISC"):
            tags.append(None)
        else:
            tags.append(("I-" if before == tag else "B-") + tag[2:])
        before = tag


def _joined(trees: Path, *entity_files: Path) -> list[Sentence]:
    named = {words: tags for path in entity_files for words, tags in _read_iob(path)}
    return [
        Sentence(s.words, s.upos, s.xpos, s.heads, s.relations, s.lemmas, named.get(s.words), s.text, s.document)
        for s in read_conllu(trees)
    ]


def training_set(shared: Path) -> list[Sentence]:
    """EWT and open GUM with their entities joined on, and WikiGold."""
    entities = shared / "entities"
    trees = _joined(shared / "syntax/train.conllu", entities / "ewt-train.iob2", entities / "gum-open-train.iob2")
    return [*trees, *read_wikigold(entities / "wikigold.conll.txt")]


def test_sets(shared: Path) -> dict[str, list[Sentence]]:
    """The sets that the model card reports: none of them is trained on."""
    entities, syntax = shared / "entities", shared / "syntax"
    pud = _joined(syntax / "pud.conllu", entities / "pud-test.iob2")
    sent_ids = [
        line.split("=")[1].strip()
        for line in (syntax / "pud.conllu").read_text(encoding="utf-8").splitlines()
        if line.startswith("# sent_id")
    ]
    return {
        "EWT dev": _joined(syntax / "ewt-dev.conllu", entities / "ewt-dev.iob2"),
        "EWT test": _joined(syntax / "ewt-test.conllu", entities / "ewt-test.iob2"),
        "GUM test": _joined(syntax / "gum-test.conllu"),
        "PUD news": [s for s, name in zip(pud, sent_ids, strict=True) if name.startswith("n")],
    }
