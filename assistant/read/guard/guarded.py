"""A Reader -> the same Reader, whose picks tell what is asked: of the time and the kind asked for.
Whoever reads may be near and wrong; a neighbour's figure is no answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from pressroom.assistant.ask.question import Question
from pressroom.assistant.read.guard.brought import tells_what_is_brought
from pressroom.assistant.read.guard.kinds import folded_whole, tells_another_kind
from pressroom.assistant.read.guard.numbered import tells_another_number, tells_the_deputy
from pressroom.assistant.read.guard.times import tells_the_time
from pressroom.assistant.read.reader import Pick, Reader, Verdict
from pressroom.corpus import language
from pressroom.corpus.transcript import Span
from pressroom.index.embedding.meaning import Meaning
from pressroom.index.hit import Hit

_TRIES = 3  # readings of a question, each without the passages that told something else


@dataclass(frozen=True, slots=True)
class GuardedReader:
    """Where the best pick tells something else, the rest is read again, as if it had not been
    found; where nothing is left the question has no answer. Without `meaning` a follow-up is
    answered only where a word of its own stands.
    """

    reader: Reader
    meaning: Meaning | None = None

    def read(self, question: Question, hits: Sequence[Hit]) -> Verdict:
        first = verdict = self.reader.read(question, hits)
        for _ in range(_TRIES):
            if not verdict.shown:
                break
            kept = tuple(pick for pick in verdict.picks if tells_what_is_asked(question, pick.span))
            told = replace(verdict, picks=kept)
            if verdict.best in kept and tells_what_is_brought(question, told, hits, self.meaning):
                return replace(verdict, picks=tuple(_marked(question, pick) for pick in kept))
            hits = [hit for hit in hits if not _holds(hit, verdict.best)]
            verdict = self.reader.read(question, hits)
        else:
            return replace(first, is_shown=False)
        return verdict if verdict.picks else replace(first, is_shown=False)


def tells_what_is_asked(question: Question, span: Span) -> bool:
    """Whether the words may answer: they tell of the time and the kind that are asked for."""
    if not tells_the_time(question, span):
        return False
    asked, words, around = question.text, span.text, _around(span)
    whole = partial(folded_whole, span.transcript.text)
    if question.asks == "who" and tells_the_deputy(asked, words, whole):
        return False
    is_across = language.tongue(language.detect(words)) != language.tongue(question.language)
    return not (
        tells_another_number(asked, words, around, whole, is_across=is_across)
        or tells_another_kind(asked, words, around, whole)
    )


def _marked(question: Question, pick: Pick) -> Pick:
    """Without its shortest words where they tell of another time than the sentence does."""
    if pick.brief is None or tells_the_time(question, pick.brief):
        return pick
    return replace(pick, brief=None)


def _around(span: Span) -> str:
    """The paragraph, what was asked before it, and the title."""
    document = span.transcript
    asked = document.question_of(span.turn)
    own = [p for p in span.turn.paragraphs if p.start < span.end and span.start < p.end]
    told = [*own, *(asked.paragraphs if asked else ())]
    return "\n".join([document.title, *(document.words(paragraph) for paragraph in told)])


def _holds(hit: Hit, pick: Pick | None) -> bool:
    return pick is not None and any(one.span.overlaps(pick.span) for one in (hit, *hit.alike))
