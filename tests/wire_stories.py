"""Stories of the invented war for the tests of copies: sentences by paragraphs, and chance that edits them."""

from __future__ import annotations

import random

__all__ = ["BACKGROUND", "CONVOY", "FERRY", "OWN_ON_FERRY", "PLANT", "STATEMENT", "WORDS", "edited", "text"]

# What the Ostryan ministry put out, which every newsroom quotes at length.
STATEMENT = (
    "“Our units struck a ferry that was carrying ammunition to the garrison of Halven, and no civilian was within "
    "two "
    "kilometres of the pier when it was hit. The reports of dead passengers are an invention of the Velmar "
    "propaganda "
    "machine, which has not shown a single photograph of a single victim to anybody,” the ministry wrote."
)

# An agency's standing paragraphs, under every story of the war.
BACKGROUND = [
    "Interwire could not independently verify the accounts of either side.",
    "The war between Varnia and Ostrya began in August 2030, when Ostryan troops crossed the border at three "
    "places and "
    "marched on Dolmir. Tens of thousands have fled the east since, and both governments keep their own losses "
    "secret.",
]

FERRY = [
    "An Ostryan missile sank a passenger ferry at the pier of Halven on Tuesday, killing at least 14 people, the "
    "port "
    "master said, in the deadliest attack on the southern coast since the harbour truce collapsed.",
    "The Morning Star had just taken on its last passengers for the islands when the missile tore through the car "
    "deck "
    "shortly after seven, according to two members of its crew.",
    "Divers brought up bodies until dusk. Ivo Kessin, the port master, said that nine people were still missing "
    "and that "
    "a strong current hampered the search.",
    STATEMENT,
    "Governor Mara Tesk called the ministry's words shameless. She said that 61 tickets had been sold for the "
    "crossing "
    "and that the list of names lay open in her office.",
    "Fishermen tied up their boats in mourning, and the schools of the town will stay closed until Friday.",
    "“I had waved to my sister a minute before,” said Danil Orlo, who keeps a kiosk at the gate. “Then the "
    "windows came in.”",
    "The islands have no airfield, and the ferry was the only way to the hospital on the mainland for some 6,000 "
    "people.",
    "A replacement from the northern line can be there by the weekend at the earliest, the operator Blue Line said.",
]

# Another newsroom's own story of the same event, with the same statement.
OWN_ON_FERRY = [
    "Rescuers searched the cold water off Halven for survivors on Tuesday after the island boat went down at its "
    "berth, "
    "hit by what Varnia's navy described as a cruise missile fired from the Molna region.",
    "Fourteen people are known to have died. Their bodies were laid out in the customs hall, where relatives who "
    "had come "
    "by bus from as far as Tarn walked between the rows.",
    STATEMENT,
    "The Varnian General Staff denied that any ammunition had been aboard and invited foreign envoys to look at "
    "the wreck.",
    "Sailors who manned the boat told the Herald that they had asked in vain for the timetable to be changed, "
    "because "
    "drones had circled over the bay on three mornings.",
    "Insurers in the capital expect that no company will now take the risk of sailing without an escort.",
    "On the quay an old man sold candles. Nobody spoke much.",
]

CONVOY = [
    "A convoy of the aid group Open Road reached the cut-off town of Kamsin on Thursday with flour, insulin and "
    "blankets, "
    "the first to get through in five weeks.",
    "The 18 lorries had waited at the bridge since Sunday while officers of both armies haggled over a list of "
    "the drivers.",
    "Mayor Ivo Stanek said that the bakeries would work again by nightfall, and asked for diesel to keep the "
    "pumps of the "
    "waterworks going.",
    "Ostryan gunners held their fire during the passage, as their command in Vrasna had promised, a monitor on "
    "the spot said.",
    "Some 4,200 people are left in the town of once 30,000, most of them too old or too poor to move.",
    "Open Road means to send a second convoy next week, and wants the wounded to be taken out on the empty lorries.",
]

PLANT = [
    "Half of Orvik was without power on Saturday after drones set fire to the turbine hall of its power plant, "
    "the grid "
    "operator Varnenergo said.",
    "Engineers hoped to start the older of the two boilers by Monday. Trams stood still, and the mayor opened "
    "four warming rooms.",
    "The Ostryan Defence Ministry said that its forces had hit a workshop for armoured vehicles, without naming "
    "the place.",
    "It was the third attack on the plant since the autumn, and the first in which workers were hurt: two have burns.",
    "Analyst Petra Lind said that the strikes followed the forecast of the first hard frost too closely to be chance.",
    "Prices at the southern exchange rose by a fifth within an hour, and shops ran out of candles and batteries "
    "by noon.",
]

WORDS = [
    "later",
    "officials",
    "again",
    "on",
    "near",
    "reported",
    "quickly",
    "some",
    "about",
    "town",
    "further",
    "early",
]


def text(paragraphs: list[str], headline: str = "News from the war", byline: str = "By our correspondent") -> str:
    """A report of these paragraphs."""
    return "\n\n".join([headline, byline, *paragraphs])


def edited(paragraphs: list[str], share: float, rng: random.Random) -> list[str]:
    """The paragraphs lightly edited: so many of the words but names and figures changed, dropped or added to."""
    out = []
    for paragraph in paragraphs:
        words = paragraph.split()
        for k in range(1, len(words)):
            plain = words[k].islower() and words[k].isalpha()
            if plain and rng.random() < share:
                words[k] = rng.choice(["", rng.choice(WORDS), f"{words[k]} {rng.choice(WORDS)}"])
        out.append(" ".join(filter(None, words)))
    return out
