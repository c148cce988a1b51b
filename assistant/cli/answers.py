"""`pressroom verify` and `pressroom answer`, and how answers are printed."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pressroom.assistant.cli import limits
from pressroom.assistant.cli.limits import Limits, limited
from pressroom.assistant.cli.shared import (
    AsJson,
    Home,
    opened_library,
    opened_parts,
    print_json,
)
from pressroom.corpus.errors import QuestionError, ReadError

if TYPE_CHECKING:
    from pressroom.assistant.check.answer import Answer
    from pressroom.assistant.check.citations import Citation
    from pressroom.assistant.check.claims import Claim
    from pressroom.assistant.record.records import Record, SourceChange
    from pressroom.corpus.library.library import Library


def add_to(app: typer.Typer) -> None:
    app.command("verify")(verify)
    app.command("answer")(answer)


def verify(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="a text file; - reads standard input"),
    ] = None,
    text: Annotated[str | None, typer.Option(help="the text itself")] = None,
    document: limits.Document = None,
    year: limits.Year = None,
    since: limits.Since = None,
    until: limits.Until = None,
    speaker: limits.Speaker = None,
    body: limits.Body = None,
    kind: limits.TurnKind = None,
    home: Home = None,
    as_json: AsJson = False,
) -> int:
    """Check a text about officials: each sentence found, misattributed, altered or not found. Exit
    code 1 unless all are found.
    """
    from pressroom.assistant.say.rows import claim_row

    said = _text(file, text)
    within = Limits(document, year, since, until, speaker, body, kind)
    with opened_parts(home) as parts:
        claims = parts.assistant.check_text(said, where=limited("", within, parts).where)
    if as_json:
        print_json({"claims": [claim_row(claim) for claim in claims]})
    else:
        for claim in claims:
            _print_claim(claim)
    return 0 if all(claim.verdict == "found" for claim in claims) else 1


def answer(
    answer_id: Annotated[str, typer.Argument(metavar="ID")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Show an answer that was given before, and what became of its documents."""
    from pressroom.assistant.record.given import record_row
    from pressroom.assistant.record.records import Records, changes, without_withdrawn

    with opened_library(home) as library:
        record = Records(library.database).get(answer_id)
        changed = changes(record, library)
    record = without_withdrawn(record, changed)
    if as_json:
        print_json(record_row(record, changed))
    else:
        _print_record(record, changed)


def print_answer(answer: Answer, library: Library) -> None:
    """The sentences, each with its sources; what the assistant itself says goes around them."""
    from pressroom.assistant.languages.texts import texts
    from pressroom.assistant.say.replies import reply_to
    from pressroom.assistant.say.times import meant

    t = texts(answer.question.language)
    if answer.question.text != answer.question.asked:
        print(t["understood"].format(question=answer.question.text))
    said = reply_to(answer, library).text
    if said:
        print(said)
    for sentence in answer.sentences:
        print(_unwrapped(sentence.text))
        if sentence.translation:
            print(f"    {sentence.translation} ({t['translation']})")
        for citation in sentence.citations:
            if citation.text != sentence.text:
                print(f"    “{_unwrapped(citation.text)}”")
            for relative in meant(citation.text, citation.date):
                print(f"    {relative.words} = {relative.time}")
            print(f"    {_source(citation)}")
    if answer.id:
        print(f"[{answer.id}]")


def _text(file: Path | None, text: str | None) -> str:
    if bool(text) == bool(file):
        raise QuestionError("expected either --text TEXT or a FILE (- for standard input)")
    if file is None:
        return text or ""
    if str(file) == "-":
        return sys.stdin.read()
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(
            f"{file}: cannot be read as UTF-8 text ({error}); expected a text file"
        ) from None


def _print_claim(claim: Claim) -> None:
    from pressroom.assistant.languages.texts import texts
    from pressroom.corpus import language

    t = texts(language.detect(claim.text))
    verdict = t["unfound" if claim.verdict == "not_found" else claim.verdict]
    print(f"[{verdict}{', ' + t['shortened'] if claim.shortened else ''}] {claim.text}")
    if claim.verdict == "misattributed":
        print(
            "    " + t["really"].format(name=claim.speaker.name if claim.speaker else t["nobody"])
        )
    for difference in claim.differences:
        print(
            "    " + t["differs"].format(official=difference.official, claimed=difference.claimed)
        )
    if claim.citation:
        print(f"    {_unwrapped(claim.citation.text)}\n    {_source(claim.citation)}")


def _unwrapped(words: str) -> str:
    """Without the ends of lines inside paragraphs: a terminal has a width of its own."""
    return re.sub(r"[ \t]*(?<!\n)\n(?!\s*\n)", " ", words)


def _source(citation: Citation) -> str:
    speaker = citation.speaker
    who = (
        ", ".join(filter(None, (speaker.name, speaker.title))) if speaker else citation.source or ""
    )
    return (
        f"{who} · {citation.date or ''} · {citation.document_title} · {citation.transcript_id}, "
        f"paragraph {citation.paragraph}"
    )


def _print_record(record: Record, changed: Mapping[str, SourceChange]) -> None:
    from pressroom.assistant.languages.texts import texts

    t, content = texts(record.language), record.content
    print(
        f"{record.id} · {record.asked_at} · {record.status}\n{t['your_question']}: "
        f"{content['question']}"
    )
    if content["understood"] != content["question"]:
        print(t["understood"].format(question=content["understood"]))
    for citation in {c["doc"]: c for c in content["citations"]}.values():
        if citation["doc"] in changed:
            print(t[changed[citation["doc"]]].format(title=citation["title"]))
    for sentence in content["sentences"]:
        print(sentence["text"])
    for c in content["citations"]:
        place = f"{c['doc']} v{c['version']}, paragraph {c['paragraph']}"
        print(
            f"    {c['speaker'] or c['source'] or ''} · {c['date'] or ''} · {c['title']} · {place}"
        )
    for rejected in content["rejected"]:
        print(f"    rejected: {rejected['words']} ({rejected['reason']})")
    print("    " + ", ".join(f"{stage} {ms:.0f} ms" for stage, ms in content["ms"].items()))
