"""What the ledger answers, weighed: places, events, sources, claims. For the command line, the pages and notebooks.

Every answer can be had as known on a day: it is then the answer of a ledger that holds only the reports published by
that day. The order in which reports were added changes none.
"""

from __future__ import annotations

from sayso.answers.all_events import every_event
from sayso.answers.asked import Asked, checked
from sayso.answers.claims import Found, Page, claims, every_claim, search
from sayso.answers.events import EventAnswer, event, happenings
from sayso.answers.places import PlaceAnswer, place
from sayso.answers.sources import SourceAnswer, Speaker, source, speakers

__all__ = [
    "Asked",
    "EventAnswer",
    "Found",
    "Page",
    "PlaceAnswer",
    "SourceAnswer",
    "Speaker",
    "checked",
    "claims",
    "event",
    "every_claim",
    "every_event",
    "happenings",
    "place",
    "search",
    "source",
    "speakers",
]
