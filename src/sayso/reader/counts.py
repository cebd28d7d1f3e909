"""How many: figures with what they count ("at least 11 people were killed", "seven missiles")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from sayso.model import ClaimType, Count
from sayso.reader.clauses import Unit
from sayso.reader.grammar import agent, child, children, conjuncts, objects
from sayso.reader.lexicon import lexicon

__all__ = ["counts_of", "number_of"]

_WORDS = {
    w: n
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000, "dozen": 12}
_FIGURE = re.compile(r"^\d{1,3}(?:[,.\u202f\xa0]\d{3})+$|^\d+$")
_AT_LEAST = re.compile(r"(?:at least|more than|over|no fewer than|no less than|not less than|upwards of|in excess of|a minimum of|minimum)\s*$", re.I)
_AT_MOST = re.compile(r"(?:up to|at most|as many as|no more than|fewer than|less than|under|almost up to|a maximum of)\s*$", re.I)
_FATE = {
    "kill": "killed", "die": "killed", "perish": "killed", "dead": "killed", "slay": "killed", "execute": "killed",
    "murder": "killed", "lose": "killed", "death": "killed", "fatality": "killed", "massacre": "killed", "toll": "killed",
    "claim": "killed", "succumb": "killed", "slaughter": "killed", "eliminate": "killed", "body": "killed",
    "injure": "injured", "wound": "injured", "hurt": "injured", "injured": "injured", "wounded": "injured", "injury": "injured",
    "hospitalise": "injured", "hospitalize": "injured", "maim": "injured",
    "missing": "missing", "unaccounted": "missing",
    "rescue": "rescued", "save": "rescued", "evacuate": "rescued", "pull": "rescued", "dig": "rescued", "free": "rescued",
    "displace": "displaced", "uproot": "displaced", "flee": "displaced", "relocate": "displaced",
    "capture": "captured", "detain": "captured", "arrest": "captured", "surrender": "captured", "abduct": "captured", "kidnap": "captured",
}  # fmt: skip
_TIME_WORDS = frozenset("year month week day hour minute second kilometre kilometer mile km metre meter percent % time century decade degree point p.m. a.m. round square dollar euro pound hryvnia".split())
_SAME = frozenset({"aircraft", "personnel", "people", "crew", "staff", "pieces", "artillery", "livestock"})
_HUMAN = frozenset({"casualties", "rescue", "displacement", "detention"})


def number_of(text: str) -> int | None:
    """A figure or number word as an integer; None for what is neither ("dozens")."""
    low = text.lower().strip()
    if _FIGURE.match(low):
        return int(re.sub(r"\D", "", low))
    if low in _WORDS:
        return _WORDS[low]
    if "-" in low:
        parts = low.split("-")
        if len(parts) == 2 and parts[0] in _WORDS and parts[1] in _WORDS:
            return _WORDS[parts[0]] + _WORDS[parts[1]]
    match = re.match(r"^(\d+(?:\.\d+)?)$", low)
    return int(float(match.group(1))) if match and "." not in low else None


def _value(token: Token) -> int | None:
    """The value of a numeral with its scale ("13 million", "two dozen", "two hundred")."""
    scale = _SCALES.get(token.lemma_.lower()) or _SCALES.get(token.lower_)
    if scale:
        if token.lower_.endswith("s") and token.lower_ not in _SCALES:
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
    head = next((c for c in token.children if c.pos_ == "NUM" and c.lower_ in _SCALES and c.i > token.i), None)
    if head is not None:
        n = number_of(token.text)
        return n * _SCALES[head.lower_] if n is not None else None
    if token.i >= 2 and token.nbor(-1).text == "-" and token.nbor(-2).lower_ in _WORDS:
        return number_of(f"{token.nbor(-2).lower_}-{token.lower_}")
    return 1 if token.pos_ == "DET" and token.lower_ in {"a", "an", "one"} else number_of(token.text)


def _figure(what: str, token: Token) -> Count | None:
    n = _value(token)
    if n is None:
        return None
    first = min([token, *token.subtree], key=lambda t: t.i)
    before = token.doc.text[max(0, token.idx - 26) : token.idx]
    if token.head.i > token.i or first.i < token.i:
        before = token.doc.text[max(0, first.idx - 26) : token.idx]
    scaled = next((c for c in token.children if c.pos_ == "NUM" and c.i < token.i), None)
    if scaled is not None:
        before = token.doc.text[max(0, scaled.idx - 26) : scaled.idx]
    if _AT_LEAST.search(before):
        return Count(what, min=n)
    if _AT_MOST.search(before):
        return Count(what, max=n)
    between = next((c for c in children(token, "conj") if number_of(c.text) is not None), None)
    if between is not None and re.search(r"between\s*$", before, re.I):
        return Count(what, min=n, max=number_of(between.text))
    return Count(what, n=n)


def _numerals(noun: Token) -> Iterator[Token]:
    """The numerals that count a noun; a bare numeral counts itself."""
    found = False
    for c in noun.children:
        if c.dep_ == "nummod" or (c.pos_ == "NUM" and c.dep_ in {"compound", "amod", "nmod", "advmod", "obl"} and c.i < noun.i and c.dep_ == "nummod"):
            found = True
            yield c
    if not found and noun.tag_ == "NN" and noun.lemma_.lower() in lexicon().classes["people"] - {"enemy", "crew", "staff", "family"}:
        # "a boy died": one
        yield from (c for c in children(noun, "det") if c.lower_ in {"a", "an", "one"})
    if not found and (noun.pos_ == "NUM" or noun.lemma_.lower() in _SCALES):
        yield noun
    for c in children(noun, "nmod"):
        # "a total of 30 people", "a team of fourteen inspectors"
        if noun.lemma_.lower() in {"total", "team", "group", "crew", "number", "delegation", "barrage", "wave", "swarm", "series"} and any(True for _ in children(c, "nummod")):
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
    """ "killed or wounded" counts as one fate."""
    for head in _heads(unit):
        if _FATE.get(head.lemma_.lower()) in {"killed", "injured"}:
            for c in head.children:
                if c.dep_ == "conj" and _FATE.get(c.lemma_.lower()) and any(g.lower_ == "or" for g in [*c.children, *head.children] if g.dep_ == "cc"):
                    return True
    return False


def _counted(head: Token, unit: Unit, kind: ClaimType) -> Iterator[tuple[str, Token]]:
    fate = _FATE.get(head.lemma_.lower()) or _FATE.get(head.lower_)
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
    if any(n.lemma_ == "toll" for n in nouns):
        for c in children(head, "obl", "obj", "nmod", "xcomp"):
            if c.pos_ == "NUM":
                yield "killed", c
    for noun in nouns:
        if noun.lemma_.lower() in _TIME_WORDS or not unit.first <= noun.i <= unit.last:
            continue
        for numeral in _numerals(noun):
            if not unit.first <= numeral.i <= unit.last or numeral.ent_type_ == "DATE":
                continue
            if fate and kind in _HUMAN:
                if noun.pos_ == "NUM" or noun.lemma_.lower() in lexicon().classes["people"] or noun.ent_type_ or kind != "casualties" or fate:
                    yield _fate_of(fate, noun, kind), numeral
            elif kind in _HUMAN and kind != "casualties" and kind != "detention":
                yield {"rescue": "rescued", "displacement": "displaced"}[kind], numeral
            elif kind == "detention":
                yield ("prisoners" if head.lemma_ in {"exchange", "swap", "release", "return", "free"} else "captured"), numeral
            elif noun.pos_ in {"NOUN", "PROPN"} and noun.lemma_.lower() not in lexicon().classes["place"] - {"building"}:
                yield _plural(numeral.head if numeral.dep_ == "nummod" else noun), numeral


def _fate_of(fate: str, noun: Token, kind: ClaimType) -> str:
    if kind == "detention" and noun.lemma_.lower() in {"prisoner", "pow", "captive", "hostage"}:
        return "prisoners"
    return fate


def _plural(noun: Token) -> str:
    word = noun.lower_
    if word in _SAME:
        return word
    return word if word.endswith("s") or noun.tag_ in {"NNS", "NNPS"} else f"{word}s"
