"""A chat model's drafts -> Answers as they grow, of the sentences that hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from pressroom.assistant.ask.question import Question
from pressroom.assistant.ask.understanding import Rewriter
from pressroom.assistant.check.answer import Answer
from pressroom.assistant.check.citations import Rejected
from pressroom.assistant.check.showing import status_of
from pressroom.assistant.check.verification import Nearness, Sentence, Unchecked, check_written
from pressroom.corpus import language
from pressroom.index.embedding.meaning import Meaning
from pressroom.index.hit import Hit


class Writer(Rewriter, Protocol):
    """A chat model that drafts an answer from passages, sentence by sentence."""

    failed: bool

    @property
    def is_down(self) -> bool: ...

    def begun(self) -> Writer:
        """That of one question; `failed` says whether the model was late or gave nothing."""
        ...

    def draft(self, question: Question, hits: Sequence[Hit]) -> Iterable[Unchecked]: ...


def shown_as_written(
    question: Question,
    hits: tuple[Hit, ...],
    drafts: Iterable[Unchecked],
    *,
    likely: float | None,
    nearness: Nearness,
) -> Iterator[Answer]:
    """One more sentence each; the last is whole. None at all where nothing was drafted."""
    kept: list[Sentence] = []
    rejected: list[Rejected] = []
    passages = [hit.span for hit in hits]
    for sentence, failed in check_written(
        drafts, passages, into=question.language, nearness=nearness
    ):
        rejected += failed
        if sentence:
            kept.append(sentence)
            yield Answer(question, "answered", tuple(kept), hits, tuple(rejected), likely)
    if kept or rejected:
        yield Answer(question, status_of(kept), tuple(kept), hits, tuple(rejected), likely)


def nearness_by(meaning: Meaning) -> Nearness:
    """How near a translation and its original are in meaning, 0 to 1."""

    def nearness(translation: str, original: str) -> float:
        [ours], [theirs] = (
            meaning.embed_across([translation]),
            meaning.embed_passages([original]),
        )
        asked, passage = language.detect(translation), language.detect(original)
        return meaning.nearness(float(ours @ theirs), asked=asked, passage=passage, across=True)

    return nearness
