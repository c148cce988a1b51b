"""A citizen's words as they came -> clean words, and whether they are to be answered from the
documents at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pressroom.assistant.ask.courtesy import without_courtesy
from pressroom.assistant.ask.smalltalk import Talk, small_talk
from pressroom.assistant.ask.wordlists import any_of
from pressroom.corpus.errors import QuestionError
from pressroom.corpus.normalise import fold

MAX_CHARACTERS = 2000
_TURNS = 16  # questions and answers of a conversation that are looked at

Screened = Literal["personal_given", "personal_asked", "abuse", "task"]

# Controls, soft hyphens, zero width, direction marks, tags, variation selectors, private use:
# nobody sees them, some deceive.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff\ud800-\udfff]"
)
_DIGITS = re.compile(r"(?<![\d.])\+?\d(?:[ \-]?\d){9,22}[xX]?(?![\d%]|\.\d)")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_NAMED_ID, _NAMED_PHONE, _NAMED_CARD = (
    "身份证|证件号|id number|identity",
    "手机|电话|mobile|phone|联系",
    "银行卡|卡号|账号|card|account",
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_REMOVED = "▇▇▇"

_QUESTION = re.compile(
    r"[?？]|多少|什么|哪|谁|怎么|为何|是否|吗|呢|几|(?<![a-z])(?:what|when|who|where|why|how|"
    r"which|is|are|does|do|can|will)(?![a-z])",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Screening:
    """`words` without what cannot be seen (`stripped` characters), without personal data, and
    without the courtesies around a question; `refuse` says why it is not to be answered, `talk`
    what kind of small talk it is. Neither: a question for the documents.
    """

    words: str
    stripped: int
    refuse: Screened | None = None
    talk: Talk | None = None


def screen(words: str) -> Screening:
    """Raises QuestionError if there is nothing to read, or more than MAX_CHARACTERS."""
    clean = _INVISIBLE.sub("", words).strip()
    if not any(char.isalnum() for char in clean):
        raise QuestionError(
            "the question is empty; expected a question in words", key="question_empty"
        )
    if len(clean) > MAX_CHARACTERS:
        raise QuestionError(
            f"the question has {len(clean):,} characters; at most {MAX_CHARACTERS:,} were "
            f"expected. Shorten it",
            key="question_long",
            most=MAX_CHARACTERS,
        )
    stripped = len(_INVISIBLE.findall(words))
    without = without_personal_data(clean)
    if without != clean:
        return Screening(without, stripped, "personal_given")
    refuse, talk = _refusal(clean), small_talk(clean)
    return Screening(clean if refuse or talk else without_courtesy(clean), stripped, refuse, talk)


def without_personal_data(text: str) -> str:
    """The text with numbers of persons, phones and cards and with e-mail addresses blotted out."""
    folded = fold(text)  # full-width digits count
    spans = [match.span() for match in _EMAIL.finditer(folded)]
    spans += [
        match.span()
        for match in _DIGITS.finditer(folded)
        if _is_personal(match[0], folded[max(0, match.start() - 12) : match.start()])
    ]
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + _REMOVED + text[end:]
    return text


def _refusal(words: str) -> Screened | None:
    folded = fold(words)
    if any_of("asks_private").search(folded):
        return "personal_asked"
    if any_of("abuse").search(folded) and not _asks_something(any_of("abuse").sub(" ", folded)):
        return "abuse"
    if (any_of("task").search(folded) or any_of("override").search(folded)) and not _asks_besides(
        folded
    ):
        return "task"
    return None


def _asks_something(folded: str) -> bool:
    return bool(_QUESTION.search(folded)) and sum(char.isalnum() for char in folded) >= 6


def _asks_besides(folded: str) -> bool:
    """Whether another sentence than the one that orders something about is a question: that one is
    answered.
    """
    parts = re.split(r"[。！!；;:：\n]|(?<=[?？])|\.\s", folded)
    return any(
        _asks_something(part)
        and not any_of("task").search(part)
        and not any_of("override").search(part)
        for part in parts
    )


def _is_personal(found: str, before: str) -> bool:
    """An identity, phone or card number: by its check digit, or by the word before it."""
    digits = re.sub(r"[^\dx]", "", found)
    named = {
        kind: bool(re.search(words, before))
        for kind, words in (("id", _NAMED_ID), ("phone", _NAMED_PHONE), ("card", _NAMED_CARD))
    }
    if len(digits) in (15, 18) and (_is_identity(digits) or named["id"]):
        return True
    if re.fullmatch(r"(?:\+?86)?1[3-9]\d{9}", digits) or (
        named["phone"] and 10 <= len(digits) <= 15
    ):
        return True
    return digits.isdecimal() and 13 <= len(digits) <= 19 and (_luhn(digits) or named["card"])


def _is_identity(digits: str) -> bool:
    """GB 11643-1999: a birth date, and the check character by ISO 7064 MOD 11-2; the older 15
    digits have no check.
    """
    if len(digits) == 15:
        return digits.isdecimal() and _is_day("19" + digits[6:12])
    if not digits[:17].isdecimal() or not _is_day(digits[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return "10x98765432"[total % 11] == digits[17]


def _is_day(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return born.year >= 1900


def _luhn(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return (
        sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
        and len(set(digits)) > 1
    )


def clean_history(history: Sequence[str]) -> list[str]:
    """The end of a conversation, from a question on, without what cannot be seen and without
    personal data, each part bounded.
    """
    start = max(0, len(history) - _TURNS)
    return [clean(words[:MAX_CHARACTERS]) for words in history[start + start % 2 :]]


def clean(words: str) -> str:
    """The words without what cannot be seen, with personal data blotted out."""
    return without_personal_data(_INVISIBLE.sub("", words).strip())
