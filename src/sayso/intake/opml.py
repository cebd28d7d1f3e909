"""Which feeds does this OPML file list? What its outlines name, however deep they nest."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from sayso.errors import InputError
from sayso.intake.markup import mended, read_markup, root_of, tree_of

__all__ = ["Outline", "is_opml", "read_opml"]


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of the list: its address, and what the list calls it."""

    url: str
    title: str | None = None


def is_opml(data: bytes, source: str) -> bool:
    """Whether bytes are an OPML file, by their first element."""
    try:
        return root_of(read_markup(data, source).text) == "opml"
    except InputError:
        return False


def read_opml(data: bytes, source: str) -> tuple[Outline, ...]:
    """The feeds of an OPML file in its order, each once; a broken file is read as far as it can be.

    InputError for what is no OPML, declares entities, or lists no feed at all.
    """
    text = read_markup(data, source).text
    if root_of(text) != "opml":
        raise InputError(source, "OPML", root_of(text) or "no XML", "give a list of feeds that begins with <opml>")
    saved, wrong = mended(text, source)
    found: dict[str, Outline] = {}
    if saved:
        try:
            tree = tree_of(saved)
        except etree.XMLSyntaxError as deep:  # well-formed, and nested beyond what this parser follows
            raise InputError(source, "OPML", deep, "give outlines that nest no more than a hundred deep") from None
        for element in tree.iter("{*}outline"):
            told = {name.lower(): " ".join(value.split()) for name, value in element.attrib.items()}
            if url := told.get("xmlurl"):
                found.setdefault(url, Outline(url, told.get("title") or told.get("text") or None))
    if not found:
        raise InputError(source, "OPML", wrong or "no feed in it", "give outlines with an xmlUrl each")
    return tuple(found.values())
