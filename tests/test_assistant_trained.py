"""The trained reader: it quotes officials, shows the likeliest sentences first and little beside
them, refuses what has nothing to do with the documents, and reads nothing where nothing was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pressroom.assistant.ask.inquiry import inquiry_of
from pressroom.assistant.ask.question import read_question
from pressroom.assistant.ask.screening import screen
from pressroom.assistant.ask.understanding import understand
from pressroom.assistant.build import Parts, open_parts
from pressroom.assistant.desk.adding import add_paths
from pressroom.assistant.read.guard.guarded import GuardedReader
from pressroom.assistant.read.reader import NOTHING, Verdict
from pressroom.assistant.read.trained.breadth import Breadth, width
from pressroom.assistant.read.trained.calibration import TABLES, Calibration, shares
from pressroom.assistant.read.trained.candidates import KINDS
from pressroom.assistant.read.trained.marking import best_spans
from pressroom.assistant.read.trained.presence import presence
from pressroom.assistant.read.trained.reader import TrainedReader
from pressroom.assistant.settings import load
from pressroom.eval.training.calibrate import REFUSED_RIGHTLY, shown_from, written

TOGETHER = 220  # characters


@pytest.fixture(scope="module")
def reading(home_of_samples: Callable[[str], Path]) -> Iterator[Parts]:
    """An assistant that knows the samples and reads by what was trained."""
    settings = load({"PRESSROOM_READER": "trained"}, home=home_of_samples("trained"))
    with open_parts(settings) as opened:
        yield opened


def verdict(parts: Parts, asked: str) -> Verdict:
    assistant = parts.assistant
    question = understand(screen(asked), (), assistant.searcher, weight=assistant.weight)
    return assistant.reader.read(question, assistant.searcher.search(question.sought, limit=10))


def trained(parts: Parts) -> TrainedReader:
    guarded = parts.assistant.reader
    assert isinstance(guarded, GuardedReader)
    assert isinstance(guarded.reader, TrainedReader)
    return guarded.reader


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("3号线起步价多少钱？", "2元"),
        ("5号线什么时候通车？", "2027年12月"),
        ("防汛中一共转移安置了多少人？", "41280人"),
    ],
)
def test_a_question_is_answered_with_what_officials_said(reading: Parts, asked: str, told: str):
    found = verdict(reading, asked)
    assert found.is_shown
    assert any(told in pick.span.text for pick in found.picks)
    for pick in found.picks:
        assert pick.span.turn.kind != "question"
        assert pick.span.transcript.text[pick.span.start : pick.span.end] == pick.span.text
        assert pick.brief is None or pick.brief.text in pick.span.text


@pytest.mark.parametrize(
    "asked", ["今天天气怎么样？", "サッカーの試合はいつですか？", "Who won the election?"]
)
def test_what_has_nothing_to_do_with_the_documents_is_not_shown(reading: Parts, asked: str):
    assert not verdict(reading, asked).is_shown


@pytest.mark.parametrize(
    "asked",
    [
        "明天天气怎么样，谁会赢得选举？",
        "博物馆门票多少钱？",
        "带狗能进公园免费吗？",
        "今年第三季度投资完成多少？",
        "2014年参保率是多少？",
        "2016年3号线投资多少？",
        "How much is the museum?",
        "What will the weather be tomorrow and who will win the election?",
    ],
)
def test_no_neighbours_figure_answers_for_what_nobody_told(reading: Parts, asked: str):
    assert not reading.assistant.look_up(asked).sentences


@pytest.mark.parametrize(
    "asked", ["5号线路面塌了是谁给大家交代的", "路面沉降那事是哪个官出来解释的"]
)
def test_who_said_it_is_told_however_it_is_asked(reading: Parts, asked: str):
    assert inquiry_of(read_question(asked)) is None  # its form does not tell
    answer = reading.assistant.look_up(asked)
    assert answer.note is not None
    assert answer.note.key == "said_by"
    assert answer.note.names == ("新闻发言人顾南舟",)


def test_who_does_something_is_no_question_for_a_speaker(reading: Parts):
    asks_who = reading.assistant.asks_who
    assert asks_who is not None
    for asked in ("谁来出这笔钱", "谁可以申请保障房", "Who is going to pay for the bridge?"):
        assert not asks_who(asked)


def test_a_question_of_the_document_is_no_answer(tmp_path: Path) -> None:
    asking = tmp_path / "asking.txt"
    asking.write_text(
        "云浦市企业服务问答\n2025-03-01\n\n记者：目前企业复工复产情况如何？\n\n"
        "云浦市经信局局长韩立：疫情发生以来，石油石化、电力、电信等行业始终坚守岗位。\n\n"
        "全市企业复工复产情况怎么样？给大家报一组数。开工率已经超过八成，其中规模以上的超过95%。\n",
        "utf-8",
    )
    settings = load({"PRESSROOM_READER": "trained"}, home=tmp_path / "home")
    with open_parts(settings) as parts:
        add_paths([asking], parts.library, parts.ingest)
        answer = parts.assistant.look_up("全市企业复工复产得怎么样了")
    assert "超过八成" in answer.text
    assert "？" not in answer.text


def test_what_is_shown_together_is_short_and_no_part_of_it_twice(reading: Parts):
    for asked in ("居民用水的三个阶梯分别是多少？", "异地就医备案有哪些变化？"):
        picks = verdict(reading, asked).picks
        assert picks[0].score >= max(pick.score for pick in picks)
        assert sum(len(pick.span.text) for pick in picks[1:]) <= TOGETHER
        for number, pick in enumerate(picks):
            assert not any(pick.span.overlaps(other.span) for other in picks[:number])


def test_nothing_is_read_where_nothing_was_found(reading: Parts):
    question = understand(screen("3号线票价？"), (), reading.assistant.searcher, weight=len)
    assert trained(reading).read(question, []) == NOTHING


def test_a_passage_without_vectors_is_read_for_them(reading: Parts):
    assistant = reading.assistant
    question = understand(screen("3号线起步价多少钱？"), (), assistant.searcher, weight=len)
    hits = assistant.searcher.search(question.sought, limit=3)
    bare = [replace(hit, windows=(), meaning=None) for hit in hits]
    reader = trained(reading)
    asked = reader.ask(question)
    told, read = (reader.sentences(question, asked, some) for some in (hits, bare))
    assert [one.span for one in told] == [one.span for one in read]
    near = [[one.known.near[one.number] for one in some] for some in (told, read)]
    assert np.allclose(*near, atol=0.05)


def test_the_ways_to_answer_are_words_a_clause_a_sentence_and_its_neighbours(reading: Parts):
    assistant, reader = reading.assistant, trained(reading)
    question = understand(screen("3号线起步价多少钱？"), (), assistant.searcher, weight=len)
    hits = assistant.searcher.search(question.sought, limit=10)
    asked = reader.ask(question)
    found = reader.marked(asked, reader.preferred(reader.sentences(question, asked, hits)))
    ways = reader.candidates(found)
    assert [way.kind for way in ways if way.kind != "run"] == ["marked", "clause", "whole"] * 3
    for way in ways:
        pick = way.pick
        assert pick.brief is None or pick.brief.text in pick.span.text
        assert pick.brief is None or way.kind in ("marked", "clause")
        assert len(way.values) == len(TABLES[way.kind])
    assert reader.candidates([]) == []


@pytest.mark.parametrize(("asked", "most"), [("3号线起步价多少钱？", 1), ("有什么好消息吗", 4)])
def test_no_more_passages_are_read_than_it_takes(reading: Parts, asked: str, most: int) -> None:
    assistant, reader = reading.assistant, trained(reading)
    question = understand(screen(asked), (), assistant.searcher, weight=len)
    hits = assistant.searcher.search(question.sought, limit=10)
    found = reader.sentences(question, reader.ask(question), hits)
    assert len({one.known.hit.passage_id for one in found}) > most
    assert len({one.known.hit.passage_id for one in reader.preferred(found)}) == most


def test_it_is_known_whether_the_likeliest_words_are_in_another_language(reading: Parts):
    assistant, reader = reading.assistant, trained(reading)
    for asked, is_across in (("3号线起步价多少钱？", 0.0), ("What is the starting fare?", 1.0)):
        question = understand(screen(asked), (), assistant.searcher, weight=len)
        states = reader.ask(question)
        hits = assistant.searcher.search("3号线起步价", limit=10)
        found = reader.marked(states, reader.preferred(reader.sentences(question, states, hits)))
        signs = presence(reader.rated(found), found)
        assert dict(zip(TABLES["there"], signs, strict=True))["across"] == is_across


def test_a_question_for_rules_asks_for_more_words_than_one_for_an_hour(reading: Parts):
    reader, breadth = trained(reading), Breadth.read()
    assistant = reading.assistant

    def wide(asked: str) -> float:
        question = understand(screen(asked), (), assistant.searcher, weight=len)
        return breadth.of(reader.ask(question).vector)

    assert wide("对复工企业有哪些具体要求？") > wide("窗口几点开门？") + 0.5
    assert wide("What rules apply to visitors of the hall?") > wide("When does it open?") + 0.3


# its parts


def test_words_are_marked_within_each_sentence_by_the_likelihood_there() -> None:
    first, last = np.log(np.full((2, 5), 0.2, np.float32))
    first[1] += 2
    last[2] += 2
    last[4] += 9
    (begin, end, score), (other, stop, _) = best_spans(first, last, [(10, 13), (20, 22)])
    assert (begin, end) == (11, 12)
    assert (other, stop)[1] == 21
    assert score == pytest.approx(2 * np.log(np.exp(2) / (np.exp(2) + 2)), rel=1e-4)


def test_the_shipped_weights_of_all_signs_can_be_read_and_written(tmp_path: Path) -> None:
    shipped = Calibration.read()
    assert len(shipped.prefer) == len(TABLES["prefer"])
    assert len(shipped.choose) == len(TABLES["choose"])
    for kind in KINDS:
        assert len(shipped.chances[kind].weights) == len(TABLES[kind])
    (tmp_path / "again.toml").write_text(written(shipped), "utf-8")
    again = Calibration.read(tmp_path / "again.toml")
    for kind in KINDS:
        weights = shipped.chances[kind].weights
        assert again.chances[kind].weights == pytest.approx(weights, abs=1e-3)


def test_letters_of_an_alphabet_say_less_than_characters() -> None:
    assert width("三十元") == 3
    assert width("a" * 26) == pytest.approx(10)


def test_shares_are_of_one() -> None:
    assert sum(shares([900.0, 899.0, -900.0])) == pytest.approx(1)


def test_refusing_begins_where_it_is_right_often_enough() -> None:
    answerable = [(0.1, False, True), (0.3, True, True), (0.5, True, True), (0.7, True, True)]
    absent = [(0.05, False, False), (0.15, False, False), (0.2, False, False), (0.6, False, False)]
    chosen = shown_from([*answerable, *absent])
    refused = [able for likely, _, able in (*answerable, *absent) if likely <= chosen]
    assert sum(not able for able in refused) / len(refused) >= REFUSED_RIGHTLY
    assert chosen == 0.2
