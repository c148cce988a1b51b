"""Question and sentence -> how far the sentence says what stands before the asking word of the question: before its slot.

"旅客实载率控制在什么范围" has its slot after 控制在; "旅客实载率要严格控制在50%以下" says what stands before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.normalise import fold

_ASKING = re.compile(
    r"多少|几|何时|什么时候|什么时间|什么样|什么|为何|如何|怎么样|怎么|怎样|哪(?:一)?[个些项家类种里儿位年天日所座条级批几方面]*|谁|何|多[大长久高远深]"
)
_LIGHT = "的了为是有要又将被会应该可以都已经共一"
_SHORTEST, _LONGEST = 2, 8  # characters before the slot that must stand in the sentence too


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands before the asking word, folded."""

    before: str

    @classmethod
    def of(cls, question: str) -> Slot | None:
        """None for a question without an asking word."""
        folded = fold(question)
        asking = _ASKING.search(folded)
        return cls(re.split(r"[,。?;]", folded[: asking.start()])[-1].rstrip(_LIGHT)) if asking else None

    def held(self, words: str) -> float:
        """How much of what stands before the slot the words hold, 0 to 1."""
        text = fold(words)
        sizes = range(min(_LONGEST, len(self.before)), _SHORTEST - 1, -1)
        return next((size / _LONGEST for size in sizes if self.before[-size:] in text), 0.0)
