"""May this shorter name be that fuller one's? A surname, a first name with it, the letters that a body goes by."""

from __future__ import annotations

from sayso.model import Kind
from sayso.weighing.account_names import Named
from sayso.weighing.naming_rules import spelled, split

__all__ = ["initials", "is_letters", "may_be"]

_APART: tuple[Kind, ...] = ("witness", "media")  # kinds of source whose people hold no other


def may_be(named: Named, other: Named) -> bool:
    """Whether a shorter name may be this fuller one's: no other side, no other sort, and all its parts in order."""
    if named.side is not None and other.side is not None and named.side != other.side:
        return False
    kinds = {named.kind, other.kind} - {None}
    if len(kinds) == 2 and not kinds.isdisjoint(_APART):
        return False
    if len(named.parts) >= len(other.parts) and named.form != "surname":
        return False
    if len(named.parts) == 1:
        return True
    first, *middle = named.parts[:-1]
    if len(first) == 1:
        return spelled(other.name).startswith(first)
    rest = iter(other.parts[1:-1])
    return other.parts[0] == first and all(part in rest for part in middle)


def is_letters(name: str) -> bool:
    """Whether a name is nothing but first letters: "ICM", "the I.C.M."."""
    bare = name.removeprefix("the ").replace(".", "")
    return bare.isalpha() and 2 <= len(bare) <= 7 and sum(c.isupper() for c in bare) >= max(2, len(bare) - 2)


def initials(named: Named) -> set[str]:
    """The letters that may stand for a name of several words, with and without its small ones."""
    words = [w.written for w in split(named.name) if w.plain != "the"]
    capitals = [w for w in words if w[:1].isupper()]
    if len(capitals) < 2 or named.form in ("surname", "people"):
        return set()
    return {"".join(w[0] for w in some).casefold() for some in (words, capitals)}
