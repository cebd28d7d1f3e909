"""Single sentences with the heads of their claims marked, for what reports bring too seldom.

One sentence a line in ``training/sentences``:
``Gunners {shelling:pounded} the market and no one {casualties/negated:died}.``
The word in braces heads a claim of that type, asserted unless another modality stands behind the type; all other words
head none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from sayso.model import CLAIM_TYPES
from training.data import MODALITY_TAGS, Sentence
from training.reports import NotationError

__all__ = ["FOLDER", "Marked", "marked_sentences", "read_marked"]

FOLDER = Path(__file__).parent / "sentences"
_MARK = re.compile(r"\{([^{}]*)\}")
_INSIDE = re.compile(r"(?P<type>[a-z]+)(?:/(?P<modality>[a-z]+))?:(?P<word>\S+)")


@dataclass(frozen=True, slots=True)
class Marked:
    """A line's plain text, and by the offset of each marked word its type and modality."""

    text: str
    heads: dict[int, tuple[str, str]]


def _line(line: str) -> Marked:
    text, heads, at = "", {}, 0
    for mark in _MARK.finditer(line):
        inside = _INSIDE.fullmatch(mark[1])
        if not inside:
            raise NotationError(f"{mark[0]!r} wants: {{type:word}} or {{type/modality:word}}")
        kind, modality = inside["type"], inside["modality"] or "asserted"
        if kind not in CLAIM_TYPES or modality not in MODALITY_TAGS:
            raise NotationError(f"{mark[0]!r}: no such type or modality")
        text += line[at : mark.start()]
        heads[len(text)] = (kind, modality)
        text += inside["word"]
        at = mark.end()
    return Marked(text + line[at:], heads)


def read_marked(folder: Path = FOLDER) -> list[Marked]:
    """Every line of the folder's files; NotationError names the file and the line of a slip."""
    out = []
    for path in sorted(folder.glob("*.txt")):
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                try:
                    out.append(_line(line.strip()))
                except NotationError as error:
                    raise NotationError(f"{path}:{n}: {error}") from None
    return out


def marked_sentences(marked: Sequence[Marked], nlp: Language) -> Iterator[Sentence]:
    """The lines as sentences to train on, cut into words as the pipeline cuts them."""
    for line, doc in zip(marked, nlp.pipe(m.text for m in marked), strict=True):
        for sentence in doc.sents:
            words = [t for t in sentence if not t.is_space]
            found = [line.heads.get(t.idx) for t in words]
            yield Sentence(
                tuple(t.text for t in words),
                entities=tuple(f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in words),
                claims=tuple(f[0] if f else "none" for f in found),
                modalities=tuple(f[1] if f else None for f in found),
            )
