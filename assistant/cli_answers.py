"""`pressroom verify` and `pressroom answer`, and how answers are printed."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli_limits import add_limits, limited
from assistant.settings import Settings
from corpus.errors import QuestionError, ReadError

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.citations import Citation
    from assistant.claims import Claim
    from corpus.library import Library


def add_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Adds both to the commands of the parser."""
    verify = command(
        "verify",
        _verify,
        "Check a text about officials: each sentence found, misattributed, altered or not found. Exit code 1 unless all are found.",
        as_json=True,
    )
    verify.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a text file; - reads standard input")
    verify.add_argument("--text", help="the text itself")
    add_limits(verify)
    answer = command("answer", _answer, "Show an answer that was given before, and what became of its documents.", as_json=True)
    answer.add_argument("id", metavar="ID")


def print_answer(answer: Answer, library: Library) -> None:
    """The sentences, each with its sources; what the assistant itself says goes around them."""
    from assistant.replies import reply_to
    from assistant.texts import texts
    from assistant.times import meant

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


def _verify(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.build import open_parts
    from assistant.rows import claim_row

    text = _text(options)
    with open_parts(settings, progress=lambda words: print(words, file=sys.stderr)) as parts:
        claims = parts.assistant.check_text(text, where=limited("", options, parts).where)
    if options.json:
        print(json.dumps({"claims": [claim_row(claim) for claim in claims]}, ensure_ascii=False, indent=1))
    else:
        for claim in claims:
            _print_claim(claim)
    return 0 if all(claim.verdict == "found" for claim in claims) else 1


def _text(options: argparse.Namespace) -> str:
    if bool(options.text) == bool(options.file):
        raise QuestionError("expected either --text TEXT or a FILE (- for standard input)")
    if options.text:
        return str(options.text)
    if str(options.file) == "-":
        return sys.stdin.read()
    try:
        return str(options.file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{options.file}: cannot be read as UTF-8 text ({error}); expected a text file") from None


def _print_claim(claim: Claim) -> None:
    from assistant.texts import texts
    from corpus import language

    t = texts(language.detect(claim.text))
    verdict = t["unfound" if claim.verdict == "not_found" else claim.verdict]
    print(f"[{verdict}{', ' + t['shortened'] if claim.shortened else ''}] {claim.text}")
    if claim.verdict == "misattributed":
        print("    " + t["really"].format(name=claim.speaker.name if claim.speaker else t["nobody"]))
    for difference in claim.differences:
        print("    " + t["differs"].format(official=difference.official, claimed=difference.claimed))
    if claim.citation:
        print(f"    {_unwrapped(claim.citation.text)}\n    {_source(claim.citation)}")


def _unwrapped(words: str) -> str:
    """Without the ends of lines inside paragraphs: a terminal has a width of its own."""
    return re.sub(r"[ \t]*(?<!\n)\n(?!\s*\n)", " ", words)


def _source(citation: Citation) -> str:
    speaker = citation.speaker
    who = ", ".join(filter(None, (speaker.name, speaker.title))) if speaker else citation.source or ""
    return f"{who} · {citation.date or ''} · {citation.document_title} · {citation.transcript_id}, paragraph {citation.paragraph}"


def _answer(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.records import Records, changes, without_withdrawn
    from assistant.rows import record_row
    from assistant.texts import texts
    from corpus.library import Library

    library = Library.open(settings.home)
    with closing(Records.open(settings.home)) as records:
        record = records.get(options.id)
    changed = changes(record, library)
    record = without_withdrawn(record, changed)
    if options.json:
        print(json.dumps(record_row(record, changed), ensure_ascii=False, indent=1))
        return 0
    t, content = texts(record.language), record.content
    print(f"{record.id} · {record.asked_at} · {record.status}\n{t['your_question']}: {content['question']}")
    if content["understood"] != content["question"]:
        print(t["understood"].format(question=content["understood"]))
    for citation in {c["doc"]: c for c in content["citations"]}.values():
        if citation["doc"] in changed:
            print(t[changed[citation["doc"]]].format(title=citation["title"]))
    for sentence in content["sentences"]:
        print(sentence["text"])
    for c in content["citations"]:
        place = f"{c['doc']} v{c['version']}, paragraph {c['paragraph']}"
        print(f"    {c['speaker'] or c['source'] or ''} · {c['date'] or ''} · {c['title']} · {place}")
    for rejected in content["rejected"]:
        print(f"    rejected: {rejected['words']} ({rejected['reason']})")
    print("    " + ", ".join(f"{stage} {ms:.0f} ms" for stage, ms in content["ms"].items()))
    return 0
