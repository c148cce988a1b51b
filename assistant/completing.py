"""Question and the places that answer it -> the same with lists complete: all items of an enumeration in order, or the one asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.listing import Enumeration, Span, enumerations, heads
from assistant.phrases import ORDINAL
from assistant.question import Question
from assistant.turns import Place
from corpus.normalise import fold
from corpus.sentences import trimmed
from index.terms import terms

# A list comes whole up to so many characters; of a longer one the first sentence of each item.
MOST_CHARACTERS = 320
_MOSTLY, _LEAST_LED = 0.5, 0.4  # of the place, inside the items; of the question's terms, in the lead
_BESIDE = 260  # with the list, as long as both together are no longer
_ASKED = re.compile(
    r"哪[几两二三四五六七八九些]|[两二三四五六七八九几](?:个|项|条|件|大|种|类|笔|句|份|点|步)\w{0,4}(?:是|有|叫)|(?:原则|条件|措施|办法|举措|材料|方式|步骤|阶段|要求|承诺|方面)[^?。]{0,4}(?:是|有|包括|分别)|"
    r"有(?:什么|何)(?:措施|办法|条件|要求|安排|变化|新变化|方式|补助|建议)|分别|包括什么|"
    r"(?<!\w)(?:which|what (?:are|were)|what (?:\w+ )?(?:measures|promises|steps|conditions|principles|documents)|list)(?!\w)",
    re.I,
)
# The kind of thing of which a list is asked for: 变化 of 有哪些变化.
_KIND = re.compile(
    r"(?:哪些|哪几[个项条种类]?|哪[两二三四五六七八九][个项条件种类笔份]|什么)([\u4e00-\u9fff]{2})|"
    r"(?<!\w)(?:which|what) (?:(?:are|were) )?(?:the )?(\w{4,})"
)
_COUNTED = re.compile(
    r"([两二三四五六七八九\d])(?:个|项|条|件|大|种|类|笔|句|份|点|步)([\u4e00-\u9fff]{1,6}?)(?:分别|各)?(?:是|有|叫|的|怎么|$)"
)
_NUMBERS = dict(zip("两二三四五六七八九", (2, *range(2, 10)), strict=True))
_NOT_LISTS = ("figure", "when", "phone", "who")


def completed(question: Question, places: Sequence[Place], best: Place | None) -> list[Place]:
    """`best` is the place of `places` that answers best. Anything but a question for a list is left as it is."""
    asked = fold(question.asked)
    ordinal, counted = ORDINAL.search(asked), _COUNTED.search(asked)
    wanted = bool(ordinal or counted or (question.asks not in _NOT_LISTS and (question.asks == "list" or _ASKED.search(asked))))
    if best is None or not wanted:
        return list(places)
    one = (_of_so_many(best, counted) if counted else None) or _narrowest(question, best)
    if one is None and (other := next((place for place in places if _names_kind(asked, _narrowest(question, place), place)), None)):
        best, one = other, _narrowest(question, other)
    if ordinal and (named := _named_after(ordinal, asked, places)):
        best, one = named
    if one is None:
        return [_whole_series(place) for place in places]
    if ordinal and (item := _nth(one, ordinal)):
        return [Place(best.document, best.turn, item[0], item[0] + len(best.document.text[slice(*item)].rstrip(" ,，;；、")))]
    spans = _spans(best, one)
    listed = [Place(best.document, best.turn, *span) for span in spans]
    size = sum(end - start for start, end in spans)
    return listed + [place for place in places if not _overlaps(place, one, best) and size + len(place.text) <= _BESIDE]


def _named_after(ordinal: re.Match[str], asked: str, places: Sequence[Place]) -> tuple[Place, Enumeration] | None:
    """`第二个条件`: the enumeration, in a turn that answers, whose lead says 条件."""
    kind = asked[ordinal.end() :][:2]
    if len(kind) < 2 or not kind.isalpha() or kind.isascii():
        return None
    for place in places:
        for one in enumerations(place.document, place.turn):
            if one.lead and kind in fold(place.document.text[slice(*one.lead)]):
                return place, one
    return None


def _narrowest(question: Question, best: Place) -> Enumeration | None:
    """Of those that are meant the shortest: an item may have items of its own."""
    asked, about = fold(question.asked), frozenset(terms(question.content))
    first = _first_sentence(best)
    meant = [one for one in enumerations(best.document, best.turn) if _is_meant(one, first, asked, about)]
    return min(meant, key=lambda one: one.end - one.start, default=None)


def _first_sentence(place: Place) -> Place:
    """The one that answers best: those that follow it in a place were added to it."""
    span = next(place.document.sentences(place.start, place.end))
    return Place(place.document, place.turn, *trimmed(place.document.text, *span))


def _is_meant(one: Enumeration, best: Place, asked: str, about: frozenset[str]) -> bool:
    """Whether the whole enumeration is asked for: the place has its lead or several of its items, or one while the lead says what
    is asked. Who asks for what stands in one item does not want the others."""
    if one.lead and _share(one.lead, best) > 0:
        return True
    touched = sum(_share(item, best) > 0 for item in one.items)
    if touched > 1:
        return _share((one.items[0][0], one.end), best) > _MOSTLY
    if one.end - one.start > MOST_CHARACTERS:
        return False  # the items would be cut, and the one that answers with them
    words = best.document.text[slice(*one.lead)] if one.lead else ""
    return touched == 1 and (_names_kind(asked, one, best) or len(about & set(terms(words))) >= _LEAST_LED * len(about))


def _names_kind(asked: str, one: Enumeration | None, place: Place) -> bool:
    """Whether the lead has the kind of thing of which the question wants a list."""
    lead = fold(place.document.text[slice(*one.lead)]) if one and one.lead else ""
    return any(kind in lead for kinds in _KIND.findall(asked) for kind in kinds if kind)


def _share(span: Span, place: Place) -> float:
    """What of a place lies inside a span."""
    return max(0, min(place.end, span[1]) - max(place.start, span[0])) / (place.end - place.start)


def _of_so_many(best: Place, counted: re.Match[str]) -> Enumeration | None:
    """`三个阶梯`: the enumeration of three in the same turn that names them."""
    number = int(counted[1]) if counted[1].isdecimal() else _NUMBERS[counted[1]]
    for one in enumerations(best.document, best.turn):
        if len(one.items) == number and counted[2][:2] in fold(best.document.text[one.start : one.items[0][1]]):
            return one
    return None


def _nth(one: Enumeration, ordinal: re.Match[str]) -> Span | None:
    word = (ordinal[1] or ordinal[2]).lower()
    if word == "last":
        return one.items[-1]
    words = ("first", "second", "third", "fourth", "fifth")
    number = words.index(word) if word in words else int(word) - 1 if word.isdecimal() else "一二三四五六七八九十".index(word)
    return one.items[number] if number < len(one.items) else None


def _spans(best: Place, one: Enumeration) -> list[Span]:
    """Lead and items, joined where only space stands between them inside a paragraph; cut to the heads of the items if they are long."""
    whole = [*([one.lead] if one.lead else []), *one.items]
    if sum(end - start for start, end in whole) > MOST_CHARACTERS:
        whole = [*([one.lead] if one.lead else []), *heads(best.document, one)]
    joined: list[Span] = []
    for start, end in whole:
        if joined and not best.document.text[joined[-1][1] : start].strip() and "\n" not in best.document.text[joined[-1][1] : start]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _overlaps(place: Place, one: Enumeration, best: Place) -> bool:
    return place.document.id == best.document.id and place.start < one.end and one.start < place.end


def _whole_series(place: Place) -> Place:
    """A place that ends or begins between the members of a series (、) is widened to the whole of its sentence, if that is not long."""
    text = place.document.text
    if text[place.end - 1 : place.end] != "、" and text[place.start - 1 : place.start] != "、":
        return place
    paragraph = place.document.paragraph_at(place.start)
    for span in place.document.sentences(paragraph[1].start, paragraph[1].end) if paragraph else ():
        start, end = trimmed(text, *span)
        if start <= place.start and place.end <= end and end - start <= MOST_CHARACTERS:
            return Place(place.document, place.turn, start, end)
    return place
