"""`pressroom publish`, `schedule`, `withdraw` and `restore`: what citizens find, from now on or
from a time on.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer
from pressroom.assistant.cli.draft import DraftId
from pressroom.assistant.cli.shared import (
    AsJson,
    Home,
    note,
    opened_library,
    opened_parts,
    print_json,
    who,
)

Corrected = Annotated[
    str | None, typer.Option(help="what was corrected and why; citizens are shown it")
]
Why = Annotated[
    str | None,
    typer.Option(help="why; kept in the records"),
]
DocumentId = Annotated[str, typer.Argument(metavar="ID")]


def add_to(app: typer.Typer) -> None:
    app.command("publish")(publish)
    app.command("schedule")(schedule)
    app.command("withdraw")(withdraw)
    app.command("restore")(restore)


def publish(
    draft_id: DraftId, reason: Corrected = None, home: Home = None, as_json: AsJson = False
) -> None:
    """Publish a draft: it answers citizens from now on."""
    with opened_parts(home) as parts:
        revision = parts.desk.drafts.get(draft_id).revision
        publisher = parts.desk.publisher
        draft, outcome = publisher.publish(draft_id, revision=revision, by=who(), reason=reason)
        parts.ingest.run()
        version = draft.published_version
        after = {"version": version, "outcome": outcome, "reason": draft.reason, "draft": draft.id}
        before = {"version": draft.base_version}
        note(parts.library, "document.publish", draft.document_id, before=before, after=after)
    if as_json:
        print_json({"id": draft.document_id, "version": version, "outcome": outcome})
    else:
        print(f"{draft.document_id}: {outcome}, version {version} is public")


def schedule(
    draft_id: DraftId,
    at: Annotated[
        datetime,
        typer.Option(
            parser=datetime.fromisoformat,
            metavar="TIME",
            help="as in 2025-06-20T09:00+08:00",
            show_default=False,
        ),
    ],
    reason: Corrected = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Publish a draft at a time; a running server does it."""
    with opened_parts(home) as parts:
        revision = parts.desk.drafts.get(draft_id).revision
        publisher = parts.desk.publisher
        draft = publisher.schedule(draft_id, at, revision=revision, by=who(), reason=reason)
        after = {"at": draft.publish_at, "reason": draft.reason}
        note(parts.library, "draft.schedule", draft.id, after=after)
    if as_json:
        print_json(asdict(draft))
    else:
        runs = "if a server runs then (`pressroom serve`)"
        print(f"{draft.id}: is published at {draft.publish_at}, {runs}")


def withdraw(
    document_id: DocumentId,
    reason: Annotated[str, typer.Option(help="why; citizens are shown it")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Withdraw a document: it is found no more, its text is kept."""
    with opened_library(home) as library:  # now, whatever the indexes hold
        done = library.withdraw(document_id, by=who(), reason=reason)
        after = {"state": "withdrawn", "reason": reason}
        note(library, "document.withdraw", document_id, before="public", after=after)
    with opened_parts(home) as parts:
        parts.ingest.run()
    if as_json:
        print_json({"id": document_id, "withdrawn": done})
    else:
        print(f"{document_id}: {'withdrawn' if done else 'was withdrawn before'}")


def restore(
    document_id: DocumentId, reason: Why = None, home: Home = None, as_json: AsJson = False
) -> None:
    """Make a withdrawn document public again."""
    with opened_parts(home) as parts:
        done = parts.library.restore(document_id, by=who(), reason=reason)
        after = {"state": "public", "reason": reason}
        note(parts.library, "document.restore", document_id, before="withdrawn", after=after)
        parts.ingest.run()
    if as_json:
        print_json({"id": document_id, "restored": done})
    else:
        print(f"{document_id}: {'restored' if done else 'was not withdrawn'}")
