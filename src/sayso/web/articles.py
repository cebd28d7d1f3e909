"""A reading as pages show it: its text with the claims marked, a card for each, and who speaks; as markup."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from fastapi import Request
from markupsafe import Markup

from sayso.answers.reports import Surroundings
from sayso.exports import judged as judgements
from sayso.exports.article import marked, outward
from sayso.exports.cards import Ways, card, esc
from sayso.exports.foreign import foreign, side, spoken
from sayso.exports.locator import locator
from sayso.exports.overview import legend, overview
from sayso.exports.review_records import VERDICTS
from sayso.ledger.judging import Judgement
from sayso.ledger.reviews import Review
from sayso.model import Claim, Place, Reading
from sayso.web.asking import link, query

__all__ = ["Shown", "anchor", "article", "drafted", "reviewable", "ways"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A reading as markup; whatever a report says in it is escaped."""

    reading: Reading
    text: Markup
    cards: Markup
    overview: Markup
    legend: Markup
    address: Markup
    spoken: Markup


def anchor(claim: str) -> str:
    """What a claim is called in the address of its report, by its id; without white space."""
    return quote(claim, safe="", errors="replace")


def article(reading: Reading, to: Ways, name: Callable[[int], str] | None = None) -> Shown:
    """A reading's markup; ``name`` calls a claim (counted from 0) otherwise than by its id."""
    claims = reading.claims

    def key(n: int) -> str:
        return anchor(claims[n].id) if name is None else name(n)

    cards = (
        card(key(n), n + 1, claim, reading.report, reading.why.get(claim.id), to) for n, claim in enumerate(claims)
    )
    # All of these escape what they are given: see exports/cards.py.
    return Shown(
        reading,
        Markup(marked(reading, key)),
        Markup("\n".join(cards)),
        Markup(side((reading,), to.named) if foreign(reading.report) else overview((reading,))),
        Markup(legend((reading,), unfolded=False)),
        Markup(outward(reading.report.url)) if reading.report.url else Markup(),
        Markup(spoken(reading.report)),
    )


def ways(request: Request, around: Surroundings, more: Callable[[Claim], str] = lambda _: "") -> Ways:
    """Where the cards of a kept report lead; ``more`` is markup for the end of each card."""
    return Ways(
        source=lambda name: link(request, "sources", name),
        outlet=lambda name: link(request, "reports", outlet=name),
        place=lambda name: link(request, "places", name),
        event=lambda claim: link(request, "events", f"e-{claim.id}"),
        named=lambda place: link(request, "reports", place=place.name if place.id is None else str(place.id)),
        map=_mapped(around),
        more=more,
    )


def reviewable(held: Mapping[str, Review], judged: Mapping[str, Sequence[Judgement]]) -> Callable[[Claim], str]:
    """The end of a claim's card: what people hold of it, what one has decided of its reading, and the way to decide."""

    def shown(claim: Claim) -> str:
        review = held.get(claim.id)
        told = f"{VERDICTS[review.verdict].capitalize()} by <bdi>{esc(review.by)}</bdi>. " if review else ""
        lead = "Look at it again" if review else "Is this right? Review it"
        said = judgements.shown(judged.get(claim.id, ()), claim)
        way = esc("/review" + query({"claim": claim.id}))
        judge = esc("/judgements" + query({"claim": claim.id}))
        ways = f'<a href="{way}">{lead}</a> · <a href="{judge}">Is it so? Judge it</a>'
        return f'{said}<p class="reviewed part">{told}{ways}</p>'

    return shown


def drafted(around: Surroundings) -> Ways:
    """The same for a report that was only read: no page tells of it yet."""
    return Ways(lambda _: None, lambda _: None, lambda _: None, lambda _: None, map=_mapped(around))


def _mapped(around: Surroundings) -> Callable[[Claim], str]:
    @cache  # many claims of a report are of one place
    def drawn(places: tuple[Place, ...]) -> str:
        return locator(places, around.near, around.lands)

    return lambda claim: drawn(claim.places)
