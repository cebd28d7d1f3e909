"""A small ledger of an invented siege, for tests of what is answered: seven reports, written down as true claims."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sayso.ledger import Keeper, Ledger
from sayso.model import Claim, Count, Party, Place, Reading, Report, Source, Stance, When

__all__ = ["HRADOV", "MLIN", "READINGS", "SEEN", "fill", "reading"]

HRADOV = Place("Hradov", 9001, -48.21, -123.24)
MLIN = Place("Mlin", 9002, -48.26, -123.31)
ELSEWHERE = Place("Hradov", 9003, -47.0, -121.0)  # another village of that name
SEEN = datetime(2031, 6, 1, tzinfo=UTC)
_MINISTRY = Source("Ostrya's Defence Ministry", "government", "Ostrya")
_STAFF = Source("Varnia's General Staff", "military", "Varnia")
_GOVERNOR = Source("Ilona Marek", "local_official", "Varnia")
_OSTRYA = Party("Ostryan troops", "Ostrya")
_VARNIA = Party("Varnian troops", "Varnia")


def reading(id: str, published: date | None, outlet: str, *claims: dict[str, Any], **report: Any) -> Reading:
    """A reading whose text is its claims' sentences, one after the other; each claim a dict of fields."""
    text, made = "", []
    for number, claim in enumerate(claims):
        sentence = claim.pop("text")
        start = len(text)
        text += f"{sentence}. "
        fields: dict[str, Any] = {"source": Source("narrator"), "places": (HRADOV,), **claim}
        made.append(
            Claim(id=f"{id}.{number}", report=id, text=sentence, start=start, end=start + len(sentence), **fields)
        )
    header = {"theatre": "varnia", "title": f"News of {id}", **report}
    return Reading(Report(id=id, text=text or "Nothing.", published=published, outlet=outlet, **header), tuple(made))


def _on(day: int) -> When:
    return When(date(2031, 3, day), date(2031, 3, day))


def _wire(id: str, outlet: str) -> Reading:
    return reading(
        id, date(2031, 3, 4), outlet,
        {"text": "its troops had captured the town of Hradov after three weeks of fighting in its streets",
         "type": "capture", "source": _MINISTRY, "cue": "said", "actor": _OSTRYA, "when": _on(3),
         "stances": (Stance("Interwire", "could_not_verify"),)},
        {"text": "a missile strike on the bus station of Hradov killed at least four people who waited there",
         "type": "casualties", "source": _GOVERNOR, "cue": "said", "via": ("Telegram",), "actor": _OSTRYA,
         "when": _on(2), "counts": (Count("killed", min=4),)},
        agency="Interwire",
    )  # fmt: skip


READINGS = (
    _wire("wire-1", "Interwire"),
    _wire("courier-1", "The Velmar Courier"),  # the same text: a copy
    reading(
        "nine-1", date(2031, 3, 5), "Channel Nine",
        {"text": "the town had not fallen", "type": "capture", "source": _STAFF, "cue": "said", "actor": _OSTRYA,
         "modality": "negated"},
        {"text": "seven people died when a missile struck the bus station", "type": "casualties",
         "source": Source("Red Cross", "organisation"), "cue": "said", "when": _on(2), "counts": (Count("killed", 7),)},
    ),
    reading(
        "nine-2", date(2031, 3, 6), "Channel Nine",
        {"text": "shells fell on Mlin through the night", "type": "shelling", "actor": _OSTRYA, "places": (MLIN,),
         "when": _on(6)},
        {"text": "a well was dug in the other Hradov", "type": "supply", "places": (ELSEWHERE,)},
        url="https://nine.example/2",
    ),
    reading(
        "wire-2", date(2031, 3, 11), "Interwire",
        {"text": "its troops had left Hradov on the evening before", "type": "withdraw", "source": _STAFF,
         "cue": "said", "actor": _VARNIA, "when": _on(10)},
        agency="Interwire",
    ),
)  # fmt: skip


def fill(ledger: Ledger) -> Ledger:
    """Keep the siege in a ledger."""
    keeper = Keeper(ledger)
    for each in READINGS:
        keeper.keep(each, seen=SEEN)
    return ledger
