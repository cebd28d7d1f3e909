"""Weighs what the ledger keeps: who says it, how often it is truly said, and what may be held of it."""
