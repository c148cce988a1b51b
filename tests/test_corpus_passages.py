"""Transcript -> Passages: covered once, bounded, inside one turn, with a header that is never
quoted.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pressroom.corpus import tokens
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.passages import MAX_TOKENS, Passage, split
from pressroom.corpus.readers.files import read_path
from pressroom.corpus.source import SourceText
from pressroom.corpus.transcript import Paragraph, Speaker, Transcript, Turn

SAMPLES = Path(__file__).resolve().parent.parent / "corpus" / "samples"

CHINESE = st.text(
    "云浦市发布会介绍民生医保地铁开通今年，。；：“”《》（）3.5%", min_size=1, max_size=300
)
WORDS = [
    "the",
    "port",
    "will",
    "open.",
    "in",
    "May",
    "Mr.",
    "Lee",
    "said",
    "3.42",
    "million,",
    "and",
    "U.S.",
    "growth",
    "rose.",
]
ENGLISH = st.lists(st.sampled_from(WORDS), min_size=1, max_size=150)
ENDLESS = st.integers(100, 2000).map("啊".__mul__) | st.integers(500, 4000).map(
    "x".__mul__
)  # sentences without any mark
PARAGRAPHS = (
    (CHINESE | ENGLISH.map(" ".join) | ENDLESS | st.text(min_size=1, max_size=100))
    .map(str.strip)
    .filter(bool)
)
TURNS = st.lists(st.lists(PARAGRAPHS, min_size=1, max_size=4), min_size=1, max_size=4)


def transcript(turns: list[list[str]], *, gap: str = "\n\n") -> Transcript:
    """Every other turn is a question, and the next one its answer."""
    text, number, made = "标题", 0, []
    for index, words in enumerate(turns):
        paragraphs = []
        for paragraph in words:
            text += gap
            number += 1
            paragraphs.append(Paragraph(number, len(text), len(text) + len(paragraph)))
            text += paragraph
        kind, answers = ("question", None) if index % 2 == 0 else ("answer", index)
        made.append(Turn(index + 1, kind, "甲", Speaker("甲", "局长"), tuple(paragraphs), answers))
    return Transcript("id", "标题", "2025-01-01", None, "zh", text, tuple(made))


def words(given: Transcript, passages: list[Passage]) -> list[str]:
    return [given.text[passage.start : passage.end] for passage in passages]


@examples(max_examples=60, deadline=None)
@given(TURNS, st.sampled_from([16, 64, MAX_TOKENS]))
def test_every_character_of_a_turn_is_in_exactly_one_passage(
    turns: list[list[str]], max_tokens: int
):
    document = transcript(turns)
    held = [0] * len(document.text)
    for passage in split(document, max_tokens=max_tokens, questions=True):
        for offset in range(passage.start, passage.end):
            held[offset] += 1
    for turn in document.turns:
        for paragraph in turn.paragraphs:
            assert set(held[paragraph.start : paragraph.end]) == {1}
    assert max(held) == 1


@examples(max_examples=60, deadline=None)
@given(TURNS, st.sampled_from([16, 64, MAX_TOKENS]))
def test_a_passage_never_crosses_a_turn(turns: list[list[str]], max_tokens: int):
    document = transcript(turns)
    for passage in split(document, max_tokens=max_tokens, questions=True):
        turn = document.turn_of(passage.turn)
        assert turn.paragraphs[0].start <= passage.start < passage.end <= turn.paragraphs[-1].end


@examples(max_examples=60, deadline=None)
@given(PARAGRAPHS, st.sampled_from([16, 64, MAX_TOKENS]))
def test_no_passage_of_a_paragraph_has_more_tokens_than_allowed(paragraph: str, max_tokens: int):
    document = transcript([[paragraph]])
    assert all(
        tokens.count(piece) <= max_tokens
        for piece in words(document, split(document, max_tokens=max_tokens, questions=True))
    )


@examples(max_examples=60, deadline=None)
@given(TURNS, st.sampled_from([16, 64, MAX_TOKENS]))
@example(
    [
        [
            "one two three four five six seven eight",
            "nine ten eleven twelve thirteen fourteen fifteen sixteen",
        ]
    ],
    16,
)
def test_no_passage_has_more_tokens_than_allowed(turns: list[list[str]], max_tokens: int):
    document = transcript(turns)
    assert all(
        tokens.count(piece) <= max_tokens
        for piece in words(document, split(document, max_tokens=max_tokens, questions=True))
    )


SAMPLE_FILES = [pytest.param(path, id=path.stem) for path in sorted(SAMPLES.glob("*.txt"))]


@pytest.mark.parametrize("sample", SAMPLE_FILES)
def test_the_passages_of_a_sample_are_bounded_and_are_its_turns(sample: Path):
    [source] = read_path(sample)
    document = parse(source)
    passages = split(document, questions=True)
    assert all(tokens.count(piece) <= MAX_TOKENS for piece in words(document, passages))
    spoken = "".join(
        document.words(paragraph) for turn in document.turns for paragraph in turn.paragraphs
    )
    assert "".join("".join(words(document, passages)).split()) == "".join(spoken.split())


@examples(max_examples=40, deadline=None)
@given(TURNS)
def test_a_passage_is_known_by_its_place(turns: list[list[str]]):
    document = replace(transcript(turns), version=3)
    passages = split(document, questions=True)
    assert [p.id for p in passages] == [f"id@3:{p.start}-{p.end}" for p in passages]
    assert len({p.id for p in passages}) == len(passages)


def test_questions_are_the_header_of_their_answers_and_no_passages():
    document = transcript([["地铁何时开通？"], ["九月开通。"]])
    [passage] = split(document)
    assert words(document, [passage]) == ["九月开通。"]
    assert passage.header.splitlines() == ["标题", "2025-01-01", "局长甲", "地铁何时开通？"]


def test_two_pairs_of_question_and_answer_never_share_a_passage():
    document = transcript([["问一？"], ["答一。"], ["问二？"], ["答二。"]])
    assert words(document, split(document)) == ["答一。", "答二。"]


def test_what_is_quoted_never_holds_the_header():
    document = transcript([["问？"], ["答。" * 300]])
    for passage in split(document):
        assert "标题" not in document.text[passage.start : passage.end]


def test_a_long_paragraph_is_cut_between_sentences():
    document = transcript([["问？"], ["这是普通的一句话，有一点长。" * 60]])
    pieces = words(document, split(document))
    assert len(pieces) > 1
    assert all(piece.endswith("。") for piece in pieces)


def test_short_paragraphs_of_one_turn_share_a_passage():
    document = transcript([["问？"], ["一是断电。", "二是排水。", "三是拍照。"]])
    assert words(document, split(document)) == ["一是断电。\n\n二是排水。\n\n三是拍照。"]


def test_a_heading_opens_a_passage_and_is_in_the_header_of_what_follows():
    text = (
        "发布会\n\n局长张三：大家好。\n\n一、雨情\n\n"
        + "降雨很大，影响很广。" * 30
        + "\n\n二、救援\n\n"
        + "救援有力，安置有序。" * 3
    )
    document = parse(SourceText("x", text, "x"))
    passages = split(document)
    starts = [piece[:4] for piece in words(document, passages)]
    assert "一、雨情" in starts
    assert "二、救援" in starts
    assert [
        passage.header.splitlines()[-1]
        for passage in passages
        if passage.header.endswith(("雨情", "救援"))
    ][-1] == "二、救援"


def test_sentences_of_a_transcript_end_with_their_paragraph_not_with_a_wrapped_line():
    document = transcript(
        [["甲"], ["The plan invests $52 billion in\nmaking chips", "Prices\nfall. Wages rise."]],
        gap="\n",
    )
    start, end = document.turns[1].paragraphs[0].start, document.turns[1].paragraphs[-1].end
    spans = list(document.sentences(start, end))
    assert [document.text[a:b].strip() for a, b in spans] == [
        "The plan invests $52 billion in\nmaking chips",
        "Prices\nfall.",
        "Wages rise.",
    ]
    assert "".join(document.text[a:b] for a, b in spans) == document.text[start:end]


def test_a_caption_between_two_paragraphs_is_in_no_passage():
    shown = "张明局长：第一段话在这里。\n\n云浦日报记者 李四 摄\n\n第二段话在这里。"
    text = f"发布会\n\n主持人：请张局长介绍。\n\n{shown}\n\n记者：请问？\n\n张明局长：好。\n"
    document = parse(SourceText("x", text, "x"))
    spoken = [document.words(paragraph) for turn in document.turns for paragraph in turn.paragraphs]
    assert "云浦日报记者 李四 摄" not in spoken
    assert not any("李四" in piece for piece in words(document, split(document)))


def test_a_label_is_in_no_passage():
    text = (
        "发布会\n\n记者：请问？\n\n张明局长：好的，我来回答。\n\n张明局长：再补充一句。\n\n记者："
        "还有吗？\n\n张明局长：没有。\n"
    )
    document = parse(SourceText("x", text, "x"))
    assert not any("张明局长" in piece for piece in words(document, split(document)))
