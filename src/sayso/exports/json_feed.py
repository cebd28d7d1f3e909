"""A feed as JSON Feed 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from typing import Any, Final

from sayso.exports.atom import content, shown, time
from sayso.exports.feeds import Feed, Told
from sayso.exports.weblinks import outward

__all__ = ["MEDIA_TYPE", "text"]

MEDIA_TYPE: Final = "application/feed+json"


def text(feed: Feed, *, room: str | None = None, own: str | None = None) -> str:
    """The feed; ``room`` is the address of a reading room that entries lead to, ``own`` the feed's own address."""
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": shown(feed.title),
        "home_page_url": None if room is None else room + feed.home,
        "feed_url": own,
        "description": shown(feed.about),
        "language": "en",
        "authors": [{"name": "sayso"}],
        "items": [_item(entry, room) for entry in feed.entries],
    }
    # Only ASCII, so that no reader can take it for another encoding.
    return json.dumps(_given(told), ensure_ascii=True, indent=1) + "\n"


def _item(entry: Told, room: str | None) -> dict[str, Any]:
    report = outward(entry.url)
    return _given(
        {
            "id": entry.id,
            "url": report if room is None else room + entry.room,
            "external_url": None if room is None else report,
            "title": shown(entry.title),
            "summary": shown(entry.words),
            "content_html": content(entry, room),
            "date_published": None if entry.published is None else time(entry.published),
            "date_modified": time(entry.updated),
            "authors": [{"name": shown(entry.author) or "?"}],
            "tags": list(filter(None, map(shown, entry.tags))),
        }
    )


def _given(told: dict[str, Any]) -> dict[str, Any]:
    """What there is: a feed leaves out what it does not know."""
    return {name: value for name, value in told.items() if value is not None}
