"""What do these news items report? IPTC's ninjs, as agencies and newsroom systems hand it on.

The shapes of ninjs 1.x (``headline``, ``body_text``, ``body_xhtml``, ``byline``, ``infosource``), 2.x (``headlines``,
``bodies`` with a role and a type, ``by``, ``infosources``) and 3.x (the same with capitals inside) are those of the
schemas at https://iptc.org/std/ninjs/. A file holds one item, a list of items, or one a line or behind the other.

An item is a version of the report of its ``uri``; ``versioncreated`` is when it was published, and orders versions.
One with ``pubstatus`` "canceled" or "withheld" takes the report back. One that is ``embargoed`` is kept back until
then, and counts as published then.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, BinaryIO, Final

from sayso.errors import InputError
from sayso.intake.building import Given, build
from sayso.intake.encoding import LIMIT_BYTES, decode, too_large
from sayso.intake.html import read_page
from sayso.intake.json_values import values
from sayso.intake.streams import rejoined
from sayso.intake.told import Held, Item, Passed, Told, Withdrawal
from sayso.model import Refusal

__all__ = ["NO_TEXT", "read"]

NO_TEXT: Final = "not a text"
"""Why an item is passed over that is a picture, a video or a sound."""
_TEXTS = (None, "", "text", "composite")
_BACK: Final = frozenset({"canceled", "cancelled", "withheld"})
_CODE: Final = re.compile(r"[:/#]")  # in front of a code: "stat:canceled", ".../pubstatusg2/canceled"
_HTML: Final = ("html", "body_xhtml")
_JSON_FIX: Final = "give ninjs: one item, a list of items, or one whole item a line"
_News = Mapping[str, Any]


def read(stream: BinaryIO, source: str, given: Given) -> Iterator[Item]:
    """The items of a file; those that can't be read are refused by their number, and those a line by their line."""
    empty = True
    for number, (where, found) in enumerate(_found(stream, source), 1):
        empty = False
        try:
            if isinstance(found, InputError):
                raise found
            yield _item(found, where, given)
        except InputError as refused:
            name = found.get("uri") if isinstance(found, Mapping) else None
            id = name if isinstance(name, str) and name else f"{source}#{number}"
            yield Refusal(id, str(refused), number if f": line {number}" in where else None)
    if empty:
        raise InputError(source, "file", "empty", _JSON_FIX)


def _found(stream: BinaryIO, source: str) -> Iterator[tuple[str, _News | InputError]]:
    """Every item with what to call it; an InputError for what is none."""
    first = stream.readline(LIMIT_BYTES + 1)
    while first and not first.strip():
        first = stream.readline(LIMIT_BYTES + 1)
    if not first:
        return
    alone = None if first.lstrip().startswith(b"[") else _parsed(first, source)
    if isinstance(alone, InputError) and alone.field != "JSON":  # no text at all
        raise alone
    if isinstance(alone, Mapping) and (second := stream.readline(LIMIT_BYTES + 1)):
        yield from _lines(stream, source, [first, second])
        return
    listed = alone is None
    number = 0
    lost: tuple[str, InputError] | None = None
    for number, value in enumerate(values(rejoined(first, stream)), 1):
        if lost is not None:
            yield lost
            lost = None
        where = f"{source}: item {number}" if listed or number > 1 else source
        found = InputError(where, "JSON", value.fault, _JSON_FIX) if value.fault else _parsed(value.text, where)
        if isinstance(found, InputError) and number == 1:
            lost = where, found
        else:
            yield where, found if isinstance(found, (Mapping, InputError)) else _none(where, found)
    if lost is not None:  # and nothing behind it
        raise lost[1]


def _lines(stream: BinaryIO, source: str, begun: list[bytes]) -> Iterator[tuple[str, _News | InputError]]:
    number = 0
    while line := begun.pop(0) if begun else stream.readline(LIMIT_BYTES + 1):
        number += 1
        where = f"{source}: line {number}"
        if len(line) > LIMIT_BYTES:
            while line and not line.endswith(b"\n"):
                line = stream.readline(LIMIT_BYTES)
            yield where, too_large(where, f"more than {LIMIT_BYTES:,} bytes")
        elif line.strip():
            found = _parsed(line, where)
            yield where, found if isinstance(found, (Mapping, InputError)) else _none(where, found)


def _parsed(data: bytes | str, where: str) -> Any:
    """What JSON says; an InputError, not raised, where it says nothing."""
    try:
        value = json.loads(data if isinstance(data, str) else decode(data, where))
    except InputError as refused:
        return refused
    except (ValueError, RecursionError) as broken:
        told = broken.msg if isinstance(broken, json.JSONDecodeError) else "nested or numbered beyond measure"
        return InputError(where, "JSON", told, _JSON_FIX)
    return _lowered(value) if isinstance(value, Mapping) else value


def _none(where: str, value: object) -> InputError:
    return InputError(where, "JSON", type(value).__name__, _JSON_FIX)


def _lowered(item: Mapping[str, Any]) -> _News:
    """An item by the names that ninjs 2 has; 3 writes capitals into them."""
    return {key.lower(): value for key, value in item.items()}


def _item(item: _News, where: str, given: Given) -> Item:
    uri = _word(item, "uri") or _word(item, "guid")
    created = _moment(item, "versioncreated", where) or _moment(item, "firstcreated", where)
    if _CODE.split(_word(item, "pubstatus") or "")[-1].lower() in _BACK:
        if uri is None:
            raise InputError(where, "uri", "missing", "give the uri of the item that is taken back")
        if created is None:
            raise InputError(where, "versioncreated", "missing", "give the time from which the item is taken back")
        return Withdrawal(uri, created.date(), _word(item, "ednote") or "")
    kind = item.get("type")
    if (kind.lower() if isinstance(kind, str) else kind) not in _TEXTS:
        return Passed(NO_TEXT)
    if not any(key.startswith(("body_", "bodies", "headline", "versioncreated")) for key in item):
        raise InputError(where, "JSON", "no ninjs: neither body nor headline", _JSON_FIX)
    text, captions = _text(item, where)
    embargoed = _moment(item, "embargoed", where)
    published: date | None = created.date() if created else given.published
    if embargoed is not None:
        published = max(published or date.min, embargoed.date())
    report = build(
        text, where, id=uri, title=_headline(item), published=published, outlet=given.outlet or _outlet(item),
        place=_word(item, "located"), theatre=given.theatre, url=uri if (uri or "").startswith("http") else None,
        captions=captions,
    )  # fmt: skip
    seen = _aware(created)
    until = _aware(embargoed)
    if until is not None and until > datetime.now(UTC):
        return Held(report, until, seen)
    return Told(report, max(seen, until) if seen and until else seen or until)


def _word(item: _News, key: str) -> str | None:
    value = item.get(key)
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _moment(item: _News, key: str, where: str) -> datetime | None:
    value = item.get(key)
    if value in (None, "", False):
        return None
    try:
        return datetime.fromisoformat(" ".join(value.split()))
    except (ValueError, AttributeError):
        raise InputError(where, key, value, "give a time as YYYY-MM-DDThh:mm:ssZ") from None


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def _parts(item: _News, key: str) -> list[_News]:
    value = item.get(key)
    return [_lowered(each) for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _main(parts: list[_News], *wanted: str) -> str | None:
    """The value of the part with role "main", else of the first, among those whose type is wanted."""
    fits = [part for part in parts if not wanted or _is(part, wanted)]
    fits.sort(key=lambda part: part.get("role") != "main")
    return next((value for part in fits if isinstance(value := part.get("value"), str) and value.strip()), None)


def _is(part: _News, wanted: tuple[str, ...]) -> bool:
    kind = str(part.get("contenttype") or "text/plain").lower()
    return any(each in kind for each in wanted)


def _text(item: _News, where: str) -> tuple[str, tuple[str, ...]]:
    """The body as text: paragraphs as the markup has them, where there is some; and what stands under pictures."""
    bodies = _parts(item, "bodies")
    html = [item.get("body_xhtml"), item.get("body_html"), _main(bodies, *_HTML)]
    plain = [item.get("body_text"), _main(bodies, "plain")]
    for markup in html:
        if isinstance(markup, str) and markup.strip():
            page = read_page(markup, where)
            return page.text, page.captions
    for text in plain:
        if isinstance(text, str) and text.strip():
            return text, ()
    raise InputError(where, "body", "missing", "give body_text, body_xhtml or bodies")


def _headline(item: _News) -> str | None:
    return _word(item, "headline") or _main(_parts(item, "headlines")) or _word(item, "title")


def _outlet(item: _News) -> str | None:
    """Who publishes it: its provider, else the first source of information, else who holds the copyright."""
    for key in ("provider", "infosource", "infosources"):
        value = item.get(key)
        value = value[0] if isinstance(value, list) and value else value
        named = _lowered(value).get("name") if isinstance(value, Mapping) else value
        if isinstance(named, str) and named.strip():
            return named.strip()
    return _word(item, "copyrightholder")
