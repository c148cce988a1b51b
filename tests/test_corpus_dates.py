"""Dates as press offices of many countries write them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pressroom.corpus.dating import cldr
from pressroom.corpus.dating.calendars import NAMES, month_of, spelled
from pressroom.corpus.dating.datelines import is_clock_line, is_date_line
from pressroom.corpus.dating.dates import (
    dates_in,
    dates_of_name,
    find_dates,
    is_ambiguous,
    order_of,
)

WRITTEN = {
    "2025-03-08": (
        "2025-03-08", "2025/3/8", "２０２５年３月８日", "二〇二五年三月八日", "2025년 3월 8일",
        "令和7年3月8日", "令和七年三月八日", "民國114年3月8日", "中華民國一百一十四年三月八日",
        "114年3月8日", "8 March 2025", "March 8, 2025", "the 8th of March, 2025", "8-Mar-2025",
        "Sat, 08 Mar 2025 09:30:00 +0100", "8 de marzo de 2025", "8 mars 2025", "8. März 2025",
        "08 de março de 2025", "8 marzo 2025", "8 марта 2025 года", "8 березня 2025 року",
        "8 مارس 2025", "٨ مارس ٢٠٢٥", "8 آذار/مارس 2025", "۱۸ اسفند ۱۴۰۳", "۱۴۰۳/۱۲/۱۸",
        "8 رمضان 1446", "ngày 8 tháng 3 năm 2025", "8 Maret 2025", "8 มีนาคม 2568",
        "วันที่ 8 มีนาคม พ.ศ. 2568", "8 मार्च 2025", "8 Mart 2025", "8 marca 2025 r.",
        "8 maart 2025", "2025. március 8.", "8.3.2025", "08/03/2025", "8–9 March 2025",
    ),
    # of all months the one that opens as some languages join day and month: `de`, `di`
    "2024-12-09": (
        "9 December 2024", "9 december 2024", "9. Dezember 2024", "9 dicembre 2024",
        "9 decembrie 2024", "9 de diciembre de 2024", "9 dezembro 2024",
    ),
    "2019-05-01": ("令和元年5月1日", "May 1st 2019", "1er mai 2019", "1º de mayo de 2019"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "day"), [(words, day) for day, forms in WRITTEN.items() for words in forms]
)
def test_a_day_is_read_however_it_is_written(words, day):
    assert find_dates(words) == [day]
    assert is_date_line(words)


@pytest.mark.parametrize(
    "words",
    [
        "12 boats in 2025",
        "room 12, 2025 seats",
        "8 March",
        "32.1.2025",
        "1.246 Boote",
        "3.8.1",
        "8 Foo 2025",
    ],
)
def test_other_numbers_are_no_dates(words):
    assert find_dates(words) == []
    assert not is_date_line(words)


def test_numbers_are_read_in_the_order_of_the_documents_other_dates_then_of_its_language():
    assert order_of("on 03/04/2025", language="de") == "day"
    assert order_of("on 03/04/2025", language="en") == "month"
    assert order_of("the harbour centre, 03/04/2025", language="en") == "day"
    assert order_of("03/04/2025 and 25/12/2024", language="en") == "day"
    assert order_of("03/04/2025 and 12/25/2024", language="fr") == "month"
    assert order_of("03/04/2025, that is on April 3, 2025", language="en") == "day"
    assert find_dates("03/04/2025", order="month") == ["2025-03-04"]


def test_a_day_that_may_be_another_one_is_known_to_be_ambiguous():
    assert is_ambiguous("held on 03/04/2025", "2025-04-03")
    assert not is_ambiguous("held on 25/04/2025", "2025-04-25")
    assert not is_ambiguous("3 April 2025, 03/04/2025", "2025-04-03")


def test_a_line_of_a_date_may_hold_weekday_time_and_label_and_nothing_else():
    for words in ("Wednesday, 14 May 2025", "2025年3月4日(星期二)", "Datum: 10.11.2025, 14:30 Uhr"):
        assert is_date_line(words), words
    for words in ("| | May 2, 2025 |", "Vila Nord, 10 November 2025", "The wharf opens 3 May 2025"):
        assert not is_date_line(words), words


def test_a_line_of_a_time_is_told_in_several_languages():
    for words in (
        "12:05 P.M. EST",
        "香港時間11時30分",
        "11.30 Uhr",
        "14h30",
        "下午3:30",
        "오전 11시 30분",
    ):
        assert is_clock_line(words), words
    assert not is_clock_line("12 boats")


def test_the_name_of_a_file_may_hold_its_day_without_signs():
    assert dates_of_name("briefing_2023_07_09") == ["2023-07-09"]
    assert dates_of_name("x20250308") == ["2025-03-08"]
    assert dates_of_name("typhoon-1140820") == ["2025-08-20"]
    assert dates_of_name("room-12345678") == []


def test_han_numerals_are_read_as_spoken_and_as_spelled():
    assert [spelled(word) for word in ("元", "二十三", "廿三", "一百一十四", "二〇二五", "١٢")] == [
        1, 23, 23, 114, 2025, 12,
    ]  # fmt: skip


def test_names_of_months_are_known_in_many_languages():
    names = ("juillet", "березня", "مارس", "मार्च", "มีนาคม", "Sept.", "märz", "tháng", "boats")
    assert [month_of(name) for name in names] == [7, 3, 3, 3, 3, 9, 3, None, None]


@given(st.text(max_size=200))
def test_dates_lie_in_the_text_in_order_and_do_not_overlap(text):
    found = dates_in(text)
    assert all(0 <= a.start < a.end <= len(text) for a in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_the_names_of_months_and_days_are_those_of_cldr() -> None:
    assert NAMES.read_text("utf-8") == cldr.made(), "python -m pressroom.corpus.dating.cldr"
