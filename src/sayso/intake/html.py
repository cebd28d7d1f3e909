"""What does this web page report? Title, date, outlet and body, through trafilatura."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import trafilatura

from sayso.errors import InputError
from sayso.intake.dates import parse_date
from sayso.intake.paragraphs import is_terminated

__all__ = ["Page", "declared_charset", "drop", "read_page"]

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*+=\s*+["']?\s*+([\w.:-]{2,40})""", re.IGNORECASE)
_DROPPED = ("script", "style", "noscript", "template", "iframe", "svg", "button", "time")
_HEAD = 2_000
_TAG = re.compile(r"<[A-Za-z]")
_BLANKS = re.compile(r"[ \t\r\n\f]++")
_AS_WRITTEN = ("pre", "textarea", "script", "style")
_BROKEN = f"//text()[contains(., '\n')][not({' or '.join(f'ancestor::{tag}' for tag in _AS_WRITTEN)})]"
# Far more than any newsroom's page has. Some steps of the extractor, in C where nothing can stop them, take
# the square of how many there are: seconds for so many, hours for a million.
_MOST_TAGS = 50_000
# Below this trafilatura's own fallbacks hand out menus; a page as small must show a finished sentence.
_LEAST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Page:
    """An article as extracted: ``text`` is the report's text, ``captions`` are paragraphs of it."""

    text: str
    title: str | None
    published: date | None
    outlet: str | None
    captions: tuple[str, ...]


def declared_charset(data: bytes) -> str | None:
    """The charset that a page names in its first kilobytes, by a ``meta`` element."""
    m = _CHARSET.search(data, 0, 4096)
    return m.group(1).decode("ascii", errors="replace") if m else None


def _elements(tree: Any, *tags: str) -> Iterator[Any]:
    # A list first: the tree is changed while it is walked.
    yield from list(tree.iter(*tags))


def drop(element: Any) -> None:
    """Remove an element but not the words behind it, which lxml keeps as its tail."""
    parent, tail = element.getparent(), element.tail
    if parent is None:
        return
    if tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(element)


def _break_where_html_does(tree: Any) -> None:
    """Turn line breaks of the markup into blanks, which they are in HTML: only its elements break a line."""
    for text in tree.xpath(_BROKEN):
        element, plain = text.getparent(), _BLANKS.sub(" ", text)
        if text.is_tail:
            element.tail = plain
        else:
            element.text = plain


def _keep_captions(tree: Any) -> tuple[str, ...]:
    """Make captions of figures into paragraphs, which the extractor would else drop with the picture."""
    found = []
    for figure in _elements(tree, "figure"):
        for inner in _elements(figure, *_DROPPED):
            drop(inner)
        captions = [" ".join(" ".join(c.itertext()).split()) for c in figure.iter("figcaption")]
        captions = [c for c in captions if c]
        tail = figure.tail
        figure.clear()
        figure.tail = tail
        figure.tag = "p"
        if captions:
            figure.text = captions[0]
            found.append(captions[0])
    return tuple(found)


def _is_article(text: str) -> bool:
    """Whether there is one finished sentence at least, not just labels of menus."""
    return any(is_terminated(line) and len(line.split()) >= _LEAST_WORDS for line in text.splitlines())


def _fallback(tree: Any) -> str:
    """Paragraphs of a page too small for the extractor's measures."""
    for element in _elements(tree, *_DROPPED, "head", "nav", "header", "footer", "aside", "form"):
        drop(element)
    lines = (" ".join(" ".join(p.itertext()).split()) for p in tree.iter("p", "li", "blockquote"))
    return "\n".join(line for line in lines if line)


def read_page(markup: str, source: str, url: str | None = None) -> Page:
    """The article in ``markup``; scripts, menus and forms never reach the text.

    Raises InputError when there is no article: a page that only a browser's scripts would fill, a list of
    links, an empty frame. Extraction and dates: trafilatura and htmldate (Barbaresi, ACL 2021).
    """
    nothing = InputError(
        source, "body", "no article found in the HTML", "save the page as a browser shows it, or its text as .txt"
    )
    if markup.count("<") > _MOST_TAGS and (tags := len(_TAG.findall(markup))) > _MOST_TAGS:
        raise InputError(source, "markup", f"{tags:,} tags", f"at most {_MOST_TAGS:,} are read; save its text as .txt")
    if "<html" not in markup[:_HEAD].lower():
        markup = f"<html><body>{markup}</body></html>"  # the extractor takes fragments for no HTML at all
    try:
        tree = trafilatura.load_html(markup)
        if tree is None:
            raise nothing
        _break_where_html_does(tree)
        captions = _keep_captions(tree)
        found = trafilatura.bare_extraction(
            tree,
            url=url,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except (RecursionError, ValueError, TypeError, AttributeError) as broken:
        # The extractor's own stumbles over markup that no browser would lay out either.
        raise nothing from broken
    meta: dict[str, Any] = {} if found is None else found if isinstance(found, dict) else found.as_dict()
    text = meta.get("text") or ""
    if not _is_article(text):
        text = _fallback(trafilatura.load_html(markup))
        if not _is_article(text):
            raise nothing
    kept = {" ".join(line.split()) for line in text.splitlines()}
    outlet = meta.get("sitename") or (meta.get("hostname") if url else None)
    return Page(
        text=text,
        title=meta.get("title") or None,
        published=parse_date(meta["date"]) if meta.get("date") else None,
        outlet=outlet or None,
        captions=tuple(c for c in captions if c in kept),
    )
