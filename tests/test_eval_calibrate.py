"""Calibration: halves that share no document, a model that fits, a threshold that serves most, a
file that is read again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pressroom.assistant.read.rules.confidence import Calibration, Model, Signs, read_calibration
from pressroom.assistant.settings import Settings
from pressroom.eval import calibrate
from pressroom.eval.calibration.observing import Observation, Option, bigrams_in
from pressroom.eval.metrics.curves import bigrams_of, confidence_of, found_curve
from pressroom.eval.questions.cases import Case
from pressroom.eval.questions.outcomes import Gold, Outcome


def observed(
    window: float, *, right: bool, unanswerable: bool = False, confidence: float = 0.0
) -> Observation:
    case = Case(id="c", kind="question", language="zh", question="？", unanswerable=unanswerable)
    return Observation(
        case,
        (Option(Signs(across=False, coverage=0.5, ahead=0.5, window=window), confidence, right),),
    )


def ids(file: Path) -> set[str]:
    return {json.loads(line)["id"] for line in file.read_text("utf-8").splitlines()}


def test_each_half_is_asked_everything_and_answers_what_its_own_documents_do(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "drcd"
    folder.mkdir()
    names = [f"d{number}" for number in range(20)]
    rows = [{"id": name, "question": "多少？", "doc": name, "answers": ["五"]} for name in names]
    rows += [
        {"id": f"{name}-none", "question": "谁？", "doc": name, "unanswerable": True}
        for name in names
    ]
    for file, lines in (
        ("documents.jsonl", [{"id": name, "text": "五"} for name in names]),
        ("dev.jsonl", rows),
    ):
        (folder / file).write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    first, second = calibrate._halves(folder, Settings(home=tmp_path), 1000)
    held = [ids(half.documents) for half in (first, second) if half.documents]
    assert all(held)
    assert held[0] | held[1] == set(names)
    assert not held[0] & held[1]
    for half, documents in zip((first, second), held, strict=True):
        assert {case.document for case in half.cases if not case.unanswerable} == documents
        assert (
            len([case for case in half.cases if case.unanswerable]) == 20
        )  # the other half's, and its own that nothing answers


def test_the_fit_says_how_often_it_is_right() -> None:
    rows = [observed(at / 100, right=at % 100 >= 50 or at % 10 == 0) for at in range(100)]
    rows += [observed(0.1, right=False, unanswerable=True) for _ in range(25)]
    model = calibrate.fit([rows], across=False)
    said = [model.probability(o.options[0].signs.values) for o in rows]
    assert sum(said) / len(rows) == pytest.approx(55 / 125, abs=0.01)
    assert said[99] > 0.8 > 0.3 > said[100]


def test_the_threshold_serves_answerable_and_unanswerable_questions() -> None:
    rows = [
        observed(0.5, right=True, confidence=0.6),
        observed(0.5, right=False, unanswerable=True, confidence=0.3),
    ]
    points = calibrate.curve([[rows]])
    best = max(points, key=lambda point: point.served)
    assert 0.3 < best.threshold <= 0.6
    assert (best.found, best.refused, best.served) == (1, 1, pytest.approx(1))
    assert calibrate.curve([[rows]], [0.7])[0].found == 0


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    models = Calibration(Model((1.0, 2.0, 3.0), -4.0), Model((0.5, 0.25, 0.125), -1.0), 0.4)
    points = calibrate.curve([[[observed(0.5, right=True, confidence=0.6)]]])
    file = tmp_path / "confidence.toml"
    file.write_text(calibrate.written(models, points, points[39]), "utf-8")
    assert read_calibration(file) == models


def test_bigrams_are_counted_as_they_stand() -> None:
    assert bigrams_in("参保率？", "医保参保率为97.8%") == 1
    assert bigrams_in("参保率多少", "参保人数") == pytest.approx(1 / 4)
    assert bigrams_in("？", "参保") == 0


def outcomes() -> Iterator[Outcome]:
    rows = [
        (False, 0.9, True),
        (False, 0.4, True),
        (False, 0.2, False),
        (True, 0.3, False),
        (True, None, False),
    ]
    for at, (unanswerable, confidence, withheld) in enumerate(rows):
        case = Case(
            id=str(at), kind="question", language="zh", question="？", unanswerable=unanswerable
        )
        bigrams = None if unanswerable else 0.5
        yield Outcome(
            case,
            Gold(),
            "not_found",
            "",
            (),
            (),
            confidence=confidence,
            withheld=withheld,
            bigrams=bigrams,
        )


def test_the_curve_says_what_is_found_at_each_share_of_refusals() -> None:
    points = found_curve(list(outcomes()), confidence_of)
    assert (points[0].refused, points[0].found) == (0, pytest.approx(2 / 3))
    assert (points[-1].refused, points[-1].found) == (1, pytest.approx(2 / 3))
    assert [point.found for point in points] == sorted(
        (point.found for point in points), reverse=True
    )
    assert found_curve(list(outcomes())[:3], confidence_of) == []
    assert found_curve(list(outcomes()), bigrams_of)[-1].found == pytest.approx(2 / 3)
