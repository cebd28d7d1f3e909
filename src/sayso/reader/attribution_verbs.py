"""Who speaks by a verb of saying, and what: "X said that ...", "..., X added", "was reported by X"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from sayso.reader.attribution_model import Attribution, Manner, content_of
from sayso.reader.channels import channels_of
from sayso.reader.cues import cues
from sayso.reader.document import Document
from sayso.reader.grammar import SUBJECTS, agent, child, children, is_clause, preposition, subject
from sayso.reader.quotes import QuoteSpan
from sayso.reader.speakers import NARRATOR, Cast, noun_phrase

__all__ = ["SPEAKER_POS", "speech"]

SPEAKER_POS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})


def speech(document: Document, cast: Cast, token: Token, sentence: Span) -> Iterator[Attribution]:
    """The attributions of one verb of saying, showing or denying."""
    table = cues()
    lemma = token.lemma_.lower()
    clause = _clause(token, lemma)
    relayed = _relayed(cast, token)
    inverted = _inverted(token, clause)
    if inverted is not None and clause == inverted:
        clause = None
    speaker = inverted or _speaker(document, token, lemma, clause is not None)
    via = channels_of(cast, token) or _inherited_channels(document, cast, token)
    if relayed is not None:
        speaker, passer = relayed
        via = (passer,) if passer and not cast.own(passer) else ()
    if speaker is None:
        yield from _unnamed(token, lemma, clause)
        return
    passed_by = -1
    cited = _cited(cast, token, clause, speaker)
    if cited is not None and relayed is None and cast.is_outlet(speaker):
        name = cast.resolve(speaker).name
        passed_by, speaker, via = speaker.i, cited, () if cast.own(name) else (name,)
    source = cast.resolve(speaker)
    if cast.own(source.name) and lemma not in table.by_outlet:
        return
    manner: Manner = "denial" if lemma in table.denial else "speech"
    contents = _relayed_content(token) if relayed is not None and clause is None else []
    for content, rule in contents or _contents(document, token, sentence, clause, manner):
        yield Attribution(source, manner, token.text, content, token.i, speaker.i, via, rule=rule, passed_by=passed_by)


def _cited(cast: Cast, token: Token, clause: Token | None, speaker: Token) -> Token | None:
    """ "Radio X reported that ..., citing two officials": those on whose account an outlet reports."""
    for host in (token, clause, token.head if token.dep_ == "parataxis" else None, speaker):
        for c in children(host, "advcl", "acl") if host is not None else ():
            who = child(c, "obj")
            if c.tag_ != "VBG" or c.lemma_ not in cues().relays or who is None:
                continue
            described = " ".join(t.text for t in noun_phrase(who))
            if who.ent_type_ in {"PER", "PERSON", "ORG"} or cast.kind_of(described) is not None:
                return who
    return None


def _clause(token: Token, lemma: str) -> Token | None:
    """The clause that a cue governs; for some an infinitive ("claimed to have taken it")."""
    found = next(
        (c for c in children(token, "ccomp", "csubj:pass", "csubj") if is_clause(c) or c.dep_ == "ccomp"), None
    )
    if found is None and lemma in cues().with_infinitive:
        return child(token, "xcomp")
    return found


def _inverted(token: Token, clause: Token | None) -> Token | None:
    """ "..., said the broadcaster": a parse that takes the speaker after the cue for what is said."""
    stray = _stray_speaker(token)
    if stray is not None:
        return stray
    after = clause if clause is not None else child(token, "obj", "iobj")
    if after is None or is_clause(after) or after.pos_ not in {"NOUN", "PROPN"} or child(token, "nsubj") is not None:
        return None
    aside = token.dep_ == "parataxis" or any(c.dep_ in {"ccomp", "parataxis"} and c.i < token.i for c in token.children)
    return after if aside and token.lemma_ in cues().inverting else None


def _stray_speaker(token: Token) -> Token | None:
    """ "“We hold the town,” said one officer at the front": a parse that gives the speaker to the quoted clause."""
    if token.lemma_ not in cues().inverting or child(token, *SUBJECTS) is not None or token.i + 1 >= len(token.doc):
        return None
    node = token.nbor(1)
    while node.head.i != node.i and node.left_edge.i > token.i < node.head.i and node.head.left_edge.i == token.i + 1:
        node = node.head
    hung = node.dep_ in {"nsubj", "nsubj:pass", "dep", "appos"} and node.head.i < token.i and node.head.i != node.i
    named = node.pos_ in {"NOUN", "PROPN"} and node.left_edge.i == token.i + 1
    return node if hung and named else None


def _speaker(document: Document, token: Token, lemma: str, clausal: bool) -> Token | None:
    """The token that names who speaks by this verb, None when nobody plausible does."""
    table = cues()
    passive = child(token, "aux:pass") is not None
    reduced = token.tag_ == "VBN" and child(token, "aux") is None
    found = agent(token) if passive or reduced else subject(token)
    if found is not None and token.dep_ == "advcl" and token.tag_ == "VBG":
        found = _governing_speaker(token) or _matrix_speaker(document, token, found)
    if found is None or found.pos_ not in SPEAKER_POS:
        return None
    if (
        any(c.dep_ in {"det", "cc:preconj"} and c.lower_ in table.none for c in found.children)
        or found.lower_ in table.none
    ):
        return None  # what nobody has said is no account
    spoken = found.lower_ == "it" and lemma in table.by_anyone and not passive
    if found.lower_ in table.empty_subjects and not spoken:
        return None
    thing = found.pos_ == "NOUN" and not found.ent_type_ and found.tag_ in {"NN", "NNS"}
    if thing and not clausal and lemma not in table.by_anyone and found.lemma_.lower() in table.mute:
        return None
    if lemma in table.finding and lemma not in table.speech and thing and found.lemma_.lower() not in table.things:
        return found if clausal else None
    return found


def _governing_speaker(token: Token) -> Token | None:
    """ "X said A had left, adding that B": the participle goes on with X, though it hangs on what X said."""
    table = cues()
    node = token.head
    while node.dep_ in {"conj", "xcomp", "advcl"} and node.head.i != node.i:
        node = node.head
    said = node.dep_ == "ccomp" and node.head.lemma_.lower() in table.speech
    return subject(node.head) if said and token.lemma_.lower() in table.participles else None


def _matrix_speaker(document: Document, token: Token, found: Token) -> Token:
    """A participle after a quotation ("...,” X said, noting Y") goes on with the cue's subject, not the quotation's."""
    if document.quote_of(found) is None or document.quote_of(token) is not None:
        return found
    for cue in _cues_before(document, token):
        speaker = subject(cue)
        if speaker is not None and document.quote_of(speaker) is None:
            return speaker
    return found


def _inherited_channels(document: Document, cast: Cast, token: Token) -> tuple[str, ...]:
    """A participle goes on in the channel of the cue before it ("told X TV, noting ...")."""
    if token.tag_ != "VBG" or token.dep_ != "advcl":
        return ()
    before = next(_cues_before(document, token), None)
    return () if before is None else channels_of(cast, before)


def _cues_before(document: Document, token: Token) -> Iterator[Token]:
    """Cue verbs outside of quotations in the sentence before a token."""
    for cue in token.sent:
        if cue.i >= token.i:
            return
        if cue.pos_ == "VERB" and cue.lemma_.lower() in cues().speech and document.quote_of(cue) is None:
            yield cue


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


def _relayed_content(token: Token) -> list[tuple[frozenset[int], str]]:
    """What stands beside or under the relay: "..., RIA quoted an official as saying"."""
    relay = token.head
    if relay.dep_ == "parataxis":
        return [(content_of(relay.head.subtree, relay), "relayed")]
    said = child(relay, "ccomp")
    return [] if said is None else [(content_of(said.subtree), "relayed")]


def _unnamed(token: Token, lemma: str, clause: Token | None) -> Iterator[Attribution]:
    """A passive cue that nobody stands behind ("It was reported that ...")."""
    if token.dep_ == "acl" or child(token, "aux:pass") is None:
        return
    if clause is not None:
        content, rule = content_of(clause.subtree), "passive cue, nobody named"
    elif token.dep_ == "parataxis" and is_clause(token.head):
        content, rule = content_of(token.head.subtree, token), "passive cue beside what is said, nobody named"
    elif lemma in cues().by_nobody:
        content = content_of(token.subtree, *children(token, "aux:pass"))
        rule = "passive report, nobody named"
    else:
        return
    yield Attribution(NARRATOR, "hearsay", token.text, content, token.i, rule=rule)


def _contents(
    document: Document, token: Token, sentence: Span, clause: Token | None, manner: Manner
) -> Iterator[tuple[frozenset[int], str]]:
    """What a cue holds, with the rule that says so: a clause, or the first of the other forms that is there."""
    if clause is not None:
        yield _clausal(document, token, clause), "cue verb with a clause"
        # what a cue verb with a clause also holds: a colon or dash and a quotation after it
        for c in children(token, "parataxis"):
            if c.i > clause.i and document.quote_of(c):
                yield content_of(c.subtree), "quotation after the clause"
        return
    beside = token.head
    while token.dep_ == "parataxis" and beside.dep_ in SUBJECTS and not is_clause(beside):
        beside = beside.head  # "The bridge, it said, was open": a parse may hang the cue on the noun before it
    if token.dep_ == "parataxis" and is_clause(beside):
        yield content_of(beside.subtree, token), "cue beside what is said"
        return
    table = cues()
    lemma = token.lemma_.lower()
    mark = child(token, "mark")
    if token.dep_ == "advcl" and mark is not None and mark.lower_ == "as" and child(token, "obj") is None:
        yield content_of(token.head.subtree, token), "as somebody says"
        return
    told = _told_event(token, lemma, manner)
    quoted = _quoted(document, token, sentence)
    fragment = told and all(j in told or document.doc[j].is_punct for j in quoted)
    # "..., noting artillery attacks" after a quotation that has its own cue
    if told and (token.dep_ == "advcl" or fragment):
        yield told, "cue with an event as object"
        return
    if quoted:
        yield quoted, "cue with a quotation"
        return
    whole = _whole_passive(token, lemma)
    if whole is not None:
        yield whole, "reported by"
    elif lemma in table.naming:
        parts = [c for c in token.children if c.dep_ in {"obj", "obl", "xcomp", "advcl", "ccomp"} and c.i > token.i]
        telephone = lemma == "call" and (len(parts) < 2 or parts[0].ent_type_ in {"PER", "PERSON"})
        if not telephone:
            yield frozenset(j for c in parts for j in content_of(c.subtree)), "described as"


def _clausal(document: Document, token: Token, clause: Token) -> frozenset[int]:
    """The clause that a cue governs, with others that go on with what is said."""
    content = content_of(clause.subtree)
    for other in children(token, "ccomp", "advcl"):
        later = (
            other.i > clause.i > token.i
            and other.lemma_.lower() not in cues().participles
            and child(other, "nsubj", "nsubj:pass") is not None
        )
        said = other.dep_ == "ccomp" or later or document.quote_of(other) is not None
        if other != clause and said and other.i not in content:
            content |= content_of(other.subtree)
    for more in _coordinated(token, clause):
        content |= content_of(more.subtree)
    return content


def _coordinated(cue: Token, clause: Token) -> Iterator[Token]:
    """ "X said A was so and B would follow": a second clause that the parse hung on the cue."""
    for c in children(cue, "conj"):
        if c.i <= clause.i or child(c, "nsubj", "nsubj:pass") is None or c.lemma_.lower() in cues().clausal:
            continue
        cc = child(c, "cc")
        if cc is not None and cc.lower_ in {"and", "or"} and cc.i and cc.nbor(-1).text != ",":
            yield c


def _told_event(token: Token, lemma: str, manner: Manner) -> frozenset[int]:
    """What a cue has as object, with the phrases after it ("reported explosions in the morning shaking homes")."""
    table = cues()
    if lemma not in table.with_event | table.denial:
        return frozenset()
    heads = [c for c in token.children if c.i > token.i and c.dep_ == "obj"]
    if manner == "denial" or lemma in table.with_participle:
        heads += [c for c in children(token, "xcomp", "advcl") if c.i > token.i and c.tag_ in {"VBG", "VB"}]
    if not heads:
        return frozenset()
    first = min(h.left_edge.i for h in heads)
    after = [
        c
        for c in children(token, "obj", "obl", "advcl", "xcomp", "advmod", "acl")
        if c.left_edge.i >= first
        and (c in heads or (preposition(c) not in {"to", "by"} and c.lemma_.lower() not in table.statement))
    ]
    return frozenset(j for c in after for j in content_of(c.subtree))


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
    if lemma not in cues().by_passive or child(token, "aux:pass") is None:
        return None
    by, patient = agent(token), child(token, "nsubj:pass")
    return None if by is None or patient is None else content_of(patient.subtree)
