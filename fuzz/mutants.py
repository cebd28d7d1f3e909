"""Real-looking reports, spoiled by the thousand: each must be read, or recorded with its reason.

    python -m fuzz.mutants [--count N] [--seed N] [--ledger FILE]

A few sentences of a shipped example or of a training text are spoiled in one to three ways, put into a text, a page or
a line of JSON, spoiled as bytes too, and taken the whole way: intake, reader, ledger. Printed is what became of them;
exit 1 when one broke anything, was lost, or gave a claim whose words do not stand where it says.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from fuzz.seeds import ROOT
from fuzz.targets import sound
from sayso.errors import SaysoError
from sayso.examples import REPORTS
from sayso.intake import read_bytes
from sayso.intake.told import Held, Item, Told, Withdrawal
from sayso.ledger import Keeper, Ledger
from sayso.ledger import schema as t
from sayso.model import Refusal
from sayso.reader import Reader

__all__ = ["Outcome", "bases", "mutants", "run"]

_LONGEST: Final = 420
_FORMS: Final = ("txt", "html", "jsonl")
_OTHERS: Final = (
    "Дорога відкрита, сказав мер у понеділок.",
    "قال رئيس البلدية إن الطريق مفتوح.",
    "市长说桥已经开放了。",
    "Der Bürgermeister sagte, dass die Brücke offen ist.",
)
_DATES: Final = ("0000-00-00", "99999-01-01", "year 0", "31 February 2031", "32 March", "1 March 99999", "on Monday")
_NUMBERS: Final = ("9" * 400, "-0", "1e999", "٣٤", "1,00,00", "½", "0x41", "NaN")
_SIGNS: Final = "\u200b\u200e\u202e\u2066\ufeff\u00ad\ufffd\ud800\u0301\x07\x1b\x7f\u2028\U0001f4a5“”‘«\"'()[]{}<>&;—"
_ENCODINGS: Final = ("cp1251", "cp1252", "utf-16", "utf-16-le", "koi8-r", "utf-7", "cp037", "shift_jis", "iso2022_jp")

Spoil = Callable[[str, random.Random], str]


def bases() -> list[str]:
    """Paragraphs of reports of our own, short enough that thousands are read."""
    texts = [json.loads(line)["text"] for line in REPORTS.read_text("utf-8").splitlines()]
    for path in sorted((ROOT / "training" / "reports").glob("*.txt")):
        texts.append(path.read_text("utf-8").partition("\n\n")[2])
    paragraphs = (part.strip() for text in texts for part in re.split(r"\n\s*\n", text))
    return [part for part in dict.fromkeys(paragraphs) if 80 <= len(part) <= _LONGEST and not part.startswith("[")]


def _at(text: str, rng: random.Random) -> int:
    return rng.randrange(len(text) + 1)


def _put(what: Sequence[str]) -> Spoil:
    def spoil(text: str, rng: random.Random) -> str:
        at = _at(text, rng)
        return text[:at] + rng.choice(what) + text[at:]

    return spoil


def _cut(text: str, rng: random.Random) -> str:
    a, b = sorted((_at(text, rng), _at(text, rng)))
    return text[:a] + text[b:] if rng.random() < 0.5 else text[a:b]


def _double(text: str, rng: random.Random) -> str:
    a, b = sorted((_at(text, rng), _at(text, rng)))
    return text[:b] + text[a:b] * rng.choice((1, 2, 5)) + text[b:]


def _swap(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    for _ in range(rng.randrange(1, 8)):
        a, b = rng.randrange(len(words)), rng.randrange(len(words))
        words[a], words[b] = words[b], words[a]
    return " ".join(words)


def _signs(text: str, rng: random.Random) -> str:
    for _ in range(rng.randrange(1, 12)):
        at = _at(text, rng)
        text = text[:at] + rng.choice(_SIGNS) + text[at + rng.randrange(2) :]
    return text


def _breaks(text: str, rng: random.Random) -> str:
    return "".join(
        rng.choice(("\n", "\r\n", "\n\n", "\t", "\x0b", "\u2028")) if ch == " " and rng.random() < 0.2 else ch
        for ch in text
    )


def _cases(text: str, rng: random.Random) -> str:
    return rng.choice((text.upper(), text.lower(), text.title(), text.swapcase()))


def _long(text: str, rng: random.Random) -> str:
    at = _at(text, rng)
    return text[:at] + rng.choice("aA(1é-\"'") * rng.choice((80, 600, 3000)) + text[at:]


def _runs(text: str, rng: random.Random) -> str:
    part = rng.choice(("he said that ", "(", "“", "and ", ", ", "the ", "not ", "12 ", "Hradov "))
    return _put([part * rng.randrange(2, 40)])(text, rng)


def _bare(text: str, rng: random.Random) -> str:
    return re.sub(rng.choice((r"[.,;:]", r"[“”\"']", r"\s+", r"[A-Z]", r"\d")), rng.choice(("", " ")), text)


_SPOILS: Final[Sequence[Spoil]] = (
    _cut, _double, _swap, _signs, _signs, _breaks, _cases, _long, _runs, _bare,
    _put(_OTHERS), _put(_DATES), _put(_NUMBERS),
    _put(["<p>", "</p>", "<b", "&#x", "&amp;", "<!--", "]]>", '{"', "\\u0"]),
)  # fmt: skip


def _wrapped(text: str, form: str, name: str, rng: random.Random) -> str:
    day = rng.choice(("2031-03-04", "2031-03-04", "2031-03-04", *_DATES))
    if form == "html":
        close = rng.choice(("</p>", "</p>", ""))
        head = f'<html><head><title>{name}</title><meta property="article:published_time" content="{day}">'
        return f"{head}</head><body><article><p>{escape(text)}{close}</article></body></html>"
    if form == "jsonl":
        line = json.dumps({"id": name, "published": day, "text": text}, ensure_ascii=rng.random() < 0.5)
        if rng.random() < 0.2:
            at = _at(line, rng)
            line = line[:at] + rng.choice(('"', "}", "\\", "", "[", "9" * 50)) + line[at + rng.randrange(4) :]
        return line
    return f"date {day}\n\n{text}" if rng.random() < 0.7 else text


def _encoded(text: str, rng: random.Random) -> bytes:
    if rng.random() < 0.15:
        return text.encode(rng.choice(_ENCODINGS), "replace")
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    if rng.random() < 0.3:
        for _ in range(rng.randrange(1, 8)):
            data[rng.randrange(len(data))] = rng.randrange(256)
    if rng.random() < 0.05:
        at = rng.randrange(len(data))
        data[at:at] = rng.choice(_OTHERS).encode(rng.choice(("cp1251", "utf-8", "utf-16")), "replace")
    return bytes(data)


def mutants(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many spoiled inputs, by name; the same for the same seed."""
    rng = random.Random(seed)
    texts = bases()
    for number in range(count):
        form = _FORMS[number % len(_FORMS)]
        text = rng.choice(texts)
        for _ in range(rng.randrange(1, 4)):
            text = rng.choice(_SPOILS)(text, rng)
        name = f"m{number}"
        yield f"{name}.{form}", _encoded(_wrapped(text, form, name, rng) or " ", rng)


@dataclass(slots=True)
class Outcome:
    """What became of the inputs: ``counts`` by what, and every ``fault``, which should be none."""

    inputs: int = 0
    claims: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    why: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def run(count: int, seed: int, reader: Reader, where: Path) -> Outcome:
    """Take so many the whole way, into a new ledger."""
    outcome = Outcome()
    with Ledger.open(where, create=True) as ledger:
        keeper = Keeper(ledger)
        for name, data in mutants(count, seed):
            outcome.inputs += 1
            before = outcome.counts.total()
            try:
                _take(name, data, reader, keeper, outcome)
            except Exception as fault:  # noqa: BLE001 - whatever it is, it is what is looked for
                outcome.faults.append(f"{name}: {type(fault).__name__}: {fault}: {data!r}")
            if outcome.counts.total() == before:
                outcome.faults.append(f"{name}: nothing became of it: {data!r}")
        with ledger.reading() as connection:
            kept = connection.execute(select(func.count()).select_from(t.report)).scalar_one()
            recorded = connection.execute(select(func.count()).select_from(t.problem)).scalar_one()
    if (kept, recorded) != (outcome.counts["read"], outcome.counts["recorded"]):
        outcome.faults.append(f"the ledger has {kept} reports and {recorded} problems, not {dict(outcome.counts)}")
    return outcome


def _take(name: str, data: bytes, reader: Reader, keeper: Keeper, outcome: Outcome) -> None:
    try:
        items: list[Item] = list(read_bytes(data, name, id=name))
    except SaysoError as refused:
        items = [Refusal(name, str(refused))]
    for item in items:
        if isinstance(item, Told):
            sound(item.report)
            try:
                reading = reader.read(item.report)
                keeper.keep(reading)
            except SaysoError as refused:
                _record(Refusal(name, str(refused)), keeper, outcome)
                continue
            for claim in reading.claims:
                assert reading.report.text[claim.start : claim.end] == claim.text, claim
            outcome.claims += len(reading.claims)
            outcome.counts["read"] += 1
        elif isinstance(item, Refusal):
            _record(item, keeper, outcome)
        elif isinstance(item, Withdrawal):
            keeper.withdraw(item.report, item.on, why=item.why)
            outcome.counts["withdrawn"] += 1
        else:
            outcome.counts["held" if isinstance(item, Held) else "passed over"] += 1


def _record(refusal: Refusal, keeper: Keeper, outcome: Outcome) -> None:
    assert "\n" not in refusal.reason
    keeper.problem(refusal)
    outcome.counts["recorded"] += 1
    told = re.sub(r"^[^:]*(?:: line \d+)?: ", "", refusal.reason)
    outcome.why[told.partition(":")[0]] += 1


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m fuzz.mutants", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=10_000, help="how many (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other inputs (default %(default)s)")
    parser.add_argument("--ledger", type=Path, help="keep the ledger that they are put into")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)  # a dateline without its year is no news here
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="sayso-mutants-") as passing:
        where = given.ledger or Path(passing) / "mutants.db"
        outcome = run(given.count, given.seed, Reader("varnia"), where)
    took = time.perf_counter() - start
    told = ", ".join(f"{number:,} {what}" for what, number in outcome.counts.most_common())
    print(f"{outcome.inputs:,} inputs: {told}; {outcome.claims:,} claims; {took:,.0f} s")
    print("recorded for: " + ", ".join(f"{why} {number:,}" for why, number in outcome.why.most_common()))
    for fault in outcome.faults[:20]:
        print("FAULT " + fault[:2000])
    print(f"{len(outcome.faults)} faults")
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
