"""Words of a document -> who is named beside an office: `Mayor Ada Lindqvist`, `Ada Lindqvist,
Mayor of Port Sable`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressroom.corpus.normalise import is_dense_script
from pressroom.corpus.parse.words.cases import is_same_name, nominative, nominative_office
from pressroom.corpus.parse.words.headwords import HeadWord, closes_bracket, head_words
from pressroom.corpus.parse.words.offices import is_title
from pressroom.corpus.parse.words.roles import role_of
from pressroom.corpus.parse.words.titled import title_before, title_behind
from pressroom.corpus.parse.words.vocabulary import any_of, squeezed, vocabulary
from pressroom.corpus.transcript import Speaker

SCOPE = re.compile(rf"{any_of(vocabulary().scope)}$", re.I)
_BEHIND = 6  # words between an office and a name
_MOST_GIVEN = 4
_LEAST_WORD, _LEAST_HEADLINE, _MOSTLY = 3, 4, 0.9  # letters, words and share of a headline
_LONGEST_SCOPE = 6  # words that say what an office is of


def beside_office(words: str) -> Iterator[tuple[int, Speaker]]:
    """Everybody whom the words name behind an office or before one, with the place of the name:
    `Mayor Ada Lindqvist`, `Ada Lindqvist, Mayor of Port Sable`.
    """
    every = head_words(words)
    for at, word in enumerate(every):
        if not is_title(word.text) or role_of(word.text):
            continue
        run = run_behind(every, at)
        if run and not may_be_name(every, run):
            continue
        if run and closes_bracket(words[word.start : every[run[0]].start]):
            continue  # it is the office of somebody before
        if run := run or _run_before(every, at):
            start, end = every[run[0]].start, every[run[1]].end
            title = title_before(words, every, run[0]) or title_behind(words, every, run[1])
            name = nominative(" ".join(words[start:end].split()), word.text)
            yield start, Speaker(name, nominative_office(title or word.text))


def run_behind(words: tuple[HeadWord, ...], at: int) -> tuple[int, int] | None:
    """First and last index of the name that follows an office, at once or behind a comma."""
    commas = [n for n in range(at, min(at + _BEHIND, len(words))) if words[n].comma]
    for start in (_behind_scope(words, at), *(n + 1 for n in commas[:1])):
        last = start - 1
        while last + 1 < len(words) and _is_of_run(words, start, last + 1):
            last += 1
            if words[last].comma or words[last].ends_clause:
                break
        if last > start:
            return start, last
    return None


def may_be_name(words: tuple[HeadWord, ...], run: tuple[int, int]) -> bool:
    """Whether words with capitals behind an office are a name: of a headline in which nearly all
    words have one, only where the last of them stands elsewhere, too.
    """
    line = words[run[0]].line
    long = [word.text for word in words if word.line == line and len(word.text) > _LEAST_WORD]
    if len(long) < _LEAST_HEADLINE or sum(w[0].isupper() for w in long) < _MOSTLY * len(long):
        return True
    name = words[run[1]].text
    return run[1] - run[0] < _MOST_GIVEN and any(
        word.line != line and is_same_name(word.text, name) for word in words
    )


def first_given(words: tuple[HeadWord, ...], last: int) -> int:
    """The index of the first word of the name that ends at `last`."""
    first = last
    while first > 0 and last - first < _MOST_GIVEN and _may_be_given(words[first - 1], words[last]):
        first -= 1
    return first


def _run_before(words: tuple[HeadWord, ...], at: int) -> tuple[int, int] | None:
    """First and last index of the name before a comma and an office."""
    commas = [n for n in range(max(0, at - 3), at) if words[n].comma]
    if not commas:
        return None
    last = commas[-1]
    first = first_given(words, last)
    return (first, last) if first < last and words[last].text[:1].isupper() else None


def _behind_scope(words: tuple[HeadWord, ...], at: int) -> int:
    """The index behind the words in small letters that say what an office is of: `транспорта`."""
    start = at + 1
    while (
        start < min(at + _BEHIND, len(words))
        and words[start].text[:1].islower()
        and not SCOPE.match(words[start].text)
        and words[start].line == words[at].line
        and not (words[start - 1].comma or words[start - 1].ends_clause)
    ):
        start += 1
    scope = [squeezed(word.text) for word in words[start : start + _LONGEST_SCOPE]]
    if start == at + 1 and scope and SCOPE.match(scope[0]):
        known = [word in vocabulary().portfolio or word == "and" for word in scope[1:]]
        told = next((n for n, is_of in enumerate([*known, False]) if not is_of), 0)
        return start + (told and told + 1)
    return start


def _is_of_run(words: tuple[HeadWord, ...], start: int, at: int) -> bool:
    word = words[at]
    return (
        word.text[:1].isupper()
        and word.line == words[start].line
        and not is_title(word.text)
        and not any(map(is_dense_script, word.text))
    )


def _may_be_given(word: HeadWord, name: HeadWord) -> bool:
    return (
        word.line == name.line
        and word.text[:1].isupper()
        and not (word.ends_clause or word.comma)
        and not is_title(word.text)
        and squeezed(word.text) not in vocabulary().address
        and (len(word.text) == 1 or role_of(word.text) is None)  # an initial is no mark
    )
