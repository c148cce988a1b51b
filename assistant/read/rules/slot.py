"""Question and sentence -> how far the sentence says what stands before the asking word of the
question: before its slot.

"旅客实载率控制在什么范围" has its slot after 控制在; "旅客实载率要严格控制在50%以下" says what
stands before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pressroom.corpus.normalise import fold

_ASKING = re.compile(
    r"多少|几|何时|什么时候|什么时间|什么样|什么|为何|如何|怎么样|怎么|怎样|"
    r"哪(?:一)?[个些项家类种里儿位年天日所座条级批几方面]*|谁|何|多[大长久高远深]"
)
_LIGHT = "的了为是有要又将被会应该可以都已经共一"
_ENDING = "? 呢吗"
_NUMBER = r"[\d一二三四五六七八九十百千万亿]\s?[多余]?"
_SHORTEST, _LONGEST = 2, 8  # characters before the slot that must stand in the sentence too


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands before and after the asking word, folded."""

    before: str
    after: str = ""

    @classmethod
    def of(cls, question: str) -> Slot | None:
        """None for a question without an asking word."""
        folded = fold(question)
        asking = _ASKING.search(folded)
        if not asking:
            return None
        before, after = (
            re.split(r"[,。?;]", folded[: asking.start()])[-1],
            re.split(r"[,。?;]", folded[asking.end() :])[0],
        )
        return cls(before.rstrip(_LIGHT), after.strip(_LIGHT + _ENDING))

    def begins_in(self, folded: str) -> int:
        """The place in a sentence after the longest end of what stands before the asking word; 0
        where none is there.
        """
        return next(
            (
                at + size
                for size in _sizes(self.before)
                if (at := folded.find(self.before[-size:])) >= 0
            ),
            0,
        )

    def after_in(self, folded: str, start: int) -> tuple[int, int] | None:
        """Where from `start` on the longest beginning of what stands after the asking word stands;
        None where none does.
        """
        return next(
            (
                (at, at + size)
                for size in _sizes(self.after)
                if (at := folded.find(self.after[:size], start)) >= 0
            ),
            None,
        )

    def held(self, words: str) -> float:
        """How much of what stands before the slot the words hold, or, behind a figure, of what
        stands after it, 0 to 1.
        """
        text = fold(words)
        before = next(
            (size / _LONGEST for size in _sizes(self.before) if self.before[-size:] in text), 0.0
        )
        after = (
            size / _LONGEST
            for size in _sizes(self.after)
            if self.after[:size] in text
            and re.search(rf"{_NUMBER}{re.escape(self.after[:size])}", text)
        )
        return max(before, next(after, 0.0))


def _sizes(words: str) -> range:
    """How many of these characters may be looked for, most first."""
    return range(min(_LONGEST, len(words)), _SHORTEST - 1, -1)
