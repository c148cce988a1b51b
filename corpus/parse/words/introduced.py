"""The head of a document -> who its labels are: the full name and the office of a surname, the
holder of an office, as the title, the list of those present or the first words introduce them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressroom.corpus.normalise import fold, is_dense_script
from pressroom.corpus.parse.words.cases import (
    is_possessed,
    nominative,
    nominative_given,
    nominative_office,
    with_article,
)
from pressroom.corpus.parse.words.headwords import HeadWord, head_words
from pressroom.corpus.parse.words.names import TITLED, has_title, is_title
from pressroom.corpus.parse.words.parted import is_caseless, split_name
from pressroom.corpus.parse.words.roles import role_of
from pressroom.corpus.parse.words.stated import holder_of
from pressroom.corpus.parse.words.vocabulary import squeezed, vocabulary
from pressroom.corpus.transcript import Speaker

_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,3}(?=[^\W\d_]{2})")
_SCOPE = re.compile(
    r"(?:of|for|de|du|des|der|für|do|da|dos|das|del|della|di|van|voor|wa|ya)$", re.I
)
_AROUND = " ,،-–—(（"  # an office, where a name stands beside it
_CLOSES = re.compile(r"[^(（]*[)）]")  # a bracket that was opened before
_IN_BRACKETS = re.compile(r"\s?[(（](?P<office>[^()（）\n]{2,60})[)）]")
_BEFORE, _BEHIND = 8, 6  # words between an office and a name
_MOST_GIVEN = 4
_LEAST_WORD, _LEAST_HEADLINE, _MOSTLY = 3, 4, 0.9  # letters, words and share of a headline
_LONGEST_SCOPE = 6  # words that say what an office is of
_LEAST_STEM = 4  # letters that two cases of one name share
_SAYS = re.compile(r"[:：?？!！]|\.$")  # a line that is said, or that opens what somebody says
_STATED = re.compile(r"^[^.。!?！？:：\n]{0,80}")


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
        if not _is_same(words[at].text, name[-1]):
            continue
        first = _first_of_name(words, at, name)
        if first is None:
            continue
        found = head[words[first].start : words[at].end]
        title = _title_before(head, words, first) or _title_behind(head, words, at)
        if title and is_caseless(found):  # where no capital tells a first name from the office
            found, title = split_name(f"{title} {found}") if first > 0 else (found, title)
        full = speaker.name if _INITIALS.match(name[-1]) or len(name) > 1 else found
        if full == found and _folded(words[at].text) != _folded(name[-1]):  # told in another case
            full = " ".join([*nominative_given(found).split()[:-1], name[-1]])
            title = nominative_office(title) if title else None
        if title:
            return Speaker(full, title)
        if first < at and fuller is None:
            fuller = Speaker(full, speaker.title)
    return fuller


def _is_same(word: str, name: str) -> bool:
    """The same name, case aside; in a language with cases by its stem: `Зимородковой`."""
    one, other = _folded(word), _folded(name)
    if one == other:
        return True
    is_cyrillic = bool(other) and "Ѐ" <= other[-1] <= "ӿ"
    stem = other[:-1]
    return (
        is_cyrillic
        and len(stem) >= _LEAST_STEM
        and one.startswith(stem)
        and abs(len(one) - len(other)) <= 2
    )


def _folded(word: str) -> str:
    """Folded, with one i: of capitals, Turkish has two, `DEMİR` and `IŞIK`."""
    return fold(word).translate(_ONE_I)


_ONE_I = str.maketrans("İı", "ii")


def _first_of_name(words: tuple[HeadWord, ...], at: int, name: list[str]) -> int | None:
    """The index of the first word of a name that ends at `at`."""
    if len(name) > 1:
        first = at - len(name) + 1
        same = first >= 0 and all(
            _is_same(words[first + n].text, part) for n, part in enumerate(name)
        )
        return first if same else None
    first = at
    while first > 0 and at - first < _MOST_GIVEN and _may_be_given(words[first - 1], words[at]):
        first -= 1
    if 0 < first < at and _SCOPE.match(words[first - 1].text):  # `Minister of Ports Ada Lindqvist`
        first += 1
    return first


def _may_be_given(word: HeadWord, name: HeadWord) -> bool:
    return (
        word.line == name.line
        and word.text[:1].isupper()
        and not (word.ends_clause or word.comma)
        and not is_title(word.text)
        and squeezed(word.text) not in vocabulary().address
        and (len(word.text) == 1 or role_of(word.text) is None)  # an initial is no mark
    )


def _title_before(head: str, words: tuple[HeadWord, ...], first: int) -> str | None:
    """`Minister of Ports` before `Ada K. Lindqvist`; a comma may stand between the two."""
    for back in range(1, _BEFORE + 1):
        at = first - back
        if at < 0 or words[at].line != words[first].line or words[at].ends_clause:
            return None
        if words[at].comma and back > 1:
            return None
        if is_title(words[at].text):
            between = head[words[at].start : words[first].start]
            if _CLOSES.match(between) or _names_another(words, at, first):
                return None  # it is the office of somebody before
            start = at
            while start > 0 and _continues(words, start) and _is_of_office(words, start):
                start -= 1
            title = " ".join(head[words[start].start : words[first].start].split())
            return with_article(_without_polite(title))
    return None


def _is_of_office(words: tuple[HeadWord, ...], at: int) -> bool:
    """Whether the word before is an office, too, or what it is of, where the ending of the office
    says that this stands before it: `Ulaştırma Bakanı`, `Sağlık ve Gıda Bakanı`.
    """
    before = words[at - 1].text
    if is_title(before):
        return True
    office = next((word.text for word in words[at:] if is_title(word.text)), "")
    is_joint = before in _AND and at > 1 and words[at - 2].text[:1].isupper()
    return is_possessed(office) and (before[:1].isupper() or is_joint)


_AND = ("ve", "ile")


def _without_polite(office: str) -> str:
    """`Amtsleiterin` of `Amtsleiterin Dr.`"""
    words = office.strip(_AROUND).split()
    while len(words) > 1 and squeezed(words[-1].strip(_AROUND)) in vocabulary().address:
        words.pop()
    return " ".join(words).strip(_AROUND)


def _names_another(words: tuple[HeadWord, ...], at: int, first: int) -> bool:
    """Whether a name follows the office at once and ends before the one that is looked at."""
    cased = [word.text[:1].isupper() for word in words[at + 1 : first]]
    return bool(cased) and cased[0] and not all(cased)


def _continues(words: tuple[HeadWord, ...], at: int) -> bool:
    before = words[at - 1]
    return before.line == words[at].line and not (before.ends_clause or before.comma)


def _title_behind(head: str, words: tuple[HeadWord, ...], at: int) -> str | None:
    """`ministre de la mer` behind `Solène Harcourt,`, or in brackets behind her name; in a list, on
    the line below the name.
    """
    bracketed = _IN_BRACKETS.match(head, words[at].end)
    if bracketed and has_title(bracketed["office"]):
        return bracketed["office"].strip()
    if at + 1 >= len(words):
        return None
    is_list = words[at + 1].line > words[at].line
    near = words[at + 1 : at + 4]
    if not (words[at].comma or is_list) or not any(is_title(word.text) for word in near):
        return None
    if is_list:
        is_alone = at == 0 or words[at - 1].line < words[at].line or words[at].text.isupper()
        line = head[words[at + 1].start :].split("\n", 1)[0].strip()
        is_office = not _SAYS.search(line) and len(line.split()) <= _BEFORE and has_title(line)
        return line if is_alone and is_office else None
    clause = _STATED.match(head[words[at + 1].start :])
    return re.split(r"[,;，،]", clause[0])[0].strip() if clause else None


def _holder(label: str, head: str, words: tuple[HeadWord, ...]) -> Speaker | None:
    """`Iracema Duval` of `ministra dos Portos, Iracema Duval`."""
    office = squeezed(label).split()[-1]
    found: dict[str, Speaker] = {}
    for at, word in enumerate(words):
        run = _run_behind(words, at) if squeezed(word.text) == office else None
        if run and _may_be_name(words, run):
            name = " ".join(head[words[run[0]].start : words[run[1]].end].split())
            title = " ".join(head[word.start : words[run[0]].start].split()).strip(_AROUND)
            found.setdefault(fold(name), Speaker(name, title))
    return next(iter(found.values())) if len(found) == 1 else None


def _run_behind(words: tuple[HeadWord, ...], at: int) -> tuple[int, int] | None:
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


def _behind_scope(words: tuple[HeadWord, ...], at: int) -> int:
    """The index behind the words in small letters that say what an office is of: `транспорта`."""
    start = at + 1
    while (
        start < min(at + _BEHIND, len(words))
        and words[start].text[:1].islower()
        and not _SCOPE.match(words[start].text)
        and words[start].line == words[at].line
        and not (words[start - 1].comma or words[start - 1].ends_clause)
    ):
        start += 1
    scope = [squeezed(word.text) for word in words[start : start + _LONGEST_SCOPE]]
    if start == at + 1 and scope and _SCOPE.match(scope[0]):
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


def beside_office(words: str) -> Iterator[tuple[int, Speaker]]:
    """Everybody whom the words name behind an office or before one, with the place of the name:
    `Mayor Ada Lindqvist`, `Ada Lindqvist, Mayor of Port Sable`.
    """
    every = head_words(words)
    for at, word in enumerate(every):
        if not is_title(word.text) or role_of(word.text):
            continue
        run = _run_behind(every, at)
        if run and not _may_be_name(every, run):
            continue
        if run and _CLOSES.match(words[word.start : every[run[0]].start]):
            continue  # it is the office of somebody before
        if run := run or _run_before(every, at):
            start, end = every[run[0]].start, every[run[1]].end
            title = _title_before(words, every, run[0]) or _title_behind(words, every, run[1])
            name = nominative(" ".join(words[start:end].split()), word.text)
            yield start, Speaker(name, nominative_office(title or word.text))


def _may_be_name(words: tuple[HeadWord, ...], run: tuple[int, int]) -> bool:
    """Whether words with capitals behind an office are a name: of a headline in which nearly all
    words have one, only where the last of them stands elsewhere, too.
    """
    line = words[run[0]].line
    long = [word.text for word in words if word.line == line and len(word.text) > _LEAST_WORD]
    if len(long) < _LEAST_HEADLINE or sum(w[0].isupper() for w in long) < _MOSTLY * len(long):
        return True
    name = words[run[1]].text
    return run[1] - run[0] < _MOST_GIVEN and any(
        word.line != line and _is_same(word.text, name) for word in words
    )


def _run_before(words: tuple[HeadWord, ...], at: int) -> tuple[int, int] | None:
    """First and last index of the name before a comma and an office."""
    commas = [n for n in range(max(0, at - 3), at) if words[n].comma]
    if not commas:
        return None
    last = first = commas[-1]
    while first > 0 and last - first < _MOST_GIVEN and _may_be_given(words[first - 1], words[last]):
        first -= 1
    return (first, last) if first < last and words[last].text[:1].isupper() else None
