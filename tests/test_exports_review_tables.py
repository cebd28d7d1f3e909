from __future__ import annotations

import io

from rich.console import Console

from sayso.answers.reviews import LEFT, Case
from sayso.exports.review_records import changed
from sayso.exports.review_tables import decisions, doubtful
from sayso.ledger.reviews import Review
from sayso.model import Claim, Entry, Publication, Report, Source, Why

_CLAIM = Claim("a\x1b[31m", "r", "the town\x1b]0;x\x07 fell", 0, 19, "capture", Source("Col. \u202eBrezin", "military"))


def _review(**given: object) -> Review:
    told: dict[str, object] = {
        "key": 1, "claim": "a", "reading": "", "report": "r", "digest": "", "verdict": "correct", "fields": {},
        "by": "Vera\x1b[2J", "why": "see\nthe map", "made": "2034-03-01T12:00:00Z",
        "after": None, "stale": False,
    }  # fmt: skip
    return Review(**told | given)  # type: ignore[arg-type]


def _printed(answer: object, width: int = 100) -> str:
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(answer)
    return out.getvalue()


def test_the_log_lets_no_control_reach_the_terminal() -> None:
    fields = {"type": "hold", "source": {"name": "M\x1b[1m", "side": None}}
    told = _printed(decisions([(_review(fields=fields, stale=True), _CLAIM), (_review(verdict="undo"), None)], 7))
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "2 of 7 decisions" in told
    assert "came too late" in " ".join(told.split())


def test_the_doubtful_show_what_is_least_sure_first() -> None:
    why = Why(sure={"type": 0.9, "when": 0.41, "claim": 0.72, "places": 0.6})
    case = Case(
        Entry(_CLAIM, Publication("r", "")), _CLAIM, "", Report("r", _CLAIM.text), None, why, 0.59, (), stands=True
    )
    told = _printed(doubtful([case], LEFT))
    assert "\x1b" not in told
    assert [told.index(name) for name in ("when 0.41", "where 0.60", "a claim at all 0.72")] == sorted(
        told.index(name) for name in ("when 0.41", "where 0.60", "a claim at all 0.72")
    )
    assert "type 0.90" not in told
    assert "1,000 or more to be decided on" in told
    assert "every claim has been decided on" in _printed(doubtful([], 0))


def test_a_correction_is_told_in_words() -> None:
    fields = {
        "type": "hold",
        "actor": None,
        "target": {"name": "troops", "side": "Ostrya"},
        "places": [{"name": "Mlin", "id": 3}, {"name": "Hradov"}],
        "when": {"start": "2034-03-01", "end": None},
        "counts": [{"what": "killed", "n": 1200}, {"what": "hurt", "min": 4}],
        "via": [],
        "stances": [{"by": "Ostrya", "stance": "could_not_verify"}],
        "span": {"start": 0, "end": 4, "text": "fell"},
    }
    assert changed(_review(fields=fields)) == [
        "type: hold", "who acts: none", "on whom: troops (Ostrya)", "where: Mlin; Hradov", "when: 2034-03-01 – ",
        "figures: 1,200 killed; 4– hurt", "channel: none", "objections: Ostrya could not verify", "evidence: “fell”",
    ]  # fmt: skip
