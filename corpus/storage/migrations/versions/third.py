"""Tables made one by one -> all of them there; the log is only added to; the number by which older
Pressrooms knew a schema says that this one is too new for them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from pressroom.corpus.storage.append_only import protect

revision = "0003"
down_revision = "0002"

_meta = sa.table("meta", sa.column("key"), sa.column("value"))


def upgrade() -> None:
    """No row is changed but that number."""
    connection = op.get_bind()
    protect(connection)
    connection.execute(sa.delete(_meta).where(_meta.c.key == "schema"))
    connection.execute(sa.insert(_meta).values(key="schema", value="3"))
