"""A set of questions (of `dev`) -> calibration.toml: `python -m pressroom.eval.training.calibrate
SET`.

The set is a folder as `pressroom eval` takes it. Each question is searched as it will be; of each
sentence of its hits it is noted whether it answers, and by which signs; then the passages of the
sentences that these signs prefer are read, and it is noted again; then of each way to answer
whether it is right.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
from pressroom.assistant.build import Parts, open_embedder
from pressroom.assistant.read.eligible import eligible
from pressroom.assistant.read.guard.guarded import GuardedReader
from pressroom.assistant.read.trained.calibration import (
    FILE,
    OFFSET,
    TABLES,
    THERE,
    Calibration,
    Values,
)
from pressroom.assistant.read.trained.candidates import KINDS, RUN, Candidate
from pressroom.assistant.read.trained.marking import Marked
from pressroom.assistant.read.trained.presence import presence
from pressroom.assistant.read.trained.reader import TrainedReader
from pressroom.assistant.read.trained.sentences import Sentence
from pressroom.assistant.settings import load as load_settings
from pressroom.corpus.errors import SettingsError
from pressroom.corpus.normalise import fold
from pressroom.eval.questions import wording
from pressroom.eval.questions.cases import Case
from pressroom.eval.questions.sets import load_set, open_set
from pressroom.eval.training.fitting import Row, chooser, fitted, values_of
from pressroom.eval.training.understood import understood
from pressroom.index.e5.reading import AskedStates

_T = TypeVar("_T")
# Of the questions that are refused on `dev`, so many have no answer there: the middle of what is
# asked of refusing on press briefings (.60) and on other documents (.75).
REFUSED_RIGHTLY = 0.675
SECOND = 0.2
UNMARKED = 0.85
# Several sentences are at most so many times as long as the answer, or of so many characters.
LENGTH, SHORT = 2, 40


@dataclass(frozen=True)
class Found:
    """What the search found for a case: all sentences of its hits."""

    set: str
    case: Case
    asked: AskedStates
    sentences: list[Sentence]

    @property
    def name(self) -> str:
        return f"{self.set} {self.case.id}"

    def way(self, way: Candidate) -> Row:
        """A way to answer is right if its marked words are; what is shown, if none are marked; of
        several sentences only if the answer needs them.
        """
        words = (way.pick.brief or way.pick.span).text
        able = not self.case.unanswerable
        told = answers_briefly if way.kind == RUN else holds
        right = able and told(words, self.case.answers)
        return Row(self.name, way.values, right, able)

    def there(self, rated: Sequence[tuple[float, Candidate]], read: Sequence[Marked]) -> Row:
        """Whether anything answers, by what tells of it."""
        able = not self.case.unanswerable
        return Row(self.name, presence(rated, read), able, able)

    def row(self, sentence: Sentence, values: Values) -> Row:
        words = fold(sentence.known.hit.transcript.text[slice(*sentence.span)])
        able = not self.case.unanswerable
        right = able and any(fold(answer) in words for answer in self.case.answers)
        return Row(self.name, values, right, able)


def answers_briefly(words: str, answers: Sequence[str]) -> bool:
    """Whether the words hold an answer and are not much longer: whole sentences hold one more
    often, and leave it to the citizen to find it.
    """
    return any(
        holds(words, [answer]) and len(words) <= max(LENGTH * len(answer), SHORT)
        for answer in answers
    )


def holds(words: str, answers: Sequence[str]) -> bool:
    """Whether the words hold an answer, or are all that one counts: `3%` of `about 3%`."""
    told, figures = fold(words), set(wording.numbers(words))
    for answer in answers:
        counted = set(wording.numbers(answer))
        if fold(answer) in told or (
            told and counted and told in fold(answer) and counted <= figures
        ):
            return True
    return False


def trained(parts: Parts) -> TrainedReader:
    """The reader that the guard holds. Raises SettingsError if it is another one."""
    guarded = parts.assistant.reader
    reader = guarded.reader if isinstance(guarded, GuardedReader) else guarded
    if not isinstance(reader, TrainedReader):
        raise SettingsError("calibrate: expected the trained reader; its weights are missing")
    return reader


def searched(
    name: str, cases: Sequence[Case], parts: Parts, reader: TrainedReader
) -> Iterator[Found]:
    """The sentences found for each case of a set that is not talk."""
    for case in cases:
        question = understood(case, parts)
        if question is None:
            continue
        hits = parts.assistant.searcher.search(question.sought, limit=10)
        asked = reader.ask(question)
        sentences = reader.sentences(question, asked, eligible(question, hits))
        yield Found(name, case, asked, sentences)


def calibrated(
    found: Sequence[Found], reader: TrainedReader
) -> tuple[Calibration, list[tuple[float, bool, bool]]]:
    """Weights fitted one upon the other; of each question how likely what is shown is right,
    whether it is, and whether anything could be.
    """
    before = [one.row(s, s.values) for one in found for s in one.sentences]
    made = replace(
        Calibration.read(), prefer=values_of(chooser(before)), second=SECOND, unmarked=UNMARKED
    )
    reader = reader.calibrated(made)
    read = [(one, _marked(one, reader)) for one in found]
    rows = [one.row(marked.sentence, marked.values) for one, some in read for marked in some]
    made = replace(made, choose=values_of(chooser(rows)))
    reader = reader.calibrated(made)
    ways = [(way.kind, one.way(way)) for one, some in read for way in reader.candidates(some)]
    chances = {kind: fitted([row for of, row in ways if of == kind]) for kind in KINDS}
    made = replace(made, chances=chances)
    reader = reader.calibrated(made)
    rated = [(one, some, reader.rated(some)) for one, some in read]
    answered = [
        (one.there(ways, some), one.way(ways[0][1]).right) for one, some, ways in rated if ways
    ]
    made = replace(made, there=fitted([row for row, _ in answered]))
    best = [(made.there.of(row.values), right, row.answerable) for row, right in answered]
    weighed = _refusable([one for one, _, ways in rated if ways], best)
    return replace(made, shown=shown_from(weighed)), best


def _refusable(found: Sequence[Found], told: Sequence[_T]) -> list[_T]:
    """What is told of the cases of sets that ask for what is not there: of the others nothing can
    be refused rightly.
    """
    asking = {one.set for one in found if one.case.unanswerable}
    return [row for one, row in zip(found, told, strict=True) if one.set in asking]


def shown_from(found: Sequence[tuple[float, bool, bool]]) -> float:
    """The highest probability below which it is right to refuse often enough."""
    able = np.array([able for _, _, able in sorted(found)])
    precise = np.cumsum(~able) / np.arange(1, len(able) + 1)
    kept = np.flatnonzero(precise >= REFUSED_RIGHTLY)
    last = int(kept[-1]) if len(kept) else 0
    return round(sorted(found)[last][0], 3)


def _marked(found: Found, reader: TrainedReader) -> list[Marked]:
    return reader.marked(found.asked, reader.preferred(found.sentences))


def reliability(found: Sequence[tuple[float, bool, bool]]) -> list[tuple[float, float, int]]:
    """Of ten groups by probability: its mean, the share that is right, how many."""
    order = sorted(found)
    groups = [order[len(order) * n // 10 : len(order) * (n + 1) // 10] for n in range(10)]
    return [
        (
            round(float(np.mean([row[0] for row in group])), 3),
            round(float(np.mean([row[1] for row in group])), 3),
            len(group),
        )
        for group in groups
        if group
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--every", type=int, default=1, help="only each so manieth question")
    args = parser.parse_args()
    settings = load_settings(reader="trained")
    embedder = open_embedder(settings, progress=print)
    with ExitStack() as stack:
        found: list[Found] = []
        for folder in args.sets:
            asked = load_set(str(folder))
            parts, _ = stack.enter_context(open_set(asked, settings, embedder))
            reader = trained(parts)
            found += searched(folder.name, asked.cases[:: args.every], parts, reader)
        calibration, best = calibrated(found, reader)
    FILE.write_text(written(calibration), "utf-8")
    print(written(calibration))
    report(best)


def written(calibration: Calibration) -> str:
    """As `Calibration.read` reads it."""
    lines = ["# Fitted on gov_everyday, split dev, by eval/training/calibrate.py."]
    numbers = ("shown", "second", "unmarked")
    lines += [f"{name} = {getattr(calibration, name)}" for name in numbers]
    tables = {"prefer": calibration.prefer, "choose": calibration.choose}
    chances = {**calibration.chances, THERE: calibration.there}
    tables |= {name: chance.weights for name, chance in chances.items()}
    for name, signs in TABLES.items():
        weights = tables[name]
        lines += ["", f"[{name}]"]
        if name in chances:
            lines.append(f"{OFFSET} = {chances[name].offset:.4f}")
        lines += [f"{sign} = {weight:.4f}" for sign, weight in zip(signs, weights, strict=True)]
    return "\n".join(lines) + "\n"


def report(found: Sequence[tuple[float, bool, bool]]) -> None:
    """How often the chosen sentence is right, how well the probabilities tell it, and what refusing
    costs.
    """
    print("right of answerable", np.mean([right for _, right, able in found if able]))
    print("reliability", reliability(found))
    for t in np.quantile([row[0] for row in found], np.arange(0.05, 0.5, 0.05)):
        refused = [able for likely, _, able in found if likely < t]
        absent = [likely for likely, _, able in found if not able]
        precise = np.mean([not able for able in refused]) if refused else 0.0
        recall = np.mean([likely < t for likely in absent])
        print(f"refuse below {t:.3f}: precision {precise:.3f}, recall {recall:.3f}")


if __name__ == "__main__":
    main()
