"""What sort of agent is an account: a person, an outlet, a body of a state, another body, or nobody can tell?"""

from __future__ import annotations

from typing import Literal

from sayso.weighing.accounts import Account

__all__ = ["OFFICIAL", "Sort", "sort_of"]

Sort = Literal["person", "media", "government", "body", "somebody"]
OFFICIAL = frozenset(("government", "military", "law_enforcement", "local_official"))
"""The kinds of source that speak for their side; others may be of one, and speak for themselves."""


def sort_of(account: Account) -> Sort:
    """The sort of an account, "somebody" where its name tells none: one or many, people or an office."""
    if account.id.startswith("person:"):
        return "person"
    if account.gathered_by not in (None, account.id):  # nameless, and known by the outlet that they spoke to
        return "somebody"
    if account.kind == "media":
        return "media"
    if account.id.startswith(("name:", "channel:")):  # no theatre and no rule knows that name
        return "person" if account.kind in ("witness", "analyst") and " " in account.name else "somebody"
    return "government" if account.kind == "government" else "body"
