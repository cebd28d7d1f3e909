"""How JSON-LD is written: one document with a node a line, streamed, that nothing in a report can break out of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, TextIO

from sayso.exports.jsonl import dump

__all__ = ["embedded", "present", "write"]

# Within <script type="application/ld+json"> only these could end the element or begin a comment; in JSON they stand in
# strings alone, where the escape is the same character.
_MARKUP: Final = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def embedded(value: Any) -> str:
    """``value`` as one line of JSON that may stand in a page: there is no markup in it, whatever it says."""
    return dump(value).translate(_MARKUP)


def present(node: Mapping[str, Any]) -> dict[str, Any]:
    """A node without what is not known: in linked data absence is told by silence."""
    return {key: value for key, value in node.items() if value is not None and value != [] and value != {}}


def write(nodes: Iterable[Mapping[str, Any]], context: Any, out: TextIO) -> None:
    """Write one document with these nodes in its graph, one a line; nothing is gathered first."""
    out.write(f'{{"@context": {embedded(context)}, "@graph": [')
    before = "\n"
    for node in nodes:
        out.write(before + embedded(node))
        before = ",\n"
    out.write("]}\n" if before == "\n" else "\n]}\n")
    out.flush()
