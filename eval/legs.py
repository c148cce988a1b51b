"""Question sets -> how often the right passage is found by word alone, by meaning alone, by both,
and by both in the other script.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pressroom.assistant.build import Parts, open_embedder
from pressroom.assistant.settings import load
from pressroom.corpus.errors import PressroomError
from pressroom.corpus.normalise import in_script
from pressroom.corpus.passages import parse_id
from pressroom.eval.metrics.counts import hit_at
from pressroom.eval.questions.cases import Case
from pressroom.eval.questions.outcomes import Stretch
from pressroom.eval.questions.sets import QuestionSet, load_set, narrowed, open_set
from pressroom.eval.questions.truth import SetDocuments

_AT = (1, 5, 10)
_LIMIT = max(_AT)

Legs = dict[str, Callable[[str], list[Stretch]]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a table; with --json a line of JSON after it."""
    parser = argparse.ArgumentParser(prog="python -m pressroom.eval.legs", description=__doc__)
    parser.add_argument(
        "--home", type=Path, help="data folder (PRESSROOM_HOME; default: data/ of the checkout)"
    )
    parser.add_argument(
        "--set",
        dest="sets",
        action="append",
        required=True,
        metavar="DIR",
        help="a question set; may be given again",
    )
    parser.add_argument(
        "--limit", type=int, metavar="N", help="a fixed sample of at most N questions of each set"
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    settings = load(home=options.home)
    try:
        embedder = open_embedder(settings, progress=print)
        figures: dict[str, dict[str, dict[str, float]]] = {}
        for given in options.sets:
            chosen = narrowed(load_set(given), limit=options.limit)
            with open_set(chosen, settings, embedder) as (parts, documents):
                figures[chosen.name] = measure(chosen, _legs(parts), documents)
            _show(chosen.name, figures[chosen.name])
    except PressroomError as error:
        parser.exit(2, f"{error}\n")
    if options.json:
        print(json.dumps(figures, ensure_ascii=False))
    return 0


def measure(
    chosen: QuestionSet, legs: Legs, documents: SetDocuments
) -> dict[str, dict[str, float]]:
    """Leg -> hit@k over the answerable questions that stand alone."""
    cases = [case for case in chosen.cases if not case.unanswerable and not case.history]
    return {leg: _hits(cases, search, documents) for leg, search in legs.items()}


def _hits(
    cases: Sequence[Case], search: Callable[[str], list[Stretch]], documents: SetDocuments
) -> dict[str, float]:
    rows = [
        {
            "status": "answered",
            "citations": [],
            "hits": [place._asdict() for place in search(case.question)],
        }
        for case in cases
    ]
    outcomes = [documents.outcome(case, row) for case, row in zip(cases, rows, strict=True)]
    found = {k: [hit_at(outcome, k) for outcome in outcomes] for k in _AT}
    return {
        f"hit@{k}": sum(top for top, _ in ratios) / max(1, sum(below for _, below in ratios))
        for k, ratios in found.items()
    }


def _legs(parts: Parts) -> Legs:
    searcher = parts.searcher

    def both(question: str) -> list[Stretch]:
        return [
            Stretch(hit.transcript.id, hit.start, hit.end)
            for hit in searcher.search(question, limit=_LIMIT)
        ]

    def words(question: str) -> list[Stretch]:
        return _places(found.passage for found in searcher.words.search(question, limit=_LIMIT))

    def vectors(question: str) -> list[Stretch]:
        query = searcher.embedder.embed_queries([question])[0]
        return _places(passage for passage, _ in searcher.vectors.search(query, limit=_LIMIT))

    return {
        "both": both,
        "words": words,
        "meaning": vectors,
        "both, other script": lambda question: both(_other_script(question)),
    }


def _other_script(question: str) -> str:
    """Simplified Chinese in traditional characters, and the reverse."""
    simplified = in_script(question, "zh")
    return simplified if simplified != question else in_script(question, "zh-Hant")


def _places(passage_ids: Iterable[str]) -> list[Stretch]:
    parsed = filter(None, map(parse_id, passage_ids))
    return [Stretch(document, start, end) for document, _, start, end in parsed]


def _show(name: str, figures: dict[str, dict[str, float]]) -> None:
    for leg, hits in figures.items():
        print(
            f"{name:12} {leg:20}"
            + "".join(f"  {measure} {value:.3f}" for measure, value in hits.items()),
            flush=True,
        )


if __name__ == "__main__":
    raise SystemExit(main())
