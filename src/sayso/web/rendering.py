"""How answers become pages and JSON: templates that escape whatever they show, words for dates and figures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from sayso.answers.theatres import theatres
from sayso.errors import LedgerError
from sayso.exports import words
from sayso.exports.answer_records import figure_words
from sayso.exports.families import FAMILIES, family
from sayso.exports.safe import visible
from sayso.intake.language import language_name
from sayso.theatres import Theatre
from sayso.web import assets
from sayso.web.asking import link, query
from sayso.web.room import Room

__all__ = ["NAVIGATION", "Json", "fragment", "page", "side_numbers"]

NAVIGATION: Final = (
    # address, name, the key that leads there after "g"
    ("read", "Read", "r"),
    ("map", "Map", "m"),
    ("places", "Places", "p"),
    ("events", "Events", "e"),
    ("sources", "Sources", "s"),
    ("disputes", "Disputes", "d"),
    ("claims", "Claims", "c"),
    ("reports", "Reports", "t"),
    ("review", "Review", "v"),
)


class Json(Response):
    """An answer as JSON. Only ASCII: a report may hold half a character, which UTF-8 has no bytes for."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The bytes."""
        return json.dumps(content, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode("ascii")


def page(
    request: Request, template: str, /, *, status: int = 200, headers: Mapping[str, str] | None = None, **given: Any
) -> HTMLResponse:
    """A template with what it shows, and what every page has: where one is, and links that keep the day known."""
    return HTMLResponse(fragment(request, template, **given), status, headers=dict(headers or {}))


def fragment(request: Request, template: str, /, **given: Any) -> str:
    """The same as text: a piece of a page, which a script puts into it."""
    room: Room = request.app.state.room
    found = _Sides(room)
    known = given.pop("known", None) or request.query_params.get("known") or None
    return _ENVIRONMENT.get_template(template).render(
        request=request,
        path=request.url.path,
        json_address=json_address(request),
        known=known if isinstance(known, date) else _day_or_none(known),
        link=partial(link, request),
        navigation=NAVIGATION,
        writable=room.writable,
        ledger_name=room.ledger.name,
        invented=[theatre.title for theatre in found.theatres if theatre.invented],
        side_class=found.side_class,
        sides=found.names,
        **given,
    )


def json_address(request: Request) -> str:
    """The address of the same answer as JSON, which every page has."""
    path = request.scope.get("raw_path", b"").decode("latin-1").partition("?")[0] or "/"
    path = "/index" if path == "/" else path
    return f"{path}.json" + (f"?{request.url.query}" if request.url.query else "")


def side_numbers(room: Room) -> dict[str, int]:
    """The sides of the ledger's conflicts, each with the number of its colour."""
    return dict(_Sides(room).numbers)


class _Sides:
    """The sides of the ledger's conflicts, each in a colour of its own wherever it is named."""

    def __init__(self, room: Room) -> None:
        self.theatres: list[Theatre] = []
        with suppress(LedgerError):  # the page that tells of a broken ledger must be shown all the same
            self.theatres = theatres(room.ledger)
        numbers: dict[str, int] = {}
        for theatre in self.theatres:
            for n, side in enumerate(theatre.sides):
                numbers.setdefault(side, n % 4)
        self.numbers = numbers

    @property
    def names(self) -> list[str]:
        return list(self.numbers)

    def side_class(self, side: str | None) -> str:
        return "side-none" if side is None or side not in self.numbers else f"side-{self.numbers[side]}"


def _drop(parameters: Any, *names: str) -> dict[str, Any]:
    """The parameters without some, as they may go into an address again."""
    return {name: parameters.getlist(name) for name in parameters if name not in names}


def _day_or_none(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def _shown(value: Any) -> Any:
    """What stands in a page, with its controls shown; markup of our own stays as it is."""
    if value is None:
        return ""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _day(value: date | str | None) -> Markup | str:
    if not value:
        return ""
    day = date.fromisoformat(value) if isinstance(value, str) else value
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), words.day(day))


def _number(value: int, one: str | None = None, many: str | None = None) -> str:
    return f"{value:,}" if one is None else f"{value:,} {one if value == 1 else many or one + 's'}"


def _listed(names: Sequence[str], last: str = "and") -> str:
    return f" {last} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    made.filters.update(
        drop=_drop, day=_day, number=_number, listed=_listed, when=words.when, count=words.count, party=words.party,
        place=words.place, stance=words.stance, source=words.source, standing=words.standing, figure=figure_words,
        language=language_name,
    )  # fmt: skip
    made.globals.update(
        asset=assets.address, family=family, families=FAMILIES, query=query, words=words, modalities=words.MODALITIES
    )
    return made


_ENVIRONMENT: Final = _environment()
