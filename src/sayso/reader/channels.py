"""Through whom: the channels between a speaker and the report ("told Espreso TV", "on Telegram")."""

from __future__ import annotations

from spacy.tokens import Token

from sayso.reader.cues import cues
from sayso.reader.grammar import children, conjuncts, preposition
from sayso.reader.speakers import Cast, media_words, noun_phrase

__all__ = ["channels_of"]

_LONGEST = 5  # words of an outlet's name


def channels_of(cast: Cast, cue: Token) -> tuple[str, ...]:
    """The channels that hang on a cue, nearest the source first; the report's own outlet is none."""
    table = cues()
    out: list[str] = []
    by_verb = table.by_verb.get(cue.lemma_.lower())
    if by_verb:
        out.append(by_verb)
    if cue.lemma_ in {"tell", "inform"}:
        out.extend(n for n in _told_outlet(cast, cue) if n not in out)
    for c in children(cue, "obj", "iobj", "obl", "nmod", "advcl", "acl"):
        out.extend(name for t in conjuncts(c) for name in _channel(cast, cue, t))
        if c.dep_ in {"advcl", "acl"} and c.lemma_ in table.reaching:
            out.extend(channels_of(cast, c))
    return tuple(n for k, n in enumerate(out) if n not in out[:k] and not any(_begins(o, n) for o in out))


def _begins(longer: str, name: str) -> bool:
    """Whether a name is the cut front of another ("Radio" of "Radio X")."""
    return longer.startswith(name + " ")


def _whole_name(noun: Token) -> list[Token]:
    """A phrase that names an outlet, with the name that a parse cut from behind "Radio" or "TV"."""
    words = noun_phrase(noun)
    last = words[-1]
    while last.pos_ == "PROPN" and last.i + 1 < len(noun.doc) and len(words) < _LONGEST:
        after = last.nbor(1)
        if after.pos_ != "PROPN" or not last.whitespace_ or not media_words() & {w.lower_ for w in words}:
            break
        words.append(after)
        last = after
    return words


def _told_outlet(cast: Cast, cue: Token) -> list[str]:
    """A known outlet right behind "told", however the parse has it."""
    doc = cue.doc
    for end in range(min(len(doc), cue.i + 6), cue.i + 1, -1):
        if doc[end - 1].is_punct or doc[end - 1].is_space:
            continue
        name = doc[cue.i + 1 : end].text
        actor = cast.theatre.actor(name)
        if actor is not None and actor.type == "outlet":
            shown = name.removeprefix("the ")
            return [] if cast.own(shown) else [shown]
    return []


def _channel(cast: Cast, cue: Token, noun: Token) -> list[str]:
    table = cues()
    before = preposition(noun)
    told = (noun.dep_ in {"obj", "iobj"} and cue.lemma_ in table.addressing) or before in {"to", "with"}
    words = [t.text for t in _whole_name(noun)]
    name = " ".join(words).replace(" - ", "-")
    low = name.lower()
    found: list[str] = []
    network = next((n for n in cast.theatre.channels if n.lower() in {low, *(w.lower() for w in words)}), None)
    if before in {"on", "via", "through", "in", "over", "by", "to"} or told:
        if network is not None:
            found.append(network)
        elif before in {"on", "over", "via", "through"} and any(s in low for s in table.social):
            found.append("social media")
        elif before == "in" and noun.lemma_.lower() in table.statement and noun.dep_ in {"obl", "nmod"}:
            form = noun.lemma_.lower()
            joint = ["joint" for t in children(noun, "amod") if t.lower_ == "joint"]
            found.append(" ".join([*joint, "statement" if form in table.plain_statement else form]))
        elif told or before in {"on", "via", "by"}:
            in_person = noun.lemma_.lower() in table.in_person
            if not in_person and cast.is_outlet(noun):
                found.append(name)
    # "in a post on X", "in an interview with BBC", "in a video on Telegram"
    for c in children(noun, "nmod"):
        found.extend(n for n in _channel(cast, cue, c) if n not in found)
    return [n for n in found if n and not cast.own(n)]
