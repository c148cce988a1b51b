"""Words of a question -> what officials say for them, as far as it is known: who asks what was 冲倒
is answered with 倒塌.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from pressroom.corpus.normalise import fold

_FILE = Path(__file__).parent / "spoken.toml"
_SOUGHT = 2  # of a line; the others only count where they are found


def official_words(asked: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """The spoken words of a folded question: where each begins and ends, and the words that stand
    for it in what officials say.
    """
    return [(*match.span(), told) for spoken, told in _words() for match in spoken.finditer(asked)]


def with_official_words(asked: str) -> str:
    """A question, followed by the first official words for each of its spoken ones: what is
    searched for.
    """
    told = [
        words for _, _, all_words in official_words(fold(asked)) for words in all_words[:_SOUGHT]
    ]
    return " ".join([asked, *told])


@cache
def _words() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    return tuple(
        (re.compile(spoken), tuple(told))
        for spoken, told in tomllib.loads(_FILE.read_text("utf-8")).items()
    )
