"""`pressroom draft …`: the staff desk's work on documents before they are public, on the command
line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer
from pressroom.assistant.cli.shared import (
    AsJson,
    Home,
    group,
    note,
    opened_library,
    opened_parts,
    print_json,
    who,
)
from pressroom.corpus.errors import ReadError

if TYPE_CHECKING:
    from pressroom.assistant.build import Parts
    from pressroom.corpus.drafts.difference import Piece
    from pressroom.corpus.drafts.draft import Draft, State
    from pressroom.corpus.drafts.store import Drafts
    from pressroom.corpus.library.library import Library

commands = group("Work on documents before they are public: add, list, show, set, ask, diff …")

DraftId = Annotated[str, typer.Argument(metavar="DRAFT")]

_BECAME = {
    "draft": "draft {draft}",
    "version": "draft {draft}, a new version of {document}",
    "same": "the same text is public as {document}",
    "withdrawn": "the same text was withdrawn as {document}; `pressroom restore {document}` "
    "brings it back",
    "draft_there": "the same text is draft {draft} already",
}


@commands.command()
def add(
    places: Annotated[list[str], typer.Argument(metavar="PATH_OR_URL", show_default=False)],
    document: Annotated[
        str | None,
        typer.Option("--for", metavar="ID", help="the file is a new version of this document"),
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Read files as drafts; what is there already is recognised."""
    rows: list[dict[str, object]] = []
    with opened_parts(home) as parts:
        for place in places:
            results = _taken(parts, place, document)
            note(parts.library, "document.add", place, after=results)
            rows += [{"file": place, **result} for result in results]
    if as_json:
        print_json({"documents": rows})
    else:
        print("\n".join(map(_said, rows)))


@commands.command("list")
def listed(home: Home = None, as_json: AsJson = False) -> None:
    """List the drafts that are open."""
    with _opened_drafts(home) as (_, drafts):
        found = drafts.listed()
    if as_json:
        print_json({"drafts": [asdict(draft) for draft in found]})
        return
    for draft in found:
        state = f"{draft.state:9}  r{draft.revision}  {draft.changed_at}"
        print(f"{draft.id}  {state}  {draft.document_id}  {draft.title}")
    if not found:
        print("No draft is open; `pressroom draft add PATH` makes one.")


@commands.command()
def show(draft_id: DraftId, home: Home = None, as_json: AsJson = False) -> None:
    """Show a draft: header, warnings, speakers, turns."""
    from pressroom.assistant.desk.preview import outline, transcript_json

    with _opened_drafts(home) as (_, drafts):
        draft = drafts.get(draft_id)
        transcript = drafts.transcript(draft)
        notes = drafts.source(draft.id).notes
    if as_json:
        print_json({**asdict(draft), **transcript_json(transcript, notes=notes)})
    else:
        print(outline(transcript, notes=notes))


@commands.command("set")
def set_field(
    draft_id: DraftId,
    field: Annotated[str, typer.Argument(metavar="FIELD=VALUE")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Set a field of the header: title, date, published, place, source or body."""
    from pressroom.corpus.drafts.edits import EditError, Field, SetField

    written, equals, value = field.partition("=")
    if not equals:
        raise EditError(f"{field}: expected FIELD=VALUE, as in date=2025-06-20")
    name = cast(Field, written)  # another one is refused where it is applied
    with _opened_drafts(home) as (library, drafts):
        draft = drafts.get(draft_id)
        edit = SetField(name, value or None)
        done = drafts.edit(draft.id, edit, revision=draft.revision, by=who())
        note(library, "draft.edit", draft.id, after={"field": name, "value": value})
    _print_moved(done, as_json=as_json)


@commands.command()
def undo(draft_id: DraftId, home: Home = None, as_json: AsJson = False) -> None:
    """Take back the last edit."""
    with _opened_drafts(home) as (library, drafts):
        undone = drafts.undo(draft_id, revision=drafts.get(draft_id).revision, by=who())
        note(library, "draft.undo", draft_id)
    _print_moved(undone, as_json=as_json)


@commands.command()
def ask(
    draft_id: DraftId,
    question: Annotated[str, typer.Argument(metavar="QUESTION")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Ask the draft a question, before it is public."""
    from pressroom.assistant.cli.answers import print_answer
    from pressroom.assistant.say.rows import answer_row

    with opened_parts(home) as parts:
        published = parts.desk.publisher.as_published(parts.desk.drafts.get(draft_id))
        answer = parts.desk.trial.ask(published, question)
        if as_json:
            print_json(answer_row(answer, ms=0.0))
        else:
            print_answer(answer, parts.library)


@commands.command()
def diff(draft_id: DraftId, home: Home = None, as_json: AsJson = False) -> None:
    """Show how it differs from the version that is public."""
    from pressroom.corpus.drafts.difference import changes_of, difference

    with _opened_drafts(home) as (library, drafts):
        draft = drafts.get(draft_id)
        base = draft.base_version
        before = library.get(draft.document_id, base).text if base else ""
        lines = changes_of(difference(before, drafts.source(draft.id).text))
    pairs = [(_whole(line.before), _whole(line.after)) for line in lines]
    if as_json:
        rows = zip(lines, pairs, strict=True)
        changes = [{"kind": line.kind, "before": b, "after": a} for line, (b, a) in rows]
        print_json({"changes": changes})
        return
    shown = [
        f"{mark} {words}" for pair in pairs for mark, words in zip("-+", pair, strict=True) if words
    ]
    print("\n".join(shown) or "The words are the same.")


@commands.command()
def back(
    draft_id: DraftId,
    remark: Annotated[str, typer.Option(metavar="REMARK", show_default=False)],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Send it back to its editor."""
    _move(home, draft_id, "sent_back", as_json=as_json, remark=remark)


@commands.command()
def ready(draft_id: DraftId, home: Home = None, as_json: AsJson = False) -> None:
    """Ask for its review."""
    _move(home, draft_id, "ready", as_json=as_json)


@commands.command()
def discard(draft_id: DraftId, home: Home = None, as_json: AsJson = False) -> None:
    """Discard it."""
    _move(home, draft_id, "discarded", as_json=as_json)


def _move(home: Path | None, draft_id: str, state: State, *, as_json: bool, **values: str) -> None:
    with _opened_drafts(home) as (library, drafts):
        revision = drafts.get(draft_id).revision
        moved = drafts.move(draft_id, state, revision=revision, by=who(), **values)
        note(library, f"draft.{state}", draft_id, after=values or None)
    _print_moved(moved, as_json=as_json)


def _taken(parts: Parts, place: str, document: str | None) -> list[dict[str, object]]:
    intake = parts.desk.intake
    if place.startswith(("http://", "https://")):
        fetched = intake.fetch(place)
        found = intake.take(
            fetched.data, name=fetched.name, by=who(), url=fetched.url, document_id=document
        )
    else:
        path = Path(place)
        if not path.is_file():
            raise ReadError(
                f"{path}: no such file; expected a document, or an address that begins with "
                "https://"
            )
        found = intake.take(path.read_bytes(), name=path.name, by=who(), document_id=document)
    return [result.row() for result in found]


@contextmanager
def _opened_drafts(home: Path | None) -> Iterator[tuple[Library, Drafts]]:
    from pressroom.corpus.drafts.store import Drafts

    with opened_library(home) as library:
        yield library, Drafts(library.database)


def _print_moved(draft: Draft, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(draft))
    else:
        print(f"{draft.id}: {draft.state.replace('_', ' ')}, revision {draft.revision}")


def _said(row: dict[str, object]) -> str:
    became = _BECAME[str(row["became"])].format(**row)
    lost = f"; {row['lost']} edits of the version before did not fit" if row["lost"] else ""
    return f"{row['file']}: {row['title']}: {became}{lost}"


def _whole(pieces: Sequence[Piece]) -> str:
    return "".join(piece.words for piece in pieces)
