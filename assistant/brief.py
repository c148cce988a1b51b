"""Question and the sentence that answers it -> the shortest of its words that do: a figure, a day, or the clauses after what was asked.

They are always shown inside their sentence: cut out, words look as good when they are wrong as when they are right.
"""

from __future__ import annotations

import re

from assistant.forms import asks_money, asks_share, asks_why, form_of
from assistant.pieces import is_dense
from assistant.question import Question
from assistant.slot import Slot
from assistant.spelled import spelled
from corpus.normalise import fold
from corpus.sentences import clauses

_LEAST = 2  # characters
_KNOWN = 0.6  # of its pairs of characters, for a clause at an end that only says the question again
# Of a condition, a rumour or a denial no part is taken.
_WHOLE = re.compile(
    r"如果|假如|倘若|只有|除非|不实|谣|网传|并非|不是|没有|不会|尚未|(?<![a-z])(?:if|unless|not|no|never|rumou?rs?)(?![a-z])"
)
_LOOSE, _LINKING = " ，,。；;：:、的", "了为是有将达于"
_DAY = r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号])?(?:[(（][^)）]{1,8}[)）])?(?:[上下]午)?(?:\d{1,2}[时点:](?:\d{1,2}分?)?)?"
_WHEN = re.compile(
    rf"(?:自|从|截至|到|至|于)?(?:{_DAY}(?:[至到—\-~]+(?:{_DAY}|\d{{1,2}}[日号]))?|\d{{4}}年(?:底|末|初)?)(?:起|止|前|后|底)?"
)
_UNIT = (
    r"(?:%|个百分点|个月|(?:立方|平方)?[千厘毫]?米|平方公里|公[里顷斤升吨]|[千毫]克|[千兆]瓦时?|小时|分钟|[人车户班架]次|[美欧日]元|摄氏度|"
    r"[^\W\d_公千厘毫平立兆摄a-zA-Z])"
)
_FIGURE = re.compile(
    rf"(?:约|近|超过|不超过|不低于|不少于|最高|最低|至少|每[人户天月年次件家个])?"
    rf"(?:(?<![\d.])(?!\d+[年月日号时点])\d+(?:[.,]\d+)*[万亿千百]*(?:[至到—\-~]+\d[\d.,]*[万亿千百]*)?{_UNIT}?"
    rf"|百分之[一二三四五六七八九十百点]+|[一二三四五六七八九十百千万亿两]+(?:个|名|人|件|次|家|所|项|座|天|部|种|类|倍|成|元|条|批|处))"
)
_WITH_UNIT = re.compile(_UNIT)
_COUNTED = re.compile(
    r"[一二三四五六七八九]是|第[一二三四五六七八九](?![季届线])|[(（][一二三四五六七八九十\d]{1,2}[)）]|(?m:^)\d{1,2}[.、．](?!\d)"
)
_NUMBER = re.compile(r"\d+(?:[.,:/\-]\d+)*%?")  # none is cut: 97 of 97.8%
_OF_TIME = re.compile(r"[几多]少?(?:年|天|个?月|小时|分钟|学期|时间)|多久|多长时间")
_DURATION = re.compile(
    r"(?:约|近|超过|不超过|不低于|不少于|最[长短多少]|至少|一次)*(?:(?<![\d.年月])\d{1,3}(?:\.\d+)?(?:[至\-~]\d{1,3})?|[一二三四五六七八九十两半]+)"
    r"(?:个(?:半)?(?:月|季度|学期|小时|工作日)|年(?![内底初末度级])|天|日(?=之?内|以内)|周(?!年)|小时|分钟?(?:\d+秒)?|秒|工作日)(?:以?[内上下]|之内)?"
    r"|长期有效|永久|终身"
)
_ABOUT = r"(?:约|近|超过|不超过|不低于|不少于|最[高低多少]|至少)?"
_SHARE = re.compile(
    rf"{_ABOUT}(?:\d+(?:\.\d+)?(?:[至\-~]\d+(?:\.\d+)?)?%|百分之[一二三四五六七八九十百零点]+|[一二三四五六七八九两]成(?!立))"
)
_MONEY = re.compile(rf"{_ABOUT}(?:每[人户天月年次件家个辆]{{1,2}})?\d+(?:[.,]\d+)*[万亿千百]*(?:[至\-~]\d+(?:\.\d+)?[万亿]?)?元")
_MOST = 40  # characters that a figure, day or number has, with what belongs to it


def is_enumeration(text: str) -> bool:
    """Whether it counts off (一是… 二是…, （一）… （二）…): then all of it is the answer, no part."""
    return len(_COUNTED.findall(text)) > 1


def brief(question: Question, words: str) -> str | None:
    """Part of `words`, or all of them; None where it is not plain which of them answer."""
    found = _part(question, words)
    return found if found is None or set(_NUMBER.findall(fold(found))) <= set(_NUMBER.findall(fold(words))) else None


def _part(question: Question, words: str) -> str | None:
    folded = fold(words)
    if _WHOLE.search(folded):
        return words
    if asks_why(question):
        return words
    if question.asks in ("figure", "when") and not is_dense(words):
        return spelled(question, folded, words)
    slot = Slot.of(question.asked)
    start = slot.begins_in(folded) if slot else 0
    if question.asks in ("figure", "when", "phone"):
        return _of_form(question, words, folded, start, slot.ends_in(folded, start) if slot else None)
    return _trimmed(words, _clause_at(words, start), fold(question.asked))


def _of_form(question: Question, words: str, folded: str, start: int, end: int | None) -> str | None:
    """What stands between what is said before the asking word and after it, or the first of the form there; or the only one."""
    between = words[start:end].strip(_LOOSE).lstrip(_LINKING) if start and end is not None else ""
    if len(between) <= _MOST and not between.isdecimal() and _holds(question, between):
        unit = _WITH_UNIT.match(folded, end or 0) if between[-1].isdigit() else None
        return between + words[end : unit.end()] if unit else between  # 28.6公里, where 多少公里 is asked
    form = _form(question)
    match = form.search(folded, start) or form.search(folded)
    sure = (start and end is not None) or len(form.findall(folded)) == 1
    return words[match.start() : match.end()] if sure and match and match.end() - match.start() >= _LEAST else None


def _form(question: Question) -> re.Pattern[str]:
    if question.asks == "when":
        return _WHEN
    if question.asks == "phone":
        return form_of(question) or _FIGURE
    if asks_share(question):
        return _SHARE
    if asks_money(question):
        return _MONEY
    return _DURATION if _OF_TIME.search(fold(question.asked)) else _FIGURE


def _holds(question: Question, words: str) -> bool:
    form = form_of(question)
    return len(words) >= _LEAST and bool(form and form.search(words))


def _clause_at(words: str, place: int) -> int:
    """Where the clause begins that holds the place."""
    return next((start for start, end in clauses(words, 0, len(words)) if start <= place < end), 0)


def _trimmed(words: str, start: int, asked: str) -> str:
    """The clauses from `start` on, without those at the ends that only say the question again."""
    kept = list(clauses(words, start, len(words)))
    pairs = _pairs(asked)
    for end in (0, -1):
        while len(kept) > 1 and _known(fold(words[slice(*kept[end])]), pairs) >= _KNOWN:
            kept.pop(end)
    return words[kept[0][0] : kept[-1][1]].rstrip("，,：:、") or words if kept else words


def _known(clause: str, pairs: set[str]) -> float:
    own = _pairs("".join(filter(str.isalnum, clause)))
    return len(own & pairs) / len(own) if own else 1.0


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
