"""What the tests of attribution relations share: a few words read, and who is said to tell what by what words."""

from __future__ import annotations

from functools import cache

from sayso.intake import report_from_text
from sayso.reader.attribution import attribute
from sayso.reader.attribution_model import Relation
from sayso.reader.attribution_relations import relations
from sayso.reader.document import Document, prepare
from sayso.reader.language import load_pipeline
from sayso.reader.speakers import Cast
from sayso.theatres import load

__all__ = ["told"]


def _text(document: Document, tokens: frozenset[int]) -> str:
    """A span's words; tokens between its parts are shown as " … "."""
    out, last = "", -1
    for j in sorted(tokens):
        if last >= 0 and j > last + 1:
            out += " … "
        out += document.doc[j].text + (document.doc[j].whitespace_ if j + 1 in tokens else "")
        last = j
    return out


@cache
def told(text: str, *, nested: bool = False) -> tuple[tuple[str, str, str], ...]:
    """Every relation of a text as (source, cue, content), the outermost ones alone unless ``nested``."""
    document = next(prepare(load_pipeline(), [report_from_text(text, id="t", theatre="varnia")]))
    found = relations(document, attribute(document, Cast(document, load("varnia"))))

    def shown(r: Relation) -> tuple[str, str, str]:
        return _text(document, r.source), _text(document, r.cue), _text(document, r.content)

    return tuple(shown(r) for r in found if nested or not r.nested)
