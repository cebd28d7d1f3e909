"""Moves a ledger to this version's tables, through Alembic's migrations in ``migrations/``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from sqlalchemy import text

if TYPE_CHECKING:
    from sayso.ledger.opening import Ledger

__all__ = ["configuration", "migrate"]


def configuration() -> Config:
    """Where Alembic finds the migrations."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def migrate(ledger: Ledger, to: str = "head") -> None:
    """Bring a ledger's tables to a version, in one transaction; of two processes at once the second finds it done."""
    config = configuration()
    with ledger.writing() as connection:
        if not ledger.sqlite:
            connection.execute(text("select pg_advisory_xact_lock(5413712)"))  # any number, the same for all of us
        config.attributes["connection"] = connection
        command.upgrade(config, to)
