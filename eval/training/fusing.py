"""Question sets (of `dev`) -> index/ranking/fusion.toml: `python -m pressroom.eval.training.fusing
SET…`.

Of the candidates that the search weighs for a question, those that hold the right words should
score highest. A set of many questions counts as its square root: each is another kind of question.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pressroom.assistant.build import Parts, open_embedder
from pressroom.assistant.settings import load as load_settings
from pressroom.corpus.passages import parse_id
from pressroom.eval.questions.cases import Case
from pressroom.eval.questions.outcomes import Stretch
from pressroom.eval.questions.sets import load_set, open_set
from pressroom.eval.questions.truth import SetDocuments, covers
from pressroom.eval.training.understood import understood
from pressroom.index.ranking.fusion import FILE, Fusion
from pressroom.index.search import Candidate

Floats = NDArray[np.float64]
_WORDS = 2.0  # what words count; everything else is beside it
_RATE, _KEEP, _ROUNDS = 0.5, 1e-3, 300
_SHOWN = (1, 4, 10)


class Weighed:
    """The candidates of one question of a set [candidates, 4], and which of them are right."""

    def __init__(
        self, candidates: Sequence[Candidate], right: Sequence[bool], weight: float
    ) -> None:
        self.signs = np.array([signs_of(one) for one in candidates])
        self.right = np.array(right)
        self.weight = weight

    def place(self, weights: Floats) -> int:
        """Of the first right one, from 0."""
        order = np.argsort(-(self.signs @ weights), kind="stable")
        return int(np.argmax(self.right[order]))


def signs_of(candidate: Candidate) -> tuple[float, float, float, float]:
    """In the order of the fields of Fusion."""
    found, near = candidate.found, candidate.compared
    return found.words, found.document_words, near.best, near.passage


def weighed(cases: Sequence[Case], parts: Parts, documents: SetDocuments) -> Iterator[Weighed]:
    """Of the questions of which the search finds a right passage at all."""
    weight = 1 / np.sqrt(len(cases))
    for case in cases:
        question, gold = understood(case, parts), documents.gold(case).places
        if question is None or not gold:
            continue
        candidates = parts.searcher.candidates(question.sought)
        right = [covers(_place(one), gold) for one in candidates]
        if any(right):
            yield Weighed(candidates, right, weight)


def _place(candidate: Candidate) -> Stretch:
    document, _, start, end = parse_id(candidate.found.passage) or ("", 0, 0, 0)
    return Stretch(document, start, end)


def fitted(asked: Sequence[Weighed]) -> Floats:
    """Weights [4] by which a right candidate is the likeliest of a question's, as far as they can
    tell.
    """
    signs = np.concatenate([one.signs for one in asked])
    right = np.concatenate([one.right for one in asked])
    sizes = [len(one.signs) for one in asked]
    first = np.cumsum([0, *sizes[:-1]])
    weight = np.repeat([one.weight for one in asked], sizes)
    spread = signs.std(0) + 1e-9
    signs = signs / spread
    weights: Floats = np.zeros(signs.shape[1])
    for _ in range(_ROUNDS):
        scores = signs @ weights
        power = np.exp(scores - np.repeat(np.maximum.reduceat(scores, first), sizes))
        share = power / np.repeat(np.add.reduceat(power, first), sizes)
        wanted = share * right
        wanted = wanted / np.repeat(np.add.reduceat(wanted, first), sizes)
        slope = (weight * (wanted - share)) @ signs / sum(one.weight for one in asked)
        weights = weights + _RATE * (slope - _KEEP * weights)
    found: Floats = weights / spread
    found *= _WORDS / found[0]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m pressroom.eval.training.fusing")
    parser.description = __doc__
    parser.add_argument("sets", type=Path, nargs="+")
    args = parser.parse_args()
    settings = load_settings(reader="trained")
    embedder = open_embedder(settings, progress=print)
    found: dict[str, list[Weighed]] = {}
    for folder in args.sets:
        chosen = load_set(str(folder))
        with open_set(chosen, settings, embedder) as (parts, documents):
            found[folder.name] = list(weighed(chosen.cases, parts, documents))
    every = [one for some in found.values() for one in some]
    words, document, window, passage = (round(float(one), 4) for one in fitted(every))
    fusion = Fusion(words, document, window, passage)
    FILE.write_text(written(fusion), "utf-8")
    print(written(fusion))
    report(found)


def written(fusion: Fusion) -> str:
    """As `learned` reads it."""
    weights = {name: value for name, value in asdict(fusion).items() if name != "relative"}
    head = "# Fitted on questions of `dev` by eval/training/fusing.py.\n"
    return head + "".join(f"{name} = {value}\n" for name, value in weights.items())


def report(found: dict[str, list[Weighed]]) -> None:
    """How often a right passage is among the first of a set, by weights fitted on the others."""
    for name, own in found.items():
        others = [one for other, some in found.items() if other != name for one in some]
        weights = fitted(others or own)
        places = np.array([one.place(weights) for one in own])
        shares = [f"{(places < shown).mean():.3f}" for shown in _SHOWN]
        print(f"{name}: {len(own)} questions, first in {_SHOWN}: {' '.join(shares)}")


if __name__ == "__main__":
    main()
