"""What stands above the first label -> who speaks it: the one official of the document, or nobody
where it tells of the event.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from pressroom.corpus.dating.dates import find_dates
from pressroom.corpus.normalise import fold, is_dense_script
from pressroom.corpus.parse.labels.forms import Label
from pressroom.corpus.parse.words.roles import is_asking, role_of
from pressroom.corpus.parse.words.vocabulary import first_person, pattern, vocabulary
from pressroom.corpus.transcript import Speaker

_SENTENCE = re.compile(r"[.。!?！？؟।]\W*$", re.M)
_NOT_OFFICIAL = ("moderator", "answer", "interpreter", "chair")
_LEAST_NAME = 3  # letters of a part of a name that tells of somebody


def opener(
    words: str, labels: Sequence[Label], people: Mapping[str | None, Speaker], *, title: str
) -> Speaker | None:
    """Who says the words: the only official, if they are said by somebody in the first person or
    the title says whose conference it is, and nothing in them tells of the official.
    """
    officials = {
        people[label.words]
        for label in labels
        if not is_asking(label.words) and role_of(label.words) not in _NOT_OFFICIAL
    }
    officials = officials or {
        people[label.words]
        for label in labels
        if role_of(label.words) == "answer" and people[label.words].name != label.words
    }
    if len({person.name for person in officials}) != 1 or any(label.unsure for label in labels):
        return None
    speaker = max(officials, key=lambda person: len(person.title or ""))
    own = {
        label.words
        for label in labels
        if people[label.words].name == speaker.name and role_of(label.words) != "answer"
    }
    if not _SENTENCE.search(words) or _tells_of(words, {speaker.name, *own}):
        return None
    holds = speaker.title is not None and fold(speaker.title) in fold(title)
    return speaker if holds or first_person().search(fold(words)) else None


def _tells_of(words: str, names: Iterable[str]) -> bool:
    """Whether the words tell of the event or of who speaks at it, as a reporter does."""
    folded = fold(words)
    if find_dates(words) or _held().search(folded):
        return True
    for name in names:
        parts = [name] if is_dense_script(name[0]) else name.split()
        if any(fold(part) in folded for part in parts if len(part) >= _LEAST_NAME):
            return True
        if is_dense_script(name[0]) and fold(name) in folded:
            return True
    return False


@cache
def _held() -> re.Pattern[str]:
    return pattern(vocabulary().held)
