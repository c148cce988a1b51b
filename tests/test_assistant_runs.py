"""Sentences that answer together: as far as neighbours belong, within a paragraph, not too long."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pressroom.assistant.read.trained.known import Known
from pressroom.assistant.read.trained.marking import READ, Marked
from pressroom.assistant.read.trained.runs import LONGEST, Neighbours
from pressroom.assistant.read.trained.sentences import Sentence, Sought
from pressroom.assistant.read.trained.showing import clause_around, pick_of, unmarked
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.source import SourceText
from pressroom.corpus.transcript import Span, Transcript
from pressroom.index.hit import Hit

_SOUGHT = Sought({}, lambda _: 1.0, 2.0, "zh")


def document(words: str) -> Transcript:
    text = f"云浦市新闻发布会\n\n2025年1月2日\n\n市水务局局长李明：{words}"
    return parse(SourceText("d", text, "test", date="2025-01-02"))


def read(parsed: Transcript, told: list[float | None]) -> list[Marked]:
    """All sentences of the first turn as they were read, with their log odds; None: not read."""
    (turn,) = [turn for turn in parsed.turns if turn.kind == "statement"]
    whole = parsed.span_of(turn)
    hit = Hit(whole, 1.0, None, None)
    spans = list(parsed.sentences(whole.start, whole.end))
    known = Known(hit, spans, [0.8] * len(spans), 0.8)
    found = []
    for number, (span, odds) in enumerate(zip(spans, told, strict=True)):
        if odds is not None:
            values = (0.0,) * (len(READ) - 1) + (odds,)
            sentence = Sentence(known, number, span, values, _SOUGHT)
            found.append(Marked(sentence, span, values))
    return found


def text_of(parsed: Transcript, span: tuple[int, int]) -> str:
    return parsed.text[slice(*span)]


RULES = "有三条规定。进门先测体温。必须戴口罩。每天消毒两次。食堂另有安排。"


@pytest.mark.parametrize(
    ("told", "best", "run"),
    [
        ([-3, 2, 1, 0.5, -2], 1, "进门先测体温。必须戴口罩。每天消毒两次。"),
        ([-3, 2, 1, 0.5, -2], 3, "进门先测体温。必须戴口罩。每天消毒两次。"),
        ([-3, 2, -1, 0.5, -2], 1, "进门先测体温。"),
        ([-3, 2, None, 0.5, -2], 1, "进门先测体温。"),
        ([-3, -2, -1, -2, -2], 2, "必须戴口罩。"),
    ],
)
def test_a_run_is_of_neighbours_that_belong(told: list[float | None], best: int, run: str) -> None:
    parsed = document(RULES)
    found = read(parsed, told)
    one = next(marked for marked in found if marked.sentence.number == best)
    assert text_of(parsed, Neighbours(found).run(one).span) == run


def test_a_run_knows_its_weakest_sentence_and_what_stands_beside_it() -> None:
    found = read(document(RULES), [-3, 2, 1, 0.5, -2])
    run = Neighbours(found).run(found[1])
    assert (run.weakest, run.beyond) == (0.5, -2)
    alone = Neighbours(found).alone(found[1])
    assert (alone.weakest, alone.beyond) == (2, 1)


def test_a_run_ends_with_its_paragraph() -> None:
    parsed = document("进门先测体温。\n\n必须戴口罩。")
    found = read(parsed, [2, 2])
    assert text_of(parsed, Neighbours(found).run(found[0]).span) == "进门先测体温。"


def test_a_run_is_not_too_long_to_be_shown() -> None:
    sentence = "各单位" + "要" * 100 + "做好工作。"
    parsed = document(sentence * 5)
    found = read(parsed, [1.0] * 5)
    run = Neighbours(found).run(found[0])
    assert len(text_of(parsed, run.span)) == 2 * len(sentence) <= LONGEST


def test_a_run_is_shown_whole_and_nothing_is_marked_in_it() -> None:
    parsed = document(RULES)
    found = read(parsed, [-3, 2, 1, 0.5, -2])
    pick = unmarked(found[1], Neighbours(found).run(found[1]).span)
    assert isinstance(pick.span, Span)
    assert pick.span.text == "进门先测体温。必须戴口罩。每天消毒两次。"
    assert pick.brief is None


def test_a_series_is_not_cut_between_its_members() -> None:
    parsed = document("从保障生产能力、畅通流通渠道、确保供应平稳四个方面出台举措，共15项。")
    (one,) = read(parsed, [1.0])
    start = parsed.text.index("流通渠道")
    marked = replace(one, mark=(start, start + 4))
    told = text_of(parsed, clause_around(parsed.text, marked))
    assert told == "从保障生产能力、畅通流通渠道、确保供应平稳四个方面出台举措"


def test_a_series_too_long_to_be_shown_is_cut() -> None:
    parsed = document("、".join("各区县和市直部门" + str(n) * 12 for n in range(12)) + "都要落实。")
    (one,) = read(parsed, [1.0])
    start = parsed.text.index("6" * 12)
    pick = pick_of(replace(one, mark=(start, start + 12)), (start, start + 12))
    assert pick.brief is not None
    assert len(pick.span.text) <= 160
