"""How smoothly does the map move with thousands of places? Frames a second while it is dragged, in a real Chromium.

    python -m bench.map [--places 5000] [--seconds 6] [--json]

A ledger of made-up towns, each with a few claims, is served, and the page opened without a window. The map is dragged
to and fro, first where all places are in sight, in clusters, then where some hundreds lie one by one with their names.
A frame counts when the map has been drawn anew at another place; p95 is the time that nineteen of twenty take at most.
Where no graphics card is, the processor draws (SwiftShader), and a machine that has other work to do draws fewer: so
its load is printed, and the processor time that all of the browser spends on a frame, which the load changes little.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from playwright.sync_api import Page, expect, sync_playwright

from sayso.model import Claim, Party, Place, Reading, Report, Source, When
from sayso.web import Room
from tests import rooms

GOAL: Final = 30  # frames a second
_FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
)
_FIRST: Final = date(2031, 3, 1)
_DRAG: Final = """async (seconds) => {
  const map = document.querySelector("[data-map]").map, canvas = map.getCanvas();
  const box = canvas.getBoundingClientRect();
  const middle = [box.left + box.width / 2, box.top + box.height / 2];
  const send = (kind, type, x, y) => canvas.dispatchEvent(new kind(type, { bubbles: true, cancelable: true,
    view: window, clientX: x, clientY: y, button: 0, buttons: /up$/.test(type) ? 0 : 1 }));
  const frames = [];
  let before = 0, where = "";
  const drawn = () => {
    const now = performance.now(), here = map.getCenter().toString();
    if (here === where) return;  // nothing has moved
    if (before) frames.push(now - before);
    before = now;
    where = here;
  };
  send(PointerEvent, "pointerdown", ...middle);
  send(MouseEvent, "mousedown", ...middle);
  map.on("render", drawn);
  const start = performance.now();
  await new Promise((done) => {
    const step = (now) => {
      const turn = ((now - start) / 1000) * 1.6;
      const across = Math.sin(turn) * box.width * 0.3, down = Math.sin(turn * 0.7) * box.height * 0.25;
      send(MouseEvent, "mousemove", middle[0] + across, middle[1] + down);
      if (now - start < seconds * 1000) requestAnimationFrame(step);
      else done();
    };
    requestAnimationFrame(step);
  });
  const took = performance.now() - start;
  map.off("render", drawn);
  send(MouseEvent, "mouseup", ...middle);
  send(PointerEvent, "pointerup", ...middle);
  return { frames, took };
}"""
_DRAWN_BY: Final = """() => {
  const g = document.createElement("canvas").getContext("webgl2");
  return g.getParameter(g.getExtension("WEBGL_debug_renderer_info").UNMASKED_RENDERER_WEBGL);
}"""


def towns(many: int) -> list[Place]:
    """Towns strewn over a country of some hundred thousand square kilometres, closer around a few cities."""
    random = Random(5)
    cities = [(random.uniform(-49.5, -46.5), random.uniform(-126.5, -119.5)) for _ in range(12)]
    found = []
    for n in range(many):
        lat, lon = random.choice(cities)
        spread = random.choice((0.15, 0.5, 1.5))
        lat, lon = random.gauss(lat, spread), random.gauss(lon, spread * 1.4)
        found.append(Place(f"Town {n}", 10_000 + n, round(lat, 4), round(lon, 4)))
    return found


def readings(many: int) -> list[Reading]:
    """Reports that tell of every town, one side's word or the other's."""
    random = Random(7)
    places = towns(many)
    made = []
    for number in range(0, many, 50):
        day = _FIRST + timedelta(days=random.randrange(60))
        text, claims = "", []
        for n, place in enumerate(places[number : number + 50]):
            for part in range(random.choice((1, 1, 2))):
                side = random.choice(("Varnia", "Ostrya"))
                sentence = f"troops of {side} hold {place.name} since the week, part {part}"
                claims.append(
                    Claim(
                        id=f"r{number}.{n}.{part}",
                        report=f"r{number}",
                        text=sentence,
                        start=len(text),
                        end=len(text) + len(sentence),
                        type=random.choice(("capture", "hold", "airstrike")),
                        actor=Party(f"{side}'s army", side),
                        places=(place,),
                        source=random.choice((Source(f"{side}'s army", "military", side), Source("narrator"))),
                        when=When(day, day),
                    )
                )
                text += sentence + ". "
        report = Report(f"r{number}", text, published=day, outlet="Interwire", theatre="varnia")
        made.append(Reading(report, tuple(claims), "varnia"))
    return made


def dragged(page: Page, address: str, seconds: float) -> dict[str, float]:
    """Frames a second, and what the slowest twentieth of them took at least, in milliseconds."""
    page.goto(address)
    page.wait_for_selector("[data-ready]", timeout=180_000)
    expect(page.locator("[data-note]")).to_be_empty(timeout=180_000)  # every place has been reckoned
    page.wait_for_timeout(1500)
    page.evaluate(_DRAG, 1)  # what is met for the first time is compiled
    page.wait_for_timeout(2500)
    spent = _spent()
    told = page.evaluate(_DRAG, seconds)
    spent = _spent() - spent
    frames: list[float] = told["frames"]
    if len(frames) < 2:
        sys.exit("bench.map: the map did not move")
    slow = statistics.quantiles(frames, n=20)[-1]
    return {"frames": 1000 * len(frames) / told["took"], "p95 ms": slow, "cpu ms": 1000 * spent / len(frames)}


def _spent() -> float:
    """Seconds of processor time that all programs begun by this one have taken so far."""
    parents: dict[int, tuple[int, float]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            parents[int(stat.parent.name)] = (
                int(fields[1]),
                (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"),
            )
    ours, grown = {os.getpid()}, True
    while grown:
        more = {pid for pid, (parent, _) in parents.items() if parent in ours} - ours
        grown = bool(more)
        ours |= more
    return sum(parents[pid][1] for pid in ours if pid != os.getpid() and pid in parents)


def main() -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(prog="python -m bench.map", description=__doc__.partition("\n")[0])
    parser.add_argument("--places", type=int, default=5000)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("bench.map: no chromium on this machine: apt-get install chromium")
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        room = Room.open(rooms.kept(Path(folder) / "sayso.db", readings(asked.places)))
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=list(_FLAGS))
        with rooms.served(room) as base:
            page = browser.new_page(base_url=base, viewport={"width": 1280, "height": 900})
            page.set_default_timeout(180_000)
            found["clusters"] = dragged(page, "/map", asked.seconds)
            found["marks"] = dragged(page, "/map?at=-48.0,-123.0,9.6", asked.seconds)
            found["drawn by"] = page.evaluate(_DRAWN_BY)
        browser.close()
        room.close()
    found |= {"places": asked.places, "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}
    if asked.json:
        print(json.dumps(found, indent=2))
        return
    print(f"{asked.places:,} places, {found['cores']} cores at a load of {found['load']}, drawn by {found['drawn by']}")
    for name in ("clusters", "marks"):
        frames, slow = found[name]["frames"], found[name]["p95 ms"]
        missed = "" if frames >= GOAL else "  missed"
        spent = found[name]["cpu ms"]
        print(
            f"{name:<10} {frames:5.1f} frames a second while panning (goal {GOAL}), p95 {slow:.0f} ms, "
            f"{spent:.0f} ms of processor time a frame{missed}"
        )


if __name__ == "__main__":
    main()
