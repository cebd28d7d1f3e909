"""How soon does every page of the reading room answer over a ledger of a million claims?

    python -m bench.room --ledger FILE [--asks 40] [--seed 1] [--only WORD] [--json]

A ledger made by `python -m bench.ledger --at FILE` is opened to be read, and served on loopback by the very server that
`sayso serve` runs, in this process. One after the other, every page and its JSON are asked for, with arguments drawn
from the ledger: half of them as often as they are told, half as rare as any, a third of them as known on a day before
the last. Beside the time by the clock, which whatever else runs on the machine makes longer, stands the processor's.

The goal is 100 ms at the 95th percentile; what misses it is marked. A page that is asked for nowhere here is told.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy: as on a machine with something else to do

import argparse
import http.client
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from sqlalchemy import Column, func, select

from sayso.answers.asked import voices
from sayso.ledger import Ledger
from sayso.ledger import schema as t
from sayso.web.application import application
from sayso.web.room import Room
from tests.rooms import served

GOAL_MS: Final = 100.0
_WARMING: Final = 3
# Why a page is not asked for.
_LEFT_OUT: Final = {
    "/claims.{form}": "a file of up to 100,000 claims",
    "/events.{form}": "a file",
    "/sources.csv": "a file",
    "/review/log.csv": "a file",
    "/review/gold.{form}": "a file",
    "/read": "a form: reading is for bench/speed.py",
    "/read.json": "a form: reading is for bench/speed.py",
    "/map/lands.json": "the same for every ledger",
}


@dataclass(frozen=True)
class Drawn:
    """Arguments for pages."""

    rng: Random
    claims: list[str]
    reports: list[str]
    places: list[str]
    sources: list[str]
    outlets: list[str]
    sides: list[str]
    words: list[str]
    days: list[date]

    def known(self) -> dict[str, str]:
        """For a third of the questions a day as known on."""
        return {"known": self.rng.choice(self.days).isoformat()} if self.rng.random() < 1 / 3 else {}

    def day(self) -> str:
        """Any day of the war."""
        return self.rng.choice(self.days).isoformat()

    def one(self, name: str) -> str:
        """One of the names drawn."""
        found: str = self.rng.choice(getattr(self, name))
        return found


Ask = Callable[[Drawn], tuple[str, dict[str, Any]]]


def _under(root: str, names: str, **more: str) -> Ask:
    """Pages of one thing: what is asked of them are functions of the draw, by name."""

    def ask(d: Drawn) -> tuple[str, dict[str, Any]]:
        asked = {name: d.day() for name, value in more.items() if value == "day" and d.rng.random() < 0.5}
        asked |= {name: value for name, value in more.items() if value != "day"}
        return f"{root}/{quote(d.one(names), safe='')}", asked | d.known()

    return ask


def _list(root: str, **narrowed: Callable[[Drawn], str]) -> Ask:
    def ask(d: Drawn) -> tuple[str, dict[str, Any]]:
        return root, {name: made(d) for name, made in narrowed.items()} | d.known()

    return ask


def _of(name: str) -> Callable[[Drawn], str]:
    return lambda d: d.one(name)


def _kind(d: Drawn) -> str:
    return d.rng.choice(["capture", "airstrike", "casualties", "withdraw", "fortify"])


def _skipped(d: Drawn) -> str:
    return str(50 * d.rng.randrange(1, 6))


_NARROWED: Final[dict[str, dict[str, Callable[[Drawn], str]]]] = {
    "": {},
    "place": {"place": _of("places")},
    "around": {"place": _of("places"), "within": lambda d: "15"},
    "on a day": {"on": Drawn.day},
    "source": {"source": _of("sources")},
    "outlet": {"outlet": _of("outlets")},
    "side": {"side": _of("sides")},
    "type": {"type": _kind},
    "denied": {"stance": lambda d: "denies"},
    "words": {"q": _of("words")},
    "further on": {"skip": _skipped},
}


def _narrowed(root: str, *ways: str) -> dict[str, Ask]:
    return {f"{root}{', ' if way else ''}{way}": _list(root, **_NARROWED[way]) for way in ways}


_ALL: Final = tuple(_NARROWED)
ASKS: Final[dict[str, Ask]] = {
    **_narrowed("/claims", *_ALL),
    "/claims/{id}": _under("/claims", "claims"),
    **_narrowed("/events", "", "place", "on a day", "type", "words", "further on"),
    "/events/{id}": _under("/events", "claims"),
    "/places/{name}": _under("/places", "places", on="day"),
    "/places/{name}, near": _under("/places", "places", part="near"),
    "/places/{name}, days": _under("/places", "places", part="days"),
    **_narrowed("/reports", "", "outlet", "words", "further on"),
    "/reports/{id}": _under("/reports", "reports"),
    **_narrowed("/sources", "", "place", "side", "type"),
    "/sources/{name}": _under("/sources", "sources"),
    **_narrowed("/review", "", "place", "type"),
    "/review/log": _list("/review/log"),
    **_narrowed("/search", "words"),
    # Last those that have the places' status reckoned beside, for as long as it takes.
    "/": _list("/"),
    "/disputes": _list("/disputes"),
    "/places": _list("/places"),
    "/places, name": _list("/places", name=lambda d: d.one("places")[:4]),
    **_narrowed("/map", "", "on a day", "type", "place", "words"),
    "/map/card": _list("/map/card", place=_of("places")),
}
_NO_JSON: Final = ("/claims/{id}", "/places/{name}, near", "/places/{name}, days", "/map/card")
_NO_PAGE: Final = ()


def drawn(ledger: Ledger, many: int, seed: int) -> Drawn:
    """Arguments of a ledger: as often as they are told, and the rarest."""
    rng = Random(seed)
    with ledger.reading() as connection:
        c, r = t.claim.c, t.report.c
        low, high = connection.execute(select(func.min(c.key), func.max(c.key))).one()
        rows: list[Any] = []
        of = select(c.key, c.id, c.text, r.id.label("report"), r.outlet, t.source.c.name, t.source.c.side)
        of = of.join(t.report, r.key == c.report_key).join(t.source, t.source.c.key == c.source_key)
        while len(rows) < many:
            rows += connection.execute(of.where(c.key >= rng.randint(low, high)).order_by(c.key).limit(1)).all()
        p, m = t.place.c, t.claim_place.c
        at = select(p.name).join(t.claim_place, m.place_key == p.key).where(m.claim_key.in_([row.key for row in rows]))
        places = list(connection.execute(at).scalars())

        def rarest(name: Column[str], key: Column[int], told: Column[int]) -> list[str]:
            counted = select(told, func.count().label("n")).group_by(told).order_by("n").limit(many).subquery()
            return list(connection.execute(select(name).join(counted, counted.c[0] == key)).scalars())

        rare_sources = rarest(t.source.c.name, t.source.c.key, c.source_key)
        rare_places = rarest(p.name, p.key, m.place_key)
        outlets = connection.execute(
            select(r.outlet).where(r.outlet.is_not(None)).group_by(r.outlet).order_by(func.count()).limit(20)
        ).scalars()
        first, last = connection.execute(select(func.min(r.published), func.max(r.published))).one()
        told = [row.outlet if row.name == "narrator" else row.name for row in rows]
        words = [found for row in rows if (found := re.findall(r"[^\W\d_]{3,}", row.text))]
        return Drawn(
            rng=rng,
            claims=[row.id for row in rows],
            reports=[row.report for row in rows],
            places=[*rng.sample(places, min(many, len(places))), *rng.sample(rare_places, min(many, len(rare_places)))],
            sources=[*filter(None, told), *rng.sample(rare_sources, min(many, len(rare_sources)))],
            outlets=[*(row.outlet for row in rows if row.outlet), *outlets],
            sides=sorted({row.side for row in rows if row.side}),
            words=[" ".join(rng.sample(found, min(rng.randint(1, 2), len(found)))) for found in words],
            days=[first + timedelta(days=n) for n in range(1, (last - first).days)],
        )


def _twins(only: str | None) -> Iterator[tuple[str, Ask, bool]]:
    for name, ask in ASKS.items():
        if only is None or only in name:
            if name not in _NO_PAGE:
                yield name, ask, False
            if name not in _NO_JSON:
                yield name, ask, True


def _address(path: str, parameters: dict[str, Any], as_json: bool) -> str:
    twin = ("/index" if path == "/" else path) + ".json" if as_json else path
    return twin + ("?" + urlencode(parameters, doseq=True) if parameters else "")


def measured(room: Room, d: Drawn, asks: int, only: str | None) -> Iterator[dict[str, Any]]:
    """What each page takes, in ms: by the clock, and of this process's processor time."""
    with served(room) as address:
        there = urlsplit(address)
        connection = http.client.HTTPConnection(str(there.hostname), there.port)
        for name, ask, as_json in _twins(only):
            wall: list[float] = []
            cpu: list[float] = []
            worst, failed = "", dict[int, str]()
            for n in range(_WARMING + asks):
                path = _address(*ask(d), as_json)
                begun, busy = time.perf_counter(), time.process_time()
                connection.request("GET", path)
                response = connection.getresponse()
                response.read()
                taken = 1000 * (time.perf_counter() - begun)
                if response.status >= 400 and response.status != 404:
                    failed[response.status] = path
                if n >= _WARMING:
                    worst = path if not wall or taken > max(wall) else worst
                    wall.append(taken)
                    cpu.append(1000 * (time.process_time() - busy))
            shown = name.replace("/", "/index", 1) if name == "/" and as_json else name
            first, comma, way = shown.partition(",")
            yield {
                "page": f"{first}.json{comma}{way}" if as_json else shown,
                "p50": _p(wall, 0.5),
                "p95": _p(wall, 0.95),
                "max": max(wall),
                "cpu p50": _p(cpu, 0.5),
                "cpu p95": _p(cpu, 0.95),
                "worst": worst,
                "failed": failed,
            }


def _p(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def forgotten(room: Room) -> list[str]:
    """The pages that nothing here asks for."""
    asked = {re.sub(r",.*", "", name) for name in ASKS} | {"/index.json"}
    asked |= {name + ".json" for name in asked}
    paths = application(room).openapi()["paths"]
    return sorted(path for path, ways in paths.items() if "get" in ways and path not in asked | _LEFT_OUT.keys())


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ledger", required=True)
    parser.add_argument("--asks", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="pages with this in their address")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    room = Room.open(given.ledger, create=False)
    try:
        d = drawn(room.ledger, 200, given.seed)
        begun, busy = time.perf_counter(), time.process_time()
        with room.ledger.reading() as connection:  # what the server does when it opens, here waited for
            room.ledger.columns.read(connection)
            voices(connection, None, room.ledger)
        took = f"{time.perf_counter() - begun:.1f} s, {time.process_time() - busy:.1f} s of processor time"
        if not given.json:
            print(f"read once at the start: {took}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
            print(f"{'page':<36}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}{'CPU p50':>10}{'CPU p95':>9}")
        for told in measured(room, d, given.asks, given.only):
            if given.json:
                print(json.dumps(told))
                continue
            marks = "  MISSED" if told["p95"] >= GOAL_MS else ""
            marks += f"  FAILED: {told['failed']}" if told["failed"] else ""
            figures = f"{told['p50']:>9.1f}{told['p95']:>9.1f}{told['max']:>9.1f}"
            print(f"{told['page']:<36}{figures}{told['cpu p50']:>10.1f}{told['cpu p95']:>9.1f}{marks}", flush=True)
        if missing := forgotten(room):
            sys.exit(f"bench: nothing here asks for {', '.join(missing)}")
    finally:
        room.close()


if __name__ == "__main__":
    main()
