"""A fragment, such as `那退休人员呢？`, and the question before it -> that question with the
fragment in place of its like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pressroom.assistant.ask.phrases import FUNCTION_WORDS
from pressroom.assistant.ask.wordlists import known_places
from pressroom.corpus.normalise import fold

_FRAGMENT = re.compile(
    r"^(?:那么?|至于|还有|再问一下)?(?:到了?|在)?(?P<zh>[^?？]{1,24}?)(?:的时候|的话)?呢[?？]?$|"
    r"^(?:and|what about|how about|and what about)\s(?:in |for |the )*(?P<en>[^?]{1,40})\?*$|"
    r"^¿?y\s(?:en |para )?(?:el |la |los |las )?(?P<es>[^?]{1,40})\?$|"
    r"^et\s(?:en |pour )?(?:le |la |les |l')?(?P<fr>[^?]{1,40})\s?\?$|"
    r"^а\s(?:в |для )?(?P<ru>[^?]{1,40})\?$|"
    r"^und\s(?:im |in |für )?(?:der |die |das )?(?P<de>[^?]{1,40})\?$|"
    r"^e\s(?:em |para )?(?:o |a )?(?P<pt>[^?]{1,40})\?$|"
    r"^(?:では|じゃあ)?(?P<ja>[^?？]{1,24})は[?？]$|"
    r"^(?:그럼 ?)?(?P<ko>[^?？]{1,24})[은는][?？]$|"
    r"^(?:còn|thế còn)\s(?P<vi>[^?]{1,40}?)(?: thì sao)?\?*$|"
    r"^(?:وماذا عن|و)\s?(?P<ar>[^?؟]{1,40})[?؟]$",
    re.I,
)
HAS_QUESTION = re.compile(
    r"多少|什么|哪|谁|怎么|为何|几[个家户次人座]|多[大长高久]|"
    r"(?<![a-z])(?:how|what|when|where|who|which|why)(?![a-z])"
)
_JUST_HOW_MANY = re.compile(r"^(?:又|都)?(?:有|是)?(?:多少|几)\w{0,2}[?？]?$")
_LIKE = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\d{1,2}月\d{1,2}[日号]",
        r"(?:19|20)\d\d年?",
        r"今年|去年|前年|明年",
        r"\d{1,2}[日号](?!线)",
        r"(?:第?[\d一二三四五六七八九十]+)号?(?:线|阶梯|季度|年级|标段)(?:[东南西北]延|"
        r"[一二三]期)?",
        r"(?:line|línea|ligne|linha|linie|линия|линии|tuyến)\s?(?:no\. ?)?\d+",
        r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,3}(?:镇|乡|县|区|街道)",
        r"[一二三]级",
    )
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A question that stands alone: `text`, where the citizen's own words begin at `own`. `needs`
    are words that must stand in the documents for it to be taken, `seam` the character before and
    the two after the place where it was cut out; a sure one is taken as it is.
    """

    text: str
    own: int = 0
    sure: bool = False
    needs: str | None = None
    seam: str = ""


def fragment_of(asked: str) -> str | None:
    """`退休人员` of `那退休人员呢？`, `2022` of `and in 2022?`; `2024年` of `2024年有多少？`; None
    for a whole question.
    """
    match = _FRAGMENT.search(asked.strip())
    if match:
        words = next(group for group in match.groups() if group).strip(" 的，,")
        return None if HAS_QUESTION.search(fold(words)) or not words else words
    for like in _LIKE[:4]:
        found = like.match(asked)
        if found and _JUST_HOW_MANY.match(asked[found.end() :]):
            return found[0]
    return None


def swaps(before: str, fragment: str, answer: str) -> Iterator[Reading]:
    """The question before with the fragment in place of its like; then in place of what the answer
    took up from the question.
    """
    for like in _LIKE:
        new, old = like.search(fragment), like.search(before)
        if new and old:
            whole = fragment if len(fragment) - len(new[0]) <= 4 else new[0]
            yield Reading(
                before[: old.start()] + whole + before[old.end() :], old.start(), sure=True
            )
            return
    if other := _other_place(before, fragment):
        yield other
        return
    day, whole_day = re.fullmatch(r"(\d{1,2})[日号]", fragment), _LIKE[0].search(before)
    if day and whole_day:
        yield Reading(
            before.replace(whole_day[0], whole_day[0].split("月")[0] + f"月{day[1]}日", 1),
            whole_day.start(),
            sure=True,
        )
        return
    if _LIKE[1].search(fragment) or _LIKE[0].search(fragment):
        yield Reading(f"{fragment}{before}", 0, sure=True)
        return
    taken = _taken_up(before, answer)
    if taken:
        start, end = taken
        size = len(fragment)
        for first, last in dict.fromkeys(
            ((max(start, end - size), end), (start, min(end, start + size)), (start, end))
        ):
            changed = before[start:first] + fragment + before[last:end]
            seam = (
                before[last - 1 : last + 2]
                if last < len(before) and "\u4e00" <= before[last] <= "\u9fff"
                else ""
            )
            yield Reading(before[:start] + changed + before[end:], first, needs=changed, seam=seam)


def _other_place(before: str, fragment: str) -> Reading | None:
    """`上海` in place of 北京: provinces and large cities that are known."""
    names = sorted(known_places(), key=len, reverse=True)
    told, said = fold(fragment), fold(before)
    asked = next(
        (
            match
            for name in names
            if name in told
            and (match := re.search(rf"(?<!\w){re.escape(name)}[省市]?(?!\w)", told))
        ),
        None,
    )
    named = next(
        (
            match
            for name in names
            if asked and name in said and (match := re.search(rf"{re.escape(name)}[省市]?", said))
        ),
        None,
    )
    if asked is None or named is None:
        return None
    return Reading(
        before[: named.start()] + fragment + before[named.end() :], named.start(), sure=True
    )


def is_whole(reading: Reading, near: str) -> bool:
    """Whether what was put in makes words of the documents, and cut none: `户口` after `本市户` was
    one word, `口的` is none.
    """
    after = reading.seam[1:3]
    cut = fold(reading.seam[:2]) in near or not (FUNCTION_WORDS.match(after) or fold(after) in near)
    return bool(reading.needs) and fold(reading.needs or "") in near and not (reading.seam and cut)


def _taken_up(before: str, answer: str) -> tuple[int, int] | None:
    """Where the first run of Han characters stands that the answer took up from the question, in
    the place of a subject.
    """
    folded, held = fold(before), fold(answer)
    for match in re.finditer(r"[\u4e00-\u9fff]+", folded):
        start = match.start()
        while start < match.end() - 1:
            end = start
            while end < match.end() and folded[start : end + 1] in held:
                end += 1
            opens = (
                start == 0
                or not folded[start - 1].isalpha()
                or folded[start - 1] in "年月日季底里中的投在"
            )
            if end - start >= 2 and opens and not FUNCTION_WORDS.fullmatch(folded[start:end]):
                return start, end
            start = max(start + 1, end)
    return None
