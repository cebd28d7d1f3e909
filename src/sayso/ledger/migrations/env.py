"""How Alembic runs a ledger's migrations: in the connection, and the transaction, that it is handed."""

from __future__ import annotations

from alembic import context

from sayso.ledger.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
