"""What the one pair of indexes holds -> beside it what those hold that are being made for another
embedding model, while the first still serves.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """No row is changed."""
    op.create_table(
        "coming",
        sa.Column("index_name", _NAME, primary_key=True),
        sa.Column("document_id", _NAME, primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
    )
