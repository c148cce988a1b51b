"""Transcript -> Records: what the indexes hold of each passage, all but its vectors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pressroom.corpus.passages import Passage, split, windows
from pressroom.corpus.transcript import Transcript
from pressroom.index.filters import day_number


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage as it is indexed. `text` has the header above the words; `windows` are runs of its
    sentences, without it; `sentences` are the spans of all of them in the words.
    """

    passage: Passage
    text: str
    windows: tuple[str, ...]
    day: int
    speaker: str
    body: str
    kind: str
    sentences: tuple[tuple[int, int], ...] = ()

    @property
    def id(self) -> str:
        return self.passage.id

    @property
    def document(self) -> str:
        return self.passage.transcript_id


def records(transcript: Transcript) -> Iterator[PassageRecord]:
    """The records of a transcript, in the order of its text."""
    for passage in split(transcript):
        turn = transcript.turn_of(passage.turn)
        words = transcript.text[passage.start : passage.end]
        yield PassageRecord(
            passage=passage,
            text=f"{passage.header}\n{words}",
            windows=tuple(
                transcript.text[start:end]
                for start, end in windows(transcript, passage.start, passage.end)
            ),
            sentences=tuple(
                (start - passage.start, end - passage.start)
                for start, end in transcript.sentences(passage.start, passage.end)
            ),
            day=day_number(transcript.date),
            speaker=turn.speaker.name if turn.speaker else "",
            body=(turn.speaker.body if turn.speaker else None) or transcript.body or "",
            kind=turn.kind,
        )
