"""Lines of eval/cases/*.jsonl -> Cases, checked against the documents they are about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import ReadError

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True)
class Case:
    """A question and what is right: words that answer it (any of them), or that nothing does."""

    id: str
    kind: str
    language: str
    question: str
    document: str | None
    answers: tuple[str, ...]
    speaker: str | None
    unanswerable: bool
    history: tuple[str, ...]


def read_cases(folder: Path = FOLDER) -> list[Case]:
    """All cases of a folder. Raises ReadError that names file and line."""
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise ReadError(f"{folder}: no case file; expected *.jsonl")
    return [
        _case(line, origin=f"{path}, line {number}")
        for path in files
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if line.strip()
    ]


def check_cases(cases: Iterable[Case], texts: Mapping[str, str]) -> None:
    """Raises ReadError for a second id, an unknown document, or an answer that does not stand in its document."""
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise ReadError(f"case {case.id}: a second case with this id")
        seen.add(case.id)
        if case.unanswerable:
            continue
        text = texts.get(case.document or "")
        if text is None:
            raise ReadError(f"case {case.id}: no document {case.document!r}")
        strange = [answer for answer in case.answers if answer not in text]
        if strange or not case.answers:
            raise ReadError(f"case {case.id}: {strange or 'no answer'} does not stand in {case.document}")


def _case(line: str, *, origin: str) -> Case:
    try:
        row: dict[str, Any] = json.loads(line)
        return Case(
            id=row["id"],
            kind=row["kind"],
            language=row["lang"],
            question=row["question"],
            document=row.get("doc"),
            answers=tuple(row["answers"]),
            speaker=row.get("speaker"),
            unanswerable=bool(row.get("unanswerable")),
            history=tuple(row.get("history") or ()),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ReadError(f"{origin}: not a case ({type(error).__name__}: {error}); see eval/cases/README.md") from None
