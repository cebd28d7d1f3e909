"""A reading made by hand of an invented report, with every kind of field in it; what the exports' tests share."""

from __future__ import annotations

from datetime import date
from typing import Any

from sayso.model import (
    Block,
    Claim,
    ClaimType,
    Count,
    Party,
    Place,
    Reading,
    Report,
    Source,
    Stance,
    When,
    Why,
)

__all__ = ["READING", "REPORT", "TEXT", "claim", "span"]

TEXT = """\
Open this photo in gallery: Rescue workers clear rubble from a school in Tarnów Brod, Kestria, on Wednesday. \
HANDOUT/Kestria Press Service

SELDA, March 8 (Northwire) - Kestrian forces recaptured the village of Ostrel on Tuesday after eight days of \
fighting, the Defence Ministry in Selda said, a claim that Morvia denied within the hour.

“The village is under our control. The enemy left behind eleven vehicles and lost at least 40 men,” Colonel Ivo \
Brandt, a spokesperson for Kestria’s ground forces, told Radio Selda.

Morvia’s General Staff said on Telegram that its troops had repelled the assault and were still holding Ostrel. \
Northwire could not verify accounts of fighting from either side.

Overnight, Morvian drones and missiles struck the port city of Halmar, killing three people and injuring between \
12 and 15, regional governor Petra Lund said. A school and two apartment blocks were damaged.

“They hit a school again, and they will deny it again,” Lund told reporters. Thousands of people have fled the \
Halmar region since mid-January, according to the relief agency Solace.

Kestria’s president, Tomas Arden, called on its allies to deliver air-defence systems before the summer. He may \
travel to Port Lume next week, a person familiar with the matter said.
"""


def span(words: str) -> tuple[int, int]:
    """Where ``words`` stand in TEXT first."""
    start = TEXT.index(words)
    return start, start + len(words)


def claim(number: int, words: str, kind: ClaimType, source: Source, **fields: Any) -> Claim:
    """Claim ``number`` on the first place where ``words`` stand in TEXT."""
    start, end = span(words)
    return Claim(f"demo-{number:02d}", "demo", words, start, end, kind, source, **fields)


MINISTRY = Source("Kestria’s Defence Ministry", "government", "Kestria")
STAFF = Source("Morvia’s General Staff", "military", "Morvia")
BRANDT = Source("Ivo Brandt", "military", "Kestria")
LUND = Source("Petra Lund", "local_official", "Kestria")
NARRATOR = Source("narrator")
KESTRIA = Party("Kestrian forces", "Kestria")
MORVIA = Party("Morvian forces", "Morvia")
OSTREL = Place("Ostrel", 701234, 48.123, 37.456)
HALMAR = Place("Halmar", 709999, 46.5, 32.6)
DENIED = (Stance("Morvia", "denies"), Stance("Northwire", "could_not_verify"))
CLAIMS = (
    claim(
        1,
        "Rescue workers clear rubble from a school in Tarnów Brod, Kestria, on Wednesday",
        "rescue",
        NARRATOR,
        places=(Place("Tarnów Brod"),),
        when=When(date(2023, 3, 8), date(2023, 3, 8)),
    ),
    claim(
        2,
        "Kestrian forces recaptured the village of Ostrel on Tuesday after eight days of fighting",
        "capture",
        MINISTRY,
        cue="said",
        quote="indirect",
        actor=KESTRIA,
        target=MORVIA,
        places=(OSTREL,),
        when=When(date(2023, 3, 7), date(2023, 3, 7)),
        stances=DENIED,
    ),
    claim(
        3,
        "eight days of fighting",
        "clash",
        MINISTRY,
        cue="said",
        quote="indirect",
        places=(OSTREL,),
        when=When(date(2023, 2, 27), date(2023, 3, 7)),
        stances=DENIED[1:],
    ),
    claim(
        4,
        "The village is under our control",
        "hold",
        BRANDT,
        cue="told",
        quote="direct",
        via=("Radio Selda",),
        actor=KESTRIA,
        places=(OSTREL,),
        stances=DENIED,
    ),
    claim(
        5,
        "The enemy left behind eleven vehicles and lost at least 40 men",
        "casualties",
        BRANDT,
        cue="told",
        quote="direct",
        via=("Radio Selda",),
        target=MORVIA,
        places=(OSTREL,),
        counts=(Count("killed or captured", min=40), Count("vehicles", n=11)),
        stances=DENIED[1:],
    ),
    claim(
        6,
        "its troops had repelled the assault",
        "repel",
        STAFF,
        cue="said",
        quote="indirect",
        via=("Telegram",),
        actor=MORVIA,
        target=KESTRIA,
        places=(OSTREL,),
        stances=DENIED[1:],
    ),
    claim(
        7,
        "were still holding Ostrel",
        "hold",
        STAFF,
        cue="said",
        quote="indirect",
        via=("Telegram",),
        actor=MORVIA,
        places=(OSTREL,),
        stances=(Stance("Kestria’s Defence Ministry", "disputes"), Stance("Northwire", "could_not_verify")),
    ),
    claim(
        8,
        "Morvian drones and missiles struck the port city of Halmar",
        "airstrike",
        LUND,
        cue="said",
        quote="indirect",
        actor=MORVIA,
        target=Party("Halmar", "Kestria"),
        places=(HALMAR,),
        when=When(date(2023, 3, 7), date(2023, 3, 8)),
    ),
    claim(
        9,
        "Morvian drones and missiles struck the port city of Halmar, killing three people and injuring "
        "between 12 and 15",
        "casualties",
        LUND,
        cue="said",
        quote="indirect",
        actor=MORVIA,
        places=(HALMAR,),
        counts=(Count("killed", n=3), Count("injured", min=12, max=15)),
        when=When(date(2023, 3, 7), date(2023, 3, 8)),
    ),
    claim(
        10,
        "A school and two apartment blocks were damaged",
        "damage",
        LUND,
        quote="indirect",
        actor=MORVIA,
        places=(HALMAR,),
    ),
    claim(11, "They hit a school again", "attack", LUND, cue="told", quote="direct", actor=MORVIA),
    claim(
        12, "they will deny it again", "statement", LUND, cue="told", quote="direct", modality="possible", actor=MORVIA
    ),
    claim(
        13,
        "Thousands of people have fled the Halmar region since mid-January",
        "displacement",
        Source("Solace", "organisation"),
        cue="according to",
        quote="indirect",
        places=(Place("Halmar region", None, 46.7, 32.9, "region"),),
        when=When(date(2023, 1, 11), None),
    ),
    claim(
        14,
        "deliver air-defence systems before the summer",
        "supply",
        Source("Tomas Arden", "government", "Kestria"),
        cue="called on",
        quote="indirect",
        target=Party("Kestria", "Kestria"),
        modality="demanded",
        when=When(None, date(2023, 5, 31)),
    ),
    claim(
        15,
        "He may travel to Port Lume next week",
        "meeting",
        Source("a person familiar with the matter", "unnamed"),
        cue="said",
        quote="indirect",
        modality="possible",
        actor=Party("Tomas Arden", "Kestria"),
        places=(Place("Port Lume"),),
        when=When(date(2023, 3, 13), date(2023, 3, 19)),
    ),
)
WHY = {
    "demo-02": Why(
        {
            "source": (
                "“the Defence Ministry in Selda” is the subject of “said”",
                "theatre: Kestria’s Defence Ministry, side Kestria",
            ),
            "cue": ("“said” follows the claim",),
            "places": (
                "Ostrel: 0.94 the only candidate in Kestria (GeoNames 701234)",
                "Ostrel: 0.11 Ostrel, Fantasia, population 120",
            ),
            "when": ("“on Tuesday”: the nearest Tuesday not after 8 Mar 2023",),
            "stances": ("“a claim that Morvia denied” points at this claim",),
        },
        {
            "source": (span("the Defence Ministry in Selda"),),
            "cue": (span("said"),),
            "when": (span("on Tuesday"),),
            "stances": (span("a claim that Morvia denied"),),
        },
    )
}
REPORT = Report(
    "demo",
    TEXT,
    "Kestria says it has retaken Ostrel; Morvia denies it",
    date(2023, 3, 8),
    "The Harbour Post",
    "Northwire",
    "Selda",
    "kestria",
    "https://news.example/ostrel",
    (
        Block("caption", 0, TEXT.index(" HANDOUT")),
        Block("credit", TEXT.index(" HANDOUT"), TEXT.index("\n")),
        Block("dateline", TEXT.index("SELDA"), TEXT.index("Kestrian forces")),
    ),
)
READING = Reading(REPORT, CLAIMS, "kestria", WHY)
