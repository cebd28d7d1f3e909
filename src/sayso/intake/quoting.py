"""Whose words are these in a message? What it quotes of others is cut, and what it passes on is theirs.

A reply carries the letter that it answers, and whoever read that as the reply's own words would make one sender say
what another did. Mailers mark such words: by ">" at the beginning of a line, by a divider with the other letter's
header beneath it, and in HTML by elements of their own. Of a letter that is forwarded its own header tells.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Final

import trafilatura
from lxml import etree

from sayso.intake.html import drop
from sayso.intake.phrases import alternatives

__all__ = ["Parted", "own_markup", "parted"]

_TABLE: Final = tomllib.loads((files(__package__) / "quoting.toml").read_text("utf-8"))
_FORWARDED: Final = re.compile(
    rf"\s*+(?:-{{3,}}+ *+{alternatives(_TABLE['forwarded'])} *-{{3,}}"
    rf"|{alternatives(_TABLE['forwarded_below'])}\s?:)\s*",
    re.IGNORECASE,
)
_ANSWERED: Final = re.compile(
    rf"\s*+(?:-{{3,}}+ *+{alternatives(_TABLE['answered'])} *-{{3,}}|_{{20,}})\s*", re.IGNORECASE
)
_FIELD: Final = re.compile(r"[>*\s]*+([^\W\d_]{2,12}(?: [^\W\d_]{2,12})?)\s?:\*?\s?(.*)", re.DOTALL)
_FIELDS: Final[Mapping[str, str]] = {word: name for name, words in _TABLE["fields"].items() for word in words}
_FROM: Final = re.compile(rf"\*?{alternatives(word.capitalize() for word in _TABLE['fields']['from'])}\s?:")
_PASSES_ON: Final = re.compile(rf"\s*{alternatives(_TABLE['passes_on'])}\s*:", re.IGNORECASE)
_QUOTES: Final = re.compile(r"\s?>")
_WROTE: Final = re.compile(rf"\b{alternatives(_TABLE['wrote'])}\b[^\n]{{0,80}}:\s*\Z", re.IGNORECASE)
_WROTE_LINES: Final = 3  # at the most, that a mailer breaks "On … wrote:" into
_DIVIDER: Final = 200  # characters of a line that parts two letters, at the most
_HEADER: Final = 16  # lines of a header that is quoted, at the most
_LISTED: Final = re.compile(r"^_{20,}+[ \t]*+\r?\n[^\n]{1,200} mailing list[ \t]*+\r?$", re.MULTILINE)
_HIDDEN: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_CITED: Final = frozenset(("gmail_quote", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "gmail_attr"))
_DIVIDERS: Final = frozenset(("divRplyFwdMsg", "appendonsend", "OLK_SRC_BODY_SECTION"))


@dataclass(frozen=True, slots=True)
class Parted:
    """What a message's sender wrote, and the letter that it passes on: its words, and its header's "from", "date" and
    "subject" as far as they stand there.
    """

    own: str
    passed_on: str | None = None
    head: Mapping[str, str] = field(default_factory=dict)


def _forwards(subject: str | None) -> bool:
    """Whether a subject says that the message passes another on."""
    return bool(_PASSES_ON.match(subject or ""))


def parted(text: str, subject: str | None) -> Parted:
    """The words of a message's text, by whose they are; what it answers to is left out."""
    listed = _LISTED.search(text)
    lines = (text[: listed.start()] if listed else text).splitlines(keepends=True)
    for number, line in enumerate(lines):
        if len(line) > _DIVIDER:
            continue
        forwarded = _FORWARDED.fullmatch(line) is not None
        divided = forwarded or _ANSWERED.fullmatch(line) is not None
        if not divided and not (number and _FROM.match(line)):
            continue
        head, after = _header(lines, number + divided)
        if not head or not (divided or head.keys() >= {"date", "subject"}):
            continue
        own = _unquoted(lines[:number])
        if not forwarded and not _forwards(subject):
            return Parted(own)
        rest = lines[after:]
        if all(_QUOTES.match(line) for line in rest if line.strip()):  # forwarded with marks of a quotation
            rest = [_QUOTES.sub("", line, count=1).removeprefix(" ") for line in rest]
        return Parted(own, "".join(rest), head)
    return Parted(_unquoted(lines))


def _header(lines: list[str], at: int) -> tuple[dict[str, str], int]:
    """The header of a letter that is quoted, and the line behind it; {} where there is none."""
    head: dict[str, str] = {}
    most = min(at + _HEADER, len(lines))
    while at < most and not lines[at].strip("> \t\r\n"):
        at += 1
    last = ""
    while at < most and lines[at].strip("> \t\r\n"):
        named = _FIELD.match(lines[at])
        name = _FIELDS.get(named.group(1).lower()) if named else None
        if named is None or name is None:
            if not last:
                break
            head[last] += " " + lines[at].strip("> \t\r\n")  # a line that was broken
        else:
            head.setdefault(name, named.group(2).strip())
            last = name
        at += 1
    return (head, at) if "from" in head else ({}, at)


def _unquoted(lines: list[str]) -> str:
    """Lines without those that are quoted, nor those that say of whom."""
    kept: list[str] = []
    quoting = False
    for line in lines:
        if _QUOTES.match(line):
            if not quoting:
                _drop_wrote(kept)
            quoting = True
        else:
            quoting = quoting and not line.strip()
            kept.append(line)
    return "".join(kept)


def _drop_wrote(kept: list[str]) -> None:
    end = len(kept)
    while end and not kept[end - 1].strip():
        end -= 1
    for begin in range(end - 1, max(end - 1 - _WROTE_LINES, -1), -1):
        if not kept[begin].strip():
            return
        if _WROTE.search(" ".join(kept[begin:end])):
            while begin and end - begin < _WROTE_LINES and kept[begin - 1].strip() and not _ends(kept[begin - 1]):
                begin -= 1
            del kept[begin:]
            return


def _ends(line: str) -> bool:
    return line.rstrip().endswith((".", "!", "?", ":", "”", '"'))


def own_markup(markup: str, subject: str | None) -> str:
    """The HTML of a message without what it quotes, nor what a reader never sees: the lines that only previews show."""
    tree = trafilatura.load_html(markup)
    if tree is None:
        return markup
    gone: set[Any] = set()
    for element in list(tree.iter(etree.Element)):
        if element in gone or element.getparent() is None or element.tag in ("html", "body"):
            continue
        going = [element] if _HIDDEN.search(element.get("style") or "") else []
        if not going and not _forwards(subject) and _is_cited(element):
            going = [element, *(element.itersiblings() if element.get("id") in _DIVIDERS else ())]
        for each in going:
            gone.update(each.iter())
            drop(each)
    return str(etree.tostring(tree, encoding="unicode", method="html"))


def _is_cited(element: Any) -> bool:
    marked = (
        (element.tag == "blockquote" and element.get("type") == "cite")
        or element.get("id") in _DIVIDERS
        or not _CITED.isdisjoint((element.get("class") or "").split())
    )
    return marked and not any(_FORWARDED.match(text.strip()) for text in element.itertext() if text.strip())
