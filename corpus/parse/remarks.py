"""Text -> spans of remarks that nobody said: `（笑）`, `(Laughter.)`, `[crosstalk 00:01:56]`,
`(Risas)`.
"""

from __future__ import annotations

import re

_WORDS = (
    "笑|众笑|眾笑|全场笑|全場笑|大笑|笑声|笑聲|掌声|掌聲|鼓掌|热烈鼓掌|熱烈鼓掌|听不清|聽不清|"
    "播放|视频|視頻|影片|laugh|applause|inaudible|crosstalk|cross-talk|off[- ]mic|in progress|"
    "pause|cheers|silence|foreign language|risas|aplausos|fotografía|fotografia|ininteligible|"
    "inicia|finaliza|silencio|voces|rires|applaudissements|lachen|gelächter|beifall|applaus|"
    "heiterkeit|risos|palmas|inaudível|risate|applausi|смех|аплодисменты|сміх|оплески|ضحك|تصفيق|"
    "笑い|拍手|웃음|박수|tepuk tangan|tertawa|gülüşmeler|alkışlar|śmiech|oklaski|gelach|applaus"
)
_REMARK = re.compile(rf"[（(\[【]\s?(?:{_WORDS})[^（(\[【）)\]】\n]{{0,30}}[)）\]】]", re.I)
_NOISE = re.compile(rf"\s?(?:{_WORDS})", re.I)
_WHOLE = re.compile(r"^[（(\[【][^（(\[【）)\]】]{1,160}[)）\]】]$")


def remarks(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The remarks inside `text[start:end]`, a paragraph; one that stands in brackets as a whole is
    a remark.
    """
    if is_remark(text[start : min(end, start + 180)]) and end - start <= 180:
        return ((start, end),)
    return tuple(match.span() for match in _REMARK.finditer(text, start, end))


def tells_noise(words: str) -> bool:
    """Whether the words inside brackets tell of a noise or a film: `Applause.`, `inicia video`."""
    return bool(_NOISE.match(words))


def is_remark(words: str) -> bool:
    """Whether a whole paragraph stands in brackets."""
    return len(words) <= 162 and bool(_WHOLE.match(words))
