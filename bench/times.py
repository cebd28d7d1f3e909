"""How well times are read, on the two public yardsticks, beside what others reach.

    python -m bench.times [YARDSTICKS] [--errors N]

YARDSTICKS holds wikiwars.jsonl, recognizers.jsonl and score_times.py (default: ../shared/yardsticks/times
beside the repository). WikiWars asks for TIMEX values ("1940-SP", "P3D"), which the reader has no use for, so
they are made here, from what it read. The suite's dates, ranges and durations count as right when every one
of the sentence's expressions is found with its days (or its length), and nothing besides.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from bench._shared import ROOT
from sayso.reader.almanac import add_days, add_months, month_end, nth_weekday, weekday_near
from sayso.reader.time_model import Bound, Clock, Deictic, Every, Length, Moment, Node, Range, Shift, Window
from sayso.reader.time_settle import stretch
from sayso.reader.times import Found, find_times, read_times


class TheatreAnchor(NamedTuple):
    """Something that a theatre dates."""

    names: tuple[str, ...]
    start: date
    end: date | None


PEERS = {"wikiwars": "HeidelTime 82.9", "recognizers": "Recognizers-Text 73"}
SEASONS = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
LETTERS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W", "fortnight": "W",
    "weekend": "WE", "month": "M",
    "quarter": "Q", "season": "M", "half": "H", "year": "Y", "decade": "DE", "century": "CE",
}  # fmt: skip
SETS = {"day": "XXXX-XX-XX", "night": "XXXX-XX-XXTNI", "week": "XXXX-WXX", "month": "XXXX-XX", "year": "XXXX"}


def moment_value(m: Moment) -> str | None:
    """A settled moment as a TIMEX value."""
    if m.year is None:
        return None
    era, y = ("BC", -m.year) if m.year < 0 else ("", m.year)
    match m.grain:
        case "century":
            return f"{era}{y - 1:02}"
        case "decade":
            return f"{era}{y // 10:03}"
        case "year":
            return f"{era}{y:04}"
        case "quarter":
            return f"{era}{y:04}-Q{m.number}"
        case "half":
            return f"{era}{y:04}-H{m.number}"
        case "season":
            return f"{era}{y:04}-{SEASONS[m.month or 3]}"
        case "week" if m.day and m.month:
            week = date(y, m.month, m.day).isocalendar()
            return f"{week.year}-W{week.week:02}"
        case "week":
            return "P1W"
        case "weekend" if m.day and m.month:
            week = date(y, m.month, m.day).isocalendar()
            return f"{week.year}-W{week.week:02}-WE"
        case "month":
            return f"{era}{y:04}-{m.month:02}"
    tail = f"T{m.hour}" if m.hour else ""
    return f"{era}{y:04}-{m.month:02}-{m.day:02}{tail}"


def length_value(unit: str, n: float | None) -> str:
    """A length as a TIMEX value: P3D, PXM, PT24H."""
    if unit == "fortnight" and n is not None:
        n *= 2
    letter = LETTERS[unit]
    time_part = letter.startswith("T")
    return f"P{'T' if time_part else ''}{'X' if n is None else f'{n:g}'}{letter[1:] if time_part else letter}"


def timexes(found: Found, text: str) -> list[dict[str, Any]]:
    """What was read as TIMEX annotations: the ends of a range apart, the words before a bound left out."""
    settled = {id(n): m for n, m in found.leaves}
    spans = {(n.start, n.end): m for n, m in found.leaves}

    def walk(node: Node) -> list[dict[str, Any]]:
        expr = node.expr
        if isinstance(expr, Range):
            return walk(expr.first) + walk(expr.last)
        if isinstance(expr, Bound):
            return walk(expr.node) if expr.node and text[node.start : node.end].lower() != "since" else []
        value: str | None
        match expr:
            case Length():
                value = length_value(expr.unit, expr.n)
            case Window():
                value = length_value(expr.unit, expr.n)
            case Every():
                value = SETS.get(expr.unit) if expr.weekday is None else f"XXXX-WXX-{expr.weekday + 1}"
            case Deictic():
                value = expr.ref
            case Clock():
                value = f"XXXX-XX-XXT{expr.hour}"
            case _:
                m = settled.get(id(node)) or spans.get((node.start, node.end))
                value = moment_value(m) if m else None
                if value is None and isinstance(expr, Shift) and expr.n is None:
                    value = "FUTURE_REF" if expr.part == "late" else "PAST_REF"
        return [{"start": node.start, "end": node.end, "type": None, "value": value}]

    return walk(found.node)


def wikiwars(folder: Path, errors: int) -> dict[str, Any]:
    """Value F1 on WikiWars, by the yardstick's own scorer."""
    lines = []
    for line in (folder / "wikiwars.jsonl").read_text(encoding="utf-8").splitlines():
        doc = json.loads(line)
        text, day = doc["text"], date.fromisoformat(doc["dct"][:10])
        made = [x for f in read_times(text, day, narrative=True) for x in timexes(f, text)]
        lines.append(json.dumps({"doc_id": doc["doc_id"], "timexes": made}))
    with tempfile.TemporaryDirectory() as scratch:
        predicted = Path(scratch) / "predicted.jsonl"
        predicted.write_text("\n".join(lines), encoding="utf-8")
        command = [
            sys.executable,
            str(folder / "score_times.py"),
            str(folder / "wikiwars.jsonl"),
            str(predicted),
            "--outer",
        ]
        told = subprocess.run([*command, "--errors", str(errors)], check=True, capture_output=True, text=True).stdout
    head, *rest = told.splitlines()
    print("\n".join(rest))
    figures: dict[str, Any] = json.loads(head)
    return figures


def days_of(value: dict[str, Any]) -> tuple[str | None, str | None]:
    """A suite's value as first and last day; its ranges end on the day after."""
    if "value" in value:
        return value["value"], value["value"]
    end = value.get("end")
    last = (date.fromisoformat(end) - timedelta(days=1)).isoformat() if end else None
    return value.get("start"), last


def recognizers(folder: Path, errors: int, exact: bool = False) -> tuple[int, int, dict[str, tuple[int, int]]]:
    """Sentences fully right of those that hold only dates, ranges and durations (or nothing), and by kind."""
    right, total = 0, 0
    kinds: Counter[tuple[str, bool]] = Counter()
    for line in (folder / "recognizers.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        wanted = {r["type"].removeprefix("datetimeV2.") for r in case["results"]}
        if not wanted or not wanted <= {"date", "daterange", "duration"} or not case["ref"]:
            continue
        total += 1
        text, day = case["text"], date.fromisoformat(case["ref"][:10])
        found = [f for f in read_times(text, day) if not isinstance(f.node.expr, Deictic)]
        good = len(found) == len(case["results"]) and all(
            _agrees(f, r, day, exact)
            for f, r in zip(found, sorted(case["results"], key=lambda r: r["start"]), strict=True)
        )
        right += good
        kinds["+".join(sorted(wanted)), good] += 1
        if not good and errors > 0:
            errors -= 1
            print(
                "  ",
                text,
                [(r["text"], r["values"]) for r in case["results"]],
                [
                    (text[f.node.start : f.node.end], f.when and (str(f.when.start), str(f.when.end)), f.rule)
                    for f in found
                ],
            )
    by_kind = {k: (kinds[k, True], kinds[k, True] + kinds[k, False]) for k, _ in kinds}
    return right, total, by_kind


def _agrees(found: Found, wanted: dict[str, Any], published: date, exact: bool) -> bool:
    """The same words, give or take an article or a preposition, and the same days or length.

    ``exact`` allows for no convention but that a range of the suite's ends on the day after its last.
    """
    if not (found.node.start <= wanted["end"] and found.node.end > wanted["start"]):
        return False
    if abs(found.node.start - wanted["start"]) > 12 or abs(found.node.end - wanted["end"] - 1) > 12:
        return False
    expr = found.node.expr
    if exact and not isinstance(expr, Length):
        days_said = found.when and (found.when.start, found.when.end)
        said = tuple(d.isoformat() if d else None for d in days_said) if days_said else None
        return any(v.get("value") != "not resolved" and said == days_of(v) for v in wanted["values"])
    if isinstance(expr, Length):
        # "A few" is three to the suite.
        return any(v.get("timex") == _suite_length(expr) for v in wanted["values"])
    if any(v.get("value") == "not resolved" for v in wanted["values"]):  # seasons have no days in the suite
        values = {moment_value(m) for _, m in found.leaves if m}
        return any(v.get("timex") in values for v in wanted["values"])
    days = _suite_days(found, published)
    return days is not None and any(days & _readings(v) for v in wanted["values"])


def _suite_length(expr: Length) -> str:
    value = length_value(expr.unit, 3 if expr.n is None else expr.n)
    for unit, n in expr.also:
        value += length_value(unit, n)[1:]
    return value


def _suite_days(found: Found, published: date) -> set[tuple[str | None, str | None]] | None:
    """First and last day by the suite's conventions, which differ from a report's: "two weeks ago" is one day,
    "2007 to 2009" ends as 2009 begins, what comes next begins tomorrow, "this week" runs on after today, "later"
    is the second half, "previous Friday" is in the week before, the weeks of a month run from Monday to Sunday."""
    if not found.when:
        return None
    first, last = found.when.start, found.when.end
    said = {(first, last)}
    expr, leaves = found.node.expr, [m for _, m in found.leaves if m]
    if isinstance(expr, Shift) and not expr.whole and leaves:
        named = stretch(leaves[-1])
        exact = (
            (first + (last - first) / 2)
            if first and last and leaves[-1].grain != "day"
            else named[0]
            if named
            else None
        )
        said.add((exact, exact))
    if isinstance(expr, Bound) and expr.node:
        expr = expr.node.expr
    part = expr.part if isinstance(expr, (Moment, Shift)) else None
    if isinstance(expr, Shift) and expr.whole and not part and leaves and (named := stretch(leaves[-1])):
        said.add(named)
    if part and leaves and (half := _half(leaves[-1])):
        said |= {half, (half[0], None)} if last is None else {half}
    if isinstance(expr, Moment) and leaves and (week := _suite_week(expr, leaves[-1], published)):
        said.add(week)
    expr = found.node.expr
    if isinstance(expr, Range) and leaves and (named := stretch(leaves[-1])):
        said.add((first, named[0]))
    if isinstance(expr, Window) and first and last:
        said.add((first + timedelta(days=1), last + timedelta(days=1)) if expr.way == "next" else (first, last))
    if isinstance(expr, Bound) and expr.side in ("before", "by") and last:
        said.add((first, last + timedelta(days=1)))
    return {(a.isoformat() if a else None, b.isoformat() if b else None) for a, b in said}


def _half(m: Moment) -> tuple[date, date] | None:
    """The early or late half of a stretch, and the middle from the 10th to the 20th of a month."""
    whole = stretch(replace(m, part=None))
    if not whole:
        return None
    first, last = whole
    if m.part == "mid":
        return (first.replace(day=10), first.replace(day=20)) if m.grain == "month" else None
    second = {"week": add_days(first, 3), "month": add_days(first, 15), "year": add_months(first, 6)}.get(m.grain)
    if second is None:
        return None
    return (first, add_days(second, -1)) if m.part in ("start", "early", "earlier") else (second, last)


def _suite_week(said: Moment, m: Moment, published: date) -> tuple[date, date] | None:
    """The week of a month that holds its Thursday, and a weekday with "next" or "previous" by calendar weeks."""
    if said.weekday is not None and said.way and m.year and m.month and m.day:
        step = {"next": 7, "following": 7, "coming": 7, "previous": -7, "last": -7}.get(said.way, 0)
        day = add_days(published, step + said.weekday - published.weekday())
        return day, day
    if m.grain == "week" and m.year and m.month and m.number and not m.day:
        thursday = (
            nth_weekday(m.year, m.month, 3, m.number) if m.number > 0 else weekday_near(month_end(m.year, m.month), 3)
        )
        return add_days(thursday, -3), add_days(thursday, 3)
    return None


def _readings(value: dict[str, Any]) -> set[tuple[str | None, str | None]]:
    """The suite's days, and the same with its range's last day counted in, as "to 7 May" is meant in a report."""
    if value.get("value") == "not resolved":
        return set()
    return {days_of(value), (value.get("start"), value.get("end"))} - {(None, None)}


def war_reporting(errors: int) -> tuple[int, int]:
    """Our own sentences of war reporting whose every time means the days written beside it, of how many."""
    table = tomllib.loads((ROOT / "tests/war_times.toml").read_text(encoding="utf-8"))
    events = [TheatreAnchor(tuple(e["names"]), e["start"], e.get("end")) for e in table["events"]]
    right = total = 0
    for report in table["reports"]:
        for text, *days in report["cases"]:
            found = [m.when for m in find_times(text, report["published"], events)]
            told = [f"{w.start or ''}/{w.end or ''}" for w in found]
            right, total = right + (told == days), total + 1
            if told != days and errors > 0:
                print("  ", text, days, told)
    return right, total


def speed(folder: Path) -> float:
    """Words a second on one core over WikiWars, by CPU time, as reports are read."""
    docs = [json.loads(line)["text"] for line in (folder / "wikiwars.jsonl").read_text(encoding="utf-8").splitlines()]
    find_times(docs[0], date(2009, 12, 19))
    begun = time.process_time()
    for text in docs:
        find_times(text, date(2009, 12, 19))
    return sum(len(text.split()) for text in docs) / (time.process_time() - begun)


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(__file__).resolve().parents[2] / "shared/yardsticks/times"
    )
    parser.add_argument("--errors", type=int, default=0, help="print so many misses of each")
    options = parser.parse_args()
    folder: Path = options.folder
    if not (folder / "wikiwars.jsonl").exists():
        sys.exit(f"bench/times: folder: {folder}: holds no wikiwars.jsonl: give the yardsticks' folder")
    war = wikiwars(folder, options.errors)
    right, total, by_kind = recognizers(folder, options.errors)
    print(f"WikiWars value F1      {war['value_f1']:5.1f}   ({PEERS['wikiwars']}; target 84)   {war['value_prf']}")
    print(f"         spans         relaxed {war['relaxed']['f1']}, strict {war['strict']['f1']}")
    share = 100 * right / total if total else 0.0
    print(
        f"suite, fully right     {share:5.1f} % ({right}/{total})   ({PEERS['recognizers']} %; target 80)   {by_kind}"
    )
    plain = 100 * recognizers(folder, 0, exact=True)[0] / total if total else 0.0
    print(f"       by its own days {plain:5.1f} %   (none of the conventions of a report allowed for)")
    own, cases = war_reporting(options.errors)
    print(f"war reporting, our own {100 * own / cases:5.1f} % ({own}/{cases})   (target: all)")
    peers = "HeidelTime 900, Recognizers-Text 1,470; target 15,000"
    print(f"speed                  {speed(folder):,.0f} words a CPU-second   ({peers})")


if __name__ == "__main__":
    main()
