"""Question and sentence -> the words of the sentence that stand where the question asks: its slot.

"旅客实载率控制在什么范围" has its slot after 控制在; in "旅客实载率要严格控制在50%以下" it is filled by 50%以下.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.normalise import fold

_ASKING = re.compile(
    r"多少|几|何时|什么时候|什么时间|什么样|什么|为何|如何|怎么样|怎么|怎样|哪(?:一)?[个些项家类种里儿位年天日所座条级批几方面]*|谁|何|多[大长久高远深]"
)
_LIGHT = "的了为是有要又将被会应该可以都已经共一"
_MARKS = "，,。；;：:！？!? \u3000\u00a0\n、"
_SHORTEST, _LONGEST = 2, 8  # characters before the slot that must stand in the sentence too


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands before and after the asking word, folded."""

    before: str
    after: str

    @classmethod
    def of(cls, question: str) -> Slot | None:
        folded = fold(question)
        asking = _ASKING.search(folded)
        if not asking:
            return None
        after = re.split(r"[,。?;]", folded[asking.end() :])[0].strip()
        return cls(re.split(r"[,。?;]", folded[: asking.start()])[-1].rstrip(_LIGHT), after)

    def held(self, words: str) -> float:
        """How much of what stands before the slot the words hold, 0 to 1."""
        text = fold(words)
        sizes = range(min(_LONGEST, len(self.before)), _SHORTEST - 1, -1)
        return next((size / _LONGEST for size in sizes if self.before[-size:] in text), 0.0)

    def filled(self, words: str) -> tuple[int, int] | None:
        """Where in the words the slot is filled; None where they do not say what stands before it."""
        text = fold(words)
        for size in range(min(_LONGEST, len(self.before)), _SHORTEST - 1, -1):
            at = text.find(self.before[-size:])
            if at >= 0:
                return self._end(text, at + size)
        return None

    def _end(self, text: str, start: int) -> tuple[int, int] | None:
        while start < len(text) and text[start] in _LIGHT + _MARKS:
            start += 1
        stop = re.search(r"[。；!?;]", text[start:])
        end = start + stop.start() if stop else len(text)
        at = text.find(self.after[:4], start, end) if len(self.after) >= _SHORTEST else -1
        if start < at:
            end = at + len(self.after[:4])
        return (start, end) if end - start >= _SHORTEST else None


_NUMBER = r"\d+(?:[.,]\d+)*|[一二三四五六七八九十百千两]+(?=[个名人件次家所项座天年部种类倍成元])"
_FIGURE = re.compile(
    rf"(?:不少于|不低于|不超过|超过|超|约|近|达|逾|至少|最多|最高)?(?:{_NUMBER})\s*(?:[万亿]*(?:多|余)?(?:%|‰|个百分点|平方米|立方米|公里|千米|米|毫米|厘米|吨|分钟|小时|工作日|学时|个工作日|个月|万?元|美元|人次|[个名人件次家所项座天年月日部种类场批期岁套户辆张份亩例起处间栋棟倍只台条支支队]|))"
)
_DATE = re.compile(
    r"(?:(?:19|20)\d\d年|今年|明年|去年)?\d{1,2}月(?:\d{1,2}日)?(?:至(?:\d{1,2}月)?\d{1,2}日)?(?:[上下]午)?(?:\d{1,2}[时点](?:\d{1,2}分)?)?|(?:19|20)\d\d年(?:底|初)?|(?:今年|明年|去年)[^，。]{0,4}[底初末]?|\d{1,2}[日号]"
)
_UNITS = {"元": "钱元资金金额投资费收入损失补助补贴价", "%": "率比例百分成"}


def figures(words: str, *, of_time: bool) -> Iterator[tuple[int, int]]:
    """The figures, or the points in time, of the words with their unit."""
    for match in (_DATE if of_time else _FIGURE).finditer(fold(words)):
        if match.end() > match.start():
            yield match.span()


def figure(question: str, words: str, *, of_time: bool) -> tuple[int, int] | None:
    """The figure that fits the question best: by its unit, by the words around it, after what stands before the slot."""
    asked, text = fold(question), fold(words)
    asking = re.search(r"(?:多少|几|哪几)(?P<unit>[^\W\d]?)", asked)
    slot = Slot.of(question)
    filled = slot.filled(words) if slot else None
    pairs = {asked[i : i + 2] for i in range(len(asked) - 1)}

    def merit(span: tuple[int, int]) -> float:
        start, end = span
        near = text[max(0, start - 14) : start]
        near = re.split(r"[。；;]", near)[-1]
        score = sum(near[i : i + 2] in pairs for i in range(len(near) - 1)) / 4
        behind = re.split(r"[，,。；;]", text[end : end + 8])[0]
        score += sum(behind[i : i + 2] in pairs for i in range(len(behind) - 1)) / 4
        found = text[start:end]
        if asking and asking["unit"] and asking["unit"] in found + text[end : end + 1]:
            score += 1.5
        for unit, hints in _UNITS.items():
            if any(hint in asked for hint in hints):
                score += 1.5 if unit in found else 0.0
        if not of_time and re.fullmatch(r"(?:\d{4}年|\d+月|\d+日|\d+年)", found) and not re.search("年|月|日|天", asked[-8:]):
            score -= 3
        if filled and filled[0] <= end and start <= filled[0] + 4:
            score += 1.0
        if found in asked:
            score -= 2
        return score

    spans = list(figures(words, of_time=of_time))
    return max(spans, key=merit) if spans else None
