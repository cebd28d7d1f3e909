"""Why so many accounts and no more? The count of an event's accounts in one sentence, for who sees it first."""

from __future__ import annotations

from sayso.answers import EventAnswer
from sayso.exports import words

__all__ = ["count_in_words"]


def count_in_words(answer: EventAnswer) -> str:
    """How many reports tell of an event, on how many independent accounts, and what made the one into the other."""
    tree = answer.tree
    told = [root for root in tree.roots if not root.denies]
    reports = len({entry.publication.report for entry in answer.event.entries})
    if not told:
        told_of = f"Nobody tells that it happened: {_many(reports, 'report')}"
        if tree.against:
            return f"{told_of} {_tell(reports)} of it only to deny it."
        return f"{told_of} {_tell(reports)} of it as wanted, feared or planned."
    mine = len({telling.entry.publication.report for root in told for telling in root.tellings})
    if mine == 1:
        whose = "one account" if tree.count == 1 else f"{tree.count} independent accounts"
        return f"Told in one report, by {whose}."
    if mine == tree.count and not answer.copies:
        return f"Told in {_many(mine, 'report')}, each by an account of its own."
    accounts = _many(tree.count, "independent account")
    sentence = f"Told in {_many(mine, 'report')}, but by {accounts}" if mine > tree.count else f"Told by {accounts}"
    because = []
    copies = sum(len(group.members) - 1 for group in answer.copies)
    if copies:
        because.append(f"{_many(copies, 'report')} only {'copies' if copies == 1 else 'copy'} another")
    for root in told:
        voices = {telling.account.id for telling in root.tellings}
        if root.account.id.startswith("side:") and len(voices) > 1:
            because.append(f"{words.own(root.account.name)} {len(voices)} voices count as one")
    return f"{sentence}: {words.listed(because)}." if because else f"{sentence}."


def _tell(count: int) -> str:
    return "tells" if count == 1 else "tell"


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
