"""A sentence that was read -> what of it is shown, and which words are marked in it."""

from __future__ import annotations

from pressroom.assistant.read.reader import Pick
from pressroom.assistant.read.trained.marking import Marked
from pressroom.corpus.sentences import clauses, trimmed, whole_clauses
from pressroom.corpus.transcript import Span

SHOWN = 160  # characters of a pick
_LOOSE = "，,。；;：:、 \n\u3000"  # at the ends of marked words

Words = tuple[int, int]


def pick_of(marked: Marked, words: Words, *, score: float = 0.0) -> Pick:
    """The sentence, with these words marked in it; of a long one, the clauses around them."""
    hit = marked.sentence.known.hit
    start, end = _shown(hit.transcript.text, marked)
    inside = start <= words[0] < words[1] <= end
    brief = Span(hit.transcript, hit.turn, *words) if inside else None
    return Pick(Span(hit.transcript, hit.turn, start, end), score, brief)


def unmarked(marked: Marked, words: Words) -> Pick:
    """Whole sentences, for all of them answer, or nobody knows which part."""
    hit = marked.sentence.known.hit
    return Pick(Span(hit.transcript, hit.turn, *words), 0.0)


def tidied(text: str, words: Words) -> Words:
    """Without marks at the ends that say nothing."""
    start, end = words
    while start < end and text[start] in _LOOSE:
        start += 1
    while end > start and text[end - 1] in _LOOSE:
        end -= 1
    return start, end


def clause_around(text: str, marked: Marked) -> Words:
    """The clauses in which the marked words stand."""
    parts = list(whole_clauses(text, *trimmed(text, *marked.sentence.span)))
    kept = _touched(parts, marked.mark)
    return tidied(text, (kept[0][0], kept[-1][1]) if kept else marked.mark)


def _shown(text: str, marked: Marked) -> Words:
    start, end = trimmed(text, *marked.sentence.span)
    parts = _parts(text, start, end)
    kept = _touched(parts, marked.mark)
    if end - start <= SHOWN or not kept:
        return start, end
    first, last = parts.index(kept[0]), parts.index(kept[-1])
    while True:
        size = parts[last][1] - parts[first][0]
        if first > 0 and size + _size(parts[first - 1]) <= SHOWN:
            first -= 1
        elif last + 1 < len(parts) and size + _size(parts[last + 1]) <= SHOWN:
            last += 1
        else:
            return trimmed(text, parts[first][0], parts[last][1])


def _parts(text: str, start: int, end: int) -> list[Words]:
    """Clauses; a series is cut only where it is too long to be shown."""
    found: list[Words] = []
    for part in whole_clauses(text, start, end):
        found += [part] if _size(part) <= SHOWN else clauses(text, *part)
    return found


def _touched(parts: list[Words], words: Words) -> list[Words]:
    return [(start, end) for start, end in parts if start < words[1] and end > words[0]]


def _size(part: Words) -> int:
    return part[1] - part[0]
