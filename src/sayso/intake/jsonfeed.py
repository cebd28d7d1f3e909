"""What does a JSON Feed (https://www.jsonfeed.org, 1.0 and 1.1) say? Its own shape, checked item by item."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from sayso.errors import InputError

__all__ = ["JsonFeed", "JsonItem", "is_json_feed", "read_json"]

_VERSION: Final = "jsonfeed.org/version/"


def _words(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _name(value: object) -> object:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else _words(value)


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


Words = Annotated[str | None, BeforeValidator(_words)]
Moment = Annotated[datetime | None, BeforeValidator(_moment)]


class JsonItem(BaseModel):
    """An entry; what is not of its kind counts as left out, but an item needs an id."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Annotated[str, BeforeValidator(_name)]
    url: Words = None
    external_url: Words = None
    title: Words = None
    content_html: Words = None
    content_text: Words = None
    date_published: Moment = None
    date_modified: Moment = None


class JsonFeed(BaseModel):
    """The feed; its items are checked one by one."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    version: str
    title: Words = None
    items: list[Any]

    def sound(self) -> list[JsonItem]:
        """The items that can be read."""
        found = []
        for item in self.items:
            try:
                found.append(JsonItem.model_validate(item))
            except ValidationError:
                continue
        return found


def is_json_feed(text: str) -> bool:
    """Whether a text looks like JSON, and so can only be a feed of this kind."""
    return text.lstrip("\ufeff \t\r\n").startswith("{")


def read_json(text: str, source: str) -> JsonFeed:
    """The feed that a text is; InputError where it is none."""
    try:
        told = json.loads(text.lstrip("\ufeff"))
        feed = JsonFeed.model_validate(told)
    except (ValueError, RecursionError) as error:  # pydantic's error is a ValueError too
        what = "not JSON" if not isinstance(error, ValidationError) else "no version and items"
        raise InputError(source, "feed", what, "give a feed: RSS, Atom, or JSON Feed") from None
    if _VERSION not in feed.version:
        raise InputError(source, "feed", f"version {feed.version}", "give a feed: RSS, Atom, or JSON Feed")
    return feed
