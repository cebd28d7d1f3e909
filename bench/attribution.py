"""Who says what: source, cue and content on PolNeAR dev, beside what others reach.

    python -m bench.attribution [--own] [--misses [CAUSE]] [--only NAME ...] [--json] [--raise]

Our own paragraphs of war reporting come first (tests/floors/attribution.txt; ``--raise`` writes the figures as floors
that CI holds us to; ``--own`` leaves the rest out). Then PolNeAR:
the articles go through the reader's sentences, parse, quotes and attribution; a line of an article is a paragraph,
headlines included, since the annotators marked those too. The shared scorer judges. PolNeAR carries no licence: it is
measured on, nothing is taken from it. ``--misses`` lists what was missed and what was made up, by cause.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from bench import _attributed
from bench._shared import shared
from sayso.model import Block, Report
from sayso.reader.attribution import attribute
from sayso.reader.attribution_relations import relations
from sayso.reader.document import Document, prepare
from sayso.reader.language import load_pipeline
from sayso.reader.speakers import Cast
from sayso.theatres import GENERIC

GOALS: Final[Mapping[str, float]] = {"F1": 58, "precision": 75, "speech-cue recall": 85}
PEERS: Final[Mapping[str, tuple[float, ...]]] = {
    "F1": (16, 35, 41.5, 65.9, 75),
    "speech-cue recall": (27, 63, 66, 90.5, 96),
}
PEER_NAMES: Final = ("textacy", "regex", "GenderGapTracker", "fine-tuned BERT", "human")
LINKED: Final = 0.5  # Dice over words from which contents, and sources, are the same

Spans = list[list[int]]
Found = dict[str, Any]


def yardstick() -> Path:
    """The folder of the attribution yardstick; exits where it is not there."""
    folder = shared() / "yardsticks" / "attribution"
    if not (folder / "score_attribution.py").is_file():
        sys.exit(f"bench: {folder}/score_attribution.py: not there: put the yardsticks beside the checkout")
    return folder


def scorer(folder: Path) -> ModuleType:
    """The shared scorer as a module, for its tokens and its gold."""
    spec = importlib.util.spec_from_file_location("score_attribution", folder / "score_attribution.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reports(folder: Path, only: Sequence[str]) -> Iterator[Report]:
    """The articles, a block a line."""
    for file in sorted((folder / "polnear" / "data" / "dev" / "text").glob("*.txt")):
        if only and not any(part in file.stem for part in only):
            continue
        text = file.read_bytes().decode("utf-8")  # the annotators' offsets count what line ends are made of
        at, blocks = 0, []
        for line in text.splitlines(keepends=True):
            if line.strip():
                blocks.append(Block("body", at, at + len(line.rstrip())))
            at += len(line)
        yield Report(file.stem, text, blocks=tuple(blocks))


def spans(document: Document, tokens: Iterable[int]) -> Spans:
    """Runs of tokens as half-open stretches of the text."""
    out: Spans = []
    last = -2
    for j in sorted(tokens):
        token = document.doc[j]
        start, end = token.idx, token.idx + len(token)
        if j == last + 1:
            out[-1][1] = end
        else:
            out.append([start, end])
        last = j
    return out


def read(document: Document) -> list[Found]:
    """Every attribution of an article, in the scorer's layout."""
    told = attribute(document, Cast(document, GENERIC))
    return [
        {
            "source": spans(document, r.source),
            "cue": spans(document, r.cue),
            "content": spans(document, r.content),
            "kind": r.rule,
        }
        for r in relations(document, told)
        if not r.nested  # the annotators marked the outermost account alone
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures; exit 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--misses", nargs="?", const="", metavar="CAUSE", help="list what is wrong (of one cause)")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these articles (a part of the name)")
    parser.add_argument("--json", action="store_true", help="print the scorer's figures as JSON and nothing else")
    parser.add_argument("--own", action="store_true", help="our own paragraphs alone")
    parser.add_argument("--raise", action="store_true", dest="raised", help="write what is reached as floors")
    options = parser.parse_args(argv)
    if not (options.json or options.only):
        content = _attributed.PARAGRAPHS.read_text(encoding="utf-8")
        reached = _attributed.measured(content)
        print("our own war reporting: " + ", ".join(f"{name} {value:.1f}" for name, value in reached.items()))
        if options.misses is not None and options.own:
            print("\n".join(_attributed.misses(content)))
        if options.raised:
            new = _attributed.written(_attributed.digest(content), reached)
            _attributed.FLOORS.write_text(new, encoding="utf-8")
    if options.own:
        return 0
    folder = yardstick()
    found = {d.report.id: read(d) for d in prepare(load_pipeline(), reports(folder, options.only))}
    if options.misses is not None:
        show_misses(scorer(folder), folder, found, options.misses)
    told = judged(folder, found)
    if options.json:
        print(json.dumps(told, indent=1))
        return 0
    return show(told)


def judged(folder: Path, found: Mapping[str, list[Found]]) -> dict[str, Any]:
    """What the shared scorer says."""
    with tempfile.TemporaryDirectory() as place:
        lines, names = Path(place) / "read.jsonl", Path(place) / "names.txt"
        rows = ({"doc": name, "attributions": rows} for name, rows in found.items())
        lines.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
        names.write_text("\n".join(found), encoding="utf-8")
        command = [sys.executable, str(folder / "score_attribution.py"), "--root", str(folder / "polnear")]
        command += ["--split", "dev", "--pred", str(lines), "--ids", str(names), "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def show(told: Mapping[str, Any]) -> int:
    """The figures beside the peers'; 1 where a goal is missed."""
    linked = told["linked@0.5.+source"]
    print(f"{'':28}{'P':>7}{'R':>7}{'F1':>7}")
    for key in ("content", "+source", "+source+cue"):
        row = told[f"linked@0.5.{key}"]
        print(f"{'linked ' + key:28}{100 * row['P']:7.1f}{100 * row['R']:7.1f}{100 * row['F1']:7.1f}")
    for key in ("source", "cue", "content"):
        row = told[f"token.{key}"]
        print(f"{'words of the ' + key:28}{100 * row['P']:7.1f}{100 * row['R']:7.1f}{100 * row['F1']:7.1f}")
    for key in ("direct", "mixed", "indirect", "speech-cue", "other-cue"):
        row = told[f"type-recall.{key}"]
        print(f"{'recall of ' + key:28}{'':7}{100 * row['R']:7.1f}   of {row['gold']}")
    print(f"{'source right where linked':28}{100 * told['linked@0.5.src-acc']:14.1f}")
    ours = {
        "F1": 100 * linked["F1"],
        "precision": 100 * linked["P"],
        "speech-cue recall": 100 * told["type-recall.speech-cue"]["R"],
    }
    print(f"\n{'':20}{'here':>6}{'goal':>6}  " + "".join(f"{name:>18}" for name in PEER_NAMES))
    for name, goal in GOALS.items():
        peers = "".join(f"{p:>18}" for p in PEERS.get(name, ()))
        print(f"{name:20}{ours[name]:6.1f}{goal:6}  {peers}")
    short = [f"{name} {ours[name]:.1f} < {goal}" for name, goal in GOALS.items() if ours[name] < goal]
    print("goals missed: " + "; ".join(short) if short else "every goal is reached")
    return bool(short)


def show_misses(judge: ModuleType, folder: Path, found: Mapping[str, list[Found]], wanted: str) -> None:
    """List what was missed and made up by cause, then how often each cause."""
    docs, annotated = judge.load(str(folder / "polnear"), "dev")
    causes: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for name, rows in found.items():
        doc, by = docs[name], annotated.get(name, {})
        gold = by[min(by)] if by else []
        for cause, told, right in misses(judge, doc, gold, rows):
            causes[cause] += 1
            if wanted in cause:
                print(f"{cause}: {name[:30]}")
                for label, row in (("gold", right), ("here", told)):
                    if row is not None:
                        print(f"    {label}: " + " | ".join(words(doc.text, row.get(r)) for r in judge.ROLES))
                        print(f"          {row.get('kind', row.get('type', ''))}")
        for row in rows:
            kinds[row["kind"]] += 1
    for cause, n in causes.most_common():
        print(f"{n:6} {cause}" + (f", of {kinds[cause.split(', ')[-1]]}" if cause.startswith("made up") else ""))


def words(text: str, pairs: Spans | None) -> str:
    """A span's words on one line, the middle of long ones left out."""
    whole = " … ".join(text[s:e] for s, e in pairs or []).replace("\n", " / ")
    return whole if len(whole) <= 240 else f"{whole[:150]} [...] {whole[-80:]}"


def misses(
    judge: ModuleType, doc: Any, gold: Sequence[Found], rows: Sequence[Found]
) -> Iterator[tuple[str, Found | None, Found | None]]:
    """Each thing wrong with its cause: linked as the scorer links, then by what overlaps."""

    def of(row: Found, role: str) -> frozenset[int]:
        inside: frozenset[int] = doc.span(row.get(role), True)
        return inside

    def close(a: Found, b: Found, role: str) -> float:
        near: float = judge.dice(of(a, role), of(b, role))
        return near

    pairs = sorted(
        (
            (-close(a, b, "content"), -close(a, b, "source"), i, j)
            for i, a in enumerate(gold)
            for j, b in enumerate(rows)
        )
    )
    linked: dict[int, int] = {}
    for near, _, i, j in pairs:
        if -near >= LINKED and i not in linked and j not in linked.values():
            linked[i] = j
    for i, right in enumerate(gold):
        speech = judge.ctype(doc, of(right, "cue"))
        if i in linked:
            row = rows[linked[i]]
            if close(right, row, "source") < LINKED:
                yield f"source wrong, {speech}", row, right
            continue
        same = [j for j, row in enumerate(rows) if of(row, "cue") & of(right, "cue") and j not in linked.values()]
        if same:
            yield f"content wrong, {speech}", rows[same[0]], right
        else:
            yield f"missed, {judge.qtype(doc, of(right, 'content'))}, {speech}", None, right
    for j, row in enumerate(rows):
        if j not in linked.values():
            cued = any(of(row, "cue") & of(right, "cue") for right in gold)
            yield f"made up{', cue annotated' if cued else ''}, {row.get('kind', '')}", row, None


if __name__ == "__main__":
    sys.exit(main())
