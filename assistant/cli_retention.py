"""`pressroom retention`: what is older than the office keeps it is deleted, or counted; a running server does the same daily."""

from __future__ import annotations

import argparse
import getpass
import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict

from assistant.settings import Settings


def add_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Adds it to the commands of the parser."""
    about = "Delete questions, answers and opinions that are older than PRESSROOM_RETENTION_DAYS; a running server does it daily."
    command("retention", _retention, about, as_json=True).add_argument("--dry-run", action="store_true", help="count, delete nothing")


def _retention(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.feedback import Feedback
    from assistant.records import Records
    from assistant.retention import Retention, noted_by
    from corpus.library import Library

    library = Library.open(settings.home)
    with closing(Records.open(settings.home)), closing(Feedback.open(settings.home)):
        note = noted_by(library.database, f"{getpass.getuser()} (command line)")
        retention = Retention(library.database, settings.retention_days, note=note)
        counts = asdict(retention.due() if options.dry_run else retention.enforce())
    if options.json:
        row = {"days": settings.retention_days, "before": retention.before, "dry_run": options.dry_run, **counts}
        print(json.dumps(row, ensure_ascii=False, indent=1))
        return 0
    done = "would be deleted" if options.dry_run else "deleted"
    print(
        ", ".join(
            f"{count} {name.replace('feedback', 'opinions').replace('unanswered', 'unanswered questions')}"
            for name, count in counts.items()
        ),
        done,
    )
    print(
        "Everything is kept (PRESSROOM_RETENTION_DAYS=0)."
        if retention.before is None
        else f"Kept is what is not older than {settings.retention_days} days, that is from {retention.before} on."
    )
    return 0
