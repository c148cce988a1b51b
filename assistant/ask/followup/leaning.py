"""A question -> whether it means little without the one before it, and by what it shows."""

from __future__ import annotations

import re

from pressroom.assistant.ask.followup.fragments import fragment_of
from pressroom.assistant.ask.phrases import BEGINS_ASKING, FUNCTION_WORDS, LEANING
from pressroom.corpus.normalise import fold, is_dense_script

HE = re.compile(
    r"(?<![其吉])(?:他|她)(?!们|人|项|区|国)|"
    r"该(?:局长|主任|市长|处长|负责人)|这位\S{0,4}?[长任人]|(?<![a-z])(?:he|she)(?![a-z])",
    re.I,
)
IT = re.compile(r"^(?:那)?(?:它|其|该项目|这个项目|这项政策)(?!们|他|中|实|次|人|区)")
IT_LATIN = re.compile(r"(?<![a-z])(?:it|its|they|their|that|this|those|these|there)(?![a-z])", re.I)
_POINTS = re.compile(
    r"(?:这|那)(?:[一两二三几]?[个些项次场座条]|里|边|时候|种|样)|上述|以上这|刚才"
)
_REFERS = re.compile(r"^(?:上述|以上这|前者|后者|他们|它们|其中)")
_LEANING = (LEANING, BEGINS_ASKING, IT_LATIN, _POINTS)
_SHORT = 9  # content characters: a longer question says itself what it is about
_SHORT_WORDS = 6
_LEAST = 4  # letters and digits, of a dense script: one with no more says not what it is about


def leans(asked: str) -> bool:
    """Whether a question means little without the one before it, as far as its form tells. A long
    one says itself what it is about: `这次洪灾以后，老百姓盖房能拿到哪些补助？`.
    """
    folded = fold(asked)
    if points_back(asked):
        return True
    if is_short(asked) and any(form.search(folded) for form in _LEANING):
        return True
    letters = sum(char.isalnum() for char in content(folded))
    return is_dense_script(folded[0]) and letters <= _LEAST


def refers(asked: str) -> bool:
    """Whether a pronoun stands for its subject: `它新增多少学位？`, `前者`."""
    return bool(IT.search(fold(asked)) or _REFERS.search(fold(asked)))


def points_back(asked: str) -> bool:
    """Whether it says so itself, whatever the documents tell: `那退休人员呢`, `它`, `and …`."""
    folded = fold(asked)
    if refers(asked) or fragment_of(asked):
        return True
    return bool(LEANING.search(folded)) and not is_dense_script(folded[0])


def names_somebody(asked: str) -> bool:
    """Whether it says `he` or `she`."""
    return bool(HE.search(asked))


def is_short(asked: str) -> bool:
    """Whether it has few words beside those that only ask."""
    words = content(fold(asked))
    dense = sum(is_dense_script(char) for char in words)
    if is_dense_script(fold(asked)[0]) or dense:
        return dense <= _SHORT
    return len(asked.split()) <= _SHORT_WORDS


def content(folded: str) -> str:
    """The text with its function words blanked; offsets stay."""
    return FUNCTION_WORDS.sub(lambda match: " " * len(match[0]), folded)
