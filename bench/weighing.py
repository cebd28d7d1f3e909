"""How well does the weighing weigh an invented war? Copies, events, control, independence, figures, beside their goals.

    python -m bench.weighing [--seeds 1,2,3] [--reports 500] [--wording other] [--vague] [--text] [--misses [WHAT]]

The wars are those of bench.chronicle, fed as true claims; with --text also as texts through the reader, with what is
lost and what each part of it costs. Develop on seeds 1 to 3, and look at their misses as you like; report seeds whose
misses nobody looked at. A seed changes names and chance, never the sentences: whether the weighing and the reader
learned those, ``--wording other`` tells, which says the same in words that nobody tunes on. All wars share one script,
though: what it never lets happen is never measured. With ``--vague`` the news of the day loses its times as often as
the gold reports' claims have none: a harder war, for which no goal is set. As text, the first wording flatters the
reader, and about half of the sentences are colour, which it is tempted to take for claims. The measures are strict:

- copies: F1 over pairs of standing reports;
- events: B-cubed over the claims that stand on the last day;
- control: towns, days and known days on which the truth or the answer is not "unknown", over the whole war;
- independence: events, each taken as the found event that has most of its claims, so that a wrong link costs here too;
- figures: things counted in an event, found as before; the range must be exact, and a thing not counted is a miss.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Final

from bench.chronicle import Chronicle, chronicle
from bench.chronicle.agenda import Status
from bench.chronicle.reading import MENDS, Pair, losses, mend, read
from bench.chronicle.story import Told
from sayso.model import Claim, Entry, Publication
from sayso.theatres import Theatre, load
from sayso.weighing.accounts import Accounts
from sayso.weighing.control import control
from sayso.weighing.copies import CopyGroup, copy_groups
from sayso.weighing.events import Event, events
from sayso.weighing.figures import figures
from sayso.weighing.independence import tree
from sayso.weighing.things import thing

GOALS: Final[Mapping[str, float]] = {
    "copies F1": 0.98,
    "events B-cubed F1": 0.92,
    "control": 0.97,
    "independence": 0.95,
    "figures": 1.0,
}
_KNOWN_EVERY: Final = 3  # days between the known days that are asked for
_DAYS_ASKED: Final = 4  # of every town on every known day
# The share of the gold reports' claims, statements apart, that have no time.
_UNTIMED: Final = 0.58
_NEWS: Final = timedelta(days=3)


@dataclass(slots=True)
class Measured:
    """Right and asked by measure; the B-cubed parts as means; ``misses`` in words, by measure."""

    figures: dict[str, float] = field(default_factory=dict)
    misses: dict[str, list[str]] = field(default_factory=dict)
    seconds: float = 0.0

    def miss(self, what: str, line: str) -> None:
        """Keep one miss."""
        self.misses.setdefault(what, []).append(line)


@dataclass(frozen=True, slots=True)
class Fed:
    """A war with the claims that are fed; ``same`` maps a fed claim's id to the true claim's, where it has one."""

    told: Chronicle
    theatre: Theatre
    claims: Mapping[tuple[str, date], tuple[Claim, ...]]
    same: Mapping[str, str]

    def entries(self, known: date) -> list[Entry]:
        """What stands on a day."""
        return [
            Entry(claim, publication)
            for each in self.told.known(known)
            for publication in (_publication(each),)
            for claim in self.claims[_version(each)]
        ]


def _version(told: Told) -> tuple[str, date]:
    return told.report.id, told.report.published or date.min


def _publication(told: Told) -> Publication:
    report = told.report
    digest = hashlib.sha256(report.text.encode()).hexdigest()[:16]
    return Publication(
        report.id, digest, report.published, report.outlet, report.agency, report.theatre, report.title, report.url
    )


def fed_true(told: Chronicle, theatre: Theatre) -> Fed:
    """The war with its true claims."""
    claims = {_version(each): each.claims for each in told.reports}
    return Fed(told, theatre, claims, {c.id: c.id for found in claims.values() for c in found})


def fed_vague(told: Chronicle, theatre: Theatre) -> Fed:
    """The war with its true claims made as vague as real reports are, where a time often goes unsaid.

    What is left out hangs on the sentence, so that copies leave out the same.
    """
    claims = {_version(each): tuple(_vague(c, each.report.published) for c in each.claims) for each in told.reports}
    return Fed(told, theatre, claims, {c.id: c.id for found in claims.values() for c in found})


def _vague(claim: Claim, published: date | None) -> Claim:
    chance = hashlib.sha256(claim.text.encode()).digest()
    start = claim.when.start if claim.when else None
    # The news of the day says no date, a look back does.
    news = published is not None and start is not None and published - start <= _NEWS
    when = None if news and chance[0] < _UNTIMED * 256 else claim.when
    return replace(claim, when=when)


def _share(right: float, asked: float) -> float:
    return right / asked if asked else 1.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _copies(fed: Fed, groups: Sequence[CopyGroup], out: Measured) -> None:
    told = fed.told
    standing = sorted(t.report.id for t in told.known(told.days[1]))
    true = {
        frozenset(pair) for pair in combinations(standing, 2) if told.truth.group(pair[0]) == told.truth.group(pair[1])
    }
    found = {frozenset(pair) for group in groups for pair in combinations(group.members, 2)}
    right = len(true & found)
    out.figures["copies precision"] = _share(right, len(found))
    out.figures["copies recall"] = _share(right, len(true))
    out.figures["copies F1"] = _share(2 * right, len(true) + len(found))
    for pair in sorted(map(sorted, true - found)):
        out.miss("copies", f"not seen as copies: {pair[0]} {pair[1]}")
    for pair in sorted(map(sorted, found - true)):
        out.miss("copies", f"no copies: {pair[0]} {pair[1]}")


def _b_cubed(fed: Fed, found: Sequence[Event], out: Measured) -> None:
    """Precision over the fed claims, recall over the true ones: one that was not read is linked to nothing."""
    truth = fed.told.truth
    gold = {
        event_entry.claim.id: truth.event[fed.same[event_entry.claim.id]]
        if event_entry.claim.id in fed.same
        else event_entry.claim.id
        for event in found
        for event_entry in event.entries
    }
    true_size = Counter(truth.event[c.id] for t in fed.told.known(fed.told.days[1]) for c in t.claims)
    precision = recall = 0.0
    parted: dict[str, list[tuple[int, str]]] = {}
    for event in found:
        inside = Counter(gold[e.claim.id] for e in event.entries)
        for key, many in inside.items():
            precision += many * many / len(event.entries)
            if key in true_size:
                recall += many * many / true_size[key]
                parted.setdefault(key, []).append((many, event.id))
        if len(inside) > 1:
            told = "; ".join(f"{key} x{many}" for key, many in inside.most_common(4))
            out.miss("events", f"joined in {event.id}: {told}")
    for key, pieces in sorted(parted.items()):
        if len(pieces) > 1:
            out.miss("events", f"parted: {key} of {true_size[key]} into {sorted(pieces, reverse=True)}")
    p, r = _share(precision, len(gold)), _share(recall, sum(true_size.values()))
    out.figures |= {"events precision": p, "events recall": r, "events B-cubed F1": _f1(p, r)}


def _matched(fed: Fed, found: Sequence[Event]) -> dict[str, Event]:
    """For every true event the found one that has most of its claims."""
    best: dict[str, tuple[int, str, Event]] = {}
    for event in found:
        inside = Counter(fed.told.truth.event[fed.same[e.claim.id]] for e in event.entries if e.claim.id in fed.same)
        for key, many in inside.items():
            if key not in best or (many, event.id) > best[key][:2]:
                best[key] = (many, event.id, event)
    return {key: event for key, (_, _, event) in best.items()}


def _independence(
    fed: Fed, known: date, matched: Mapping[str, Event], accounts: Accounts, groups: Sequence[CopyGroup], out: Measured
) -> tuple[int, int]:
    right = asked = 0
    papers = [_publication(told) for told in fed.told.known(known)]
    for key, (support, against) in sorted(fed.told.truth.accounts(_true(fed, known)).items()):
        asked += 1
        event = matched.get(key)
        said = tree(event, accounts, groups, publications=papers) if event is not None else None
        if said is not None and said.count == len(support):
            right += 1
            continue
        roots = [f"{root.account.id}{' against' if root.denies else ''}" for root in said.roots] if said else []
        out.miss("independence", f"{known} {key}: {len(support)} {sorted(support)} -{sorted(against)}, told {roots}")
    return right, asked


def _ranges(
    fed: Fed, known: date, matched: Mapping[str, Event], accounts: Accounts, groups: Sequence[CopyGroup], out: Measured
) -> tuple[int, int]:
    right = asked = 0
    for (key, what), ranges in sorted(fed.told.truth.ranges(_true(fed, known)).items()):
        asked += 1
        event = matched.get(key)
        told = {f.what: f for f in figures(event, accounts, groups)} if event is not None else {}
        figure = told.get(thing(what))
        if figure is not None and (figure.low, figure.high) in ranges:
            right += 1
            continue
        said = (figure.low, figure.high) if figure is not None else None
        words = [(w.account.id, w.n or w.min or w.max, str(w.published)) for w in figure.told] if figure else []
        out.miss("figures", f"{known} {key} {what}: {sorted(ranges)}, told {said}: {words}")
    return right, asked


def _true(fed: Fed, known: date) -> list[Claim]:
    return [claim for told in fed.told.known(known) for claim in told.claims]


def _control(fed: Fed, known: date, entries: Sequence[Entry], accounts: Accounts, out: Measured) -> tuple[int, int]:
    told = fed.told
    rng = Random(f"{told.seed} {known}")
    first = told.days[0]
    span = (known - first).days
    by_place: dict[str, list[Entry]] = {}
    for entry in entries:
        for place in entry.claim.places:
            by_place.setdefault(place.name, []).append(entry)
    right = asked = 0
    for town in told.world.towns:
        days = {first + timedelta(days=rng.randint(0, span)) for _ in range(_DAYS_ASKED)} | {known}
        for on in sorted(days):
            true = told.truth.status(town.name, on, known)
            said = control(by_place.get(town.name, ()), town.place, on, accounts, theatre=lambda _: fed.theatre)
            sides = (said.holder,) if said.status == "held" and said.holder else said.claimants
            answer = Status(said.status, tuple(sorted(sides)) if said.status != "unknown" else ())
            if true.status == "unknown" and answer.status == "unknown":
                continue
            asked += 1
            if answer == true:
                right += 1
            else:
                out.miss(
                    "control",
                    f"{town.name} on {on} known {known}: {true.status} {'/'.join(true.sides)}, "
                    f"told {answer.status} {'/'.join(answer.sides)} ({said.rule})",
                )
    return right, asked


def measure(fed: Fed, every: int = _KNOWN_EVERY) -> Measured:
    """All figures of one war, as fed; it is asked again as known every so many days."""
    started = time.perf_counter()
    out = Measured()
    first, last = fed.told.days
    days = [first + timedelta(days=n) for n in range(0, (last - first).days, every)]
    sums: Counter[str] = Counter()

    def add(name: str, counted: tuple[int, int]) -> None:
        sums[f"{name} right"] += counted[0]
        sums[f"{name} asked"] += counted[1]

    for known in [*days, last]:
        entries = fed.entries(known)
        accounts = Accounts([(e.claim.source, e.publication) for e in entries], lambda _: fed.theatre)
        add("control", _control(fed, known, entries, accounts, out))
        if known != last and days.index(known) % 4:
            continue
        texts = [(_publication(told), told.report.text) for told in fed.told.known(known)]
        groups = copy_groups(texts)
        found = events(entries, accounts)
        matched = _matched(fed, found)
        name = "" if known == last else " on the way"
        add(f"independence{name}", _independence(fed, known, matched, accounts, groups, out))
        add(f"figures{name}", _ranges(fed, known, matched, accounts, groups, out))
        if known == last:
            _copies(fed, groups, out)
            _b_cubed(fed, found, out)
    for name in ("control", "independence", "independence on the way", "figures", "figures on the way"):
        out.figures[name] = _share(sums[f"{name} right"], sums[f"{name} asked"])
    out.seconds = time.perf_counter() - started
    return out


def _table(rows: Mapping[str, Mapping[str, float]], goals: Mapping[str, float]) -> str:
    names = list(next(iter(rows.values())))
    lines = [" " * 26 + "".join(f"{name:>12}" for name in rows) + f"{'mean':>9}{'goal':>7}"]
    for name in names:
        cells = [row[name] for row in rows.values()]
        goal = f"{goals[name]:>7}" if name in goals else ""
        mean = sum(cells) / len(cells)
        lines.append(f"{name:<26}" + "".join(f"{cell:>12.4f}" for cell in cells) + f"{mean:>9.4f}{goal}")
    return "\n".join(lines)


def _show(seed: int, measured: Measured, wanted: str, most: int) -> None:
    for what, lines in measured.misses.items():
        if wanted in ("all", what):
            print(f"-- seed {seed}: {what}: {len(lines)}")
            print("\n".join(lines[:most]))


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures; exit 1 where a goal is missed with true claims."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", default="1,2,3", help="which wars, by comma (default 1,2,3)")
    parser.add_argument("--reports", type=int, default=500)
    parser.add_argument("--text", action="store_true", help="also feed the texts through the reader")
    parser.add_argument("--misses", nargs="?", const="all", metavar="WHAT", help="list misses (of one measure)")
    parser.add_argument("--most", type=int, default=20, help="how many misses of a measure to list")
    parser.add_argument("--vague", action="store_true", help="leave times out as often as the gold does")
    parser.add_argument("--wording", choices=("first", "other"), default="first", help="other: words not tuned on")
    options = parser.parse_args(argv)
    seeds = [int(seed) for seed in options.seeds.split(",")]
    rows: dict[str, Mapping[str, float]] = {}
    read_rows: dict[str, list[Mapping[str, float]]] = {}
    lost: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            told, theatre = _war(seed, options.reports, Path(folder), options.wording)
            measured = measure((fed_vague if options.vague else fed_true)(told, theatre))
            rows[f"seed {seed}"] = measured.figures
            if options.misses:
                _show(seed, measured, options.misses, options.most)
            if options.text:
                found = read(told, str(Path(folder) / f"war{seed}.toml"))
                counted, lines = losses(found, theatre)
                lost += counted
                for what in MENDS:
                    read_rows.setdefault(what, []).append(_mended(told, theatre, found, what))
                if options.misses in ("all", "read"):
                    _show_losses(seed, lines, options.most)
        print("fed as true claims" + (", made vague" if options.vague else ""))
        print(_table(rows, GOALS))
    if options.text:
        _explain(read_rows, lost)
    means = {name: sum(row[name] for row in rows.values()) / len(rows) for name in GOALS}
    short = [f"{name} {means[name]:.4f} < {goal}" for name, goal in GOALS.items() if means[name] < goal]
    print("goals missed: " + "; ".join(short) if short else "every goal is reached")
    return bool(short)


def _mended(
    told: Chronicle, theatre: Theatre, found: Mapping[tuple[str, date], Sequence[Pair]], what: str
) -> Mapping[str, float]:
    claims, same = mend(found, what)
    return measure(Fed(told, theatre, claims, same), 4 * _KNOWN_EVERY).figures


def _explain(rows: Mapping[str, Sequence[Mapping[str, float]]], lost: Counter[str]) -> None:
    """What was lost in reading, and what each measure would be with one thing mended: the loss explained."""
    print("\nfed as text through the reader: means over the wars, as read and with one thing mended")
    names = [name for name in GOALS if name != "copies F1"]
    print(f"{'':<20}" + "".join(f"{name:>20}" for name in names))
    for what, figures_ in rows.items():
        means = [sum(row[name] for row in figures_) / len(figures_) for name in names]
        print(f"{what:<20}" + "".join(f"{mean:>20.4f}" for mean in means))
    print("\nlost in reading, of " + f"{lost['true claims']} true claims")
    for name, many in lost.most_common():
        if name != "true claims":
            print(f"  {name:<18}{many:>7}{many / lost['true claims']:>9.1%}")


def _show_losses(seed: int, lines: Sequence[str], most: int) -> None:
    by_cause: dict[str, list[str]] = {}
    for line in lines:
        by_cause.setdefault(line.split(" ", 1)[1].split(":")[0], []).append(line)
    for cause, found in by_cause.items():
        print(f"-- seed {seed}: {cause}: {len(found)}")
        print("\n".join(found[:: max(1, len(found) // most)][:most]))


def _war(seed: int, reports: int, folder: Path, wording: str) -> tuple[Chronicle, Theatre]:
    path = folder / f"war{seed}.toml"
    told = chronicle(seed, reports, str(path), wording)
    path.write_text(told.theatre, encoding="utf-8")
    return told, load(str(path))


if __name__ == "__main__":
    sys.exit(main())
