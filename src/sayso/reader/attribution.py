"""Who speaks: source, cue and content of every attribution, innermost speaker first.

Method: read off the dependency tree, with quotation spans found beforehand (names after PolNeAR: source, cue,
content). Each rule below yields attributions over sets of tokens; where they nest, the inner one wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from spacy.tokens import Span, Token

from sayso.model import Source
from sayso.reader.channels import channels_of
from sayso.reader.cues import cues
from sayso.reader.document import Document
from sayso.reader.grammar import agent, child, children, conjuncts, is_clause, is_finite, is_negated, preposition, subject
from sayso.reader.quotes import QuoteSpan
from sayso.reader.speakers import NARRATOR, Cast

__all__ = ["Attribution", "Attributions", "attribute"]

Manner = Literal["speech", "denial", "accusation", "appeal", "hearsay", "carried"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One speaker's words: whose, by what cue, through whom, over which tokens.

    ``accused`` is the party that an accusation is of; ``cue_token`` and ``source_token`` are indices, -1 for none.
    """

    source: Source
    manner: Manner
    cue: str | None
    content: frozenset[int]
    cue_token: int = -1
    source_token: int = -1
    via: tuple[str, ...] = ()
    accused: Token | None = None
    rule: str = ""


@dataclass(slots=True)
class Attributions:
    """All attributions of a report, and the innermost one of every token (-1: narration)."""

    found: list[Attribution] = field(default_factory=list)
    of_token: list[int] = field(default_factory=list)
    cue_tokens: dict[int, int] = field(default_factory=dict)

    def at(self, token: Token) -> Attribution | None:
        """The attribution that a token's words stand on, None for narration."""
        k = self.of_token[token.i]
        return None if k < 0 else self.found[k]


def attribute(document: Document, cast: Cast) -> Attributions:
    """Find every attribution of a report."""
    out = Attributions(of_token=[-1] * len(document.doc))
    state = _Flow()
    for sentence in document.sentences:
        paragraph = document.paragraph_of[sentence[0].i]
        state.enter(paragraph)
        made = [_same_channel(document, a, state) for a in _in_sentence(document, cast, sentence, out)]
        made += list(_loose_quotes(document, cast, sentence, made, state))
        for attribution in made:
            _record(out, attribution)
        if made:
            state.hear(made, sentence, document)
            continue
        carried = _carried(document, sentence, state)
        if carried is not None:
            _record(out, carried)
        else:
            state.narrated()
    _quotes_before_cues(document, out)
    _reported_by(document, cast, out)
    return out


def _same_channel(document: Document, attribution: Attribution, state: _Flow) -> Attribution:
    """ "..., X said in a statement. He added ...": a pronoun goes on in the same channel."""
    before = state.last
    pronoun = attribution.source_token >= 0 and document.doc[attribution.source_token].pos_ == "PRON"
    if before is None or attribution.via or not pronoun or before.source != attribution.source:
        return attribution
    return replace(attribution, via=before.via)


def _record(out: Attributions, attribution: Attribution) -> None:
    """Lay an attribution over its tokens; a smaller, inner one laid before is kept."""
    number = len(out.found)
    out.found.append(attribution)
    if attribution.cue_token >= 0:
        out.cue_tokens[attribution.cue_token] = number
    for j in attribution.content:
        before = out.of_token[j]
        if before < 0 or len(out.found[before].content) >= len(attribution.content):
            out.of_token[j] = number


@dataclass(slots=True)
class _Flow:
    """What the sentences before leave behind: who spoke last, and how."""

    paragraph: int = -1
    last: Attribution | None = None
    last_ended_open: bool = False
    in_paragraph: Attribution | None = None
    colon: bool = False
    quoted: bool = False

    def enter(self, paragraph: int) -> None:
        if paragraph != self.paragraph:
            self.paragraph = paragraph
            self.in_paragraph = None

    def hear(self, made: list[Attribution], sentence: Span, document: Document) -> None:
        quoted = [a for a in made if any(document.quote_of(document.doc[j]) for j in a.content)]
        outer = max(quoted or made, key=lambda a: len(a.content))
        self.last = self.in_paragraph = outer
        self.colon = sentence.text.rstrip().endswith(":")
        self.quoted = bool(quoted)

    def narrated(self) -> None:
        self.in_paragraph = None
        self.colon = False


def _content(tokens: Iterable[Token], *without: Token) -> frozenset[int]:
    barred = {t.i for w in without for t in w.subtree}
    return frozenset(t.i for t in tokens if t.i not in barred and not t.is_space)


def _in_sentence(document: Document, cast: Cast, sentence: Span, out: Attributions) -> list[Attribution]:
    made: list[Attribution] = []
    for token in sentence:
        if token.is_space or token.is_punct:
            continue
        for attribution in _from_token(document, cast, token, sentence):
            made.append(attribution)
            cast.remember(attribution.source, document.doc[attribution.source_token] if attribution.source_token >= 0 else None)
    return made


def _from_token(document: Document, cast: Cast, token: Token, sentence: Span) -> Iterator[Attribution]:
    table = cues()
    lemma = token.lemma_.lower()
    if token.lower_ == "according":
        yield from _according(cast, token, sentence)
    elif token.pos_ == "VERB" and _no_comment(token):
        speaker = subject(token)
        if speaker is not None and speaker.pos_ in _SPEAKER_POS:
            content = _content(token.subtree, *children(token, "parataxis", "conj"))
            yield Attribution(cast.resolve(speaker), "speech", None, content, -1, speaker.i, rule="no comment")
    elif token.pos_ in {"VERB", "AUX"}:
        full = f"{lemma}_{preposition_after(token)}"
        if lemma in table.accusation:
            yield from _accusation(cast, token)
        elif lemma in table.appeal or full in table.appeal:
            yield from _appeal(cast, token, full if full in table.appeal else lemma)
        elif lemma in table.clausal | table.with_event or full in table.speech:
            yield from _speech(document, cast, token, sentence, lemma)
    elif token.lower_ in table.hearsay and token.dep_ == "advmod":
        clause = token.head
        while not is_clause(clause) and clause.head.i != clause.i and clause.dep_ not in {"obl", "acl"}:
            clause = clause.head
        yield Attribution(NARRATOR, "hearsay", token.lower_, _content(clause.subtree, token), token.i, rule="hearsay adverb")
    elif token.pos_ == "NOUN" and lemma in table.nouns | table.denial_nouns:
        yield from _nominal(cast, token)


def _no_comment(token: Token) -> bool:
    """ "declined to comment", "did not respond to a request" (guidelines, hard case 19)."""
    lemma = token.lemma_.lower()
    if lemma in {"decline", "refuse"}:
        return any(c.lemma_ in {"comment", "respond", "answer", "elaborate"} for c in children(token, "xcomp"))
    asked = {"request", "question", "message", "call", "email", "comment", "inquiry", "enquiry"}
    return lemma in {"respond", "reply", "comment", "answer"} and is_negated(token) and (
        lemma == "comment" or any(c.lemma_.lower() in asked for c in children(token, "obl", "obj"))
    )


def preposition_after(verb: Token) -> str:
    """The preposition that stands right after a verb and governs its complement ("call for")."""
    for c in verb.children:
        if c.dep_ in {"obl", "advcl", "ccomp"} and c.i > verb.i:
            case = child(c, "case", "mark")
            if case is not None and case.i - verb.i <= 2:
                return case.lower_
        if c.dep_ in {"compound:prt", "advmod"} and c.i == verb.i + 1:
            return c.lower_
    return ""


_SPEAKER_POS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})


def _speaker(document: Document, token: Token, lemma: str, clausal: bool) -> Token | None:
    """The token that names who speaks by this verb, None when nobody plausible does."""
    passive = child(token, "aux:pass") is not None
    found = agent(token) if passive or token.tag_ == "VBN" and child(token, "aux") is None else subject(token)
    if found is not None and token.dep_ == "advcl" and token.tag_ == "VBG":
        found = _governing_speaker(token) or _matrix_speaker(document, token, found)
    if found is None or found.pos_ not in _SPEAKER_POS or found.lower_ in {"it", "there", "which", "that", "this", "what"}:
        return None
    table = cues()
    strict = lemma not in {"say", "tell", "announce", "add", "tweet", "write", "declare"} 
    thing = found.pos_ == "NOUN" and not found.ent_type_ and found.tag_ in {"NN", "NNS"}
    if strict and thing and not clausal and found.lemma_.lower() in _NEVER_SPEAK:
        return None
    if lemma in table.finding and lemma not in table.speech and thing and found.lemma_.lower() not in table.things:
        return found if clausal else None
    return found


def _told_event(token: Token, lemma: str, manner: Manner) -> frozenset[int]:
    """What a cue has as object, with the phrases after it ("reported explosions in the morning shaking homes")."""
    table = cues()
    if lemma not in table.with_event | table.denial:
        return frozenset()
    heads = [c for c in token.children if c.i > token.i and c.dep_ == "obj"]
    heads += [c for c in children(token, "xcomp", "advcl") if c.i > token.i and c.tag_ in {"VBG", "VB"} and (manner == "denial" or lemma in {"report", "claim"})]
    if not heads:
        return frozenset()
    first = min(h.left_edge.i for h in heads)
    after = [c for c in token.children if c.left_edge.i >= first and c.dep_ in {"obj", "obl", "advcl", "xcomp", "advmod", "acl"}]
    after = [c for c in after if c in heads or preposition(c) not in {"to", "by"} and not any(t.lemma_.lower() in table.statement for t in [c])]
    return frozenset(j for c in after for j in _content(c.subtree))


def _governing_speaker(token: Token) -> Token | None:
    """ "X said A had left, adding that B": the participle goes on with X, though it hangs on what X said."""
    node = token.head
    while node.dep_ in {"conj", "xcomp", "advcl"} and node.head.i != node.i:
        node = node.head
    if node.dep_ != "ccomp" or node.head.lemma_.lower() not in cues().speech or token.lemma_.lower() not in cues().participles:
        return None
    return subject(node.head)


def _inherited_channels(document: Document, cast: Cast, token: Token) -> tuple[str, ...]:
    """A participle goes on in the channel of the cue before it ("told X TV, noting ...")."""
    if token.tag_ != "VBG" or token.dep_ != "advcl":
        return ()
    for cue in token.sent:
        if cue.i < token.i and cue.pos_ == "VERB" and cue.lemma_.lower() in cues().speech and document.quote_of(cue) is None:
            return channels_of(cast, cue)
    return ()


def _matrix_speaker(document: Document, token: Token, found: Token) -> Token:
    """A participle after a quotation ("...,” X said, noting Y") goes on with the cue's subject, not the quotation's."""
    if document.quote_of(found) is None or document.quote_of(token) is not None:
        return found
    for cue in token.sent:
        if cue.lemma_.lower() in cues().speech and cue.pos_ == "VERB" and document.quote_of(cue) is None and cue.i < token.i:
            speaker = subject(cue)
            if speaker is not None and document.quote_of(speaker) is None:
                return speaker
    return found


_NEVER_SPEAK = frozenset({"attack", "strike", "missile", "drone", "explosion", "war", "move", "situation", "town", "city", "village"})


def _speech(document: Document, cast: Cast, token: Token, sentence: Span, lemma: str) -> Iterator[Attribution]:
    table = cues()
    clause = next((c for c in children(token, "ccomp", "csubj:pass", "csubj") if is_clause(c) or c.dep_ == "ccomp"), None)
    relayed = _relayed(cast, token)
    if clause is None and lemma in {"claim", "promise", "vow", "pledge", "hope", "agree", "threaten", "offer"}:
        clause = child(token, "xcomp")
    inverted = _inverted(token, clause)
    if inverted is not None:
        clause = None
    speaker = inverted or _speaker(document, token, lemma, clause is not None)
    via = channels_of(cast, token) or _inherited_channels(document, cast, token)
    manner: Manner = "denial" if lemma in table.denial else "speech"
    cue = token.text
    if relayed is not None:
        whose, passer = relayed
        speaker, via = whose, ((passer,) if passer and not cast.own(passer) else ())
    passive = child(token, "aux:pass") is not None or (token.dep_ in {"acl"} and token.tag_ == "VBN")
    if speaker is None:
        if passive and clause is not None and not (token.dep_ == "acl"):
            yield Attribution(NARRATOR, "hearsay", cue, _content(clause.subtree), token.i, rule="passive cue, nobody named")
        elif passive and lemma in {"report", "announce", "say", "claim", "allege"} and token.dep_ != "acl":
            yield Attribution(NARRATOR, "hearsay", cue, _content(token.subtree, *children(token, "aux:pass")), token.i, rule="passive report, nobody named")
        return
    source = cast.resolve(speaker)
    if source.is_narrator or (cast.own(source.name) and lemma not in {"say", "tell", "report"}):
        return
    common = {"cue": cue, "cue_token": token.i, "source_token": speaker.i, "via": via}
    if relayed is not None and clause is None:  # "..., RIA quoted an official as saying"
        relay = token.head
        said = relay.head if relay.dep_ == "parataxis" else child(relay, "ccomp")
        if said is not None:
            yield Attribution(source, manner, content=_content(said.subtree, relay) if relay.dep_ == "parataxis" else _content(said.subtree), rule="relayed", **common)  # type: ignore[arg-type]  # as above
            return
    if clause is not None:
        content = _content(clause.subtree)
        for other in children(token, "ccomp", "advcl"):
            later = other.i > clause.i > token.i and other.lemma_.lower() not in table.participles and child(other, "nsubj", "nsubj:pass") is not None
            if other != clause and (other.dep_ == "ccomp" or later or document.quote_of(other) is not None) and other.i not in content:
                content |= _content(other.subtree)
        for more in _coordinated(token, clause):
            content |= _content(more.subtree)
        yield Attribution(source, manner, content=content, rule="cue verb with a clause", **common)  # type: ignore[arg-type]  # a dict of mixed values
        # What a cue verb with a clause also holds: a colon or dash and a quotation after it.
        rest = [c for c in children(token, "parataxis") if c.i > clause.i and document.quote_of(c)]
        for c in rest:
            yield Attribution(source, manner, content=_content(c.subtree), rule="quotation after the clause", **common)  # type: ignore[arg-type]  # as above
        return
    top = _set_beside(token)
    if top is not None:
        yield Attribution(source, manner, content=_content(top.subtree, token), rule="cue beside what is said", **common)  # type: ignore[arg-type]  # as above
        return
    told = _told_event(token, lemma, manner)
    fragment = told and all(j in told or document.doc[j].is_punct for j in _quoted(document, token, sentence))
    if told and (token.dep_ == "advcl" or fragment):  # "..., noting artillery attacks" after a quotation that has its own cue
        yield Attribution(source, manner, content=told, rule="cue with an event as object", **common)  # type: ignore[arg-type]  # as above
        return
    quoted = _quoted(document, token, sentence)
    if quoted:
        yield Attribution(source, manner, content=quoted, rule="cue with a quotation", **common)  # type: ignore[arg-type]  # as above
        return
    whole = _whole_passive(token, lemma)
    if whole is not None:
        yield Attribution(source, manner, content=whole, rule="reported by", **common)  # type: ignore[arg-type]  # as above
        return
    if lemma in table.with_event | table.denial:
        if lemma in {"describe", "call", "brand", "label"}:
            parts = [c for c in token.children if c.dep_ in {"obj", "obl", "xcomp", "advcl", "ccomp"} and c.i > token.i]
            if lemma == "call" and (len(parts) < 2 or parts[0].ent_type_ in {"PER", "PERSON"}):
                return  # a telephone call
            yield Attribution(source, manner, content=frozenset(j for c in parts for j in _content(c.subtree)), rule="described as", **common)  # type: ignore[arg-type]  # as above
            return
        if told:
            yield Attribution(source, manner, content=told, rule="cue with an event as object", **common)  # type: ignore[arg-type]  # as above


def _inverted(token: Token, clause: Token | None) -> Token | None:
    """ "..., said the broadcaster": a parse that takes the speaker after the cue for what is said."""
    after = clause if clause is not None else child(token, "obj")
    if after is None or is_clause(after) or after.pos_ not in {"NOUN", "PROPN"} or child(token, "nsubj") is not None:
        return None
    aside = token.dep_ == "parataxis" or any(c.dep_ in {"ccomp", "parataxis"} and c.i < token.i for c in token.children)
    return after if aside and token.lemma_ in {"say", "add", "write", "report", "announce", "claim", "tell"} else None


def _coordinated(cue: Token, clause: Token) -> Iterator[Token]:
    """ "X said A was so and B would follow": a second clause that the parse hung on the cue."""
    for c in children(cue, "conj"):
        cc = child(c, "cc")
        if c.i > clause.i and child(c, "nsubj", "nsubj:pass") is not None and c.lemma_.lower() not in cues().clausal:
            if cc is not None and cc.lower_ in {"and", "or"} and cc.i and cc.nbor(-1).text != ",":
                yield c


def _relayed(cast: Cast, token: Token) -> tuple[Token, str] | None:
    """("an official", "RIA") for "RIA cited an official as saying": the one who speaks and who passes it on."""
    if child(token, "mark") is None or token.head.lemma_ not in cues().relays:
        return None
    relay = token.head
    spoken = child(relay, "obj", "nsubj:pass")
    passer = agent(relay) if child(relay, "aux:pass") is not None else subject(relay)
    if spoken is None:
        return None
    return spoken, cast.resolve(passer).name if passer is not None else ""


def _set_beside(token: Token) -> Token | None:
    """The clause that a cue is set beside without governing it ("..., the army said")."""
    if token.dep_ == "parataxis" and is_clause(token.head):
        return token.head
    return None


def _quoted(document: Document, token: Token, sentence: Span) -> frozenset[int]:
    """Quoted words in the cue's sentence that it can govern: whole quotations, outside of the cue's own."""
    own = document.quote_of(token)
    spans = [q for q in document.quotes if q.end > sentence.start_char and q.start < sentence.end_char and q != own]
    spans = [q for q in spans if _words(q, sentence) >= 2]
    if not spans:
        return frozenset()
    return frozenset(t.i for t in sentence for q in spans if q.start <= t.idx < q.end and not t.is_space)


def _words(quote: QuoteSpan, sentence: Span) -> int:
    return sum(1 for t in sentence if quote.start <= t.idx < quote.end and not t.is_punct and not t.is_space)


def _whole_passive(token: Token, lemma: str) -> frozenset[int] | None:
    """ "The strike was reported by X": what is reported is the subject with its clause."""
    if lemma not in {"report", "confirm", "announce", "claim"} or child(token, "aux:pass") is None:
        return None
    by, patient = agent(token), child(token, "nsubj:pass")
    return None if by is None or patient is None else _content(patient.subtree)


def _accusation(cast: Cast, token: Token) -> Iterator[Attribution]:
    """ "Kyiv accused Moscow of shelling the route": the accused does what is told."""
    passive = child(token, "aux:pass") is not None
    accuser = agent(token) if passive else subject(token)
    accused = child(token, "nsubj:pass") if passive else child(token, "iobj", "obj")
    content = _charge(token, accused)
    if token.lemma_ == "blame" and accused is not None and content is None:
        on = next((c for c in children(token, "obl") if preposition(c) == "on"), None)
        content, accused = accused, on
    if content is None or accused is None:
        return
    names = conjuncts(accuser) if accuser is not None else []
    mutual = any(t.lower_ == "other" for t in accused.subtree) and len(names) == 2
    common = {"manner": "accusation", "cue": token.text, "content": _content(content.subtree), "cue_token": token.i, "rule": "accusation"}
    if mutual:
        for one, other in (names, names[::-1]):
            yield Attribution(cast.resolve(one), source_token=one.i, accused=other, **common)  # type: ignore[arg-type]  # a dict of mixed values
    elif accuser is None:
        yield Attribution(NARRATOR, accused=accused, **common)  # type: ignore[arg-type]  # as above
    else:
        source = cast.resolve(accuser)
        yield Attribution(source, source_token=accuser.i, accused=accused, via=channels_of(cast, token), **common)  # type: ignore[arg-type]  # as above


def _charge(token: Token, accused: Token | None) -> Token | None:
    """What somebody is accused of; the phrase may hang on the verb or on the accused."""
    for host in (token, accused):
        for c in host.children if host is not None else ():
            if c.i > (accused.i if accused is not None else token.i) and c != accused and c.dep_ not in {"parataxis", "conj"}:
                inner = [c, *c.children]
                if any(g.lower_ in {"of", "for", "that", "with"} and g.dep_ in {"case", "mark"} for t in inner for g in [t, *t.children]):
                    return c
    return None


def _mark(token: Token) -> str:
    found = child(token, "mark", "case")
    return "" if found is None else found.lower_


def _appeal(cast: Cast, token: Token, lemma: str) -> Iterator[Attribution]:
    """A demand is its own content: "called for faster construction", "urged residents to leave"."""
    passive = child(token, "aux:pass") is not None
    speaker = agent(token) if passive else subject(token)
    if speaker is None or speaker.pos_ not in _SPEAKER_POS:
        return
    if not any(c.dep_ in {"obj", "obl", "xcomp", "ccomp", "advcl"} for c in token.children):
        return
    source = cast.resolve(speaker)
    words = lemma.split("_")[1:]
    cue = " ".join([token.text, *words])
    skip = [c for c in token.children if c.dep_ in {"nsubj", "parataxis", "punct", "cc"} or (c.dep_ == "conj")]
    yield Attribution(source, "appeal", cue, _content(token.subtree, *skip), token.i, speaker.i, channels_of(cast, token), rule="appeal")


def _according(cast: Cast, token: Token, sentence: Span) -> Iterator[Attribution]:
    """ "according to X": all of the clause that it hangs on, less the phrase itself."""
    named = token.head if token.dep_ in {"case", "mark"} else child(token, "obl", "nmod", "pobj")
    if named is None or named.i < token.i:
        return
    clause = named.head if token.dep_ in {"case", "mark"} else token.head
    while not is_clause(clause) and clause.head.i != clause.i:
        clause = clause.head
    # An infinitive or participle is part of the sentence that the phrase speaks of.
    while clause.dep_ in {"xcomp", "advcl", "acl"} and not is_finite(clause) and clause.head.i != clause.i:
        clause = clause.head
    relay = next((c for c in children(named, "acl") if c.lemma_ in cues().relays | {"tell", "speak"}), None)
    via: tuple[str, ...] = ()
    if relay is not None:
        passer = agent(relay)
        name = cast.resolve(passer).name if passer is not None else ""
        via = (name,) if name and not cast.own(name) else ()
    aside = [named] if token.dep_ in {"case", "mark"} else [token]
    other = [c for c in children(clause, "parataxis", "conj") if c.i > clause.i and child(c, "nsubj", "nsubj:pass") is not None and (c.dep_ == "parataxis" or c.lemma_ in cues().speech)]
    tokens = clause.subtree if clause.dep_ != "ROOT" else sentence
    end = token.i
    first = end <= sentence.start + 1
    # At the end of a sentence the phrase covers what stands before it, at the front what follows.
    content = _content(tokens, *aside, *other)
    if not first:
        content = frozenset(j for j in content if j < end)
    yield Attribution(cast.resolve(named), "speech", f"{token.text} to", content, token.i, named.i, via or channels_of(cast, named), rule="according to")


def _nominal(cast: Cast, token: Token) -> Iterator[Attribution]:
    """ "Russian claims to have taken it", "his statement that ...": a noun that holds what is said."""
    clause = next((c for c in children(token, "acl", "ccomp", "acl:relcl") if c.i > token.i and c.dep_ != "acl:relcl"), None)
    if clause is None or clause.tag_ in {"VBN", "VBG"}:
        return
    owner = child(token, "nmod:poss")
    if owner is None:
        owner = next((c for c in children(token, "amod", "compound") if c.lower_ in cast.theatre.demonyms or c.pos_ == "PROPN"), None)
    if owner is None:
        owner = next((c for c in children(token, "nmod") if preposition(c) in {"by", "from", "of"}), None)
    if owner is None:
        return
    source = cast.resolve(owner)
    if owner.dep_ == "amod" or owner.pos_ == "ADJ":
        side = cast.theatre.demonyms.get(owner.lower_)
        name = side or owner.text
        source = Source(name, "government", side)
    manner: Manner = "denial" if token.lemma_.lower() in cues().denial_nouns else "speech"
    yield Attribution(source, manner, token.text, _content(clause.subtree), token.i, owner.i, rule="cue noun")


def _loose_quotes(document: Document, cast: Cast, sentence: Span, made: list[Attribution], state: _Flow) -> Iterator[Attribution]:
    """Quoted words that no cue of their sentence covers: they go on with the speaker before."""
    covered = {j for a in made for j in a.content}
    for quote in document.quotes:
        if quote.end <= sentence.start_char or quote.start >= sentence.end_char:
            continue
        inside = [t for t in sentence if quote.start <= t.idx < quote.end and not t.is_space]
        words = [t for t in inside if not t.is_punct]
        if len(words) < 3 or any(t.i in covered for t in words):
            continue
        whole = len(words) >= 0.8 * sum(1 for t in sentence if not t.is_punct and not t.is_space)
        speaker = None
        if whole and state.last is not None and (state.in_paragraph is not None or state.colon or state.quoted):
            speaker = state.last
        elif made and not whole:
            # a quotation in a sentence with a cue goes to the cue that stands nearest before it
            before = [a for a in made if a.source_token >= 0 and not a.source.is_narrator]
            speaker = min(before, key=lambda a: abs(a.cue_token - words[0].i)) if before else None
        if speaker is not None and not speaker.source.is_narrator:
            yield replace(speaker, manner="speech", cue=None if whole else speaker.cue, content=frozenset(t.i for t in inside), cue_token=-1, accused=None, rule="quotation that goes on")


_TOLD = frozenset({"incident", "attack", "strike", "news", "event", "information", "explosion", "this", "shelling", "blast", "figure", "toll"})


def _reported_by(document: Document, cast: Cast, out: Attributions) -> None:
    """ "The incident was reported by X": the sentence before, told by nobody, is X's account."""
    for number, sentence in enumerate(document.sentences):
        root = sentence.root
        if not number or root.lemma_ not in {"report", "confirm", "announce"} or child(root, "aux:pass") is None:
            continue
        told, by = child(root, "nsubj:pass"), agent(root)
        if told is None or by is None or told.lemma_.lower() not in _TOLD:
            continue
        before = document.sentences[number - 1]
        if document.paragraph_of[before.start] != document.paragraph_of[sentence.start]:
            continue
        tokens = [t.i for t in before if out.of_token[t.i] < 0 and not t.is_space]
        source = cast.resolve(by)
        out.found.append(Attribution(source, "speech", root.text, frozenset(tokens), -1, by.i, channels_of(cast, root), rule="reported by, in the next sentence"))
        for j in tokens:
            out.of_token[j] = len(out.found) - 1


def _quotes_before_cues(document: Document, out: Attributions) -> None:
    """A quotation of several sentences whose cue stands in its last one: the earlier ones are the same speaker's."""
    for quote in document.quotes:
        span = document.doc.char_span(quote.start, quote.end, alignment_mode="expand")
        tokens = [t for t in span or () if quote.start <= t.idx < quote.end and not t.is_space]
        if not tokens or document.sentence_of[tokens[0].i] == document.sentence_of[tokens[-1].i]:
            continue
        last = document.sentence_of[tokens[-1].i]
        owners = [out.of_token[t.i] for t in tokens if document.sentence_of[t.i] == last and out.of_token[t.i] >= 0]
        if not owners:
            owners = [out.of_token[t.i] for t in tokens if out.of_token[t.i] >= 0]
        if not owners:
            continue
        owner = out.found[max(set(owners), key=owners.count)]
        number = len(out.found)
        out.found.append(replace(owner, content=frozenset(t.i for t in tokens), rule=f"{owner.rule}; one quotation"))
        for t in tokens:
            inner = out.of_token[t.i]
            if inner < 0 or out.found[inner].rule.startswith("quotation that goes on") or out.found[inner].manner == "carried":
                out.of_token[t.i] = number


def _carried(document: Document, sentence: Span, state: _Flow) -> Attribution | None:
    """A sentence without a cue that goes on with the account before it in the paragraph."""
    before = state.in_paragraph
    if before is None or before.source.is_narrator or before.manner in {"appeal", "accusation"}:
        return None
    root = sentence.root
    if state.quoted or not _goes_on(root, sentence):
        return None
    content = frozenset(t.i for t in sentence if not t.is_space)
    return replace(before, manner="carried", cue=None, content=content, cue_token=-1, accused=None, rule="goes on without a cue")


_LINKS = frozenset("others another also he she they it his her their its there both two three one four five further more meanwhile additionally".split())


def _goes_on(root: Token, sentence: Span) -> bool:
    """Simple past, told with a word that ties it to the sentence before."""
    past = root.tag_ == "VBD" or any(c.dep_ in {"aux:pass", "cop", "aux"} and c.lower_ in {"was", "were", "had"} for c in root.children)
    words = [t.lower_ for t in sentence if not t.is_punct and not t.is_space][:12]
    return past and any(w in _LINKS for w in words)
