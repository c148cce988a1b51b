"""Periods of time as people write them, in the languages that citizens ask in."""

from __future__ import annotations

import pytest
from pressroom.corpus.dating.periods import YEAR, asked_bound, periods_in


@pytest.mark.parametrize(
    ("words", "year", "months"),
    [
        ("第三季度", None, (7, 9)),
        ("2024年上半年", 2024, (1, 6)),
        ("今年前5个月", 2025, (1, 5)),
        ("臨江街第三季遊客", None, (7, 9)),
        ("the third quarter of 2024", 2024, (7, 9)),
        ("in the first half", None, (1, 6)),
        ("el primer semestre de 2024", 2024, (1, 6)),
        ("au troisième trimestre 2023", 2023, (7, 9)),
        ("im zweiten Halbjahr 2024", 2024, (7, 12)),
        ("no segundo trimestre de 2024", 2024, (4, 6)),
        ("во втором полугодии", None, (7, 12)),
        ("trong 6 tháng đầu năm 2024", 2024, (1, 6)),
        ("2024년 상반기", 2024, (1, 6)),
        ("第3四半期", None, (7, 9)),
        ("في النصف الأول", None, (1, 6)),
        ("前三季度", None, (1, 9)),
        ("the first three quarters of 2024", 2024, (1, 9)),
        ("March 8, 2024", 2024, (3, 3)),
        ("in 2014", 2014, YEAR),
        ("去年", 2024, YEAR),
    ],
)
def test_a_period_is_read(words: str, year: int | None, months: tuple[int, int]) -> None:
    (period,) = periods_in(words, day="2025-06-01")
    assert (period.year, period.months) == (year, months)


@pytest.mark.parametrize("words", ["2,024 jobs", "2000 people", "1998元", "四季如春", "十年前"])
def test_what_counts_something_is_no_period(words: str) -> None:
    assert periods_in(words) == []


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("since 2021", "since"),
        ("自2025年3月1日起", "since"),
        ("until the end of 2026", "until"),
        ("bis Ende 2026", "until"),
        ("in 2021", "in"),
    ],
)
def test_what_bounds_a_period_is_read(words: str, bound: str) -> None:
    assert [period.bound for period in periods_in(words)] == [bound]


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("Since when are charges frozen?", "since"),
        ("手续费从什么时候开始冻结？", "since"),
        ("Seit wann gilt das?", "since"),
        ("Until when is it open?", "until"),
        ("¿Hasta cuándo?", "until"),
        ("When is it open?", "in"),
    ],
)
def test_it_is_asked_since_when_or_until_when(words: str, bound: str) -> None:
    assert asked_bound(words) == bound
