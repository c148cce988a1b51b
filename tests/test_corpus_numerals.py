"""Numbers of a text: the same value however it is written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pressroom.corpus.numerals import numbers
from pressroom.index.terms import terms


@pytest.mark.parametrize(
    ("words", "canonical"),
    [
        ("一百二十", "120"),
        ("1.2万", "12000"),
        ("１２０", "120"),
        ("1,234,567", "1234567"),
        ("二〇二五", "2025"),
        ("十二", "12"),
        ("三万五千", "35000"),
        ("三万五", "35000"),
        ("一百零五", "105"),
        ("一百五", "150"),
        ("十二亿三千万", "1230000000"),
        ("3.5亿", "350000000"),
        ("百分之九十八点五", "98.5%"),
        ("百分之三", "3%"),
        ("98.98%", "98.98%"),
        ("98.50％", "98.5%"),
        ("贰仟", "2000"),
        ("2千万", "20000000"),
    ],
)
def test_a_number_has_one_value_however_it_is_written(words: str, canonical: str) -> None:
    (number,) = numbers(f"共{words}。")
    assert number.canonical == canonical
    assert f"共{words}。"[number.start : number.end] == words


@pytest.mark.parametrize("words", ["一是加强管理", "统一部署", "一个"])
def test_a_han_digit_alone_is_not_a_number(words: str) -> None:
    assert list(numbers(words)) == []


@given(st.integers(0, 10**9))
def test_plain_digits_are_their_value(value: int) -> None:
    (number,) = numbers(f"{value}件")
    assert number.value == Decimal(value)


@given(st.text(alphabet="零一二三四五六七八九十百千万亿点.,%0123456789百分之", max_size=40))
def test_any_run_of_number_characters_is_read_without_error(words: str) -> None:
    for number in numbers(words):
        assert 0 <= number.start < number.end <= len(words)


def test_a_question_with_han_numerals_shares_a_term_with_digits() -> None:
    assert set(terms("一百二十个")) & set(terms("120个"))
    assert set(terms("1.2万户")) & set(terms("12000户"))
