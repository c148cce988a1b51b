"""A connection, handed over by `migrating` -> the steps that it lacks, taken by Alembic."""

from __future__ import annotations

from alembic import context
from pressroom.corpus.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
