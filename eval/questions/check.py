"""Cases and their documents -> what does not fit: an error in our own cases, a finding in other
people's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pressroom.corpus.errors import ReadError
from pressroom.eval.questions.cases import Case
from pressroom.eval.questions.truth import SetDocuments


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a case. A doubt may be meant so; everything else makes a measure wrong."""

    case: str
    what: str
    doubt: bool = False

    def __str__(self) -> str:
        return f"case {self.case}: {self.what}"


def check(cases: Sequence[Case], documents: SetDocuments) -> list[Finding]:
    """Everything that does not fit, in the order of the cases."""
    times = Counter(case.id for case in cases)
    found = [
        Finding(name, f"{count} cases have this id") for name, count in times.items() if count > 1
    ]
    asked: dict[tuple[str, tuple[str, ...]], Case] = {}
    for case in cases:
        found += _case(case, documents)
        first = asked.setdefault((case.question, case.history), case)
        if first is not case and set(first.answers) != set(case.answers):
            found.append(
                Finding(case.id, f"asks what case {first.id} asks, with another answer", doubt=True)
            )
    return found


def must_fit(cases: Sequence[Case], documents: SetDocuments) -> None:
    """Raises ReadError for the first case that does not fit, doubts aside."""
    for finding in check(cases, documents):
        if not finding.doubt:
            raise ReadError(f"{finding}; see eval/cases/README.md")


def _case(case: Case, documents: SetDocuments) -> Iterator[Finding]:
    if case.unanswerable:
        if case.answers or case.spans:
            yield Finding(case.id, "is unanswerable, yet has answers")
        return
    text = documents.texts.get(case.document or "")
    if text is None:
        yield Finding(case.id, f"no document {case.document!r}")
        return
    yield from (Finding(case.id, what) for what in _answers(case, text))
    yield from (Finding(case.id, what, doubt=True) for what in _doubts(case, text))
    if case.speaker and case.speaker not in documents.speakers[case.document or ""]:
        yield Finding(case.id, f"{case.speaker} is no speaker of {case.document}", doubt=True)


def _answers(case: Case, text: str) -> Iterator[str]:
    if not case.answers and not case.spans:
        yield "has no answer, and is not unanswerable"
    for answer in case.answers:
        if answer not in text:
            yield f"{_short(answer)} does not stand in {case.document}"
    for start, end in case.spans:
        if not 0 <= start < end <= len(text):
            size = len(text)
            yield f"the span {start} to {end} is not inside {case.document} ({size} characters)"
    if len(case.history) % 2:
        turns = len(case.history)
        yield f"history has {turns} turns; expected question, answer, question, answer …"


def _doubts(case: Case, text: str) -> Iterator[str]:
    for answer in case.answers:
        inside = [
            at for at in _at(answer, text) if answer[:1].isdigit() and text[at - 1 : at].isdigit()
        ]
        if inside and not case.spans:
            yield f"{_short(answer)} also stands inside a longer figure of {case.document}"
    labelled = case.kind == "who"  # the answer is the label of the turn, which stands before it
    if (
        case.spans
        and case.answers
        and not labelled
        and not any(
            answer in text[start:end] for answer in case.answers for start, end in case.spans
        )
    ):
        yield "no answer stands in its spans"


def _at(answer: str, text: str) -> Iterable[int]:
    at = text.find(answer)
    while at >= 0:
        yield at
        at = text.find(answer, at + 1)


def _short(text: str) -> str:
    return f"`{text if len(text) <= 40 else text[:39] + '…'}`"
