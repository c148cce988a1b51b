"""A citizen's words -> a Question: bounded, stand-alone, with what it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus import language
from corpus.errors import QuestionError
from corpus.normalise import fold, is_dense_script

MAX_CHARACTERS = 2000

Asks = Literal["figure", "when", "who", "list", "phone", "other"]

_CONTROL = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_ASKS: tuple[tuple[Asks, re.Pattern[str]], ...] = (
    ("phone", re.compile(r"电话|热线|号码|phone number|tel[eé]fono|телефон|téléphone|điện thoại|電話|전화", re.I)),
    ("figure", re.compile(r"多少|几[个名人件次条家所项座天年月部种类场批期岁元学公小]|比例|率是|百分之|多大|多长|多高|多远|how (?:many|much|long|far|large|high)|percent|what (?:share|proportion|rate|percentage)|cu[aá]nt|сколько|какая доля|какова доля|combien|wie ?viele?|quant[oa]s?|bao nhiêu|mấy|いくつ|何[人件個名割回校]|どれくらい|몇|얼마|كم", re.I)),
    ("when", re.compile(r"何时|什么时候|什么时间|哪一?年|哪一?天|几月|几号|何日|when\b|what (?:date|time|day|year)|cu[aá]ndo|когда|quand\b|wann|quando|khi nào|いつ|언제|متى", re.I)),
    ("who", re.compile(r"谁|哪位|何人|^who\b|\bwho\b|qui[eé]n|\bкто\b|\bqui\b|\bwer\b|\bquem\b|\bai\b|誰|누가|누구|\bمن\b", re.I)),
    ("list", re.compile(r"哪些|哪几|有什么|包括什么|分别|which|what (?:are|measures|procedures|documents)|cu[aá]les|какие|quels|quelles|welche|quais|những|どの|어떤", re.I)),
)
_FUNCTION = re.compile(
    r"请问|想问一下|我想知道|能否|可否|介绍一下|具体情况|具体|是否|有没有|是不是|会不会|能不能|可不可以|什么时候|什么时间|什么样|什么|为什么|怎么样|怎么办|怎么|怎样|如何|"
    r"多少|多大|多长|多久|几个|哪些|哪个|哪里|哪儿|哪一|哪几|哪|谁|何时|何种|何地|何|多|几|吗|呢|吧|啊|呀|的|了|是|在|有|和|与|及|对|把|被|将|会|要|就|都|也|还|又|一共|总共|"
    r"现在|目前|时候|发布会上|发布会|新闻发布会|说|讲|谈|提到|表示|认为|我们|我|你|您|他们|他|她|它|这个|那个|这|那|个|为|从|到|向|于|以|能|可以|需要|应该|进行|开展|"
    r"(?<![a-z])(?:what|which|who|whom|when|where|why|how|many|much|is|are|was|were|be|been|do|does|did|the|a|an|of|in|on|at|to|for|by|with|and|or|this|that|it|can|will|there|have|has|had|"
    r"please|tell|me|about|i|you|we|they|he|she|city|each)(?![a-z])",
    re.I,
)
_ELLIPTIC = re.compile(r"^(?:那|那么|那在)|呢[？?]?$|^(?:and|what about|how about)\b|^(?:y|и|а|et)\b.{0,30}\?$|^(?:他|她|它|其|这|该|此|上述|前者|后者|他们|它们)|^(?:还有|另外|其中|合格|为什么|什么时候|多少|谁)", re.I)
_PERSONAL = re.compile(r"(?:手机|身份证|银行卡|家庭(?:住址|地址|电话)|住址|工资卡|私人电话)|(?:ID|identity card|passport|bank card|private|mobile|cell) ?(?:phone )?number|home address", re.I)
_ID_NUMBER = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9}|\d{16,19})(?!\d)|[\w.+-]+@[\w-]+\.[\w.]+")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_RELATIVE = re.compile(r"明年|后年|去年|前年|next year|last year|下个?月|上个?月|下半年|上半年")
_PLACE = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,7}?[省市县州盟旗])|([\u4e00-\u9fff]{2,3}[区镇乡])")
_NO_PLACE = re.compile(r"[全我本该各这那哪某外一二三个在住到从于对和与及的]|城市|地区|社区|县区|市区|园区|景区|校区|辖区|城区|乡镇|小区|片区|山区|灾区|街区|政区|特区|新区|战区|选区")


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
        asks=next((kind for kind, pattern in _ASKS if pattern.search(fold(asked))), "other"),
        years=tuple(int(year) for year in _YEAR.findall(folded)),
        relative=tuple(_RELATIVE.findall(folded)),
        places=_places(folded),
    )


def asks_for_personal_data(words: str) -> bool:
    """Whether a private number or address is asked for, or one stands in the question."""
    return bool(_PERSONAL.search(words) or _ID_NUMBER.search(words))


def content(folded: str) -> str:
    """The text with its function words blanked; offsets stay."""
    return _FUNCTION.sub(lambda match: " " * len(match[0]), folded)


def _stand_alone(asked: str, history: Sequence[str]) -> str:
    """An elliptic question gets the last question of the conversation before it."""
    questions = [words for words in history[::2] if words.strip()]
    if not questions or not _leans(asked):
        return asked
    return f"{questions[-1].strip()} {asked}"


def _leans(asked: str) -> bool:
    folded = fold(asked)
    if _ELLIPTIC.search(folded):
        return True
    return sum(is_dense_script(char) for char in content(folded)) <= 4 and is_dense_script(folded[0])


def _places(folded: str) -> tuple[str, ...]:
    found = [a or b for a, b in _PLACE.findall(_FUNCTION.sub(" ", folded))]
    return tuple(place for place in found if not _NO_PLACE.search(place))
