"""A question for a figure, day or number -> the form of what answers, and what of Chinese sentences
has it, each with the clause that it is read in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pressroom.assistant.ask.question import Question
from pressroom.assistant.read.forms import OF_THINGS, asks_money, asks_share, form_of
from pressroom.assistant.read.rules.slot import Slot
from pressroom.corpus.normalise import fold

# characters before the asking word that name what is asked for, where nothing stands after it:
# 票面金额为多少
TAIL = 6
_CLOCK = r"(?:[上下]午)?(?:\d{1,2}[时点:](?:\d{1,2}分?)?)?"
_DAY = rf"(?:\d{{4}}年)?\d{{1,2}}月(?:\d{{1,2}}[日号])?(?:[(（][^)）]{{1,12}}[)）])?{_CLOCK}"
_HEDGE = r"(?:计划|预计|预期|力争|争取|拟)?"  # belongs to what it hedges
_WHEN = re.compile(
    rf"{_HEDGE}(?:自|从|截至|到|至|于|在)?(?:{_DAY}(?:[至到—\-~]+(?:{_DAY}|\d{{1,2}}[日号]))?|"
    rf"\d{{4}}年(?:[至到—–\-~]+\d{{4}}年)?(?:底|末|初|代)?"
    rf"|(?<![\d月])\d{{1,2}}日(?:[至到—\-~]+\d{{1,2}}日)?{_CLOCK})(?:起|止|前|后|底)?"
)
# The day of a report or of a conference is not the day of what is told there.
_OF_THE_REPORT = re.compile(r"[电讯]|(?:召开|举行)[^，。]{0,6}(?:发布|记者)会|(?<=日)(?:报道|消息)")
_UNIT = (
    r"(?:%|个百分点|个月|(?:立方|平方)?[千厘毫]?米|平方公里|公[里顷斤升吨分尺]|英[里亩尺寸镑]|"
    r"[千毫]克|[千兆]瓦时?|小时|分钟|[人车户班架]次|[美欧日]元|摄氏度|光年|"
    r"[a-zA-Z]{1,4}(?![a-zA-Z])|"
    r"[^\W\d_公英千厘毫平立兆摄a-zA-Z])"
)
_PER_CENT = r"百分之[一二三四五六七八九十百零点]+(?:至百分之[一二三四五六七八九十百零点]+)?"
_FIGURE = re.compile(
    rf"{_HEDGE}(?:约|近|超过|不超过|不低于|不少于|最高|最低|至少|每[人户天月年次件家个])?"
    rf"(?:(?<![\d.])(?!\d+(?:[至到—\-~]\d+)?[年月日号时点])\d+(?:[.,]\d+)*[万亿千百]*"
    rf"(?:%?[至到—–\-~]+\d[\d.,]*[万亿千百]*)?[余多]?[万亿]?{_UNIT}?"
    rf"|{_PER_CENT}|[数几]?[一二三四五六七八九十百千万亿两]+(?:个|名|人|件|次|家|所|项|座|天|部|"
    rf"种|类|倍|成|元|条|批|处))"
)
_ARTICLE = re.compile(r"一[个名件家所项座部种类条批处]")  # 一种 is "a" more often than "one"
_ASKED_UNIT = re.compile(rf"(?:多少|几)[余多]?({_UNIT})(\w?)")
_FRAGMENT = re.compile(r"^那么?|[呢吗?]+$")
_ALIKE = ("名人位", "家户")  # units that are used for one another
_COUNTERS = f"{OF_THINGS}亩吨天年元米"  # another of several units does not answer for these
# What does not say how many things there are, not even where it is the only figure.
_OF_NO_THING = re.compile(r"(?:%|个百分点|个?月|[年天周日岁元米吨亩里克]|小时|分钟)$")
_WITHOUT_UNIT = "0123456789万亿千百余多"  # a figure ends so
_OF_TIME = re.compile(r"[几多]少?(?:年|天|个?(?:月|工作日|小时)|分钟|学期|时间)|多久|多长时间")
_OF_YEAR = re.compile(r"哪一?年|何年")
_ORDINAL = re.compile(r"第(?:多少|几)")
_DURATION = re.compile(
    r"(?:约|近|超过|不超过|不低于|不少于|最[长短多少]|至少|"
    r"一次)*(?:(?<![\d.年月])\d{1,3}(?:\.\d+)?(?:[至\-~]\d{1,3})?|[一二三四五六七八九十两半]+)"
    r"(?:个(?:半)?(?:月|季度|学期|小时|工作日)|年(?![内底初末度级])|天|日(?=之?内|以内)|周(?!年)|"
    r"小时|分钟?(?:\d+秒)?|秒|工作日)(?:以?[内上下]|之内)?"
    r"|长期有效|永久|终身"
)
_ABOUT = r"(?:约|近|超过|不超过|不低于|不少于|最[高低多少]|至少)?"
_SHARE = re.compile(
    rf"{_ABOUT}(?:\d+(?:\.\d+)?(?:%?[至—–\-~]+\d+(?:\.\d+)?)?%|{_PER_CENT}|"
    rf"[一二三四五六七八九两]成(?!立))"
)
_MONEY = re.compile(
    rf"{_ABOUT}(?:每[人户天月年次件家个辆]{{1,2}})?\d+(?:[.,]\d+)*[万亿千百]*"
    rf"(?:[至\-~]\d+(?:\.\d+)?[万亿]?)?元"
)
_BREAK = re.compile(r"[、。;:]|(?<!\d),|,(?!\d)")
LOOSE_FORMS = (_WHEN, _FIGURE)  # most sentences hold some
NUMBER = re.compile(r"\d+(?:[.,:/\-]\d+)*%?")  # 97.8%, of which 97 is no part


@dataclass(frozen=True, slots=True)
class AskedFigure:
    """The question, folded; the form of what answers; what stands before and after its asking word
    and unit (多少人合格: 合格).

    Of a fragment (那退休人员呢) the slot is itself; `head` is what the question that it leans on
    asks for (支付限额).
    """

    words: str
    form: re.Pattern[str]
    slot: Slot | None
    unit: str
    noun: str = ""  # the first character of what 个 counts
    head: str = ""

    @classmethod
    def of(cls, question: Question) -> AskedFigure:
        words, leant_on = fold(question.asked), Slot.of(question.text)
        slot, unit = Slot.of(words), _ASKED_UNIT.search(words)
        if slot is None and leant_on and fold(question.text) != words:
            return cls(
                words,
                _form(question, words),
                Slot(_FRAGMENT.sub("", words)),
                "",
                head=leant_on.before[-TAIL:] + leant_on.after,
            )
        if slot and unit:
            slot = replace(slot, after=slot.after.removeprefix(unit[1]))
        return cls(
            words,
            _form(question, words),
            slot,
            unit[1] if unit else "",
            unit[2] if unit and unit[1] == "个" else "",
        )


def _form(question: Question, words: str) -> re.Pattern[str]:
    if question.asks == "when":
        return _WHEN
    if question.asks == "phone":
        return form_of(question) or _FIGURE
    if asks_share(question):
        return _SHARE
    if asks_money(question):
        return _MONEY
    return _DURATION if _OF_TIME.search(words) else _FIGURE


@dataclass(frozen=True, slots=True)
class Candidate:
    """`words[start:end]` of a sentence, which has the form asked for; `clause` is read with it,
    `beside` are its pairs of characters.
    """

    words: str
    start: int
    end: int
    clause: tuple[int, int]
    beside: frozenset[str]

    @classmethod
    def of(
        cls, words: str, folded: str, match: re.Match[str], clause: tuple[int, int]
    ) -> Candidate:
        beside = pairs(folded[clause[0] : match.start()]) | pairs(folded[match.end() : clause[1]])
        return cls(words, match.start(), match.end(), clause, frozenset(beside))

    @property
    def text(self) -> str:
        return self.words[self.start : self.end]


def candidates(asked: AskedFigure, words: str) -> Iterator[Candidate]:
    """What has the form in a sentence, each with its clause, and with the next if that has none: a
    day; with the one before: a figure.
    """
    folded = fold(words)
    found = list(_of_form(asked, folded))
    if len(found) == 1:
        yield Candidate.of(words, folded, found[0], (0, len(words)))
        return
    cut = list(pairwise([0, *(match.end() for match in _BREAK.finditer(folded)), len(folded)]))
    own = [
        next(at for at, (start, end) in enumerate(cut) if start <= match.start() < end)
        for match in found
    ]
    for match, at in zip(found, own, strict=True):
        beside = min(at + 1, len(cut) - 1) if asked.form is _WHEN else max(at - 1, 0)
        first, last = sorted((at, at if beside in own else beside))
        yield Candidate.of(words, folded, match, (cut[first][0], cut[last][1]))


def _of_form(asked: AskedFigure, folded: str) -> Iterator[re.Match[str]]:
    """The matches of the form asked for that may answer: what the question says itself does not."""
    known = set(NUMBER.findall(asked.words))
    found = [
        match
        for match in asked.form.finditer(folded)
        if not known.issuperset(NUMBER.findall(match[0]) or [match[0]])
    ]
    if not _ORDINAL.search(asked.words):
        found = [match for match in found if not folded[: match.start()].endswith("第")]
    if asked.form is _WHEN:
        return (
            m
            for m in found
            if not _OF_THE_REPORT.match(folded, m.end())
            and ("年" in m[0] or not _OF_YEAR.search(asked.words))
        )
    if asked.form is not _FIGURE:
        return iter(found)
    found = [match for match in found if not _ARTICLE.match(folded, match.start())]
    of_noun = [
        match
        for match in found
        if asked.noun and match[0][-1] == asked.unit and folded.startswith(asked.noun, match.end())
    ]
    if of_unit := of_noun or [match for match in found if _has_unit(folded, match, asked.unit)]:
        return iter(of_unit)
    if not asked.unit or asked.unit not in _COUNTERS:
        return iter(found)
    things = [
        match for match in found if not (asked.unit in OF_THINGS and _OF_NO_THING.search(match[0]))
    ]
    # 21座 where 个 is asked, or 8.57万 where 人 is, are plain beside other figures, 7条 where 家 is
    # asked is not.
    are_plain = (
        things == found
        or asked.unit == "个"
        or all(match[0][-1] in _WITHOUT_UNIT for match in things)
    )
    return iter(things if len(things) == 1 and are_plain else [])


def _has_unit(folded: str, match: re.Match[str], unit: str) -> bool:
    """21站, 21座 where 座 is asked, 21个国家 where 国 is, or 设站21座 where 站 is."""
    words, before = match[0], folded[: match.start()]
    is_counted = folded.startswith(unit, match.end()) and not _OF_NO_THING.search(
        words
    )  # 18周岁 is not 18岁
    is_beside = words.endswith(unit) or before.endswith(unit) or is_counted
    return bool(unit) and (
        is_beside or any(unit in alike and words[-1] in alike for alike in _ALIKE)
    )


def pairs(text: str) -> set[str]:
    return {a + b for a, b in pairwise(text) if a.isalnum() and b.isalnum()}
