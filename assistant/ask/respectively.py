"""One question about several things, `第一、第二阶梯水价分别是多少？`, `How long are lines 3 and
5?` -> the same question about each.
"""

from __future__ import annotations

import re

from pressroom.assistant.ask.wordlists import QuestionWords

_NUMBER = r"第?[\d一二三四五六七八九十]+"
_COUNTED = r"号?线(?:[东南西北]延|[一二三]期)?|阶梯|季度|年级|标段|级|期|轮|批|孩"
_LINE = (
    r"(?:lines?|líneas?|lignes?|linhas?|linien?|лини[ияйю]|phases?|fases?|stages?|tuyến|"
    r"الخط(?:ين)?)"
)
# What is said of one year, line or district is asked of each, whether or not the question says so.
# No number of anything else.
_ALIKE = (
    r"\d{1,2}月\d{1,2}[日号]",
    r"(?<!\d)(?:19|20)\d\d年?(?!\d)(?:度|底|上半年|下半年)?",
    r"今年|去年|前年|明年",
    rf"{_NUMBER}(?:{_COUNTED})",
    rf"{_LINE}\s?(?:no\. ?)?\d+",
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,3}(?:镇|乡|县|区|街道)",
)
_SHARED_TIME = re.compile(r"(?:(?:19|20)\d\d年?|今年|去年|截至[^,]{2,12})度?")
_BEFORE_TAIL = re.compile(
    r" (?:of|for|in|at|on|to|del?|en|para|du|des|dans|pour|в|на|für|im|do|da|em|của|cho|trong|في|"
    r"من) "
)
_EDGES = " ,，、"


def each_of(asked: str, hidden: str, words: QuestionWords) -> list[tuple[str, str]]:
    """The question about each of the things, and what the thing is called; none where it is about
    one, or about all together.

    `hidden` is `asked` folded, of the same length, without the names that stand in it.
    """
    if not words.asking.search(hidden) or words.together.search(hidden):
        return []
    each = words.each.search(hidden)
    found = _alike(asked, hidden, words) or _numbered(asked, hidden, words)
    if found:
        return [(_without(question, words), label) for question, label in found]
    return _joined(asked, hidden, each, words) if each else []


def _alike(asked: str, hidden: str, words: QuestionWords) -> list[tuple[str, str]]:
    """`3号线和5号线`, `2024年、2025年`: one takes the place of all."""
    for like in _ALIKE:
        chain = re.search(rf"(?:{like})(?:\s?(?:{words.both})\s?(?:{like}))+", hidden)
        if chain:
            items = [
                slice(chain.start() + match.start(), chain.start() + match.end())
                for match in re.finditer(like, chain[0])
            ]
            return [
                (asked[: chain.start()] + asked[item] + asked[chain.end() :], asked[item])
                for item in items
            ]
    return []


def _numbered(asked: str, hidden: str, words: QuestionWords) -> list[tuple[str, str]]:
    """`第一、二阶梯`, `lines 3 and 5`: the word that is said once belongs to each number."""
    after = re.search(rf"{_NUMBER}号?(?:(?:{words.both}){_NUMBER}号?)+(?P<noun>{_COUNTED})", hidden)
    before = (
        None
        if after
        else re.search(rf"(?P<noun>{_LINE}) \d+(?:\s?(?:{words.both})\s?\d+)+(?!\d)", hidden)
    )
    match = after or before
    if match is None:
        return []
    noun = asked[match.start("noun") : match.end("noun")]
    numbers = re.findall(
        _NUMBER, match[0][: match.start("noun") - match.start()] if after else match[0]
    )
    lead = "第" if numbers[0].startswith("第") else ""
    items = [
        f"{lead}{number.lstrip('第')}{noun}" if after else f"{noun.removesuffix('s')} {number}"
        for number in numbers
    ]
    return [(asked[: match.start()] + item + asked[match.end() :], item) for item in items]


def _joined(
    asked: str, hidden: str, each: re.Match[str], words: QuestionWords
) -> list[tuple[str, str]]:
    """Things of any kind, where the question says that they are meant one by one."""
    ends_it = each.end() >= len(hidden.rstrip(" ?？。.؟"))
    if words.copula and ends_it:
        return _after_copula(asked, hidden, each, words)
    comma = max(hidden.rfind(mark, 0, each.start()) for mark in ",;，")
    head, things, rest = asked[: comma + 1], asked[comma + 1 : each.start()], asked[each.end() :]
    if time := _SHARED_TIME.match(things):
        head, things = head + time[0], things[time.end() :]
    items = [item.strip(_EDGES) for item in re.split(words.both, things)]
    last, of, tail = (
        items[-1].partition("的") if "の" not in items[-1] else items[-1].partition("の")
    )
    if of and not any(of in item for item in items[:-1]):
        items, rest = [*items[:-1], last], of + tail + rest
    elif particle := re.search(r"(?:[은는이가]|は|が)$", items[-1]):
        items, rest = (
            [*items[:-1], items[-1][: particle.start()]],
            particle[0] + (" " if particle[0] in "은는이가" else "") + rest,
        )
    return (
        [(f"{head}{item}{rest}", item) for item in items] if len(items) > 1 and all(items) else []
    )


def _after_copula(
    asked: str, hidden: str, each: re.Match[str], words: QuestionWords
) -> list[tuple[str, str]]:
    """`What are the premium and the maximum cover of it respectively?`: between what asks and what
    is said of both.
    """
    start = next(
        (
            match.end()
            for match in (words.copula.finditer(hidden) if words.copula else ())
            if match.end() < each.start()
        ),
        None,
    )
    if start is None:
        return []
    items = [item.strip(_EDGES) for item in re.split(words.both, asked[start : each.start()])]
    tail = _BEFORE_TAIL.search(items[-1])
    rest = asked[each.end() :]
    if tail and not any(_BEFORE_TAIL.search(item) for item in items[:-1]):
        items, rest = [*items[:-1], items[-1][: tail.start()]], items[-1][tail.start() :] + rest
    return (
        [(f"{asked[:start]} {item}{rest}", item) for item in items]
        if len(items) > 1 and all(items)
        else []
    )


def _without(question: str, words: QuestionWords) -> str:
    """Without the word that says `one by one`."""
    return words.each.sub("", question, count=1)
