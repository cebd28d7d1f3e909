"""Where, when and by which agency was this filed? The dateline before a report's first words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sayso.intake.dates import MONTH, month_number
from sayso.intake.phrases import AGENCY, is_agency, is_slug

__all__ = ["Dateline", "find_dateline"]

# Datelines are short; nothing beyond this is looked at.
_WINDOW = 160

_DASH = r"(?:[-–—―]{1,3}|:)"
_NAME = r"[^\W\d_a-zß-öø-ÿ][\w'’.]*+(?:[ -][^\W\d_][\w'’.]*+){0,4}"
_SHAPE = re.compile(
    rf"""
    (?:(?P<date0>(?:{MONTH}\s+\d\d?|\d\d?\s+{MONTH})(?:,?\s+\d{{4}})?)(?:,\s*+|\s++(?=\()))?
    (?P<place>{_NAME}(?:\s?[/&]\s?{_NAME}){{0,2}})?
    (?P<inside>(?:,\s*+{_NAME}){{0,2}}?)
    (?:,?\s*+\(?(?P<date>(?:{MONTH}\s+\d\d?|\d\d?\s+{MONTH})(?:,?\s+\d{{4}})?)\)?)?
    ,?\s*+
    (?:\((?P<agency>[^\W\d_][^()\n]{{1,40}})\)|(?P<bare>{AGENCY})(?=\s*[-–—―]))?
    \s*(?P<dash>{_DASH})\s*
    """,
    re.VERBOSE,
)
_BARE_AGENCY = re.compile(r"\((?P<agency>[A-Z]{2,5}|Reuters)\)\s*(?=[A-Z“\"])")
_OPENS = re.compile(r"[\"“'‘«(\[]*[^\W_a-zß-öø-ÿ]")
_DAY = re.compile(
    rf"(?:(?P<name>{MONTH})\s+(?P<day>\d\d?)|(?P<day2>\d\d?)\s+(?P<name2>{MONTH}))(?:,?\s+(?P<year>\d{{4}}))?"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline: where it ends (code points, before the prose), and what it tells.

    ``published`` needs a year; without one, ``day`` has (month, day).
    """

    end: int
    place: str | None
    agency: str | None
    published: date | None
    day: tuple[int, int] | None


def _place_name(written: str) -> str:
    """The first place named, in the usual letters: "KYIV/MOSCOW" is Kyiv."""
    first = re.split(r"\s?[/&]\s?", written)[0].strip(" .,")
    if first.isupper() and len(first) > 3:
        small = {"Of", "The", "De", "Del", "El", "Al", "On", "Sur"}
        words = re.sub(r"[^\W_]+(?:['’]S\b)?", lambda m: m.group().capitalize(), first)
        head, *rest = words.split(" ")
        return " ".join([head, *(w.lower() if w in small - {"El", "Al"} else w for w in rest)])
    return first


def _day(written: str) -> tuple[date | None, tuple[int, int] | None]:
    m = _DAY.search(written)
    if m is None:
        return None, None
    month, day = month_number(m["name"] or m["name2"]), int(m["day"] or m["day2"])
    if m["year"] is None:
        return (None, (month, day)) if 1 <= day <= 31 else (None, None)
    try:
        return date(int(m["year"]), month, day), (month, day)
    except ValueError:
        return None, None


def _is_name(words: str) -> bool:
    """Whether every word is written as part of a name."""
    small = {"of", "the", "and", "near", "de", "del", "la", "el", "al", "on", "outside", "sur", "au"}
    parts = re.split(r"[\s/-]+", words.strip(" ,&"))
    return all(w[:1].isupper() or w in small for w in parts if w)


def find_dateline(text: str, start: int, end: int) -> Dateline | None:
    """The dateline at ``start`` of the paragraph ``text[start:end]``, or None.

    Words in capitals before a dash are enough ("KYIV —"); in mixed case a country, a date or an agency must
    stand by ("Kyiv, Ukraine —", "Kyiv (AFP) –"). Prose in capital letters or quotes must follow.
    """
    window = min(end, start + _WINDOW)
    bare = _BARE_AGENCY.match(text, start, window)
    if bare and is_agency(bare["agency"]):
        return Dateline(bare.end("agency") + 1, None, bare["agency"], None, None)
    m = _SHAPE.match(text, start, window)
    if m is None or not (_OPENS.match(text, m.end(), end) or (m["agency"] and is_agency(m["agency"]))):
        return None
    place, inside, dash = m["place"], m["inside"].strip(" ,"), m["dash"]
    agency = m["agency"] or m["bare"]
    if agency is None and (glued := re.search(rf"(?:\A|\s)(?P<agency>{AGENCY})\Z", inside)):  # "Kyiv, Ukraine CNN —"
        agency, inside = glued["agency"], inside[: glued.start()]
    written = m["date0"] or m["date"] or ""
    if agency and not m["bare"] and (not _is_name(agency) or _DAY.fullmatch(agency)) and not is_agency(agency):
        return None
    if place and not m["agency"] and is_agency(place) and agency is None:
        place, agency = None, place
    if place is None and agency is None:
        return None
    if place is not None and not _plausible(place, inside, written, agency, dash, text[m.end("dash") - len(dash) - 1]):
        return None
    if place is None and agency is not None and not is_agency(agency):
        return None
    published, day = _day(written)
    return Dateline(m.end("dash"), _place_name(place) if place else None, agency, published, day)


def _plausible(place: str, inside: str, written: str, agency: str | None, dash: str, before: str) -> bool:
    if is_slug(place) or not _is_name(place) or (inside and not _is_name(inside)):
        return False
    if re.match(MONTH + r"(?!\w)", place) and not agency:
        return False
    if agency and (is_agency(agency) or written or place.isupper()):
        return True
    if dash == ":" or (dash == "-" and not before.isspace() and before != ")"):
        return False  # "MOSCOW:" is a heading or a speaker, "MIG-29" a hyphen
    if written:
        return True
    if place.isupper() and len(place) >= 4:
        return True
    return bool(inside) and not place.endswith(".")
