"""May this XML be parsed? Its text, with nothing left in it that a parser would expand or fetch.

Feeds and lists of feeds come from anyone. What declares entities of its own is refused (a few lines can stand for
gigabytes, or for a file of this machine), and what is broken is mended as browsers mend it, so that a parser behind
this sees nothing but well-formed elements.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from xml.parsers import expat

from lxml import etree

from sayso.errors import InputError
from sayso.intake.encoding import decode

__all__ = ["Markup", "mended", "read_markup", "root_of", "tree_of"]

_DECLARED: Final = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]{0,400}>")
_NAMED: Final = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_BARE: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)")
_VERBATIM: Final = re.compile(r"<!\[CDATA\[|<!--")
_OWN: Final = frozenset(("amp", "lt", "gt", "quot", "apos"))
# What XML can't hold at all, and editors paste all the same.
_NEVER: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NAME: Final = re.compile(r"<([A-Za-z_][\w.:-]{0,80})")
_PROLOGUE: Final = (("<?", "?>"), ("<!--", "-->"))
_MOST_ATTRIBUTES: Final = 1_000
_UTF8: Final = frozenset(("utf-8", "utf8"))


class Markup:
    """XML as text, without its declaration; ``note`` is what its label got wrong."""

    __slots__ = ("note", "text")

    def __init__(self, text: str, note: str | None) -> None:
        self.text, self.note = text, note


def read_markup(data: bytes, source: str, charset: str | None = None) -> Markup:
    """The text of XML that came with a ``charset``: by its mark, as UTF-8, as it says itself, or by detection.

    InputError for bytes that are no text.
    """
    if re.match(rb"<\0[^\0]\0|\0<\0[^\0]", data):  # UTF-16 that goes without a mark, as XML may
        data = (b"\xff\xfe" if data[:1] == b"<" else b"\xfe\xff") + data
    found = _DECLARED.match(data, 0, 1000)
    label = (found.group(1).decode("ascii") if found else charset or "").strip().lower() or None
    text = decode(data, source, label).lstrip("\ufeff")
    declaration = _DECLARATION.match(text)
    if declaration:
        text = text[declaration.end() :]
    return Markup(_NEVER.sub("", text), _lie(data, label))


def _lie(data: bytes, label: str | None) -> str | None:
    """What is wrong with an encoding's label, in words; None where it is right, or there is none."""
    if label is None or data.isascii() or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return None
    try:
        data.decode("utf-8")
        utf8 = True
    except UnicodeDecodeError:
        utf8 = False
    if utf8:
        return None if label in _UTF8 else f"says that it is {label}, and is UTF-8"
    if label in _UTF8:
        return "says that it is UTF-8, and is not"
    try:
        data.decode(label)
    except LookupError:
        return f"says that it is {label}, which is no encoding"
    except ValueError:  # "undefined", which Python has for an encoding, says so with another error than the others
        return f"says that it is {label}, and is not"
    return None


def root_of(text: str) -> str:
    """The name of the first element, in lower case, with its prefix; "" where there is none."""
    at = 0
    while True:
        at = _past_spaces(text, at)
        for opening, closing in _PROLOGUE:
            if text.startswith(opening, at):
                end = text.find(closing, at)
                at = end + len(closing)
                break
        else:
            if text[at : at + 9].lower() != "<!doctype":
                found = _NAME.match(text, at)
                return found.group(1).lower() if found else ""
            end, inner = text.find(">", at), text.find("[", at)
            if 0 <= inner < end:
                end = text.find(">", max(text.find("]", inner), inner))
            at = end + 1
        if end < 0:
            return ""


def _past_spaces(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def mended(text: str, source: str) -> tuple[bytes, str | None]:
    """Well-formed XML, in UTF-8, and what was wrong with ``text``; b"" where nothing of it can be saved.

    InputError for what declares entities of its own, or has more attributes on an element than any feed.
    """
    data = _NAMED.sub(_letter, text).encode("utf-8", "replace")
    wrong = _fault(data, source)
    if wrong is None:
        return data, None
    # What a recovering parser would make of "?a=1&b=2" is another address.
    whole = "".join(_spelled(data.decode("utf-8"))).encode("utf-8")
    if _fault(whole, source) is None:
        return whole, wrong
    data = whole
    parser = etree.XMLParser(recover=True, no_network=True, resolve_entities=False, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return b"", wrong
    if tree is None:
        return b"", wrong
    saved: bytes = etree.tostring(tree, encoding="utf-8")
    return (saved if _fault(saved, source) is None else b""), wrong


def tree_of(saved: bytes) -> Any:
    """The tree of what ``mended`` has saved; XMLSyntaxError where it nests deeper than this parser follows."""
    return etree.fromstring(saved, etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False))


def _spelled(text: str) -> Iterator[str]:
    """A text piece by piece, with every "&" that begins no entity spelled out; what is verbatim stays as it is."""
    at = 0
    for opening in _VERBATIM.finditer(text):
        if opening.start() < at:
            continue
        end = text.find("]]>" if opening.group() != "<!--" else "-->", opening.end())
        if end < 0:
            break
        yield _BARE.sub("&amp;", text[at : opening.start()])
        yield text[opening.start() : end]
        at = end
    yield _BARE.sub("&amp;", text[at:])


def _letter(match: re.Match[str]) -> str:
    """An entity that HTML knows and XML does not, as the letter that it stands for."""
    name = match.group(1)
    code = None if name in _OWN else html.entities.name2codepoint.get(name)
    return match.group() if code is None else f"&#{code};"


def _fault(data: bytes, source: str) -> str | None:
    """What a strict parser says of it; None for well-formed XML."""
    parser = expat.ParserCreate("utf-8", " ")

    def declared(*_: object) -> None:
        fix = "nothing that declares entities of its own is read: it may stand for far more than it shows"
        raise InputError(source, "XML", "entities", fix)

    def begun(_: str, attributes: Mapping[str, str]) -> None:
        if len(attributes) > _MOST_ATTRIBUTES:
            fix = "the parser behind this looks each of them up among all: hours for a few megabytes"
            raise InputError(source, "XML", f"{len(attributes):,} attributes on one element", fix)

    parser.EntityDeclHandler = declared
    parser.StartElementHandler = begun
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        return f"broken XML: {error}"
    return None
