"""A question and an answer record -> a line of a case file, checked before it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pressroom.assistant.desk.adding import SAMPLES
from pressroom.corpus import language
from pressroom.corpus.errors import ReadError
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.readers.files import find_files, read_path
from pressroom.eval.questions.cases import FOLDER, OwnRow, Row, case_of, read_cases
from pressroom.eval.questions.check import check
from pressroom.eval.questions.outcomes import SHOWN
from pressroom.eval.questions.truth import SetDocuments
from pydantic import ValidationError


def case_row(
    question: str,
    record: str,
    *,
    kind: str,
    answers: Sequence[str] = (),
    document: str | None = None,
    unanswerable: bool = False,
    history: Sequence[str] = (),
    case_id: str | None = None,
) -> dict[str, Any]:
    """The case that a record (what `pressroom ask --json` prints) suggests: its first citation is
    right, unless said otherwise.

    A refusal becomes a case only with `unanswerable`, or with the words and the document that
    answer. Raises ReadError.
    """
    answer = _record(record)
    cited = (
        answer["citations"][0] if answer.get("status") in SHOWN and answer.get("citations") else {}
    )
    if unanswerable:
        row: dict[str, Any] = {"doc": None, "answers": [], "speaker": None, "unanswerable": True}
    elif not cited and not (answers and document):
        raise ReadError(
            "the record is a refusal; expected --unanswerable, or --answer and --document if "
            "something does answer it"
        )
    else:
        doc = document or cited["doc"]
        same = doc == cited.get("doc")
        row = {
            "doc": doc,
            "answers": list(answers) or [cited["text"]],
            "speaker": cited.get("speaker") if same else None,
            "unanswerable": False,
        }
    asked = {
        "id": case_id or "",
        "lang": language.detect(question),
        "kind": kind,
        "question": question,
    }
    return {**asked, **row, **({"history": list(history)} if history else {})}


def append_case(row: dict[str, Any], file: Path) -> dict[str, Any]:
    """Writes the case at the end of a question file, with the next id of its kind if it has none.
    Raises ReadError if it does not fit.

    Its documents are the samples for our own case files, else `documents.jsonl` (or a folder
    `documents`) beside the file.
    """
    own = file.resolve().parent == FOLDER.resolve()
    known = read_cases(file, own=own) if file.exists() else []
    row = row | {"id": row["id"] or _next_id(row["kind"], [case.id for case in known])}
    try:
        case = case_of((OwnRow if own else Row).model_validate(row))
    except ValidationError as error:
        first = error.errors()[0]
        raise ReadError(
            f"{'.'.join(map(str, first['loc']))}: {first['msg']}; see eval/cases/README.md"
        ) from None
    documents = _documents(SAMPLES if own else file.parent)
    wrong = [
        finding
        for finding in check([*known, case], documents)
        if finding.case == case.id and not finding.doubt
    ]
    if wrong:
        raise ReadError(f"{wrong[0]}; the case was not written")
    text = file.read_text("utf-8") if file.exists() else ""
    gap = "" if not text or text.endswith("\n") else "\n"
    with file.open("a", encoding="utf-8") as out:
        out.write(gap + json.dumps(row, ensure_ascii=False) + "\n")
    return row


def _record(text: str) -> dict[str, Any]:
    try:
        record = json.loads(text)
    except ValueError as error:
        raise ReadError(
            f"the record is not JSON ({error}); expected what `pressroom ask --json` prints"
        ) from None
    if not isinstance(record, dict) or "status" not in record:
        raise ReadError("the record has no status; expected what `pressroom ask --json` prints")
    return record


def _next_id(kind: str, known: Sequence[str]) -> str:
    numbers = [
        int(match[1])
        for name in known
        if (match := re.fullmatch(rf"{re.escape(kind)}-(\d+)", name))
    ]
    return f"{kind}-{max(numbers, default=0) + 1:03d}"


def _documents(folder: Path) -> SetDocuments:
    given = (
        [folder]
        if folder == SAMPLES
        else [path for name in ("documents.jsonl", "documents") if (path := folder / name).exists()]
    )
    if not given:
        raise ReadError(
            f"{folder}: no documents.jsonl; expected the documents of the question file beside it"
        )
    return SetDocuments(
        [parse(source) for path in find_files(given[:1]) for source in read_path(path)]
    )
