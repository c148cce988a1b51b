"""Title, lines and signature of a document -> the bodies that may have issued it, the best evidence
first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pressroom.corpus.dating.dates import find_dates
from pressroom.corpus.parse.head.found import Found, Line, stated_in
from pressroom.corpus.parse.head.top import is_body

_BODY_FIELD = re.compile(
    r"^(?:发布单位|发布机构|发文机关|发文单位|主办单位|發布單位|發布機關|主辦單位|Issued by|"
    r"Issuer)\s*[:：]\s*(?P<body>.{2,60})$",
    re.I,
)
_BODY = (
    r"(?P<body>(?:(?!在)[\u4e00-\u9fff]){1,28}(?:委员会|办公室|指挥部|[部局厅署院委办府處]|委員會|"
    r"辦公室)(?![长長门門分队隊]))"
)
_BODY_TITLE = re.compile(
    rf"(?:^|\d日\s?){_BODY}(?:发言人|發言人|.{{0,40}}(?:发布会|發布會|记者会|記者會|通气会|吹风会|"
    rf"解读会|答记者问|答記者問))"
)
_BODY_LEDE = re.compile(
    rf"(?:^|[，,。分午日时]){_BODY}(?:在[^，。]{{2,30}})?(?:召开|举行|举办|召開|舉行|舉辦)"
)
_BODY_LINE = re.compile(
    rf"^(?:[\W_]*){_BODY}(?:[\W_]*)$|^(?P<latin>[^|\d]{{4,60}})\s\|\s*$|^\s*\|"
    rf"\s(?P<latin2>[^|\d]{{4,60}})$"
)
_SHORT_LINE = 120
_NOT_BODY = re.compile(r"^(?:\d|年|月|日|关于)|新闻|发布会|上午|下午|晚")


def bodies(title: str | None, lines: Sequence[Line], signed: str | None) -> Iterator[Found]:
    """The issuing body, best evidence first."""
    yield stated_in(lines, _BODY_FIELD)
    yield (signed, "signature") if signed else None
    in_title = _BODY_TITLE.search(title or "")
    yield (
        (in_title["body"], "title")
        if in_title and not _NOT_BODY.search(in_title["body"].replace("新闻办", ""))
        else None
    )
    for line in lines:
        if len(line.words) < _SHORT_LINE and find_dates(line.words):
            yield stated_in([Line(_without_dates(line.words), line.where)], _BODY_LINE)
    for line in lines:
        lede = _BODY_LEDE.search(line.words[:400])
        yield (
            (lede["body"], "lede")
            if lede and not _NOT_BODY.search(lede["body"].replace("新闻办", ""))
            else None
        )


def masthead(above: Sequence[str]) -> Iterator[Found]:
    """The body that stands above the title."""
    yield from ((line, "masthead") for line in above if is_body(line))


def _without_dates(words: str) -> str:
    return re.sub(
        r"(?:19|20)\d\d\D{1,3}\d{1,2}\D{1,3}\d{1,2}日?|\d{1,2} de \w+ del? \d{4}|"
        r"\w+ \d{1,2}, \d{4}",
        "",
        words,
    )
