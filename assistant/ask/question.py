"""A citizen's words -> a Question: bounded, stand-alone, with what it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pressroom.assistant.ask.followup.fragments import Reading
from pressroom.assistant.ask.followup.readings import readings
from pressroom.assistant.ask.phrases import ASKS, FUNCTION_WORDS, RELATIVE_TIME, Asks
from pressroom.assistant.ask.screening import Screening, clean_history, screen
from pressroom.assistant.ask.smalltalk import tongue_of
from pressroom.assistant.ask.spoken import with_official_words
from pressroom.assistant.ask.wordlists import known_places
from pressroom.corpus import language
from pressroom.corpus.normalise import fold

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_NUMBERED = re.compile(r"\d+(?:月\d+[日号]|号[线楼院]?|期|届|路|批|月|日)|[二三四五六七八九十]期")
_DATE_PART = re.compile(r"\d+[年月日号]?")
_PLACE = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,7}?[省市县州盟旗])|"
    r"([\u4e00-\u9fff]{2,3}(?:[区乡]|镇(?![压守静定痛])))"
)
_NO_PLACE = re.compile(
    r"[全我本该各这那哪某外一二三个在住到从于对和与及的去里节评而]|驻镇|城市|地区|社区|县区|市区|"
    r"自治区|直辖市|单列市|居民区|集聚区|园区|景区|校区|辖区|城区|乡镇|小区|片区|山区|灾区|街区|"
    r"政区|特区|新区|战区|选区"
)
# What makes a road, a station or a dish of the name of a city, or shows that its characters belong
# to two other words (每天 + 津贴).
_NO_CITY = (
    "生产建设|[东西南北中]?(?:路|街|道|站|桥|港|湾)|时间|大学|学院|银行|菜|烤鸭|话|"
    "[岸侧边部麓段端向贴祝典续片锁接料期点]"
)
_RUNS_ON = "完形变构组生"  # 完成 + 都


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `text` stands alone: the words of the question begin at `own`, before them is
    what it leans on.

    `content` is `text` with its function words blanked, same length. `stripped` characters that
    nobody sees were taken out. `leaning` are the log odds that it leans on the question before it,
    where that was learned.
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
    stripped: int = 0
    leaning: float | None = None

    @property
    def sought(self) -> str:
        """What is searched for: the text, with official words for its everyday ones."""
        return with_official_words(self.text)


def read_question(words: str, history: Sequence[str] = ()) -> Question:
    """The question of a conversation (`history`: question, answer, question, answer …), made
    stand-alone as far as its form tells.

    Personal data is blotted out. Raises QuestionError if it is empty or longer than MAX_CHARACTERS.
    """
    screened = screen(words)
    return question_of(screened, readings(screened.words, clean_history(history)).by_form())


def question_of(screened: Screening, reading: Reading) -> Question:
    """What was asked, read as `reading`."""
    folded = fold(reading.text)
    asked = screened.words
    return Question(
        asked=asked,
        text=reading.text,
        own=reading.own,
        content=content(folded),
        language=tongue_of(asked) if screened.talk else language.detect(asked),
        asks=_asks(asked, reading.text),
        years=tuple(int(year) for year in _YEAR.findall(folded)),
        relative=tuple(RELATIVE_TIME.findall(folded)),
        places=(*bare_places_in(folded), *places_in(folded)),
        numbered=tuple(_NUMBERED.findall(folded)),
        stripped=screened.stripped,
    )


def _asks(asked: str, text: str) -> Asks:
    """What is asked for; a fragment asks for the same as the question that it leans on."""
    kinds = (
        kind for words in (asked, text) for kind, pattern in ASKS if pattern.search(fold(words))
    )
    return next(kinds, "other")


def content(folded: str) -> str:
    """The text with its function words blanked; offsets stay."""
    return FUNCTION_WORDS.sub(lambda match: " " * len(match[0]), folded)


def places_in(folded: str) -> tuple[str, ...]:
    """The provinces, cities, counties and towns that a folded text names as such: with 省, 市, 区
    …
    """
    found = [a or b for a, b in _PLACE.findall(_blanked(folded))]
    bare = bare_places_in(folded)  # 获得广州, which is not all a name
    return tuple(
        place
        for place in found
        if not _NO_PLACE.search(place) and not place.endswith(bare or ("\0",))
    )


def bare_places_in(folded: str) -> tuple[str, ...]:
    """The provinces and large cities that it names, with 省 or 市 or without."""
    return tuple(dict.fromkeys(match[0] for match in _known_place().finditer(_blanked(folded))))


def _blanked(folded: str) -> str:
    return FUNCTION_WORDS.sub(" ", _DATE_PART.sub(" ", folded))


@cache
def _known_place() -> re.Pattern[str]:
    names = sorted(known_places(), key=len, reverse=True)
    latin, han = (
        [re.escape(name) for name in names if name.isascii() is is_latin]
        for is_latin in (True, False)
    )
    return re.compile(
        rf"(?<![{_RUNS_ON}])(?:{'|'.join(han)})(?!{_NO_CITY})|(?<!\w)(?:{'|'.join(latin)})(?!\w)"
    )
