"""Reports that we wrote, with their claims: what the heads that ask "is this a claim, and of what type?" learn from.

One file a report, in ``training/reports``: head lines, the body, ``===``, then one claim a line:

    [capture] Ostryan troops had taken Mlin | source: Defence Ministry / government / Ostrya | cue: said | quote:
    indirect

``[capture#2]`` takes the second place where the words stand. Fields left out are empty; the source is then the
narrator. The wars are invented. ``python -m training.reports FILES`` checks files and counts what is in them.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, get_args

from sayso.model import CLAIM_TYPES, Kind, Modality, Quote, StanceKind

__all__ = ["FOLDER", "Labelled", "LabelledClaim", "NotationError", "read_report", "read_reports"]

FOLDER = Path(__file__).parent / "reports"
KINDS: tuple[str, ...] = get_args(Kind)
QUOTES: tuple[str, ...] = get_args(Quote)
MODALITIES: tuple[str, ...] = get_args(Modality)
STANCES: tuple[str, ...] = get_args(StanceKind)
_KEYS = {"source", "cue", "quote", "via", "actor", "target", "places", "when", "said", "counts", "modality", "stances"}
_HEADS = {"report", "outlet", "agency", "published", "theatre", "sides"}
_CLAIM = re.compile(r"\[(?P<type>[a-z]+)(?:#(?P<nth>\d+))?\] (?P<rest>.+)")
_COUNT = re.compile(r"(?P<what>.+?) (?:(?P<min>\d+)(?:-(?P<max>\d+)|(?P<plus>\+))?|\.\.(?P<most>\d+))")


class NotationError(ValueError):
    """A line of a labelled report that cannot be read."""


@dataclass(frozen=True, slots=True)
class LabelledClaim:
    """One claim: its stretch of the text and its fields, as the gold reports name them."""

    start: int
    end: int
    fields: dict[str, Any] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Labelled:
    """One report: its head, its text and its claims in order."""

    head: dict[str, Any] = field(hash=False)
    text: str
    claims: tuple[LabelledClaim, ...]


def _one_of(value: str, allowed: tuple[str, ...], what: str) -> str:
    if value not in allowed:
        raise NotationError(f"{what} {value!r} is none of {', '.join(allowed)}")
    return value


def _named(value: str) -> dict[str, Any]:
    name, _, side = value.partition(" / ")
    return {"name": name.strip(), "side": side.strip() or None}


def _source(value: str) -> dict[str, Any]:
    name, *rest = [p.strip() for p in value.split(" / ")]
    if name == "narrator":
        return {"name": "narrator"}
    if not rest or len(rest) > 2:
        raise NotationError(f"source {value!r} wants: name / kind / side")
    return {"name": name, "kind": _one_of(rest[0], KINDS, "kind"), "side": rest[1] if len(rest) > 1 else None}


def _when(value: str) -> dict[str, Any]:
    start, dots, end = value.partition("..")
    for day in filter(None, (start, end)):
        date.fromisoformat(day)
    return {"start": start or None, "end": (end or None) if dots else start}


def _counts(value: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for part in filter(None, (p.strip() for p in value.split(";"))):
        match = _COUNT.fullmatch(part)
        if not match:
            raise NotationError(f"count {part!r} wants: what 3, what 3+, what 3-5 or what ..40")
        what, low, high, most = match["what"], match["min"], match["max"], match["most"]
        if most:
            found.append({"what": what, "max": int(most)})
        elif high:
            found.append({"what": what, "min": int(low), "max": int(high)})
        else:
            found.append({"what": what, "min" if match["plus"] else "n": int(low)})
    return found


def _stances(value: str) -> list[dict[str, Any]]:
    found = []
    for part in filter(None, (p.strip() for p in value.split(";"))):
        name, _, stance = part.rpartition(" ")
        found.append({"by": name, "stance": _one_of(stance, STANCES, "stance")})
    return found


def _fields(parts: list[str]) -> dict[str, Any]:
    given: dict[str, str] = {}
    for part in parts:
        key, colon, value = part.partition(":")
        key = key.strip()
        if not colon or key not in _KEYS:
            raise NotationError(f"field {part!r} is none of {', '.join(sorted(_KEYS))}")
        if key in given:
            raise NotationError(f"field {key!r} is given twice")
        given[key] = value.strip()
    listed = {k: [p.strip() for p in given.get(k, "").split(";") if p.strip()] for k in ("places", "via")}
    return {
        "source": _source(given.get("source", "narrator")),
        "cue": given.get("cue") or None,
        "quote": _one_of(given.get("quote", "none"), QUOTES, "quote"),
        "via": listed["via"],
        "actor": _named(given["actor"]) if given.get("actor") else None,
        "target": _named(given["target"]) if given.get("target") else None,
        "places": listed["places"],
        "when": _when(given["when"]) if given.get("when") else None,
        "said": given.get("said"),
        "counts": _counts(given.get("counts", "")),
        "modality": _one_of(given.get("modality", "asserted"), MODALITIES, "modality"),
        "stances": _stances(given.get("stances", "")),
    }


def _claim(line: str, text: str) -> LabelledClaim:
    match = _CLAIM.fullmatch(line)
    if not match:
        raise NotationError("a claim starts with [type] and its words")
    kind = _one_of(match["type"], CLAIM_TYPES, "type")
    stretch, *parts = match["rest"].split(" | ")
    start = -1
    for _ in range(int(match["nth"] or 1)):
        start = text.find(stretch, start + 1)
        if start < 0:
            raise NotationError(f"the text does not have {stretch!r}" + (" so often" if match["nth"] else ""))
    fields = {"type": kind, **_fields(parts)}
    if (fields["source"]["name"] == "narrator") != (fields["quote"] == "none"):
        raise NotationError("the narrator's claims have quote none, and others' have direct, indirect or mixed")
    return LabelledClaim(start, start + len(stretch), fields)


def read_report(path: Path) -> Labelled:
    """Read one report; raises NotationError that names the file and the line."""
    lines = path.read_text(encoding="utf-8").split("\n")
    try:
        rule = lines.index("===")
        blank = lines.index("")
    except ValueError:
        raise NotationError(f"{path}: wants head lines, an empty line, the body, a line '===', and claims") from None
    head: dict[str, Any] = {}
    for n, line in enumerate(lines[:blank], 1):
        key, colon, value = line.partition(":")
        if not colon or key not in _HEADS:
            raise NotationError(f"{path}:{n}: head line {line!r} is none of {', '.join(sorted(_HEADS))}")
        head[key] = value.strip()
    if missing := {"report", "outlet", "published", "theatre", "sides"} - set(head):
        raise NotationError(f"{path}: the head lacks {', '.join(sorted(missing))}")
    date.fromisoformat(head["published"])
    head["sides"] = [s.strip() for s in head["sides"].split(",")]
    text = "\n".join(lines[blank + 1 : rule]).strip()
    claims = []
    for n, line in enumerate(lines[rule + 1 :], rule + 2):
        if line.strip():
            try:
                claims.append(_claim(line, text))
            except ValueError as error:
                raise NotationError(f"{path}:{n}: {error}") from None
    return Labelled(head, text, tuple(sorted(claims, key=lambda c: (c.start, c.end))))


def read_reports(folder: Path = FOLDER) -> list[Labelled]:
    """Every report of the folder, by name."""
    return [read_report(path) for path in sorted(folder.glob("*.txt"))]


def _check(paths: list[Path]) -> Iterator[Labelled]:
    for path in paths:
        try:
            yield read_report(path)
        except ValueError as error:
            print(error, file=sys.stderr)


def _main(arguments: list[str]) -> int:
    paths = [Path(a) for a in arguments] or sorted(FOLDER.glob("*.txt"))
    reports = list(_check(paths))
    claims = [c for r in reports for c in r.claims]
    words = sum(len(r.text.split()) for r in reports)
    print(f"{len(reports)} of {len(paths)} reports read, {words} words, {len(claims)} claims")
    print(", ".join(f"{t} {n}" for t, n in Counter(c.fields["type"] for c in claims).most_common()))
    return int(len(reports) < len(paths))


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
