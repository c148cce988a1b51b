"""A question and the one before it -> one that stands alone, as somebody would write it:
`3号线一期` + `总投资多少？`.

What is carried over is the subject: what stands before the asking word, without the verb.
"""

from __future__ import annotations

import re
from unicodedata import bidirectional

from pressroom.assistant.ask.followup.fragments import Reading
from pressroom.assistant.ask.wordlists import any_of
from pressroom.corpus.normalise import fold, is_dense_script

_ASKING = re.compile(
    r"(?:一共|总共|大概|分别)?(?:有|是|叫|要|为)?(?:多少|几|什么时候|什么|哪些|哪天|哪一?年|哪里|"
    r"哪|谁|怎么回事|怎么样|怎么|怎样|如何|为什么|为何|多[大长高宽久深远])"
    r"(?:钱|名字|人[次员]?|[个家户间座处份名米元年天位项条])?(?:公里)?[的了]?|[吗呢]|[?？。!！]",
)
_ASKING_LATIN = re.compile(
    r"^\W*(?:how (?:much|many|long|far|large)|what|"
    r"when|where|who|which|why|how)\b(?:\s(?:is|are|was|were|will|did|does|do|has|have)\b)*|"
    r"^¿?(?:cuándo|cuánto|cuántos|cuántas|qué|quién|cómo|dónde)\b|[?¿]",
    re.I,
)
# What is left of a verb where the asking word is taken away: 农业保险接到, 永和燈塔建於.
_VERB = re.compile(
    r"(?:一共|总共|大概|分别|已经|目前|现在|全部|今年|每[年月天户亩人])*(?:(?:提高|降低|调整?|"
    r"上涨|下降)?到|建[于成]?|设有?|接到|投入|招收|新增|花|收|报销?|[有是叫要为在能]|"
    r"[全总]?长)(?:了|着|过)?$"
)
# What is measured, at the end of a subject: 2024年医保参保率. Another measure takes its place; the
# same one with words before it is whole.
_MEASURE = re.compile(
    r"(?:[\u4e00-\u9fff]{2}(?:率|比例|人数|标准|限额|金额|费用|水位|缴费|收费|补贴|补助|收入|支出|"
    r"投资|总额)|[\u4e00-\u9fff][价费额])$"
)
_TIME = re.compile(r"(?:(?:19|20)\d\d年|[今去前明]年)度?")
_LATIN = re.compile(
    r"^\W*(?:how (?:much|many|long|far|large)(?: \w+)?|what|when|where|why|how)\s(?:is|are|was|"
    r"were|will|would|did|does|do|has|have|can)\s"
    r"(?P<subject>[^?]+?)(?:\s(?:cost|have|open|take|start|begin|add|run|last|finish|cover|pay|"
    r"get|come|be|been)(?:\s\w+)?)?\W*$|"
    r"^\W*(?:what|who) \w+ed (?P<thing>[^?]+?)\W*$",
    re.I,
)
_IT = re.compile(r"(?<=\w )it(?= \w|\W*$)", re.I)
_LEAST = 2  # characters of a subject
_MARKS = " ?？؟。.!！"


def about(before: str, shared: str | None, asked: str) -> Reading:
    """The question with the subject of the one before it; `shared` are words which that one and its
    answer have in common.
    """
    subject = subject_of(before, shared)
    if not is_dense_script(fold(asked)[0]) and not is_dense_script(fold(before)[0]):
        own = any_of("and_what").sub("", asked)
        if it := _IT.search(own):
            return Reading(own[:1].upper() + own[1 : it.start()] + subject + own[it.end() :])
        return _joined(f"{subject[:1].upper()}{subject[1:]}: ", _lower(own))
    own, measure = measure_of(asked), measure_of(subject)
    subject = subject[: len(subject) - len(measure)] if own and measure else subject
    subject = _TIME.sub("", subject) if _TIME.search(fold(asked)) else subject
    return _joined(subject if _is_plain(before, subject) else f"{subject}：", asked)


def asked_on(before: str, asked: str) -> Reading:
    """Where a fragment has no like in the question before it: both, the one after the other:
    `…多少，武警和民兵呢？`.
    """
    first = fold(asked)[0]
    comma = "，" if is_dense_script(first) else "، " if bidirectional(first) == "AL" else ", "
    return _joined(f"{before.rstrip(_MARKS)}{comma}", _lower(asked))


def measured(before: str, fragment: str) -> Reading | None:
    """`参保人数` after `2024年医保参保率是多少？`: the measure in place of the measure, with what
    is named of it in place of what was.
    """
    subject = subject_of(before, None)
    own, measure = measure_of(fragment), measure_of(subject)
    if not own or not measure or not before.startswith(subject):
        return None
    is_named = fragment != own
    time = _TIME.match(subject)
    kept = (time[0] if time else "") if is_named else subject[: len(subject) - len(measure)]
    return Reading(kept + fragment + before[len(subject) :], len(kept), sure=True)


def is_same_measure(before: str, asked: str) -> bool:
    """Whether a question names the measure of the one before it of something else:
    `北京的参保率是多少？` stands alone.
    """
    own = measure_of(asked)
    return (
        bool(own)
        and own == measure_of(subject_of(before, None))
        and len(subject_of(asked, None)) > len(own)
    )


def measure_of(words: str) -> str:
    """What is measured, at the end of what stands before the asking word; nothing where that is
    none.
    """
    asking = _ASKING.search(fold(words))
    head = fold(words)[: asking.start()] if asking else fold(words)
    found = _MEASURE.search(head.removesuffix("是"))
    return words[found.start() : found.end()] if found else ""


def subject_of(question: str, shared: str | None) -> str:
    """What stands before what asks, without the verb; the topic where nothing does, or its
    beginning that the answer says again.
    """
    if not is_dense_script(fold(question)[0]) and (match := _LATIN.search(question)):
        return match["subject"] or match["thing"]
    topic = topic_of(question)
    asking = _ASKING.search(fold(question))
    if asking and not re.fullmatch(r"[吗呢?？。!！]+", question[asking.start() :]):
        head = question[: asking.start()].rstrip(" ，,")
        head = head[: match.start()] if (match := _VERB.search(fold(head))) else head
        if sum(char.isalnum() for char in _TIME.sub("", head)) >= _LEAST:
            return head
    return (
        shared
        if shared
        and (topic.startswith(shared) or shared not in topic[:_LEAST])
        and topic.startswith(shared[:_LEAST])
        else topic
    )


def _is_plain(before: str, subject: str) -> bool:
    """Whether the subject is no more than one, so that a question goes on from it: it stands before
    what asks, or the answer has it.
    """
    return subject != topic_of(before) or (
        before.startswith(subject)
        and not re.fullmatch(r"了?[吗呢?？。!！]+", before[len(subject) :])
    )


def _lower(words: str) -> str:
    """As it stands inside a sentence."""
    words = words.lstrip("¿")
    return words[:1].lower() + words[1:]


def _joined(head: str, asked: str) -> Reading:
    return Reading(head + asked, len(head))


def topic_of(question: str) -> str:
    """A question without what asks: `3号线一期什么时候开通？` is about `3号线一期开通`."""
    if question.isascii() or "¿" in question:
        rest = _ASKING_LATIN.sub("", question)
    else:
        asking = [match.span() for match in _ASKING.finditer(fold(question))]
        rest = "".join(
            char
            for at, char in enumerate(question)
            if not any(start <= at < end for start, end in asking)
        )
    return " ".join(rest.split()).strip(" ，,。.")
