"""Question and the spans that answer it -> the same with lists complete: all items of an
enumeration in order, or the one asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pressroom.assistant.ask.phrases import ORDINAL
from pressroom.assistant.ask.question import Question
from pressroom.assistant.structure.listing import Enumeration, enumerations, heads
from pressroom.corpus.normalise import fold
from pressroom.corpus.transcript import Span
from pressroom.index.terms import terms

# A list comes whole up to so many characters; of a longer one the first sentence of each item.
MOST_CHARACTERS = 320
_MOSTLY = 0.5  # of the place, inside the items
_LEAST_LED = 0.4  # of the question's terms, in the lead
_BESIDE = 260  # with the list, as long as both together are no longer
_LOOSE = " ,，;；、"  # after one item of several
_TOLD = "原则|条件|措施|办法|举措|材料|方式|步骤|阶段|要求|承诺|方面"
_HAD = "措施|办法|条件|要求|安排|变化|新变化|方式|补助|建议"
_THINGS = "measures|promises|steps|conditions|principles|documents"
_COUNTERS = "个项条件大种类笔句份点步"
_ASKED = re.compile(
    "|".join(
        (
            r"哪[几两二三四五六七八九些]",
            rf"[两二三四五六七八九几][{_COUNTERS}]\w{{0,4}}(?:是|有|叫)",
            rf"(?:{_TOLD})[^?。]{{0,4}}(?:是|有|包括|分别)",
            rf"有(?:什么|何)(?:{_HAD})",
            r"分别|包括什么",
            rf"(?<!\w)(?:which|what (?:are|were)|what (?:\w+ )?(?:{_THINGS})|list)(?!\w)",
        )
    ),
    re.I,
)
# The kind of thing of which a list is asked for: 变化 of 有哪些变化.
_WHICH = r"哪些|哪几[个项条种类]?|哪[两二三四五六七八九][个项条件种类笔份]|什么"
_KIND = re.compile(
    rf"(?:{_WHICH})([\u4e00-\u9fff]{{2}})|"
    r"(?<!\w)(?:which|what) (?:(?:are|were) )?(?:the )?(\w{4,})"
)
_COUNTED = re.compile(
    rf"([两二三四五六七八九\d])[{_COUNTERS}]"
    r"([\u4e00-\u9fff]{1,6}?)(?:分别|各)?(?:是|有|叫|的|怎么|$)"
)
_NUMBERS = dict(zip("两二三四五六七八九", (2, *range(2, 10)), strict=True))
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_NOT_LISTS = ("figure", "when", "phone", "who")


def completed(question: Question, spans: Sequence[Span], best: Span | None) -> list[Span]:
    """`best` is the one of `spans` that answers best. Anything but a question for a list is left as
    it is.
    """
    asked = fold(question.asked)
    if best is None or not _wants_list(question, asked):
        return list(spans)
    one = _meant(question, asked, spans, best)
    if one is None:
        return [_whole_series(span) for span in spans]
    item = _nth(one, asked)
    return [item] if item else _with_others(one, spans)


def _wants_list(question: Question, asked: str) -> bool:
    if ORDINAL.search(asked) or _COUNTED.search(asked):
        return True
    is_list = question.asks == "list" or _ASKED.search(asked)
    return question.asks not in _NOT_LISTS and bool(is_list)


def _meant(question: Question, asked: str, spans: Sequence[Span], best: Span) -> Enumeration | None:
    """The enumeration that the question is about: as it is called there, as it is counted, the one
    that holds the best answer, else the one of the kind that is asked for.
    """
    return (
        _named_after_ordinal(asked, spans)
        or _of_so_many(asked, best)
        or _narrowest(question, best)
        or _of_kind(question, asked, spans)
    )


def _named_after_ordinal(asked: str, spans: Sequence[Span]) -> Enumeration | None:
    """`第二个条件`: the enumeration, in a turn that answers, whose lead says 条件."""
    ordinal = ORDINAL.search(asked)
    kind = asked[ordinal.end() :][:2] if ordinal else ""
    if len(kind) < 2 or not kind.isalpha() or kind.isascii():
        return None
    of_turns = (one for span in spans for one in enumerations(span.transcript, span.turn))
    return next((one for one in of_turns if one.lead and kind in fold(one.lead.text)), None)


def _of_so_many(asked: str, best: Span) -> Enumeration | None:
    """`三个阶梯`: the enumeration of three in the same turn that names them."""
    counted = _COUNTED.search(asked)
    if counted is None:
        return None
    number = int(counted[1]) if counted[1].isdecimal() else _NUMBERS[counted[1]]
    of_so_many = (
        one for one in enumerations(best.transcript, best.turn) if len(one.items) == number
    )
    kind = counted[2][:2]
    return next((one for one in of_so_many if kind in fold(_head_of(one).text)), None)


def _head_of(one: Enumeration) -> Span:
    """The lead and the first item."""
    return one.span.cut(one.span.start, one.items[0].end)


def _narrowest(question: Question, best: Span) -> Enumeration | None:
    """Of those that are meant the shortest: an item may have items of its own."""
    asked, about = fold(question.asked), frozenset(terms(question.content))
    # the sentence that answers best: those that follow it were added to it
    first = next(best.sentences())
    all_of_turn = enumerations(best.transcript, best.turn)
    meant = [one for one in all_of_turn if _is_meant(one, first, asked, about)]
    return min(meant, key=lambda one: one.span.end - one.span.start, default=None)


def _of_kind(question: Question, asked: str, spans: Sequence[Span]) -> Enumeration | None:
    """That of another span, whose lead has the kind of thing of which a list is asked for."""
    narrowest = (_narrowest(question, span) for span in spans)
    return next((one for one in narrowest if one and _names_kind(asked, one)), None)


def _is_meant(one: Enumeration, best: Span, asked: str, about: frozenset[str]) -> bool:
    """Whether the whole enumeration is asked for: the span has its lead or several of its items,
    or one while the lead says what is asked. Who asks for what stands in one item does not want the
    others.
    """
    if one.lead and _share(one.lead, best) > 0:
        return True
    touched = sum(_share(item, best) > 0 for item in one.items)
    if touched > 1:
        items = one.span.cut(one.items[0].start, one.span.end)
        return _share(items, best) > _MOSTLY
    if one.span.end - one.span.start > MOST_CHARACTERS:
        return False  # the items would be cut, and the one that answers with them
    words = one.lead.text if one.lead else ""
    is_led = len(about & set(terms(words))) >= _LEAST_LED * len(about)
    return touched == 1 and (_names_kind(asked, one) or is_led)


def _names_kind(asked: str, one: Enumeration) -> bool:
    """Whether the lead has the kind of thing of which the question wants a list."""
    lead = fold(one.lead.text) if one.lead else ""
    return any(kind in lead for kinds in _KIND.findall(asked) for kind in kinds if kind)


def _share(part: Span, span: Span) -> float:
    """What of a span lies inside a part of its turn."""
    held = max(0, min(span.end, part.end) - max(span.start, part.start))
    return held / (span.end - span.start)


def _nth(one: Enumeration, asked: str) -> Span | None:
    """The one item that is asked for: `第二个`, `the last`."""
    ordinal = ORDINAL.search(asked)
    if ordinal is None:
        return None
    word = (ordinal[1] or ordinal[2]).lower()
    number = len(one.items) - 1 if word == "last" else _number(word)
    if number >= len(one.items):
        return None
    item = one.items[number]
    return item.cut(item.start, item.start + len(item.text.rstrip(_LOOSE)))


def _number(word: str) -> int:
    """Counted from 0."""
    if word in _ORDINALS:
        return _ORDINALS.index(word)
    return int(word) - 1 if word.isdecimal() else "一二三四五六七八九十".index(word)


def _with_others(one: Enumeration, spans: Sequence[Span]) -> list[Span]:
    """The list, and the spans beside it as far as they are short."""
    listed = _listed(one)
    size = sum(len(span.text) for span in listed)
    beside = [span for span in spans if not span.overlaps(one.span)]
    return listed + [span for span in beside if size + len(span.text) <= _BESIDE]


def _listed(one: Enumeration) -> list[Span]:
    """Lead and items, joined where only space stands between them inside a paragraph; cut to the
    heads of the items if they are long.
    """
    lead = [one.lead] if one.lead else []
    whole = [*lead, *one.items]
    if sum(len(span.text) for span in whole) > MOST_CHARACTERS:
        whole = [*lead, *heads(one)]
    joined: list[Span] = []
    for span in whole:
        if joined and _is_only_space(joined[-1], span):
            joined[-1] = span.cut(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _is_only_space(before: Span, after: Span) -> bool:
    """Whether nothing stands between them but space inside a line."""
    between = before.transcript.text[before.end : after.start]
    return not between.strip() and "\n" not in between


def _whole_series(span: Span) -> Span:
    """A span that ends or begins between the members of a series (、) is widened to the whole of
    its sentence, if that is not long.
    """
    text = span.transcript.text
    if text[span.end - 1 : span.end] != "、" and text[span.start - 1 : span.start] != "、":
        return span
    place = span.transcript.paragraph_at(span.start)
    paragraph = span.cut(place[1].start, place[1].end) if place else None
    for one in paragraph.sentences() if paragraph else ():
        holds = one.start <= span.start and span.end <= one.end
        if holds and len(one.text) <= MOST_CHARACTERS:
            return one
    return span
