"""An official's title -> the body that it is a title of: 云浦市医疗保障局党组书记、局长 ->
云浦市医疗保障局.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from pressroom.corpus.normalise import fold
from pressroom.corpus.transcript import Speaker

# Shortest first at the place where it is found, so that of 教育局基础教育科科长 the bureau is taken
# and not its section.
_HAN = re.compile(
    r"^[\u4e00-\u9fff]{1,24}?(?:指挥部办公室|指挥部|委员会|委員會|办公厅|办公室|宣传部|基金会|"
    r"基金會|人民政府|管理局|保障局|公司|集团|集團|大学|医院|醫院|中心|"
    r"局|厅|廳|署|部(?!长|長|门|門|分)|委(?!员|員|书|書|副|常|宣|组|組)|院(?!长|長|士)|處(?!長)|"
    r"处(?!长)|办(?!公|主)|政府|银行|學院|学院)"
)
_NOUN = (
    r"\b(?:Authority|Department|Ministry|Office|Agency|Bureau|Commission|Council|"
    r"Committee|Administration|Institute|University|Company|Service)"
)
_LATIN = re.compile(
    rf"^(?P<body>.*{_NOUN})\b"
    r"|\bof (?:the )?(?P<of>[A-Z][^,]{3,60})$"
)

_BODY = re.compile(
    rf"{_NOUN}|minist(?:r?y|er(?:io|ium|stwo|e)|ère|ério|eri[oe])\b|(?:amt|behörde)\b|"
    r"\b(?:Brigade|Police|Force|Hospital|Bank|Board|Union|Association|Trust|Group|Society|Region|"
    r"Foundation|Network|City|County|District|Cent(?:re|er)|School|"
    r"Partido|Party|Partei|Parti|Partito|Government|Gobierno|Governo|Gouvernement)\b",
    re.I,
)


def is_body_name(words: str) -> bool:
    """Whether words name a body and nobody: `Ministry of Ports`, `Bundesministerium`."""
    return bool(_BODY.search(words))


def body_of(speaker: Speaker) -> str | None:
    """The body as far as the speaker's own words tell it; None where they do not."""
    if speaker.body:
        return speaker.body
    title = speaker.title or ""
    han = _HAN.match(title)
    if han:
        return han[0]
    latin = _LATIN.search(title)
    return (latin["body"] or latin["of"]) if latin else None


def fullest(bodies: Iterable[str]) -> dict[str, str]:
    """Body -> its longest known form: 市应急管理局 is 云浦市应急管理局 where that one is known, and
    only that one.
    """
    found: dict[str, str] = {}
    ends: dict[str, set[str]] = defaultdict(
        set
    )  # every ending of a body -> the bodies, at their longest, that end so
    for body in sorted(set(bodies), key=lambda body: (-len(body), body)):
        folded = fold(body)
        longer = ends[folded]
        found[body] = next(iter(longer)) if len(longer) == 1 else body
        for start in range(len(folded)):
            ends[folded[start:]].add(found[body])
    return found
