"""A place's time drawn as a band: its spans as pieces of a line of days, each a link, told by shape as well as hue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sayso.exports import words
from sayso.exports.scale import Scale
from sayso.weighing.control import Control, Span

__all__ = ["Band", "Fill", "Piece", "band", "fills", "scale"]

# How many percents of the band a letter of a label takes, and the space beside it, on a desk and on a phone.
_DESK: Final = (0.65, 1.6)
_PHONE: Final = (2.2, 5.0)
_ROOM: Final = (("phone", _PHONE), ("desk", _DESK))
_LEAST: Final = 0.35  # a piece of a day in ten years is still to be seen


@dataclass(frozen=True, slots=True)
class Fill:
    """A pattern that tells a status and whose it is; ``sides`` are the CSS classes of one or two sides."""

    id: str
    status: str
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A span on the band: where it stands (percents), how it is filled, what it is called and how much of that fits."""

    span: Span
    at: float
    width: float
    fill: Fill
    label: str
    room: str
    here: bool

    @property
    def told(self) -> str:
        """The piece in words."""
        days = words.day(self.span.start)
        if self.span.end != self.span.start:
            days += f" to {words.day(self.span.end)}"
        return f"{days}: {words.control(self.span.control)}"


@dataclass(frozen=True, slots=True)
class Band:
    """The pieces of one timeline."""

    pieces: tuple[Piece, ...]


def scale(timelines: Iterable[Sequence[Span]]) -> Scale | None:
    """The line of days that some timelines need together; None where nothing is told."""
    spans = [span for timeline in timelines for span in timeline]
    return Scale(min(s.start for s in spans), max(s.end for s in spans)) if spans else None


def band(timeline: Sequence[Span], line: Scale, on: date, side_class: Callable[[str | None], str]) -> Band:
    """A timeline on a line of days; ``on`` is the day asked about."""
    pieces = []
    for span in timeline:
        width = max(line.width(span.start, span.end), _LEAST)
        label = _label(span.control)
        fits = [room for room, (letter, beside) in _ROOM if label and len(label) * letter + beside <= width]
        room = fits[0] if fits else ""
        here = span.start <= on <= span.end
        pieces.append(Piece(span, line.at(span.start), width, _fill(span.control, side_class), label, room, here))
    return Band(tuple(pieces))


def fills(bands: Iterable[Band]) -> list[Fill]:
    """The patterns that some bands need, each once."""
    return list(dict.fromkeys(piece.fill for band in bands for piece in band.pieces))


def _label(control: Control) -> str:
    if control.status == "held":
        return control.holder or ""
    if control.status == "claimed":
        return f"{words.listed(control.claimants)} claims it"
    return "contested" if control.status == "contested" else ""


def _fill(control: Control, side_class: Callable[[str | None], str]) -> Fill:
    names = (control.holder,) if control.status == "held" else control.claimants[:2]
    sides = tuple(side_class(name) for name in names)
    if control.status == "contested" and len(sides) < 2:
        sides = (*sides, *("side-none",) * (2 - len(sides)))
    return Fill("-".join(("p", control.status, *sides)), control.status, sides)
