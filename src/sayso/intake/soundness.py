"""Can what was told be kept as it is? JSON can write characters that no database and no file of UTF-8 takes."""

from __future__ import annotations

from sayso.errors import InputError
from sayso.intake.told import Item, Withdrawal
from sayso.model import Refusal, Report

__all__ = ["sound", "whole"]

_STRINGS = ("id", "text", "title", "outlet", "agency", "place", "theatre", "url")


def sound(text: str) -> str:
    """``text`` as every database takes it: no broken characters, no NUL."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")


def whole(item: Item) -> Item:
    """What was told, or a Refusal where there is in it what no database takes; JSON can write it."""
    if isinstance(item, Refusal):
        return Refusal(sound(item.id), sound(item.reason), item.line)
    report = getattr(item, "report", None)
    if isinstance(report, Report):
        told = [(name, getattr(report, name)) for name in _STRINGS]
    elif isinstance(item, Withdrawal):
        told = [("id", item.report), ("why", item.why)]
    else:
        return item
    for name, value in told:
        if value and sound(value) != value:
            fix = "give text that is whole, without NUL"
            id = sound(told[0][1])
            return Refusal(id, sound(str(InputError(told[0][1], name, "broken characters", fix))))
    return item
