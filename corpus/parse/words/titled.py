"""A name in the head of a document -> the office that stands before it or behind it."""

from __future__ import annotations

import re

from pressroom.corpus.parse.words.cases import is_possessed, with_article
from pressroom.corpus.parse.words.headwords import HeadWord, closes_bracket
from pressroom.corpus.parse.words.offices import has_title, is_title
from pressroom.corpus.parse.words.vocabulary import squeezed, vocabulary

AROUND = " ,،-–—(（"  # an office, where a name stands beside it
_BEFORE = 8  # words between an office and a name
_IN_BRACKETS = re.compile(r"\s?[(（](?P<office>[^()（）\n]{2,60})[)）]")
_SAYS = re.compile(r"[:：?？!！]|\.$")  # a line that is said, or that opens what somebody says
_STATED = re.compile(r"^[^.。!?！？:：\n]{0,80}")


def title_before(head: str, words: tuple[HeadWord, ...], first: int) -> str | None:
    """`Minister of Ports` before `Ada K. Lindqvist`; a comma may stand between the two."""
    for back in range(1, _BEFORE + 1):
        at = first - back
        if at < 0 or words[at].line != words[first].line or words[at].ends_clause:
            return None
        if words[at].comma and back > 1:
            return None
        if is_title(words[at].text):
            between = head[words[at].start : words[first].start]
            if closes_bracket(between) or _names_another(words, at, first):
                return None  # it is the office of somebody before
            start = at
            while start > 0 and _continues(words, start) and _is_of_office(words, start):
                start -= 1
            title = " ".join(head[words[start].start : words[first].start].split())
            return with_article(_without_polite(title))
    return None


def title_behind(head: str, words: tuple[HeadWord, ...], at: int) -> str | None:
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


def _is_of_office(words: tuple[HeadWord, ...], at: int) -> bool:
    """Whether the word before is an office, too, or what it is of, where the ending of the office
    says that this stands before it: `Ulaştırma Bakanı`, `Sağlık ve Gıda Bakanı`.
    """
    before = words[at - 1].text
    if is_title(before):
        return True
    office = next((word.text for word in words[at:] if is_title(word.text)), "")
    is_joint = before in vocabulary().joint and at > 1 and words[at - 2].text[:1].isupper()
    return is_possessed(office) and (before[:1].isupper() or is_joint)


def _without_polite(office: str) -> str:
    """`Amtsleiterin` of `Amtsleiterin Dr.`"""
    words = office.strip(AROUND).split()
    while len(words) > 1 and squeezed(words[-1].strip(AROUND)) in vocabulary().address:
        words.pop()
    return " ".join(words).strip(AROUND)


def _names_another(words: tuple[HeadWord, ...], at: int, first: int) -> bool:
    """Whether a name follows the office at once and ends before the one that is looked at."""
    cased = [word.text[:1].isupper() for word in words[at + 1 : first]]
    return bool(cased) and cased[0] and not all(cased)


def _continues(words: tuple[HeadWord, ...], at: int) -> bool:
    before = words[at - 1]
    return before.line == words[at].line and not (before.ends_clause or before.comma)
