"""What became of earlier claims, as lines of a digest: confirmed, admitted, corrected, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sayso.answers.front import DEEDS
from sayso.answers.lately import Admitted, Confirmed, Corrected
from sayso.answers.news import News
from sayso.exports import words
from sayso.exports.digest_lines import Item, Line, address, capital, many, quoted, sided, tidy, where
from sayso.ledger.latest import Withdrawn
from sayso.model import Claim, Entry, Publication

__all__ = ["admitted_item", "confirmed_item", "corrected_item", "withdrawn_item"]

_CHANGES: Final = 3
_TELLING: Final = frozenset(("counts", "places", "type", "modality"))


def confirmed_item(each: Confirmed, news: News) -> Item:
    """A claim that another account tells too by now."""
    said = each.fared.entry.publication.published
    days = each.verdict.days
    later = f", {many(days, 'day')} after {each.by.name}" if days else f", as did {each.by.name}"
    line = Line(
        "●", each.verdict.by.name, sided(each.verdict.by), f"tells it too{later}",
        (quoted([each.verdict.entry], news.known),), True,
    )  # fmt: skip
    first = quoted([each.fared.entry], news.known)
    before = Line("●", each.by.name, sided(each.by), f"said so{f' on {words.day(said)}' if said else ''}", (first,))
    room = address("events", each.event.id, known=news.known)
    return Item(capital(each.event.title), room, "", "Confirmed", (line, before))


def admitted_item(each: Admitted, news: News) -> Item:
    """A side's word against itself."""
    says = each.says.removesuffix(" it") + f" {each.place}" if each.says.endswith(" it") else each.says
    part = sided(each.account, words.WEIGHTS["admission"])
    line = Line("●", each.account.name, part, says, (quoted([each.entry], news.known),), True)
    return Item(each.place, address("places", each.place, known=news.known), "", "Admitted", (line,))


def corrected_item(each: Corrected, news: News) -> Item:
    """A report that another version stands in for, and what of its claims changed."""
    at, old = each.replaced.new[1], each.replaced.old[1]
    told = each.differences
    counts = [(len(told.changed), "changed"), (len(told.came), "came"), (len(told.went), "went")]
    said = words.listed([f"{many(n, 'claim')} {what}" for n, what in counts if n]) or "no claim changed"
    before = f" in place of {words.day(old.published)}" if old.published else ""
    changed = [change for change in told.changed if not _TELLING.isdisjoint(change.fields)]
    notes = [f"“{tidy(c.before.text)}” is now “{tidy(c.after.text)}”" for c in changed[:_CHANGES]]
    went = sorted((claim for claim in told.went if claim.type in DEEDS), key=_telling)[:_CHANGES]
    came = sorted((claim for claim in told.came if claim.type in DEEDS), key=_telling)[:_CHANGES]
    notes += [f"“{tidy(claim.text)}” is told no more" for claim in went]
    notes += [f"“{tidy(claim.text)}” is told now" for claim in came]
    return Item(
        _called(at),
        address("reports", at.report, known=news.known),
        f"{where(at)}{before}",
        f"Corrected: {said}",
        (),
        tuple(notes),
        at.url,
    )


def withdrawn_item(each: Withdrawn, told: Iterable[Entry] = ()) -> Item:
    """A report that was taken back, why, and what it had told."""
    at = each.publication
    state = f"Withdrawn on {words.day(each.day)}, with {many(each.claims, 'claim')}"
    notes = [f"“{tidy(each.why)}”"] if each.why else []
    claims = sorted((e.claim for e in told if e.publication.report == at.report), key=_telling)
    if claims:
        said = [f"“{tidy(claim.text)}”" for claim in claims[:_CHANGES]]
        if len(claims) > len(said):
            said.append(f"and {many(len(claims) - len(said), 'more claim')}")
        notes.append(f"It had told: {'; '.join(said)}.")
    return Item(_called(at), address("reports", at.report), where(at), state, (), tuple(notes), at.url)


def _telling(claim: Claim) -> tuple[bool, bool, int]:
    """Deeds before words, the dead and wounded before other deeds, then as they stand in the report."""
    return claim.type not in DEEDS, claim.type != "casualties", claim.start


def _called(at: Publication) -> str:
    return at.title or at.report
