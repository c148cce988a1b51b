"""The answers to several questions asked at once -> one Answer, and what of it is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pressroom.assistant.ask.parts import Part
from pressroom.assistant.ask.question import Question, content
from pressroom.assistant.check.answer import Answer, Status
from pressroom.assistant.check.verification import Sentence
from pressroom.assistant.languages.notes import Note
from pressroom.assistant.read.forms import has_form
from pressroom.corpus.normalise import fold
from pressroom.corpus.transcript import Span
from pressroom.index.hit import Hit
from pressroom.index.terms import terms

# of the words of a part of a question, in what answers another part and what was asked there
_LEAST_ANSWERED = 0.6


def together(
    question: Question, hits: tuple[Hit, ...], parts: Sequence[Part], found: Sequence[Answer]
) -> Answer | None:
    """`found` answers each of the parts as if it had been asked alone; None where nothing answers
    any. A part that is to be answered by nobody is told apart from one that nothing answers.
    """
    answered = list(zip(parts, found, strict=True))
    refused = [part.label for part, answer in answered if answer.status == "declined"]
    if not any(answer.sentences for answer in found):
        return _none_of(question, answered)
    missing = [
        part.label
        for part, answer in answered
        if answer.status != "declined" and not _is_met(answer, found)
    ]
    known = [answer.confidence for answer in found if answer.confidence is not None]
    return Answer(
        question,
        _status(found, [*missing, *refused]),
        _once([sentence for answer in found for sentence in answer.sentences]),
        hits,
        tuple(one for answer in found for one in answer.rejected),
        max(known, default=None),
        note=_note(found, missing, refused),
    )


def _none_of(question: Question, answered: Sequence[tuple[Part, Answer]]) -> Answer | None:
    """Where nothing answers any: declined where one is to be answered by nobody, and why."""
    declined = next((answer for _, answer in answered if answer.status == "declined"), None)
    if declined is None:
        return None
    missing = tuple(part.label for part, answer in answered if answer.status != "declined")
    refused = [part.label for part, answer in answered if answer.status == "declined"]
    return replace(declined, question=question, hits=(), note=_note((), missing, refused))


def speaks_of_each(parts: Sequence[Part], answer: Answer) -> bool:
    """Whether what is shown, or what was asked before it, has a word of every part."""
    around = [one for cited in answer.citations for one in (cited.text, cited.question or "")]
    held = set(terms("\n".join(around)))
    return all(held & set(terms(content(fold(part.asked)))) for part in parts)


def unanswered(answer: Answer) -> Answer:
    """The same question and passages without what was to answer it."""
    return Answer(answer.question, "not_found", hits=answer.hits, confidence=answer.confidence)


def _status(found: Sequence[Answer], missing: Sequence[str]) -> Status:
    if missing:
        return "partly"
    differ = any(answer.status == "contradicted" for answer in found)
    return "contradicted" if differ else "answered"


def _note(found: Sequence[Answer], missing: Sequence[str], refused: Sequence[str]) -> Note | None:
    if missing and refused:
        return Note("parts_left", words=" ".join(refused), names=tuple(missing))
    if refused:
        return Note("declined_part", words=" ".join(refused))
    if missing:
        return Note("not_found_part", words=" ".join(missing))
    return next((answer.note for answer in found if answer.note), None)


def _is_met(one: Answer, found: Sequence[Answer]) -> bool:
    """Whether a part is answered, be it by what answers another part."""
    shown = [sentence for other in found for sentence in other.sentences]
    return bool(one.sentences) or _answers(one.question, shown)


def _answers(question: Question, shown: Sequence[Sentence]) -> bool:
    """Whether what was found for another question answers this one too: it has its words, all its
    figures, and the form asked for.
    """
    wanted = set(terms(question.content[question.own :]))
    cited = [citation for sentence in shown for citation in sentence.citations]
    around = [words for one in cited for words in (one.text, one.question or "")]
    held = wanted & set(terms("\n".join(around)))
    return (
        all(term in held for term in wanted if term[0].isdigit())
        and any(has_form(question, one.text) for one in shown)
        and len(held) >= _LEAST_ANSWERED * len(wanted)
    )


def _once(shown: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The sentences in their order; none whose words are shown inside those of another."""
    once = list({sentence.text: sentence for sentence in shown}.values())
    return tuple(one for one in once if not any(_is_inside(one, other) for other in once))


def _is_inside(one: Sentence, other: Sentence) -> bool:
    if one is other:
        return False
    places = [citation.span for citation in other.citations]
    return all(any(_holds(place, c.span) for place in places) for c in one.citations)


def _holds(place: Span, inner: Span) -> bool:
    same = place.transcript.id == inner.transcript.id
    return same and place.start <= inner.start and inner.end <= place.end
