"""Which feeds are to be watched? Addresses, files, and lists of them (OPML), read again when they change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from sayso.errors import InputError
from sayso.intake.feeds import FEED_LIMIT
from sayso.intake.opml import is_opml, read_opml
from sayso.ledger.feeds import Listed

__all__ = ["Sources", "path_of"]

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
Stamp = tuple[int, int]


class Sources:
    """What a user named to be watched: each name is a feed's address, a feed in a file, or an OPML file."""

    def __init__(self, names: Sequence[str], theatre: str | None = None) -> None:
        self._names, self._theatre = names, theatre
        self._stamps: dict[str, Stamp | None] = {}
        self._refused: dict[str, list[InputError]] = {}

    def changed(self) -> bool:
        """Whether a list has been written anew since it was read."""
        return any(_stamp(name) not in (None, before) for name, before in self._stamps.items())

    def noticed(self) -> None:
        """Take lists that can't be read for read, until they change once more."""
        self._stamps |= {name: _stamp(name) for name in self._stamps}

    @property
    def refused(self) -> dict[str, list[InputError]]:
        """The lists that were read, each with what it names that is no feed's address: the others are watched."""
        return self._refused

    def read(self) -> list[Listed]:
        """All feeds, each once; InputError for a list that can't be read, or a name that is nothing of these."""
        found: dict[str, Listed] = {}
        self._refused = {}
        for name in self._names:
            for feed in self._of(name):
                found.setdefault(feed.url, feed)
        return list(found.values())

    def _of(self, name: str) -> Iterator[Listed]:
        if _SCHEME.match(name) and not Path(name).exists():
            yield Listed(_address(name, name), None, self._theatre)
            return
        path = Path(name)
        try:
            stamp = _stamp(name)
            with path.open("rb") as file:
                data = file.read(FEED_LIMIT)
        except (OSError, ValueError) as failed:
            reason = getattr(failed, "strerror", None) or str(failed)
            fix = "give an OPML file, a feed's file, or its address, such as https://example.org/feed.xml"
            raise InputError(name, "path", reason, fix) from None
        if not is_opml(data, name):
            yield Listed(path.absolute().as_uri(), None, self._theatre)
            return
        self._stamps[name] = stamp
        wrong = self._refused.setdefault(name, [])
        outlines = read_opml(data, name)
        for outline in outlines:
            try:
                url = _listed(outline.url, path)
            except InputError as refused:
                wrong.append(refused)
            else:
                yield Listed(url, outline.title, self._theatre)
        if len(wrong) == len(outlines):
            raise wrong[0]


def _address(url: str, source: str) -> str:
    """A feed's address with the scheme that it is fetched by."""
    plain = url.strip()
    if plain.lower().startswith("feed:"):  # what some pages write before a feed's address, or in place of its scheme
        plain = plain[len("feed:") :]
        plain = f"https:{plain}" if plain.startswith("//") else plain
    try:
        scheme = urlsplit(plain).scheme.lower()
    except ValueError:  # a bracket that no address has
        scheme = ""
    if scheme not in ("http", "https", "file"):
        raise InputError(source, "feed", url, "give an address that starts with https:// or http://, or a file")
    return plain


def _listed(url: str, of: Path) -> str:
    """What a list names: an address, or a feed in a file beside the list."""
    if _SCHEME.match(url):
        return _address(url, str(of)) if not url.lower().startswith("file:") else url
    return (of.parent / url).absolute().as_uri()


def path_of(url: str) -> Path | None:
    """The file that a feed lies in; None for one of the web."""
    parts = urlsplit(url)
    return Path(unquote(parts.path)) if parts.scheme == "file" else None


def _stamp(name: str) -> Stamp | None:
    try:
        found = Path(name).stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size
