"""How does a template become a sentence whose claims know where they stand?

A template has ``<slots>``, ``{one|another}`` choices (an empty choice leaves its place out; a choice may hold slots)
and brackets around what a claim stands on: ``[...]`` the first, ``«...»`` the second. In a written sentence a bracket
is one private-use character that carries the claim's number, so that sentences can be joined, cut and edited, and
the offsets are found last, when the text is done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from random import Random

__all__ = ["bare", "capital", "fill", "renumber", "settle"]

_OPEN, _SHUT = 0xE000, 0xE400
_MARK = re.compile("[\ue000-\ue7ff]")
_TOKEN = re.compile(r"<(\w+)>|\{((?:[^{}])*)\}")
_BRACKETS = str.maketrans({"[": chr(_OPEN), "]": chr(_SHUT), "«": chr(_OPEN + 1), "»": chr(_SHUT + 1)})

_Node = str | tuple[str] | tuple["_Nodes", ...]
_Nodes = tuple[tuple[str, object], ...]


@lru_cache(maxsize=4096)
def _parse(template: str) -> _Nodes:
    nodes: list[tuple[str, object]] = []
    at = 0
    for found in _TOKEN.finditer(template):
        if found.start() > at:
            nodes.append(("text", template[at : found.start()]))
        if found.group(1) is not None:
            nodes.append(("slot", found.group(1)))
        else:
            nodes.append(("choice", tuple(_parse(option) for option in found.group(2).split("|"))))
        at = found.end()
    if at < len(template):
        nodes.append(("text", template[at:]))
    return tuple(nodes)


@lru_cache(maxsize=4096)
def _marked(template: str) -> _Nodes:
    return _parse(template.translate(_BRACKETS))


def _walk(rng: Random, nodes: _Nodes, slots: Mapping[str, str], out: list[str]) -> None:
    for kind, value in nodes:
        if kind == "text":
            out.append(value)  # type: ignore[arg-type]
        elif kind == "slot":
            out.append(slots[value])  # type: ignore[index]
        else:
            options: Sequence[_Nodes] = value  # type: ignore[assignment]
            _walk(rng, options[int(rng.random() * len(options))], slots, out)


def fill(rng: Random, template: str, slots: Mapping[str, str]) -> str:
    """The template with its choices made and its slots filled, brackets as marks; KeyError for a slot not given."""
    out: list[str] = []
    _walk(rng, _marked(template), slots, out)
    return "".join(out)


def renumber(marked: str, by: int) -> str:
    """The marks of claims 0, 1, ... moved on by so many, for a sentence that comes after others."""
    return _MARK.sub(lambda found: chr(ord(found.group()) + by), marked) if by else marked


def capital(marked: str) -> str:
    """The first letter written large, behind marks and quotation marks."""
    for at, letter in enumerate(marked):
        if letter.isalpha() and not _MARK.match(letter):
            return marked[:at] + letter.upper() + marked[at + 1 :]
        if letter.isdigit():
            return marked
    return marked


def bare(marked: str) -> str:
    """The text without its marks."""
    return _MARK.sub("", marked)


def settle(marked: str) -> tuple[str, dict[int, tuple[int, int]]]:
    """The text without marks, and where each claim stands in it (code points)."""
    out: list[str] = []
    length, at = 0, 0
    starts: dict[int, int] = {}
    spans: dict[int, tuple[int, int]] = {}
    for found in _MARK.finditer(marked):
        out.append(marked[at : found.start()])
        length += found.start() - at
        at = found.end()
        code = ord(found.group())
        if code < _SHUT:
            starts[code - _OPEN] = length
        else:
            spans[code - _SHUT] = (starts[code - _SHUT], length)
    out.append(marked[at:])
    return "".join(out), spans
