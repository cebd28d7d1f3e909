"""Is a CoNLL-U file's every sentence a tree of our relations whose words make its text?"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from training.data import ENTITY_TAGS, RELATIONS, UPOS

__all__ = ["faults"]


def _tree_faults(heads: Sequence[int]) -> list[str]:
    found = [f"word {j} hangs on {h}, out of range" for j, h in enumerate(heads, 1) if not 0 <= h <= len(heads)]
    if found:
        return found
    if heads.count(0) != 1:
        return [f"{heads.count(0)} roots"]
    for start in range(1, len(heads) + 1):
        at, steps = start, 0
        while at and steps <= len(heads):
            at, steps = heads[at - 1], steps + 1
        if at:
            return [f"word {start} is in a cycle"]
    return []


def _sentence_faults(block: str) -> list[str]:
    lines = block.splitlines()
    comments = dict(line[2:].split(" = ", 1) for line in lines if line.startswith("# ") and " = " in line)
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    name = comments.get("sent_id", "?")
    if any(len(r) != 10 for r in rows):
        return [f"{name}: a row has not ten columns"]
    found = _tree_faults([int(r[6]) for r in rows])
    text = ""
    before = "O"
    for number, r in enumerate(rows, 1):
        misc = dict(part.split("=", 1) for part in r[9].split("|"))
        tag = misc.get("Entity", "O")
        relation = r[7]
        if r[0] != str(number):
            found.append(f"word {number} is numbered {r[0]}")
        if r[3] not in UPOS:
            found.append(f"word {number}: no such part of speech, {r[3]}")
        if relation not in RELATIONS or (relation == "root") != (r[6] == "0"):
            found.append(f"word {number}: relation {relation} on {r[6]}")
        if tag not in ENTITY_TAGS or (tag.startswith("I-") and before[2:] != tag[2:]):
            found.append(f"word {number}: entity {tag} after {before}")
        before = tag
        text += r[1] + ("" if misc.get("SpaceAfter") == "No" else " ")
    if text.strip() != comments.get("text"):
        found.append(f"words make {text.strip()!r}")
    return [f"{name}: {f}" for f in found]


def faults(conllu: str) -> list[str]:
    """One line for every fault, naming its sentence; empty where all is well."""
    return [f for block in conllu.split("\n\n") if block.strip() for f in _sentence_faults(block)]


if __name__ == "__main__":
    listed = [f for path in sys.argv[1:] for f in faults(Path(path).read_text(encoding="utf-8"))]
    print("\n".join(listed) or "no faults")
    sys.exit(bool(listed))
