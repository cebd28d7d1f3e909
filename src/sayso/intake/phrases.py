"""Which words does the layout of English news go by? The table beside this module, made ready to match."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

__all__ = [
    "AGENCY",
    "PHOTO_AGENCY",
    "alternatives",
    "is_agency",
    "is_boilerplate_line",
    "is_credit_line",
    "is_slug",
    "marker_end",
    "starts_boilerplate",
]


@cache
def _table() -> dict[str, list[str]]:
    return tomllib.loads((files(__package__) / "layout.toml").read_text("utf-8"))


def alternatives(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, longest first, spaces and apostrophes of any kind."""
    ready = (re.escape(p).replace(r"\ ", r"\s+").replace("'", "['’]") for p in phrases)
    return "(?:" + "|".join(sorted(ready, key=len, reverse=True)) + ")"


AGENCY = alternatives(_table()["agencies"])
PHOTO_AGENCY = alternatives(_table()["photo_agencies"])
_STARTS = re.compile(alternatives(_table()["boilerplate_starts"]) + r"(?!\w)", re.IGNORECASE)
_WHOLE = re.compile(alternatives(_table()["boilerplate_whole"]) + r"[\s.:]*", re.IGNORECASE)
_MARKERS = re.compile(alternatives(_table()["caption_markers"]) + r"(?!\w)\s*", re.IGNORECASE)
_AGENCIES = frozenset(name.casefold() for name in _table()["agencies"])
_OPENERS = re.compile(r"[(\[]?" + alternatives(_table()["credit_openers"]) + r":?\s+(?=\S)", re.IGNORECASE)
_CREDIT_WORDS = frozenset(_table()["credit_words"])
_SLUGS = frozenset(words.casefold() for words in _table()["slugs"])


def is_agency(name: str) -> bool:
    """Whether this is, as a whole, the name of a news agency."""
    return name.casefold() in _AGENCIES


def is_slug(words: str) -> bool:
    """Whether words in capitals label a story ("EXCLUSIVE") and name no place."""
    return words.casefold() in _SLUGS or words.split()[0] in ("UPDATE", "WRAPUP")


def is_boilerplate_line(text: str) -> bool:
    """Whether a paragraph is, as a whole, a label or a button of the page."""
    return len(text) <= 40 and bool(_WHOLE.fullmatch(text))


def starts_boilerplate(text: str) -> bool:
    """Whether a paragraph starts as invitations, links, production credits and notices do."""
    return bool(_STARTS.match(text))


def is_credit_line(text: str) -> bool:
    """Whether a paragraph is a byline or says who reported, wrote and edited: an opener, then names only."""
    m = _OPENERS.match(text)
    if m is None or len(text) > 400:
        return False
    words = re.findall(r"[^\W\d_][\w'’.-]*", text[m.end() :])
    if not words or not words[0][0].isupper():
        return False
    return all(w[0].isupper() or w.lower().strip(".") in _CREDIT_WORDS for w in words)


def marker_end(text: str, start: int, end: int) -> int:
    """Where the marker of a photo caption that begins at ``start`` ends; ``start`` when there is none."""
    m = _MARKERS.match(text, start, end)
    return m.end() if m else start
