"""What do these messages report? Newsletters and wire mail: mailboxes (.mbox, RFC 4155) and single messages (.eml).

The text of a message is its plain part, else the article in its HTML; what is attached is left alone, but for messages.
What it quotes of the letter that it answers is left out (``quoting``). Its date and subject are the report's, its
sender's name the outlet's; of one that passes another on, those of that other.

Messages are told apart by their "From " lines: only one that looks like the sender's line of a mailbox, with header
lines behind it, begins a message, since authors begin paragraphs with "From" too.
"""

from __future__ import annotations

import codecs
import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage, MIMEPart
from email.policy import EmailPolicy
from email.utils import parseaddr, parsedate_to_datetime
from typing import BinaryIO, Final

from sayso.errors import InputError
from sayso.intake.building import Given, build
from sayso.intake.dates import parse_date
from sayso.intake.encoding import LIMIT_BYTES, decode, too_large
from sayso.intake.html import Page, declared_charset, read_page
from sayso.intake.messages import MOST_PARTS, STUMBLES, has_too_many_parts
from sayso.intake.quoting import own_markup, parted
from sayso.intake.told import Item, Told
from sayso.model import Refusal

__all__ = ["read"]

_STEP: Final = 65_536  # a line may be as long as the file
_FROM = re.compile(rb"From \S(?>.*?\d\d:\d\d).*\d{4}|From (?:-|\S[^\s@]*+@\S++|MAILER-DAEMON)\s")
_HEADER = re.compile(rb"[!-9;-~]{1,80}:|>From ")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)  # mboxrd
_SIGNATURE = re.compile(r"^-- \r?$.*", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"[^()]*+\(([^()]{1,200})\)\s*+")  # "desk at paper.example (The Desk)", as list archives have it
_LIST = re.compile(r"\s*+\"?([^\"<]*+)\"?\s*+<[^>]*>")
_NOTE: Final = 20  # words above a letter that is passed on, from which they are a report of their own
_STUB: Final = 60  # words of a plain part beneath which it may be none
_STUBS: Final = 2  # and how much more the HTML beside it must have
_LONGEST: Final = 8_000  # characters of one field of a head, or of a part's


class _Brief(EmailPolicy):
    """The standard library's policy, but that a field of a head is cut where no mailer goes on.

    Its parser takes the square of a field's length: minutes for a megabyte of senders.
    """

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """The name and the value of a field."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST]


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    captions: tuple[str, ...]
    id: str | None
    title: str | None
    sent: datetime | None
    sender: str | None
    url: str | None
    published: date | None = None


def read(stream: BinaryIO, source: str, given: Given) -> Iterator[Item]:
    """The messages of a mailbox, or the one that a stream is; one that can't be read is refused by its number."""
    number = 0
    for number, data in enumerate(_messages(stream), 1):
        where, name = f"{source}: message {number}", f"{source}#{number}"
        try:
            if data is None:
                raise too_large(where, f"more than {LIMIT_BYTES:,} bytes")
            yield from _told(data, where, name, given)
        except InputError as refused:
            yield Refusal(name, str(refused))
    if not number:
        raise InputError(source, "file", "empty", "give a mailbox, or a message as it came")


def _messages(stream: BinaryIO) -> Iterator[bytes | None]:
    """The messages as they lie there; None for one over the limit, which is passed to its end."""
    parts: list[bytes] = []
    size = 0
    begun = False  # at the beginning of a line
    blank = True  # and the line before it had nothing
    line = stream.readline(_STEP)
    while line:
        following = stream.readline(_STEP)
        if not begun and blank and _FROM.match(line) and _HEADER.match(following):
            if size:
                yield b"".join(parts) if size <= LIMIT_BYTES else None
            parts, size = [], 0
        elif size <= LIMIT_BYTES and (size or line.strip()):
            parts.append(line)
            size += len(line)
            if size > LIMIT_BYTES:
                parts.clear()
        blank = not begun and not line.strip(b"\r\n")
        begun = not line.endswith(b"\n")
        line = following
    if size:
        yield b"".join(parts) if size <= LIMIT_BYTES else None


def _told(data: bytes, where: str, name: str, given: Given) -> Iterator[Item]:
    """The reports of a message, and of those that are attached to it: forwarded whole, or bound into a digest.

    ``name`` is what it is called when something in it is refused.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    if has_too_many_parts(data):
        raise InputError(where, "message", f"more than {MOST_PARTS:,} parts", "give a message that a mailer stored")
    try:
        message = email.message_from_bytes(_QUOTED.sub(rb"\1", data), policy=_Brief())
        assert isinstance(message, EmailMessage), "such a policy makes no other"
        inner = [part.get_payload(0) for part in message.walk() if part.get_content_type() == "message/rfc822"]
        attached = [each for each in inner if isinstance(each, EmailMessage)]
    except STUMBLES as broken:
        raise _stumbled(broken, where) from None
    kept: list[Item] = []
    refused: list[InputError] = []
    for number, each in enumerate((message, *attached)):
        at = f"{where}, attached {number}" if number else where
        try:
            for letter in _letters(each, at):
                kept.append(_report(letter, at, given))
        except InputError as failed:
            if number:
                kept.append(Refusal(f"{name}, attached {number}", str(failed)))
            else:
                refused.append(failed)
    if refused and not kept:  # around messages that are attached there is often nothing
        raise refused[0]
    yield from kept


def _report(letter: _Letter, where: str, given: Given) -> Told:
    day = letter.published or (letter.sent.date() if letter.sent else None)
    report = build(
        letter.text, where, id=letter.id, title=letter.title, captions=letter.captions, theatre=given.theatre,
        published=day or given.published, outlet=given.outlet or letter.sender, url=letter.url, until=day,
    )  # fmt: skip
    sent = letter.sent
    return Told(report, sent.replace(tzinfo=UTC) if sent and sent.tzinfo is None else sent)


def _letters(message: EmailMessage, where: str) -> Iterator[_Letter]:
    try:
        yield from _by_whom(_letter(message, where), where)
    except STUMBLES as broken:
        if isinstance(broken, InputError):
            raise
        raise _stumbled(broken, where) from None


def _stumbled(broken: Exception, where: str) -> InputError:
    said = " ".join(str(broken).split())[:80] or type(broken).__name__
    return InputError(where, "message", said, "give the message as its mailer stored it")


def _by_whom(letter: _Letter, where: str) -> Iterator[_Letter]:
    """The letter in its sender's own words, and the one that it passes on, as its own sender's."""
    parts = parted(letter.text, letter.title)
    if parts.passed_on is not None and parts.passed_on.strip():
        if len(parts.own.split()) >= _NOTE:
            yield replace(letter, text=parts.own, id=f"{letter.id}/above" if letter.id else None)
        name, address = parseaddr(parts.head["from"])
        yield replace(
            letter, text=parts.passed_on, title=parts.head.get("subject") or letter.title,
            published=parse_date(parts.head.get("date", "")),
            sender=name.strip("\"' ") or address.rpartition("@")[2] or parts.head["from"] or None,
        )  # fmt: skip
    elif parts.own.strip() or not letter.text.strip():
        yield replace(letter, text=parts.own)
    else:
        raise InputError(where, "body", "nothing but what it quotes", "give the message that it answers")


def _letter(message: EmailMessage, where: str) -> _Letter:
    subject = _word(message, "Subject")
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    text = _plain(plain, where) if plain is not None else ""
    captions: tuple[str, ...] = ()
    title = subject
    if html is not None and len(text.split()) < _STUB:
        try:
            page = _page(html, where, subject)
        except InputError:
            if not text.strip():
                raise
        else:
            if len(page.text.split()) >= _STUBS * len(text.split()):  # "Your mail program can't show this message"
                text, captions, title = page.text, page.captions, subject or page.title
    if plain is None and html is None:
        raise _textless(where)
    return _Letter(
        text,
        captions,
        (_word(message, "Message-ID") or "").strip("<> ") or None,
        title,
        _sent(message),
        _sender(message),
        (_word(message, "Archived-At") or "").strip("<> ") or None,
    )


def _textless(where: str) -> InputError:
    return InputError(where, "body", "no text in it", "give a message that has its text in it, not attached")


def _plain(body: MIMEPart, where: str) -> str:
    payload = body.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return ""
    text = decode(payload, where, body.get_content_charset())
    if body.get_param("format", "") == "flowed":
        text = _unflowed(text)
    return _SIGNATURE.sub("", text)


def _page(body: MIMEPart, where: str, subject: str | None) -> Page:
    payload = body.get_payload(decode=True)
    if not isinstance(payload, bytes):
        raise _textless(where)
    markup = decode(payload, where, body.get_content_charset() or declared_charset(payload))
    return read_page(own_markup(markup, subject), where)


def _word(message: EmailMessage, name: str) -> str | None:
    return " ".join(str(message.get(name, "")).split()) or None


def _sent(message: EmailMessage) -> datetime | None:
    try:
        return parsedate_to_datetime(str(message.get("Date", "")))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _sender(message: EmailMessage) -> str | None:
    """Who publishes it: the sender's name, else the list's, else the sender's domain."""
    sender = message.get("From")
    addresses = getattr(sender, "addresses", ())
    if addresses and addresses[0].display_name:
        return str(addresses[0].display_name)
    raw = next((value for name, value in message.raw_items() if name.lower() == "from"), "")
    if (noted := _COMMENT.fullmatch(str(make_header(decode_header(str(raw)))))) and (called := noted.group(1).strip()):
        return called
    listed = _LIST.match(_word(message, "List-Id") or "")
    if listed and (called := listed.group(1).strip()):
        return called
    return str(addresses[0].domain) or None if addresses else None


def _unflowed(text: str) -> str:
    """Paragraphs whole again that a mailer let flow (RFC 3676): a line that ends in a space goes on in the next."""
    lines: list[str] = []
    for line in text.splitlines():
        quoted = line.startswith(">")
        line = line.removeprefix(" ")
        if lines and lines[-1].endswith(" ") and lines[-1] != "-- " and quoted == lines[-1].startswith(">"):
            lines[-1] += line
        else:
            lines.append(line)
    return "\n".join(lines)
