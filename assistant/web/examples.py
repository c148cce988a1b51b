"""Library -> questions to begin with: reporters' own, that the assistant can answer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from assistant.answer import Assistant
from assistant.followup import leans
from corpus.library import Library
from corpus.sentences import sentences, trimmed
from corpus.transcript import Transcript

_DOCUMENTS = 30
_SHORTEST, _LONGEST = 8, 32
_WANTED = 4


class Examples:
    """Example questions; asked anew when the library changes."""

    def __init__(self, assistant: Assistant, library: Library) -> None:
        self._assistant = assistant
        self._library = library
        self._at = lru_cache(maxsize=1)(self._find)

    def get(self) -> list[str]:
        """At most four, each from another document."""
        return self._at(self._library.revision())

    def _find(self, _revision: int) -> list[str]:
        found = (question for entry in self._library.entries()[:_DOCUMENTS] if not entry.withdrawn_at for question in self._first(entry.id))
        return list(islice(found, _WANTED))

    def _first(self, document_id: str) -> Iterator[str]:
        """The first question of a document that stands alone and has an answer there."""
        asked = (words for words in _asked(self._library.get(document_id)) if not leans(words))
        answered = (words for words in asked if _answers(self._assistant, words, document_id))
        yield from islice(answered, 1)


def _answers(assistant: Assistant, words: str, document_id: str) -> bool:
    citations = assistant.look_up(words).citations
    return bool(citations) and citations[0].transcript_id == document_id


def _asked(transcript: Transcript) -> Iterator[str]:
    for turn in transcript.turns:
        if turn.kind == "question":
            for paragraph in turn.paragraphs:
                for span in sentences(transcript.text, paragraph.start, paragraph.end):
                    words = transcript.text[slice(*trimmed(transcript.text, *span))]
                    if _SHORTEST <= len(words) <= _LONGEST and words[-1] in "?？":
                        yield words
