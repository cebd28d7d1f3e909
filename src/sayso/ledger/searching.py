"""How words are looked for by full text: FTS5 in a file, tsvector on a server; each sign in them only a sign.

Both find a word in any of its forms, pass over words that nearly every report has, and keep words in double quotes
together. They differ at the edges: a server takes no accents off, and has the beginning of a very long text only.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    TableClause,
    column,
    func,
    literal_column,
    select,
    table,
)

from sayso.ledger import schema as t
from sayso.ledger.widening import Widened, widened

__all__ = ["Marked", "marked", "match_query", "matching", "newest_keys", "with_words"]

Marked = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it is among the words that were looked for."""

_WORD: Final = re.compile(r'"[^"]*"|[^\s"]+')
_ON: Final = "\ue000"  # for private use: in a report they would mark a word too many, and nothing worse
_OFF: Final = "\ue001"
_STRETCH: Final = 32  # words
_KEYS: Final = {"claim": t.claim.c.key, "report": t.report.c.key}
_WORDS: Final = {name: table(f"{name}_words", column("rowid", BigInteger)) for name in _KEYS}


def with_words(
    connection: Connection, query: Select[Any], name: str, words: str, below: int | None = None
) -> tuple[Select[Any], ColumnElement[int]]:
    """A query over "claim" or "report", narrowed to the rows that have these words; and the key to sort it by.

    In a file the full text then hands out rows as they are sorted, so that a limit ends the search: a common word
    costs no more than a rare one. ``below`` bounds the keys.
    """
    key = _KEYS[name]
    if connection.dialect.name != "sqlite":
        return query.where(matching(connection, name, words)), key
    found: TableClause = _WORDS[name]
    rowid: ColumnElement[int] = found.c.rowid
    query = query.join(found, rowid == key).where(_match(name, words))
    return (query if below is None else query.where(rowid < below)), rowid


def matching(connection: Connection, name: str, words: str) -> ColumnElement[bool]:
    """True of the rows of "claim" or "report" that have these words."""
    if connection.dialect.name == "sqlite":
        return _KEYS[name].in_(select(_WORDS[name].c.rowid).where(_match(name, words)))
    return literal_column(f"{name}.words").op("@@")(_ts_query(words))


def newest_keys(
    connection: Connection, name: str, words: str, limit: int, below: int | None, begun: bool
) -> Select[Any]:
    """The keys (column ``key``) of the newest rows of "claim" or "report" that have these words, so many at most.

    ``below`` bounds the keys. With ``begun`` the last word may be the beginning of one.
    """
    key = _KEYS[name]
    if connection.dialect.name == "sqlite":
        rowid: ColumnElement[int] = _WORDS[name].c.rowid
        found = select(rowid.label("key")).where(_match(name, words, begun))
        return (found if below is None else found.where(rowid < below)).order_by(rowid.desc()).limit(limit)
    query = select(key.label("key")).where(literal_column(f"{name}.words").op("@@")(_ts_query(words, begun)))
    return (query if below is None else query.where(key < below)).order_by(key.desc()).limit(limit)


def marked(
    connection: Connection, name: str, words: str, keys: Collection[int], begun: bool = False
) -> dict[int, tuple[Marked, Marked]]:
    """Of each of these rows, that have the words, its two texts with the words told from the rest.

    Of a claim its evidence and its names, of a report its title and a stretch of its text around the words.
    """
    first, second = {"claim": ("text", "about"), "report": ("title", "text")}[name]
    if connection.dialect.name == "sqlite":
        rowid: ColumnElement[int] = _WORDS[name].c.rowid
        full: ColumnElement[Any] = literal_column(f"{name}_words")
        whole = [func.highlight(full, n, _ON, _OFF) for n in (0, 1)]
        shown = [whole[0], func.snippet(full, 1, _ON, _OFF, "…", _STRETCH)] if name == "report" else whole
        # Asked for one by one, each has the list of all that begin so made anew; not so in one go from first to last.
        those = (rowid.between(min(keys), max(keys)), (rowid + 0).in_(keys)) if begun and keys else (rowid.in_(keys),)
        query = select(rowid, *shown).where(_match(name, words, begun), *those)
    else:
        asked, marks = _ts_query(words, begun), f"StartSel={_ON}, StopSel={_OFF}"
        part = (
            f"{marks}, MaxWords={_STRETCH}, MinWords={_STRETCH // 2}"
            if name == "report"
            else f"{marks}, HighlightAll=true"
        )
        columns = t.metadata.tables[name].c
        told = func.ts_headline("english", func.coalesce(columns[first], ""), asked, f"{marks}, HighlightAll=true")
        around = func.ts_headline("english", columns[second], asked, part)
        query = select(_KEYS[name], told, around).where(_KEYS[name].in_(keys))
    return {key: (_pieces(one), _pieces(two)) for key, one, two in connection.execute(query)}


def match_query(words: str, begun: bool = False) -> str:
    """Words as FTS5 asks for them: each quoted, so that no sign in them is an operator."""
    parts = _parts(words)
    wider = [widened(part) for part in parts]
    asked = [_any_of(other) if other else f'"{part}"' for part, other in zip(parts, wider, strict=True)]
    if begun and asked and not wider[-1]:
        asked[-1] += "*"
    # Words side by side must all be there; beside brackets that has to be said.
    return (" AND " if any(wider) else " ").join(asked) or '""'


def _any_of(other: Widened) -> str:
    found = " OR ".join(f'"{word}"{"*" if other.begun else ""}' for word in other.words)
    return f"({found})"


def _match(name: str, words: str, begun: bool = False) -> ColumnElement[bool]:
    return literal_column(f"{name}_words").op("match")(match_query(words, begun))


def _ts_query(words: str, begun: bool = False) -> ColumnElement[Any]:
    parts = _parts(words)
    wider = [other for part in parts if (other := widened(part))]
    if wider:
        return _wider_ts_query([part for part in parts if not widened(part)], wider, begun)
    last = parts.pop() if begun and parts else None
    quoted = " ".join(f'"{part}"' for part in parts)  # quoted, "or" and a leading "-" are no operators
    asked: ColumnElement[Any] = func.websearch_to_tsquery("english", quoted)
    if last is None:
        return asked
    lexeme = last.replace("\\", " ").replace("'", " ").strip()
    start: ColumnElement[Any] = func.to_tsquery("english", f"'{lexeme}':*" if lexeme else "")
    return asked.op("&&")(start) if parts else start


def _wider_ts_query(parts: Sequence[str], wider: Sequence[Widened], begun: bool) -> ColumnElement[Any]:
    """Plain words, and of each other one any of its forms."""
    asked: ColumnElement[Any] | None = _ts_query(" ".join(f'"{part}"' for part in parts), begun) if parts else None
    for other in wider:
        words = [word.replace("\\", " ").replace("'", " ").strip() for word in other.words]
        any_of = " | ".join(f"'{word}'{':*' if other.begun else ''}" for word in words if word)
        one: ColumnElement[Any] = func.to_tsquery("english", any_of)
        asked = one if asked is None else asked.op("&&")(one)
    assert asked is not None  # whoever calls this has some
    return asked


def _pieces(text: str | None) -> Marked:
    """Where marks stand, what is between them is told from the rest; a mark without its other is only taken out."""
    out: list[tuple[str, bool]] = []
    for n, piece in enumerate((text or "").split(_ON)):
        found, off, rest = piece.partition(_OFF)
        if n and off:
            out += [(found, True), (rest.replace(_OFF, ""), False)]
        else:
            out.append((piece.replace(_OFF, ""), False))
    return tuple(piece for piece in out if piece[0])


def _parts(words: str) -> list[str]:
    """The words and quoted phrases that are looked for, without their quotes."""
    plain = words.replace("\0", " ").encode("utf-8", "replace").decode()
    parts = [part.strip('"') for part in _WORD.findall(plain)]
    return [part for part in parts if not _passed_over() >= set(re.findall(r"\w+", part.lower()))]


@cache
def _passed_over() -> frozenset[str]:
    return frozenset(tomllib.loads((files(__package__) / "searching.toml").read_text("utf-8"))["passed_over"].split())
