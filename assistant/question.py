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
_NUMBERED = re.compile(r"\d+(?:号[线楼院]?|期|届|路|批|月\d+日|月|日)")
_DATE_PART = re.compile(r"\d+[年月日号]?")
_PLACE = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,7}?[省市县州盟旗])|([\u4e00-\u9fff]{2,3}[区镇乡])")
_NO_PLACE = re.compile(
    r"[全我本该各这那哪某外一二三个在住到从于对和与及的]|城市|地区|社区|县区|市区|园区|景区|校区|辖区|城区|乡镇|小区|片区|山区|灾区|街区|政区|特区|新区|战区|选区"
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `text` stands alone: the words of the question begin at `own`, before them is what it leans on.

    `content` is `text` with its function words blanked, same length.
    """

    asked: str
    text: str
    own: int
    content: str
    language: str
    asks: Asks
    years: tuple[int, ...]
    relative: tuple[str, ...]
    places: tuple[str, ...]
    numbered: tuple[str, ...]


def read_question(words: str, history: Sequence[str] = ()) -> Question:
    """The question of a conversation (`history`: question, answer, question, answer …), made stand-alone.

    Raises QuestionError if it is empty or longer than MAX_CHARACTERS.
    """
    asked = _CONTROL.sub("", words).strip()
    if not any(char.isalnum() for char in asked):
        raise QuestionError("the question is empty; expected a question in words")
    if len(asked) > MAX_CHARACTERS:
        raise QuestionError(f"the question has {len(asked):,} characters; at most {MAX_CHARACTERS:,} were expected. Shorten it")
    before = _leaned_on(asked, history)
    text = before + asked
    folded = fold(text)
    return Question(
        asked=asked,
        text=text,
        own=len(before),
        content=content(folded),
        language=language.detect(asked),
        asks=next((kind for kind, pattern in ASKS if pattern.search(fold(asked))), "other"),
        years=tuple(int(year) for year in _YEAR.findall(folded)),
        relative=tuple(RELATIVE_TIME.findall(folded)),
        places=_places(folded),
        numbered=tuple(_NUMBERED.findall(folded)),
    )


def asks_for_personal_data(words: str) -> bool:
    """Whether a private number or address is asked for, or one stands in the question."""
    return bool(PERSONAL.search(words) or _ID_NUMBER.search(words))


def content(folded: str) -> str:
    """The text with its function words blanked; offsets stay."""
    return FUNCTION_WORDS.sub(lambda match: " " * len(match[0]), folded)


def _leaned_on(asked: str, history: Sequence[str]) -> str:
    """What an elliptic question leaves out: the last question of the conversation, with the year that is asked for now."""
    questions = [words for words in history[::2] if words.strip()]
    if not questions or not leans(asked):
        return ""
    year = _YEAR.search(fold(asked))
    return (_YEAR.sub(year[1], questions[-1].strip()) if year else questions[-1].strip()) + " "


def leans(asked: str) -> bool:
    """Whether a question means little without the one before it."""
    folded = fold(asked)
    if LEANING.search(folded):
        return True
    return sum(is_dense_script(char) for char in content(folded)) <= 4 and is_dense_script(folded[0])


def _places(folded: str) -> tuple[str, ...]:
    found = [a or b for a, b in _PLACE.findall(FUNCTION_WORDS.sub(" ", _DATE_PART.sub(" ", folded)))]
    return tuple(place for place in found if not _NO_PLACE.search(place))
