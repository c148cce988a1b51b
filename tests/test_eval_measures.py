"""The measures: each by hand, the textbook ones against ir-measures and rouge-score, and what must
always hold.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import RR, R, nDCG
from pressroom.eval.metrics import counts, measures, ranking, totals
from pressroom.eval.metrics.failures import failure
from pressroom.eval.questions import wording
from pressroom.eval.questions.cases import Case
from pressroom.eval.questions.outcomes import (
    Alone,
    Gold,
    Outcome,
    RankedPassage,
    ShownPassage,
    Stretch,
)
from pressroom.eval.questions.truth import covers

RIGHT = Stretch("doc", 100, 106)
ELSEWHERE = Stretch("doc", 300, 420)
PARAGRAPH = Stretch("doc", 90, 200)
CASE = Case(
    id="c",
    kind="figure",
    language="zh",
    question="多少？",
    document="doc",
    answers=("97.8%",),
    speaker="周启明",
)
UNANSWERABLE = Case(
    id="u", kind="unanswerable", language="zh", question="多少？", unanswerable=True
)

GOLD = Gold(((RIGHT,),), ((PARAGRAPH,),), "2025-06-20")


def outcome(
    case: Case = CASE,
    *,
    status: str = "answered",
    answer: str = "参保率97.8%。",
    cited: tuple[ShownPassage, ...] = (
        ShownPassage(Stretch("doc", 95, 110), "参保率97.8%。", "周启明", "2025-06-20"),
    ),
    hits: tuple[Stretch, ...] = (ELSEWHERE, Stretch("doc", 90, 200)),
    gold: Gold = GOLD,
) -> Outcome:
    return Outcome(
        case=case,
        gold=Gold() if case.unanswerable else gold,
        status=status,
        answer=answer,
        cited=cited,
        hits=tuple(RankedPassage(place) for place in hits),
        verbatim=tuple(True for _ in cited),
        cited_paragraphs=(PARAGRAPH,) if cited else (),
        ms=20.0,
    )


REFUSED = outcome(status="not_found", answer="", cited=())


def of(name: str, *outcomes: Outcome) -> float | None:
    return measures.mean(measures.BY_NAME[name].count, outcomes)


# search, against ir-measures


@given(
    st.lists(st.integers(0, 12), unique=True, max_size=10),
    st.sets(st.integers(0, 12), min_size=1, max_size=5),
)
def test_recall_reciprocal_rank_and_gain_agree_with_ir_measures(
    found: list[int], right: set[int]
) -> None:
    ranked = [str(item) for item in found]
    relevant = frozenset(str(item) for item in right)
    judged = {"q": dict.fromkeys(relevant, 1)}
    run = (
        {"q": {item: 1.0 / place for place, item in enumerate(ranked, 1)}}
        if ranked
        else {"q": {"nothing": 1.0}}
    )
    theirs = ir_measures.calc_aggregate([R @ 5, R @ 10, RR @ 10, nDCG @ 10], judged, run)
    assert ranking.recall_at(ranked, relevant, 5) == pytest.approx(theirs[R @ 5])
    assert ranking.recall_at(ranked, relevant, 10) == pytest.approx(theirs[R @ 10])
    assert ranking.reciprocal_rank(ranked, relevant, 10) == pytest.approx(theirs[RR @ 10])
    assert ranking.ndcg(ranked, relevant, 10) == pytest.approx(theirs[nDCG @ 10])


def test_a_right_passage_in_second_place_counts_as_such() -> None:
    one = outcome()
    assert (of("hit@1", one), of("hit@3", one)) == (0, 1)
    assert of("mrr@10", one) == 0.5
    assert of("ndcg@10", one) == pytest.approx(0.6309, abs=1e-4)


def test_a_question_without_result_counts_as_a_miss() -> None:
    nothing = outcome(status="error", answer="", cited=(), hits=())
    for name in (
        "hit@5",
        "recall@5",
        "mrr@10",
        "ndcg@10",
        "found",
        "rouge_l",
        "f1",
        "contains",
        "paragraph_r",
    ):
        assert of(name, outcome(), nothing) == pytest.approx((of(name, outcome()) or 0) / 2), name


def test_within_so_many_characters_only_what_is_read_counts() -> None:
    first, second = Stretch("doc", 300, 420), Stretch("doc", 95, 200)
    assert of("hit@1000c", outcome(hits=(first, second))) == 1
    assert counts.hit_within(outcome(hits=(first, second)), 131) == (
        1,
        1,
    )  # 120 characters, then the 11 up to the end of the answer
    assert counts.hit_within(outcome(hits=(first, second)), 130) == (0, 1)


def test_an_answer_at_two_places_is_found_at_either_and_counts_once() -> None:
    gold = Gold(((RIGHT, Stretch("doc", 310, 316)),), ((PARAGRAPH,),))
    assert of("recall@5", outcome(gold=gold)) == 1
    assert of("ndcg@10", outcome(gold=gold)) == 1


def test_of_two_answers_one_found_is_half_of_the_recall() -> None:
    gold = Gold(
        ((RIGHT,), (Stretch("doc", 900, 906),)), ((PARAGRAPH,), (Stretch("doc", 890, 990),))
    )
    assert of("recall@5", outcome(gold=gold)) == 0.5
    assert of("hit@5", outcome(gold=gold)) == 1
    assert of("paragraph_r", outcome(gold=gold)) == 0.5


@pytest.mark.parametrize(
    ("place", "right", "holds"),
    [
        (Stretch("d", 0, 10), Stretch("d", 5, 15), False),  # up to 12 characters: all of it
        (Stretch("d", 0, 15), Stretch("d", 5, 15), True),
        (Stretch("d", 0, 20), Stretch("d", 10, 30), True),  # longer: half
        (Stretch("d", 0, 19), Stretch("d", 10, 30), False),
        (Stretch("d", 0, 30), Stretch("d", 10, 300), True),  # or 20 characters
        (Stretch("e", 0, 30), Stretch("d", 10, 20), False),
    ],
)
def test_a_passage_holds_a_place_if_it_has_enough_of_it(
    place: Stretch, right: Stretch, holds: bool
) -> None:
    assert covers(place, [right]) is holds


# words, against rouge-score


class Characters:
    def tokenize(self, text: str) -> list[str]:
        return list(wording.norm(text))


@pytest.fixture(scope="module")
def reference() -> Any:
    from rouge_score.rouge_scorer import RougeScorer  # brings scipy and scikit-learn with it

    return RougeScorer(["rougeL"], tokenizer=Characters())


@given(st.text("参保率是97.8%，。 aB", max_size=40), st.text("参保率是97.8%，。 aB", max_size=40))
def test_rouge_l_agrees_with_the_reference_on_characters(reference: Any, a: str, b: str) -> None:
    theirs = reference.score(b, a)["rougeL"].fmeasure
    assert wording.rouge_l(a, b) == pytest.approx(theirs)


@given(st.text("参保率97.8%", max_size=30), st.text("参保率97.8%", max_size=30))
def test_character_f1_is_symmetric_bounded_and_at_least_rouge_l(a: str, b: str) -> None:
    assert wording.f1(a, b) == wording.f1(b, a)
    assert 0 <= wording.rouge_l(a, b) <= wording.f1(a, b) <= 1


@pytest.mark.parametrize(
    ("answer", "gold", "held"),
    [
        ("参保率97.8%", "97.8%", True),
        ("参保率197.8%", "97.8%", False),
        ("共412人", "12人", False),
        ("共１２人", "12人", True),
        ("二〇二五年", "", False),
        ("In Total 3.42 Million", "3.42 million", True),
    ],
)
def test_a_figure_is_contained_only_whole(answer: str, gold: str, held: bool) -> None:
    assert wording.contains(answer, gold) is held


# answers and honesty


def test_paragraph_and_character_precision_say_how_much_of_what_is_cited_is_right() -> None:
    one = outcome()
    assert of("paragraph_p", one) == 1
    assert of("character_p", one) == pytest.approx(6 / 15)
    assert of("character_r", one) == 1
    half = outcome(cited=(ShownPassage(Stretch("doc", 100, 103), "97."),))
    assert of("character_r", half) == 0.5


def test_what_a_follow_up_loses_by_its_history_is_told_apart_from_what_the_reader_loses() -> None:
    easy, hard = Alone(searched=True, found=True), Alone(searched=False, found=False)
    assert (
        of(
            "follow_up_kept",
            replace(outcome(), alone=easy),
            replace(REFUSED, alone=easy),
            replace(REFUSED, alone=hard),
        )
        == 0.5
    )
    assert (
        of(
            "follow_up_hit",
            replace(outcome(), alone=easy),
            replace(outcome(hits=(ELSEWHERE,)), alone=easy),
        )
        == 0.5
    )
    assert of("follow_up_kept", outcome(), replace(outcome(), alone=hard)) is None


def test_the_median_of_each_stage_is_given_where_answers_tell_them() -> None:
    timed = [
        replace(outcome(), stages=(("search", ms), ("answer", 1.0))) for ms in (3.0, 5.0, 40.0)
    ]
    assert totals.latency(timed) == {
        "p50_ms": 20,
        "p95_ms": 20,
        "p99_ms": 20,
        "search_ms": 5,
        "answer_ms": 1,
    }
    assert totals.latency([replace(outcome(), ms=None)]) == {}


def test_words_of_no_citation_are_neither_supported_nor_may_their_figures_stand() -> None:
    strange = outcome(answer="参保率97.8%。明年99%。")
    assert of("supported", strange) == 0.5
    assert of("figures", strange) == 0
    assert of("figures", outcome()) == 1


def test_another_persons_name_and_another_date_are_noticed() -> None:
    wrong = outcome(
        cited=(ShownPassage(Stretch("doc", 95, 110), "参保率97.8%。", "陆维舟", "2024-06-18"),)
    )
    assert (of("speaker", outcome()), of("date", outcome())) == (1, 1)
    assert (of("speaker", wrong), of("date", wrong)) == (0, 0)


def test_refusals_have_precision_and_recall() -> None:
    right, wrong = (
        outcome(UNANSWERABLE, status="declined", answer="", cited=()),
        outcome(UNANSWERABLE),
    )
    assert of("refusal_p", right, REFUSED) == 0.5
    assert of("refusal_r", right, wrong) == 0.5
    assert of("found", right, wrong) is None


@pytest.mark.parametrize(
    "status",
    [
        "answered",
        "partly",
        "contradicted",
        "not_found",
        "declined",
        "clarify",
        "smalltalk",
        "error",
        "missing",
    ],
)
def test_every_status_is_either_shown_a_refusal_or_a_failure(status: str) -> None:
    one = outcome(status=status)
    assert one.shown + one.refused + (failure(one) == "error") == 1


@pytest.mark.parametrize(
    ("one", "what"),
    [
        (outcome(), "right"),
        (outcome(hits=(ELSEWHERE,), cited=(), status="not_found"), "search missed"),
        (outcome(hits=(*[ELSEWHERE] * 6, PARAGRAPH), cited=(), status="not_found"), "ranked low"),
        (REFUSED, "refused wrongly"),
        (outcome(cited=(ShownPassage(ELSEWHERE, "别的"),)), "wrong words"),
        (
            outcome(cited=(ShownPassage(Stretch("doc", 95, 110), "参保率97.8%。", "陆维舟"),)),
            "wrong speaker",
        ),
        (outcome(UNANSWERABLE), "answered wrongly"),
        (outcome(UNANSWERABLE, status="not_found", cited=()), "right"),
    ],
)
def test_what_went_wrong_is_the_first_cause_on_the_way(one: Outcome, what: str) -> None:
    assert failure(one) == what


def test_every_measure_says_what_it_means_and_stays_between_0_and_1_if_it_is_a_share() -> None:
    for measure in measures.MEASURES:
        counted, of_how_many = measure.count(outcome())
        assert measure.means
        if measure.better:
            assert 0 <= counted <= max(1, of_how_many), measure.name
