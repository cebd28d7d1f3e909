"""What may a person correct in a claim, and how is it written? In the shape of the fixed record, field by field.

Where the evidence stands is the field ``span``: its ``start`` and ``end``, as code points into the report's text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from sayso.errors import InputError
from sayso.model import (
    Claim,
    ClaimType,
    Count,
    Kind,
    Modality,
    Party,
    Place,
    Precision,
    Quote,
    Source,
    Stance,
    StanceKind,
    When,
    record,
)

__all__ = ["CORRECTABLE", "corrected", "differing", "recorrected"]


def _only_written(value: object) -> object:
    if isinstance(value, date) or value is None or (isinstance(value, str) and len(value) == 10):
        return value
    raise ValueError("write it as 2023-12-01")  # a number of seconds is no day


_Name = Annotated[str, Field(min_length=1, max_length=300)]
_Day = Annotated[date, BeforeValidator(_only_written)]
_Number = Annotated[int, Field(strict=True, ge=0, le=10**12)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class _Party(_Part):
    name: _Name
    side: _Name | None = None


class _Source(_Part):
    name: _Name
    kind: Kind | None = None
    side: _Name | None = None


class _Place(_Part):
    name: _Name
    id: Annotated[int, Field(strict=True, ge=1, le=2**53)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None
    precision: Precision = "settlement"

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("give both lat and lon, or neither")
        return self


class _When(_Part):
    start: _Day | None = None
    end: _Day | None = None

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.start and self.end and self.start > self.end:
            raise ValueError("it must not end before it starts: swap the two days")
        return self


class _Count(_Part):
    what: _Name
    n: _Number | None = None
    min: _Number | None = None
    max: _Number | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.n is not None and (self.min is not None or self.max is not None):
            raise ValueError("give n, or a range from min to max")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min must not be more than max: swap them")
        return self


class _Stance(_Part):
    by: _Name
    stance: StanceKind


class _Span(_Part):
    start: _Number
    end: _Number
    text: str | None = None  # the words that stood there: only `recorrected` looks at them


def _several(part: Any) -> Any:
    return Annotated[list[part], Field(max_length=50)]


def _all(made: Callable[..., Any]) -> Callable[[list[BaseModel]], tuple[Any, ...]]:
    return lambda parts: tuple(made(**part.model_dump()) for part in parts)


def _one(made: Callable[..., Any]) -> Callable[[BaseModel | None], Any]:
    return lambda part: None if part is None else made(**part.model_dump())


def _same(value: Any) -> Any:
    return value


# How each field is checked, and what is made of it.
_FIELDS: Final[dict[str, tuple[TypeAdapter[Any], Callable[[Any], Any]]]] = {
    "type": (TypeAdapter(ClaimType), _same),
    "source": (TypeAdapter(_Source), _one(Source)),
    "cue": (TypeAdapter(_Name | None), _same),
    "quote": (TypeAdapter(Quote), _same),
    "via": (TypeAdapter(_several(_Name)), tuple),
    "actor": (TypeAdapter(_Party | None), _one(Party)),
    "target": (TypeAdapter(_Party | None), _one(Party)),
    "places": (TypeAdapter(_several(_Place)), _all(Place)),
    "when": (TypeAdapter(_When | None), _one(When)),
    "said": (TypeAdapter(_Day | None), _same),
    "counts": (TypeAdapter(_several(_Count)), _all(Count)),
    "modality": (TypeAdapter(Modality), _same),
    "stances": (TypeAdapter(_several(_Stance)), _all(Stance)),
}
_SPAN: Final = TypeAdapter(_Span)
CORRECTABLE: Final = (*_FIELDS, "span")
"""The fields that may be corrected."""


def corrected(claim: Claim, fields: Mapping[str, Any], text: str) -> Claim:
    """A claim with some fields as a person gave them; ``text`` is its report's.

    InputError for a field that is none, and for a value that it can't have.
    """
    source = f"claim {claim.id}"
    new: dict[str, Any] = {}
    for name, value in fields.items():
        if name == "span":
            span = _checked(_SPAN, source, name, value)
            if not span.start < span.end <= len(text) or not text[span.start : span.end].strip():
                fix = f"give start and end of some words, from 0 to {len(text)}"
                raise InputError(source, name, f"{span.start}..{span.end}", fix)
            new |= {"start": span.start, "end": span.end, "text": text[span.start : span.end]}
        elif name in _FIELDS:
            adapter, made = _FIELDS[name]
            new[name] = made(_checked(adapter, source, name, value))
        else:
            raise InputError(source, "field", name, f"correct one of {', '.join(CORRECTABLE)}")
    return replace(claim, **new)


def recorrected(claim: Claim, fields: Mapping[str, Any], text: str) -> Claim:
    """The same claim of another version of its report, corrected in the same way.

    Its evidence stays where it is if the words that it was moved to do not stand there in this version.
    """
    span = fields.get("span")
    if span is not None and text[span["start"] : span["end"]] != span["text"]:
        fields = {name: value for name, value in fields.items() if name != "span"}
    return corrected(claim, fields, text)


def differing(before: Claim, after: Claim) -> dict[str, Any]:
    """What a correction changed, as it is kept: the new values, in the shape of the fixed record."""
    old, new = _told(before), _told(after)
    return {name: new[name] for name in CORRECTABLE if old[name] != new[name]}


def _told(claim: Claim) -> dict[str, Any]:
    told = record(claim)
    return told | {"span": {name: told[name] for name in ("start", "end", "text")}}


def _checked(adapter: TypeAdapter[Any], source: str, field: str, value: object) -> Any:
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join([field, *(str(part) for part in first["loc"])])
        raise InputError(source, where, first.get("input"), first["msg"].removeprefix("Value error, ")) from None
