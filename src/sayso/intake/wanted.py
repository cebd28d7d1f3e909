"""Is this report wanted: is it about what was asked for, and in a language that was?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sayso.intake.building import Given
from sayso.intake.language import recognise
from sayso.intake.relevance import LANGUAGES, about_conflict, glimpse, judged
from sayso.intake.told import Held, Item, Passed, Told
from sayso.model import Report

__all__ = ["ELSEWHERE", "FOREIGN", "UNTOLD", "page_unwanted", "sift", "unwanted"]

ELSEWHERE: Final = "not about a conflict"
"""Why a report is passed over that has hardly a word of war in it."""
FOREIGN: Final = "in another language"
"""Why one is passed over that is in no language asked for."""
UNTOLD: Final = "in a language whose words of war are not known"
"""Why a page of an archive is passed over of which nothing can be said; of other reports such are taken."""
_SAMPLE = 3_000


def page_unwanted(page: bytes, given: Given, charset: str | None = None) -> str:
    """Why a page, as its bytes stand, is surely not wanted; "" where it may be. Costs well under a millisecond."""
    if given.about != "conflict" and not given.languages:
        return ""
    text = glimpse(page, charset or "utf-8")
    if given.about == "conflict" and (found := judged(text)) is not True:
        return UNTOLD if found is None else ELSEWHERE
    code = recognise(text, _SAMPLE).code if given.languages else ""
    return FOREIGN if code and code not in given.languages else ""


def unwanted(report: Report, given: Given) -> str:
    """Why a report is not wanted; "" for one that is."""
    if given.languages and report.language not in given.languages:
        return FOREIGN
    if given.about != "conflict" or (report.language and report.language not in LANGUAGES):
        return ""  # of a language whose words of war are not known nothing can be said
    return "" if about_conflict(f"{report.title or ''}\n{report.text}") else ELSEWHERE


def sift(items: Iterator[Item], given: Given) -> Iterator[Item]:
    """The same items, but for reports that are not wanted: those are passed over."""
    if given.about != "conflict" and not given.languages:
        return items
    return _sifted(items, given)


def _sifted(items: Iterator[Item], given: Given) -> Iterator[Item]:
    for item in items:
        why = unwanted(item.report, given) if isinstance(item, Told | Held) else ""
        yield Passed(why) if why else item
