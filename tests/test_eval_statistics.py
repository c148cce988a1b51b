"""How sure a figure is, and whether two runs differ: against closed forms and against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pressroom.eval.metrics.curves import calibration_error, refusal_curve, reliability
from pressroom.eval.metrics.judge import kappa
from pressroom.eval.metrics.statistics import Array, differences, holm, intervals
from pressroom.eval.questions.cases import Case
from pressroom.eval.questions.outcomes import Gold, Outcome, ShownPassage, Stretch
from pressroom.eval.reports.pictures import reliability_plots
from pressroom.eval.runs.scoring import system_record


def shares(values: list[float]) -> Array:
    return np.array([(value, 1.0) for value in values])


def test_an_interval_is_that_of_the_normal_approximation_where_questions_are_many() -> None:
    low, high = intervals({"hit": shares([1.0] * 300 + [0.0] * 100)})["hit"]
    wide = 1.96 * (0.75 * 0.25 / 400) ** 0.5
    assert low == pytest.approx(0.75 - wide, abs=0.01)
    assert high == pytest.approx(0.75 + wide, abs=0.01)


def test_the_same_figures_give_the_same_interval_again() -> None:
    values = {"hit": shares([1.0, 0.0, 1.0, 1.0])}
    assert intervals(values) == intervals(values)


def test_a_measure_that_no_question_counts_for_has_no_interval() -> None:
    assert intervals({"speaker": np.zeros((5, 2))}) == {}


def test_many_citations_of_one_answer_make_a_figure_no_surer() -> None:
    few = intervals({"verbatim": shares([1.0, 0.0] * 20)})["verbatim"]
    many = intervals({"verbatim": np.array([(10.0, 10.0), (0.0, 10.0)] * 20)})["verbatim"]
    assert many == pytest.approx(few)


def test_the_paired_test_agrees_with_the_exact_one() -> None:
    from scipy import stats  # takes seconds

    rng = np.random.default_rng(3)
    before = (rng.random(200) < 0.6).astype(float)
    after = np.where(rng.random(200) < 0.15, 1 - before, before)
    (found,) = differences(
        {"hit": shares(list(before))}, {"hit": shares(list(after))}, resamples=20_000
    )
    theirs = stats.permutation_test(
        (before, after),
        lambda a, b: np.mean(b - a),
        permutation_type="samples",
        n_resamples=20_000,
        random_state=1,
    )
    assert found.change == pytest.approx(float(np.mean(after - before)))
    assert found.p == pytest.approx(theirs.pvalue, abs=0.02)


def test_equal_runs_do_not_differ_and_opposite_ones_surely_do() -> None:
    same, opposite = shares([1.0, 0.0] * 50), shares([0.0] * 100)
    assert differences({"hit": same}, {"hit": same})[0].p == 1
    assert differences({"hit": same}, {"hit": opposite})[0].is_sure


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_adjusted_values_are_never_smaller_and_keep_their_order(values: list[float]) -> None:
    adjusted = holm(values)
    assert all(a >= v for a, v in zip(adjusted, values, strict=True))
    assert [adjusted[at] for at in np.argsort(values, kind="stable")] == sorted(adjusted)


def test_holm_is_as_published() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_kappa_is_agreement_beyond_chance() -> None:
    assert kappa([True, True, False, False], [True, True, False, False]) == 1
    assert kappa([True, True, False, False], [True, False, True, False]) == 0
    assert kappa(
        [True] * 45 + [False] * 15 + [True] * 25 + [False] * 15, [True] * 60 + [False] * 40
    ) == pytest.approx(0.1304, abs=1e-4)


def asked(
    confidence: float | None,
    *,
    unanswerable: bool = False,
    right: bool = True,
    shown: bool = True,
    language: str = "zh",
) -> Outcome:
    case = Case(
        id="c",
        kind="figure",
        language=language,
        question="?",
        document="d",
        answers=("是",),
        unanswerable=unanswerable,
    )
    place = Stretch("d", 0, 1)
    cited = (ShownPassage(place if right else Stretch("d", 5, 6), "是"),) if shown else ()
    gold = Gold() if unanswerable else Gold(((place,),), ((place,),))
    return Outcome(
        case, gold, "answered" if shown else "not_found", "是", cited, (), confidence=confidence
    )


def test_a_higher_threshold_refuses_more() -> None:
    curve = refusal_curve(
        [
            asked(0.9),
            asked(0.5),
            asked(0.3, unanswerable=True, shown=False),
            asked(None, shown=False),
        ]
    )
    assert [point.answered for point in curve] == sorted(
        (point.answered for point in curve), reverse=True
    )
    at = {point.threshold: point for point in curve}
    assert (at[0.4].precision, at[0.4].recall) == (0.5, 1)
    assert at[0.0].recall == 0
    assert refusal_curve([asked(None)]) == []


def test_confidence_that_means_what_it_says_has_no_calibration_error() -> None:
    fair = [asked(0.75, right=at % 4 != 0) for at in range(80)]
    boastful = [asked(0.95, right=at % 2 == 0) for at in range(80)]
    assert calibration_error(reliability(fair, bins=1)) == pytest.approx(0)
    assert calibration_error(reliability(boastful, bins=1)) == pytest.approx(0.45)
    assert calibration_error([]) is None


def test_each_language_with_answers_enough_has_a_reliability_of_its_own() -> None:
    many = [asked(at / 40, language="zh", right=at > 10) for at in range(40)]
    few = [asked(0.5, language="th") for _ in range(5)]
    some = [asked(0.5, language="ru") for _ in range(20)]
    record = system_record("pressroom", "Pressroom", [*many, *few, *some])
    answers = {
        language: [one.answers for one in bins] for language, bins in record.reliability_of.items()
    }
    assert answers == {"zh": [20, 20], "ru": [20]}
    plots = reliability_plots(record)
    assert [(language, count) for language, count, _ in plots] == [("ru", 20), ("zh", 40)]
    assert all("<svg" in plot for _, _, plot in plots)
