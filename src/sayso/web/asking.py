"""What an address asks for: query parameters into what ``answers`` takes, and answers' names into addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Annotated, Any, Final
from urllib.parse import quote, urlencode

from fastapi import Depends, Query, Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from sayso.answers import Asked
from sayso.model import ClaimType, Modality, StanceKind

__all__ = [
    "Chosen",
    "Day",
    "Kilometres",
    "Known",
    "Narrowed",
    "Narrowing",
    "On",
    "Skip",
    "Text",
    "in_order",
    "link",
    "query",
]

_HALF_ROUND_KM: Final = 20_100


def _nothing(value: Any) -> Any:
    """An empty field of a form asks nothing."""
    return None if isinstance(value, str) and not value.strip() else value


def _day(value: Any) -> Any:
    """A day as people and forms write it; a bare number would be taken for seconds."""
    value = _nothing(value)
    if not isinstance(value, str):
        return value
    # fromisoformat alone also takes weeks, and lets "20310301T1" pass for a day.
    with suppress(ValueError):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip(), re.ASCII):
            return date.fromisoformat(value.strip())
    raise ValueError(f"{value!r} is no date: write it as 2023-12-01")


Day = Annotated[date | None, BeforeValidator(_day)]
Text = Annotated[Annotated[str, Field(max_length=500)] | None, BeforeValidator(_nothing)]
_Far = Annotated[float, Field(ge=0, le=_HALF_ROUND_KM, allow_inf_nan=False)]
Chosen = BeforeValidator(_nothing)
"""For a choice in an address: a form that leaves it open sends an empty word."""
Kilometres = Annotated[_Far | None, BeforeValidator(_nothing)]
Known = Annotated[Day, Query(description="Answer from what had been published by that day.")]
On = Annotated[Day, Query(description="The day that is asked about.")]
Skip = Annotated[int, Query(ge=0, le=1_000_000, description="How many to pass over: the next pages of a list.")]


def in_order(given: BaseModel, first: str, last: str) -> None:
    """ValueError where the day called ``first`` is later than the one called ``last``."""
    start, end = getattr(given, first), getattr(given, last)
    if start and end and start > end:
        raise ValueError(f"{first} is later than {last}: no day lies between them")


class Narrowing(BaseModel):
    """The filter that every list shares; a field that is empty asks nothing."""

    model_config = ConfigDict(frozen=True)

    known: Day = Field(None, description="Answer from what had been published by that day.")
    place: Text = Field(None, description="At this place: a name, or a GeoNames id.")
    within: Kilometres = Field(None, description="With a place: also so many km around it.")
    on: Day = Field(None, description="Happened on that day.")
    since: Day = Field(None, description="Happened on that day or later.")
    until: Day = Field(None, description="Happened on that day or earlier.")
    published_since: Day = Field(None, description="Published on that day or later.")
    published_until: Day = Field(None, description="Published on that day or earlier.")
    side: Text = Field(None, description="On the word of this side of the war.")
    source: Text = Field(None, description="On the word of this source, by any of its names.")
    type: list[ClaimType] = Field([], max_length=50, description="Of these types.")
    modality: list[Modality] = Field([], max_length=10, description="Said as surely as this.")
    stance: list[StanceKind] = Field([], max_length=10, description="With such a stance on it.")
    theatre: Text = Field(None, description="Of this conflict.")
    outlet: Text = Field(None, description="Published by this outlet or agency.")
    report: Text = Field(None, description="Of this report.")
    q: Text = Field(None, description='With all of these words; "words in quotes" stand together.')

    @model_validator(mode="before")
    @classmethod
    def _empty_choices(cls, given: Any) -> Any:
        # A form's select that says "any" sends an empty word.
        if not isinstance(given, Mapping):
            return given
        lists = ("type", "modality", "stance")
        kept = {name: [v for v in given[name] if v] for name in lists if isinstance(given.get(name), list)}
        return {**given, **kept}

    @model_validator(mode="after")
    def _fitting(self) -> Narrowing:
        if self.within is not None and self.place is None:
            raise ValueError("within goes with place: name the place to look around")
        in_order(self, "since", "until")
        in_order(self, "published_since", "published_until")
        return self

    def asked(self) -> Asked:
        """The same for ``answers``."""
        return Asked(
            known=self.known,
            place=self.place,
            within=self.within,
            on=self.on,
            since=self.since,
            until=self.until,
            published_since=self.published_since,
            published_until=self.published_until,
            side=self.side,
            source=self.source,
            types=tuple(dict.fromkeys(self.type)),
            modalities=tuple(dict.fromkeys(self.modality)),
            stances=tuple(dict.fromkeys(self.stance)),
            theatre=self.theatre,
            outlet=self.outlet,
            report=self.report,
            words=self.q,
        )

    def parameters(self) -> dict[str, Any]:
        """The query parameters that ask for this again; what asks nothing is left out."""
        given = self.model_dump(mode="json")
        return {name: value for name, value in given.items() if value not in (None, [], "")}


def _narrowing(given: Annotated[Narrowing, Query()]) -> Narrowing:
    return given


Narrowed = Annotated[Narrowing, Depends(_narrowing)]
"""The filter in a page's address."""


def query(parameters: Mapping[str, Any]) -> str:
    """Parameters as a query string with its mark, or ""; None and empty ones are left out, lists repeat their name."""
    pairs: list[tuple[str, str]] = []
    for name, value in parameters.items():
        several: Iterable[Any] = value if isinstance(value, list | tuple) else (value,)
        pairs += [(name, str(one)) for one in several if one not in (None, "")]
    return "?" + urlencode(pairs, errors="replace") if pairs else ""


def link(request: Request, kind: str, name: str | None = None, **parameters: Any) -> str:
    """The address of a page: a kind ("places"), or one of it by name, as known on the same day as the page asked for.

    ``known=None`` takes the day known away; other parameters are put in the query.
    """
    known = request.query_params.get("known") or None
    path = f"/{kind}" if name is None else f"/{kind}/{quote(name, safe='', errors='replace')}"
    return path + query({"known": known, **parameters})
