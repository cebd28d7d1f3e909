"""One report's claims, composed from what each question's module finds; the only place that knows them all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sayso.gazetteer import Gazetteer
from sayso.model import CLAIM_TYPES, Claim, ClaimType, Modality, Party, Place, Quote, Source, Stance, When, Why
from sayso.reader.attribution import Attribution, attribute
from sayso.reader.clauses import Unit, find_units
from sayso.reader.confidence import confidence
from sayso.reader.counts import counts_of
from sayso.reader.document import Document
from sayso.reader.evidence import signs_of
from sayso.reader.grammar import children, objects
from sayso.reader.lexicon import lexicon
from sayso.reader.modality import modality_of
from sayso.reader.other_letters import in_other_letters
from sayso.reader.parties import Parties
from sayso.reader.place_names import Places, find_places
from sayso.reader.places import Placing
from sayso.reader.quotes import quote_at
from sayso.reader.speakers import NARRATOR, Cast
from sayso.reader.stances import StanceClaim, find_objections, stances_on
from sayso.reader.times import find_times
from sayso.reader.timing import Timing
from sayso.theatres import Theatre

__all__ = ["compose"]


# Types that happen on the ground: without a place of their own they are where the text was before.
_LOCAL = frozenset(CLAIM_TYPES) - {"meeting", "agreement", "supply", "statement", "appeal"}


_ARMED = frozenset({"attack", "shelling", "airstrike"})


@dataclass(slots=True)
class _Draft:
    unit: Unit
    kind: ClaimType
    source: Source
    quote: Quote
    modality: Modality
    actor: Party | None
    target: Party | None
    places: tuple[Place, ...]
    when: When | None
    said: When | None
    why: dict[str, tuple[str, ...]]
    spans: dict[str, tuple[tuple[int, int], ...]]
    sure: dict[str, float | None]


def compose(document: Document, theatre: Theatre, gazetteer: Gazetteer) -> tuple[list[Claim], dict[str, Why]]:
    """All claims of a prepared report in order of the text, with the reasons by claim id."""
    cast = Cast(document, theatre)
    attributions = attribute(document, cast)
    units = [u for u in find_units(document, attributions, theatre) if not in_other_letters(_words(document, u))]
    places = find_places(document, theatre, gazetteer)
    placing = Placing(document, places, attributions, theatre)
    report = document.report
    times = find_times(report.text, report.published, theatre.anchors)
    timing = Timing(document.doc, times, report.published)
    parties = Parties(cast, theatre)
    heads = {u.head.i for u in units} | {h.i for u in units for h in u.merged}
    drafts = [_draft(u, document, placing, timing, parties, heads, places) for u in units]
    claims = _number(document, drafts)
    stance_claims = [
        StanceClaim(
            d.unit,
            d.kind,
            d.source,
            frozenset(p.name for p in d.places),
            document.sentence_of[d.unit.head.i],
            document.paragraph_of[d.unit.head.i],
        )
        for d in drafts
    ]
    stances = stances_on(stance_claims, find_objections(document, cast))
    made = [_claim(document, d, i, s) for d, i, s in zip(drafts, claims, stances, strict=True)]
    return made, {c.id: _why(document, d, c) for c, d in zip(made, drafts, strict=True)}


def _why(document: Document, d: _Draft, claim: Claim) -> Why:
    signs = signs_of(d.unit, claim, d.why, d.sure, document.scores)
    return Why(d.why, d.spans, confidence(signs), signs)


def _number(document: Document, drafts: list[_Draft]) -> list[str]:
    """Stable ids: the report, the span, the source and the type; the same report read twice gives the same."""
    out: list[str] = []
    for d in drafts:
        start, end = _chars(document, d.unit)
        key = f"{document.report.id}\x1f{start}\x1f{end}\x1f{d.source.name}\x1f{d.kind}"
        out.append(hashlib.sha256(key.encode()).hexdigest()[:12])
    return out


def _words(document: Document, unit: Unit) -> str:
    start, end = _chars(document, unit)
    return document.report.text[start:end]


def _chars(document: Document, unit: Unit) -> tuple[int, int]:
    first, last = document.doc[unit.first], document.doc[unit.last]
    return first.idx, last.idx + len(last)


def _draft(
    unit: Unit, document: Document, placing: Placing, timing: Timing, parties: Parties, heads: set[int], places: Places
) -> _Draft:
    attribution = unit.attribution
    sentence = document.sentences[document.sentence_of[unit.head.i]]
    paragraph = document.paragraph_of[unit.head.i]
    placing.enter(paragraph)
    timing.enter(paragraph)
    kind: ClaimType = unit.trigger.type if unit.trigger else "statement"
    modality, modality_why, modality_sure = modality_of(unit, kind, document.scores)
    spoken = attribution is not None and not attribution.source.is_narrator
    if modality == "demanded" and spoken and _plain_demand(unit):
        kind = "appeal"
    if modality == "negated" and attribution is not None and attribution.manner == "denial" and unit.head.tag_ == "VBG":
        kind = "statement"  # "denies targeting civilians" (guidelines, hard case 10)
    if modality == "negated" and spoken and kind in _ARMED and _is_policy(unit):
        kind = "statement"
    if kind == "damage" and _loss_of_the_other(unit, attribution, parties):
        kind = "casualties"
    actor, target = parties.of_unit(unit, kind, paragraph)
    if target is not None and target == actor:
        target = None
    sources = _source_tokens(document, attribution)
    where, where_why = placing.place(unit, sentence, sources, carry=kind in _LOCAL)
    said = timing.said(attribution, sentence) if attribution is not None else None
    others = heads - {h.i for h in unit.heads}
    when, when_why, dated = timing.when(unit, kind, others, sentence, said, frozenset(p.name for p in where))
    source = attribution.source if attribution is not None else NARRATOR
    candidates = tuple(
        f"{c.name} ({c.country}) {score:.2f}: {reason}"
        for p in places.inside(unit.first, unit.last)
        for c, score, reason in p.choice.candidates[:4]
    )
    why = {
        "type": (unit.trigger.rule if unit.trigger else "said, with no event of another type",),
        "source": (attribution.rule if attribution is not None else "no cue: the report's own voice",),
        "places": (where_why, *candidates),
        "when": (when_why,),
        "modality": (modality_why,),
    }
    spans: dict[str, tuple[tuple[int, int], ...]] = {}
    if attribution is not None and attribution.cue_token >= 0:
        cue = document.doc[attribution.cue_token]
        spans["cue"] = ((cue.idx, cue.idx + len(cue)),)
    if attribution is not None and attribution.source_token >= 0:
        token = document.doc[attribution.source_token]
        spans["source"] = ((token.idx, token.idx + len(token)),)
    if dated is not None:
        spans["when"] = ((dated.start, dated.end),)
    if said is not None:
        spans["said"] = ((said.start, said.end),)
    quote = _quote(document, unit, attribution)
    uttered = said.when if said is not None else None
    sure = {"type": unit.sure, "modality": modality_sure}
    return _Draft(unit, kind, source, quote, modality, actor, target, where, when, uttered, why, spans, sure)


def _source_tokens(document: Document, attribution: Attribution | None) -> set[int]:
    """The words that name the speaker: places in them are the speaker's seat."""
    if attribution is None or attribution.source_token < 0:
        return set()
    return {t.i for t in document.doc[attribution.source_token].subtree if t.i not in attribution.content}


def _loss_of_the_other(unit: Unit, attribution: Attribution | None, parties: Parties) -> bool:
    """Losses that one side gives of the other are casualties (guidelines, hard case 9)."""
    side = attribution.source.side if attribution is not None else None
    if side is None or unit.trigger is None:
        return False
    for patient in objects(unit.trigger.token):
        if patient.lemma_.lower() in lexicon().classes["arms"] | lexicon().classes["troops"]:
            party = parties.party(patient, side)
            if party is not None and party.side not in {None, side}:
                return True
    return False


def _is_policy(unit: Unit) -> bool:
    """ "Its pilots do not bomb schools": what a side never does is its word on itself, and no attack that failed."""
    head = unit.head
    auxiliaries = {c.lower_ for c in children(head, "aux", "aux:pass", "cop")}
    never = head.tag_ in {"VBP", "VBZ"} and any(c.lower_ == "never" for c in children(head, "advmod"))
    return unit.kind == "clause" and (never or (head.tag_ == "VB" and bool(auxiliaries & {"do", "does"})))


def _plain_demand(unit: Unit) -> bool:
    """ "There should be a boost": a demand of the speaker's, whatever it is of."""
    obliged = unit.head.lemma_ == "have" and any(c.dep_ == "xcomp" for c in unit.head.children)
    return unit.kind == "clause" and (
        obliged or any(c.lower_ in {"should", "must", "ought", "need"} for c in unit.head.children if c.dep_ == "aux")
    )


def _quote(document: Document, unit: Unit, attribution: Attribution | None) -> Quote:
    """Direct when the claim stands inside quotation marks, mixed when marks stand inside it."""
    if attribution is None or attribution.source.is_narrator:
        return "none"
    start, end = _chars(document, unit)
    quote = quote_at(document.quotes, start)
    if quote is not None and end <= quote.end:
        whole = end - start >= 0.6 * (quote.end - quote.start) or attribution.manner != "appeal"
        return "direct" if whole and unit.kind == "clause" else "mixed"
    if any(q.start < end and q.end > start for q in document.quotes):
        return "mixed"
    return "indirect"


def _claim(document: Document, d: _Draft, claim_id: str, stances: tuple[Stance, ...]) -> Claim:
    start, end = _chars(document, d.unit)
    attribution = d.unit.attribution
    return Claim(
        id=claim_id,
        report=document.report.id,
        text=document.report.text[start:end],
        start=start,
        end=end,
        type=d.kind,
        source=d.source,
        cue=attribution.cue if attribution is not None else None,
        quote=d.quote,
        via=attribution.via if attribution is not None and not d.source.is_narrator else (),
        actor=d.actor,
        target=d.target,
        places=d.places,
        when=d.when,
        said=(d.said.end or d.said.start) if d.said is not None else None,
        counts=counts_of(d.unit, d.kind),
        modality=d.modality,
        stances=stances,
    )
