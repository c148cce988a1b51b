"""Lines of a header -> where the event was held, as a field, a line or the first sentence says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pressroom.corpus.parse.head.found import Found, Line, stated_in

_PLACE_FIELD = re.compile(
    r"^[○●・■◇\s]{0,2}(?:会议|活动|發布會|會議)?(?:地\s?[点點]|Place|Venue|Location|Lugar|Lieu|"
    r"Ort|Local|Luogo|Место|Місце|المكان|مکان|場\s?所|会\s?場|장\s?소|Địa điểm|Tempat|สถานที่|"
    r"स्थान|Yer|Miejsce|Plaats|Plats|Místo|Helyszín)\s*[:：]\s*(?P<place>.{2,60})$",
    re.I,
)
PLACE_LINE = re.compile(
    r"^(?P<place>[A-Z][\w.,’' -]{2,60}\b(?:Room|Hall|Center|Centre|Auditorium|Garden|House|"
    r"Building|Theat(?:er|re)|Palace|Lawn|Library))$"
)
_PLACE_LEDE = re.compile(
    r"在(?P<place>[\u4e00-\u9fffA-Za-z0-9（）()]{2,30}?)(?:召开|举行|举办|召開|舉行|舉辦)"
)
_MEETING = re.compile(r"(?:发布|通气|记者|吹风|解读|见面|座谈|发布|發布|記者|說明|说明)[会會]")
_PLACE_FROM = re.compile(r"\bdesde\s+(?P<place>[A-ZÁÉÍÓÚÑ][^.|\n]{2,30}(?:\n[^.|\n]{2,30})?)$")


def place(lines: Sequence[Line]) -> Found:
    stated = stated_in(lines, _PLACE_FIELD) or stated_in(lines, PLACE_LINE)
    if stated:
        return stated
    for line in lines:
        match = _PLACE_LEDE.search(line.words[:400])
        if (
            match
            and _MEETING.search(line.words[max(0, match.start() - 60) : match.end() + 60])
            and not re.search(r"[上下]午|每|星期|[月日]$", match[1])
        ):
            return match[1], "lede"
    return stated_in(lines, _PLACE_FROM)
