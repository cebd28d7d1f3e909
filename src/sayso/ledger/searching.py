"""How words are looked for by full text: FTS5 in a file, tsvector on a server; each sign in them only a sign.

Both find a word in any of its forms, pass over words that nearly every report has, and keep words in double quotes
together. They differ at the edges: a server takes no accents off, and has the beginning of a very long text only.
"""

from __future__ import annotations

import re
import tomllib
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

__all__ = ["match_query", "matching", "with_words"]

_WORD: Final = re.compile(r'"[^"]*"|[^\s"]+')
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
    query = " ".join(f'"{part}"' for part in _parts(words))  # quoted, "or" and a leading "-" are no operators
    return literal_column(f"{name}.words").op("@@")(func.websearch_to_tsquery("english", query))


def match_query(words: str) -> str:
    """Words as FTS5 asks for them: each quoted, so that no sign in them is an operator."""
    return " ".join(f'"{part}"' for part in _parts(words)) or '""'


def _match(name: str, words: str) -> ColumnElement[bool]:
    return literal_column(f"{name}_words").op("match")(match_query(words))


def _parts(words: str) -> list[str]:
    """The words and quoted phrases that are looked for, without their quotes."""
    plain = words.replace("\0", " ").encode("utf-8", "replace").decode()
    parts = [part.strip('"') for part in _WORD.findall(plain)]
    return [part for part in parts if not _passed_over() >= set(re.findall(r"\w+", part.lower()))]


@cache
def _passed_over() -> frozenset[str]:
    return frozenset(tomllib.loads((files(__package__) / "searching.toml").read_text("utf-8"))["passed_over"].split())
