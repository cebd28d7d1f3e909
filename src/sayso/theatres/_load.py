"""How is a theatre read from its file? TOML, checked by pydantic, laid over the generic theatre."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sayso.errors import SetupError
from sayso.model import Kind, Precision
from sayso.theatres._folding import key
from sayso.theatres._model import Actor, ActorType, Anchor, KnownPlace, Land, Region, Theatre

__all__ = ["expand", "generic", "load", "names", "parse"]

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Text = Annotated[str, Field(min_length=1)]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$")]
Outline = Annotated[tuple[tuple[Longitude, Latitude], ...], Field(min_length=3)]
_CHOICE = re.compile(r"\{([^{}]*)\}")
_MOST_FORMS = 400


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class _ActorRow(_Row):
    name: Text
    aliases: tuple[Text, ...] = ()
    roles: tuple[Text, ...] = ()


class _Group(_Row):
    side: Text | None = None
    kind: Kind
    type: ActorType
    actors: tuple[_ActorRow, ...]


class _State(_Row):
    """A country: a party and a place at once. ``metonyms`` name only the party."""

    name: Text
    iso: Country
    lat: Latitude
    lon: Longitude
    id: int | None = None
    capital: Text | None = None
    side: Text | None = None
    names: tuple[Text, ...] = ()
    metonyms: tuple[Text, ...] = ()
    demonyms: tuple[Text, ...] = ()
    neutral: bool = False  # both parties share its demonyms


class _RegionRow(_Row):
    name: Text
    lat: Latitude
    lon: Longitude
    country: Country
    id: int | None = None
    centre: Text | None = None
    aliases: tuple[Text, ...] = ()


class _PlaceRow(_Row):
    name: Text
    lat: Latitude
    lon: Longitude
    id: int | None = None
    precision: Precision = "settlement"
    settlement: Text | None = None
    country: Country | None = None
    aliases: tuple[Text, ...] = ()


class _AnchorRow(_Row):
    names: Annotated[tuple[Text, ...], Field(min_length=1)]
    start: date
    end: date | None = None

    @model_validator(mode="after")
    def _forwards(self) -> _AnchorRow:
        if self.end is not None and self.end < self.start:
            raise ValueError("an anchor must not end before it starts")
        return self


class _LandRow(_Row):
    """What an invented country looks like on a map; ``rings`` are its mainland and islands, round and round."""

    name: Text
    country: Country
    rings: Annotated[tuple[Outline, ...], Field(min_length=1)]
    lakes: tuple[Outline, ...] = ()

    @model_validator(mode="after")
    def _open(self) -> _LandRow:
        for ring in (*self.rings, *self.lakes):
            if ring[0] == ring[-1]:
                raise ValueError(f"an outline closes by itself: leave out its last point, {list(ring[-1])} again")
        return self


class _File(_Row):
    title: Text
    invented: bool = False
    sides: tuple[Text, ...] = ()
    opponents: dict[str, str] = {}
    demonyms: dict[str, tuple[Text, ...]] = {}
    outsiders: tuple[Text, ...] = ()
    neutral: tuple[Text, ...] = ()
    countries: tuple[Country, ...] = ()
    keywords: tuple[Text, ...] = ()
    titles: tuple[Text, ...] = ()
    channels: tuple[Text, ...] = ()
    states: tuple[_State, ...] = ()
    groups: tuple[_Group, ...] = ()
    regions: tuple[_RegionRow, ...] = ()
    places: tuple[_PlaceRow, ...] = ()
    anchors: tuple[_AnchorRow, ...] = ()
    lands: tuple[_LandRow, ...] = ()
    native: dict[Text, dict[Text, tuple[Text, ...]]] = {}

    @model_validator(mode="after")
    def _natives_are_known(self) -> _File:
        known = {row.name for row in self.places} | {row.name for row in self.regions}
        known |= {row.name for row in self.states}
        for language, table in self.native.items():
            for name in table:
                if name not in known:
                    raise ValueError(f"native.{language}: {name!r} is no place, region or state of the theatre")
        return self

    @model_validator(mode="after")
    def _sides_are_known(self) -> _File:
        used = [*self.opponents, *self.opponents.values(), *self.demonyms]
        given = [*(row.side for row in self.groups), *(row.side for row in self.states)]
        used += [side for side in given if side is not None]
        for side in used:
            if side not in self.sides:
                raise ValueError(f"{side!r} is not one of the theatre's sides {list(self.sides)}")
        return self

    @model_validator(mode="after")
    def _land_is_invented(self) -> _File:
        if self.lands and not self.invented:
            raise ValueError("lands are for an invented theatre: the real world is on the map already")
        return self


def expand(pattern: str) -> list[str]:
    """The names that a pattern stands for: ``{Russia's|Russian} army`` is "Russia's army" and "Russian army".

    An empty choice leaves its place out. Raises ValueError for a pattern of more than 400 names.
    """
    forms = [pattern]
    while any("{" in form for form in forms):
        forms = [
            form[: choice.start()] + option + form[choice.end() :]
            for form in forms
            for choice in [_CHOICE.search(form)]
            if choice is not None
            for option in choice.group(1).split("|")
        ]
        if not forms or len(forms) > _MOST_FORMS:
            raise ValueError(f"{pattern!r} stands for no name, or for more than {_MOST_FORMS}")
    return list(dict.fromkeys(" ".join(form.split()) for form in forms))


def _spread(patterns: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for pattern in patterns for name in expand(pattern)))


def _folder() -> Path:
    return Path(str(files(__package__)))


@cache
def names() -> tuple[str, ...]:
    """The theatres that come with the package, the generic one left out."""
    found = (path.stem for path in _folder().glob("*.toml"))
    return tuple(sorted(stem for stem in found if stem != "generic" and not stem.startswith("_")))


@cache
def generic() -> Theatre:
    """The theatre without sides: the world's states, bodies, outlets and armed groups."""
    path = _folder() / "generic.toml"
    return parse(path.read_text(encoding="utf-8"), name="generic", source=path.name, base=None)


@cache
def load(name_or_path: str) -> Theatre:
    """The theatre of this name ("ukraine"), or in this TOML file.

    Raises SetupError for a name that is not known, with the nearest that is, and for a file that can't be used.
    """
    name = name_or_path.strip().lower()
    if name == "generic":
        return generic()
    if name in names():
        path = _folder() / f"{name}.toml"
    else:
        path = Path(name_or_path)
        if path.suffix != ".toml":
            raise _unknown(name_or_path)
        if not path.is_file():
            raise SetupError("theatre", "path", name_or_path, "no such file; give a theatre's name or its TOML file")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(str(path), "file", error, "give a readable TOML file in UTF-8") from error
    return parse(text, name=path.stem, source=path.name, base=generic())


def _unknown(name: str) -> SetupError:
    near = difflib.get_close_matches(name.strip().lower(), (*names(), "generic"), n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    return SetupError("theatre", "name", name, f"{hint}known are {', '.join((*names(), 'generic'))}, or a .toml file")


def parse(text: str, *, name: str, source: str, base: Theatre | None) -> Theatre:
    """A theatre from TOML, with what ``base`` has and it has not; ``source`` is named in errors (SetupError)."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SetupError(source, "TOML", error, "mend the syntax at that line") from error
    try:
        return _build(name, source, _File.model_validate(table), base)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "file"
        raise SetupError(source, where, first["input"] if first["loc"] else name, first["msg"]) from error
    except ValueError as error:
        raise SetupError(source, "pattern", error, "close every brace, and use fewer choices") from error


def _build(name: str, source: str, data: _File, base: Theatre | None) -> Theatre:
    actors = list(_actors(data))
    _refuse_double_claims(source, actors)
    regions = [*map(_region, data.regions), *map(_region_of_state, data.states)]
    demonyms: dict[str, str | None] = {word.lower(): None for word in data.outsiders}
    demonyms |= {word.lower(): side for side, words in data.demonyms.items() for word in words}
    demonyms |= {word.lower(): state.side for state in data.states for word in state.demonyms}
    shared = [*data.neutral, *(word for state in data.states if state.neutral for word in state.demonyms)]
    neutral = frozenset(word.lower() for word in shared)
    peoples = {word.lower(): state.iso for state in data.states for word in state.demonyms}
    demonyms |= dict.fromkeys(neutral)
    places = list(map(_place, data.places))
    channels, titles = data.channels, data.titles
    if base is not None:
        own = {key(word) for actor in actors for word in (actor.name, *actor.aliases)}
        actors += [actor for actor in base.actors if key(actor.name) not in own]
        named = {key(word) for region in regions for word in (region.name, *region.aliases)}
        regions += [region for region in base.regions if key(region.name) not in named]
        places += base.places
        demonyms = {**base.demonyms, **demonyms}
        peoples = {**base.peoples, **peoples}
        channels = tuple(dict.fromkeys((*channels, *base.channels)))
        titles = tuple(dict.fromkeys((*titles, *base.titles)))
    return Theatre(
        name=name,
        title=data.title,
        sides=data.sides,
        opponents=data.opponents,
        demonyms=demonyms,
        neutral=neutral,
        peoples=peoples,
        actors=tuple(actors),
        regions=tuple(regions),
        places=tuple(places),
        anchors=tuple(Anchor(_spread(row.names), row.start, row.end) for row in data.anchors),
        countries=data.countries,
        country_sides={state.iso: state.side for state in data.states if state.side is not None},
        keywords=_spread(data.keywords),
        titles=titles,
        channels=channels,
        invented=data.invented,
        lands=tuple(Land(row.name, row.country, row.rings, row.lakes) for row in data.lands),
        native={
            language: {written: name for name, names in table.items() for written in names}
            for language, table in data.native.items()
        },
    )


def _actors(data: _File) -> Iterator[Actor]:
    for state in data.states:
        yield Actor(state.name, state.side, "government", "state", _spread((*state.names, *state.metonyms)))
    for group in data.groups:
        for row in group.actors:
            yield Actor(row.name, group.side, group.kind, group.type, _spread(row.aliases), row.roles)


def _refuse_double_claims(source: str, actors: Iterable[Actor]) -> None:
    claimed: dict[str, Actor] = {}
    for actor in actors:
        for alias in (actor.name, *actor.aliases):
            other = claimed.setdefault(key(alias), actor)
            if other.side != actor.side:
                fix = f"{other.name} of another side has this name too; give it to one"
                raise SetupError(source, f"groups, {actor.name}", alias, fix)


def _region(row: _RegionRow) -> Region:
    return Region(row.name, _spread(row.aliases), row.id, row.lat, row.lon, row.centre, row.country)


def _region_of_state(state: _State) -> Region:
    return Region(state.name, _spread(state.names), state.id, state.lat, state.lon, state.capital, state.iso)


def _place(row: _PlaceRow) -> KnownPlace:
    return KnownPlace(
        row.name, _spread(row.aliases), row.id, row.lat, row.lon, row.precision, row.settlement, row.country
    )
