"""Question and sentence -> the words of the sentence that stand where the question asks: its slot.

"旅客实载率控制在什么范围" has its slot after 控制在; in "旅客实载率要严格控制在50%以下" it is filled by 50%以下.
"""

from __future__ import annotations

import re
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
