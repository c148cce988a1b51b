"""Words of a question -> what officials say for them, as far as it is known: who asks what was 冲倒 is answered with 倒塌."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "spoken.toml"


def official_words(asked: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """The spoken words of a folded question: where each begins and ends, and the words that stand for it in what officials say."""
    return [(*match.span(), told) for spoken, told in _words() for match in spoken.finditer(asked)]


@cache
def _words() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    return tuple((re.compile(spoken), tuple(told)) for spoken, told in tomllib.loads(_FILE.read_text("utf-8")).items())
