"""Text -> the numbers in it with their values: 一百二十 is 120, 1.2万 is 12000, １２％ is 12 %."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pressroom.corpus.normalise import fold

_DIGITS = {
    char: value
    for value, chars in enumerate(
        ("零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for char in chars
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_HAN = "".join([*_DIGITS, *_SMALL, *_LARGE])
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]")  # marks of footnotes, m²: no digits
_NUMBER = re.compile(
    rf"(?P<percent>百分之)?(?:(?P<arabic>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|"
    rf"\d+(?:\.\d+)?)(?P<scale>[十百千]?[万亿]{{1,2}}|[百千])?|(?P<han>[{_HAN}]+(?:点[{_HAN}]+)?))"
    rf"(?P<sign>%)?"
)


@dataclass(frozen=True, slots=True)
class Number:
    """`text[start:end]` says `value`; a percentage keeps its number and is marked."""

    value: Decimal
    percent: bool
    start: int
    end: int

    @property
    def canonical(self) -> str:
        """The value in plain digits: `12000`, `98.98%`."""
        plain = f"{self.value:f}"
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
        return plain + ("%" if self.percent else "")


def numbers(text: str) -> Iterator[Number]:
    """The numbers of a text in order. A Han digit alone counts only with 百分之: 一 is seldom a
    number.
    """
    for match in _NUMBER.finditer(fold(_RAISED.sub(" ", text))):
        value = (
            _arabic(match["arabic"], match["scale"] or "")
            if match["arabic"]
            else _han(match["han"], lone=bool(match["percent"]))
        )
        if value is not None:
            yield Number(value, bool(match["percent"] or match["sign"]), match.start(), match.end())


def _arabic(digits: str, scale: str) -> Decimal:
    value = Decimal(digits.replace(",", ""))
    for char in scale:
        value *= {**_SMALL, **_LARGE}[char]
    return value


def _han(words: str, *, lone: bool) -> Decimal | None:
    """The value of a Han numeral; None for what is none, such as 十十 or 一 alone."""
    whole, _, fraction = words.partition("点")
    if len(words) == 1 and words not in "十百千" and not lone:
        return None
    value = _digit_by_digit(whole) if all(char in _DIGITS for char in whole) else _positional(whole)
    if value is None or not all(char in _DIGITS for char in fraction):
        return None
    return (
        Decimal(f"{value}.{''.join(str(_DIGITS[char]) for char in fraction)}")
        if fraction
        else Decimal(value)
    )


def _digit_by_digit(words: str) -> int:
    """二〇二五 is 2025."""
    return int("".join(str(_DIGITS[char]) for char in words))


def _positional(words: str) -> int | None:
    """一百二十 is 120, 三万五 is 35000, 十二亿三千万 is 1230000000; None where the order makes no
    number.
    """
    high = middle = section = digit = (
        0  # what stands before 亿, before 万, before 十百千, and the last digit
    )
    scale = 10
    for char in words:
        if char in _DIGITS:
            digit = _DIGITS[char]
            scale = 10 if digit == 0 else scale  # after a zero the last digit counts as such
        elif char in _SMALL:
            if section and _SMALL[char] >= scale:
                return None
            scale = _SMALL[char]
            section, digit = section + (digit or 1) * scale, 0
        elif char == "万":
            middle, section, digit, scale = ((section + digit) or 1) * 10**4, 0, 0, 10**4
        else:
            high, middle, section, digit, scale = (
                (middle + section + digit or 1) * 10**8,
                0,
                0,
                0,
                10**8,
            )
    return high + middle + section + digit * (scale // 10)
