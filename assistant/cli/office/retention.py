"""`pressroom retention`: what is older than the office keeps it is deleted, or counted; a running
server does the same daily.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from pressroom.assistant.cli.shared import (
    AsJson,
    Home,
    opened_library,
    print_json,
    settings_of,
    who,
)

_NAMES = {"answers": "answers", "feedback": "opinions", "unanswered": "unanswered questions"}


def add_to(app: typer.Typer) -> None:
    app.command("retention")(retention)


def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="count, delete nothing")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Delete questions, answers and opinions that are older than PRESSROOM_RETENTION_DAYS; a
    running server does it daily.
    """
    from pressroom.assistant.record.retention import Retention, noted_by

    days = settings_of(home).retention_days
    with opened_library(home) as library:
        kept = Retention(library.database, days, note=noted_by(library.database, who()))
        counts = asdict(kept.due() if dry_run else kept.enforce())
    if as_json:
        print_json({"days": days, "before": kept.before, "dry_run": dry_run, **counts})
        return
    done = "would be deleted" if dry_run else "deleted"
    print(", ".join(f"{count} {_NAMES[name]}" for name, count in counts.items()), done)
    if kept.before is None:
        print("Everything is kept (PRESSROOM_RETENTION_DAYS=0).")
    else:
        print(f"Kept is what is not older than {days} days, that is from {kept.before} on.")
