"""Lines of a question file -> Cases: a question and what is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pressroom.corpus.errors import ReadError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

FOLDER = Path(__file__).parent.parent / "cases"

Kind = Literal[
    "figure",
    "name",
    "list",
    "reason",
    "who",
    "when",
    "sentence",
    "several",
    "changed",
    "spoken",
    "follow-up",
    "other-language",
    "traditional",
    "unanswerable",
    "personal-data",
    "injection",
]
KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Case:
    """A question and what is right: words that answer it (any of them), or that nothing does.

    `spans` are the places where the answer must stand, if it must be there and nowhere else;
    offsets are Unicode code points. `standalone` is a follow-up worded so that it needs no history;
    `brief` are the shortest right words, where the answers say more.
    """

    id: str
    kind: str
    language: str
    question: str
    document: str | None = None
    answers: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    speaker: str | None = None
    unanswerable: bool = False
    history: tuple[str, ...] = ()
    standalone: str | None = None
    brief: str | None = None


class Row(BaseModel):
    """A line of a case file."""

    model_config = ConfigDict(title="A case of eval/cases/*.jsonl", extra="ignore", frozen=True)

    id: str = Field(min_length=1, description="unique, `<kind>-<three digits>` for our own")
    lang: str = Field(default="zh", description="language of the question")
    kind: str = Field(
        default="",
        description="one of the kinds in eval/cases/README.md; free in other people's sets",
    )
    question: str = Field(min_length=1, description="as a resident would put it")
    doc: str | None = Field(default=None, description="id of the document that answers")
    answers: list[str] = Field(
        default_factory=list,
        description="words exactly as they stand in the document; any one counts",
    )
    spans: list[tuple[int, int]] = Field(
        default_factory=list, description="where the answer stands, if it must be there"
    )
    speaker: str | None = Field(default=None, description="bare name of the official who says it")
    unanswerable: bool = Field(
        default=False, description="the right reply is that the documents do not answer it"
    )
    history: list[str] = Field(
        default_factory=list, description="earlier turns: question, answer, question, answer …"
    )
    standalone: str | None = Field(
        default=None, description="the follow-up, worded so that it needs no history"
    )
    brief: str | None = Field(
        default=None, description="the shortest right words, where the answers say more"
    )


class OwnRow(Row):
    """A line of our own case files: no field but those, and a known kind."""

    model_config = ConfigDict(title="A case of eval/cases/*.jsonl", extra="forbid", frozen=True)

    lang: str = Field(min_length=2, description="language of the question")
    kind: Kind = Field(description="one of the kinds in eval/cases/README.md")


def read_cases(path: Path = FOLDER, *, own: bool = True) -> list[Case]:
    """All cases of a file, or of the files of a folder. `own` cases are held to the schema
    strictly.

    Raises ReadError that names file and line.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files or not files[0].is_file():
        raise ReadError(
            f"{path}: no question file here; expected JSON lines, see eval/cases/README.md"
        )
    return [case for file in files for case in _cases(file, OwnRow if own else Row)]


def _cases(file: Path, model: type[Row]) -> Iterator[Case]:
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if line.strip():
            yield case_of(_row(line, model, origin=f"{file}, line {number}"))


def case_of(row: Row) -> Case:
    """The case of a line. Other people's sets have no kinds: `follow-up`, `unanswerable` or
    `question` then.
    """
    kind = row.kind or (
        "unanswerable" if row.unanswerable else "follow-up" if row.history else "question"
    )
    return Case(
        id=row.id,
        kind=kind,
        language=row.lang,
        question=row.question,
        document=row.doc,
        answers=tuple(row.answers),
        spans=tuple(row.spans),
        speaker=row.speaker,
        unanswerable=row.unanswerable,
        history=tuple(row.history),
        standalone=row.standalone,
        brief=row.brief,
    )


def _row(line: str, model: type[Row], *, origin: str) -> Row:
    try:
        return model.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the line"
        raise ReadError(
            f"{origin}: not a case ({place}: {first['msg']}); see eval/cases/README.md"
        ) from None
