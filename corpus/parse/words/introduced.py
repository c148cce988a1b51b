"""The head of a document -> who its labels are: the full name and the office of a surname, the
holder of an office, as the title, the list of those present or the first words introduce them.
"""

from __future__ import annotations

import re

from pressroom.corpus.normalise import fold
from pressroom.corpus.parse.words.beside import SCOPE, first_given, may_be_name, run_behind
from pressroom.corpus.parse.words.cases import (
    folded_name,
    is_same_name,
    nominative_given,
    nominative_office,
)
from pressroom.corpus.parse.words.headwords import HeadWord, head_words
from pressroom.corpus.parse.words.names import TITLED
from pressroom.corpus.parse.words.offices import is_title
from pressroom.corpus.parse.words.parted import is_caseless, split_name
from pressroom.corpus.parse.words.stated import holder_of
from pressroom.corpus.parse.words.titled import AROUND, title_before, title_behind
from pressroom.corpus.parse.words.vocabulary import squeezed, vocabulary
from pressroom.corpus.transcript import Speaker

_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,3}(?=[^\W\d_]{2})")


def introduced(label: str, speaker: Speaker, head: str) -> Speaker | None:
    """The speaker as the head introduces them, None where it does not."""
    if re.search(r"[\u4e00-\u9fff]", label):
        return _in_han(label, head) if speaker.name == label and TITLED.search(label) else None
    words = head_words(head)
    if speaker.name == label and _is_office(label):
        return _holder(label, head, words)
    return _named(speaker, head, words)


def _in_han(label: str, head: str) -> Speaker | None:
    held = holder_of(label, head)
    return Speaker(held.name, held.title) if held else None


def _is_office(label: str) -> bool:
    """One word that is an office: `Ministra`."""
    told = [word for word in label.split() if squeezed(word) not in vocabulary().address]
    return len(told) == 1 and is_title(told[0])


def _named(speaker: Speaker, head: str, words: tuple[HeadWord, ...]) -> Speaker | None:
    """The first place of the head that names the speaker beside an office, or by a fuller name."""
    name = [part for part in speaker.name.split() if squeezed(part) not in vocabulary().address]
    if not name:
        return None
    fuller: Speaker | None = None
    for at in range(len(words)):
        if not is_same_name(words[at].text, name[-1]):
            continue
        first = _first_of_name(words, at, name)
        if first is None:
            continue
        found = head[words[first].start : words[at].end]
        title = title_before(head, words, first) or title_behind(head, words, at)
        if title and is_caseless(found):  # where no capital tells a first name from the office
            found, title = split_name(f"{title} {found}") if first > 0 else (found, title)
        full = speaker.name if _INITIALS.match(name[-1]) or len(name) > 1 else found
        is_declined = folded_name(words[at].text) != folded_name(name[-1])
        if full == found and is_declined:
            full = " ".join([*nominative_given(found).split()[:-1], name[-1]])
            title = nominative_office(title) if title else None
        if title:
            return Speaker(full, title)
        if first < at and fuller is None:
            fuller = Speaker(full, speaker.title)
    return fuller


def _first_of_name(words: tuple[HeadWord, ...], at: int, name: list[str]) -> int | None:
    """The index of the first word of a name that ends at `at`."""
    if len(name) > 1:
        first = at - len(name) + 1
        same = first >= 0 and all(
            is_same_name(words[first + n].text, part) for n, part in enumerate(name)
        )
        return first if same else None
    first = first_given(words, at)
    if 0 < first < at and SCOPE.match(words[first - 1].text):  # `Minister of Ports Ada Lindqvist`
        first += 1
    return first


def _holder(label: str, head: str, words: tuple[HeadWord, ...]) -> Speaker | None:
    """`Iracema Duval` of `ministra dos Portos, Iracema Duval`."""
    office = squeezed(label).split()[-1]
    found: dict[str, Speaker] = {}
    for at, word in enumerate(words):
        run = run_behind(words, at) if squeezed(word.text) == office else None
        if run and may_be_name(words, run):
            name = " ".join(head[words[run[0]].start : words[run[1]].end].split())
            title = " ".join(head[word.start : words[run[0]].start].split()).strip(AROUND)
            found.setdefault(fold(name), Speaker(name, title))
    return next(iter(found.values())) if len(found) == 1 else None
