"""Under which numbers and addresses things are kept: reckoned from what they are, never from when they came."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from sayso.errors import InputError
from sayso.model import Report

__all__ = [
    "CLAIMS",
    "DATED",
    "address",
    "claim_key",
    "claims_from",
    "claims_until",
    "day_number",
    "day_of",
    "digest",
    "report_key",
    "report_of",
    "reports_from",
    "reports_until",
    "value_key",
]

_EPOCH: Final = date(1900, 1, 1).toordinal()
_DAYS: Final = 17  # bits: until the year 2258
_REPORTS: Final = 32
_CLAIMS: Final = 14
CLAIMS: Final = 1 << _CLAIMS
"""How many claims a report may have."""
DATED: Final = 1 << (_REPORTS + _CLAIMS)
"""The claims of reports with a date have keys from here on, those of the undated come before."""
_TRACKING: Final = re.compile(r"(?:utm_|at_)\w+|fbclid|gclid|mc_[ce]id|cmpid|ref", re.IGNORECASE)


def _bytes(parts: Iterable[object]) -> bytes:
    # Each part with its length, so that no two lists of parts read the same.
    said = "".join(f"{len(text)}:{text}" for text in ("" if p is None else f"={p}" for p in parts))
    return said.encode("utf-8", "surrogatepass")


def _hash(parts: Iterable[object], bits: int) -> int:
    return int.from_bytes(hashlib.blake2b(_bytes(parts), digest_size=8).digest(), "big") >> (64 - bits)


def day_number(day: date | None) -> int:
    """Days since 1900, from 1 to what a key can hold; 0 for no day."""
    return 0 if day is None else min(max(day.toordinal() - _EPOCH, 1), (1 << _DAYS) - 1)


def digest(report: Report) -> str:
    """What tells versions of a report apart: its text and whatever is known of it."""
    parts = (report.text, report.title, report.published, report.outlet, report.agency, report.theatre, report.url)
    return hashlib.blake2b(_bytes(parts), digest_size=16).hexdigest()


def report_key(report: Report, digest: str) -> int:
    """A version's key, 49 bits: in order of the day of publication, then by hash."""
    return day_number(report.published) << _REPORTS | _hash((report.id, digest), _REPORTS)


def claim_key(report_key: int, position: int) -> int:
    """A claim's key, 63 bits: in order of its report, then of the text; InputError beyond ``CLAIMS``."""
    if position >= CLAIMS:
        raise InputError("report", "claims", f"more than {CLAIMS}", "split the report")
    return report_key << _CLAIMS | position


def report_of(claim_key: int) -> int:
    """The key of the report that a claim stands in."""
    return claim_key >> _CLAIMS


def day_of(report_key: int) -> int:
    """The day of publication that a report's key tells, as ``day_number`` gives it."""
    return report_key >> _REPORTS


def reports_from(day: date) -> int:
    """The least key of any report published on a day."""
    return day_number(day) << _REPORTS


def reports_until(day: date) -> int:
    """The first report key beyond those published by a day."""
    return (day_number(day) + 1) << _REPORTS


def claims_from(day: date) -> int:
    """The least claim key of any report published on a day."""
    return day_number(day) << (_REPORTS + _CLAIMS)


def claims_until(day: date) -> int:
    """Beyond the claim keys of any report published by a day, within what a database takes for a number."""
    return min((day_number(day) + 1) << (_REPORTS + _CLAIMS), (1 << (_DAYS + _REPORTS + _CLAIMS)) - 1)


def value_key(*parts: object) -> int:
    """The key of a value (a place, a source), 52 bits, so that a browser's numbers hold it."""
    return _hash(parts, 52)


def address(url: str | None) -> str | None:
    """A web address without what does not tell pages apart: scheme, "www.", fragment, trackers, a closing slash.

    None where it names no page of its own: another scheme, or a site's front page, which many reports may give.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return None
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(k)]
    if not path and not kept:
        return None
    query = "?" + urlencode(sorted(kept)) if kept else ""
    return parts.netloc.lower().removeprefix("www.") + path + query
