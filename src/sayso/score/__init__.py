"""How well a reading agrees with a report that a person has annotated: what is found, and which fields are right."""

from __future__ import annotations

from sayso.score.agreement import FIELDS, Field, Names, agrees
from sayso.score.draft import draft, file_name, write_draft, written
from sayso.score.figures import Miss, Score, Tally, figures, pairs, score, total
from sayso.score.gold import Gold, gold_files, load_gold

__all__ = [
    "FIELDS",
    "Field",
    "Gold",
    "Miss",
    "Names",
    "Score",
    "Tally",
    "agrees",
    "draft",
    "figures",
    "file_name",
    "gold_files",
    "load_gold",
    "pairs",
    "score",
    "total",
    "write_draft",
    "written",
]
