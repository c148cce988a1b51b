"""`pressroom add`, `list`, `show`, `parse`, `check` and `unanswered`: what the library holds."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pressroom.assistant.cli.shared import (
    AsJson,
    Home,
    opened_library,
    opened_parts,
    print_json,
    settings_of,
    show_progress,
)
from pressroom.corpus.errors import ReadError

if TYPE_CHECKING:
    from pressroom.assistant.build import Parts
    from pressroom.corpus.source import SourceText
    from pressroom.corpus.transcript import Transcript
    from pressroom.index.ingest import Disagreement


def add_to(app: typer.Typer) -> None:
    app.command("add")(add)
    app.command("list")(listed)
    app.command("show")(show)
    app.command("parse")(parsed)
    app.command("check")(check)
    app.command("unanswered")(unanswered)


def add(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", show_default=False)],
    document_id: Annotated[
        str | None,
        typer.Option(
            "--id",
            metavar="ID",
            help="id of the document (one file only; default: its file name)",
        ),
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Add files or folders (text, web pages, Word, PDF, subtitles and more: docs/shapes.md); the
    same id again makes a new version. Of a folder, the files that cannot be read are listed, and
    the exit status is 1.
    """
    from pressroom.assistant.desk.adding import add_paths

    for path in paths:
        if not path.exists():
            raise ReadError(f"{path}: no such file or folder")
    unread: list[str] = []
    with opened_parts(home) as parts:
        outcomes = add_paths(
            paths,
            parts.library,
            parts.ingest,
            document_id=document_id,
            progress=show_progress,
            unread=unread.append,
        )
    if as_json:
        print_json({"documents": dict(outcomes), "unread": unread})
    else:
        print(", ".join(f"{count} {outcome}" for outcome, count in outcomes.items()) or "0 added")
        _tell_unread(unread)
    if unread:
        raise typer.Exit(1)


def _tell_unread(unread: list[str]) -> None:
    """The files of a folder that were not read, each with why and what to do."""
    if unread:
        print(f"{len(unread)} file{'s' * (len(unread) != 1)} not read:")
    for line in unread:
        print(f"  {line}")


def listed(home: Home = None, as_json: AsJson = False) -> None:
    """List the documents of the library."""
    with opened_library(home) as library:
        entries = library.entries()
    if as_json:
        print_json({"documents": [asdict(entry) for entry in entries]})
        return
    for entry in entries:
        pending = "" if entry.indexed else "  not indexed yet"
        state = "  withdrawn" if entry.withdrawn_at else pending
        print(f"{entry.date or '-':10}  v{entry.version}  {entry.id}  {entry.title}{state}")
    if not entries:
        print("The library is empty; `pressroom add PATH` adds documents.")


def show(
    document_id: Annotated[str, typer.Argument(metavar="ID")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Show a document, turn by turn."""
    from pressroom.assistant.desk.preview import transcript_json

    with opened_library(home) as library:
        transcript = library.get(document_id)
        withdrawn = library.is_withdrawn(document_id)
    if as_json:
        state = {"id": transcript.id, "version": transcript.version, "withdrawn": withdrawn}
        print_json({**state, **transcript_json(transcript)})
    else:
        _print_transcript(transcript)


def parsed(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    html: Annotated[bool, typer.Option("--html", help="print a page")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Show what the parser makes of a file, without adding it."""
    from pressroom.assistant.desk.preview import transcript_json
    from pressroom.corpus.parse.parsing import parse
    from pressroom.corpus.readers.files import read_path

    settings_of(home)  # a setting that cannot be is told here, too
    for source in read_path(file):
        transcript = parse(source)
        if as_json:
            print_json(transcript_json(transcript, notes=source.notes))
        else:
            print(_page(transcript, source) if html else _outline(transcript, source))


def check(
    repair: Annotated[bool, typer.Option("--repair", help="index again what differs")] = False,
    rebuild: Annotated[
        bool,
        typer.Option(
            "--rebuild",
            help="make both indexes anew, with the embedding model of the settings",
        ),
    ] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> int:
    """Look for damage, and compare the library with both indexes."""
    with opened_parts(home, rebuild=rebuild) as parts:
        if rebuild:
            parts.deployments.rebuild(show_progress)
        elif repair:
            parts.ingest.repair(show_progress)
        damage, found = _looked_over(parts)
        held = sum(not entry.withdrawn_at for entry in parts.library.entries())
    if as_json:
        differ = [asdict(each) for each in found]
        print_json({"documents": held, "damage": damage, "differences": differ})
    else:
        print("\n".join(damage)) if damage else _print_differences(found, held)
    return 1 if found or damage else 0


def _looked_over(parts: Parts) -> tuple[list[str], list[Disagreement]]:
    """What is damaged, else where library and indexes differ; comparing reads them, and may find
    damage itself.
    """
    damage = [*parts.library.database.damage(), *parts.ingest.damage]
    found = [] if damage else parts.ingest.differences()
    return (damage or parts.ingest.damage), found


def unanswered(home: Home = None, as_json: AsJson = False) -> None:
    """List the questions that found no answer."""
    with opened_library(home) as library:
        questions = library.unanswered()
    if as_json:
        print_json({"questions": [asdict(question) for question in questions]})
        return
    for question in questions:
        print(f"{question.asked_at}  {question.language:7}  {question.question}")


def _page(transcript: Transcript, source: SourceText) -> str:
    from pressroom.assistant.web.reading.transcripts import outline_page

    return outline_page(transcript, notes=source.notes)


def _outline(transcript: Transcript, source: SourceText) -> str:
    from pressroom.assistant.desk.preview import outline

    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return outline(transcript, notes=source.notes, colour=colour)


def _print_transcript(transcript: Transcript) -> None:
    print(transcript.title)
    source = transcript.source or "no source"
    print(f"{transcript.date or 'no date'} · {source} · {transcript.language}\n")
    for turn in transcript.turns:
        named = (turn.speaker.title, turn.speaker.name) if turn.speaker else ("-",)
        answers = f" (answers [{turn.answers}])" if turn.answers else ""
        print(f"[{turn.number}] {turn.kind}: {' '.join(filter(None, named))}{answers}")
        for paragraph in turn.paragraphs:
            print(f"    {paragraph.number}. {transcript.words(paragraph)}")


def _print_differences(found: list[Disagreement], held: int) -> None:
    for difference in found:
        name = difference.document_id or "documents that the library does not know"
        print(
            f"{name}: {difference.lacking} passages lacking, {difference.excess} in excess, "
            f"{difference.altered} with altered vectors"
        )
    advice = "; `pressroom check --repair` mends them" if found else ""
    print(f"{held} documents, {len(found)} differ{advice}")
