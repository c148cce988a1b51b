"""Words of a document -> whom they name in Han characters beside an office, with that office as it
is written: `外交部发言人李敏`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pressroom.corpus.parse.words.names import BODY_ENDS, PERSON
from pressroom.corpus.parse.words.offices import TITLE_NOUN, TITLE_NOUNS
from pressroom.corpus.parse.words.roles import role_of
from pressroom.corpus.parse.words.vocabulary import vocabulary

# What leads to an office and is no part of it.
_CUT = re.compile(
    r".*(?:(?:[邀请請]|有请|有請)[到来來了]*|欢迎|歡迎|下面|首先|今天|出席|(?:提问|提問|质询|質詢|问题|問題)[和及與与]|来自|來自|分别|分別|以及|还有|還有|"
    r"主持人是|表示|介绍|介紹|[由是的为為]|有(?![关關]))",
    re.S,
)
# Where another person may end, and where one may not: `人力资源和社会保障局`.
_JOINT = re.compile(r"[、和及与與]")
_NAMED = re.compile(
    rf"(?:{TITLE_NOUNS})[\s　]?"
    rf"(?:{PERSON}|[\u4e00-\u9fff]{{1,3}}[\u4e00-\u9fff](?<![{BODY_ENDS}]))"
    r"(?:先生|女士|同志|小姐|博士)?$"
)
_FORMER = re.compile(r"(?:时任|時任|原(?![乡鄉住子油])|前(?![海沿线線]))[\u4e00-\u9fff]{0,12}$")
_DATED = re.compile(r"\d[年月日][\u4e00-\u9fff、]*$")
_NOT_GIVEN = "今昨明在先女出就向于於将將说說表主及和与與、时時等日上下回答介接发發"
# A name with two surnames, of which the second is a frequent one: 林鄭月娥.
_FREQUENT = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋许冯邓叶張劉陳楊黃趙吳孫馬羅鄭謝許馮鄧葉"
_MARRIED = rf"[\u4e00-\u9fff][{_FREQUENT}][\u4e00-\u9fff]{{2}}"
# A line below an office may thank: `幸副局長`, and below it `謝謝。`
_HELD = re.compile(rf"({TITLE_NOUNS})(?=[ 　\t]?(?![谢謝]{{2}})({_MARRIED}|{PERSON}))")
_MAY_BE_NAME = re.compile(rf"(?:{PERSON}|[\u4e00-\u9fff]{{2,4}})$")
_NOUN = re.compile(f"({TITLE_NOUNS})")
_ENDS = re.compile(rf"({TITLE_NOUNS})[ 　\t]*\Z")
_OFFICES = (None, "chair", "legislator")  # parts that are offices as well
_LONGEST_NOUN = 10
_BEFORE = 40  # characters: no title is longer


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is named behind an office: the name, its place, the office as one noun and as written."""

    name: str
    start: int
    noun: str
    title: str


def stated(text: str, names: set[str]) -> dict[str, str]:
    """Name -> the title that the text gives right before it; `names`: of labels."""
    wanted, out = sorted(filter(_MAY_BE_NAME.match, names), key=len, reverse=True), {}
    for match in re.finditer("|".join(map(re.escape, wanted)), text) if wanted else ():
        noun = _ENDS.search(text, max(0, match.start() - _LONGEST_NOUN), match.start())
        if noun and match[0] not in out and (title := _title_before(text, noun)):
            out[match[0]] = title
    return out


def titled_names(text: str, names: set[str]) -> set[str]:
    """Those of `names` that stand beside a title somewhere in `text`: `局长刘建明`, `刘建明局长`.
    One pass over the text.
    """
    lengths = sorted({len(name) for name in names if len(name) <= 16})
    firsts, lasts = {name[0] for name in names if name}, {name[-1] for name in names if name}
    found: set[str] = set()
    for noun in TITLE_NOUN.finditer(text) if lengths else ():
        after = text[noun.end() : noun.end() + 20].lstrip(" 　\t")
        if after[:1] in firsts:
            found.update(after[:length] for length in lengths)
        before = text[max(0, noun.start() - 18) : noun.start()]
        for end in range(len(before), max(0, len(before) - 3), -1):
            if before[end - 1] in lasts:
                found.update(before[end - length : end] for length in lengths if length <= end)
    for hosting in re.finditer("主持", text):
        found.update(text[max(0, hosting.start() - length) : hosting.start()] for length in lengths)
    return names & found


def holders(text: str) -> Iterator[Holder]:
    """Everybody whom the text names behind an office, in order; no reporter and no moderator."""
    for noun in _HELD.finditer(text):
        is_office = role_of(noun[1]) in _OFFICES and noun[1] not in vocabulary().address
        if is_office and (title := _title_before(text, noun)):
            yield Holder(_without_next(noun[2]), noun.start(2), noun[1], title)


def office_in(text: str, start: int, end: int) -> str | None:
    """The last office of `text[start:end]`, as it is written."""
    nouns = [noun for noun in _NOUN.finditer(text, start, end) if role_of(noun[1]) in _OFFICES]
    return _title_before(text, nouns[-1]) if nouns else None


def holder_of(label: str, text: str) -> Holder | None:
    """Who holds the office that a label is, `行政長官` or, contracted, `主委` of `主任委員`,
    where only one is named so.
    """
    found = {held.name: held for held in holders(text) if _is_office(label, held)}
    return next(iter(found.values())) if len(found) == 1 else None


def _is_office(label: str, held: Holder) -> bool:
    if held.title == label or (held.noun == label and not held.title.endswith(f"副{label}")):
        return True
    rest = iter(held.noun)
    is_shorter = 1 < len(label) < len(held.noun) and label[0] == held.noun[0]
    return is_shorter and all(char in rest for char in label)


def _without_next(name: str) -> str:
    return name[:-1] if len(name) > 2 and name[-1] in _NOT_GIVEN else name


def _title_before(text: str, noun: re.Match[str]) -> str | None:
    before = text[max(0, noun.start() - _BEFORE) : noun.start()]
    if _FORMER.search(before):
        return None
    run = re.search(r"[\u4e00-\u9fff、·•・]*$", before)
    words = run[0] if run else ""
    if _DATED.search(before):
        words = words[1:]
    return _of_one(_CUT.sub("", words)) + noun[1]


def _of_one(words: str) -> str:
    """The words behind the last joint at which another person ends: of `局长方柏年、市气象局` the
    body alone.
    """
    for joint in reversed(list(_JOINT.finditer(words))):
        if _NAMED.search(words[: joint.start()]):
            return words[joint.end() :]
    return words.lstrip("、")
