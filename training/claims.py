"""What the claim heads learn: for each word of our labelled reports, the type and the modality of the claim that it
heads.

A claim's head is the top of its stretch in the parse: the word whose own head lies outside. The parse comes from the
first stage of the same training, so that no earlier weights are needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from pydantic import TypeAdapter
from spacy.language import Language
from spacy.tokens import Token

from sayso.intake import report_from_text
from sayso.model import Claim, Precision, Report
from sayso.reader.document import Document, prepare
from sayso.reader.wordlists import wordlists
from sayso.score import Gold
from sayso.theatres import KnownPlace, Theatre, load
from training.data import Sentence
from training.reports import Labelled

__all__ = ["as_gold", "as_report", "claim_head", "held_out", "labelled_sentences", "theatre_of"]

_CLAIM: Final = TypeAdapter(Claim)
_REGION_WORDS: Final = (
    wordlists("places")["region_words"]
    | wordlists("places")["region_plurals"]
    | {
        "valley",
        "sea",
        "mountains",
        "hills",
        "plain",
        "island",
        "islands",
        "coast",
        "peninsula",
        "delta",
        "gulf",
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "border",
        "basin",
        "strait",
        "river",
    }
)


def held_out(labelled: Labelled) -> bool:
    """Whether a report is kept for measuring: every fifth one."""
    return int(labelled.head["report"].rpartition("-")[2]) % 5 == 0


def as_report(labelled: Labelled) -> Report:
    """The report as intake would make it."""
    head = labelled.head
    return report_from_text(
        labelled.text,
        id=head["report"],
        title=None,
        published=date.fromisoformat(head["published"]),
        outlet=head["outlet"],
        agency=head.get("agency"),
        theatre=head["theatre"],
        url=None,
    )


def as_gold(labelled: Labelled) -> Gold:
    """The report with its claims, for the scorer; places are compared by their names."""
    report = as_report(labelled)
    return Gold(report, tuple(_claim(report, n, c.start, c.end, c.fields) for n, c in enumerate(labelled.claims)))


def theatre_of(labelled: Labelled) -> Theatre:
    """The report's theatre, which knows the invented places that its claims name: else nothing could be learnt of
    places.

    They lie far from one another in the Southern Ocean; a word for a region in the name makes it one.
    """
    theatre = load(labelled.head["theatre"])
    named = {p for c in labelled.claims for p in c.fields["places"] if p in labelled.text and p[:1].isupper()}
    new = sorted(n for n in named if theatre.place(n) is None and theatre.region(n) is None)
    known = [
        KnownPlace(name, (), None, -60.0 - k // 30, 6.0 * (k % 30) - 90, _precision(name), None)
        for k, name in enumerate(new)
    ]
    return replace(theatre, places=(*theatre.places, *known))


def _precision(name: str) -> Precision:
    words = {w.lower() for w in name.split()}
    return "region" if words & _REGION_WORDS else "settlement"


def _claim(report: Report, number: int, start: int, end: int, fields: dict[str, Any]) -> Claim:
    places = [{"name": p, "id": None, "lat": None, "lon": None, "precision": "region"} for p in fields["places"]]
    raw = {**fields, "places": places, "text": report.text[start:end], "start": start, "end": end}
    return _CLAIM.validate_python({"id": f"{report.id}#{number}", "report": report.id, **raw})


def claim_head(document: Document, start: int, end: int) -> Token | None:
    """The token that heads a stretch of a document's text; of several, the one with most of the stretch under it."""
    span = document.doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return None
    inside = {t.i for t in span}
    tops = [t for t in span if t.head.i not in inside or t.head.i == t.i]
    tops = [t for t in tops if not t.is_punct and not t.is_space] or tops
    return max(tops, key=lambda t: (sum(c.i in inside for c in t.subtree), -t.i), default=None)


def labelled_sentences(reports: Sequence[Labelled], nlp: Language) -> list[Sentence]:
    """The reports' sentences with a claim type ("none") and a modality (None) for each word."""
    made = prepare(nlp, (as_report(r) for r in reports))
    return [s for labelled, document in zip(reports, made, strict=True) for s in _of(labelled, document)]


def _of(labelled: Labelled, document: Document) -> Iterator[Sentence]:
    heads: dict[int, tuple[str, str]] = {}
    for claim in labelled.claims:
        token = claim_head(document, claim.start, claim.end)
        if token is not None:
            heads.setdefault(token.i, (claim.fields["type"], claim.fields["modality"]))
    for sentence in document.sentences:
        words = [t for t in sentence if not t.is_space]
        if words:
            found = [heads.get(t.i) for t in words]
            yield Sentence(
                tuple(t.text for t in words),
                entities=tuple(_entities(words)),
                claims=tuple(f[0] if f else "none" for f in found),
                modalities=tuple(f[1] if f else None for f in found),
            )


def _entities(words: Iterable[Token]) -> Iterator[str]:
    """Names as the first stage finds them: good enough to swap them, not to learn them."""
    for token in words:
        yield f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O"
