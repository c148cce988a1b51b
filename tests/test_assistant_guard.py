"""What a neighbour's words do not answer: those of another time, of another kind.

Each is tried with a reader that picks those very words, sure of them: the guard holds for any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from pressroom.assistant.ask.question import Question, read_question
from pressroom.assistant.build import Parts, open_parts
from pressroom.assistant.desk.adding import add_paths
from pressroom.assistant.read.guard.guarded import GuardedReader
from pressroom.assistant.read.reader import NOTHING, Pick, Verdict
from pressroom.assistant.read.readers import READERS
from pressroom.assistant.settings import load
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.source import SourceText
from pressroom.corpus.transcript import Span, Transcript
from pressroom.index.hit import Hit


@dataclass(frozen=True, slots=True)
class SureOf:
    """A reader that picks the sentence that holds some words, wherever it was found."""

    words: str

    def read(self, question: Question, hits: Sequence[Hit]) -> Verdict:
        for hit in hits:
            for span in hit.span.sentences():
                if self.words in span.text:
                    return Verdict((Pick(span, 0.9),), 0.9, is_shown=True)
        return NOTHING


def _document(told: str) -> Transcript:
    return parse(SourceText("report", _written(told), "report.txt"))


def _written(told: str) -> str:
    return f"Report to the press\n\nMay 6, 2025\n\nMayor Ada Lund: {told}"


def _is_shown(asked: str, told: str) -> bool:
    document = _document(told)
    turn = next(turn for turn in document.turns if turn.speaker)
    paragraph = turn.paragraphs[0]
    hit = Hit(Span(document, turn, paragraph.start, paragraph.end), 1.0, 0.9, 0.9)
    reader = SureOf(told[-12:])
    assert reader.read(read_question(asked), [hit]).is_shown
    return GuardedReader(reader).read(read_question(asked), [hit]).is_shown


HALF = "In the first half of this year the street had 1.86 million visitors."
SHARE = "In 2016 the share was 78 percent of all households in the city."
FROZEN = "The charges will remain frozen until the end of 2026 for everybody."


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("How many visitors did the street have in the third quarter?", HALF),
        ("How many visitors did the street have in the second half?", HALF),
        ("How many visitors did the street have in the whole year?", HALF),
        ("¿Cuántos visitantes tuvo la calle en el tercer trimestre?", HALF),
        ("街上第三季度有多少游客？", HALF),
        ("What share was it in 2014?", SHARE),
        ("What percentage was it since 2010?", SHARE),
        ("Since when are the charges frozen?", FROZEN),
    ],
)
def test_words_of_another_time_are_no_answer(asked: str, told: str) -> None:
    assert not _is_shown(asked, told)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("How many visitors did the street have in the first half?", HALF),
        ("How many visitors did the street have in the first half of 2025?", HALF),
        ("Combien de visiteurs au premier semestre ?", HALF),
        ("街上上半年有多少游客？", HALF),
        ("How many visitors did the street have?", HALF),
        ("What share was it in 2016?", SHARE),
        ("Until when are the charges frozen?", FROZEN),
    ],
)
def test_words_of_the_time_asked_for_are(asked: str, told: str) -> None:
    assert _is_shown(asked, told)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("What did the museum cost?", "A ticket for the museum is 8 yuan for everybody who comes."),
        ("Are dogs free on the ferry?", "Children under six years ride free on the ferry."),
        ("狗坐船免费吗？", "六岁以下儿童乘船免费。"),
        ("Who is the mayor of the city?", "With me is Deputy Mayor Ann Lee of the city council."),
        ("第四阶梯水价多少？", "第一阶梯水价为两元，第二阶梯水价为三元。"),
        ("When does line 5 open?", "The long awaited line 3 opens in the autumn of this year."),
        ("When does line 5 open?", "The quay opens to all ships at the end of this year."),
        ("When does line 5 open?", "地铁3号线计划于今年9月5日开通初期运营。"),
        ("¿Cuándo se abrirá la línea 5?", "3号线和8号线计划于今年9月底开通初期运营。"),
        ("5호선은 언제 개통하나요?", "地铁3号线计划于今年9月底开通初期运营。"),
        ("大学生每年补助多少？", "家庭困难的小学生每年补助800元。"),
        ("What is the fine for it?", "Each household will receive a subsidy of 800 yuan for it."),
    ],
)
def test_words_of_another_kind_are_no_answer(asked: str, told: str) -> None:
    assert not _is_shown(asked, told)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("What is a ticket for the museum?", "A ticket for the museum is 8 yuan for everybody."),
        ("Are children free on the ferry?", "Pupils of all schools ride free on the ferry."),
        ("Are dogs free on the ferry?", "Children and dogs ride free on the ferry."),
        ("When does line 3 open?", "The long awaited line 3 opens in the autumn of this year."),
        ("When does line 3 open?", "地铁3号线计划于今年9月5日开通初期运营。"),
        ("3호선은 언제 개통하나요?", "地铁三号线计划于今年9月底开通初期运营。"),
        ("What was decided on May 6?", "The council approved the second phase of the terminal."),
        ("小学生每年补助多少？", "家庭困难的小学生每年补助800元。"),
    ],
)
def test_words_of_the_kind_asked_for_are(asked: str, told: str) -> None:
    assert _is_shown(asked, told)


CLOSINGS = (
    "The bridge is open. Thank you all for coming today.",
    "The bridge is open. That is all we have time for.",
    "桥已经通车。今天的发布会到此结束，谢谢大家！",
    "El puente está abierto. Muchas gracias a todos ustedes.",
    "Мост открыт. Спасибо всем за внимание, до свидания.",
)


@pytest.mark.parametrize("reader", READERS)
def test_a_closing_word_is_no_evidence(reader: str, tmp_path: Path, model_cache: Path) -> None:
    """No guard: who reads sees that these tell nothing."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "models").symlink_to(model_cache)
    for number, told in enumerate(CLOSINGS):
        (tmp_path / f"{number}.txt").write_text(_written(told), "utf-8")
    with open_parts(load({}, home=home, reader=reader)) as parts:
        add_paths(sorted(tmp_path.glob("*.txt")), parts.library, parts.ingest)
        asked = "Who will win the election and how is the weather tomorrow?"
        assert parts.assistant.look_up(asked).status == "not_found"
        assert parts.assistant.look_up("Is the bridge open?").status == "answered"


def test_the_next_best_is_read_where_the_best_tells_of_another_time() -> None:
    told = f"{HALF}\n\nMayor Ada Lund: In the third quarter the street had 0.9 million visitors."
    document = _document(told)
    turns = [turn for turn in document.turns if turn.speaker]
    hits = [
        Hit(Span(document, turn, paragraph.start, paragraph.end), 1.0, 0.9, 0.9)
        for turn in turns
        for paragraph in turn.paragraphs
    ]
    asked = read_question("How many visitors did the street have in the third quarter?")
    shown = GuardedReader(SureOf("visitors")).read(asked, hits).shown
    assert [pick.span.text for pick in shown] == [
        "In the third quarter the street had 0.9 million visitors."
    ]


@pytest.mark.parametrize(
    "asked",
    [
        "臨江街第三季遊客多少人次？",
        "臨江街全年遊客多少人次？",
        "How many containers did the port handle in the first half of 2024?",
        "2025年第一季度医保基金支出多少？",
        "今年前三个月异地就医直接结算多少人次？",
        "狗坐地铁免费吗？",
        "What is the weather tomorrow and who will win the election?",
        "明天天气怎么样，谁会当选美国总统？",
    ],
)
def test_the_samples_do_not_answer_with_a_neighbours_words(sampled: Parts, asked: str) -> None:
    assert sampled.assistant.look_up(asked).status == "not_found"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("臨江街上半年遊客多少人次？", "186萬人次"),
        ("今年前5个月异地就医直接结算多少人次？", "61.7万人次"),
        ("How many containers did the port handle in 2024?", "3.42 million"),
        ("2024年医保基金收入多少？", "126.3亿元"),
    ],
)
def test_the_samples_answer_of_the_time_asked_for(sampled: Parts, asked: str, told: str) -> None:
    assert told in sampled.assistant.look_up(asked).text
