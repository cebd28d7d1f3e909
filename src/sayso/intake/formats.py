"""In which format is this? By the name's suffix, the declared type, or the first bytes; and what reads each.

Text and HTML hold one report (``building.single``). Every other format holds many, and has a module with
``read(stream, source, given)``: items as they come, in constant memory; InputError only for a source that holds
nothing. It is imported when it is met: a short command on a text file starts sooner.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from typing import BinaryIO, Final, Literal

from sayso.intake.building import Given
from sayso.intake.told import Item
from sayso.intake.wanted import sift

__all__ = [
    "ABOUT",
    "MANY",
    "SNIFFED",
    "SUFFIXES",
    "Format",
    "declared",
    "format_of",
    "named",
    "packed",
    "read_many",
    "sniffed",
    "stem",
]

Format = Literal["text", "html", "jsonl", "warc", "mail", "ninjs", "table"]
SUFFIXES: Final[Mapping[str, Format]] = {
    ".txt": "text", ".text": "text", ".md": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".mhtml": "html", ".mht": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".warc": "warc", ".warc.gz": "warc",
    ".mbox": "mail", ".eml": "mail",
    ".json": "ninjs",
    ".csv": "table", ".tsv": "table",
    ".txt.gz": "text", ".html.gz": "html", ".jsonl.gz": "jsonl", ".ndjson.gz": "jsonl", ".mbox.gz": "mail",
    ".json.gz": "ninjs", ".csv.gz": "table", ".tsv.gz": "table",
}  # fmt: skip
"""How the names of files of reports end, in lower case, and what is in them."""
MANY: Final[Mapping[Format, str]] = {
    "jsonl": "sayso.intake.jsonl",
    "warc": "sayso.intake.warc",
    "mail": "sayso.intake.mail",
    "ninjs": "sayso.intake.ninjs",
    "table": "sayso.intake.tabular",
}
"""The formats that hold many reports, and the module that reads each."""
ABOUT: Final[Mapping[Format, str]] = {"warc": "conflict"}
"""What reports of a format must be about, where nothing else is asked for; of any other, "anything"."""
_TYPES: Final[Mapping[str, Format]] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/x-ndjson": "jsonl",
    "application/jsonl": "jsonl",
    "application/warc": "warc",
    "application/mbox": "mail",
    "message/rfc822": "mail",
    "text/csv": "table",
    "text/tab-separated-values": "table",
}
SNIFFED: Final = 4096
"""How many first bytes ``sniffed`` looks at."""
_JSONL = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{[ \t]*\"")
_NINJS = re.compile(
    rb"""(?:\xef\xbb\xbf)?\s*+\[?\s*+\{.*"(?:versioncreated|versionCreated|pubstatus|pubStatus|body_\w++|bodies)"\s*+:""",
    re.DOTALL,
)
_TEXT_KEY = re.compile(rb'"text"\s*+:')
_MBOX = re.compile(rb"From [^\s@]+(?:(?:@| at )\S+)?\s+(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ")
_MBOX_WITH_HEAD = re.compile(rb"[^\r\n]{1,200}\r?\n[!-9;-~]{1,80}:")
_GZIP = b"\x1f\x8b\x08"
_HTML = re.compile(
    rb"From: <Saved by |"  # as browsers begin MHTML
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*)*+"
    rb"<(?:!doctype\s+html|(?:html|head|body|article|div|p|title|meta)\b)",
    re.IGNORECASE | re.DOTALL,
)


def _suffix(name: str) -> str:
    """The longest known suffix of a file's name (".warc.gz" is one); "" where none is known."""
    lowered = name.lower()
    return max((s for s in SUFFIXES if lowered.endswith(s) and len(lowered) > len(s)), key=len, default="")


def named(name: str) -> Format | None:
    """The format that a file's name tells; None where it tells none."""
    return SUFFIXES.get(_suffix(name))


def format_of(name: str, head: bytes) -> Format:
    """The format of a file: by its name, else by its first bytes; by these too where such names have two meanings.

    Archives of mailing lists are mailboxes in .txt, and dumps of news items come a line each in .jsonl.
    """
    form = named(name)
    if form is None:
        return sniffed(head)
    if form == "text":
        head = _unzipped(head)
        return "mail" if _MBOX.match(head) and _MBOX_WITH_HEAD.match(head) else form
    if form == "jsonl":
        head = _unzipped(head)
        return "ninjs" if _NINJS.match(head) and not _TEXT_KEY.search(head) else form
    return form


def stem(name: str) -> str:
    """A path without its known suffix."""
    return name[: len(name) - len(_suffix(name))]


def declared(content_type: str) -> Format | None:
    """The format of a media type; None for text and for what tells nothing."""
    return _TYPES.get(content_type)


def sniffed(head: bytes) -> Format:
    """The format that the first bytes show; text where they show none."""
    if head.startswith(_GZIP):
        return "warc" if _unzipped(head, 16).startswith(b"WARC/") else "text"
    if head.startswith(b"WARC/"):
        return "warc"
    if _MBOX.match(head):
        return "mail"
    if _NINJS.match(head):
        return "ninjs"
    if _JSONL.match(head):
        return "jsonl"
    return "html" if _HTML.match(head) else "text"


def _unzipped(head: bytes, most: int = SNIFFED) -> bytes:
    """What a file begins with beneath gzip, where it is gzipped; b"" where that is broken."""
    if not head.startswith(_GZIP):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, most)
    except zlib.error:
        return b""


def packed(name: str, form: Format, head: bytes) -> bool:
    """Whether a file of this name, which begins so, is gzipped around the format that its name tells."""
    return form != "warc" and name.lower().endswith(".gz") and head.startswith(_GZIP)


def read_many(form: Format, stream: BinaryIO, source: str, given: Given) -> Iterator[Item]:
    """What a stream in a format of many reports tells, as it comes."""
    given = replace(given, about=given.about or ABOUT.get(form))
    found: Iterator[Item] = import_module(MANY[form]).read(stream, source, given)
    return sift(found, given)
