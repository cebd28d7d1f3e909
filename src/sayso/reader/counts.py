"""How many: figures with what they count ("at least 11 people were killed", "seven missiles")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from sayso.model import ClaimType, Count
from sayso.reader.clauses import Unit
from sayso.reader.grammar import agent, child, children, conjuncts, objects
from sayso.reader.lexicon import lexicon
from sayso.reader.wordlists import table as read_table

__all__ = ["counts_of", "number_of"]

_FIGURE = re.compile(r"^\d{1,3}(?:[,.\u202f\xa0]\d{3})+$|^\d+$")
_NEAR, _NEAR_WORDS = 26, 8  # characters and words before a figure that may say "at least"
_HUMAN = frozenset({"casualties", "rescue", "displacement", "detention"})
# What has become of people, by the claim's type, where no word of the claim says more.
_FATE_OF_TYPE: dict[ClaimType, str] = {"rescue": "rescued", "displacement": "displaced"}


@dataclass(frozen=True, slots=True)
class _Table:
    """``data/counts.toml``; ``fates`` by lemma, ``at_least`` and ``at_most`` before a figure."""

    numbers: Mapping[str, int]
    scales: Mapping[str, int]
    fates: Mapping[str, str]
    at_least: re.Pattern[str]
    at_most: re.Pattern[str]
    measures: frozenset[str]
    invariable: frozenset[str]
    groups_of_people: frozenset[str]
    amounts: frozenset[str]
    prisoners: frozenset[str]
    exchanging: frozenset[str]


def _before_figure(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, phrases))})\s*$", re.I)


@cache
def _table() -> _Table:
    raw = read_table("counts")
    return _Table(
        numbers=raw["numbers"],
        scales=raw["scales"],
        fates={lemma: fate for fate, lemmas in raw["fates"].items() for lemma in lemmas},
        at_least=_before_figure(raw["at_least"]),
        at_most=_before_figure(raw["at_most"]),
        measures=frozenset(raw["measures"]),
        invariable=frozenset(raw["invariable"]),
        groups_of_people=frozenset(raw["groups_of_people"]),
        amounts=frozenset(raw["amounts"]),
        prisoners=frozenset(raw["prisoners"]),
        exchanging=frozenset(raw["exchanging"]),
    )


def number_of(text: str) -> int | None:
    """A figure or number word as an integer; None for what is neither ("dozens")."""
    low = text.lower().strip()
    words = _table().numbers
    if _FIGURE.match(low):
        return int(re.sub(r"\D", "", low))
    if low in words:
        return words[low]
    if "-" in low:
        parts = low.split("-")
        if len(parts) == 2 and parts[0] in words and parts[1] in words:
            return words[parts[0]] + words[parts[1]]
    return None


def _value(token: Token) -> int | None:
    """The value of a numeral with its scale ("13 million", "two dozen", "two hundred")."""
    scales = _table().scales
    scale = scales.get(token.lemma_.lower()) or scales.get(token.lower_)
    if scale:
        if token.lower_.endswith("s") and token.lower_ not in scales:
            return None  # "dozens", "thousands": no figure
        for c in token.children:
            if c.dep_ in {"compound", "nummod", "flat"} or c.pos_ == "NUM":
                if re.match(r"^\d+\.\d+$", c.text):
                    return int(float(c.text) * scale)
                n = number_of(c.text)
                if n is not None:
                    return n * scale
        before = token.nbor(-1) if token.i else None
        n = number_of(before.text) if before is not None else None
        return n * scale if n is not None else (scale if before is not None and before.lower_ in {"a", "one"} else None)
    head = next((c for c in token.children if c.pos_ == "NUM" and c.lower_ in scales and c.i > token.i), None)
    if head is not None:
        n = number_of(token.text)
        return n * scales[head.lower_] if n is not None else None
    if token.i >= 2 and token.nbor(-1).text == "-" and token.nbor(-2).lower_ in _table().numbers:
        return number_of(f"{token.nbor(-2).lower_}-{token.lower_}")
    return 1 if token.pos_ == "DET" and token.lower_ in {"a", "an", "one"} else number_of(token.text)


def _before(first: Token, token: Token) -> str:
    """What stands before a token, from a little before its phrase's first: only these words are put together."""
    doc = token.doc
    led = "".join(t.text_with_ws for t in doc[max(0, first.i - _NEAR_WORDS) : first.i])[-_NEAR:]
    return led + "".join(t.text_with_ws for t in doc[first.i : token.i])


def _figure(what: str, token: Token) -> Count | None:
    n = _value(token)
    if n is None:
        return None
    first = min([token, *token.subtree], key=lambda t: t.i)
    scaled = next((c for c in token.children if c.pos_ == "NUM" and c.i < token.i), None)
    opening = first if token.head.i > token.i or first.i < token.i else token
    before = _before(scaled, scaled) if scaled is not None else _before(opening, token)
    if _table().at_least.search(before):
        return Count(what, min=n)
    if _table().at_most.search(before):
        return Count(what, max=n)
    between = next((c for c in children(token, "conj") if number_of(c.text) is not None), None)
    if between is not None and re.search(r"between\s*$", before, re.I):
        return Count(what, min=n, max=number_of(between.text))
    return Count(what, n=n)


def _numerals(noun: Token) -> Iterator[Token]:
    """The numerals that count a noun; a bare numeral counts itself."""
    table = _table()
    own = list(children(noun, "nummod"))
    yield from own
    someone = noun.lemma_.lower() in lexicon().classes["people"] - table.groups_of_people
    if not own and noun.tag_ == "NN" and someone:
        # "a boy died": one
        yield from (c for c in children(noun, "det") if c.lower_ in {"a", "an", "one"})
    if not own and (noun.pos_ == "NUM" or noun.lemma_.lower() in table.scales):
        yield noun
    if noun.lemma_.lower() in table.amounts:
        # "a total of 30 people", "a team of fourteen inspectors"
        for c in children(noun, "nmod"):
            yield from children(c, "nummod")


def counts_of(unit: Unit, kind: ClaimType) -> tuple[Count, ...]:
    """The figures that a claim gives, without sub-totals."""
    out: list[Count] = []
    used: set[int] = set()
    for head in _heads(unit):
        mine: dict[str, Count] = {}
        for what, numeral in _counted(head, unit, kind):
            found = _figure(what, numeral) if numeral.i not in used else None
            if found is None:
                continue
            used.add(numeral.i)
            # "one guard and three drivers were killed"; other figures of the same are sub-totals
            partner = numeral.head.dep_ == "conj" or numeral.dep_ == "conj"
            mine[what] = _sum(mine[what], found) if what in mine and partner else mine.get(what, found)
        out.extend(c for c in mine.values() if all(o.what != c.what for o in out))
    fates = {o.what for o in out}
    joined = _joined_fate(unit)
    if joined and len(fates) == 1 and next(iter(fates)) in {"killed", "injured"}:
        out = [Count("killed or injured", o.n, o.min, o.max) for o in out]
    return tuple(out)


def _sum(one: Count, two: Count) -> Count:
    if one.n is not None and two.n is not None:
        return Count(one.what, n=one.n + two.n)
    if one.max is None and two.max is None:
        return Count(one.what, min=(one.n or one.min or 0) + (two.n or two.min or 0))
    return one


def _heads(unit: Unit) -> list[Token]:
    heads = list(unit.heads)
    if unit.trigger is not None:
        heads += [t for t in (unit.trigger.token, unit.trigger.event_noun) if t is not None and t not in heads]
        for c in unit.trigger.token.children:
            if c.dep_ == "conj" and c not in heads and unit.first <= c.i <= unit.last:
                heads.append(c)
    return heads


def _joined_fate(unit: Unit) -> bool:
    """ "killed or wounded" counts as one fate, and "killed and wounded" does where nothing stands between the two."""
    fates = _table().fates
    for head in _heads(unit):
        if fates.get(head.lemma_.lower()) not in {"killed", "injured"}:
            continue
        for c in children(head, "conj"):
            either = any(g.lower_ == "or" for g in [*c.children, *head.children] if g.dep_ == "cc")
            either = either or (c.i - head.i == 2 and head.nbor().lower_ == "and")
            if either and c.lemma_.lower() in fates:
                return True
    return False


def _counted(head: Token, unit: Unit, kind: ClaimType) -> Iterator[tuple[str, Token]]:
    table = _table()
    fate = table.fates.get(head.lemma_.lower()) or table.fates.get(head.lower_) or _left(head)
    places = lexicon().classes["place"] - {"building"}
    nouns: list[Token] = []
    if head.pos_ in {"VERB", "AUX", "ADJ"} or child(head, "cop") is not None:
        nouns += objects(head)
        nouns += [t for c in children(head, "nsubj", "nsubj:pass") for t in conjuncts(c)]
        if head.dep_ == "conj" and not nouns:
            nouns += [c for c in head.children if c.pos_ == "NUM"]
        by = agent(head)
        if by is not None and kind not in _HUMAN:
            nouns += conjuncts(by)
        nouns += [t for c in children(head, "obl") for t in conjuncts(c) if kind not in _HUMAN]
    else:
        nouns += [head, *(t for c in children(head, "nmod") for t in conjuncts(c) if kind not in _HUMAN)]
    if any(_is_toll(n) for n in nouns):
        for c in children(head, "obl", "obj", "nmod", "xcomp"):
            if c.pos_ == "NUM":
                yield "killed", c
            elif kind == "casualties" and c.lemma_.lower() in lexicon().classes["people"]:
                yield from (("killed", n) for n in children(c, "nummod"))
    for noun in nouns:
        if noun.lemma_.lower() in table.measures or not unit.first <= noun.i <= unit.last:
            continue
        for numeral in _numerals(noun):
            if not unit.first <= numeral.i <= unit.last or numeral.ent_type_ == "DATE":
                continue
            if kind == "rescue" and table.fates.get(noun.lemma_.lower()) == "killed":
                yield "killed", numeral  # who is pulled out dead is not rescued
            elif fate and kind in _HUMAN:
                yield _fate_of(fate, noun, kind), numeral
            elif kind in _FATE_OF_TYPE:
                yield _FATE_OF_TYPE[kind], numeral
            elif kind == "detention":
                yield ("prisoners" if head.lemma_ in table.exchanging else "captured"), numeral
            elif noun.pos_ in {"NOUN", "PROPN"} and noun.lemma_.lower() not in places:
                yield _plural(numeral.head if numeral.dep_ == "nummod" else noun), numeral


def _left(verb: Token) -> str | None:
    """What a deed has made of people: "left five dead", "leaving nine wounded"."""
    fates, made = _table().fates, objects(verb)
    told = [*made, *(c for c in children(verb, "xcomp") if c.i > verb.i)] if made and verb.lemma_ == "leave" else []
    return next((fate for t in told if (fate := fates.get(t.lemma_.lower()) or fates.get(t.lower_))), None)


def _is_toll(noun: Token) -> bool:
    """ "The death toll", "the number of dead": what counts the dead."""
    if noun.lemma_ == "toll":
        return True
    counted = (c.lemma_.lower() for c in children(noun, "nmod"))
    return noun.lemma_ in {"number", "count"} and any(_table().fates.get(c) == "killed" for c in counted)


def _fate_of(fate: str, noun: Token, kind: ClaimType) -> str:
    if kind == "detention" and noun.lemma_.lower() in _table().prisoners:
        return "prisoners"
    return fate


def _plural(noun: Token) -> str:
    word = noun.lower_
    if word in _table().invariable:
        return word
    return word if word.endswith("s") or noun.tag_ in {"NNS", "NNPS"} else f"{word}s"
