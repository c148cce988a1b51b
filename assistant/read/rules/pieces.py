"""Hit -> the pieces of it that may be quoted: sentences, parts of long ones, and which of them only
announce what follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressroom.assistant.read.greeting import greets
from pressroom.corpus.normalise import LETTERS, is_dense
from pressroom.corpus.sentences import clauses, trimmed
from pressroom.corpus.transcript import Paragraph
from pressroom.index.hit import Hit

_LONG = 120  # a sentence of a greater length is cut to the clauses that answer
_LEAD_LENGTH, _ITEM_LENGTH = 40, 28  # characters that a heading, a numbered one, has at most
_ITEM = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．](?!\d)")
_ENDS = re.compile(r"[。！!；;.…][”’」』)）】]*$")
_COURTESY = re.compile(
    r"(?:好的?[,，。]|嗯[,，])?(?:非常)?(?:谢谢|感谢|多谢)[^。！!?？]{0,12}(?:提问|问题|关注|关心|"
    r"大家|介绍)[^。！!?？\d]{0,16}[。！!]?|"
    r"(?:各位)?[^。！!?？]{0,12}(?:大家|各位)?(?:上午|下午|中午|晚上)?好[！!。]|"
    r"(?:good (?:morning|afternoon|evening)|thank you|thanks)[^.!?\d]{0,40}[.!]",
    re.I,
)
_DATELINE = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日[^。！？；，,!?;:：]{0,24}"
)  # the day, and the office that gives the document out
_GAP = re.compile(r"[ \t\u3000\u00a0]{2,}")


def candidates(hit: Hit) -> Iterator[tuple[int, int]]:
    """Sentences of a passage; of a long sentence the runs of clauses up to _LONG characters."""
    text = hit.transcript.text
    unsaid = {(p.start, p.end) for p in _headings(hit)} | set(hit.turn.remarks)
    pieces = [
        piece
        for sentence in hit.transcript.sentences(hit.start, hit.end)
        for piece in _laid_out(text, *sentence, hit.transcript.title)
    ]
    for start, end in pieces:
        if (start, end) in unsaid or end - start < 4 or greets(text[start:end]):
            continue
        if length(text[start:end]) <= _LONG:
            yield start, end
        else:
            yield from _windows(text, start, end)


def _headings(hit: Hit) -> Iterator[Paragraph]:
    """Those of the turn that bear a number, and short lines without a full stop between paragraphs
    of whole sentences; a line among lines without one is of a list or a table.
    """
    told = hit.turn.paragraphs
    for at, paragraph in enumerate(told):
        if not hit.start <= paragraph.start < hit.end:
            continue
        beside = told[at - 1 : at] + told[at + 1 : at + 2]
        if paragraph.heading or (
            paragraph.end - paragraph.start <= _ITEM_LENGTH
            and len(beside) > 1
            and not _is_whole(hit, paragraph)
            and all(_is_whole(hit, other) for other in beside)
        ):
            yield paragraph


def _is_whole(hit: Hit, paragraph: Paragraph) -> bool:
    """Whether it ends as sentences do."""
    return bool(_ENDS.search(hit.transcript.text[paragraph.end - 4 : paragraph.end]))


def is_lead(words: str) -> bool:
    """Whether the words only announce what follows: a heading, a question, a label, a courtesy."""
    if (
        re.search(r"[?？][”」]?$", words)
        or re.match(r"问[:：]", words)
        or _DATELINE.fullmatch(words)
        or _COURTESY.fullmatch(words)
    ):
        return True
    if len(words) <= _ITEM_LENGTH and _ITEM.match(words) and not re.search("[,，:：]", words):
        return True
    return (
        len(words) <= _LEAD_LENGTH
        and (words[-1] in ":：" or not _ENDS.search(words))
        and not re.search(r"\d|[,，、]", words[4:])
    )


def length(words: str) -> float:
    """How much there is to read, in characters of Chinese."""
    return len(words) if is_dense(words) else len(words) / LETTERS


def _laid_out(text: str, start: int, end: int, title: str) -> Iterator[tuple[int, int]]:
    """The pieces of a sentence where a wide gap, in place of a line's end, sets them apart; without
    the title before it.
    """
    start, end = trimmed(text, start, end)
    if title and text.startswith(title, start) and start + len(title) < end:
        start, end = trimmed(text, start + len(title), end)
    for gap in _GAP.finditer(text, start, end):
        yield start, gap.start()
        start = gap.end()
    if start < end:
        yield start, end


def _windows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    parts = list(clauses(text, start, end))
    for first in range(len(parts)):
        last = first
        while last + 1 < len(parts) and length(text[parts[first][0] : parts[last + 1][1]]) <= _LONG:
            last += 1
        yield trimmed(text, parts[first][0], parts[last][1])
        if last + 1 == len(parts):
            break
