"""A digest as Markdown (CommonMark): for a mail, a wiki or a static site. What a report says never becomes markup.

Every character of a stranger's words that could begin markup is escaped, and addresses among them are broken up, so
that no renderer makes links of them. The only links are those to the reports, or to the reading room.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, TextIO

from sayso.exports.digest_lines import Item, Line, Paper, Quote, Section
from sayso.exports.safe import line
from sayso.exports.weblinks import fit, outward

__all__ = ["escaped", "text", "write"]

_MARKS: Final = re.compile(r"[\\`*_\[\]{}~|$^#@!]")
_BEGINS: Final = re.compile(r"^(\d{0,9})([-+=.)])")  # what at the start of a line begins a list, or underlines a title
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ADDRESS: Final = re.compile(r"(?i)(?<=\w):(?=//)|(?<=www)\.|(?<=mailto):|(?<=xmpp):")


def escaped(text: str) -> str:
    """``text`` on one line, as what it is and nothing more."""
    tidy = _MARKS.sub(r"\\\g<0>", line(text))
    tidy = re.sub("[&<>]", lambda found: _ENTITIES[found[0]], tidy)
    tidy = _BEGINS.sub(r"\g<1>\\\g<2>", tidy)
    return _ADDRESS.sub(r"\\\g<0>", tidy)


def text(paper: Paper, *, room: str | None = None) -> str:
    """The digest; with ``room``, the address of a reading room, what is told leads there, else to the reports."""
    return "\n\n".join(_blocks(paper, room)) + "\n"


def write(paper: Paper, out: TextIO, *, room: str | None = None) -> None:
    """Write the digest to ``out``."""
    out.write(text(paper, room=room))
    out.flush()


def _blocks(paper: Paper, room: str | None) -> Iterator[str]:
    yield f"# {escaped(paper.title)}"
    yield escaped("; ".join(paper.facts)) + "."
    if paper.short:
        yield "\n".join(f"- {escaped(point)}" for point in paper.short)
    for section in paper.sections:
        yield from _section(section, room)
    for note in paper.notes:
        yield f"*{escaped(note)}*"


def _section(section: Section, room: str | None) -> Iterator[str]:
    yield f"## {escaped(section.title)}"
    for item in section.items:
        yield from _item(item, room)
    if section.brief:
        yield "\n".join(f"- {_brief(item, room)}" for item in section.brief)
    for note in section.notes:
        yield f"*{escaped(note)}*"


def _item(item: Item, room: str | None) -> Iterator[str]:
    yield f"### {_titled(item, room)}"
    answer = f"**{escaped(item.state)}**" if item.state else ""
    yield " ".join(filter(None, (answer, f"({escaped(item.facts)})" if item.facts else "")))
    if item.lines:
        yield "\n".join(f"- {_line(each, room)}" for each in item.lines)
    for note in item.notes:
        yield escaped(note)


def _titled(item: Item, room: str | None) -> str:
    title = escaped(item.title) or "(without a name)"
    target = room + item.room if room and item.room else outward(item.url)
    return f"[{title}]({_target(target)})" if target else title


def _brief(item: Item, room: str | None) -> str:
    title = _titled(item, room) + (f" ({escaped(item.facts)})" if item.facts else "")
    told = ": ".join(filter(None, [title, escaped(item.state), *(_line(each, room) for each in item.lines)]))
    return ". ".join([told, *(escaped(note) for note in item.notes)])


def _line(each: Line, room: str | None) -> str:
    who = f"{each.sign} **{escaped(each.who) or '(without a name)'}**"
    who += f" ({escaped(each.part)})" if each.part else ""
    said = f"{who}: {escaped(each.says)}" if each.says else who
    said += "" if each.new or each.says.startswith("again") else " (not new)"
    return ": ".join([said, "; ".join(_quote(quote, room) for quote in each.quotes)]) if each.quotes else said


def _quote(quote: Quote, room: str | None) -> str:
    where = escaped(quote.where)
    target = room + quote.room if room and quote.room else outward(quote.url)
    where = f"[{where}]({_target(target)})" if target else where
    via = f", via {escaped(' and '.join(quote.via))}" if quote.via else ""
    copies = f", and in {quote.copies:,} more report{'' if quote.copies == 1 else 's'}" if quote.copies else ""
    return f"“{escaped(quote.text)}” {where}{via}{copies}"


def _target(address: str) -> str:
    # Entities are read in a link's target too, and only a round bracket would end it.
    return fit(address).replace("(", "%28").replace(")", "%29").replace("&", "&amp;")
