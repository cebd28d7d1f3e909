"""What is thrown at: every parser, by name, and what must hold of all that comes out of it.

A target takes bytes. A refusal (SaysoError) is an answer like any other; whatever else is raised is a finding.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from fuzz.seeds import SEEDS
from sayso.errors import SaysoError
from sayso.exports.jsonl import dump
from sayso.gazetteer.importing import _place
from sayso.gazetteer.keys import FAMILIES, folded_key
from sayso.intake import read_bytes, report_from_text
from sayso.intake.addresses import is_disguised, is_public
from sayso.intake.building import Given
from sayso.intake.captions import find_credit, is_credit
from sayso.intake.dateline import find_dateline
from sayso.intake.dates import find_date, parse_date
from sayso.intake.encoding import decode
from sayso.intake.feeds import read_feed
from sayso.intake.fetch import _checked
from sayso.intake.formats import MANY, read_many
from sayso.intake.header import read_header
from sayso.intake.html import declared_charset, read_page
from sayso.intake.language import looks_english
from sayso.intake.layout import lay_out
from sayso.intake.opml import is_opml, read_opml
from sayso.intake.robots import allows, delay
from sayso.intake.told import Told
from sayso.model import Report
from sayso.reader.counts import number_of
from sayso.reader.quotes import find_quotes
from sayso.reader.times import find_times
from sayso.score.gold import load_gold
from sayso.theatres import GENERIC, choose, parse
from sayso.weighing.naming_rules import plain, slug

__all__ = ["TARGETS", "Target", "seeds_of", "sound"]

Target = Callable[[bytes], None]
LABELS: Final = (
    "",
    "utf-8",
    "windows-1251",
    "iso-8859-1",
    "utf-7",
    "cp037",
    "idna",
    "undefined",
    "zlib",
    "utf-16",
    "x",
)


def sound(report: Report) -> None:
    """What must hold of every report: its blocks are in order, within its text, and apart."""
    at = 0
    for block in report.blocks:
        assert at <= block.start < block.end <= len(report.text), (block, at)
        assert report.text[block.start : block.end].strip(), block
        at = block.end
    report.text.encode("utf-8")


def _text(data: bytes) -> str:
    """Any text at all, lone surrogates and all: bytes that are no UTF-8 are taken two by two."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("utf-16-le", "surrogatepass" if len(data) % 2 == 0 else "replace")


def _told(items: Iterator[object]) -> None:
    for item in items:
        if isinstance(item, Told):
            sound(item.report)


def _encoding(data: bytes) -> None:
    label = LABELS[data[0] % len(LABELS)] if data else ""
    text = decode(data[1:], "x", label)
    assert text
    text.encode("utf-8")


def _html(data: bytes) -> None:
    declared_charset(data)
    page = read_page(data.decode("utf-8", "replace"), "x", "https://news.example/2031/03/04/a")
    assert page.text


def _plain_text(data: bytes) -> None:
    with suppress(UnicodeDecodeError):  # half of a pair of surrogates, taken alone
        sound(report_from_text(_text(data)))


def _dates(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    parse_date(text)
    find_date(text)


def _layout(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    looks_english(text)
    read_header(text, 0, len(text))
    find_dateline(text, 0, len(text))
    find_credit(text, 0, len(text), sure=bool(len(text) % 2))
    is_credit(text)
    found = lay_out(text, title=text[:20], captions=[text[20:60]])
    assert all(a.end <= b.start for a, b in zip(found.blocks, found.blocks[1:], strict=False))


def _theatre(data: bytes) -> None:
    parse(data.decode("utf-8", "replace"), name="x", source="x.toml", base=GENERIC)


def _gazetteer(data: bytes) -> None:
    for line in data.split(b"\n"):
        with suppress(ValueError):  # how a bad line is told: it is counted
            found = _place(line)
            assert found is None or abs(found[0].id) < 1 << 63


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="sayso-fuzz-"))


def _gold(data: bytes) -> None:
    file = _folder() / "a.json"
    file.write_bytes(data)
    for gold in load_gold(
        file, {"a": "Shells hit the market in Hradov on 3 March, killing two people, the mayor said."}
    ):
        for claim in gold.claims:
            assert gold.report.text[claim.start : claim.end] == claim.text


def _address(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    is_public(text)
    is_disguised(text)
    _checked(text, "x")


def _feed(data: bytes) -> None:
    for entry in read_feed(data, "https://news.example/feed", base="https://news.example/feed").entries:
        assert entry.guid
        assert entry.url or entry.body


def _opml(data: bytes) -> None:
    is_opml(data, "x")
    assert read_opml(data, "x")


def _robots(data: bytes) -> None:
    text = data.decode("utf-8", "replace").replace("\0", "")
    allows(text, "https://news.example/private/a?b=c")
    assert delay(text) >= 0


def _times(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for found in find_times(text, date(2031, 3, 4), ()):
        assert 0 <= found.start < found.end <= len(text)


def _rules(data: bytes) -> None:
    text = _text(data)
    for quote in find_quotes(text, [(0, len(text))]):
        assert 0 <= quote.start < quote.end <= len(text)
    choose(text)
    slug(text)
    for family in FAMILIES:
        folded_key(plain(text), family)
    number_of(text)
    assert json.loads(dump({text: [text]})) == {text: [text]}


def _many(form: str) -> Target:
    def read(data: bytes) -> None:
        _told(read_many(form, io.BytesIO(data), f"x.{form}", Given(history=True)))  # type: ignore[arg-type]  # one of its own

    return read


def _sniffed(data: bytes) -> None:
    _told(read_bytes(data, "x"))


def _refusing(target: Target) -> Target:
    def read(data: bytes) -> None:
        with suppress(SaysoError):
            target(data)

    return read


_PARSERS: Final[Mapping[str, Target]] = {
    "encoding": _encoding,
    "html": _html,
    "text": _plain_text,
    "sniffed": _sniffed,
    "dates": _dates,
    "layout": _layout,
    "theatre": _theatre,
    "gazetteer": _gazetteer,
    "gold": _gold,
    "address": _address,
    "feed": _feed,
    "opml": _opml,
    "robots": _robots,
    "times": _times,
    "rules": _rules,
    **{form: _many(form) for form in MANY},
}
TARGETS: Final[Mapping[str, Target]] = {name: _refusing(target) for name, target in _PARSERS.items()}
"""By name; every format that holds many reports is one of them."""


def seeds_of(name: str) -> tuple[bytes, ...]:
    """Where a target starts: its own examples, else those of all formats."""
    if name in ("encoding", "layout", "rules"):
        return SEEDS["text"]
    if name == "sniffed":
        return tuple(seed for seeds in SEEDS.values() for seed in seeds)
    return SEEDS.get(name, SEEDS["text"])
