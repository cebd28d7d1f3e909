"""The ledger: claims kept, found again, and asked "as known on". One SQLite file, or PostgreSQL by a URL."""

from __future__ import annotations

from sayso.ledger.filters import Filter
from sayso.ledger.keeping import Keeper, Kept
from sayso.ledger.opening import DEFAULT, Ledger

__all__ = ["DEFAULT", "Filter", "Keeper", "Kept", "Ledger"]
