"""What the tests of who is who share: a few words read, and the cast and roster of them."""

from __future__ import annotations

from functools import cache

from sayso.intake import report_from_text
from sayso.reader.document import Document, prepare
from sayso.reader.language import load_pipeline
from sayso.reader.speakers import Cast
from sayso.theatres import load
from tests.reading import claims_of

__all__ = ["cast_of", "document_of", "sources"]


@cache
def document_of(text: str) -> Document:
    """A text parsed, as a report of the invented war."""
    return next(prepare(load_pipeline(), [report_from_text(text, id="t", theatre="varnia")]))


def cast_of(text: str) -> Cast:
    """The cast of a text, before anyone has spoken."""
    return Cast(document_of(text), load("varnia"))


def sources(text: str) -> list[str]:
    """The names of those on whose accounts the claims of a text stand, in order."""
    return [c.source.name for c in claims_of(text)]
