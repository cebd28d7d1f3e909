"""War-reporting training sentences: hand-parsed patterns of wire copy, filled with names from stocks.

``python -m training.war SEED > training/war.conllu`` writes what the trainer is given; the file itself is not kept.
The patterns are examples of grammar. They report nothing: names, places and numbers meet in them by chance.
"""

from __future__ import annotations

import random
import re
import sys
import tomllib
from pathlib import Path

from training.data import Sentence
from training.war_notation import Word, parse

__all__ = ["conllu", "templates", "war_sentences"]

_HERE = Path(__file__).parent
_CHOICE = re.compile(r"<([^<>]*)>")
_SLOT = re.compile(r"(?:([a-zA-Z#:]+):)?\{(\w+)\}")
_NO_SPACE_BEFORE = {",", ".", ";", ":", "?", "!", "%", ")", "”", "’s", "’", "n’t"}
_NO_SPACE_AFTER = {"(", "“", "$"}
_OPEN_CLOSE = {"“": '"', "”": '"', "’s": "'s", "’": "'", "n’t": "n't"}
_SMALL = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]

_SINGULAR = {"are": "is", "were": "was", "have": "has", "do": "does", "go": "goes", "push": "pushes"}
_PLURAL = {"is": "are", "was": "were", "has": "have", "does": "do"}


def _passive(relations: tuple[str, ...], heads: tuple[int, ...]) -> tuple[str, ...]:
    """Subjects of passives as such, however the pattern was written: a choice of verbs may turn active to passive."""
    passive = {head for head, relation in zip(heads, relations, strict=True) if relation == "aux:pass"}
    pairs = zip(heads, relations, strict=True)
    return tuple("nsubj:pass" if r == "nsubj" and h in passive else r for h, r in pairs)


def templates() -> list[str]:
    """The patterns, one a line in war_templates.txt, in the notation that war_notation describes."""
    lines = (_HERE / "war_templates.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("# ")]


class _Stock:
    """Fragments that fill the slots, drawn with one random stream."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._slots: dict[str, list[str]] = tomllib.loads((_HERE / "war_slots.toml").read_text(encoding="utf-8"))
        self._used: set[str] = set()
        people = tomllib.loads((_HERE / "names.toml").read_text(encoding="utf-8"))
        self._given: list[str] = people["given"]
        self._family: list[str] = people["family"]

    def forget(self) -> None:
        """A new sentence begins: every name may be drawn again."""
        self._used.clear()

    def _fresh(self, names: list[str]) -> str:
        name = self._rng.choice([n for n in names if n not in self._used] or names)
        self._used.add(name)
        return name

    def fragment(self, slot: str) -> str:
        rng = self._rng
        if slot == "PER":
            return f"{rng.choice(self._given)}/NNP@PER {self._surname('flat:')}"
        if slot == "FAM":
            return self._surname("")
        if slot in {"LOC", "REG"}:
            return _flat(self._fresh(self._slots[slot]), "LOC")
        numbers = {
            "NUM": str(rng.randint(11, rng.choice((40, 99, 400)))) if rng.random() < 0.6 else rng.choice(_SMALL),
            "BIG": f"{rng.randint(1, 60)},{rng.randint(0, 9)}00",
            "AGE": str(rng.randint(18, 90)),
            "DD": str(rng.randint(1, 30)),
            "YEAR": str(rng.randint(2011, 2026)),
        }
        return f"{numbers[slot]}/CD" if slot in numbers else self._fresh(self._slots[slot])

    def _surname(self, prefix: str) -> str:
        words = re.split(r"[ -]", self._rng.choice(self._family))
        return f"{prefix}{words[-1]}/NNP@PER"


def _flat(name: str, kind: str) -> str:
    """A name as a fragment: its first word heads the others, and a hyphen is a word."""
    first, *rest = re.sub(r"-", " -", name).split()
    out = f"{first}/NNP@{kind}"
    for word in rest:
        plain = f"{word.removeprefix('-')}/NNP@{kind}"
        out += f" [flat punct:-@{kind} {plain}]" if word.startswith("-") else f" flat:{plain}"
    return out


def _filled(template: str, stock: _Stock, rng: random.Random) -> str:
    while _CHOICE.search(template):
        template = _CHOICE.sub(lambda m: rng.choice(m[1].split("|")), template)

    def fill(m: re.Match[str]) -> str:
        fragment = stock.fragment(m[2])
        return f"[{m[1]} {fragment}]" if m[1] else fragment

    while _SLOT.search(template):
        template = _SLOT.sub(fill, template)
        while _CHOICE.search(template):
            template = _CHOICE.sub(lambda m: rng.choice(m[1].split("|")), template)
    return template


def _dressed(words: list[Word], curly: bool) -> tuple[list[str], str]:
    """The words as they are printed (capitals, articles, quotation marks) and the text that they make."""
    forms = [w.form for w in words]
    for j, form in enumerate(forms):
        if form in {"a", "an"} and j + 1 < len(forms):
            forms[j] = "an" if re.match(r"[aeiouAEIO]|8|11|18|hour", forms[j + 1]) else "a"
    for j, form in enumerate(forms):
        starts = j == 0 or (forms[j - 1] == "“" and (j == 1 or forms[j - 2] in {",", ":"}))
        if starts and form[0].islower():
            forms[j] = form[0].upper() + form[1:]
    text = ""
    glue = True
    for j, form in enumerate(forms):
        shown = form if curly else _OPEN_CLOSE.get(form, form)
        hyphen = form == "-"
        if not (glue or hyphen or form in _NO_SPACE_BEFORE):
            text += " "
        text += shown
        glue = hyphen or form in _NO_SPACE_AFTER
        forms[j] = shown
    return forms, text


def _agree(words: list[Word]) -> None:
    """Puts verbs into the number of the subjects that chance has given them."""
    for number, subject in enumerate(words, 1):
        several = any(w.head == number and w.relation == "conj" for w in words)
        single = subject.xpos in {"NN", "NNP"} and subject.form not in {"police", "military", "media"} and not several
        plural = several or subject.xpos == "NNS"
        if not subject.relation.startswith("nsubj") or not (single or plural):
            continue
        helpers = [w for w in words if w.head == subject.head and w.upos == "AUX" and w.xpos != "MD"]
        verb = helpers[0] if helpers else words[subject.head - 1]
        if any(w.head == subject.head and w.xpos == "MD" for w in words):
            continue
        other = (_SINGULAR if single else _PLURAL).get(verb.form)
        if other:
            verb.form = other
            verb.xpos = {"VBP": "VBZ", "VBZ": "VBP"}.get(verb.xpos, verb.xpos)
        elif single and verb.xpos == "VBP":
            verb.form, verb.xpos = verb.form + "s", "VBZ"


def _sentence(template: str, stock: _Stock, rng: random.Random) -> Sentence:
    stock.forget()
    words = parse(_filled(template, stock, rng))
    _agree(words)
    forms, text = _dressed(words, curly=rng.random() < 0.6)
    tags: list[str | None] = []
    for j, w in enumerate(words):
        inside = j > 0 and w.entity is not None and words[j - 1].entity == w.entity
        tags.append("O" if w.entity is None else f"{'I' if inside else 'B'}-{w.entity}")
    return Sentence(
        words=tuple(forms),
        upos=tuple(w.upos for w in words),
        xpos=tuple(w.xpos for w in words),
        heads=tuple(w.head for w in words),
        relations=_passive(tuple(w.relation for w in words), tuple(w.head for w in words)),
        entities=tuple(tags),
        text=text,
        document="war",
    )


def war_sentences(seed: int, each: int = 7) -> list[Sentence]:
    """``each`` different fillings of every pattern (fewer where it has fewer), in random order."""
    rng = random.Random(seed)
    stock = _Stock(rng)
    out: dict[str, Sentence] = {}
    for template in templates():
        for _ in range(each):
            sentence = _sentence(template, stock, rng)
            out.setdefault(sentence.text or "", sentence)
    sentences = list(out.values())
    rng.shuffle(sentences)
    return sentences


def conllu(sentences: list[Sentence]) -> str:
    """The sentences as CoNLL-U, entities in MISC as ``Entity=…`` beside ``SpaceAfter=No``."""
    lines: list[str] = []
    for number, s in enumerate(sentences, 1):
        text = s.text or ""
        assert s.upos
        assert s.xpos
        assert s.heads
        assert s.relations
        assert s.entities
        lines += [f"# sent_id = war-{number}", f"# text = {text}"]
        end = 0
        for j, word in enumerate(s.words):
            end = text.index(word, end) + len(word)
            misc = f"Entity={s.entities[j]}"
            if end < len(text) and text[end] != " ":
                misc += "|SpaceAfter=No"
            columns = (j + 1, word, "_", s.upos[j], s.xpos[j], "_", s.heads[j], s.relations[j], "_", misc)
            lines.append("\t".join(map(str, columns)))
        lines.append("")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(conllu(war_sentences(int(sys.argv[1]) if len(sys.argv) > 1 else 0)))
