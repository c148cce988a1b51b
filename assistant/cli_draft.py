"""`pressroom draft …`, publish, schedule, withdraw and restore: the staff desk's work on documents, on the command line."""

from __future__ import annotations

import argparse
import getpass
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings
from corpus.errors import ReadError

if TYPE_CHECKING:
    from assistant.build import Parts
    from corpus.difference import Piece
    from corpus.draft import Draft
    from corpus.drafts import Drafts
    from corpus.library import Library

Command = Callable[..., argparse.ArgumentParser]


class Drafting:
    """The commands; `say` tells the person who watches."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say

    def add_commands(self, command: Command, common: argparse.ArgumentParser) -> None:
        """Adds them to the commands of the parser. `common` holds the options of every command."""
        draft = command("draft", self.listed, "Work on documents before they are public: add, list, show, set, ask, diff …")
        steps = draft.add_subparsers(dest="step", required=True, metavar="STEP")

        def step(name: str, run: Callable[[argparse.Namespace, Settings], int], text: str, *positional: str) -> argparse.ArgumentParser:
            sub = steps.add_parser(name, parents=[common], help=text, description=text)
            sub.set_defaults(run=run)
            sub.add_argument("--json", action="store_true", help="print JSON")
            for argument in positional:
                sub.add_argument(argument.lower(), metavar=argument)
            return sub

        add = step("add", self.add, "Read files as drafts; what is there already is recognised.")
        add.add_argument("paths", nargs="+", metavar="PATH_OR_URL")
        add.add_argument("--for", dest="document", metavar="ID", help="the file is a new version of this document")
        step("list", self.listed, "List the drafts that are open.")
        step("show", self.show, "Show a draft: header, warnings, speakers, turns.", "DRAFT")
        change = step("set", self.set_field, "Set a field of the header: title, date, published, place, source or body.", "DRAFT")
        change.add_argument("field", metavar="FIELD=VALUE")
        step("undo", self.undo, "Take back the last edit.", "DRAFT")
        step("ask", self.ask, "Ask the draft a question, before it is public.", "DRAFT").add_argument("question", metavar="QUESTION")
        step("diff", self.diff, "Show how it differs from the version that is public.", "DRAFT")
        step("back", self.back, "Send it back to its editor.", "DRAFT").add_argument("--remark", required=True)
        step("ready", self.ready, "Ask for its review.", "DRAFT")
        step("discard", self.discard, "Discard it.", "DRAFT")
        publish = command("publish", self.publish, "Publish a draft: it answers citizens from now on.", as_json=True)
        schedule = command("schedule", self.schedule, "Publish a draft at a time; a running server does it.", as_json=True)
        schedule.add_argument("--at", required=True, type=datetime.fromisoformat, metavar="TIME", help="as in 2025-06-20T09:00+08:00")
        for sub in (publish, schedule):
            sub.add_argument("draft", metavar="DRAFT")
            sub.add_argument("--reason", help="what was corrected and why; citizens are shown it")
        for name, run, text in (
            ("withdraw", self.withdraw, "Withdraw a document: it is found no more, its text is kept."),
            ("restore", self.restore, "Make a withdrawn document public again."),
        ):
            sub = command(name, run, text, as_json=True)
            sub.add_argument("id", metavar="ID")
            sub.add_argument("--reason", help="why; where a document is withdrawn, citizens are shown it")

    def add(self, options: argparse.Namespace, settings: Settings) -> int:
        rows = []
        with self._parts(settings) as parts:
            for place in options.paths:
                results = self._taken(parts, place, options.document)
                _note(settings, "document.add", place, after=results)
                rows += [{"file": place, **result} for result in results]
        self._print(options, {"documents": rows}, [_said(row) for row in rows])
        return 0

    def listed(self, options: argparse.Namespace, settings: Settings) -> int:
        drafts = self._drafts(settings).listed()
        lines = [f"{d.id}  {d.state:9}  r{d.revision}  {d.changed_at}  {d.document_id}  {d.title}" for d in drafts]
        self._print(options, {"drafts": [asdict(d) for d in drafts]}, lines or ["No draft is open; `pressroom draft add PATH` makes one."])
        return 0

    def show(self, options: argparse.Namespace, settings: Settings) -> int:
        from assistant.preview import outline, transcript_json

        drafts = self._drafts(settings)
        draft = drafts.get(options.draft)
        transcript = drafts.transcript(draft)
        notes = drafts.source(draft.id).notes
        self._print(options, {**asdict(draft), **transcript_json(transcript, notes=notes)}, [outline(transcript, notes=notes)])
        return 0

    def set_field(self, options: argparse.Namespace, settings: Settings) -> int:
        from corpus.edits import EditError, SetField

        field, equals, value = options.field.partition("=")
        if not equals:
            raise EditError(f"{options.field}: expected FIELD=VALUE, as in date=2025-06-20")
        drafts = self._drafts(settings)
        draft = drafts.get(options.draft)
        done = drafts.edit(draft.id, SetField(field, value or None), revision=draft.revision, by=_who())
        _note(settings, "draft.edit", draft.id, after={"field": field, "value": value})
        return self._moved(options, done)

    def undo(self, options: argparse.Namespace, settings: Settings) -> int:
        drafts = self._drafts(settings)
        undone = drafts.undo(options.draft, revision=drafts.get(options.draft).revision, by=_who())
        _note(settings, "draft.undo", options.draft)
        return self._moved(options, undone)

    def ask(self, options: argparse.Namespace, settings: Settings) -> int:
        from assistant.cli_answers import print_answer
        from assistant.rows import answer_row

        with self._parts(settings) as parts:
            answer = parts.desk.trial.ask(parts.desk.publisher.as_published(parts.desk.drafts.get(options.draft)), options.question)
            if options.json:
                _print_json(answer_row(answer, ms=0.0))
            else:
                print_answer(answer, parts.library)
        return 0

    def diff(self, options: argparse.Namespace, settings: Settings) -> int:
        from corpus.difference import changes_of, difference
        from corpus.drafts import Drafts
        from corpus.library import Library

        library = Library.open(settings.home)
        drafts = Drafts(library.database)
        draft = drafts.get(options.draft)
        before = library.get(draft.document_id, draft.base_version).text if draft.base_version else ""
        lines = changes_of(difference(before, drafts.source(draft.id).text))
        shown = [f"{mark} {words}" for line in lines for mark, words in _both(line.before, line.after) if words]
        rows = [{"kind": line.kind, "before": _whole(line.before), "after": _whole(line.after)} for line in lines]
        self._print(options, {"changes": rows}, shown or ["The words are the same."])
        return 0

    def back(self, options: argparse.Namespace, settings: Settings) -> int:
        drafts = self._drafts(settings)
        revision = drafts.get(options.draft).revision
        moved = drafts.move(options.draft, "sent_back", revision=revision, by=_who(), remark=options.remark)
        _note(settings, "draft.sent_back", options.draft, after={"remark": options.remark})
        return self._moved(options, moved)

    def ready(self, options: argparse.Namespace, settings: Settings) -> int:
        drafts = self._drafts(settings)
        moved = drafts.move(options.draft, "ready", revision=drafts.get(options.draft).revision, by=_who())
        _note(settings, "draft.ready", options.draft)
        return self._moved(options, moved)

    def discard(self, options: argparse.Namespace, settings: Settings) -> int:
        drafts = self._drafts(settings)
        moved = drafts.move(options.draft, "discarded", revision=drafts.get(options.draft).revision, by=_who())
        _note(settings, "draft.discarded", options.draft)
        return self._moved(options, moved)

    def publish(self, options: argparse.Namespace, settings: Settings) -> int:
        with self._parts(settings) as parts:
            revision = parts.desk.drafts.get(options.draft).revision
            draft, outcome = parts.desk.publisher.publish(options.draft, revision=revision, by=_who(), reason=options.reason)
            parts.ingest.run()
        after = {"version": draft.published_version, "outcome": outcome, "reason": draft.reason, "draft": draft.id}
        _note(settings, "document.publish", draft.document_id, before={"version": draft.base_version}, after=after)
        said = f"{draft.document_id}: {outcome}, version {draft.published_version} is public"
        self._print(options, {"id": draft.document_id, "version": draft.published_version, "outcome": outcome}, [said])
        return 0

    def schedule(self, options: argparse.Namespace, settings: Settings) -> int:
        with self._parts(settings) as parts:
            revision = parts.desk.drafts.get(options.draft).revision
            draft = parts.desk.publisher.schedule(options.draft, options.at, revision=revision, by=_who(), reason=options.reason)
        _note(settings, "draft.schedule", draft.id, after={"at": draft.publish_at, "reason": draft.reason})
        said = f"{draft.id}: is published at {draft.publish_at}, if a server runs then (`pressroom serve`)"
        self._print(options, asdict(draft), [said])
        return 0

    def withdraw(self, options: argparse.Namespace, settings: Settings) -> int:
        done = _library(settings).withdraw(options.id, by=_who(), reason=options.reason)  # now, whatever the indexes hold
        with self._parts(settings) as parts:
            parts.ingest.run()
        _note(settings, "document.withdraw", options.id, before="public", after={"state": "withdrawn", "reason": options.reason})
        said = f"{options.id}: withdrawn" if done else f"{options.id}: was withdrawn before"
        self._print(options, {"id": options.id, "withdrawn": done}, [said])
        return 0

    def restore(self, options: argparse.Namespace, settings: Settings) -> int:
        done = _library(settings).restore(options.id, by=_who(), reason=options.reason)
        with self._parts(settings) as parts:
            parts.ingest.run()
        _note(settings, "document.restore", options.id, before="withdrawn", after={"state": "public", "reason": options.reason})
        self._print(options, {"id": options.id, "restored": done}, [f"{options.id}: {'restored' if done else 'was not withdrawn'}"])
        return 0

    def _taken(self, parts: Parts, place: str, document: str | None) -> list[dict[str, object]]:
        intake = parts.desk.intake
        if place.startswith(("http://", "https://")):
            fetched = intake.fetch(place)
            found = intake.take(fetched.data, name=fetched.name, by=_who(), url=fetched.url, document_id=document)
        else:
            path = Path(place)
            if not path.is_file():
                raise ReadError(f"{path}: no such file; expected a document, or an address that begins with https://")
            found = intake.take(path.read_bytes(), name=path.name, by=_who(), document_id=document)
        return [result.row() for result in found]

    def _moved(self, options: argparse.Namespace, draft: Draft) -> int:
        self._print(options, asdict(draft), [f"{draft.id}: {draft.state.replace('_', ' ')}, revision {draft.revision}"])
        return 0

    @staticmethod
    def _print(options: argparse.Namespace, value: object, lines: list[str]) -> None:
        if options.json:
            _print_json(value)
        else:
            print("\n".join(lines))

    @contextmanager
    def _parts(self, settings: Settings) -> Iterator[Parts]:
        from assistant.build import open_parts

        with open_parts(settings, progress=self._say) as parts:
            yield parts

    @staticmethod
    def _drafts(settings: Settings) -> Drafts:
        from corpus.drafts import Drafts

        return Drafts(_library(settings).database)


def _library(settings: Settings) -> Library:
    from corpus.library import Library

    return Library.open(settings.home)


def _note(settings: Settings, action: str, what: str, *, before: object = None, after: object = None) -> None:
    """A line in the log of what staff do."""
    from assistant.staff.audit import Audit

    Audit(_library(settings).database).note(_who(), action, what, before=before, after=after)


def _who() -> str:
    return f"{getpass.getuser()} (command line)"


def _said(row: dict[str, object]) -> str:
    became = {
        "draft": "draft {draft}",
        "version": "draft {draft}, a new version of {document}",
        "same": "the same text is public as {document}",
        "withdrawn": "the same text was withdrawn as {document}; `pressroom restore {document}` brings it back",
        "draft_there": "the same text is draft {draft} already",
    }[str(row["became"])].format(**row)
    lost = f"; {row['lost']} edits of the version before did not fit" if row["lost"] else ""
    return f"{row['file']}: {row['title']}: {became}{lost}"


def _whole(pieces: Sequence[Piece]) -> str:
    return "".join(piece.words for piece in pieces)


def _both(before: Sequence[Piece], after: Sequence[Piece]) -> list[tuple[str, str]]:
    return [("-", _whole(before)), ("+", _whole(after))]


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))
