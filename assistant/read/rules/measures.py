"""Question for a figure or a time -> how it is told, where that is plain: a length, people, berths,
a day. For words beside the best.
"""

from __future__ import annotations

import re

from pressroom.assistant.ask.question import Question
from pressroom.assistant.read.forms import form_of
from pressroom.corpus.normalise import fold

_LENGTH = r"(?:公里|千米|[厘毫]?米|公分|公尺|海里|kilomet|(?:met(?:re|er)s?|miles?|km)\b)"
_DURATION = (
    r"(?:年|个?月|[周天日]|小时|分钟|秒|学期|长期|永久|(?:years?|months?|weeks?|days?|hours?|"
    r"minutes?)\b)"
)
_NUMERAL = r"[\d一二三四五六七八九十百千万亿两半余多]"
# How it is asked -> how it is told. The words of a line are used for one another: 多少人, 320名.
_MEASURES = (
    (r"多长时间|多久", _DURATION),
    (r"多长|how long", _LENGTH),
    (r"多长|how long", _DURATION),
    (r"多[高远宽深]|(?:多少|几)(?:公里|千米|米|公尺)|how (?:far|wide|deep|high)", _LENGTH),
    (r"(?:多少|几)[名人位]", rf"{_NUMERAL}个?[名人位]"),
    (r"(?:多少|几)(?:[家座处所]|个站|个点)", rf"{_NUMERAL}[家座处所个]"),
    (r"(?:多少|几)户", rf"{_NUMERAL}户"),
    (r"(?:多少|几)(?:天|个?月|年|小时|分钟)", _DURATION),
)
_COUNTED = re.compile(
    r"how many (?:more |new |other |of the )?([a-z\-]+)(?: (?!will|were|was|are|is|have|has|do|"
    r"does|did|can)([a-z\-]+))?"
)
_SPELLED = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+(?:teen|"
    r"ty)(?:-[a-z]+)?)"
)

# How long something is, asked in any of our languages, and told as such: 全长28.6公里 is a length,
# 6公里 of a fare is none.
_ASKS_LENGTH = re.compile(
    r"how long (?:is|are|was|were)\b|how many (?:kilomet|met(?:re|er)s|miles)|what is the length|"
    r"cuánt\w+ (?:kil[óo]|metros|mide)|longitud|"
    r"combien de (?:kilo|mètres)|longueur|сколько (?:километров|метров)|длин[аыу]|"
    r"كم (?:كيلومتر|مترا)|طول|何キロ|何メートル|長さ|长さ|全长|"
    r"몇 (?:킬로|미터)|길이|bao nhiêu (?:km|kilo|ki-lô|mét)|dài bao nhiêu|wie lang (?:ist|sind)|"
    r"wie viele kilo|länge|"
    r"quantos (?:quil|metros)|comprimento"
)
_TOLD_AS_LENGTH = re.compile(
    rf"(?:全长|总长|长度|里程|长)[为达约共有]{{0,2}}{_NUMERAL}[\d.]*\s?{_LENGTH}|"
    rf"\d[\d.,]* ?{_LENGTH}\w* (?:long|in length)"
)
AS_A_LENGTH = 0.15  # what it adds to the score of a sentence


def told_as_asked(question: Question, words: str) -> float:
    """AS_A_LENGTH where a length is asked for and told as one, else 0: for words in another
    language, where only meaning tells.
    """
    is_length = _ASKS_LENGTH.search(fold(question.asked)) and _TOLD_AS_LENGTH.search(fold(words))
    return AS_A_LENGTH if is_length else 0.0


def measure_in(words: str, question: Question) -> re.Pattern[str] | None:
    """How folded text tells what is asked, as `words` do; None where they do not, or the question
    does not tell what to look for.
    """
    told = [form_of(question)] if question.asks == "when" else map(re.compile, _told(question))
    return next((pattern for pattern in told if pattern and pattern.search(fold(words))), None)


def _told(question: Question) -> list[str]:
    if question.asks != "figure":
        return []
    asked = fold(question.asked)
    if counted := _COUNTED.search(asked):
        nouns = "|".join(re.escape(noun.removesuffix("s")) for noun in counted.groups() if noun)
        return [rf"(?:\d[\d,.]*|\b{_SPELLED})(?: [a-z\-]+){{0,4}}? (?:{nouns})"]
    return [told for asking, told in _MEASURES if re.search(asking, asked)]
