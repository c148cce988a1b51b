"""A sentence -> who is said to have said which of its words."""

from __future__ import annotations

import re
from dataclasses import dataclass

QUOTED = re.compile(r"[“「『\"]([^”」』\"]{6,})[”」』\"]")
_SAYING = "介绍|表示|指出|回答|透露|强调|通报|宣布|提到|解释|回应|说|称|讲"
_SAID = "said|says|told reporters|announced|explained|added|noted|stated"
_ATTRIBUTIONS = (
    re.compile(
        rf"^(?:[^,，。:：“”「」]{{2,24}}[,，])?(?:据|根据)?(?P<who>[^,，。:：“”「」]{{2,60}}?)"
        rf"(?:{_SAYING})(?:说|道|称|时|了)?\s*[,，:：]?\s*(?=[,，:：“「\"])[,，:：]?(?P<words>.+)",
        re.S,
    ),
    re.compile(r"^(?P<who>[^,，。:：“”「」]{2,40})[:：](?P<words>.+)", re.S),
    re.compile(
        rf"^(?P<who>[A-Z][^,:“”\"]{{2,60}}?)\s(?:{_SAID})(?: that)?[,:]?\s(?P<words>.+)", re.S
    ),
    re.compile(
        r"^(?:According to|据|根据)\s?(?P<who>[^,，]{2,60}?)(?:介绍)?[,，]\s*(?P<words>.+)", re.S
    ),
    re.compile(r"^(?P<words>.{6,}?)[,，”\"]+\s*according to (?P<who>[^,]{2,60}?)\.?$", re.S),
    re.compile(rf"^(?P<words>.{{6,}}?)[,”\"]+\s*(?P<who>[^,]{{2,60}}?)\s(?:{_SAID})\.?$", re.S),
    re.compile(
        rf"^(?P<words>.{{4,}}?)[,，”\"]+\s*(?P<who>[\u4e00-\u9fff]{{2,20}}?)(?:{_SAYING})[。.]?$",
        re.S,
    ),
)


@dataclass(frozen=True, slots=True)
class _AttributedWords:
    who: str
    words: str
    around: str


def attribution_of(sentence: str) -> _AttributedWords | None:
    """Whom a sentence names as speaking, what it says they said, and the rest of it."""
    for pattern in _ATTRIBUTIONS:
        if match := pattern.search(sentence):
            around = sentence[: match.start("words")] + sentence[match.end("words") :]
            return _AttributedWords(match["who"], match["words"], around)
    return None


def parts_of(
    sentence: str, quoted: re.Match[str] | None, attribution: _AttributedWords | None
) -> tuple[str, str]:
    """(what was said, what stands around it): quotation marks tell, else the verb of saying."""
    if quoted and (attribution or len(quoted[1]) * 2 > len(sentence)):
        return quoted[1], sentence[: quoted.start()] + sentence[quoted.end() :]
    return (attribution.words, attribution.around) if attribution else (sentence, "")
