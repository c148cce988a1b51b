"""What a citizen gets: checked sentences and what is said with them, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pressroom.assistant.ask.question import Question
from pressroom.assistant.check.citations import Citation, Rejected
from pressroom.assistant.check.verification import Sentence
from pressroom.assistant.languages.notes import Choice, Note
from pressroom.index.hit import Hit

Status = Literal[
    "answered", "partly", "contradicted", "not_found", "declined", "clarify", "smalltalk"
]
# what an answer had to do without: a part of the search, or the chat model
Lack = Literal["search", "writer"]


@dataclass(frozen=True, slots=True)
class Answer:
    """Without sentences it is a refusal, and `hits` are the nearest passages, not an answer.

    `confidence` is how likely the best of what was read answers, 0 to 1, shown or not; None where
    nothing could be shown at all. `reply` names the text, of those in assistant/languages/locales,
    that says why, or that answers small talk; `note` is what the assistant itself says before the
    sentences, `choices` what a question asked back may be answered with; `lacking` what was not at
    hand. `id` is that of its record; `brief` are the shortest words of the sentences that answer,
    where only some do; `timings` are milliseconds by stage.
    """

    question: Question
    status: Status
    sentences: tuple[Sentence, ...] = ()
    hits: tuple[Hit, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    confidence: float | None = None
    reply: str | None = None
    id: str | None = None
    timings: tuple[tuple[str, float], ...] = ()
    brief: str | None = None
    note: Note | None = None
    choices: tuple[Choice, ...] = ()
    lacking: tuple[Lack, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Those of all sentences, each once."""
        cited = (citation for sentence in self.sentences for citation in sentence.citations)
        return tuple(dict.fromkeys(cited))

    @property
    def documents(self) -> frozenset[str]:
        """The ids of those that are cited."""
        return frozenset(citation.transcript_id for citation in self.citations)

    @property
    def is_noted(self) -> bool:
        """Whether the question is one for staff: it has no answer in what was searched whole."""
        return self.status == "not_found" and "search" not in self.lacking

    @property
    def text(self) -> str:
        return "\n".join(sentence.text for sentence in self.sentences)
