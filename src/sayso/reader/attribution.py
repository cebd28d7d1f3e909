"""Who speaks: source, cue and content of every attribution, innermost speaker first.

Method: read off the dependency tree, with quotation spans found beforehand (names after PolNeAR: source, cue,
content). The rules for one word stand in ``attribution_rules``; this module goes over the sentences and tells what
carries on from one to the next. Where attributions nest, the inner one wins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Span, Token

from sayso.reader.attribution_model import Attribution, Attributions
from sayso.reader.attribution_rules import attributions_of
from sayso.reader.channels import channels_of
from sayso.reader.cues import cues
from sayso.reader.document import Document
from sayso.reader.grammar import agent, child
from sayso.reader.quotes import QuoteSpan
from sayso.reader.speakers import Cast

__all__ = ["Attribution", "Attributions", "attribute"]

# Parts of speech that no cue is of; most words of a report are of these.
_NEVER = frozenset({"DET", "PRON", "PROPN", "NUM", "ADJ", "CCONJ", "SCONJ", "PART", "PUNCT", "SPACE", "SYM", "INTJ"})
_WHOLE = 0.8  # share of a sentence's words that a quotation needs to be all of it
_FRAGMENT = 3  # words that a loose quotation needs to be words of somebody's
_TIED = 12  # words at the front of a sentence in which it is tied to the one before


def attribute(document: Document, cast: Cast) -> Attributions:
    """Find every attribution of a report."""
    out = Attributions(of_token=[-1] * len(document.doc))
    flow = _Flow()
    for sentence in document.sentences:
        flow.enter(document.paragraph_of[sentence[0].i])
        made = [_same_channel(document, a, flow) for a in _in_sentence(document, cast, sentence)]
        made += list(_loose_quotes(document, sentence, made, flow))
        made += list(_behind_semicolon(sentence, made))
        for attribution in made:
            out.add(attribution)
        if made:
            flow.hear(made, sentence, document)
            continue
        carried = _carried(sentence, flow)
        if carried is not None:
            out.add(carried)
        else:
            flow.narrated()
    _quotes_before_cues(document, out)
    _reported_by(document, cast, out)
    return out


@dataclass(slots=True)
class _Flow:
    """What the sentences before leave behind: who spoke last, and how."""

    paragraph: int = -1
    last: Attribution | None = None
    in_paragraph: Attribution | None = None
    colon: bool = False
    quoted: bool = False

    def enter(self, paragraph: int) -> None:
        if paragraph != self.paragraph:
            self.paragraph = paragraph
            self.in_paragraph = None

    def hear(self, made: list[Attribution], sentence: Span, document: Document) -> None:
        # "I think" inside a quotation is no one's cue for what follows it
        outside = [a for a in made if a.cue_token < 0 or document.quote_of(document.doc[a.cue_token]) is None]
        marked = any(q.start < sentence.end_char and q.end > sentence.start_char for q in document.quotes)
        quoted = [a for a in outside if marked and any(document.quote_of(document.doc[j]) for j in a.content)]
        outer = max(quoted or outside or made, key=lambda a: len(a.content))
        self.last = self.in_paragraph = outer
        self.colon = sentence.text.rstrip().endswith(":")
        self.quoted = bool(quoted)

    def narrated(self) -> None:
        self.in_paragraph = None
        self.colon = False


def _in_sentence(document: Document, cast: Cast, sentence: Span) -> list[Attribution]:
    made: list[Attribution] = []
    for token in sentence:
        if token.pos_ in _NEVER:
            continue
        for attribution in attributions_of(document, cast, token, sentence):
            made.append(attribution)
            named = document.doc[attribution.source_token] if attribution.source_token >= 0 else None
            cast.remember(attribution.source, named)
    return made


def _same_channel(document: Document, attribution: Attribution, flow: _Flow) -> Attribution:
    """ "..., X told Radio Y. He added ...": who speaks on does so in the same channel."""
    before = flow.last
    pronoun = attribution.source_token >= 0 and document.doc[attribution.source_token].pos_ == "PRON"
    if before is None or attribution.via or before.source != attribution.source:
        return attribution
    cue = document.doc[attribution.cue_token].lemma_ if attribution.cue_token >= 0 else ""
    if not pronoun and cue not in cues().going_on:
        return attribution
    return replace(attribution, via=before.via)


def _loose_quotes(document: Document, sentence: Span, made: list[Attribution], flow: _Flow) -> Iterator[Attribution]:
    """Quoted words that no cue of their sentence covers: they go on with the speaker before."""
    start, end = sentence.start_char, sentence.end_char
    here = [q for q in document.quotes if q.start < end and q.end > start]
    in_sentence = sum(1 for t in sentence if not t.is_punct and not t.is_space) if here else 0
    for quote in here:
        inside = [t for t in sentence if quote.start <= t.idx < quote.end and not t.is_space]
        words = [t for t in inside if not t.is_punct]
        outer = [a for a in made if not _inside(document, a, quote)]
        covered = {j for a in outer for j in a.content}
        if len(words) < _FRAGMENT or any(t.i in covered for t in words):
            continue
        whole = len(words) >= _WHOLE * in_sentence
        speaker = None
        if whole and flow.last is not None and (flow.in_paragraph is not None or flow.colon or flow.quoted):
            speaker = flow.last
        elif outer and not whole:
            # a quotation in a sentence with a cue goes to the cue that stands nearest to it
            named = [a for a in outer if a.source_token >= 0 and not a.source.is_narrator]
            first = words[0].i
            speaker = min(named, key=lambda a: abs(a.cue_token - first)) if named else None
        if speaker is not None and not speaker.source.is_narrator:
            content = frozenset(t.i for t in inside)
            cue = None if whole else speaker.cue
            yield speaker.carried_on(content, "quotation that goes on", manner="speech", cue=cue)


def _behind_semicolon(sentence: Span, made: list[Attribution]) -> Iterator[Attribution]:
    """ "The army said 20 drones came; five got through.": what stands behind goes on with the account before."""
    marks = [t.i for t in sentence if t.text == ";"] if made else []
    told = [a for a in made if marks and a.cue_token >= 0 and a.manner == "speech" and not a.source.is_narrator]
    first = next((a for a in told if a.cue_token < marks[0] and min(a.content, default=0) < marks[0]), None)
    covered = {j for a in made for j in a.content} | {a.cue_token for a in made}
    for at, end in pairwise([*marks, sentence.end]):
        behind = [t for t in sentence.doc[at + 1 : end] if not t.is_space]
        if first is not None and behind and not any(t.i in covered for t in behind):
            yield first.carried_on(frozenset(t.i for t in behind), "goes on behind a semicolon", manner="carried")


def _inside(document: Document, attribution: Attribution, quote: QuoteSpan) -> bool:
    """Whether an attribution's cue stands in a quotation: then its speaker isn't whose words the quotation is."""
    cue = attribution.cue_token
    return cue >= 0 and quote.start <= document.doc[cue].idx < quote.end


def _carried(sentence: Span, flow: _Flow) -> Attribution | None:
    """A sentence without a cue that goes on with the account before it in the paragraph."""
    before = flow.in_paragraph
    if before is None or before.source.is_narrator or before.manner in {"appeal", "accusation"}:
        return None
    if flow.quoted or not _goes_on(sentence.root, sentence):
        return None
    content = frozenset(t.i for t in sentence if not t.is_space)
    return before.carried_on(content, "goes on without a cue", manner="carried")


def _goes_on(root: Token, sentence: Span) -> bool:
    """Simple past, told with a word that ties it to the sentence before."""
    past = root.tag_ == "VBD" or any(
        c.dep_ in {"aux:pass", "cop", "aux"} and c.lower_ in {"was", "were", "had"} for c in root.children
    )
    words = [t.lower_ for t in sentence if not t.is_punct and not t.is_space][:_TIED]
    return past and any(w in cues().links for w in words)


def _quotes_before_cues(document: Document, out: Attributions) -> None:
    """A quotation of several sentences whose cue stands in its last one: the earlier ones are the same speaker's."""
    for quote in document.quotes:
        span = document.doc.char_span(quote.start, quote.end, alignment_mode="expand")
        tokens = [t for t in span or () if quote.start <= t.idx < quote.end and not t.is_space]
        if not tokens or document.sentence_of[tokens[0].i] == document.sentence_of[tokens[-1].i]:
            continue
        last = document.sentence_of[tokens[-1].i]
        inside = {t.i for t in tokens}
        told = {k: inside & a.content for k, a in enumerate(out.found) if not _inside(document, a, quote)}
        owners = [k for k, over in told.items() for j in over if document.sentence_of[j] == last]
        owners = owners or [k for k, over in told.items() for _ in over]
        if not owners:
            continue
        owner = out.found[max(set(owners), key=owners.count)]
        number = len(out.found)
        out.found.append(replace(owner, content=frozenset(t.i for t in tokens), rule=f"{owner.rule}; one quotation"))
        for t in tokens:
            inner = out.at(t)
            if inner is None or inner.rule.startswith("quotation that goes on") or inner.manner == "carried":
                out.of_token[t.i] = number


def _reported_by(document: Document, cast: Cast, out: Attributions) -> None:
    """ "The incident was reported by X": the sentence before, told by nobody, is X's account."""
    table = cues()
    for number, sentence in enumerate(document.sentences):
        root = sentence.root
        if not number or root.lemma_ not in table.telling_again or child(root, "aux:pass") is None:
            continue
        told, by = child(root, "nsubj:pass"), agent(root)
        if told is None or by is None or told.lemma_.lower() not in table.told_again:
            continue
        before = document.sentences[number - 1]
        if document.paragraph_of[before.start] != document.paragraph_of[sentence.start]:
            continue
        tokens = [t.i for t in before if out.of_token[t.i] < 0 and not t.is_space]
        rule = "reported by, in the next sentence"
        source, via = cast.resolve(by), channels_of(cast, root)
        out.found.append(Attribution(source, "speech", root.text, frozenset(tokens), -1, by.i, via, rule=rule))
        for j in tokens:
            out.of_token[j] = len(out.found) - 1
