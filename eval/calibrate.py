"""Trainable question sets -> assistant/read/rules/confidence.toml: fitted on one half of their
documents, the threshold chosen on the other.

Each half is a library of its own; the questions about the other half are asked of it too, and
nothing there answers them. The threshold is the one at which, over the halves held back, most
questions are served right if one of five has no answer: the right words shown, or nothing shown
where nothing answers. Questions in the documents' language and across languages count the same,
among the former each set, among the latter each language.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pressroom.assistant.build import open_embedder
from pressroom.assistant.read.rules.confidence import FILE, SIGNS, Calibration
from pressroom.assistant.read.rules.reader import RuleReader
from pressroom.assistant.settings import Settings, load
from pressroom.corpus.errors import PressroomError
from pressroom.eval.calibration.fitting import fit
from pressroom.eval.calibration.observing import Option, observe
from pressroom.eval.calibration.serving_curve import Point, Rows, curve
from pressroom.eval.questions.cases import Case
from pressroom.eval.questions.sets import SEED, QuestionSet, load_set, open_set
from pressroom.index.embedding.embed import Embedder

SAME, ACROSS = ("cmrc2018", "drcd", "squad2-zh"), ("xquad",)
LIMIT = 1000  # questions asked of each half


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the file and prints what it is worth."""
    parser = argparse.ArgumentParser(prog="python -m pressroom.eval.calibrate", description=__doc__)
    parser.add_argument(
        "--home", type=Path, help="data folder (PRESSROOM_HOME; default: data/ of the checkout)"
    )
    parser.add_argument(
        "--sets",
        type=Path,
        required=True,
        metavar="DIR",
        help="the folder with " + ", ".join(SAME + ACROSS),
    )
    parser.add_argument(
        "--limit",
        type=int,
        default=LIMIT,
        metavar="N",
        help=f"questions asked of each half (default {LIMIT})",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=FILE,
        metavar="FILE",
        help="what is written (default: the one in use)",
    )
    options = parser.parse_args(arguments)
    try:
        train, held = _observed(options.sets, load(home=options.home), options.limit)
    except PressroomError as error:
        parser.exit(2, f"{error}\n")
    same, across = (
        fit([train[name] for name in SAME], across=False),
        fit([train[name] for name in ACROSS], across=True),
    )
    models = Calibration(same, across, threshold=0.0)
    anew = {name: judged(rows, models) for name, rows in held.items()}
    kinds = [
        [anew[name] for name in SAME],
        [group for name in ACROSS for group in by_language(anew[name])],
    ]
    points = curve(kinds)
    chosen = max(points, key=lambda point: point.served)
    options.out.write_text(
        written(replace(models, threshold=chosen.threshold), points, chosen), "utf-8"
    )
    print(
        f"{options.out}: threshold {chosen.threshold:.2f}, held-back halves: found "
        f"{chosen.found:.3f}, refused {chosen.refused:.3f}"
    )
    for group in (group for kind in kinds for group in kind):
        [point] = curve([[group]], [chosen.threshold])
        print(
            f"  {group[0].case.language:8} {len(group):5} questions: found {point.found:.3f}, "
            f"refused {point.refused:.3f}"
        )
    return 0


def _observed(
    folder: Path, settings: Settings, limit: int
) -> tuple[dict[str, Rows], dict[str, Rows]]:
    """The halves that are fitted on, and those held back, by the name of the set."""
    embedder = open_embedder(settings, progress=print)
    halves = {
        name: [_asked(half, settings, embedder) for half in _halves(folder / name, settings, limit)]
        for name in SAME + ACROSS
    }
    return {name: train for name, (train, _) in halves.items()}, {
        name: held for name, (_, held) in halves.items()
    }


def _halves(folder: Path, settings: Settings, limit: int) -> Iterator[QuestionSet]:
    """The half that is fitted on, and the one held back: documents by a hash of their id, with the
    questions of both.
    """
    whole = load_set(str(folder))
    documents = [
        json.loads(line) for line in (folder / "documents.jsonl").read_text("utf-8").splitlines()
    ]
    for half in (0, 1):
        mine = settings.home / "eval" / "halves" / f"{folder.name}-{half}" / "documents.jsonl"
        mine.parent.mkdir(parents=True, exist_ok=True)
        lines = (
            json.dumps(document, ensure_ascii=False)
            for document in documents
            if _half(document["id"]) == half
        )
        mine.write_text("".join(line + "\n" for line in lines), "utf-8")
        asked = [
            _beside(case, half)
            for case in whole.cases
            if not (case.unanswerable and _half(case.document) != half)
        ]
        if folder.name in ACROSS:
            asked = [case for case in asked if not case.language.startswith("zh")]
        random.Random(SEED).shuffle(asked)
        yield QuestionSet(mine.parent.name, tuple(asked[:limit]), mine, own=False)


def _half(document: str | None) -> int:
    return hashlib.sha256((document or "").encode()).digest()[0] % 2


def _beside(case: Case, half: int) -> Case:
    """The case, as one that nothing answers if its document is in the other half."""
    return (
        case
        if _half(case.document) == half
        else replace(case, unanswerable=True, answers=(), spans=())
    )


def _asked(half: QuestionSet, settings: Settings, embedder: Embedder) -> Rows:
    with open_set(half, settings, embedder) as (parts, documents):
        reader = RuleReader(parts.means.weight, parts.means.meaning)
        rows = [observe(case, parts.assistant, reader, documents) for case in half.cases]
    print(
        f"{half.name}: {len(rows)} questions, {sum(case.unanswerable for case in half.cases)} of "
        f"them unanswerable",
        flush=True,
    )
    return rows


def judged(observations: Rows, models: Calibration) -> Rows:
    """The same with the confidence that these models give."""

    def anew(option: Option) -> Option:
        model = models.across if option.signs.across else models.same
        return replace(option, confidence=model.probability(option.signs.values))

    return [replace(o, options=tuple(anew(option) for option in o.options)) for o in observations]


def by_language(observations: Rows) -> list[Rows]:
    """Those of each language of a question."""
    return [
        [o for o in observations if o.case.language == language]
        for language in sorted({o.case.language for o in observations})
    ]


def written(models: Calibration, points: Sequence[Point], chosen: Point) -> str:
    """The file, with the curve as comments."""
    lines = [
        "# Written by `python -m pressroom.eval.calibrate`: what it is fitted on, and the rule "
        "for the threshold, are told there.",
        "",
    ]
    lines += [f"threshold = {models.threshold:.2f}"]
    for name, model, across in (("same", models.same, False), ("across", models.across, True)):
        lines += [
            "",
            f"[{name}]",
            *(
                f"{sign} = {weight:.4f}"
                for sign, weight in zip(SIGNS[across], model.weights, strict=True)
            ),
        ]
        lines += [f"intercept = {model.intercept:.4f}"]
    lines += [
        "",
        "# The halves held back: threshold, share of answerable questions found, of unanswerable "
        "ones refused, of all served right.",
    ]
    some = [point for at, point in enumerate(points) if at % 5 == 4 or point == chosen]
    lines += [
        f"# {p.threshold:.2f}  {p.found:.3f}  {p.refused:.3f}  "
        f"{p.served:.3f}{'  chosen' if p == chosen else ''}"
        for p in some
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
