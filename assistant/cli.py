"""The `pressroom` command: arguments -> calls -> printed lines. Heavy libraries load only where they are used."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import cli_eval, cli_retention, cli_tokens
from assistant.cli_answers import add_commands, print_answer
from assistant.cli_draft import Drafting
from assistant.cli_limits import add_limits, limited
from assistant.cli_staff import add_staff_commands
from assistant.settings import Settings, load
from corpus.errors import PressroomError, QuestionError, ReadError

if TYPE_CHECKING:
    from assistant.answer import Assistant
    from corpus.library import Library
    from corpus.transcript import Transcript
    from index.filters import Filter
    from index.ingest import Progress


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command. 0: done; 1: the answer is no (a check, an eval); 2: a mistake, said in one line."""
    options = _parser().parse_args(arguments)
    try:
        settings = load(home=options.home)
        result: int = options.run(options, settings)
        return result
    except PressroomError as error:
        print(f"pressroom: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("pressroom: stopped; what was done so far is kept, the same command goes on from there", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pressroom",
        description="Answers questions from press-conference transcripts, in officials' own words, each with its source paragraph.",
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--home", type=Path, metavar="DIR", help="data folder (PRESSROOM_HOME; default: data/ of the checkout)")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace, Settings], int], text: str, *, as_json: bool = False
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, parents=[common], help=text, description=text)
        sub.set_defaults(run=run)
        if as_json:
            sub.add_argument("--json", action="store_true", help="print JSON")
        return sub

    add = command(
        "add",
        _add,
        "Add files or folders (text, Markdown, HTML, Word, PDF, JSON lines); the same id again makes a new version.",
        as_json=True,
    )
    add.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    add.add_argument("--id", help="id of the document (one file only; default: its file name)")
    command("list", _list, "List the documents of the library.", as_json=True)
    show = command("show", _show, "Show a document, turn by turn.", as_json=True)
    show.add_argument("id", metavar="ID")
    Drafting(say).add_commands(command, common)
    add_staff_commands(command, common)
    cli_tokens.add_commands(command, common)
    cli_retention.add_commands(command)
    parse = command("parse", _parse, "Show what the parser makes of a file, without adding it.", as_json=True)
    parse.add_argument("file", type=Path, metavar="FILE")
    parse.add_argument("--html", action="store_true", help="print a page")
    ask = command("ask", _ask, "Ask a question, or a file of them.", as_json=True)
    ask.add_argument("question", nargs="?", metavar="QUESTION")
    ask.add_argument("--batch", type=Path, metavar="QUESTIONS.jsonl", help='questions as {"id", "question", "history"?} a line')
    ask.add_argument("--out", type=Path, metavar="ANSWERS.jsonl", help="where the answers of a batch go")
    add_limits(ask)
    add_commands(command)
    serve = command("serve", _serve, "Serve the web page.")
    serve.add_argument("--host", help="address to listen on (PRESSROOM_HOST; default 127.0.0.1)")
    serve.add_argument("--port", type=int, help="port to listen on (PRESSROOM_PORT; default 7860)")
    check = command("check", _check, "Compare the library with both indexes.", as_json=True)
    check.add_argument("--repair", action="store_true", help="index again what differs")
    check.add_argument("--rebuild", action="store_true", help="make both indexes anew, with the embedding model of the settings")
    evaluation = cli_eval.Evaluation(say, show_progress)
    about_bench = "Measure speed, disk and memory on made passages, against baselines, in a folder of its own."
    cli_eval.add_bench_options(command("bench", evaluation.bench, about_bench, as_json=True))
    command("unanswered", _unanswered, "List the questions that found no answer.", as_json=True)
    about = "Evaluate: is it right, is it better than before, than others? Fails below the thresholds."
    cli_eval.add_options(command("eval", evaluation.run, about, as_json=True), evaluation)
    return parser


def _add(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.adding import add_paths
    from assistant.build import open_parts

    for path in options.paths:
        if not path.exists():
            raise ReadError(f"{path}: no such file or folder")
    with open_parts(settings, progress=say) as parts:
        outcomes = add_paths(options.paths, parts.library, parts.ingest, document_id=options.id, progress=show_progress)
    if options.json:
        _print_json({"documents": dict(outcomes)})
    else:
        print(", ".join(f"{count} {outcome}" for outcome, count in outcomes.items()))
    return 0


def _list(options: argparse.Namespace, settings: Settings) -> int:
    entries = _library(settings).entries()
    if options.json:
        _print_json({"documents": [asdict(entry) for entry in entries]})
    for entry in entries if not options.json else ():
        state = "  withdrawn" if entry.withdrawn_at else "" if entry.indexed else "  not indexed yet"
        print(f"{entry.date or '-':10}  v{entry.version}  {entry.id}  {entry.title}{state}")
    if not entries and not options.json:
        print("The library is empty; `pressroom add PATH` adds documents.")
    return 0


def _show(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.preview import transcript_json

    library = _library(settings)
    transcript = library.get(options.id)
    if options.json:
        state = {"id": transcript.id, "version": transcript.version, "withdrawn": library.is_withdrawn(options.id)}
        _print_json({**state, **transcript_json(transcript)})
    else:
        _print_transcript(transcript)
    return 0


def _parse(options: argparse.Namespace, _settings: Settings) -> int:
    from assistant.preview import outline, transcript_json
    from corpus.parse import parse
    from corpus.readers.files import read_path

    for source in read_path(options.file):
        transcript = parse(source)
        if options.json:
            _print_json(transcript_json(transcript, notes=source.notes))
        elif options.html:
            from assistant.web.transcripts import outline_page

            print(outline_page(transcript, notes=source.notes))
        else:
            print(outline(transcript, notes=source.notes, colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ))
    return 0


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.build import open_parts

    if bool(options.question) == bool(options.batch):
        raise QuestionError("expected either a QUESTION or --batch QUESTIONS.jsonl")
    if options.batch:
        if not options.out:
            raise QuestionError("--batch needs --out ANSWERS.jsonl")
        if not options.batch.is_file():
            raise ReadError(f"{options.batch}: no such file; expected questions as JSON lines")
        with open_parts(settings, progress=say) as parts:
            return _ask_batch(options.batch, options.out, parts.assistant, limited("", options, parts).where)
    with open_parts(settings, progress=say) as parts:
        began = time.perf_counter()
        asked = limited(options.question, options, parts)
        answer = parts.assistant.ask(asked.question, where=asked.where)
        elapsed = (time.perf_counter() - began) * 1000
        if options.json:
            from assistant.replies import reply_to
            from assistant.rows import answer_row

            _print_json(answer_row(answer, ms=elapsed, message=reply_to(answer, parts.library).text))
        else:
            print_answer(answer, parts.library)
    return 0


def _ask_batch(questions: Path, out: Path, assistant: Assistant, where: Filter | None) -> int:
    """One row a line; a line that cannot be asked becomes a row with status error, and the batch goes on."""
    from assistant.batch import answer_line

    lines = [line for line in questions.read_text("utf-8", errors="replace").splitlines() if line.strip()]
    began, partial = time.monotonic(), out.with_name(out.name + ".part")
    try:
        with partial.open("w", encoding="utf-8") as file:
            for number, line in enumerate(lines, 1):
                file.write(json.dumps(answer_line(line, number, assistant, where=where), ensure_ascii=False) + "\n")
                if number % 25 == 0 or number == len(lines):
                    _say_over(
                        f"{number}/{len(lines)} questions, {number / (time.monotonic() - began):.1f} a second", done=number == len(lines)
                    )
        partial.replace(out)
    except OSError as error:
        raise ReadError(f"{out}: cannot be written ({error.strerror})") from None
    return 0


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.web.serve import serve

    serve(load(home=settings.home, host=options.host, port=options.port), say=say, progress=show_progress)
    return 0


def _check(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.build import open_parts

    with open_parts(settings, rebuild=options.rebuild, progress=say) as parts:
        if options.rebuild:
            parts.ingest.rebuild(show_progress)
        elif options.repair:
            parts.ingest.repair(show_progress)
        found = parts.ingest.differences()
        held = sum(not entry.withdrawn_at for entry in parts.library.entries())
    if options.json:
        _print_json({"documents": held, "differences": [asdict(difference) for difference in found]})
    else:
        for difference in found:
            name = difference.document_id or "documents that the library does not know"
            print(f"{name}: {difference.lacking} passages lacking, {difference.excess} in excess")
        print(f"{held} documents, {len(found)} differ" + ("; `pressroom check --repair` mends them" if found else ""))
    return 1 if found else 0


def _unanswered(options: argparse.Namespace, settings: Settings) -> int:
    questions = _library(settings).unanswered()
    if options.json:
        _print_json({"questions": [asdict(question) for question in questions]})
    else:
        for question in questions:
            print(f"{question.asked_at}  {question.language:7}  {question.question}")
    return 0


def _library(settings: Settings) -> Library:
    from corpus.library import Library

    return Library.open(settings.home)


def _print_transcript(transcript: Transcript) -> None:
    print(f"{transcript.title}\n{transcript.date or 'no date'} · {transcript.source or 'no source'} · {transcript.language}\n")
    for turn in transcript.turns:
        speaker = " ".join(filter(None, (turn.speaker.title, turn.speaker.name))) if turn.speaker else "-"
        print(f"[{turn.number}] {turn.kind}: {speaker}" + (f" (answers [{turn.answers}])" if turn.answers else ""))
        for paragraph in turn.paragraphs:
            print(f"    {paragraph.number}. {transcript.words(paragraph)}")


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def say(text: str) -> None:
    """A line for the person who watches, apart from what the command prints."""
    print(text, file=sys.stderr, flush=True)


def _say_over(text: str, *, done: bool) -> None:
    """A line that the next one replaces, where a person is watching."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="\n" if done else "", file=sys.stderr, flush=True)
    elif done:
        print(text, file=sys.stderr)


def show_progress(progress: Progress) -> None:
    """Documents done, passages a second, time left."""
    left = progress.seconds * (progress.of_documents - progress.documents) / max(1, progress.documents)
    rate = progress.passages / max(progress.seconds, 1e-9)
    documents = f"{progress.documents}/{progress.of_documents} documents"
    text = f"indexed {documents}, {progress.passages} passages, {rate:.0f} a second, {left:.0f} s left"
    _say_over(text, done=progress.documents == progress.of_documents)


if __name__ == "__main__":
    sys.exit(main())
