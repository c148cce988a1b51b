"""The head of a document whose answers bear a mark and no name -> who gives them: the one person
with an office of whom a sentence says that they answer questions.
"""

from __future__ import annotations

import re
from functools import cache

from pressroom.corpus.normalise import fold
from pressroom.corpus.parse.words.introduced import beside_office
from pressroom.corpus.parse.words.stated import holders, office_in
from pressroom.corpus.parse.words.vocabulary import pattern, vocabulary
from pressroom.corpus.transcript import Speaker

_SENTENCE = re.compile(r"[^\n。！？!?]+?(?:[。！？!?]|(?<=\w{3})\.(?=\s)|$)", re.M)
_LONGEST = 400  # characters of a sentence that tells it


def answerer(head: str) -> Speaker | None:
    """Who answers, as every sentence that says so tells it: a person, or else the office that is
    named first; `head`: what stands above the first label.
    """
    told = [found for match in _SENTENCE.finditer(head) if (found := _in_sentence(match[0]))]
    people = [speaker for speaker in told if speaker.title]
    if len({speaker.name for speaker in people}) > 1:
        return None
    return max(people, key=lambda person: len(person.title or ""), default=next(iter(told), None))


def _in_sentence(words: str) -> Speaker | None:
    """The one who is named beside an office, if no office without a name stands between the name
    and what says that questions are answered; else that office.
    """
    says = _answering().search(fold(words)) if len(words) <= _LONGEST else None
    if says is None:
        return None
    named = [(held.start, Speaker(held.name, held.title)) for held in holders(words)]
    named = named or list(beside_office(words))
    if len({speaker.name for _, speaker in named}) == 1:
        at, speaker = named[-1]
        if not office_in(words, *sorted((at + len(speaker.name), says.start()))):
            return speaker
    office = office_in(words, 0, says.start())
    return Speaker(office) if office else None


@cache
def _answering() -> re.Pattern[str]:
    return pattern(vocabulary().answering)
