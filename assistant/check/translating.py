"""A translation and its original -> why it must not be shown beside it, as far as figures, length
and negations tell.
"""

from __future__ import annotations

import re

from pressroom.corpus import language
from pressroom.corpus.facts import values
from pressroom.corpus.normalise import fold, is_dense_script

_SHORTEST, _LONGEST = 0.5, 2.0  # a translation's length, in those of the original
_NEGATIONS = {
    "zh": r"不(?![少断仅同管论])|没|未(?!来)|无(?!障碍|人机|线)|非(?!物质|常|遗)|禁|取消",
    "en": (
        r"\b(?:not|no|never|nor|without|cannot|neither|none|ban\w*|forbid\w*|cancel\w*|"
        r"abolish\w*)\b|"
        r"n't"
    ),
    "es": r"\b(?:no|nunca|sin|ning\w+|ni)\b|prohib|cancel|suprim|elimin",
    "fr": r"\b(?:ne|pas|sans|jamais|aucun\w*|ni)\b|\bn['’]|interdi|annul|supprim",
    "de": r"\b(?:nicht|kein\w*|ohne|nie|weder)\b|verbot|verbiet|abgeschafft|gestrichen",
    "pt": r"\b(?:não|nunca|sem|nenhum\w*|nem)\b|proib|cancel|elimin",
    "ru": r"\b(?:не|нет|без|ни|нельзя)\b|запре|отмен",
    "vi": r"không|chưa|chẳng|cấm|hủy|bãi bỏ",
    "ar": r"\b(?:لا|لم|لن|ليس|ليست|غير|بدون|دون)\b|إلغاء|ألغ|حظر",
    "ja": r"ない|ません|なし|ず[、。に]|禁止|廃止|未|無",
    "ko": r"(?<![가-힣])안 |않|없|못|아니|금지|폐지|취소",
}


def translation_fault(text: str, original: str, *, into: str, day: str | None) -> str | None:
    """Why a chat model's translation must not be shown beside the original, as far as figures,
    length and negations tell.

    `into` is the language that it should be in: a short sentence does not always show its own.
    """
    ours, theirs = values(text, day=day), values(original, day=day)
    strange = {value for value in ours - theirs if not _is_small(value)}
    lost = {value for value in theirs - ours if not _is_small(value)}
    if strange or lost:
        return f"its figures are not those of the original: {', '.join(sorted(strange | lost))}"
    if not _SHORTEST <= _length(text) / _length(original) <= _LONGEST:
        return "it is much shorter or longer than the original"
    if _denies(text, into) != _denies(original, language.detect(original)):
        return "it denies what the original says, or the other way round"
    return None


def _length(text: str) -> int:
    """In letters of an alphabet: a Han character says as much as three, a Kana or Hangul one as
    much as two.
    """
    letters = (char for char in text if char.isalnum())
    return sum(
        3 if "\u3400" <= char <= "\u9fff" else 2 if is_dense_script(char) else 1 for char in letters
    )


def _is_small(value: str) -> bool:
    """Small numbers are written as words in many languages."""
    return value.isdecimal() and int(value) <= 12


def _denies(text: str, tongue: str) -> bool:
    return bool(re.search(_NEGATIONS.get(tongue.split("-")[0], "(?!)"), fold(text)))
