"""Record -> the row of an answer given before, for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pressroom.assistant.record.records import Record


def record_row(record: Record, changed: Mapping[str, str]) -> dict[str, Any]:
    """An answer given before; `changed` says which of its documents were replaced or withdrawn
    since.
    """
    head = {
        "id": record.id,
        "asked_at": record.asked_at,
        "status": record.status,
        "language": record.language,
    }
    return {**head, **record.content, "changed": dict(changed)}
