"""Reading on every core of a machine, in processes that may die without taking the others with them."""

from __future__ import annotations

from sayso.working.pool import Reads, cores, one_thread, readings

__all__ = ["Reads", "cores", "one_thread", "readings"]
