"""numbering.xml and styles.xml -> the number that Word shows before a paragraph: `一、`, `（二）`,
`1.`, `2.3`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_DIGITS = "〇一二三四五六七八九"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MAX = 9_999  # a list longer than that is none


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts: its first number, its kind of numeral, its pattern, what
    follows it.
    """

    start: int
    style: str
    pattern: str
    after: str


def child(element: Any, name: str) -> Any:
    """The first child with this local name, or None; None has no children."""
    if element is None:
        return None
    return next(
        (el for el in element if isinstance(el.tag, str) and el.tag.rpartition("}")[2] == name),
        None,
    )


def value(element: Any, name: str = "val") -> str:
    """An attribute by its local name; `` if there is none."""
    if element is None:
        return ""
    return str(
        next((text for key, text in element.attrib.items() if key.rpartition("}")[2] == name), "")
    )


class Numbers:
    """Counts the lists of one document as its paragraphs go by."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._abstract: dict[str, str] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._restarts: dict[tuple[str, int], int] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[str] = set()
        self._by_style = _style_numbers(styles)
        for element in () if numbering is None else numbering:
            self._learn(element)

    def label(self, properties: Any) -> str:
        """The number of the paragraph with these properties and what follows it; `` for one
        without, and for bullets.
        """
        num, depth = self._place(properties)
        level = self._levels.get(self._abstract.get(num, ""), {}).get(depth)
        if level is None:
            return ""
        self._advance(num, depth)
        if level.style in ("bullet", "none") or not level.pattern:
            return ""
        text = re.sub(r"%(\d)", lambda m: self._shown(num, int(m[1]) - 1), level.pattern)
        return text + (
            "" if level.after == "nothing" or text.endswith(("、", "）", "．", "：")) else " "
        )

    def _learn(self, element: Any) -> None:
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if name == "abstractNum":
            levels = [el for el in element if isinstance(el.tag, str) and el.tag.endswith("}lvl")]
            self._levels[value(element, "abstractNumId")] = {
                _int(value(el, "ilvl")): _level(el) for el in levels
            }
        elif name == "num":
            num = value(element, "numId")
            self._abstract[num] = value(child(element, "abstractNumId"))
            for override in element:
                start = child(override, "startOverride")
                if start is not None:
                    self._restarts[num, _int(value(override, "ilvl"))] = _int(value(start))

    def _place(self, properties: Any) -> tuple[str, int]:
        """List and level of a paragraph: its own, else its style's."""
        own = child(properties, "numPr")
        style = self._by_style.get(value(child(properties, "pStyle")), ("", 0))
        num = value(child(own, "numId")) or style[0]
        depth = value(child(own, "ilvl"))
        return num, _int(depth) if depth else style[1]

    def _advance(self, num: str, depth: int) -> None:
        """Goes to the next number at this level; deeper levels begin anew."""
        abstract = self._abstract[num]
        counters = self._counters.setdefault(abstract, {})
        if num not in self._started:
            self._started.add(num)
            for (other, level), start in self._restarts.items():
                if other == num:
                    counters[level] = start - 1
        first = self._levels[abstract][depth].start
        counters[depth] = min(counters.get(depth, first - 1) + 1, _MAX)
        for deeper in [level for level in counters if level > depth]:
            del counters[deeper]

    def _shown(self, num: str, depth: int) -> str:
        abstract = self._abstract[num]
        level = self._levels[abstract].get(depth)
        return (
            ""
            if level is None
            else numeral(self._counters[abstract].get(depth, level.start), level.style)
        )


def numeral(number: int, style: str) -> str:
    """A number as Word writes it: `numeral(12, "chineseCounting")` is `十二`; unknown styles give
    digits.
    """
    if style in ("upperLetter", "lowerLetter") and number > 0:
        letter = chr(ord("A") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
        return letter if style == "upperLetter" else letter.lower()
    if style in ("upperRoman", "lowerRoman") and 0 < number < 4000:
        return _roman(number) if style == "upperRoman" else _roman(number).lower()
    if style in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if style.startswith("decimalFullWidth"):
        return str(number).translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    if (
        style in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital")
        and number > 10
    ):
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if (
        style.startswith(("chinese", "taiwanese", "japaneseCounting", "ideographDigital"))
        and number >= 0
    ):
        return _chinese(number)
    return f"0{number}" if style == "decimalZero" and number < 10 else str(number)


def _chinese(number: int) -> str:
    out, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            out += ("零" if zero and out else "") + _DIGITS[min(digit, 9)] + name
        zero = not digit and bool(out)
    return out.removeprefix("一") if out.startswith("一十") else out or "〇"


def _roman(number: int) -> str:
    out = ""
    for size, sign in _ROMAN:
        out += sign * (number // size)
        number %= size
    return out


def _level(element: Any) -> _Level:
    start = value(child(element, "start"))
    pattern = value(child(element, "lvlText"))[:50]
    return _Level(
        _int(start) if start else 1,
        value(child(element, "numFmt")),
        pattern,
        value(child(element, "suff")),
    )


def _style_numbers(styles: Any) -> dict[str, tuple[str, int]]:
    """Style id -> list and level, its own or that of the style it is based on."""
    own: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in () if styles is None else styles:
        name = value(style, "styleId")
        number = child(child(style, "pPr"), "numPr")
        based[name] = value(child(style, "basedOn"))
        if number is not None:
            own[name] = (value(child(number, "numId")), _int(value(child(number, "ilvl"))))
    return {name: own[found] for name in based if (found := _first(name, own, based))}


def _first(name: str, own: dict[str, tuple[str, int]], based: dict[str, str]) -> str:
    """The style itself or the nearest one it is based on that has a number; `` if none has."""
    for _ in range(20):  # styles may be based on each other in a circle
        if name in own or not name:
            break
        name = based.get(name, "")
    return name if name in own else ""


def _int(text: str) -> int:
    return max(-_MAX, min(int(text), _MAX)) if re.fullmatch(r"-?[0-9]{1,6}", text) else 0
