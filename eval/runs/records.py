"""A run -> a file and back: what was asked of which systems, every result, and what the run was
made with.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pressroom.corpus.errors import ReadError
from pressroom.eval.metrics.curves import Bin, CurvePoint, FoundPoint
from pressroom.eval.metrics.judge import Judgement
from pressroom.eval.questions.outcomes import Outcome, Stretch
from pydantic import BaseModel, ValidationError

FORMAT = 1
FILE = "run.json"
HISTORY = Path(__file__).parent.parent / "history.jsonl"

Values = dict[str, float | int | None]


class CaseRecord(BaseModel):
    """A question as it was asked, and where its right words stand."""

    id: str
    kind: str
    language: str
    question: str
    history: list[str]
    answers: list[str]
    document: str | None
    speaker: str | None
    unanswerable: bool
    gold: list[Stretch]
    brief: str | None = None


class CitedRecord(BaseModel):
    place: Stretch
    text: str
    speaker: str | None
    date: str | None


class ResultRecord(BaseModel):
    """What a system made of a question. `counts` is what each measure counted, of how many; where
    it does not count, it is left out.
    """

    id: str
    status: str
    failure: str
    answer: str
    cited: list[CitedRecord]
    marked: list[tuple[Stretch, str]] = []
    hits: list[Stretch]
    ms: float | None
    confidence: float | None
    error: str | None
    counts: dict[str, tuple[float, float]]


class SystemRecord(BaseModel):
    """A system's results on a set, question by question in the set's order, and what they come
    to.
    """

    name: str
    label: str
    measures: Values
    intervals: dict[str, tuple[float, float]]
    kinds: dict[str, Values]
    languages: dict[str, Values]
    results: list[ResultRecord]
    curve: list[CurvePoint] = []
    found_curve: list[FoundPoint] = []
    found_curve_bigrams: list[FoundPoint] = []
    reliability: list[Bin] = []
    reliability_of: dict[str, list[Bin]] = {}  # by language
    calibration_error: float | None = None
    judgement: Judgement | None = None


class SetRecord(BaseModel):
    """A question set and every system asked about it. `texts` are the passages shown, by
    `document:start:end`.
    """

    name: str
    corpus: str
    documents: int
    findings: list[str]
    cases: list[CaseRecord]
    systems: list[SystemRecord]
    texts: dict[str, str]

    def system(self, name: str) -> SystemRecord:
        return next(system for system in self.systems if system.name == name)

    @property
    def ours(self) -> SystemRecord:
        return self.systems[0]


class RunRecord(BaseModel):
    """One run of the evaluation. `missed` are the thresholds that it is below; `memory_mb` the most
    that the process held.
    """

    format: int = FORMAT
    id: str
    at: str
    commit: str
    code: str
    model: str
    chat_model: str | None
    reader: str = "rules"
    memory_mb: float
    seconds: float
    sets: list[SetRecord]
    missed: list[str] = []

    @property
    def measures(self) -> Values:
        """Those of our system: of the one set, or each set's under `set/measure`."""
        if len(self.sets) == 1:
            return self.sets[0].ours.measures
        return {
            f"{s.name}/{name}": value for s in self.sets for name, value in s.ours.measures.items()
        }


def write_run(run: RunRecord, folder: Path) -> Path:
    """The run's file in its folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / FILE
    file.write_text(run.model_dump_json(), "utf-8")
    return file


def read_run(path: Path) -> RunRecord:
    """A run from its file or folder. Raises ReadError if it is none, or of another format."""
    file = path / FILE if path.is_dir() else path
    if not file.is_file():
        raise ReadError(
            f"{path}: no such run; expected a folder with {FILE}, as `pressroom eval` writes one"
        )
    try:
        return RunRecord.model_validate_json(file.read_text("utf-8"))
    except (ValidationError, UnicodeDecodeError) as error:
        reason = str(error).splitlines()[0]
        raise ReadError(
            f"{file}: not a run of this version of the evaluation ({reason}); run `pressroom "
            f"eval` again"
        ) from None


def runs_in(folder: Path) -> list[Path]:
    """The folders of the runs that are kept, the latest first."""
    return sorted(
        (file.parent for file in folder.glob(f"*/{FILE}")), key=lambda path: path.name, reverse=True
    )


def append_history(run: RunRecord, file: Path = HISTORY) -> None:
    """One line: when, commit, model, corpus and measures of each set, without results."""
    line: dict[str, Any] = {
        "at": run.at,
        "commit": run.commit,
        "model": run.model,
        "chat_model": run.chat_model,
        "sets": {},
    }
    for each in run.sets:
        rounded = {
            name: round(value, 4) if isinstance(value, float) else value
            for name, value in each.ours.measures.items()
        }
        line["sets"][each.name] = {
            "corpus": each.corpus,
            "cases": len(each.cases),
            "measures": rounded,
        }
    with file.open("a", encoding="utf-8") as out:
        out.write(json.dumps(line, ensure_ascii=False) + "\n")


def result_of(
    outcome: Outcome,
    *,
    failure: str,
    counts: dict[str, tuple[float, float]],
    with_words: bool = True,
) -> ResultRecord:
    return ResultRecord(
        id=outcome.case.id,
        status=outcome.status,
        failure=failure,
        answer=outcome.answer if with_words else "",
        cited=[
            CitedRecord(place=c.place, text=c.text, speaker=c.speaker, date=c.date)
            for c in outcome.cited
            if with_words
        ],
        marked=list(outcome.marked) if with_words else [],
        hits=[hit.place for hit in outcome.hits],
        ms=outcome.ms,
        confidence=None if outcome.confidence is None else round(outcome.confidence, 4),
        error=outcome.error,
        counts={name: pair for name, pair in counts.items() if pair[1]},
    )


def case_of(outcome: Outcome) -> CaseRecord:
    case = outcome.case
    return CaseRecord(
        id=case.id,
        kind=case.kind,
        language=case.language,
        question=case.question,
        history=list(case.history),
        answers=list(case.answers),
        document=case.document,
        speaker=case.speaker,
        unanswerable=case.unanswerable,
        gold=list(outcome.gold.places),
        brief=case.brief,
    )


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
