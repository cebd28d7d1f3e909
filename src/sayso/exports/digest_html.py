"""A digest as one self-contained page: for a mail or a folder, on paper and on a phone. Nothing in it runs.

The policy in the page allows nothing but its one style, named by its hash. The reading room shows the same ``body``.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import Final, TextIO

from sayso.exports.digest_lines import Item, Line, Paper, Quote, Section
from sayso.exports.safe import line
from sayso.exports.weblinks import outward

__all__ = ["accounts", "body", "page", "write"]

_PAGE: Final = Template("""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="$policy">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="sayso">
<title>$title – sayso</title>
<style>$style</style>
</head>
<body class="alone">
<header class="masthead">
<p class="brand">sayso <span>who says what happened</span></p>
</header>
<main>
$body
</main>
</body>
</html>
""")
_AWAY: Final = ' rel="noreferrer noopener"'
_KINDS: Final = {"●": ("for", "says so"), "✗": ("against", "is against it"), "?": ("unsure", "could not verify it")}


def page(paper: Paper, *, room: str | None = None) -> str:
    """The page; with ``room``, the address of a reading room, what is told leads there, else to the reports."""
    style = _file("page.css") + _file("shared/digest.css")
    mark = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{mark}'; base-uri 'none'; form-action 'none'"
    return _PAGE.substitute(policy=policy, title=_esc(paper.title), style=style, body=body(paper, room=room))


def write(paper: Paper, out: TextIO, *, room: str | None = None) -> None:
    """Write the page to ``out``, whose encoding must be UTF-8."""
    out.write(page(paper, room=room))
    out.flush()


def body(paper: Paper, *, room: str | None = None) -> str:
    """The digest as a piece of a page, from its ``h1`` on; an empty ``room`` is the room that shows it."""
    return "\n".join(_body(paper, room))


@cache
def _file(name: str) -> str:
    # Line endings are the parser's before it hashes: a return in the file would void the policy's hash.
    return (files("sayso.exports") / "page" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _esc(text: str) -> str:
    """``text`` on one line, safe in HTML, with nothing in it that turns the writing round."""
    return escape(line(text), quote=True)


def _body(paper: Paper, room: str | None) -> Iterator[str]:
    yield f'<header class="digest-head"><h1>{_esc(paper.title)}</h1>'
    yield f'<p class="meta">{" · ".join(_esc(fact) for fact in paper.facts)}</p></header>'
    if paper.short:
        points = "".join(f'<li dir="auto">{_esc(point)}</li>' for point in paper.short)
        yield f'<ul class="short" aria-label="In short">{points}</ul>'
    if len(paper.sections) > 1:
        links = "".join(
            f'<li><a href="#{section.key}">{_esc(section.title)}</a> <span class="n">{_size(section)}</span></li>'
            for section in paper.sections
        )
        yield f'<nav class="jump" aria-label="Sections"><ul>{links}</ul></nav>'
    for section in paper.sections:
        yield from _section(section, room)
    yield "".join(f'<p class="note">{_esc(note)}</p>' for note in paper.notes)


def _size(section: Section) -> str:
    return f"{len(section.items) + len(section.brief):,}"


def _section(section: Section, room: str | None) -> Iterator[str]:
    yield f'<section class="told" id="{section.key}"><h2>{_esc(section.title)}</h2>'
    for item in section.items:
        yield from _item(item, room)
    if section.brief:
        yield f'<ul class="brief">{"".join(f"<li>{_brief(item, room)}</li>" for item in section.brief)}</ul>'
    yield "".join(f'<p class="note">{_esc(note)}</p>' for note in section.notes) + "</section>"


def accounts(lines: Sequence[Line], *, room: str | None = None) -> str:
    """Accounts as a list, each with its words and where they stand."""
    return f'<ul class="accounts">{"".join(_line(each, room) for each in lines)}</ul>'


def _item(item: Item, room: str | None) -> Iterator[str]:
    facts = f' <span class="facts">{_esc(item.facts)}</span>' if item.facts else ""
    yield f'<article class="item"><header><h3 dir="auto">{_titled(item, room)}</h3>{facts}</header>'
    if item.state:
        yield f'<p class="state" dir="auto">{_esc(item.state)}</p>'
    if item.lines:
        yield accounts(item.lines, room=room)
    yield _notes(item.notes) + "</article>"


def _titled(item: Item, room: str | None) -> str:
    title = f"<bdi>{_esc(item.title)}</bdi>"
    target = outward(item.url) if room is None or item.room is None else room + item.room
    return f'<a href="{_esc(target)}"{_AWAY if room is None else ""}>{title}</a>' if target else title


def _brief(item: Item, room: str | None) -> str:
    facts = f' <span class="facts"><bdi>{_esc(item.facts)}</bdi></span>' if item.facts else ""
    state = f' <span dir="auto">{_esc(item.state)}</span>' if item.state else ""
    told = accounts(item.lines, room=room) if item.lines else ""
    return f'<span class="what">{_titled(item, room)}</span>{facts}{state}{told}{_notes(item.notes)}'


def _notes(notes: Sequence[str]) -> str:
    return "".join(f'<p class="note" dir="auto">{_esc(note)}</p>' for note in notes)


def _line(each: Line, room: str | None) -> str:
    kind, name = _KINDS[each.sign]
    part = f' <span class="part">({_esc(each.part)})</span>' if each.part else ""
    says = f' <span class="says">{_esc(each.says)}</span>' if each.says else ""
    new = ' <span class="tag">new</span>' if each.new else ""
    return (
        f'<li class="{kind}{" new" if each.new else ""}"><p class="account">'
        f'<span class="sign" title="{name}" aria-hidden="true">{each.sign}</span> '
        f'<bdi class="who">{_esc(each.who)}</bdi>{part}{says}{new}</p>'
        f"{''.join(_quote(quote, room) for quote in each.quotes)}</li>"
    )


def _quote(quote: Quote, room: str | None) -> str:
    target = outward(quote.url) if room is None or quote.room is None else room + quote.room
    where = f"<bdi>{_esc(quote.where)}</bdi>"
    if target:
        where = f'<a href="{_esc(target)}"{_AWAY}>{where}</a>'
    via = f", via <bdi>{_esc(' and '.join(quote.via))}</bdi>" if quote.via else ""
    copies = f", and in {quote.copies:,} more report{'' if quote.copies == 1 else 's'}" if quote.copies else ""
    return f'<blockquote><p dir="auto">“{_esc(quote.text)}”</p><footer>{where}{via}{copies}</footer></blockquote>'
