"""Reads and keeps the reports whose time has come: what an embargo kept back is out as soon as anything looks."""

from __future__ import annotations

from contextlib import closing

from sayso.ledger.keeping import Kept
from sayso.ledger.receiving import Receiver
from sayso.ledger.waiting import due
from sayso.model import Reading, Refusal
from sayso.working.pool import readings

__all__ = ["release"]


def release(
    receiver: Receiver, *, theatre: str | None = None, model: str | None = None, jobs: int = 1
) -> list[Kept | Refusal]:
    """What became of the reports whose time has come; one that can't be read waits on, and is noted as a problem.

    Where nothing is due it costs one question to the ledger, so whatever starts or polls may ask.
    """
    told = due(receiver.keeper.ledger)
    out: list[Kept | Refusal] = []
    if not told:
        return out
    with closing(readings((each.report for each in told), jobs, theatre, model)) as answers:
        for each, answer in zip(told, answers, strict=True):
            kept = receiver.keep(answer, each.seen) if isinstance(answer, Reading) else answer
            out.append(receiver.refuse(kept) if isinstance(kept, Refusal) else kept)
    return out
