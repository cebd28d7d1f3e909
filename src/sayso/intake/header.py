"""What do the lines above a report tell of it? "date 2023-12-01", "Title: …", "Published 1 December 2023"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sayso.intake.dates import MONTH, find_date

__all__ = ["Header", "read_header"]

_WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
_DATE = (
    rf"(?:\d{{4}}[-/.]\d\d?[-/.]\d\d?|{MONTH}\s+\d\d?(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d\d?(?:st|nd|rd|th)?[\s-]+{MONTH}[\s,-]+\d{{4}}|\d\d?[./]\d\d?[./]\d{{4}})(?=T\d|\W|\Z)"
)
_TIME = (
    r"(?:[T\s]?,?\s*(?:at\s+|\|\s*|[-–—]\s*)?\d\d?[:.]\d\d(?::\d\d(?:\.\d+)?)?(?:\s*+[ap]\.?m\.?(?!\w))?"
    r"(?:\s*+(?:Z|UTC|GMT|[ECMP][SD]?T|BST|CES?T|EES?T|[+-]\d\d:?\d\d)(?!\w))?(?!\w))?"
)
_DATED = re.compile(
    rf"(?P<key>(?:date|dated|(?:first\s+)?published|posted|issued|(?:last\s+)?(?:updated|modified))"
    rf"(?:\s++(?:on|at))?\s*+:?\s*+)(?:{_WEEKDAY},?\s*)?(?P<date>{_DATE}){_TIME}(?:\s*[|·•]\s*)?",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(rf"(?:{_WEEKDAY},?\s*)?(?P<date>{_DATE}){_TIME}[\s.|]*", re.IGNORECASE)
_FIELD = re.compile(
    r"(?P<key>title|headline|source|outlet|publisher|agency|author|byline|url|link|location|place)\s*:\s+(?P<value>\S.*)",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"(?:\d+\s+min(?:ute)?s?\s+read|(?:updated\s+)?\d+\s+(?:minutes?|hours?|days?)\s+ago)[\s.|]*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Header:
    """A header line: where it ends (code points), and the one thing that it tells."""

    end: int
    title: str | None = None
    published: date | None = None
    outlet: str | None = None
    agency: str | None = None
    place: str | None = None
    url: str | None = None


def read_header(text: str, start: int, end: int) -> Header | None:
    """The header at ``start`` of the paragraph ``text[start:end]``, or None when prose begins.

    A date after a label may be followed by other things in the same line; every other header takes the line.
    """
    near = min(end, start + 300)
    if m := _DATED.match(text, start, near):
        updated = m["key"].lower().startswith(("updated", "modified", "last"))
        return Header(m.end(), published=None if updated else find_date(m["date"]))
    if near < end:
        return None
    if m := _DATE_LINE.fullmatch(text, start, end):
        return Header(end, published=find_date(m["date"]))
    if _AGE.fullmatch(text, start, end):
        return Header(end)
    if m := _FIELD.fullmatch(text, start, end):
        key, value = m["key"].lower(), m["value"].strip()
        if key in ("title", "headline"):
            return Header(end, title=value)
        if key in ("source", "outlet", "publisher"):
            return Header(end, outlet=value)
        if key == "agency":
            return Header(end, agency=value)
        if key in ("location", "place"):
            return Header(end, place=value)
        if key in ("url", "link"):
            return Header(end, url=value)
        return Header(end)
    return None
