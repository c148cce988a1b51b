"""The head of a document whose answers bear a mark and no name -> who gives them: the one person
with an office of whom a sentence says that they answer questions.
"""

from __future__ import annotations

import re
from functools import cache

from pressroom.corpus.normalise import fold
from pressroom.corpus.parse.words.beside import beside_office
from pressroom.corpus.parse.words.stated import holders, office_in
from pressroom.corpus.parse.words.vocabulary import pattern, vocabulary
from pressroom.corpus.transcript import Speaker

_SENTENCE = re.compile(r"[^\n。！？!?]+?(?:[。！？!?]|(?<=\w{3})\.(?=\s)|$)", re.M)
_LONGEST = 400  # characters of a sentence that tells it


def answerer(head: str) -> Speaker | None:
    """Who answers, as every sentence that says so tells it: a person, or else the office that is
    named first; where none says so, whose conference it is by the title. `head`: the title, and
    below it what stands above the first label.
    """
    told = [found for match in _SENTENCE.finditer(head) if (found := _told(match[0], _answering()))]
    told = told or list(filter(None, [_told(head.partition("\n")[0], _conference())]))
    people = [speaker for speaker in told if speaker.title]
    if len({speaker.name for speaker in people}) > 1:
        return None
    return max(people, key=lambda person: len(person.title or ""), default=next(iter(told), None))


def _told(words: str, says: re.Pattern[str]) -> Speaker | None:
    """The one who is named beside an office, if no office without a name stands between the name
    and what says that questions are answered; else that office.
    """
    said = list(says.finditer(fold(words))) if len(words) <= _LONGEST else []
    if not said:
        return None
    named = [(held.start, Speaker(held.name, held.title)) for held in holders(words)]
    named = named or list(beside_office(words))
    if len({speaker.name for _, speaker in named}) == 1:
        at, speaker = named[-1]
        between = (sorted((at + len(speaker.name), match.start())) for match in said)
        if not all(office_in(words, *span) for span in between):
            return speaker
    office = office_in(words, 0, said[0].start())
    return Speaker(office) if office else None


@cache
def _answering() -> re.Pattern[str]:
    return pattern(vocabulary().answering)


@cache
def _conference() -> re.Pattern[str]:
    return pattern(vocabulary().conference)
