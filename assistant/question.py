"""A citizen's words -> a Question: bounded, stand-alone, with what it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.phrases import ASKS, FUNCTION_WORDS, LEANING, PERSONAL, RELATIVE_TIME, Asks
from corpus import language
from corpus.errors import QuestionError
from corpus.normalise import fold, is_dense_script

MAX_CHARACTERS = 2000

_CONTROL = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_ID_NUMBER = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9}|\d{16,19})(?!\d)|[\w.+-]+@[\w-]+\.[\w.]+")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_DATE_PART = re.compile(r"\d+[年月日号]?")
_PLACE = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,7}?[省市县州盟旗])|([\u4e00-\u9fff]{2,3}[区镇乡])")
_NO_PLACE = re.compile(
    r"[全我本该各这那哪某外一二三个在住到从于对和与及的]|城市|地区|社区|县区|市区|园区|景区|校区|辖区|城区|乡镇|小区|片区|山区|灾区|街区|政区|特区|新区|战区|选区"
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `text` stands alone; `content` is `text` with its function words blanked, same length."""

    asked: str
    text: str
    content: str
    language: str
    asks: Asks
    years: tuple[int, ...]
    relative: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def is_chinese(self) -> bool:
        return self.language in ("zh", "zh-Hant")


def read_question(words: str, history: Sequence[str] = ()) -> Question:
    """The question of a conversation (`history`: question, answer, question, answer …), made stand-alone.

    Raises QuestionError if it is empty or longer than MAX_CHARACTERS.
    """
    asked = _CONTROL.sub("", words).strip()
    if not any(char.isalnum() for char in asked):
        raise QuestionError("the question is empty; expected a question in words")
    if len(asked) > MAX_CHARACTERS:
        raise QuestionError(f"the question has {len(asked):,} characters; at most {MAX_CHARACTERS:,} were expected. Shorten it")
    text = _stand_alone(asked, history)
    folded = fold(text)
    return Question(
        asked=asked,
        text=text,
        content=content(folded),
        language=language.detect(asked),
        asks=next((kind for kind, pattern in ASKS if pattern.search(fold(asked))), "other"),
        years=tuple(int(year) for year in _YEAR.findall(folded)),
        relative=tuple(RELATIVE_TIME.findall(folded)),
        places=_places(folded),
    )


def asks_for_personal_data(words: str) -> bool:
    """Whether a private number or address is asked for, or one stands in the question."""
    return bool(PERSONAL.search(words) or _ID_NUMBER.search(words))


def content(folded: str) -> str:
    """The text with its function words blanked; offsets stay."""
    return FUNCTION_WORDS.sub(lambda match: " " * len(match[0]), folded)


def _stand_alone(asked: str, history: Sequence[str]) -> str:
    """An elliptic question gets the last question of the conversation before it."""
    questions = [words for words in history[::2] if words.strip()]
    if not questions or not leans(asked):
        return asked
    return f"{questions[-1].strip()} {asked}"


def leans(asked: str) -> bool:
    """Whether a question means little without the one before it."""
    folded = fold(asked)
    if LEANING.search(folded):
        return True
    return sum(is_dense_script(char) for char in content(folded)) <= 4 and is_dense_script(folded[0])


def _places(folded: str) -> tuple[str, ...]:
    found = [a or b for a, b in _PLACE.findall(FUNCTION_WORDS.sub(" ", _DATE_PART.sub(" ", folded)))]
    return tuple(place for place in found if not _NO_PLACE.search(place))
