"""What does a site ask of programs? Its robots.txt, as RFC 9309 has it read, through protego."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from protego import Protego

from sayso.errors import FetchError
from sayso.intake.fetch import Elsewhere, Fetches, StatusError, Wanted

__all__ = ["AGENT", "ROBOTS_LIMIT", "allows", "delay", "fetch_robots"]

AGENT: Final = "sayso"
"""The name that a robots.txt speaks of us by."""
ROBOTS_LIMIT: Final = 500_000
_ANY: Final = Wanted("text/plain, */*;q=0.5")
_ANYTHING: Final = ""


@lru_cache(maxsize=64)
def _parsed(text: str) -> Protego:
    return Protego.parse(text)


def allows(robots: str, url: str) -> bool:
    """Whether a robots.txt lets us ask for an address."""
    return bool(_parsed(robots).can_fetch(url, AGENT))


def delay(robots: str) -> float:
    """The seconds that a robots.txt wants between two visits; 0 where it asks for none."""
    asked = _parsed(robots).crawl_delay(AGENT)
    return max(float(asked), 0.0) if asked is not None and asked == asked else 0.0


def fetch_robots(fetcher: Fetches, origin: str) -> str:
    """The robots.txt of an origin ("https://example.org"); where there is none, all is allowed, and "" says so.

    FetchError while it can't be had: the site may want to be left alone, and is asked later.
    """
    url = f"{origin}/robots.txt"
    try:
        got = fetcher.get(url, _ANY, limit=ROBOTS_LIMIT)
    except StatusError as refused:
        if 400 <= refused.status < 500 and refused.status != 429:
            return _ANYTHING
        raise
    if isinstance(got, Elsewhere):
        raise FetchError(url, "redirect", got.url, "try later")
    return got.data.decode("utf-8-sig", "replace").replace("\0", "")
