"""Follow-ups and the questions before them -> how a question that leans is told: `python -m
pressroom.eval.training.leaning --data FOLDER SET…`.

What leans is learned from conversations of `train`: a follow-up leans on the question before it, a
question of its own does not, whatever was asked before about the same text. The SETs (those of
`halves`) tell how a follow-up that its document answers differs from one that nothing answers:
questions about another document, asked in its conversation. Writes learned.toml and brought.toml.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pressroom.assistant.ask.followup import learned
from pressroom.assistant.ask.followup.learned import Leaning
from pressroom.assistant.ask.followup.readings import readings
from pressroom.assistant.ask.question import Question, question_of
from pressroom.assistant.ask.screening import clean_history, screen
from pressroom.assistant.build import Parts, open_embedder
from pressroom.assistant.read.guard import brought
from pressroom.assistant.settings import load as load_settings
from pressroom.corpus.normalise import fold
from pressroom.eval.questions.cases import Case
from pressroom.eval.questions.sets import load_set, open_set
from pressroom.eval.training.calibrate import trained
from pressroom.eval.training.data.rows import Asked, Group, alone, by_language, documents, own
from pressroom.eval.training.fitting import Row, fitted
from pressroom.index.embedding.embed import Embedder

SEED = 3
# Of the questions of `dev` that stand alone so many are joined, and of the follow-ups that are
# answered rightly so many are lost.
STRAYED, LOST = 0.06, 0.15
_NEAREST = 8  # of so many questions about the same text the nearest is taken for the one before
_SHARE = 0.7  # of the questions that stand alone, once after the nearest and once after any
_KEEP = 7e-3  # how strongly small weights are preferred
_STRANGERS = 700  # questions about other documents, asked in each set
_BATCH = 64
_PLACES = 3  # decimals

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Pair:
    """A question after another; whether it leans on that."""

    asked: str
    before: str
    leans: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("sets", type=Path, nargs="+")
    args = parser.parse_args()
    settings = load_settings(reader="trained")
    embedder = open_embedder(settings, progress=print)
    told = {split: list(_pairs(args.data, split, embedder)) for split in ("train", "dev")}
    leaning = learnt(told["train"], told["dev"], embedder)
    learned.FILE.write_text(_written(leaning), "utf-8")
    with ExitStack() as stack:
        rows = []
        sets = [load_set(str(folder)) for folder in args.sets]
        for at, chosen in enumerate(sets):
            parts, _ = stack.enter_context(open_set(chosen, settings, embedder))
            others = sets[at - 1].cases
            rows += list(_told(chosen.name, _conversations(chosen.cases, others), parts, leaning))
    weighing = weighed(rows)
    brought.FILE.write_text(_written_weighing(weighing), "utf-8")
    report(told["dev"], embedder, leaning, rows, weighing)


def learnt(train: Sequence[Pair], dev: Sequence[Pair], embedder: Embedder) -> Leaning:
    """Fitted on `train`, its threshold chosen on `dev`."""
    rows = [
        Row(str(at), tuple(map(float, values)), pair.leans, True)
        for at, (pair, values) in enumerate(zip(train, _signs(train, embedder), strict=True))
    ]
    chance = fitted(rows, keep=_KEEP, rounds=12)
    weights = np.array(chance.weights, np.float32)
    made = Leaning(embedder.embed_queries, weights, chance.offset, 0.0)
    odds = _signs(dev, embedder) @ weights + chance.offset
    alone_ones = np.array([not pair.leans for pair in dev])
    return replace(made, joined=round(float(np.quantile(odds[alone_ones], 1 - STRAYED)), 2))


def weighed(rows: Sequence[Row]) -> brought.Weighing:
    """Fitted on follow-ups; the threshold loses few of those that are answered rightly."""
    chance = fitted(rows)
    odds = [_odds(chance.weights, row) + chance.offset for row in rows if row.right]
    least = round(float(np.quantile(odds, LOST)), 2)
    return brought.Weighing(chance.weights, chance.offset, least)


def _pairs(folder: Path, split: str, embedder: Embedder) -> Iterator[Pair]:
    """Each follow-up after the question before it; most questions that stand alone after any other
    about the same text, and after the one that is nearest of some.
    """
    rng = random.Random(SEED)
    groups: list[Group] = [*documents(folder, split), *alone(folder, split)]
    groups += [group for some in own(folder, split).values() for group in some]
    chosen: list[tuple[Asked, list[Asked]]] = []
    for group in groups:
        for same in by_language(group.asked).values():
            whole = [one for one in same if not one.history]
            for one in same:
                if one.history:
                    yield Pair(one.question, one.history[-2], one.standalone != one.question)
                others = [other for other in whole if other is not one]
                if not one.history and others and rng.random() < _SHARE:
                    chosen.append((one, rng.sample(others, min(_NEAREST, len(others)))))
    texts = dict.fromkeys(q.question for one, others in chosen for q in (one, *others))
    vectors = dict(zip(texts, _embedded(list(texts), embedder), strict=True))
    for one, others in chosen:
        own_vector = vectors[one.question]
        near = max(others, key=lambda other: float(own_vector @ vectors[other.question]))
        for before in {others[0].question, near.question}:
            yield Pair(one.question, before, False)


def _signs(pairs: Sequence[Pair], embedder: Embedder) -> Floats:
    texts = list(dict.fromkeys(text for pair in pairs for text in (pair.asked, pair.before)))
    vectors = dict(zip(texts, _embedded(texts, embedder), strict=True))
    return np.stack(
        [
            learned.signs(pair.asked, pair.before, vectors[pair.asked], vectors[pair.before])
            for pair in pairs
        ]
    )


def _embedded(texts: Sequence[str], embedder: Embedder) -> Iterable[Floats]:
    for at in range(0, len(texts), _BATCH):
        yield from embedder.embed_queries(texts[at : at + _BATCH])


def _conversations(cases: Sequence[Case], others: Sequence[Case]) -> list[Case]:
    """The follow-ups of a set that its documents answer, and questions of others that they do
    not.
    """
    rng = random.Random(SEED)
    asked = [case for case in cases if not case.history and not case.unanswerable]
    follow_ups, whole = ([c for c in others if bool(c.history) is told] for told in (True, False))
    strange = follow_ups + rng.sample(whole, min(_STRANGERS, len(whole)))
    made = []
    for case in strange:
        before = rng.choice([one for one in asked if one.language == case.language] or asked)
        history = (before.question, before.answers[0])
        made.append(replace(case, answers=(), unanswerable=True, history=history))
    return [case for case in cases if case.history and not case.unanswerable] + made


def _told(name: str, cases: Sequence[Case], parts: Parts, leaning: Leaning) -> Iterator[Row]:
    """Of each follow-up that is joined with what it leans on the signs of its best pick; one of
    which the answer is not the right one tells nothing.
    """
    assistant, reader = parts.assistant, trained(parts)
    for case in cases:
        question = _joined(case, leaning)
        if question is None:
            continue
        hits = assistant.searcher.search(question.sought, limit=10)
        verdict = reader.read(question, hits)
        words = fold(" ".join(pick.span.text for pick in verdict.picks))
        right = any(fold(answer) in words for answer in case.answers)
        if verdict.best and (right or case.unanswerable):
            values = brought.signs(question, verdict, verdict.best, hits, assistant.meaning)
            yield Row(f"{name} {case.id}", values, right, right)


def _joined(case: Case, leaning: Leaning) -> Question | None:
    screened = screen(case.question)
    if screened.talk or screened.refuse:
        return None
    history = clean_history(case.history)
    found = readings(screened.words, history, is_joined=leaning.joins)
    if found.joined is None:
        return None
    leans = leaning.of(screened.words, history[-2])
    if not leaning.is_joined(screened.words, leans):
        return None
    return replace(question_of(screened, found.joined), leaning=leans)


def report(
    dev: Sequence[Pair],
    embedder: Embedder,
    leaning: Leaning,
    rows: Sequence[Row],
    weighing: brought.Weighing,
) -> None:
    """How well both are told on `dev`."""
    odds = _signs(dev, embedder) @ leaning.weights + leaning.offset
    leans = np.array([pair.leans for pair in dev])
    print(f"dev: {leans.sum()} lean, {(~leans).sum()} do not, AUC {_auc(odds, leans):.3f}")
    over = odds >= leaning.joined
    print(f"joined of those: {over[leans].mean():.3f}, {over[~leans].mean():.3f}")
    told = np.array([weighing.of(row.values) for row in rows])
    right = np.array([row.right for row in rows])
    print(f"joined ones: {right.sum()} right, {(~right).sum()} strange, {_auc(told, right):.3f}")
    shown = told >= weighing.least
    print(f"shown of those: {shown[right].mean():.3f}, {shown[~right].mean():.3f}")


def _auc(odds: NDArray[np.floating], right: NDArray[np.bool_]) -> float:
    """Area under the curve: how often a right one is above another."""
    order = np.argsort(np.argsort(odds)) + 1
    many, few = int(right.sum()), int((~right).sum())
    return float((order[right].sum() - many * (many + 1) / 2) / (many * few))


def _odds(weights: Sequence[float], row: Row) -> float:
    return sum(w * v for w, v in zip(weights, row.values, strict=True))


def _written(leaning: Leaning) -> str:
    """As `Leaning.read` reads it."""
    size = len(leaning.weights) - len(learned.SIGNS)
    beside = zip(learned.SIGNS, leaning.weights[size:], strict=True)
    numbers = [f"{weight:.{_PLACES}f}" for weight in leaning.weights[:size]]
    lines = [", ".join(numbers[at : at + 12]) for at in range(0, size, 12)]
    vector = ",\n".join(f"    {line}" for line in lines)
    return (
        "# Fitted on follow-ups of split train, joined chosen on dev, by eval/training/leaning.py."
        f"\njoined = {leaning.joined}\noffset = {leaning.offset:.4f}\n"
        + "".join(f"{sign} = {weight:.4f}\n" for sign, weight in beside)
        + f"vector = [\n{vector},\n]\n"
    )


def _written_weighing(weighing: brought.Weighing) -> str:
    """As `Weighing.read` reads it."""
    signs = zip(brought.SIGNS, weighing.weights, strict=True)
    return (
        "# Fitted on follow-ups of split dev by eval/training/leaning.py.\n"
        f"least = {weighing.least}\noffset = {weighing.offset:.4f}\n"
        + "".join(f"{sign} = {weight:.4f}\n" for sign, weight in signs)
    )


if __name__ == "__main__":
    main()
