"""What is contested, and what has become of claims lately, as plain values for JSON."""

from __future__ import annotations

from typing import Any

from sayso.answers.disputes import Contest, Contests, Dispute, Disputes
from sayso.answers.lately import Lately
from sayso.exports.answer_records import event_row, place_row, report_row
from sayso.exports.cells import iso, plain
from sayso.exports.rows import facts
from sayso.model import Publication
from sayso.weighing.accounts import Account
from sayso.weighing.control import Ground

__all__ = ["lately_record", "now_record"]


def now_record(found: Contests, disputes: Disputes) -> dict[str, Any]:
    """Contested places with the latest word on either side, and disputed events; out of how many."""
    return {
        "day": iso(found.day),
        "contested": [_contest(contest) for contest in found.contests],
        "weighed": found.weighed,
        "disputed": [_dispute(dispute) for dispute in disputes.disputes],
        "looked": disputes.looked,
    }


def _contest(contest: Contest) -> dict[str, Any]:
    row: dict[str, Any] = plain({name: v for name, v in place_row(contest.answer).items() if name != "known"})
    return row | {
        "latest": iso(contest.latest),
        "for": contest.claimed and _word(contest.claimed),
        "against": contest.against and _word(contest.against),
    }


def _dispute(dispute: Dispute) -> dict[str, Any]:
    row: dict[str, Any] = plain(event_row(dispute.answer))
    return row | {"disputed": iso(dispute.day)}


def lately_record(found: Lately) -> dict[str, Any]:
    """What has become of claims; ``whole`` is false where not all could be looked at for what they confirm."""
    return {
        "since": iso(found.since),
        "day": iso(found.day),
        "whole": found.whole,
        "confirmed": [
            {
                "event": each.event.id,
                "title": each.event.title,
                "source": _account(each.by),
                "claim": facts(each.fared.entry),
                "by": _account(each.verdict.by),
                "verdict": facts(each.verdict.entry),
                "days": each.verdict.days,
            }
            for each in found.confirmed
        ],
        "admitted": [
            {"account": _account(a.account), "place": a.place, "says": a.says, "claim": facts(a.entry)}
            for a in found.admitted
        ],
        "corrected": [
            {
                "report": _report(each.replaced.new[1]),
                "instead_of": _report(each.replaced.old[1]),
                "came": len(each.differences.came),
                "went": len(each.differences.went),
                "changed": len(each.differences.changed),
            }
            for each in found.corrected
        ],
        "withdrawn": [
            {"report": _report(each.publication), "day": iso(each.day), "why": each.why, "claims": each.claims}
            for each in found.withdrawn
        ],
    }


def _word(ground: Ground) -> dict[str, Any]:
    return {
        "account": _account(ground.account),
        "says": ground.says,
        "stance": ground.stance,
        "published": iso(ground.published),
        "claim": facts(ground.entry),
    }


def _account(account: Account) -> dict[str, Any]:
    return {"id": account.id, "name": account.name, "kind": account.kind, "side": account.side}


def _report(at: Publication) -> dict[str, Any]:
    row: dict[str, Any] = plain(report_row(at))
    return row
