"""The claims of the exports' sample as the ledger would keep them."""

from __future__ import annotations

from sayso.model import Entry, Publication
from tests.exports_sample import READING, REPORT

__all__ = ["ENTRIES", "PUBLICATION"]

PUBLICATION = Publication(
    REPORT.id, "d", REPORT.published, REPORT.outlet, REPORT.agency, "kestria", REPORT.title, "https://news.example/1"
)
ENTRIES = tuple(Entry(claim, PUBLICATION) for claim in READING.claims)
