"""A database -> the same, in which lines of the audit log can be added but neither changed nor
deleted.
"""

from __future__ import annotations

import sqlalchemy as sa

_CHANGES = ("UPDATE", "DELETE")
_SQLITE = (
    "CREATE TRIGGER IF NOT EXISTS audit_{0} BEFORE {0} ON audit "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END"
)
_REFUSING = (
    "CREATE OR REPLACE FUNCTION audit_only_added_to() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit log is only added to'; END $$"
)
_POSTGRESQL = (
    "CREATE OR REPLACE TRIGGER audit_{0} BEFORE {0} ON audit "
    "FOR EACH ROW EXECUTE FUNCTION audit_only_added_to()"
)


def protect(connection: sa.Connection) -> None:
    """May be done again."""
    if connection.dialect.name == "sqlite":
        statements = [_SQLITE.format(change) for change in _CHANGES]
    else:
        statements = [_REFUSING, *(_POSTGRESQL.format(change) for change in _CHANGES)]
    for statement in statements:
        connection.exec_driver_sql(statement)
