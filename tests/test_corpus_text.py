"""Blocks, sentences, folding, language and tokens: the small steps that everything else stands
on.
"""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pressroom.corpus import tokens
from pressroom.corpus.language import LANGUAGES, detect
from pressroom.corpus.normalise import fold, in_script, is_dense_script
from pressroom.corpus.parse.blocks import blocks
from pressroom.corpus.sentences import clauses, sentences, trimmed

ROOT = Path(__file__).resolve().parent.parent
MARKS = [
    "。",
    "？”",
    "；",
    ".",
    ". ",
    "……",
    "3.5",
    "《",
    "》",
    "“",
    "”",
    "（",
    "Mr. Lee",
    "U.S. ",
    "\n",
    "\n\n",
    "，",
    "：",
    "——",
    " ",
    "　",
]
TEXTS = st.text(max_size=200) | st.lists(
    st.sampled_from(MARKS) | st.text(max_size=6), max_size=40
).map("".join)


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def block_words(text: str) -> list[str]:
    return [text[block.start : block.end] for block in blocks(text)]


# blocks


def test_every_line_is_a_block_without_white_space_at_its_ends():
    assert block_words("第一段。\n\n　　第二段。 \r\n第三段。\n \n") == [
        "第一段。",
        "第二段。",
        "第三段。",
    ]


def test_lines_that_were_wrapped_by_hand_are_one_block_between_blank_lines():
    line = "The ministry said on Monday that the new line would open in the autumn of"
    paragraph = "\n".join([line] * 4)
    assert block_words("\n\n".join([paragraph] * 3)) == [paragraph] * 3


def test_short_lines_one_under_the_other_stay_apart():
    assert len(block_words("\n".join(["记者：请问何时开通？", "局长：九月。"] * 8))) == 16


@examples(max_examples=200, deadline=None)
@given(
    st.lists(
        st.text(max_size=80)
        | st.just("a long line of a wrapped text that goes on for a while, and on"),
        max_size=30,
    ).map("\n".join)
)
def test_blocks_hold_every_character_but_white_space_once_and_in_order(text: str):
    found = blocks(text)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(
        text[block.start : block.end] == text[block.start : block.end].strip() != ""
        for block in found
    )
    assert "".join("".join(block_words(text)).split()) == "".join(text.split())


# sentences


@examples(max_examples=300, deadline=None)
@given(TEXTS)
def test_sentences_cover_a_text_without_gap(text: str):
    spans = list(sentences(text))
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(before[1] == after[0] for before, after in pairwise(spans))
    assert all(start < end for start, end in spans)


@examples(max_examples=200, deadline=None)
@given(TEXTS, st.data())
def test_sentences_and_clauses_cover_any_part_of_a_text(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for spans in (sentences(text, start, end), clauses(text, start, end)):
        assert "".join(text[a:b] for a, b in spans) == text[start:end]


def test_a_sentence_goes_on_over_the_ends_of_wrapped_lines_but_not_into_the_next_item_of_a_list():
    text = (
        "It invests $52 billion in\nmaking chips.  Three aims:\n1. jobs in every\nstate\n2. lower "
        "prices\n- no delay"
    )
    spans = sentences(text, wrapped=True)
    assert [text[start:end].strip() for start, end in spans] == [
        "It invests $52 billion in\nmaking chips.",
        "Three aims:",
        "1. jobs in every\nstate",
        "2. lower prices",
        "- no delay",
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [("It takes work; it takes time.", 1), ("一是断电;二是排水。", 2), ("They did; They went.", 2)],
)
def test_a_semicolon_before_a_small_letter_ends_no_sentence(text: str, count: int):
    assert len(list(sentences(text))) == count


def test_a_sentence_keeps_its_mark_its_closing_quote_and_the_space_after_it():
    assert cut("一句。两句？“三句！”四句……  五句") == [
        "一句。",
        "两句？",
        "“三句！”四句……  ",
        "五句",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "参保率98.6%，比上年高1.6个百分点",
        "In 2024 the port handled 3.42 million containers",
        "依据《城镇供水价格管理办法。修订版》执行",
        "他说：“好。我们不压缩。”",
        "Mr. Lee and Dr. Chen met J. Smith of the U.S. delegation",
        "at 10 p.m. on Monday",
    ],
)
def test_decimals_abbreviations_titles_and_quotes_are_not_split(text: str):
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("他来了。她走了。", 2),
        ("He came. She left. Why?", 3),
        ("一是断电；二是排水；三是拍照。", 3),
        ("标题\n正文", 2),
        ("¿Cuándo? En mayo.", 2),
        ("متى؟ غدا.", 2),
    ],
)
def test_sentences_end_where_readers_see_an_end(text: str, count: int):
    assert len(cut(text)) == count


def test_a_bracket_left_open_does_not_swallow_the_rest():
    text = "他说“开头。" + "这是很普通的一句话。" * 30
    assert len(cut(text)) > 10


def test_clauses_end_after_commas_and_colons_but_not_inside_figures():
    text = "全长1,480米，设站6座：终点为云浦东站"
    assert [text[a:b] for a, b in clauses(text, 0, len(text))] == [
        "全长1,480米，",
        "设站6座：",
        "终点为云浦东站",
    ]


@given(st.text(max_size=40))
def test_a_trimmed_span_is_the_stripped_text(text: str):
    start, end = trimmed(text, 0, len(text))
    assert text[start:end] == text.strip()


# folding


@examples(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_folding_keeps_the_length_so_that_offsets_stay(text: str):
    assert len(fold(text)) == len(text)


@examples(max_examples=200, deadline=None)
@given(st.text(max_size=100))
def test_folding_goes_character_by_character(text: str):
    assert fold(text) == "".join(fold(char) for char in text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("網", "网"),
        ("雲浦市政府網站", "云浦市政府网站"),
        ("ＡＢＣ１２３％", "abc123%"),
        ("GDP", "gdp"),
        ("Ñ", "ñ"),
    ],
)
def test_script_width_and_case_are_folded_away(one: str, other: str):
    assert fold(one) == fold(other) == other


def test_a_character_that_would_become_two_stays_as_it_is():
    assert [len(fold(char)) for char in "ßﬁ㎏½…"] == [1] * 5


@pytest.mark.parametrize(
    ("text", "language", "converted"),
    [
        ("医保参保率和理发", "zh-Hant", "醫保參保率和理髮"),
        ("發展，頭髮", "zh", "发展，头发"),
        ("8,942 張", "zh", "8,942 张"),
        ("", "zh-Hant", ""),
    ],
)
def test_chinese_is_put_in_the_other_script_by_phrases(text: str, language: str, converted: str):
    assert in_script(text, language) == converted
    assert in_script(converted, language) == converted


def test_dense_scripts_are_those_without_spaces_between_words():
    assert [is_dense_script(char) for char in "云あア한ไa1я، "] == [True] * 5 + [False] * 5


# language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "今天的新闻发布会现在开始。"),
        ("zh-Hant", "今天的記者會現在開始，歡迎各位。"),
        ("en", "How much does the new line cost?"),
        ("es", "¿Cuánto cuesta la nueva línea?"),
        ("fr", "Combien coûte la nouvelle ligne de métro ?"),
        ("ru", "Сколько стоит новая линия?"),
        ("ar", "كم تكلفة الخط الجديد؟"),
        ("ja", "新しい路線はいつ開業しますか。"),
        ("ko", "새 노선은 언제 개통하나요?"),
        ("vi", "Tuyến mới có giá bao nhiêu?"),
        ("de", "Wie viel kostet die neue Linie?"),
        ("pt", "Quanto custa a nova linha do metrô? Não é caro."),
    ],
)
def test_each_language_is_recognised_by_a_short_question(language: str, text: str):
    assert detect(text) == language


def test_chinese_with_latin_names_is_chinese():
    assert detect("WHO怎么评价云浦的5G建设？") == "zh"


@given(st.text(max_size=100))
def test_any_text_has_one_of_the_languages(text: str):
    assert detect(text) in LANGUAGES


# tokens


def test_no_text_has_no_tokens_and_a_character_has_few():
    assert tokens.count("") == 0
    assert 1 <= tokens.count("云") <= 3


def test_no_text_is_special():
    assert tokens.count("<|endoftext|>") > 1


@examples(max_examples=100, deadline=None)
@given(st.text(max_size=100))
def test_any_text_can_be_counted(text: str):
    assert 0 <= tokens.count(text) <= 4 * len(text)


def test_tokens_are_counted_without_network(tmp_path: Path):
    code = (
        "import socket\n"
        "def refuse(*_): raise OSError('no network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from corpus import tokens\n"
        "print(tokens.count('The press conference starts now.'))\n"
    )
    environment = {"PATH": "", "HOME": str(tmp_path), "TIKTOKEN_CACHE_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == ("6", "")
