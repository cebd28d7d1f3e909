"""Which JSON values stand in this stream, one behind the other? Found as they come, in constant memory.

A list is taken for its items, and values may be parted by commas or by nothing: exports and dumps come in all these
shapes, and one that is broken off has whole values before the break. A value is found by its braces alone, so one that
is no JSON inside costs itself.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from sayso.intake.encoding import LIMIT_BYTES, LIMIT_TEXT, charset_of

__all__ = ["Value", "values"]

_STEP: Final = 1 << 16
_BETWEEN: Final = re.compile(r"[\s,\ufeff\x1e]*")
_TOKEN: Final = re.compile(r'"(?:[^"\\\n]++|\\.)*+"|["{}\[\]]')
_SCALAR: Final = re.compile(r'"(?:[^"\\\n]++|\\.)*+"|[\w.+-]++(?=\s*+[,\]}]|\s*+\Z)')
_NEXT: Final = re.compile(r"\n[ \t\r,\[]*+\{")
_SHOWN: Final = 200
_LARGE: Final = f"more than {LIMIT_TEXT} in one value"


@dataclass(frozen=True, slots=True)
class Value:
    """The text of a value; ``fault`` says why it is none, and then the text is only where it begins."""

    text: str
    fault: str = ""


class _Text:
    """The text of a stream, as much of it as is needed at a time: ``kept``, of which all before ``at`` is done with."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        head = stream.read(_STEP)
        self._decoder = codecs.getincrementaldecoder(charset_of(head))(errors="replace")
        self.kept, self.at = self._decoder.decode(head), 0
        self._ended = False

    @property
    def sign(self) -> str:
        """The next sign; "" at the end."""
        return self.kept[self.at : self.at + 1]

    def more(self) -> bool:
        """Let go of what is done with, and read on; False at the end."""
        self.kept, self.at = self.kept[self.at :], 0
        if not self._ended:
            data = self._stream.read(max(_STEP, len(self.kept)))  # twice as much: a long value is not gone over often
            self._ended = not data
            self.kept += self._decoder.decode(data, final=self._ended)
        return not self._ended

    def take(self, end: int) -> str:
        """What is before ``end``, which then is done with."""
        taken = self.kept[self.at : end]
        self.at = end
        return taken


def values(stream: BinaryIO) -> Iterator[Value]:
    """The values of a stream, those of a list one by one; what is none is told as such, and the next one looked for."""
    text = _Text(stream)
    opened = False
    while _begins(text):
        if text.sign == "[" and not opened:
            opened = True
            text.at += 1
        elif text.sign == "]":
            opened = False
            text.at += 1
        elif text.sign in "{[":
            yield _braced(text)
        else:
            yield _scalar(text)


def _begins(text: _Text) -> bool:
    while True:
        between = _BETWEEN.match(text.kept, text.at)
        text.at = between.end() if between else text.at
        if text.sign or not text.more():
            return bool(text.sign)


def _braced(text: _Text) -> Value:
    """A value from its brace to the one that closes it."""
    end = text.at
    depth = 0
    large = False
    while True:
        token = _TOKEN.search(text.kept, end)
        if token is None or (token.group() == '"' and text.kept.find("\n", token.start()) < 0):
            end = len(text.kept) if token is None else token.start()
            if large or end - text.at > LIMIT_BYTES:  # too much of it to be kept: only its end is looked for
                large = True
                text.at = end
            if len(text.kept) - end > LIMIT_BYTES:
                return _lost(text, end, _LARGE)
            end -= text.at
            if not text.more():
                return Value(text.take(len(text.kept))[:_SHOWN], "it breaks off")
        elif token.group() == '"':
            return _lost(text, token.start(), "a string that does not end in its line")
        else:
            end = token.end()
            depth += 1 if token.group() in "{[" else -1 if token.group() in "}]" else 0
            if depth == 0:
                whole = text.take(end)
                return Value("", _LARGE) if large or len(whole) > LIMIT_BYTES else Value(whole)


def _scalar(text: _Text) -> Value:
    while not (found := _SCALAR.match(text.kept, text.at)):
        rest = len(text.kept) - text.at
        if rest > _STEP or text.kept.find("\n", text.at) >= 0 or not text.more():
            return _lost(text, text.at, "Expecting value")
    return Value(text.take(found.end()))


def _lost(text: _Text, begin: int, why: str) -> Value:
    """What is no value, with all before a line on which the next may begin."""
    shown = text.kept[text.at : text.at + _SHOWN]
    text.at = begin
    while not (found := _NEXT.search(text.kept, text.at)):
        text.at = max(len(text.kept) - _SHOWN, text.at)
        if not text.more():
            text.at = len(text.kept)
            return Value(shown, why)
    text.at = found.end() - 1
    return Value(shown, why)
