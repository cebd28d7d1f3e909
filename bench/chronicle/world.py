"""Who and where is an invented war? A country's towns, its sides, everyone who speaks of it, and the theatre as TOML.

Everything comes from one ``random.Random``. A voice is one account's speaker: it knows the several ways in which
reports word it, and ``account``, the key under which the truth counts it: a side's officials all have the side's key,
an outsider, an unofficial channel, an analyst or a named witness its own, and the unnamed none, for they count as
the newsroom's that they spoke to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from bench.chronicle.naming import parts, person, town_names
from sayso.model import Kind, Place

__all__ = ["Newsroom", "Region", "Side", "Town", "Voice", "World", "article", "build"]

_CODES = ("XA", "XB", "XC")
_KM = 1 / 111.0  # degrees of latitude in a kilometre
_STEP = 0.16  # degrees between neighbouring squares of the country's grid


@dataclass(frozen=True, slots=True)
class Town:
    """A settlement; ``home`` is the side whose country it lies in by law."""

    name: str
    id: int | None
    lat: float
    lon: float
    region: int
    home: str
    country: str

    @property
    def place(self) -> Place:
        """As claims have it."""
        return Place(self.name, self.id, self.lat, self.lon)


@dataclass(frozen=True, slots=True)
class Region:
    """A province, told as a place where a report names nothing nearer."""

    name: str
    lat: float
    lon: float
    centre: str
    country: str

    @property
    def place(self) -> Place:
        """As claims have it."""
        return Place(self.name, None, self.lat, self.lon, "region")


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker: ``first`` and ``later`` are (as written, as claims name it), ``account`` None for the unnamed."""

    kind: Kind
    side: str | None
    account: str | None
    first: tuple[tuple[str, str], ...]
    later: tuple[tuple[str, str], ...]
    home: str | None = None  # whose forces a person means by "we"

    def words(self, rng: Random, again: bool) -> tuple[str, str]:
        """One way to word it: in the text, and as claims name it."""
        forms = self.later if again else self.first
        return forms[int(rng.random() * len(forms))]


@dataclass(frozen=True, slots=True)
class Newsroom:
    """An agency or an outlet; ``side`` of state media, whose word is the side's."""

    name: str
    is_agency: bool
    side: str | None = None

    @property
    def account(self) -> str:
        """The key under which its own newsgathering counts."""
        return f"side:{self.side}" if self.side else f"newsroom:{self.name}"


@dataclass(frozen=True, slots=True)
class Side:
    """A party of the war and everyone who speaks for it; ``group`` names its front-line command."""

    name: str
    adjective: str
    capital: str
    code: str
    seat: str
    group: str
    ministry: Voice
    staff: Voice
    spokesman: Voice
    army: Voice
    rescuers: Voice
    prosecutors: Voice
    president: Voice
    governors: tuple[Voice, ...]
    mayors: dict[str, Voice]
    bloggers: tuple[Voice, ...]
    crowd: Voice  # its unofficial accounts as a crowd
    analyst: Voice
    agency: Newsroom
    people: tuple[tuple[str, str, Kind], ...]  # name, office, kind: for the theatre

    @property
    def officials(self) -> tuple[Voice, ...]:
        """Those who tell of the fighting."""
        return (self.ministry, self.staff, self.spokesman, self.army, self.president)


@dataclass(frozen=True, slots=True)
class World:
    """The invented country at war and those who watch it. ``near`` maps a town's number to its nearest ones."""

    towns: tuple[Town, ...]
    regions: tuple[Region, ...]
    sides: tuple[Side, ...]
    outsiders: tuple[Voice, ...]
    agencies: tuple[Newsroom, ...]
    outlets: tuple[Newsroom, ...]
    unnamed: tuple[Voice, ...]
    witnesses: tuple[Voice, ...]
    near: dict[int, tuple[int, ...]] = field(default_factory=dict)
    third: Side | None = None  # a breakaway republic that fights both, in some wars

    @property
    def everyone(self) -> tuple[Side, ...]:
        """All who fight."""
        return self.sides if self.third is None else (*self.sides, self.third)

    def side(self, name: str) -> Side:
        """The side of this name."""
        return next(s for s in self.everyone if s.name == name)

    def other(self, side: Side) -> Side:
        """The one that this side fights."""
        return self.sides[1] if side is self.sides[0] else self.sides[0]


def article(words: str) -> str:
    """A or an."""
    return "an" if words[:1] in "AEIOUaeiou" else "a"


def _body(kind: Kind, side: str | None, account: str | None, first: list[str], later: list[str] | None = None) -> Voice:
    def named(forms: list[str]) -> tuple[tuple[str, str], ...]:
        return tuple((form, form.removeprefix("the ")) for form in forms)

    return Voice(kind, side, account, named(first), named(later or first), side)


def _official(kind: Kind, side: str, name: str, before: list[str], after: list[str]) -> Voice:
    """A person in office: "spokesman Olan Tessik", "Olan Tessik, a spokesman for ...", and later "Tessik"."""
    surname = name.split()[-1]
    first = [(f"{office} {name}", name) for office in before] + [(f"{name}, {office},", name) for office in after]
    return Voice(kind, side, f"side:{side}", tuple(first), ((surname, name),), side)


def _side(
    rng: Random, name: str, code: str, capital: str, group: str, taken: set[str], blogs: list[str], seat: str, wire: str
) -> Side:
    adjective = name + "n"
    account = f"side:{name}"
    poss = f"{name}'s"
    people: list[tuple[str, str, Kind]] = []

    def office(kind: Kind, before: list[str], after: list[str]) -> Voice:
        called = person(rng, taken)
        people.append((called, after[0].removeprefix("the ").removeprefix("a "), kind))
        return _official(kind, name, called, before, after)

    analyst = person(rng, taken)
    return Side(
        name=name,
        adjective=adjective,
        capital=capital,
        code=code,
        seat=seat,
        group=group,
        ministry=_body(
            "government",
            name,
            account,
            [
                f"the Defence Ministry of {name}",
                f"{poss} Defence Ministry",
                f"the {adjective} Defence Ministry",
                f"the {adjective} MoD",
                f"the defence ministry in {capital}",
                f"{poss} Ministry of Defence",
            ],
            ["the ministry", "the Defence Ministry", f"the {adjective} Defence Ministry"],
        ),
        staff=_body(
            "military",
            name,
            account,
            [f"the {adjective} General Staff", f"{poss} general staff", f"the General Staff of {name}"],
        ),
        spokesman=office(
            "military",
            [f"{adjective} military spokesman", f"{group} group spokesman"],
            [
                f"a spokesman for the {adjective} army's {group} group",
                f"a spokesman for {poss} {group} group",
                f"spokesman of the {group} group of {poss} army",
            ],
        ),
        army=_body(
            "military", name, account, [f"the {adjective} army", f"{poss} military", f"the {adjective} military"]
        ),
        rescuers=_body(
            "government",
            name,
            account,
            [f"{poss} State Rescue Service", f"the {adjective} State Rescue Service", f"{adjective} rescuers"],
        ),
        prosecutors=_body(
            "law_enforcement",
            name,
            account,
            [f"{poss} chief prosecutor's office", f"the office of {poss} chief prosecutor", f"{adjective} prosecutors"],
        ),
        president=office("government", [f"{adjective} President"], [f"president of {name}"]),
        governors=tuple(
            office(
                "local_official", ["regional governor", "Governor"], [f"the {adjective}-appointed regional governor"]
            )
            for _ in range(3)
        ),
        mayors={},
        bloggers=tuple(
            Voice(
                "unofficial",
                name,
                f"unofficial:{blog}",
                ((f"the {adjective} war blog {blog}", blog), (blog, blog), *_with_sort(blog, blog in blogs[:2])),
                ((blog, blog),),
                name,
            )
            for blog in blogs
        ),
        crowd=_body(
            "unofficial",
            name,
            f"unofficial:{name} crowd",
            [f"unofficial {adjective} accounts", f"{adjective} war bloggers", f"unofficial {adjective} channels"],
        ),
        analyst=Voice(
            "analyst",
            name,
            f"analyst:{analyst}",
            (
                (f"{adjective} military analyst {analyst}", analyst),
                (f"{analyst}, {article(adjective)} {adjective} analyst,", analyst),
            ),
            ((analyst.split()[-1], analyst),),
            name,
        ),
        agency=Newsroom(wire, True, name),
        people=tuple(people),
    )


def _with_sort(blog: str, known: bool) -> tuple[tuple[str, str], ...]:
    """A name with its sort before it, for those whom the theatre knows by it."""
    return ((f"the war blog {blog}", f"war blog {blog}"),) if known else ()


def _mayor(rng: Random, town: Town, taken: set[str]) -> Voice:
    return _official("local_official", town.home, person(rng, taken), [f"{town.name} mayor"], [f"mayor of {town.name}"])


def _outsiders(rng: Random, more: int, taken: set[str]) -> Iterator[Voice]:
    told = parts()
    for n, (name, short) in enumerate(told["outside_bodies"]):
        known = n % 2 == 0  # to the theatre: half of them; the rest must be known by their names alone
        first = [f"the {name}", f"the {name} ({short})"] if short else [name, f"the aid group {name}"]
        names = [(form, name) for form in first]
        if short and known:
            names.append((f"the {short}", short))
        later = ((f"the {short}" if short else name, name),)
        yield Voice("organisation", None, f"outsider:{name}", tuple(names), later)
    for land in told["far_countries"][:3]:
        ways = [f"{land}'s Foreign Ministry", f"the Foreign Ministry of {land}", f"the foreign ministry of {land}"]
        yield _body("government", None, f"outsider:{land}", ways)
    for _ in range(more):
        name = person(rng, taken)
        yield Voice(
            "analyst",
            None,
            f"analyst:{name}",
            ((f"military analyst {name}", name), (f"{name}, a defence researcher,", name)),
            ((name.split()[-1], name),),
        )


def _witness(name: str, trade: str) -> Voice:
    """A named witness: counts by account, for its name stands behind its word."""
    forms = ((f"{name}, a {trade} who lives in the town,", name), (f"{trade} {name}", name), (f"resident {name}", name))
    return Voice("witness", None, f"witness:{name}", forms, ((name.split()[-1], name),))


_UNNAMED: tuple[tuple[Kind, str], ...] = (
    ("witness", "residents"),
    ("witness", "a resident"),
    ("witness", "witnesses"),
    ("witness", "two witnesses"),
    ("unnamed", "a person familiar with the matter"),
    ("unnamed", "a source who asked not to be named"),
)


def build(
    rng: Random, towns: int = 40, outlets: int = 18, outsiders: int = 2, witnesses: int = 30, third: bool = False
) -> World:
    """A world of so many towns, outlets, further outsiders (analysts), named witnesses; ``third``: of three sides."""
    told = parts()
    first, second = rng.sample(told["countries"], 2)
    names = town_names(rng, towns + 2)
    capitals, names = names[:2], names[2:]
    taken: set[str] = set()
    rows = max(5, round((towns / 2) ** 0.5))
    regions: list[Region] = []
    found: list[Town] = []
    across = rows * 2
    # The country is a grid with a river of towns on either side of the border; neighbours stand 9 to 18 km apart.
    for at, name in enumerate(names):
        row, column = at % rows, at // rows
        lat = round(-47.0 - row * _STEP + rng.uniform(-4, 4) * _KM, 3)
        lon = round(-126.0 + column * _STEP * 1.45 + rng.uniform(-4, 4) * _KM, 3)
        lowest = column < across * 0.62
        home, code = (first, _CODES[0]) if lowest else (second, _CODES[1])
        area = (row * 3) // rows + (0 if column < across * 0.31 else 3 if lowest else 6)
        number = 970_000_000 + at if rng.random() < 0.8 else None
        found.append(Town(name, number, lat, lon, area, home, code))
    for area in range(9):
        inside = [t for t in found if t.region == area] or found[:1]
        centre = inside[len(inside) // 2]
        lat = round(sum(t.lat for t in inside) / len(inside), 2)
        lon = round(sum(t.lon for t in inside) / len(inside), 2)
        stem = centre.name.split()[-1]
        regions.append(Region(f"{stem} region", lat, lon, centre.name, centre.country))
    groups = rng.sample(told["group_words"], 2)
    blogs = rng.sample(told["blogs"], 6)
    wires = rng.sample(told["state_agencies"], 2)
    seats = [f"the {word} {rng.choice(('House', 'Palace', 'Hall'))}" for word in rng.sample(told["seats"], 2)]
    sides = tuple(
        _side(rng, name, _CODES[n], capitals[n], groups[n], taken, blogs[3 * n : 3 * n + 3], seats[n], wires[n])
        for n, name in enumerate((first, second))
    )
    by_name = {side.name: side for side in sides}
    for town in found[:400]:
        by_name[town.home].mayors[town.name] = _mayor(rng, town, taken)
    trades = ("teacher", "shopkeeper", "nurse", "farmer", "driver", "pensioner")
    papers = {f"The {a} {b}": None for a in told["paper_firsts"] for b in told["papers"]}
    everyone = (first, second, *capitals, *names)
    return World(
        towns=tuple(found),
        regions=tuple(regions),
        sides=sides,
        outsiders=tuple(_outsiders(rng, outsiders, taken)),
        agencies=tuple(Newsroom(name, True) for name in told["agencies"][:3]),
        outlets=tuple(Newsroom(name, False) for name in rng.sample(list(papers), min(outlets, len(papers)))),
        unnamed=tuple(
            Voice(k, None, None, ((n, n.removeprefix("a ")),), ((n, n.removeprefix("a ")),)) for k, n in _UNNAMED
        ),
        witnesses=tuple(_witness(person(rng, taken), rng.choice(trades)) for _ in range(witnesses)),
        near=_near(found, rows),
        third=_third(rng, everyone, groups, blogs, wires, seats, taken) if third else None,
    )


def _third(
    rng: Random,
    named: tuple[str, ...],
    groups: list[str],
    blogs: list[str],
    wires: list[str],
    seats: list[str],
    taken: set[str],
) -> Side:
    """Another country's worth of names, none of which the two have."""
    told = parts()
    name = next(n for n in told["countries"] if n not in named)
    capital = next(n for n in town_names(rng, len(named) + 1) if n not in named)
    group = next(word for word in told["group_words"] if word not in groups)
    wire = next(word for word in told["state_agencies"] if word not in wires)
    seat = next(s for s in (f"the {word} House" for word in told["seats"]) if s.split()[1] not in " ".join(seats))
    return _side(rng, name, _CODES[2], capital, group, taken, [b for b in told["blogs"] if b not in blogs], seat, wire)


def _near(towns: list[Town], rows: int) -> dict[int, tuple[int, ...]]:
    """The neighbours on the grid, without a search over all pairs."""
    found: dict[int, tuple[int, ...]] = {}
    for at in range(len(towns)):
        around = [at - rows, at + rows]
        around += [at - 1] if at % rows else []
        around += [at + 1] if at % rows < rows - 1 else []
        found[at] = tuple(n for n in around if 0 <= n < len(towns) and towns[n].home == towns[at].home)
    return found
