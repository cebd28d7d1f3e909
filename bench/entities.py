"""How well are people, forces and places found as names, and how much hangs on it?

    python -m bench.entities [--own] [--misses] [--effect] [--raise]

Our own sentences of war reporting (tests/floors/entities.txt) are scored by kind: a name counts when its words and its
kind are both right. Beside it, what the reader makes of them: the share of the places that it puts on the map, and of
the forces that their theatre knows as actors. Then the news of PUD, by the method of ``training.measure``, which needs
the shared folder (``--own`` leaves it out). ``--effect`` reads the gold reports with and without any names:
what is lost is what hangs on them. ``--misses`` lists what is told otherwise; ``--raise`` writes the figures as floors
that CI holds us to.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from bench._shared import ROOT
from sayso.gazetteer import open_gazetteer
from sayso.model import Report
from sayso.reader.document import prepare
from sayso.reader.language import load_pipeline
from sayso.reader.place_names import find_places
from sayso.theatres import load
from training.measure import Figure

__all__ = [
    "FLOORS",
    "NAMES",
    "Marked",
    "Name",
    "digest",
    "floors",
    "found_names",
    "marked",
    "measured",
    "parse",
    "written",
]

NAMES: Final = ROOT / "tests" / "floors" / "entities.txt"
FLOORS: Final = ROOT / "tests" / "floors" / "entities.toml"
KINDS: Final[Mapping[str, str]] = {"P": "PER", "O": "ORG", "L": "LOC"}
TRIAL: Final = 75.1
"""The best known on PUD news: the encoder of the trial before this project (see the model card)."""
MEASURED: Final = (*KINDS.values(), "all", "spans", "mapped")
_MARK: Final = re.compile(r"\b([POL])\[([^\[\]]+)\]")
_EDGE: Final = re.compile(r"^(?:[Tt]he|[Aa]n?)\s+|['’]s?$")
"""An article before a name or a possessive ending after it makes it no other name."""

Name = tuple[int, int, str]
"""Where a name begins and ends in its sentence, in code points, and its kind."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence, its theatre, and the names that stand in it."""

    theatre: str
    text: str
    names: frozenset[Name]


def parse(line: str, theatre: str) -> Marked:
    """A sentence of the notation: ``P[Ada Lund] left L[Tarn].``"""
    text, names, at = "", set(), 0
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        names.add((len(text), len(text) + len(mark[2]), KINDS[mark[1]]))
        text += mark[2]
        at = mark.end()
    text += line[at:]
    if set(text) & set("[]"):
        raise ValueError(f"a bracket too many: {line}")
    return Marked(theatre, text, frozenset(names))


def marked(content: str) -> list[Marked]:
    """The sentences of a file in the notation, which says itself how it is written."""
    found: list[Marked] = []
    theatre = "generic"
    for line in content.splitlines():
        if line.startswith("== "):
            theatre = line[3:].strip()
        elif line and not line.startswith("#"):
            found.append(parse(line, theatre))
    return found


def found_names(doc: Doc) -> frozenset[Name]:
    """The names that a pipeline tells, without articles and possessive endings at their edges."""
    found: set[Name] = set()
    for entity in doc.ents:
        start, end = entity.start_char, entity.end_char
        while edge := _EDGE.search(entity.doc.text[start:end]):
            start, end = (start + edge.end(), end) if edge.start() == 0 else (start, start + edge.start())
        if start < end:
            found.add((start, end, entity.label_))
    return frozenset(found)


def scored(sentences: Sequence[Marked], told: Sequence[frozenset[Name]]) -> dict[str, Figure]:
    """Counts over all sentences: every kind, all together, and spans whatever their kind."""
    total = {name: Figure() for name in MEASURED if name != "mapped"}
    for sentence, names in zip(sentences, told, strict=True):
        for kind in KINDS.values():
            ours = {n for n in sentence.names if n[2] == kind}
            _count(total[kind], ours, {n for n in names if n[2] == kind})
        known = {n for n in names if n[2] in KINDS.values()}
        _count(total["all"], set(sentence.names), known)
        _count(total["spans"], {n[:2] for n in sentence.names}, {n[:2] for n in known})
    return total


def _count(figure: Figure, gold: set[Name] | set[tuple[int, int]], told: set[Name] | set[tuple[int, int]]) -> None:
    figure.right += len(set(gold) & set(told))
    figure.gold += len(gold)
    figure.found += len(told)


def recognised(sentences: Sequence[Marked], nlp: Language) -> dict[str, tuple[int, int]]:
    """What the reader makes of the names: places that it puts on the map, forces that their theatre knows; (n, of)."""
    gazetteer = open_gazetteer()
    tally: Counter[str] = Counter()
    for sentence in sentences:
        theatre = load(sentence.theatre)
        (document,) = prepare(nlp, [Report("marked", sentence.text, theatre=sentence.theatre)])
        located = [p for p in find_places(document, theatre, gazetteer).found if p.place is not None]
        spans = [(document.doc[p.first].idx, document.doc[p.last].idx + len(document.doc[p.last])) for p in located]
        for start, end, kind in sentence.names:
            tally[kind] += 1
            if kind == "LOC":
                tally["placed"] += any(a < end and b > start for a, b in spans)
            elif kind == "ORG" and sentence.theatre != "generic":
                tally["forces"] += 1
                tally["known"] += theatre.actor(sentence.text[start:end]) is not None
        places = [n for n in sentence.names if n[2] == "LOC"]
        tally["put"] += len(spans)
        tally["put rightly"] += sum(any(a < n[1] and b > n[0] for n in places) for a, b in spans)
    return {
        "places put on the map": (tally["placed"], tally["LOC"]),
        "of what is put there, places": (tally["put rightly"], tally["put"]),
        "forces that their theatre knows": (tally["known"], tally["forces"]),
    }


def measured(sentences: Sequence[Marked], nlp: Language) -> dict[str, float]:
    """The figures that floors are kept for, in per cent."""
    told = scored(sentences, [found_names(doc) for doc in each(nlp, sentences)])
    mapped, rightly, _ = (right / of for right, of in recognised(sentences, nlp).values())
    # A share of the places alone would reward a reader that put everything on the map.
    return {**{name: figure.f1 for name, figure in told.items()}, "mapped": 200 * mapped * rightly / (mapped + rightly)}


def each(nlp: Language, sentences: Sequence[Marked]) -> Iterator[Doc]:
    """Every sentence read by itself, so that none depends on its neighbours (int8 scales are set by the batch)."""
    return (nlp(sentence.text) for sentence in sentences)


def digest(content: str) -> str:
    """Names the state of the sentences and of what is measured on them: another state, other floors."""
    return hashlib.sha256("\x1f".join((content, *MEASURED)).encode()).hexdigest()[:12]


def floors(text: str) -> tuple[str, dict[str, float]]:
    """The digest and the floors that an entities.toml holds."""
    told = tomllib.loads(text)
    return str(told["sentences"]), {str(k): float(v) for k, v in told["floors"].items()}


def written(state: str, figures: Mapping[str, float]) -> str:
    """An entities.toml of these figures, rounded down to a whole point: int8 differs a little between processors."""
    return "\n".join(
        [
            "# What the pipeline must reach on entities.txt, F1 in per cent; `mapped` is of what the reader puts on",
            "# the map, wherever there. May only rise: `python -m bench.entities --raise`.",
            f'sentences = "{state}"',
            "",
            "[floors]",
            *(f"{name} = {math.floor(value + 1e-9)}" for name, value in figures.items()),
            "",
        ]
    )


def misses(sentence: Marked, told: frozenset[Name]) -> str:
    """What of a sentence is told otherwise than marked, in one line; "" for nothing."""

    def shown(names: frozenset[Name]) -> str:
        return ", ".join(f"{kind} {sentence.text[start:end]}" for start, end, kind in sorted(names)) or "nothing"

    if told == sentence.names:
        return ""
    return f"{shown(sentence.names - told)} told as {shown(told - sentence.names)} in {sentence.text!r}"


def on_pud(nlp: Language) -> dict[str, Figure]:
    """The names in the news of PUD, raw text; other than ours, none of these names is of a war."""
    from bench._shared import shared
    from training.data import test_sets
    from training.measure import measure

    return measure(nlp, test_sets(shared() / "training")["PUD news"])


def effect() -> dict[str, float]:
    """whole_f1 on the gold reports with the pipeline's names and with none at all."""
    from bench._shared import gold_files
    from bench.claims import names_of, read_reports
    from sayso.reader import Reader
    from sayso.score import figures, load_gold, score, total

    files = gold_files()
    golds = [load_gold(file)[0] for file in files]
    found: dict[str, float] = {}
    for name in ("with names", "without"):
        reader = Reader()
        if name == "without":
            nlp = load_pipeline.__wrapped__(None)
            nlp.add_pipe("bench_nameless", last=True)
            reader._nlp = nlp
        readings = read_reports(files, reader)
        told = [score(g, readings[g.report.id].claims, names_of(g.report)) for g in golds]
        found[name] = figures(total(told))["whole_f1"]
    return found


@Language.component("bench_nameless")
def _nameless(doc: Doc) -> Doc:
    doc.set_ents([])
    return doc


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures; exit 1 where a floor is not reached."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--misses", action="store_true", help="list the sentences whose names are told otherwise")
    parser.add_argument("--effect", action="store_true", help="whole_f1 on the gold reports with names and without")
    parser.add_argument("--own", action="store_true", help="our own sentences alone: needs no shared folder")
    parser.add_argument("--raise", dest="lift", action="store_true", help="write the figures reached as floors")
    options = parser.parse_args(argv)

    nlp = load_pipeline()
    content = NAMES.read_text(encoding="utf-8")
    sentences = marked(content)
    told = [found_names(doc) for doc in each(nlp, sentences)]
    if options.misses:
        print("\n".join(filter(None, map(misses, sentences, told))))
    print(f"our {len(sentences)} sentences      F1   right      of    told")
    for name, figure in scored(sentences, told).items():
        print(f"{name:<18}{figure.f1:>8.1f}{figure.right:>8}{figure.gold:>8}{figure.found:>8}")
    for name, (right, of) in recognised(sentences, nlp).items():
        print(f"{name}: {right} of {of} ({100 * right / of:.0f} %)")
    if not options.own:
        print(f"PUD news (the best known: the trial's encoder, given tokens, {TRIAL})")
        for name, figure in on_pud(nlp).items():
            if name in {"entities", *KINDS.values()}:
                print(f"{name:<18}{figure.f1:>8.1f}{figure.right:>8}{figure.gold:>8}{figure.found:>8}")
    if options.effect:
        print("whole_f1 on the gold reports: " + ", ".join(f"{name} {value}" for name, value in effect().items()))
    return _held(measured(sentences, nlp), digest(content), options.lift)


def _held(found: Mapping[str, float], state: str, lift: bool) -> int:
    then, held = floors(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else ("", {})
    low = held if then == state else {}
    below = [f"{name} {found[name]:.1f} < {floor}" for name, floor in low.items() if found[name] < floor]
    if below:
        print(f"below the floor: {'; '.join(below)}", file=sys.stderr)
        return 1
    if lift:
        FLOORS.write_text(written(state, found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
