"""How does an invented world become a theatre? As TOML, with some of the other names that reports use, not with all."""

from __future__ import annotations

from collections.abc import Iterator

from bench.chronicle.naming import parts
from bench.chronicle.world import Side, World

__all__ = ["theatre"]


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _listed(words: list[str]) -> str:
    return "[" + ", ".join(map(_quoted, words)) + "]"


def theatre(world: World, start: str) -> str:
    """The world as a theatre's TOML, for ``sayso.theatres.load``; ``start`` is the war's first day (ISO 8601)."""
    return "\n".join(_lines(world, start)) + "\n"


def _lines(world: World, start: str) -> Iterator[str]:
    one, two = world.sides
    yield f"title = {_quoted(f'The invented war between {one.name} and {two.name}')}"
    yield "invented = true"
    yield f"sides = {_listed([side.name for side in world.everyone])}"
    yield f"countries = {_listed([one.code, two.code])}"
    words = [w for s in world.everyone for w in (s.name, s.adjective, f"{s.adjective}s", s.capital)]
    yield f"keywords = {_listed(words)}"
    yield "regions = ["
    seen: set[str] = set()
    for region in world.regions:
        if region.name not in seen:
            seen.add(region.name)
            stem = region.name.removesuffix(" region")
            yield (
                f"  {{ name = {_quoted(region.name)}, country = {_quoted(region.country)}, lat = {region.lat}, "
                f"lon = {region.lon}, centre = {_quoted(region.centre)}, aliases = {_listed([f'{stem} province'])} }},"
            )
    yield "]"
    yield "places = ["
    for town in world.towns:
        number = f", id = {town.id}" if town.id is not None else ""
        yield (
            f"  {{ name = {_quoted(town.name)}, lat = {town.lat}, lon = {town.lon}{number}, "
            f"country = {_quoted(town.country)} }},"
        )
    for n, side in enumerate(world.everyone):
        where = f"lat = -45.{n}, lon = {-128 + 10 * n}.0, country = {_quoted(side.code)}"
        yield f"  {{ name = {_quoted(side.capital)}, {where} }},"
    yield "]"
    yield "[opponents]"
    yield f"{one.name} = {_quoted(two.name)}"
    yield f"{two.name} = {_quoted(one.name)}"
    if world.third is not None:
        yield f"{world.third.name} = {_quoted(one.name)}"  # it fights both, and this one more
    for n, side in enumerate(world.everyone):
        yield "[[states]]"
        yield f"name = {_quoted(side.name)}\niso = {_quoted(side.code)}\nlat = -46.{n}\nlon = {-127 + 8 * n}.0"
        yield f"capital = {_quoted(side.capital)}\nside = {_quoted(side.name)}"
        yield f"metonyms = {_listed([side.capital, side.seat])}"
        yield f"demonyms = {_listed([side.adjective, side.adjective + 's'])}"
    yield f'[[anchors]]\nnames = ["the war", "the start of the {{war|invasion}}"]\nstart = {start}'
    for side in world.everyone:
        yield from _groups(side)
    yield from _group(None, "media", "outlet", [(room.name, [f"{room.name} news agency"]) for room in world.agencies])
    known = [voice for voice in world.outsiders if voice.kind == "organisation"][::2]
    shorts = dict(parts()["outside_bodies"])
    rows = [(v.first[0][1], [shorts[v.first[0][1]]] if shorts[v.first[0][1]] else []) for v in known]
    yield from _group(None, "organisation", "body", rows)


def _group(side: str | None, kind: str, sort: str, rows: list[tuple[str, list[str]]]) -> Iterator[str]:
    yield "[[groups]]"
    if side:
        yield f"side = {_quoted(side)}"
    yield f'kind = "{kind}"\ntype = "{sort}"\nactors = ['
    for name, aliases in rows:
        yield f"  {{ name = {_quoted(name)}, aliases = {_listed(aliases)} }},"
    yield "]"


def _groups(side: Side) -> Iterator[str]:
    name, adj = side.name, side.adjective
    whose = f"{{{name}'s|{adj}|the {adj}}}"
    yield from _group(
        name,
        "military",
        "force",
        [
            (
                f"{adj} Armed Forces",
                [f"{whose} {{army|armed forces|military|forces|troops|soldiers|units|gunners|aircraft|infantry}}"],
            ),
            (f"{adj} General Staff", [f"{{{name}'s|{adj}}} general staff", f"General Staff of {name}"]),
            (f"{side.group} group of {name}", [f"{{{name}'s|the {adj} army's}} {side.group} group"]),
        ],
    )
    yield from _group(
        name,
        "government",
        "body",
        [
            (f"Government of {name}", [f"{whose} {{government|authorities|officials}}"]),
            (f"Ministry of Defence of {name}", [f"{whose} {{Defence Ministry|Ministry of Defence}}"]),
            (f"State Rescue Service of {name}", [f"{whose} {{State Rescue Service|rescuers}}"]),
        ],
    )
    yield from _group(
        name,
        "law_enforcement",
        "body",
        [(f"Chief Prosecutor's Office of {name}", [f"{{{name}'s|{adj}}} {{chief prosecutor's office|prosecutors}}"])],
    )
    for kind in ("military", "government", "local_official"):
        chosen = [(who, office) for who, office, sort in side.people if sort == kind]
        if chosen:
            yield f'[[groups]]\nside = {_quoted(name)}\nkind = "{kind}"\ntype = "person"\nactors = ['
            for who, office in chosen:
                yield f"  {{ name = {_quoted(who)}, roles = {_listed([office])} }},"
            yield "]"
    blogs = [(voice.later[0][1], [f"the war blog {voice.later[0][1]}"]) for voice in side.bloggers[:2]]
    yield from _group(
        name, "unofficial", "outlet", [*blogs, (f"{adj} war bloggers", [f"unofficial {adj} {{accounts|channels}}"])]
    )
    yield from _group(name, "media", "outlet", [(side.agency.name, [f"{name}'s state news agency"])])
