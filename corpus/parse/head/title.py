"""Words of the blocks above the first label -> which of them is the title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pressroom.corpus.dating.datelines import is_date_line
from pressroom.corpus.dating.dates import find_dates
from pressroom.corpus.parse.head.furniture import is_furniture
from pressroom.corpus.parse.head.top import (
    is_body,
    is_kicker,
    is_navigation,
    is_path,
    is_quoted,
    is_rule,
)
from pressroom.corpus.parse.labels.contact import is_contact
from pressroom.corpus.parse.words.names import SMALL

_TITLE_BLOCKS = 8
_LONGEST_TITLE = 200
_RUNNING = 40  # characters of a sentence that is no title
_SENTENCES = re.compile(r"[a-zà-ÿа-я]{3}[.!?]\s+[A-ZÀ-ÞА-Я]")
# A field of a mail: who sends it to whom.
_FIELD = re.compile(
    r"(?:Von|An|Cc|From|To|Para|À|Da|Van|Aan|От|Кому|发件人|收件人|差出人|宛先)\s?[:：]", re.I
)
_SUBJECT = re.compile(
    r"(?:Betreff|Betr\.|Subject|Asunto|Assunto|Objet|Oggetto|Onderwerp|Тема|主旨|件名|제목|Konu|Temat|"
    r"Perihal|الموضوع)\s?[:：]\s*(?=\S{2})",
    re.I,
)
_FULL_STOPS = ("。", "！", "？", "!", "?", "۔", "।")


def find_title(
    words: Sequence[str], top: int, *, site: str | None, pages: frozenset[int] = frozenset()
) -> int | None:
    """The block of the title: a heading, else the first line that may be one, below the path of the
    page, above the first sentence, and more than the name of a body; of a mail its subject.
    `pages`: lines of printed pages.
    """
    last = _first_sentence(words[: min(top, _TITLE_BLOCKS)])
    above = [at for at in range(last) if at not in pages]
    if told := [at for at in above if subject(words[at])]:
        return told[0]
    may = [at for at in above if is_title(words[at]) and words[at] != site]
    if marked := [at for at in may if words[at].startswith("# ")]:
        return marked[0]
    path = max((at for at in above if is_path(words[at])), default=-1)
    may = [at for at in may if at > path] or may
    if not may or not is_body(words[may[0]]):
        return may[0] if may else None
    after = next((at for at in may[1:] if not is_body(words[at])), None)
    return after if after is not None and _is_set_off(words, may[0], after) else may[0]


def subject(words: str) -> re.Match[str] | None:
    """Where the subject of a mail begins, on the line that says it."""
    return _SUBJECT.match(words)


def is_title(words: str) -> bool:
    return (
        len(words) <= _LONGEST_TITLE
        and not is_furniture(words, top=True)
        and not is_of_page(words)
        and not is_date_line(words)
        and not is_contact(words)
        and not _FIELD.match(words)
        and not (words[0] in SMALL and words[-1] in ".!?")  # a sentence below its salutation
        and words[-1] not in "。！？؟।۔።；，,;:："
    )


def is_of_page(words: str) -> bool:
    return is_navigation(words) or is_kicker(words) or is_rule(words)


def is_short_sentence(words: str) -> bool:
    """A line that may be a title or a sentence: where the page's head has a title it is none."""
    return words.endswith(".") and not find_dates(words)


def _first_sentence(words: Sequence[str]) -> int:
    """The first block of running text: what stands below it heads no document."""
    return next((at for at, line in enumerate(words) if _is_running(line)), len(words))


def _is_running(words: str) -> bool:
    """A sentence or more: a title that ends with a full stop is short, or says a day."""
    if len(words) > _LONGEST_TITLE or is_quoted(words):
        return True
    long = len(words) > _RUNNING and words.endswith((*_FULL_STOPS, "."))
    return long and not (words[-1] == "." and find_dates(words) and not _SENTENCES.search(words))


def _is_set_off(words: Sequence[str], body: int, title: int) -> bool:
    """Whether a line below the name of a body is a title: no sentence, and text follows."""
    between = words[body + 1 : title]
    return (
        not words[title].endswith(".")
        and len(words[title]) <= _LONGEST_TITLE
        and title + 1 < len(words)
        and all(not is_title(line) or is_body(line) for line in between)
    )
