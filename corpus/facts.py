"""Text -> tokens whose change would change what is said: figures with their units, words,
negations; function words aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pressroom.corpus.normalise import fold, is_dense_script
from pressroom.corpus.numerals import numbers

_UNITS = (
    "个百分点|百分点|平方公里|平方米|立方米|工作日|人次|公里|公尺|公分|毫米|千米|小时|分钟|公斤|"
    "美元|年|月|日|号|时|分|秒|人|元|米|吨|"
    "座|个|家|处|户|间|项|次|天|岁|亩|台|辆|列|架|名|位|种|倍|成|期|级|条|件|套|所|栋|艘|趟|班|场|"
    "批|类|届|支|份|幢|周|层|节|路|楼"
)
_UNIT = re.compile(rf"\s*({_UNITS})")
_FEW = re.compile(rf"(?<![一二三四五六七八九十百千万亿第])([两二三四五六七八九])(?={_UNITS})")
_LATIN_UNIT = re.compile(
    r"\s*(percent|per cent|yuan|people|years?|months?|days?|hours?|minutes?|seconds?|kilomet(?:re|"
    r"er)s?|km|met(?:re|er)s?|tonnes?)"
    r"(?![a-z])",
    re.I,
)
_UNIT_NAMES = {
    **{
        "名": "人",
        "位": "人",
        "号": "日",
        "公尺": "米",
        "千米": "公里",
        "percent": "%",
        "per cent": "%",
        "yuan": "元",
        "people": "人",
    },
    **{
        "year": "年",
        "month": "月",
        "day": "天",
        "hour": "小时",
        "minute": "分钟",
        "second": "秒",
        "km": "公里",
        "tonne": "吨",
    },
    **{"kilometre": "公里", "kilometer": "公里", "metre": "米", "meter": "米"},
}
_SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_SCALED = re.compile(r"\s*(hundred|thousand|million|billion|trillion)(?![a-z])", re.I)
_TO_NINETEEN = (
    "zero|_|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_WORD_NUMBERS = {word: value for value, word in enumerate(_TO_NINETEEN.split("|"))}
_WORD_NUMBERS |= {word: 10 * value for value, word in enumerate(_TENS.split("|"), 2)}
_RELATIVE_YEARS = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}
# 不 and its kin, and whatever makes a statement weaker, later or narrower: none of it may be added
# or left out.
GUARDS = re.compile(
    r"没有|不得|不再|不能|不会|不是|并非|禁止|严禁|不少于|不超过|不低于|不(?![少断仅同管论])|没|"
    r"未(?!来)|无(?!障碍|人机|线)|"
    r"计划|预计|预期|拟|打算|研究|争取|力争|目标|可能|或许|原则上|最高|最多|至少|最低|以上|以下|"
    r"以内|之前|以前|大约|左右|约|"
    r"将近|将|超过|仅|只|部分|逐步|暂|曾|"
    r"(?<![a-z])(?:not|no|never|neither|nor|cannot|without|plan(?:s|ned)?|expect(?:s|ed)?|may|"
    r"might|could|would|should|will|about|around|nearly|"
    r"over|up to|at least|at most|only|unless|until|if|except|before|after)(?![a-z])|n't"
)
# Words that may be added or left out without any harm; 已, 都 and 等 are none of them.
_FUNCTION = re.compile(
    r"达到|总共|一共|此外|另外|[的了是为于和与及也就共达并则其这那]|[一二三四五六七八九]是|"
    r"(?<![a-z])(?:the|a|an|that|of|is|are|has|have)(?![a-z])"
)


@dataclass(frozen=True, slots=True)
class Token:
    """`text[start:end]`; two tokens say the same if their keys are equal. A guard must be kept
    where its clause is.
    """

    key: str
    start: int
    end: int
    figure: bool = False
    guard: bool = False


def tokens(text: str, *, day: str | None = None) -> list[Token]:
    """The tokens of a text in order. `day`, ISO 8601, is the day of 今年 and 去年."""
    folded = fold(text)
    found: dict[int, Token] = {}
    for token in [*_figures(folded, day), *_guards(folded)]:
        if not any(
            at in found and found[at].end > token.start
            for at in range(max(0, token.start - 24), token.end)
        ):
            found[token.start] = token
    taken = bytearray(len(folded))
    for token in found.values():
        taken[token.start : token.end] = b"\1" * (token.end - token.start)
    return sorted([*found.values(), *_words(folded, taken)], key=lambda token: token.start)


def figures(text: str, *, day: str | None = None) -> frozenset[str]:
    """The keys of the figures of a text: value and unit, `97.8%`, `4126000人`."""
    return frozenset(token.key for token in tokens(text, day=day) if token.figure)


def values(text: str, *, day: str | None = None) -> frozenset[str]:
    """The figures without their units, for texts of different languages."""
    return frozenset(re.sub(r"[^\d.%]+$", "", key) for key in figures(text, day=day))


def guards(text: str) -> list[str]:
    """The negations and hedges of a text, in order."""
    return [token.key for token in tokens(text) if token.guard]


def day_figures(day: str | None) -> frozenset[str]:
    """The keys by which a text may name this day: its year, month and day."""
    if not day:
        return frozenset()
    known = date.fromisoformat(day)
    return frozenset(
        (f"{known.year}年", f"{known.month}月", f"{known.day}日", f"{known.year}", f"{known.day}")
    )


def _figures(folded: str, day: str | None) -> Iterator[Token]:
    year = int(day[:4]) if day else None
    for word, away in _RELATIVE_YEARS.items():
        for match in re.finditer(word, folded):
            key = f"{year + away}年" if year is not None else word
            yield Token(key, match.start(), match.end(), figure=True)
    for number in numbers(folded):
        scaled = _SCALED.match(folded, number.end)
        value, end = number.canonical, number.end
        if scaled and not number.percent:
            value, end = _plain(number.value * _SCALES[scaled[1]]), scaled.end()
        yield _with_unit(folded, value, number.start, end)
    for match in _FEW.finditer(folded):
        yield _with_unit(
            folded,
            str("零一二三四五六七八九".find(match[1].replace("两", "二"))),
            match.start(),
            match.end(),
        )
    for match in re.finditer(r"(?<![a-z])[a-z]+(?:-[a-z]+)?(?![a-z])", folded):
        parts = match[0].split("-")
        if all(part in _WORD_NUMBERS for part in parts):
            yield _with_unit(
                folded, str(sum(_WORD_NUMBERS[part] for part in parts)), match.start(), match.end()
            )


def _plain(value: object) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _with_unit(folded: str, value: str, start: int, end: int) -> Token:
    match = _UNIT.match(folded, end) or _LATIN_UNIT.match(folded, end)
    if match is None or value.endswith("%"):
        return Token(value, start, end, figure=True)
    unit = re.sub(r"(?<=[a-z])s$", "", match[1])
    return Token(value + _UNIT_NAMES.get(unit, unit), start, match.end(), figure=True)


def _guards(folded: str) -> Iterator[Token]:
    for match in GUARDS.finditer(folded):
        yield Token(match[0], match.start(), match.end(), guard=True)


def _words(folded: str, taken: bytearray) -> Iterator[Token]:
    """Han characters one by one and other words whole, without function words and what is taken."""
    for match in _FUNCTION.finditer(folded):
        if not any(taken[match.start() : match.end()]):
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    for match in re.finditer(r"[^\W_]+", folded):
        start = match.start()
        while start < match.end():
            end = start + 1
            if not taken[start] and not is_dense_script(folded[start]):
                while end < match.end() and not taken[end] and not is_dense_script(folded[end]):
                    end += 1
            if not taken[start]:
                yield Token(folded[start:end], start, end)
            start = end
