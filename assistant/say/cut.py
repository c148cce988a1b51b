"""Words of a document -> whether they begin, and whether they end, within a sentence: then it is
marked that something is left out.
"""

from __future__ import annotations

from pressroom.corpus.transcript import Paragraph, Transcript, Turn

Cut = tuple[bool, bool]


def cut_of(transcript: Transcript, start: int, end: int) -> Cut:
    """Whether words begin within a sentence, and whether they end within one. A mark or a space
    that is left out is no part of what was said.
    """
    first, last = transcript.paragraph_at(start), transcript.paragraph_at(end - 1)
    before = _sentence(transcript, first, start)
    after = _sentence(transcript, last, end - 1)
    return (
        before is not None and _says(transcript.text[before[0] : start]),
        after is not None and _says(transcript.text[end : after[1]]),
    )


def _sentence(
    transcript: Transcript, place: tuple[Turn, Paragraph] | None, offset: int
) -> tuple[int, int] | None:
    """The span of the sentence that holds this offset."""
    if place is None:
        return None
    spans = transcript.sentences(place[1].start, place[1].end)
    return next((span for span in spans if span[0] <= offset < span[1]), None)


def _says(text: str) -> bool:
    return any(char.isalnum() for char in text)


def dots(cut: Cut) -> tuple[str, str]:
    """What stands before the words and after them."""
    return "…\u00a0" if cut[0] else "", "\u00a0…" if cut[1] else ""
