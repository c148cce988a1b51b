"""A sentence -> whether it only runs the meeting: greets, thanks, gives the floor, closes. It tells
nothing of a subject, whatever is asked.

By where it stands and whom it speaks to, not by its wording: such a sentence speaks to those
present or of the meeting itself, opens or ends a turn (or is the moderator's), and has neither a
figure nor a word of the question.
"""

from __future__ import annotations

from pressroom.assistant.ask.question import Question
from pressroom.assistant.ask.spoken import with_official_words
from pressroom.assistant.ask.wordlists import any_of
from pressroom.corpus.language import is_function_word
from pressroom.corpus.normalise import fold
from pressroom.corpus.transcript import Span
from pressroom.index.terms import terms

_EDGE = 2  # sentences at the beginning and at the end of a turn


def runs_the_meeting(question: Question, span: Span) -> bool:
    """Whether words that are to answer a question do no more than that."""
    folded = fold(span.text)
    speaks_of_it = any_of("present").search(folded) or any_of("event").search(folded)
    if not speaks_of_it or any(char.isdigit() for char in folded):
        return False
    is_there = span.turn.kind == "moderation" or _is_at_edge(span)
    return is_there and not _subject(question) & set(terms(folded))


def _is_at_edge(span: Span) -> bool:
    paragraphs = span.turn.paragraphs
    sentences = list(span.transcript.sentences(paragraphs[0].start, paragraphs[-1].end))
    edges = [*sentences[:_EDGE], *sentences[-_EDGE:]]
    return any(start <= span.start < end for start, end in edges)


def _subject(question: Question) -> set[str]:
    """The words of the question that are neither courtesy nor of the meeting."""
    said = any_of("present").sub(" ", fold(with_official_words(question.content)))
    return {term for term in terms(said) if not is_function_word(term)}
